"""What the host and the reader's browser decide: title, accent and language; and how the page is laid out."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from qa import Bot
from tests.conftest import app
from tests.reader import SCREENS, STEEL, Reader


def test_a_japanese_browser_gets_a_japanese_page_on_an_english_article(browser: Browser, server: str, bot: Bot) -> None:
    reader = Reader(browser, server, locale="ja-JP")
    reader.page.goto(server)
    expect(reader.page.locator("#header p")).to_have_text("記事そのものの言葉で答え、その場所を照らします。")
    box = reader.page.locator("#question textarea")
    box.fill(STEEL)
    box.press("Enter")
    expect(reader.words).to_have_text(bot.ask(STEEL).text or "")
    for name in ("引用をコピー", "リンクをコピー", "なぜこの箇所？", "新しい話題"):
        expect(reader.page.get_by_role("button", name=name)).to_be_visible()
    box.fill("!!!")
    box.press("Enter")
    expect(reader.answers.last).to_have_text("質問に言葉がありません。記事についてふつうの言葉で質問してください。")
    expect(reader.page.locator("#article h2")).to_have_text(bot.article.title)
    reader.close()


def test_the_settings_file_decides_title_description_accent_and_language(browser: Browser, tmp_path: Path) -> None:
    source = tmp_path / "ships.txt"
    source.write_text("Ann Lee owns ships.\n\nToday Ann Lee’s Sea Club met in Oslo.", encoding="utf-8")
    about = '[page]\ntitle = "Ask <Ann>"\ndescription = "On & on"\naccent = "teal"\nlanguage = "ja"\n'
    source.with_suffix(".toml").write_text(about, encoding="utf-8")
    with app("--article", str(source), "--embeddings", str(tmp_path)) as server:
        reader = Reader(browser, server)
        reader.page.goto(server)
        expect(reader.page.locator("h1")).to_have_text("Ask <Ann>")
        expect(reader.page.locator("#header p")).to_have_text("On & on")
        expect(reader.page).to_have_title("Ask <Ann>: ships")
        box = reader.page.locator("#question textarea")
        box.fill("Who owns ships?")
        box.press("Enter")
        expect(reader.answers.last).to_contain_text("記事で見る")
        expect(reader.page.locator("#chat .option").first).to_have_text("もっと読む： “Sea Club”")
        accent = "getComputedStyle(document.querySelector('.gradio-container')).getPropertyValue('--primary-500')"
        assert reader.page.evaluate(accent).strip() == "#14b8a6"
        reader.close()


@pytest.mark.parametrize("width", [900, 1280, 1920])
def test_side_by_side_each_scrolls_by_itself_and_the_box_is_in_sight(browser: Browser, server: str, width: int) -> None:
    reader = Reader(browser, server, SCREENS[0]._replace(width=width))
    reader.open()
    for question in (STEEL, "Who wrote this?", "what is the capital of France?"):
        reader.ask(question)
        expect(reader.box).to_be_in_viewport(ratio=1)
    chat, article = (reader.page.locator(one).bounding_box() for one in ("#chat", "#article"))
    assert chat and article and chat["x"] + chat["width"] <= article["x"]
    assert reader.page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    scrolls = "(one) => one.scrollHeight > one.clientHeight"
    assert reader.pane.evaluate(scrolls) and reader.page.locator("#chat .bubble-wrap").evaluate(scrolls)
    measure = reader.page.locator("#article .paragraph").first.evaluate(
        "(p) => p.getBoundingClientRect().width / (parseFloat(getComputedStyle(p).fontSize) * 0.5)"
    )
    assert measure <= 80  # about 70 characters
    reader.close()
