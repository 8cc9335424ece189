from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.about import About, Look
from qa.article import Article, blocks, read_article
from qa.errors import ArticleError
from tests.conftest import SHIPPED, article_of


def kinds(text: str) -> list[tuple[str, str]]:
    return [(block.kind, block.span.text) for block in blocks(text)]


def test_the_text_is_exactly_the_file(article: Article) -> None:
    assert article.text.encode() == SHIPPED.read_bytes()


def test_the_shipped_article_is_understood(article: Article) -> None:
    found = Counter(block.kind for block in article.blocks)
    assert found == {"paragraph": 32, "heading": 2, "byline": 1, "credit": 1, "stray": 1}
    named = {block.span.text for block in article.blocks if block.kind in ("heading", "stray")}
    assert named == {"ARRIVE", "‘RISKY SEAS’", "By Sam"}
    assert article.title and article.about.language == "en" and len(article.about.examples) >= 3


@given(st.text(alphabet=st.sampled_from("aB .!\n\r\t“”。é🙂\u2028\ufeff(")))
def test_blocks_are_slices_in_order_and_only_blanks_are_left_out(text: str) -> None:
    end = 0
    for block in blocks(text):
        assert text[block.span.start : block.span.end] == block.span.text
        assert not text[end : block.span.start].strip(" \t\r\n\ufeff\f\v\u00a0\u3000")
        end = block.span.end
    assert not text[end:].strip(" \t\r\n\ufeff\f\v\u00a0\u3000")


def test_paragraphs_are_parted_by_blank_lines_or_without_any_by_lines() -> None:
    assert kinds("One goes\non here.\n\nTwo is it.") == [
        ("paragraph", "One goes\non here."),
        ("paragraph", "Two is it."),
    ]
    assert kinds("One is it.\nTwo is it.") == [("paragraph", "One is it."), ("paragraph", "Two is it.")]


def test_windows_line_ends_and_a_byte_order_mark_keep_the_offsets() -> None:
    text = "\ufeffBy Ann Lee\r\n\r\nOne is it.\r\n\r\nTWO\r\n\r\nThree is it."
    assert kinds(text) == [
        ("byline", "By Ann Lee"),
        ("paragraph", "One is it."),
        ("heading", "TWO"),
        ("paragraph", "Three is it."),
    ]
    assert all(text[b.span.start : b.span.end] == b.span.text for b in blocks(text))


def test_a_heading_may_follow_the_first_paragraph() -> None:
    text = "All is said.\n\nARRIVE\n\nMore is said.\n\nRisky seas\n\nThat is all."
    assert [kind for kind, _ in kinds(text)] == ["paragraph", "heading", "paragraph", "heading", "paragraph"]


@pytest.mark.parametrize(
    "line", ["Opening hours: Monday to Friday, 9 to 5", "about 20,000 people. The river is the Ouse", "and so it went"]
)
def test_a_short_line_of_prose_is_no_heading_and_stays_searchable(line: str) -> None:
    assert kinds(f"All is said.\n\n{line}\n\nThat is all.")[1] == ("paragraph", line)


def test_a_wrapped_text_without_blank_lines_is_one_paragraph() -> None:
    text = "The town of Ely has\nabout 20,000 people. The river is the\nGreat Ouse, and the\nhills are low."
    assert kinds(text) == [("paragraph", text)]


def test_short_lines_above_the_prose_are_headings() -> None:
    assert [kind for kind, _ in kinds("Title\n\nA subtitle\n\nBy Ann\n\nAll is said.")] == [
        "heading",
        "heading",
        "byline",
        "paragraph",
    ]


def test_three_short_lines_in_a_row_are_a_list_and_stay_searchable() -> None:
    text = "You need this.\n\nmilk\n\neggs\n\nflour\n\nBake it all."
    assert {kind for kind, _ in kinds(text)} == {"paragraph"}


def test_a_text_of_short_lines_only_is_searchable() -> None:
    assert kinds("milk and eggs") == [("paragraph", "milk and eggs")]


def test_a_short_last_line_is_not_lost_unless_it_is_a_stray_byline() -> None:
    assert kinds("All is said.\n\nthe end")[-1] == ("paragraph", "the end")
    assert kinds("All is said.\n\nBy Sam")[-1] == ("stray", "By Sam")


def test_a_span_must_lie_in_the_text() -> None:
    with pytest.raises(ValueError, match="does not lie"):
        article_of("Some text.").span(4, 99)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b" \r\n\t\xef\xbb\xbf\n", "empty"),
        (b"word", "less than two words"),
        (b"...!", "less than two words"),
        ("\U0001f642 \U0001f642".encode(), "less than two words"),
        (b"caf\xe9 au lait", "not UTF-8"),
        ("Some text.".encode("utf-16"), "UTF-8"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not UTF-8"),
        (b"some\x00text", "NUL"),
    ],
)
def test_an_unusable_file_is_named_with_the_remedy(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "my article.txt"
    path.write_bytes(data)
    with pytest.raises(ArticleError, match=said) as error:
        read_article(path)
    assert str(path) in str(error.value) and "\n" not in str(error.value)


def test_a_text_without_blanks_between_its_words_is_an_article(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("日本は島国です。", encoding="utf-8")
    assert read_article(path).blocks[0].kind == "paragraph"


def test_a_path_that_cannot_be_is_named() -> None:
    with pytest.raises(ArticleError, match="cannot be read"):
        read_article(Path("x" * 300))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match="There is no article at"):
        read_article(tmp_path / "none.txt")


def test_what_the_text_does_not_say_stands_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "my-article.txt"
    path.write_text("Some text here.", encoding="utf-8")
    assert (read_article(path).title, read_article(path).about) == ("my article", About())
    about = 'title = "Mine"\nlanguage = "ja"\nexamples = ["Why?"]\n[page]\naccent = "sky"\nlanguage = "en"'
    path.with_suffix(".toml").write_text(about, encoding="utf-8")
    expected = About("Mine", "ja", ("Why?",), page=Look(accent="sky", language="en"))
    assert (read_article(path).title, read_article(path).about) == ("Mine", expected)


def test_an_article_is_titled_by_the_heading_above_it(tmp_path: Path) -> None:
    path = tmp_path / "light.txt"
    path.write_text("The Lighthouse Keeper\n\nBy Ann Lee\n\nA light burns.", encoding="utf-8")
    assert read_article(path).title == "The Lighthouse Keeper"


@pytest.mark.parametrize(
    ("about", "says"),
    [
        ("title = ", "cannot be read"),
        ("title = 5", '"title" is not a text'),
        ('examples = "Why?"', '"examples" is not a list of texts'),
        ("examples = [1]", '"examples" is not a list of texts'),
        ('titel = "Mine"', '"titel" is no setting. There are: title, language,'),
        ('page = "blue"', '"page" is not a table'),
        ('[page]\naccent = "bluish"', '"accent" must be one of red, orange'),
        ('[page]\nlanguage = "xx"', '"language" must be one of en, ja'),
        ("[page]\ntitle = 5", '"title" is not a text'),
    ],
)
def test_a_broken_settings_file_is_named(tmp_path: Path, about: str, says: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Some text here.", encoding="utf-8")
    path.with_suffix(".toml").write_text(about, encoding="utf-8")
    with pytest.raises(ArticleError, match=r"a\.toml") as raised:
        read_article(path)
    assert says in str(raised.value)
