// The chat: citations and links light up the article, quotes and links are copied, keys and history do what they should.
() => {
  const pane = () => document.getElementById("article");
  const box = () => document.querySelector("#question textarea");
  const room = () => document.getElementById("room");
  const asLink = (query) => {
    const [from, to] = [new URLSearchParams(query), new URLSearchParams()];
    for (const name of ["q", "after"]) if (from.get(name)) to.set(name, from.get(name));
    return `?${to}`;
  };
  const type = (text) => {
    box().value = text;
    box().dispatchEvent(new Event("input", { bubbles: true }));
  };

  // On a narrow screen one of chat and article is in sight. Going to the article can be taken back by Back.
  const look = (view) => (room().dataset.view = view);
  function toArticle() {
    if (room().dataset.view !== "article") history.pushState({ view: "article" }, "", location.href);
    look("article");
  }
  function goTo(link) {
    const here = new URL(location);
    for (const name of ["q", "after"]) here.searchParams.delete(name);
    new URLSearchParams(link).forEach((value, name) => here.searchParams.set(name, value));
    if (asLink(here.search) !== asLink(location.search)) history.pushState({ view: room().dataset.view }, "", here);
  }
  const light = (link, passage) => {
    goTo(link);
    if (getComputedStyle(document.getElementById("to-article")).display !== "none") toArticle();
    pane().dispatchEvent(new CustomEvent("light", { detail: { link, passage } }));
  };

  async function copy(button) {
    const link = button.matches(".copy-link");
    const text = link ? new URL(decodeURIComponent(button.value), document.baseURI).href : decodeURIComponent(button.value);
    try {
      await navigator.clipboard.writeText(text);
      button.classList.add("copied");
      setTimeout(() => button.classList.remove("copied"), 2000);
    } catch {
      // The clipboard is not allowed, as in some frames: the reader copies it.
      const field = button.nextElementSibling?.matches("textarea") ? button.nextElementSibling : document.createElement("textarea");
      field.readOnly = true;
      field.value = text;
      field.setAttribute("aria-label", button.innerText);
      button.after(field);
      field.select();
    }
  }

  // Delegated, for Gradio redraws the chat. Following a link itself would reload the page or open a new one.
  document.addEventListener("click", (event) => {
    const target = event.target.closest(".citation, .show, .copy-quote, .copy-link, #chat blockquote, #to-article, #to-chat");
    if (!target || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (target.matches(".copy-quote, .copy-link")) return copy(target);
    if (target.id === "to-article") return toArticle();
    if (target.id === "to-chat") return history.state?.view === "article" ? history.back() : look("chat");
    if (target.matches("blockquote") && String(getSelection())) return;
    event.preventDefault();
    const link = target.closest(".message-answer, .message-no-answer").querySelector(".show").getAttribute("href");
    light(link, target.matches(".citation") ? target.getAttribute("href").slice(1) : null);
  });

  // The last question stays on top, so that a long answer is read from its beginning.
  // What Gradio says to those who hear the page is mended: a list of buttons is a group, and HTML is no name.
  let messages = 0;
  new MutationObserver(() => {
    document.querySelectorAll("#chat [role=list]").forEach((list) => list.setAttribute("role", "group"));
    document.querySelectorAll('#chat [aria-label*="<div"]').forEach((one) => one.removeAttribute("aria-label"));
    const now = document.querySelectorAll("#chat .message-content").length;
    if (now === messages) return;
    if (now > messages) look("chat"); // the answer first
    messages = now;
    const last = [...document.querySelectorAll("#chat .message-question")].at(-1)?.closest(".message-row");
    if (!last) return;
    const scroller = last.closest(".bubble-wrap");
    scroller.scrollTop += last.getBoundingClientRect().top - scroller.getBoundingClientRect().top - 8;
  }).observe(document.body, { childList: true, subtree: true });

  document.addEventListener("keydown", (event) => {
    if (event.target !== box() || event.isComposing) return;
    const asked = [...document.querySelectorAll("#chat .message-question")];
    if (event.key === "Escape") type("");
    if (event.key === "ArrowUp" && !box().value && asked.length) {
      event.preventDefault();
      type(asked.at(-1).innerText);
    }
  });

  // The address follows the chat, and the answer that the article shows stands out there.
  document.addEventListener("shown", ({ detail: { link, again } }) => {
    if (!again) goTo(link);
    for (const show of document.querySelectorAll("#chat .show"))
      show.closest("div").classList.toggle("shown", asLink(show.getAttribute("href")) === asLink(link));
    if (parent !== window && document.referrer.startsWith("https://huggingface.co"))
      parent.postMessage({ queryString: location.search }, "https://huggingface.co"); // the Space's own address
  });

  window.addEventListener("popstate", () => {
    look(history.state?.view ?? "chat");
    const wanted = asLink(location.search);
    const shows = [...document.querySelectorAll("#chat .show")];
    const show = shows.findLast((link) => asLink(link.getAttribute("href")) === wanted);
    if (wanted !== "?" && !show) return location.reload();
    show?.closest("div").scrollIntoView({ block: "nearest" });
    pane().dispatchEvent(new CustomEvent("light", { detail: { link: wanted, stay: true } }));
  });

  // A reload, by the reader or after the connection was lost, keeps what was typed.
  window.addEventListener("beforeunload", () => history.replaceState({ ...history.state, typed: box().value }, ""));
  const restore = setInterval(() => {
    if (!box()) return;
    clearInterval(restore);
    room().dataset.view ??= "chat"; // by now keys and clicks are listened to
    if (history.state?.typed) type(history.state.typed);
  }, 100);
}
