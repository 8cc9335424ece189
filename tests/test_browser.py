"""The page as its reader meets it: the real app in a real Chromium, on a desktop and a phone, light and dark."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Dialog, Locator, Page, Request, ViewportSize, expect

from qa import Bot
from tests.conftest import app

STEEL = "How much is the Nippon Steel deal worth?"
HOSTILE = [
    "<script>alert(1)</script> wrote this?",
    "<img src=x onerror=alert(1)> wrote this?",
    "{{7*7}} ${alert(1)} wrote this?",
    "[a](javascript:alert(1)) **bold** `code` # head wrote this?",
    "$x^2$ $$\\frac{1}{2}$$ \\(y\\) wrote this?",
    "&lt;b&gt; &amp; wrote this?",
    "</div></article><style>body{display:none}</style> wrote this?",
    "\u202egnihtemos wrote this?",
]


class Screen(NamedTuple):
    width: int
    height: int
    scheme: Literal["light", "dark"]


SCREENS = [Screen(w, h, scheme) for w, h in ((1280, 800), (390, 844)) for scheme in ("light", "dark")]


class Reader:
    """A person at the page; whatever goes wrong in the browser is kept in `trouble`."""

    def __init__(self, browser: Browser, server: str, screen: Screen) -> None:
        self.server = server
        self.trouble: list[str] = []
        self.is_wide = screen.width >= 900
        size: ViewportSize = {"width": screen.width, "height": screen.height}
        self.page: Page = browser.new_page(viewport=size, color_scheme=screen.scheme)
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
        self.page.goto(self.server + query)
        expect(self.box).to_be_editable()

    def ask(self, question: str) -> None:
        before = self.answers.count()
        self.box.fill(question)
        self.box.press("Enter")
        expect(self.answers).to_have_count(before + 1)

    @property
    def box(self) -> Locator:
        return self.page.get_by_label("Your question")

    @property
    def answers(self) -> Locator:
        return self.page.locator("#chat .bot .message-content > *")

    @property
    def mark(self) -> Locator:
        return self.page.locator("#article mark")

    @property
    def words(self) -> Locator:
        return self.page.locator("#article mark .words")

    def is_lit(self, part: Locator, on_screen: bool = True) -> None:
        """Wait until all of `part` lies inside the visible part of the article's pane, and that on the screen."""
        part.evaluate(
            """async (part, onScreen) => {
                const pane = document.getElementById("article");
                const inside = () => {
                    const [inner, outer] = [part.getBoundingClientRect(), pane.getBoundingClientRect()];
                    const [top, bottom] = onScreen ? [0, innerHeight] : [-Infinity, Infinity];
                    return inner.height > 0 && Math.max(top, outer.top) <= inner.top
                        && inner.bottom <= Math.min(bottom, outer.bottom);
                };
                for (let tries = 0; tries < 50 && !inside(); tries++) await new Promise((r) => setTimeout(r, 100));
                if (!inside()) throw new Error("not in the visible part of the article");
            }""",
            on_screen,
        )


@pytest.fixture(params=SCREENS, ids=lambda s: f"{s.width}-{s.scheme}")
def reader(request: pytest.FixtureRequest, browser: Browser, server: str) -> Iterator[Reader]:
    reader = Reader(browser, server, request.param)
    reader.open()
    yield reader
    reader.page.close()
    assert reader.trouble == []


@pytest.fixture
def desktop(browser: Browser, server: str) -> Iterator[Reader]:
    reader = Reader(browser, server, SCREENS[0])
    yield reader
    reader.page.close()
    assert reader.trouble == []


def test_an_answer_is_quoted_and_lit_up_in_the_visible_part_of_the_article(reader: Reader, bot: Bot) -> None:
    reader.ask(STEEL)
    answer = bot.ask(STEEL)
    assert answer.span and answer.sentence and len(answer.span.text) < len(answer.sentence.text)
    for part in (reader.answers.locator("blockquote"), reader.mark):
        expect(part).to_have_text(answer.sentence.text)
        expect(part.locator("strong")).to_have_text(answer.span.text)
    reader.is_lit(reader.mark, on_screen=reader.is_wide)
    assert reader.page.evaluate("scrollY") == 0
    expect(reader.box).to_have_value("")
    hits = reader.page.locator("#article .hit")
    assert sorted(hits.all_inner_texts()) == sorted(hit.text for hit in answer.hits)


