"""While it loads, when something goes wrong, and when the connection is lost."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from qa import Bot
from tests.conftest import app
from tests.reader import SCREENS, STEEL, Reader

STAND_IN = ("-m", "tests.stand_in")


@pytest.mark.parametrize("screen", [SCREENS[0], SCREENS[3]], ids=lambda s: f"{s.width}-{s.scheme}")
def test_a_cold_start_is_seen_and_a_failure_can_be_tried_again(browser: Browser, bot: Bot, screen: object) -> None:
    with app(program=STAND_IN, warm=False) as server:
        reader = Reader(browser, server, screen)  # type: ignore[arg-type]
        reader.open()
        reader.box.fill(STEEL)
        reader.box.press("Enter")
        expect(reader.answers).to_have_text("Just started: the model is loading, a few seconds.")
        expect(reader.words).to_have_text(bot.ask(STEEL).text or "", timeout=60_000)
        reader.ask("Who was first to fail?")
        expect(reader.answers.last).to_have_text("Something went wrong here, and it is not your question. Try again.")
        expect(reader.words).to_have_text(bot.ask(STEEL).text or "")
        reader.page.get_by_role("button", name="Try again").click()
        expect(reader.answers).to_have_count(3)
        expect(reader.answers.last).not_to_contain_text("went wrong")
        expect(reader.page.locator("#chat .message-question").last).to_have_text("Who was first to fail?")
        reader.close()


def test_a_link_to_a_cold_start_says_that_the_model_is_loading(browser: Browser) -> None:
    with app(program=STAND_IN, warm=False) as server:
        reader = Reader(browser, server)
        reader.open("?q=And+when%3F&after=Who+wrote+this%3F")
        expect(reader.answers).to_have_text("Just started: the model is loading, a few seconds.")
        expect(reader.page.locator("#chat .message-answer, #chat .message-no-answer")).to_have_count(1, timeout=60_000)
        reader.close()


def test_when_the_connection_is_lost_nothing_is_and_when_it_is_back_all_goes_on(browser: Browser, bot: Bot) -> None:
    with app() as server:
        reader = Reader(browser, server)
        reader.open()
        reader.ask(STEEL)
        expect(reader.mark).to_have_count(1)
    port = server.strip("/").rsplit(":", 1)[1]
    reader.box.fill("Who wrote this?")
    reader.box.press("Enter")
    expect(reader.page.get_by_text("Connection to the server was lost")).to_be_visible()
    expect(reader.box).to_have_value("Who wrote this?")
    expect(reader.mark).to_have_count(1)
    with app("--port", port):
        expect(reader.page.get_by_text("Connection to the server was lost")).to_be_hidden(timeout=60_000)
        expect(reader.words).to_have_text(bot.ask(STEEL).text or "")
        expect(reader.box).to_have_value("Who wrote this?")
        reader.box.press("Enter")
        expect(reader.words).to_have_text("John Geddie, Tim Kelly and Yoshifumi Takemoto")
        reader.page.close()
        assert [said for said in reader.trouble if "net::ERR_" not in said] == []


def test_thumbs_are_asked_for_only_where_the_host_keeps_them(browser: Browser, server: str, tmp_path: Path) -> None:
    reader = Reader(browser, server)
    reader.open()
    reader.ask(STEEL)
    expect(reader.page.get_by_role("button", name="like")).to_have_count(0)
    reader.close()
    with app("--feedback", str(tmp_path / "kept")) as rated:
        reader = Reader(browser, rated)
        reader.open()
        expect(reader.page.locator("#header")).to_contain_text("keeps your thumbs")
        reader.ask(STEEL)
        reader.ask("Who wrote this?")
        reader.page.get_by_role("button", name="dislike", exact=False).first.click()
        file = tmp_path / "kept" / "feedback.jsonl"
        for _ in range(100):
            if file.read_text(encoding="utf-8"):
                break
            reader.page.wait_for_timeout(100)
        assert '"liked": false, "questions": ["How much is the Nippon Steel deal worth?"]' in file.read_text("utf-8")
        reader.close()
