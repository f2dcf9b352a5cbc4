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

// 3. Names for screen readers that are fixed to English inside Gradio, and scrolling: a new question
//    goes to the top of the window, so that its answer is read from the beginning.
(() => {
  const names = [
    ['#kk-log [role="log"]', "やりとり"],
    ['#kk-log [data-testid="user"]', "質問"],
    ['#kk-log [data-testid="bot"]', "回答"],
  ];
  let seen = 0;
  new MutationObserver(() => {
    for (const [selector, name] of names) {
      for (const element of document.querySelectorAll(selector)) {
        if (element.getAttribute("aria-label") !== name) element.setAttribute("aria-label", name);
      }
    }
    const shown = document.querySelectorAll("#kk-log .kk-question, #kk-log .kk-answer").length;
    if (shown > seen) {
      const questions = document.querySelectorAll("#kk-log .kk-question");
      questions[questions.length - 1]?.scrollIntoView({ block: "start" });
    }
    seen = shown;
  }).observe(document, { childList: true, subtree: true });
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