def test_a_citation_scrolls_to_its_passage_and_keeps_the_chat(reader: Reader, bot: Bot) -> None:
    reader.ask(STEEL)
    url = reader.page.url
    for rank, hit in enumerate(bot.ask(STEEL).hits, start=1):
        reader.answers.get_by_text(f"[{rank}]").click()
        here = reader.page.locator("#article .here")
        expect(here).to_have_text(hit.text)
        reader.is_lit(here)
    assert reader.page.url == url and reader.answers.count() == 1


def test_what_the_article_does_not_say_is_said_so_and_nothing_is_marked(reader: Reader) -> None:
    reader.ask(STEEL)
    reader.ask("what is the capital of France?")
    last = reader.answers.last
    expect(last).to_contain_text("The article doesn’t say.")
    expect(last.locator(".citation")).to_have_count(3)
    expect(reader.mark).to_have_count(0)
    last.get_by_text("[1]").click()
    reader.is_lit(reader.page.locator("#article .here"))


def test_an_earlier_answers_citation_still_finds_its_passage(desktop: Reader, bot: Bot) -> None:
    desktop.open()
    desktop.ask(STEEL)
    desktop.ask("Who wrote this?")
    desktop.answers.first.get_by_text("[1]").click()
    expect(desktop.page.locator("#article .here")).to_have_text(bot.ask(STEEL).hits[0].text)


def test_on_a_phone_the_article_is_one_tap_away_and_back(browser: Browser, server: str) -> None:
    reader = Reader(browser, server, SCREENS[2])
    reader.open()
    reader.ask(STEEL)
    expect(reader.answers.first).to_be_in_viewport(ratio=1)
    reader.answers.get_by_text("[1]").click()
    reader.is_lit(reader.mark)
    reader.page.get_by_text("Back to the chat").click()
    expect(reader.answers.first).to_be_in_viewport(ratio=1)
    assert reader.page.evaluate("document.documentElement.scrollWidth") <= 390
    reader.page.close()
    assert reader.trouble == []


def test_a_link_asks_its_question_and_the_address_follows_the_chat(desktop: Reader, bot: Bot) -> None:
    desktop.open(f"?q={quote(STEEL)}")
    expect(desktop.words).to_have_text(bot.ask(STEEL).text or "")
    desktop.is_lit(desktop.mark)
    desktop.ask("Who wrote this?")
    expect(desktop.words).to_have_text("John Geddie, Tim Kelly and Yoshifumi Takemoto")
    assert desktop.page.url.endswith("?q=Who+wrote+this%3F")
    desktop.page.reload()
    expect(desktop.words).to_have_text("John Geddie, Tim Kelly and Yoshifumi Takemoto")


def test_a_link_with_a_question_that_cannot_be_asked_says_why(desktop: Reader) -> None:
    desktop.open(f"?q={quote('🙂')}")
    expect(desktop.answers).to_have_text("There is no word in the question. Ask about the article in plain words.")


def test_thanks_get_a_reply_and_leave_the_article_as_it_is(desktop: Reader, bot: Bot) -> None:
    desktop.open(f"?q={quote(STEEL)}")
    expect(desktop.words).to_have_text(bot.ask(STEEL).text or "")
    url = desktop.page.url
    desktop.ask("thanks")
    expect(desktop.answers.last).to_contain_text("You’re welcome.")
    expect(desktop.words).to_have_text(bot.ask(STEEL).text or "")
    assert desktop.page.url == url


def test_an_example_can_be_clicked(desktop: Reader, bot: Bot) -> None:
    desktop.open()
    desktop.page.get_by_role("button", name=bot.article.about.examples[1]).click()
    expect(desktop.mark).to_contain_text("Shigeo Yamada")


def test_a_blank_question_does_nothing_and_a_wordless_one_gets_a_sentence(desktop: Reader) -> None:
    desktop.open()
    desktop.box.fill("   ")
    desktop.box.press("Enter")
    desktop.ask("!!!")
    expect(desktop.answers).to_have_text("There is no word in the question. Ask about the article in plain words.")


def test_two_questions_with_the_same_answer_each_light_it_up(desktop: Reader) -> None:
    desktop.open()
    desktop.ask("Who wrote this?")
    desktop.page.locator("#article").evaluate("(pane) => pane.scrollTo(0, 3000)")
    desktop.ask("who wrote this")
    desktop.is_lit(desktop.mark)
    assert desktop.page.url.endswith("?q=who+wrote+this")


