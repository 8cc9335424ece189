"""Takes the pictures of the page in docs/: `python -m docs.screenshots`, where a Japanese font is installed."""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests import chromium
from tests.conftest import app
from tests.reader import SCREENS, STEEL, Reader

HERE = Path(__file__).parent
TAIWAN = "What could Trump embolden China to do?"


def main() -> int:
    """Write one picture for each of the page's states."""
    path = chromium.find()
    desktop, dark, phone = SCREENS[0], SCREENS[1], SCREENS[2]
    with app() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(chromium.FLAGS))

        def take(reader: Reader, name: str) -> None:
            reader.page.wait_for_timeout(1500)  # until it has stopped scrolling
            reader.page.screenshot(path=HERE / f"{name}.png")

        reader = Reader(browser, server, desktop)
        reader.open()
        take(reader, "start")
        reader.ask(STEEL)
        take(reader, "answer")
        reader.ask(TAIWAN)
        reader.answers.last.get_by_text("[2]").click()
        reader.is_lit(reader.here)
        reader.page.get_by_role("button", name="Why this passage?").click()
        take(reader, "cited")
        reader.ask("What is the capital of France?")
        take(reader, "not-in-article")
        reader = Reader(browser, server, phone)
        reader.open()
        reader.ask(STEEL)
        take(reader, "phone-answer")
        reader.look_up()
        take(reader, "phone-article")
        reader = Reader(browser, server, dark)
        reader.open()
        reader.ask(TAIWAN)
        take(reader, "dark")
        reader = Reader(browser, server, desktop, locale="ja-JP")
        reader.page.goto(f"{server}?q={STEEL}")
        reader.mark.wait_for()
        take(reader, "japanese")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
