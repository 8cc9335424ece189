// The article's pane: lights the answer up when it changes, walks its passages, and keeps the address in step.
const pane = element.closest("#article");
const room = document.getElementById("room");
const calm = matchMedia("(prefers-reduced-motion: reduce)");
let wanted = null; // the passage to go to once the answer that it belongs to is shown

const parts = (name) => [...element.querySelectorAll(`[data-passage="${CSS.escape(name)}"]`)];
const sameLink = (link) => String(new URLSearchParams(link)) === String(new URLSearchParams(props.link));

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
watch(["value", "turn", "link"], () => {
  delete pane.dataset.why;
  setRank("1");
  const answer = element.querySelector("mark:not(.also)") ?? element.querySelector(".hit-1");
  if (wanted) goTo(wanted);
  else if (answer) reveal(answer);
  wanted = null;
  const here = new URL(location);
  for (const name of ["q", "after"]) {
    const value = new URLSearchParams(props.link).get(name);
    if (value) here.searchParams.set(name, value);
    else here.searchParams.delete(name);
  }
  if (here.href !== location.href) history.pushState({ view: room.dataset.view }, "", here);
  document.dispatchEvent(new CustomEvent("shown", { detail: props.link }));
});

// Asked for by the chat: an earlier answer by its link, and perhaps a passage of it.
pane.addEventListener("light", ({ detail }) => {
  if (sameLink(detail.link)) {
    const answer = element.querySelector("mark:not(.also)") ?? element.querySelector(".hit-1");
    if (detail.passage) goTo(detail.passage);
    else if (answer) reveal(answer);
  } else {
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
    button.focus();
  } else if (button?.matches(".ask-why")) {
    const reasons = element.querySelector(".reasons");
    reasons.hidden = !reasons.hidden;
    button.setAttribute("aria-expanded", String(!reasons.hidden));
    if (reasons.hidden) delete pane.dataset.why;
    else pane.dataset.why = "";
  }
});
