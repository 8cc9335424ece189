// The article's pane: lights the answer up when it changes, and walks its passages.
const pane = element.closest("#article");
pane.tabIndex = 0; // it scrolls, also by keyboard
const calm = matchMedia("(prefers-reduced-motion: reduce)");
let awaited = "?"; // the link that is shown, or asked for
let wanted = null; // the passage to go to once the answer that it belongs to is shown

const parts = (name) => [...element.querySelectorAll(`[data-passage="${CSS.escape(name)}"]`)];
const same = (one, other) => String(new URLSearchParams(one)) === String(new URLSearchParams(other));

function reveal(target) {
  const under = element.querySelector(".strip")?.offsetHeight ?? 0;
  const offset = target.getBoundingClientRect().top - pane.getBoundingClientRect().top - under;
  pane.scrollTo({ top: pane.scrollTop + offset - pane.clientHeight / 5, behavior: calm.matches ? "auto" : "smooth" });
}

function goTo(name) {
  const here = parts(name);
  if (!here.length) return;
  element.querySelectorAll(".here").forEach((part) => part.classList.remove("here"));
  here.forEach((part) => part.classList.add("here"));
  reveal(here[0].querySelector("mark:not(.also)") ?? here[0]);
  if (here[0].dataset.rank) setRank(here[0].dataset.rank);
  here[0].tabIndex = -1;
  here[0].focus({ preventScroll: true });
}

function setRank(rank) {
  pane.dataset.rank = rank;
  const place = element.querySelector(".place b");
  if (place) place.textContent = rank;
  element.querySelectorAll(".reasons [data-rank]").forEach((why) => (why.hidden = why.dataset.rank !== rank));
}

// The turn, for two questions may have the same answer.
let coming = 0;
watch(["value", "turn", "link"], () => {
  clearTimeout(coming); // told of each of the three
  coming = setTimeout(update);
});

function update() {
  if (props.turn >= 0) awaited = props.link;
  if (!same(props.link, awaited)) return trigger("show", { link: awaited }); // asked for while this was on its way
  delete pane.dataset.why;
  setRank("1");
  const answer = element.querySelector("mark:not(.also)") ?? element.querySelector(".hit-1");
  if (wanted) goTo(wanted);
  else if (answer) reveal(answer);
  wanted = null;
  document.dispatchEvent(new CustomEvent("shown", { detail: { link: props.link, again: props.turn < 0 } }));
}

// Asked for by the chat: an earlier answer by its link, and perhaps a passage of it.
pane.addEventListener("light", ({ detail }) => {
  if (same(detail.link, awaited)) {
    const answer = element.querySelector("mark:not(.also)") ?? element.querySelector(".hit-1");
    if (detail.passage) goTo(detail.passage);
    else if (answer && !detail.stay) {
      setRank("1");
      reveal(answer);
    }
  } else {
    awaited = detail.link;
    wanted = detail.passage;
    trigger("show", { link: detail.link });
  }
});

element.addEventListener("click", ({ target }) => {
  const button = target.closest("button");
  const ranks = [...new Set([...element.querySelectorAll("[data-passage][data-rank]")].map((part) => part.dataset.rank))];
  if (button?.matches(".previous, .next")) {
    const step = button.matches(".next") ? 1 : ranks.length - 1;
    const next = String(((Number(pane.dataset.rank) - 1 + step) % ranks.length) + 1);
    goTo(element.querySelector(`[data-passage][data-rank="${next}"]`).dataset.passage);
    button.focus({ preventScroll: true });
  } else if (button?.matches(".ask-why")) {
    const reasons = element.querySelector(".reasons");
    reasons.hidden = !reasons.hidden;
    button.setAttribute("aria-expanded", String(!reasons.hidden));
    if (reasons.hidden) delete pane.dataset.why;
    else pane.dataset.why = "";
    reveal(element.querySelector(`[data-passage][data-rank="${pane.dataset.rank}"]`)); // the strip has grown or shrunk
  }
});
