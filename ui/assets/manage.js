// Comfort on the officers' screens; every one of them works without this script.

// Progress without loading the page again, until the work has reached its next stage.
(() => {
  const box = document.querySelector("[data-job]");
  if (!box) return;
  const words = box.querySelector("[role=status]"), bar = box.querySelector("progress");
  const look = async () => {
    try {
      const answer = await fetch(box.dataset.job, { headers: { accept: "application/json" } });
      if (answer.redirected || !answer.ok) return location.reload();
      const now = await answer.json();
      if (now.stage !== box.dataset.stage) return location.reload();
      const text = [now.total ? `${now.step}　${now.done}/${now.total}` : now.step, now.left].filter(Boolean).join("　");
      if (words.textContent !== text) words.textContent = text;
      if (now.total) {
        bar.max = now.total;
        bar.value = now.done;
      } else {
        bar.removeAttribute("value");
      }
    } catch {
      // The server is busy or away for a moment: ask again.
    }
    setTimeout(look, 1000);
  };
  setTimeout(look, 500);
})();

// The browser's own words on a file box are in the browser's language: ours take their place.
(() => {
  const box = document.querySelector("input[type=file]");
  if (!box) return;
  const frame = document.createElement("span"), press = document.createElement("span"), chosen = document.createElement("span");
  frame.className = "km-file";
  press.className = "km-button km-quiet";
  press.textContent = "ファイルを選ぶ";
  press.setAttribute("aria-hidden", "true"); // the box itself is reached by keyboard and named by its label
  press.addEventListener("click", () => box.click());
  chosen.setAttribute("role", "status");
  const tell = () => { chosen.textContent = box.files[0]?.name ?? "まだ選ばれていません"; };
  const focused = document.activeElement === box; // an element that is moved loses the focus
  box.replaceWith(frame);
  frame.append(box, press, chosen);
  if (focused) box.focus();
  box.addEventListener("change", tell);
  window.addEventListener("pageshow", tell);
  tell();
})();

// A file that is too large is told before it travels.
(() => {
  const form = document.querySelector("form[data-limit-mb]");
  if (!form) return;
  const limit = Number(form.dataset.limitMb), problem = form.querySelector("[role=alert]");
  form.addEventListener("submit", (event) => {
    const file = form.querySelector("input[type=file]").files[0];
    problem.hidden = !file || file.size <= limit * 1e6;
    if (!problem.hidden) {
      problem.textContent = `ファイルが大きすぎます（${(file.size / 1e6).toFixed(1)}メガバイト）。${limit}メガバイト以内のファイルを選んでください。`;
      event.preventDefault();
    }
  });
})();

// A form is sent once: a second press while the first is on its way would do it twice.
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.method !== "post") return;
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});

// What was typed into a form that was not taken, because the session was over, comes back into it. It is kept
// in this tab alone, from the sending of the form to the next page. Forms that give a consent are left out.
(() => {
  const key = "km-typed";
  const keep = (typed) => { try { sessionStorage.setItem(key, JSON.stringify(typed)); } catch { /* nowhere to keep it */ } };
  const forget = () => { try { sessionStorage.removeItem(key); } catch { /* nothing is kept */ } };
  const kept = () => { try { return JSON.parse(sessionStorage.getItem(key)); } catch { return null; } };
  const fields = (form) => [...form.elements].filter((one) => one.name && !["hidden", "password", "file", "submit", "button"].includes(one.type));
  // Several forms of a page may have one address; what they are about is in their hidden fields.
  const mark = (form) => JSON.stringify([form.getAttribute("action"),
    ...[...form.elements].filter((one) => one.type === "hidden" && one.name !== "csrf").map((one) => [one.name, one.value])]);
  const isBox = (one) => ["radio", "checkbox"].includes(one.type);

  const restore = (form, typed) => {
    for (const one of fields(form)) {
      const sent = typed.fields.filter(([name]) => name === one.name).map(([, value]) => value);
      if (isBox(one)) one.checked = sent.includes(one.value);
      else if (sent.length) one.value = sent[0];
    }
    form.closest("details")?.setAttribute("open", "");
    const told = document.createElement("p");
    told.className = "km-told";
    told.setAttribute("role", "status");
    told.textContent = "送信されなかった内容を、欄に戻しました。確かめてから送信してください。";
    form.before(told);
    told.scrollIntoView({ block: "nearest" });
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.matches("[data-unkept]")) {
      if (!form.action.endsWith("manage/sign-in")) forget();
      return;
    }
    const sent = fields(form).filter((one) => !isBox(one) || one.checked).map((one) => [one.name, one.value]);
    keep({ form: mark(form), fields: sent, isLost: false });
  });

  const typed = kept(), lost = document.querySelector("[data-lost]");
  if (!typed || document.querySelector("form[action$='manage/sign-in']")) return;
  if (lost) {
    keep({ ...typed, isLost: true });
    lost.hidden = !typed.fields.some(([, value]) => value);
    return;
  }
  forget();
  const form = typed.isLost && [...document.forms].find((one) => one.method === "post" && mark(one) === typed.form);
  if (form) restore(form, typed);
})();
