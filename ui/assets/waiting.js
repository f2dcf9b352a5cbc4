// What the chat says when the server does not take a question at once. Gradio would lay a box titled "Error"
// over the page. This wraps fetch before Gradio's own scripts keep it; the question stays in its box.
(() => {
  const given = window.fetch.bind(window);
  const told = () => {
    let note = document.getElementById("kk-told");
    if (!note) {
      note = document.createElement("p");
      note.id = "kk-told";
      note.setAttribute("role", "status");
    }
    const foot = document.getElementById("kk-foot");
    if (foot && note.parentElement !== foot) foot.prepend(note);
    return note;
  };
  const show = (text) => {
    const note = told();
    note.textContent = text;
    note.hidden = !text;
  };
  const sleep = (ms) => new Promise((done) => { setTimeout(done, ms); });
  const wait = async (response) => {
    const until = Date.now() + 1000 * (Number(response.headers.get("retry-after")) || 5);
    const why = response.status === 429 ? "短い時間に質問が集中しています。" : "ただいま混み合っています。";
    for (let left = until - Date.now(); left > 0; left = until - Date.now()) {
      // The count is drawn, not spoken: a status that changes each second would be read without end.
      const note = told();
      if (note.dataset.why !== why || note.hidden) {
        show(`${why}このままお待ちください。自動的に送ります。`);
        note.dataset.why = why;
        note.append(Object.assign(document.createElement("span"), { ariaHidden: "true" }));
      }
      note.lastElementChild.textContent = `（あと${Math.ceil(left / 1000)}秒）`;
      await sleep(Math.min(1000, left));
    }
    show("");
  };
  const failed = async (response) => {
    let detail = "";
    try { detail = (await response.clone().json()).detail; } catch { /* no words of ours */ }
    const ours = typeof detail === "string" && /[ぁ-ん]/.test(detail);
    show(ours ? detail : "送信できませんでした。質問は下の欄に残っています。しばらくしてから、もう一度送信してください。");
  };
  // Whether this event carries what stands in the box. The page sends events of its own, too: that one of them
  // is taken must not wipe what is told of a question that was refused.
  const asks = (init) => {
    const said = document.querySelector("#kk-question textarea")?.value;
    return Boolean(said) && String(init?.body).includes(JSON.stringify(said).slice(1, -1));
  };
  const join = async (input, init) => {
    const question = asks(init);
    let told = false;
    for (;;) {
      let response;
      try {
        response = await given(input, init);
      } catch (error) {
        if (error.name === "AbortError") throw error;
        // Gradio would take no other question after an error here: it is tried until it goes.
        told = true;
        show("サーバーにつながりません。質問は下の欄に残っており、つながり次第、自動的に送ります。通信を確かめてください。");
        await sleep(3000);
        continue;
      }
      if (response.ok) {
        if (question || told) show("");
        return response;
      }
      if (response.status !== 429 && response.status !== 503) {
        await failed(response);
        return response;
      }
      await wait(response);
    }
  };
  window.fetch = (input, init) => {
    const address = String(input?.url ?? input);
    return /\/gradio_api\/queue\/join(\?|$)/.test(address) ? join(input, init) : given(input, init);
  };
})();