def test_clearing_the_chat_clears_the_marks_and_the_address(desktop: Reader) -> None:
    desktop.open()
    desktop.ask(STEEL)
    desktop.page.get_by_label("Clear").click()
    expect(desktop.mark).to_have_count(0)
    expect(desktop.answers).to_have_count(0)
    assert "q=" not in desktop.page.url


def test_a_follow_up_leans_on_the_answer_before_and_its_link_does_too(desktop: Reader, bot: Bot) -> None:
    first, then = "Who is Bill Hagerty?", "And what did he tell Reuters?"
    answer = bot.ask(then, bot.ask(first))
    assert answer.text and answer.text != bot.ask(then).text
    desktop.open()
    desktop.ask(first)
    desktop.ask(then)
    expect(desktop.answers.last).to_contain_text(f"Following on from “{first}”")
    expect(desktop.words).to_have_text(answer.text)
    assert desktop.page.url.endswith("?q=And+what+did+he+tell+Reuters%3F&after=Who+is+Bill+Hagerty%3F")
    desktop.page.reload()
    expect(desktop.words).to_have_text(answer.text)
    desktop.ask("Who wrote this?")
    expect(desktop.answers.last).not_to_contain_text("Following on")
    assert desktop.page.url.endswith("?q=Who+wrote+this%3F")


@pytest.mark.parametrize("how", ["button", "typed", "clear"])
def test_a_new_topic_forgets_what_came_before(desktop: Reader, bot: Bot, how: str) -> None:
    first, then = "Who is Bill Hagerty?", "And what did he tell Reuters?"
    desktop.open()
    desktop.ask(first)
    if how == "button":
        desktop.page.get_by_role("button", name="New topic").click()
    elif how == "typed":
        desktop.ask("new topic")
    else:
        desktop.page.get_by_label("Clear").click()
    expect(desktop.answers).to_have_count(0 if how == "clear" else 2)
    expect(desktop.mark).to_have_count(0)
    assert "q=" not in desktop.page.url
    desktop.ask(then)
    expect(desktop.words).to_have_text(bot.ask(then).text or "")
    expect(desktop.answers.last).not_to_contain_text("Following on")


def test_a_link_with_too_many_turns_says_why(desktop: Reader) -> None:
    desktop.open("?q=When&after=" + "Who%0A" * 30)
    expect(desktop.answers).to_have_text("These are 30 questions. Send at most 20, or begin a new topic.")


def test_hostile_questions_are_shown_literally(desktop: Reader) -> None:
    desktop.open()
    for question in HOSTILE:
        desktop.ask(question)
        expect(desktop.page.locator("#chat .user .message-content").last).to_have_text(question)
    assert desktop.page.locator("#chat .user").locator("script, img, style, strong, code, h1, .katex").count() == 0


def test_a_hostile_article_is_shown_literally(browser: Browser, tmp_path: Path) -> None:
    source = tmp_path / "hostile.txt"
    source.write_text("\n\n".join(f"Ann {line} and so on and on, they said." for line in HOSTILE), encoding="utf-8")
    about = "title = '<script>alert(1)</script> {{7*7}} ${alert(1)}'\nlanguage = '\"><script>alert(1)</script>'\n"
    source.with_suffix(".toml").write_text(about + "examples = ['<img src=x onerror=alert(1)>']\n", encoding="utf-8")
    with app("--article", str(source), "--embeddings", str(tmp_path / "kept")) as server:
        reader = Reader(browser, server, SCREENS[0])
        reader.open()
        expect(reader.page.locator("#article h2")).to_have_text("<script>alert(1)</script> {{7*7}} ${alert(1)}")
        expect(reader.page.get_by_role("button", name="<img src=x onerror=alert(1)>")).to_be_visible()
        for line in HOSTILE:
            reader.ask(f"Ann {line}")
            expect(reader.page.locator("#article")).to_contain_text(f"Ann {line} and so on")
        made = "script, img, style, strong:not(.words), em, h1, .katex"
        assert reader.page.locator("#article").locator(made).count() == 0
        assert reader.page.locator("#chat .bot .message-answer").locator(made).count() == 0
        reader.page.close()
        assert reader.trouble == []
