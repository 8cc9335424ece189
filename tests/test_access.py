"""By keyboard, by ear, on a small or zoomed screen: everything can be reached, is named, and keeps contrast."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, expect

from qa import Bot
from tests.conftest import app
from tests.reader import SCREENS, STEEL, Reader, Screen


def grave(reader: Reader) -> list[str]:
    """What axe-core finds on the page that is serious or critical."""
    found = Axe().run(reader.page).response["violations"]
    return [
        f"{one['id']}: {node['html'][:200]}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


def test_axe_finds_nothing_serious_in_any_state(reader: Reader) -> None:
    assert grave(reader) == []
    reader.ask(STEEL)
    assert grave(reader) == []
    reader.look_up()
    reader.page.get_by_role("button", name="Why this passage?").click()
    assert grave(reader) == []
    reader.back_to_chat()
    reader.ask("what is the capital of France?")
    assert grave(reader) == []


def test_the_page_is_used_by_keyboard_alone(desktop: Reader, bot: Bot) -> None:
    desktop.open()
    keyboard = desktop.page.keyboard
    expect(desktop.box).to_be_focused()
    keyboard.type(STEEL)
    keyboard.press("Escape")
    expect(desktop.box).to_have_value("")
    keyboard.type(STEEL)
    keyboard.press("Enter")
    expect(desktop.mark).to_have_count(1)
    keyboard.press("ArrowUp")
    expect(desktop.box).to_have_value(STEEL)
    keyboard.press("Escape")

    def tab_to(target: Locator) -> None:
        for _ in range(60):
            if target.evaluate("(one) => one === document.activeElement"):
                outline = target.evaluate("(one) => getComputedStyle(one).outlineStyle")
                assert outline != "none", "focus is not seen"
                return
            keyboard.press("Shift+Tab")
        raise AssertionError("not reached by Tab")

    answer = desktop.answers.last
    tab_to(answer.get_by_role("link", name="Passage [2]"))
    keyboard.press("Enter")
    expect(desktop.here).to_have_text(bot.ask(STEEL).hits[1].text)
    desktop.box.focus()
    tab_to(answer.get_by_role("link", name="Show in the article"))
    keyboard.press("Enter")
    desktop.is_lit(desktop.mark)
    desktop.page.locator("footer button").first.focus()
    tab_to(desktop.page.get_by_role("button", name="Next passage"))
    keyboard.press("Enter")
    keyboard.press("Enter")
    expect(desktop.here).to_have_text(bot.ask(STEEL).hits[2].text)
    desktop.box.focus()
    tab_to(desktop.page.locator("#chat .option").first)
    keyboard.press("Enter")
    expect(desktop.answers).to_have_count(2)


def test_an_answer_is_announced_once(desktop: Reader, bot: Bot) -> None:
    desktop.open()
    log = desktop.page.get_by_role("log")
    expect(log).to_have_attribute("aria-live", "polite")
    log.evaluate(
        """(log) => {
            window.said = [];
            const hear = (node) => window.said.push(node.textContent);
            const heard = new MutationObserver((all) => all.forEach((one) => one.addedNodes.forEach(hear)));
            heard.observe(log, { childList: true, subtree: true });
        }"""
    )
    desktop.ask(STEEL)
    expect(desktop.mark).to_have_count(1)
    desktop.page.wait_for_timeout(1000)
    said = bot.ask(STEEL).sentence
    times = desktop.page.evaluate(
        "(text) => window.said.filter((one) => one?.includes(text)).length", said and said.text
    )
    assert times == 1


CONTRAST = """(one) => {
    const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    const layers = [];
    for (let at = one; at; at = at.parentElement) layers.unshift(getComputedStyle(at).backgroundColor);
    const paint = (colour) => { canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); };
    const light = () => {
        const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((part) => part / 255)
            .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    paint(matchMedia("(prefers-color-scheme: dark)").matches ? "black" : "white");
    layers.forEach(paint);
    const under = light();
    paint(getComputedStyle(one).color);
    const over = light();
    return (Math.max(under, over) + 0.05) / (Math.min(under, over) + 0.05);
}"""
"""The contrast of a text with all that is painted under it. WCAG 2.2, "contrast ratio"."""


@pytest.mark.parametrize("accent", ["amber", "lime"])
def test_marks_keep_contrast_in_the_palest_accents(browser: Browser, bot: Bot, tmp_path: Path, accent: str) -> None:
    source = tmp_path / "article.txt"
    source.write_text(bot.article.text, encoding="utf-8")
    source.with_suffix(".toml").write_text(f'[page]\naccent = "{accent}"\n', encoding="utf-8")
    with app("--article", str(source), "--embeddings", str(tmp_path), warm=False) as server:
        for screen in SCREENS[:2]:  # light and dark
            reader = Reader(browser, server, screen)
            reader.open(f"?q={STEEL}")
            expect(reader.words).to_have_count(1, timeout=60_000)
            texts = "#article mark, #article .words, #article .hit, #chat .words, #chat .citation, #chat .quiet"
            ratios = [one.evaluate(CONTRAST) for one in reader.page.locator(texts).all()]
            reader.page.get_by_role("button", name="Why this passage?").click()
            shaded = reader.page.locator("#article .met, #article .reasons span")
            ratios += [one.evaluate(CONTRAST) for one in shaded.all()]
            assert len(ratios) > 15 and min(ratios) >= 4.5
            reader.close()


def test_marks_do_not_rely_on_colour(desktop: Reader) -> None:
    desktop.open()
    desktop.ask(STEEL)
    line = "(one) => getComputedStyle(one).textDecorationLine + getComputedStyle(one).textDecorationThickness"
    assert desktop.mark.evaluate(line) == "underline2px" and desktop.words.evaluate(line) == "underline4px"
    numbers = desktop.page.locator("#article .first").evaluate_all(
        "(parts) => parts.map((part) => getComputedStyle(part, '::before').content)"
    )
    assert sorted(numbers) == ["attr(data-rank)"] * 3 or sorted(numbers) == ['"1"', '"2"', '"3"']


@pytest.mark.parametrize("size", [(320, 640), (640, 400)], ids=["320px", "200 % of 1280x800"])
def test_a_small_or_zoomed_screen_is_enough(browser: Browser, server: str, bot: Bot, size: tuple[int, int]) -> None:
    reader = Reader(browser, server, Screen(*size, "light"))
    reader.open()
    reader.ask(STEEL)
    expect(reader.mark).to_have_count(1)
    assert reader.page.evaluate("document.documentElement.scrollWidth") <= size[0]
    expect(reader.answers.locator(".words")).to_be_in_viewport(ratio=1)
    reader.box.scroll_into_view_if_needed()
    expect(reader.box).to_be_in_viewport(ratio=1)
    reader.look_up()
    reader.is_lit(reader.words)
    reader.back_to_chat()
    expect(reader.answers.locator(".words")).to_be_in_viewport(ratio=1)
    reader.close()


def test_reduced_motion_is_respected(browser: Browser, server: str) -> None:
    reader = Reader(browser, server, SCREENS[0], reduced_motion="reduce")
    reader.open()
    reader.page.evaluate(
        "() => { window.how = []; const pane = document.getElementById('article');"
        " const to = pane.scrollTo.bind(pane); pane.scrollTo = (o) => { window.how.push(o.behavior); to(o); }; }"
    )
    reader.ask(STEEL)
    reader.is_lit(reader.mark)
    assert set(reader.page.evaluate("window.how")) == {"auto"}
    moving = "() => document.getAnimations().filter((one) => one.playState === 'running').length"
    assert reader.page.evaluate(moving) == 0
    reader.close()
