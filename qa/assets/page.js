// The article pane: scrolls to the answer when it changes, and to a passage when its citation is followed.
const pane = element.closest("#article");
const calm = matchMedia("(prefers-reduced-motion: reduce)");

function reveal(target) {
  const offset = target.getBoundingClientRect().top - pane.getBoundingClientRect().top;
  pane.scrollTo({ top: pane.scrollTop + offset - pane.clientHeight / 4, behavior: calm.matches ? "auto" : "smooth" });
}

// The turn, for two questions may have the same answer.
watch(["value", "turn"], () => {
  const answer = element.querySelector("mark:not(.also)");
  if (answer) reveal(answer);
  const here = new URL(location);
  for (const [name, value] of [["after", props.after], ["q", props.question]]) {
    if (value) here.searchParams.set(name, value);
    else here.searchParams.delete(name);
  }
  history.replaceState(null, "", here);
});

// Delegated: citations stand in the chat. Following their link itself would reload the page, for Gradio sets a base.
document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#passage-"], a[href="#chat"]');
  if (!link) return;
  event.preventDefault();
  const name = link.getAttribute("href").slice(1);
  if (name === "chat") return document.getElementById("chat").scrollIntoView({ block: "start" });
  const parts = pane.querySelectorAll(`[data-passage="${CSS.escape(name)}"]`);
  if (!parts.length) return;
  pane.querySelectorAll(".here").forEach((part) => part.classList.remove("here"));
  parts.forEach((part) => part.classList.add("here"));
  pane.scrollIntoView({ block: "nearest" });
  reveal(parts[0]);
  parts[0].tabIndex = -1;
  parts[0].focus({ preventScroll: true });
});
