// Small things of the pages beside the chat. Every page works without this script.

// The colours of ui/assets/colours.css follow the class that Gradio sets, too.
(() => {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const follow = () => document.documentElement.classList.toggle("dark", dark.matches);
  dark.addEventListener("change", follow);
  follow();
})();

// The cited cell of a source stands in the middle of its table, whatever is sticky around it.
addEventListener("load", () => {
  const cited = document.getElementById(location.hash.slice(1) || "cited");
  if (cited?.closest(".kk-sheet")) cited.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
});
