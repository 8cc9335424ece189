"""A person at the page, for the browser tests: real app, real Chromium, on a desktop and a phone, light and dark."""

from collections.abc import Callable
from typing import Any, Literal, NamedTuple

from playwright.sync_api import Browser, ConsoleMessage, Dialog, Locator, Page, Request, ViewportSize, expect

STEEL = "How much is the Nippon Steel deal worth?"
STEEL_LINK = "?q=How+much+is+the+Nippon+Steel+deal+worth%3F"


class Screen(NamedTuple):
    width: int
    height: int
    scheme: Literal["light", "dark"]


SCREENS = [Screen(w, h, scheme) for w, h in ((1280, 800), (390, 844)) for scheme in ("light", "dark")]


class Reader:
    """A person at the page; whatever goes wrong in the browser is kept in `trouble`."""

    def __init__(self, browser: Browser, server: str, screen: Screen = SCREENS[0], **context: Any) -> None:
        self.server = server
        self.trouble: list[str] = []
        self.is_wide = screen.width >= 900
        size: ViewportSize = {"width": screen.width, "height": screen.height}
        self.page: Page = browser.new_page(viewport=size, color_scheme=screen.scheme, **context)
        self.page.on("pageerror", lambda error: self.trouble.append(f"error {error}"))
        self.page.on("console", self._on_console)
        self.page.on("request", self._on_request)
        self.page.on("dialog", self._on_dialog)

    def _on_console(self, said: ConsoleMessage) -> None:
        if said.type == "error":
            self.trouble.append(f"console {said.text}")

    def _on_request(self, request: Request) -> None:
        if not request.url.startswith((self.server, "data:", "blob:")):
            self.trouble.append(f"request {request.url}")

    def _on_dialog(self, dialog: Dialog) -> None:
        self.trouble.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def open(self, query: str = "") -> None:
        """Open the page and wait until its script listens, which no hand is quick enough to come before."""
        self.page.goto(self.server + query)
        expect(self.box).to_be_editable()
        expect(self.page.locator("#room[data-view]")).to_be_attached()

    def leave(self, go: Callable[[], object]) -> None:
        """Reload or go back; what Gradio was just then waiting for is cut off, which it says in the console."""
        go()
        expect(self.box).to_be_editable()
        cut = ("AbortError", "Connection errored out")
        self.trouble = [said for said in self.trouble if not any(sign in said for sign in cut)]

    def close(self) -> None:
        """Leave, and tell what went wrong."""
        self.page.close()
        assert self.trouble == [], self.trouble

    def ask(self, question: str) -> None:
        """Ask, and wait for the next message of the bot."""
        before = self.answers.count()
        self.box.fill(question)
        self.box.press("Enter")
        expect(self.answers).to_have_count(before + 1)

    def is_at(self, query: str) -> None:
        """Wait until the address has that query and no other."""
        expect(self.page).to_have_url(self.server + query)

    def look_up(self, answer: Locator | None = None) -> None:
        """Bring the article into sight, where it is one tap away; the last answer's place unless another is given."""
        if not self.is_wide:
            (answer or self.answers.last).get_by_role("link", name="Show in the article").click()

    def back_to_chat(self) -> None:
        if not self.is_wide:
            self.page.get_by_role("button", name="Back to the chat").click()

    @property
    def box(self) -> Locator:
        return self.page.get_by_label("Your question")

    @property
    def answers(self) -> Locator:
        return self.page.locator("#chat .bot .message-content > *")

    @property
    def pane(self) -> Locator:
        return self.page.locator("#article")

    @property
    def mark(self) -> Locator:
        return self.page.locator("#article mark:not(.also)")

    @property
    def words(self) -> Locator:
        return self.page.locator("#article mark:not(.also) .words")

    @property
    def here(self) -> Locator:
        return self.page.locator("#article .here")

    def is_lit(self, part: Locator) -> None:
        """Wait until all of `part` is seen: inside the pane, below its strip, and on the screen."""
        part.evaluate(
            """async (part) => {
                const pane = document.getElementById("article");
                const inside = () => {
                    const [inner, outer] = [part.getBoundingClientRect(), pane.getBoundingClientRect()];
                    const strip = pane.querySelector(".strip")?.getBoundingClientRect().bottom ?? 0;
                    const [top, bottom] = [Math.max(0, outer.top, strip), Math.min(innerHeight, outer.bottom)];
                    return inner.height > 0 && getComputedStyle(pane).visibility === "visible"
                        && top <= inner.top && inner.bottom <= bottom;
                };
                for (let tries = 0; tries < 50 && !inside(); tries++) await new Promise((r) => setTimeout(r, 100));
                if (!inside()) throw new Error("not in the visible part of the article");
            }""",
        )
