"""Links to one answer: made, copied, opened, and gone back and forward through."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, expect

from qa import Bot
from tests.conftest import app
from tests.reader import SCREENS, STEEL, STEEL_LINK, Reader

AUTHORS = "John Geddie, Tim Kelly and Yoshifumi Takemoto"
FOLLOW_UP = ("Who is Bill Hagerty?", "And what did he tell Reuters?")


@contextmanager
def other_site(body: str) -> Iterator[str]:
    """Serve a page on another origin, and yield its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as site:
        threading.Thread(target=site.serve_forever).start()
        yield f"http://localhost:{site.server_port}/"
        site.shutdown()


def test_a_link_asks_its_question_and_the_address_follows_the_chat(reader: Reader, bot: Bot) -> None:
    reader.open(f"?q={quote(STEEL)}")
    expect(reader.words).to_have_text(bot.ask(STEEL).text or "")
    expect(reader.answers.locator("blockquote")).to_be_in_viewport()
    reader.look_up()
    reader.is_lit(reader.mark)
    reader.back_to_chat()
    reader.ask("Who wrote this?")
    expect(reader.words).to_have_text(AUTHORS)
    reader.is_at("?q=Who+wrote+this%3F")
    reader.leave(reader.page.reload)
    expect(reader.words).to_have_text(AUTHORS)


def test_back_and_forward_show_each_answer_again(reader: Reader, bot: Bot) -> None:
    reader.ask(STEEL)
    expect(reader.words).to_have_text(bot.ask(STEEL).text or "")
    reader.ask("Who wrote this?")
    expect(reader.words).to_have_text(AUTHORS)
    reader.page.go_back()
    expect(reader.words).to_have_text(bot.ask(STEEL).text or "")
    reader.is_at(STEEL_LINK)
    reader.page.go_forward()
    expect(reader.words).to_have_text(AUTHORS)
    reader.page.go_back()
    reader.page.go_back()
    expect(reader.mark).to_have_count(0)
    reader.is_at("")
    assert reader.answers.count() == 2


def test_back_to_an_answer_that_the_chat_has_not_asks_it_again(desktop: Reader, bot: Bot) -> None:
    desktop.open()
    desktop.ask(STEEL)
    desktop.ask("Who wrote this?")
    expect(desktop.words).to_have_text(AUTHORS)
    desktop.leave(desktop.page.reload)
    expect(desktop.words).to_have_text(AUTHORS)
    desktop.leave(desktop.page.go_back)
    expect(desktop.words).to_have_text(bot.ask(STEEL).text or "")
    expect(desktop.page.locator("#chat .message-question")).to_have_text([STEEL])


def test_a_link_survives_a_restart_of_the_server(browser: Browser, bot: Bot) -> None:
    with app() as server:
        reader = Reader(browser, server)
        reader.open()
        for question in FOLLOW_UP:
            reader.ask(question)
        link = reader.answers.last.locator(".show").get_attribute("href")
        reader.close()
    with app() as server:
        reader = Reader(browser, server)
        reader.open(str(link))
        answer = bot.converse(FOLLOW_UP)
        expect(reader.words).to_have_text(answer.text or "")
        expect(reader.answers.last).to_contain_text(f"Following on from “{FOLLOW_UP[0]}”")
        reader.close()


@pytest.mark.parametrize("screen", [SCREENS[0], SCREENS[2]], ids=lambda s: str(s.width))
def test_quote_and_link_are_copied(browser: Browser, server: str, bot: Bot, screen: tuple[int, int, str]) -> None:
    reader = Reader(browser, server, screen, permissions=["clipboard-read", "clipboard-write"])  # type: ignore[arg-type]
    reader.open()
    reader.ask(STEEL)
    expect(reader.mark).to_have_count(1)
    reader.answers.get_by_role("button", name="Copy quote").click()
    expect(reader.answers.get_by_role("button", name="Copied")).to_be_visible()
    said = bot.ask(STEEL).sentence
    assert said and reader.page.evaluate("navigator.clipboard.readText()") == said.text
    expect(reader.answers.get_by_role("button", name="Copy quote")).to_be_visible()
    reader.answers.get_by_role("button", name="Copy link").click()
    expect(reader.answers.get_by_role("button", name="Copied")).to_be_visible()
    link = reader.page.evaluate("navigator.clipboard.readText()")
    assert link == server + STEEL_LINK
    reader.is_at(STEEL_LINK)
    reader.close()


def test_where_the_clipboard_is_not_allowed_the_plain_link_can_be_copied_by_hand(browser: Browser, server: str) -> None:
    reader = Reader(browser, server)
    reader.page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    reader.open()
    reader.ask(STEEL)
    expect(reader.mark).to_have_count(1)
    reader.answers.get_by_role("button", name="Copy link").click()
    field = reader.answers.get_by_role("textbox", name="Copy link")
    expect(field).to_have_value(server + STEEL_LINK)
    reader.is_at(STEEL_LINK)
    expect(field).to_be_focused()
    reader.close()


def test_in_a_frame_of_another_site_the_chat_and_its_links_work(browser: Browser, server: str, bot: Bot) -> None:
    """As in a Hugging Face Space: another origin, no storage, no clipboard."""
    body = f'<iframe src="{server}?q={quote(STEEL)}" width=1200 height=700 sandbox="allow-scripts allow-same-origin">'
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    with other_site(body) as address:
        page.goto(address)
        frame = page.frame_locator("iframe")
        expect(frame.locator("#article mark .words")).to_have_text(bot.ask(STEEL).text or "")
        frame.get_by_role("button", name="Copy link").click()
        link = frame.get_by_role("textbox", name="Copy link")
        expect(link).to_have_value(re.compile(re.escape(server) + r"\?q=How\+much"))
        frame.get_by_label("Your question").fill("Who wrote this?")
        frame.get_by_label("Your question").press("Enter")
        expect(frame.locator("#article mark .words")).to_have_text(AUTHORS)
        assert page.url == address
    page.close()


def test_a_link_with_a_question_that_cannot_be_asked_says_why(desktop: Reader) -> None:
    desktop.open(f"?q={quote('🙂')}")
    expect(desktop.answers).to_have_text("There is no word in the question. Ask about the article in plain words.")


def test_a_link_with_too_many_turns_says_why(desktop: Reader) -> None:
    desktop.open("?q=When&after=" + "Who%0A" * 30)
    expect(desktop.answers).to_have_text("These are 31 questions. Send at most 20, or begin a new topic.")
