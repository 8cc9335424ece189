"""Nothing from an article or a question is anything but text on the page."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.conftest import app
from tests.reader import Reader

CASES = (Path(__file__).parent / "data" / "hostile.txt").read_text(encoding="utf-8").splitlines()

MADE = (
    "script, img, svg, style, iframe, object, embed, link, form, video, math, base, meta, details, h1, code, em, .katex"
)
"""What no text may become, beside what the page is made of."""

_AGENT = """
    window.made = [];
    new MutationObserver((changes) => changes.forEach((change) => change.addedNodes.forEach((node) => {
        if (node.nodeType !== 1 || !node.closest("#article, .message-content, .options, .examples")) return;
        for (const one of [node, ...node.querySelectorAll("*")]) {
            const bad = one.getAttributeNames().filter((name) => name.startsWith("on"));
            const to = one.getAttribute("href") ?? one.getAttribute("src") ?? "";
            const link = /^\\s*(javascript|data|vbscript):/i.test(to);
            if (one.matches(MADE) || bad.length || link) window.made.push(one.outerHTML.slice(0, 200));
        }
    }))).observe(document, { childList: true, subtree: true });
""".replace("MADE", repr(MADE))


def watched(browser: Browser, server: str) -> Reader:
    reader = Reader(browser, server)
    reader.page.add_init_script(_AGENT)
    reader.open()
    return reader


def seen(text: str) -> str:
    """The text as `innerText` has it: blanks at its ends and in runs are one."""
    return " ".join(text.split())


def test_there_are_sixty_cases() -> None:
    assert len(set(CASES)) == len(CASES) >= 60


def test_hostile_questions_are_shown_literally(browser: Browser, server: str) -> None:
    reader = watched(browser, server)
    for case in CASES:
        reader.ask(f"{case} wrote this?")
        shown = reader.page.locator("#chat .user .message-content").last
        expect(shown).to_have_text(f"{case} wrote this?")
    assert reader.page.evaluate("window.made") == []
    reader.close()


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An article of hostile lines, each a paragraph that answers a question of its own, and hostile settings."""
    folder = tmp_path_factory.mktemp("hostile")
    source = folder / "hostile.txt"
    lines = [f"Agent {number} said {case} and so on and on." for number, case in enumerate(CASES)]
    source.write_text(f"{CASES[0]} heading\n\n" + "\n\n".join(lines), encoding="utf-8")
    escaped = [case.replace("\\", "\\\\").replace('"', '\\"') for case in CASES]
    settings = [
        f'title = "{escaped[1]}"',
        f'language = "{escaped[2]}"',
        "examples = [" + ", ".join(f'"{case}"' for case in escaped[:8]) + "]",
        "suggestions = [" + ", ".join(f'"{case} who?"' for case in escaped) + "]",
        "[page]",
        f'title = "{escaped[3]}"',
        f'description = "{escaped[4]}"',
    ]
    source.with_suffix(".toml").write_text("\n".join(settings), encoding="utf-8")
    return source


def test_a_hostile_article_is_shown_literally(browser: Browser, hostile: Path) -> None:
    with app("--article", str(hostile), "--embeddings", str(hostile.parent / "kept")) as server:
        reader = watched(browser, server)
        expect(reader.page.locator("#header h1")).to_have_text(CASES[3])
        expect(reader.page.locator("#header p")).to_have_text(CASES[4])
        expect(reader.page.locator("#article h2")).to_have_text(CASES[1])
        expect(reader.page.locator("#chat .examples")).to_contain_text(CASES[0])
        lit = 0
        for number, case in enumerate(CASES):
            reader.ask(f"What did Agent {number} say?")
            lit += reader.mark.count()
            paragraph = reader.page.locator("#article .paragraph").nth(number)
            assert seen(paragraph.inner_text()).lstrip("123 ") == seen(f"Agent {number} said {case} and so on and on.")
            for quoted in reader.answers.last.locator("blockquote").all():
                assert seen(quoted.inner_text()) in seen(
                    " ".join(reader.page.locator("#article article").all_inner_texts())
                )
        assert lit > len(CASES) / 2
        assert reader.page.evaluate("window.made") == []
        reader.close()
