// Small things that Gradio does not do by itself. This runs before Gradio's own scripts.

// 1. Japanese labels for everyone. Gradio picks its language from the browser's; an office PC with an
//    English browser would show English buttons around Japanese answers.
Object.defineProperty(navigator, "language", { get: () => "ja" });
Object.defineProperty(navigator, "languages", { get: () => ["ja"] });

// 2. Enter that confirms a kana-kanji conversion never sends. Chromium fires no keypress while it
//    composes, but Safari ends the composition before the keydown of that Enter (keyCode 229 tells it),
//    and other input methods send the key as it is.
(() => {
  let composing = false;
  document.addEventListener("compositionstart", () => { composing = true; }, true);
  document.addEventListener("compositionend", () => { setTimeout(() => { composing = false; }, 0); }, true);
  for (const type of ["keydown", "keypress", "keyup"]) {
    document.addEventListener(type, (event) => {
      if (event.key === "Enter" && (composing || event.isComposing || event.keyCode === 229)) {
        event.stopImmediatePropagation();
      }
    }, true);
  }
})();

// 3. The log. Names for screen readers that are fixed to English inside Gradio; a new question goes to the
//    top of the window, so that its answer is read from the beginning; each new answer is spoken once, by
//    a line of our own, for a live log would be read again with every change in it.
(() => {
  const names = [
    ['#kk-log [role="log"]', "aria-label", "やりとり"],
    ['#kk-log [role="log"]', "aria-live", "off"],
    ['#kk-log [data-testid="user"]', "aria-label", "質問"],
    ['#kk-log [data-testid="bot"]', "aria-label", "回答"],
    ['#kk-log [data-testid="user"], #kk-log [data-testid="bot"]', "role", "group"],
  ];
  let shown = 0;
  let spoken = null;
  let working = 0;
  const say = (text) => {
    const line = document.getElementById("kk-said");
    if (line) line.textContent = text;
  };
  window.kkSay = say;
  const last = (selector) => [...document.querySelectorAll(selector)].pop();
  const watch = () => {
    for (const [selector, attribute, value] of names) {
      for (const element of document.querySelectorAll(selector)) {
        if (element.getAttribute(attribute) !== value) element.setAttribute(attribute, value);
      }
    }
    const asked = document.querySelectorAll("#kk-log .kk-question");
    const parts = asked.length + document.querySelectorAll("#kk-log .kk-answer").length;
    if (parts > shown) asked[asked.length - 1]?.scrollIntoView({ block: "start" });
    shown = parts;
    if (document.querySelector("#kk-log .kk-working")) {
      if (!working) working = setTimeout(() => say("調べています"), 300);
      return;
    }
    clearTimeout(working);
    working = 0;
    const answer = last("#kk-log .kk-answer");
    if (!answer || answer === spoken) return;
    spoken = answer;
    const told = [...answer.querySelectorAll(".kk-status, .kk-text, .kk-stopped > p")];
    say(`回答。${(told.length ? told.map((one) => one.innerText).join(" ") : answer.innerText)}`);
    // The address of the page asks the same again: a reload, a bookmark or 戻る brings the answer back.
    const tools = answer.querySelector("[data-kk-chat]");
    if (tools) history.replaceState(null, "", location.pathname + tools.dataset.kkChat);
  };
  new MutationObserver(watch).observe(document, { childList: true, subtree: true });
})();

// 4. A table that is wider than its box says so (chat.css); a phone shows no scrollbar of its own.
(() => {
  const mark = () => {
    for (const table of document.querySelectorAll("#kk-log .kk-table")) {
      const content = table.firstElementChild;
      table.classList.toggle("kk-wide", !!content && content.offsetWidth > table.clientWidth + 1);
    }
  };
  new MutationObserver(mark).observe(document, { childList: true, subtree: true });
  document.addEventListener("toggle", mark, true); // of <details>: what is folded has no width yet
  addEventListener("resize", mark);
})();

// The question box stays at the lower edge and covers what lies there: whatever is scrolled to stays above it.
(() => {
  const root = document.documentElement;
  let box = null;
  const measure = new ResizeObserver(() => root.style.setProperty("--kk-foot-height", `${box.offsetHeight}px`));
  new MutationObserver(() => {
    const now = document.getElementById("kk-foot");
    if (!now || now === box) return;
    measure.disconnect();
    box = now;
    measure.observe(box);
  }).observe(root, { childList: true, subtree: true });
})();

// 5. Buttons inside answers. An order to the program goes through a box that nobody sees (ui/chat.py).
(() => {
  let sent = 0;
  const order = (given) => {
    const box = document.querySelector("#kk-order textarea, #kk-order input");
    if (!box) return;
    const kind = box instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
    // The number makes two equal orders differ.
    const text = JSON.stringify({ ...given, order: ++sent });
    Object.getOwnPropertyDescriptor(kind.prototype, "value").set.call(box, text);
    box.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const questionBox = () => document.querySelector("#kk-question textarea");
  const told = (button, text) => {
    window.kkSay(text);
    const before = button.dataset.kkLabel || (button.dataset.kkLabel = button.textContent);
    button.textContent = text;
    setTimeout(() => { button.textContent = before; }, 2500);
  };
  // Without https the clipboard is closed to scripts; the old command still works there.
  const copy = async (text) => {
    if (navigator.clipboard && window.isSecureContext) {
      try {
        await navigator.clipboard.writeText(text);
        return true;
      } catch { /* not permitted: the old command */ }
    }
    const area = document.createElement("textarea");
    area.value = text;
    area.style.position = "fixed";
    area.style.opacity = "0";
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  };
  // The answer that a reply is about, as it stands on the screen; it may be another one tomorrow.
  const longestAnswer = 4000;
  const shownAnswer = (form) => {
    const text = (form.closest(".kk-tools")?.querySelector(".kk-plain")?.textContent || "").replace(/^質問：.*\n+/, "").trim();
    if (text.length <= longestAnswer) return text;
    return `${text.slice(0, longestAnswer - 1).replace(/[\uD800-\uDBFF]$/, "")}…`; // never half a character
  };
  const reply = async (form, verdict) => {
    const data = new FormData(form);
    const body = {
      questions: data.getAll("question"),
      verdict,
      reason: verdict === "wrong" ? String(data.get("reason") || "").trim() : "",
      answer: shownAnswer(form),
    };
    let taken = false;
    try {
      const answer = await fetch("api/v1/feedback", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
      taken = answer.ok;
    } catch { /* told below */ }
    if (!taken) {
      const where = form.querySelector(".kk-failed") || form.appendChild(document.createElement("span"));
      where.className = "kk-failed";
      where.textContent = "送信できませんでした。しばらくしてからもう一度お試しください。";
      window.kkSay(where.textContent);
      return;
    }
    const thanks = document.createElement("span");
    thanks.className = "kk-thanks";
    thanks.tabIndex = -1;
    thanks.textContent = "ありがとうございます。記録しました。";
    form.replaceChildren(thanks);
    thanks.focus();
  };
  const doings = {
    copy: async (button) => {
      const text = button.closest(".kk-tools").querySelector(".kk-plain").textContent;
      told(button, (await copy(text)) ? "コピーしました" : "コピーできませんでした");
    },
    link: async (button) => {
      const address = new URL(button.dataset.kkAddress, document.baseURI).href;
      told(button, (await copy(address)) ? "コピーしました" : "コピーできませんでした");
    },
    helpful: (button) => reply(button.form, "helpful"),
    wrong: (button) => {
      const why = button.form.querySelector(".kk-why");
      why.hidden = !why.hidden;
      button.setAttribute("aria-expanded", String(!why.hidden));
      if (!why.hidden) why.querySelector("input[type=text]").focus();
    },
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-kk-do]");
    if (!button) return;
    const { kkDo, kkQuestion, kkTurn } = button.dataset;
    if (doings[kkDo]) {
      doings[kkDo](button);
      return;
    }
    button.closest("details.kk-chip")?.removeAttribute("open");
    order({ do: kkDo, question: kkQuestion || "", turn: Number(kkTurn || 0) });
    if (kkDo === "rewrite" || kkDo === "keep") questionBox()?.focus();
    else awaitQuestion();
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches?.(".kk-feedback")) return;
    event.preventDefault();
    reply(event.target, "wrong");
  });
  // A button that asks goes away with the answer, and the focus with it: it moves to the new question.
  const awaitQuestion = () => {
    const before = [...document.querySelectorAll("#kk-log .kk-question")].pop();
    const observer = new MutationObserver(() => {
      const now = [...document.querySelectorAll("#kk-log .kk-question")].pop();
      if (!now || now === before) return;
      observer.disconnect();
      now.focus({ preventScroll: true });
    });
    observer.observe(document.body, { childList: true, subtree: true });
    setTimeout(() => observer.disconnect(), 5000);
  };
  // The stop button goes away when it is pressed, and 新しい会話 empties the log and the address.
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("#kk-stop, #kk-new")) questionBox()?.focus();
    if (event.target.closest?.("#kk-new")) history.replaceState(null, "", location.pathname);
  });
  // Menus and chips close on Esc and on a click elsewhere, as menus do everywhere.
  const menus = "details.kk-chip[open], details.kk-menu[open]";
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.activeElement?.closest?.(menus) || document.querySelector(menus);
    if (!open) return;
    open.removeAttribute("open");
    open.querySelector("summary").focus();
  });
  document.addEventListener("toggle", (event) => {
    if (event.target.matches?.("details.kk-chip[open]")) {
      event.target.querySelector(".kk-chip-menu").scrollIntoView({ block: "nearest" });
    }
  }, true);
  document.addEventListener("pointerdown", (event) => {
    for (const open of document.querySelectorAll(menus)) {
      if (!open.contains(event.target)) open.removeAttribute("open");
    }
  });
})();

// 6. Sources open beside the chat. With Ctrl, Shift or the middle button, and without script, the link is
//    a link to the page of its own.
(() => {
  const panel = () => document.getElementById("kk-source");
  let opener = null;
  const close = () => panel()?.close();
  const framed = (frame) => {
    let page;
    try { page = frame.contentDocument; } catch { return; }
    if (!page || page.URL === "about:blank") return;
    page.documentElement.classList.add("kk-framed"); // pages.css: without the page's own head
    const base = page.createElement("base");
    base.target = "_top";
    page.head.append(base);
    page.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
    frame.dataset.kkReady = "";
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a.kk-cite");
    const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    if (link && plain && panel()?.showModal) {
      event.preventDefault();
      opener = link;
      const frame = panel().querySelector("iframe");
      delete frame.dataset.kkReady;
      frame.onload = () => framed(frame);
      frame.src = `${link.href}&panel=1`;
      document.getElementById("kk-source-page").href = link.href;
      panel().showModal();
      return;
    }
    if (event.target.closest?.("#kk-source-close") || event.target === panel()) close();
  });
  document.addEventListener("close", (event) => {
    if (event.target !== panel()) return;
    panel().querySelector("iframe").src = "about:blank";
    opener?.focus();
  }, true);
})();

// 7. The colours of the page's own head follow the class that Gradio sets, too (colours.css).
(() => {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const follow = () => document.documentElement.classList.toggle("dark", dark.matches);
  dark.addEventListener("change", follow);
  follow();
})();
