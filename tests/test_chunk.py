import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.article import Article
from qa.chunk import passages
from tests.conftest import article_of


def cut(text: str, min_chars: int = 0, max_chars: int = 1000) -> list[tuple[str, str]]:
    return [(p.section, p.span.text) for p in passages(article_of(text), min_chars, max_chars)]


@given(st.text(alphabet=st.sampled_from("aB .!\n\r“”é🙂\ufeff"), min_size=1), st.integers(0, 9), st.integers(9, 30))
def test_passages_are_slices_in_order_on_sentence_bounds(text: str, min_chars: int, max_chars: int) -> None:
    end = 0
    for passage in passages(article_of(text), min_chars, max_chars):
        assert text[passage.span.start : passage.span.end] == passage.span.text
        assert passage.span.start >= end
        assert (passage.sentences[0].start, passage.sentences[-1].end) == (passage.span.start, passage.span.end)
        assert all(text[s.start : s.end] == s.text for s in passage.sentences)
        assert len(passage.sentences) == 1 or len(passage.span.text) <= max_chars
        end = passage.span.end


def test_the_article_is_cut_into_its_paragraphs(article: Article) -> None:
    found = passages(article, 40, 1000)
    assert [p.span for p in found] == [b.span for b in article.blocks if b.kind not in ("heading", "stray")]
    assert [p.section for p in found] == [""] * 18 + ["ARRIVE"] * 7 + ["‘RISKY SEAS’"] * 8 + [""]
    assert found[0].span.text.startswith("By John Geddie") and found[-1].span.text.endswith("Crawshaw)")


def test_a_short_paragraph_joins_its_neighbour_within_its_section_only() -> None:
    text = "One is long enough.\n\nNo!\n\nHEAD\n\nYes!\n\nTwo is long enough."
    assert cut(text, min_chars=10) == [("", "One is long enough.\n\nNo!"), ("HEAD", "Yes!\n\nTwo is long enough.")]


def test_a_short_paragraph_stays_alone_when_joining_would_be_too_long() -> None:
    assert cut("One is long enough.\n\nNo!", min_chars=10, max_chars=20) == [("", "One is long enough."), ("", "No!")]


def test_a_long_paragraph_is_split_evenly() -> None:
    text = "Aaa aaa. Bbb bbb. Ccc ccc. Ddd ddd."
    assert cut(text, max_chars=20) == [("", "Aaa aaa. Bbb bbb."), ("", "Ccc ccc. Ddd ddd.")]


def test_a_sentence_is_never_cut() -> None:
    text = "This sentence is much longer than the limit. No."
    assert cut(text, max_chars=20)[0] == ("", "This sentence is much longer than the limit.")


def test_byline_and_credit_are_passages_of_their_own_however_short() -> None:
    text = "By Ann Lee\n\nOne is long enough.\n\n(Editing by Bob)"
    assert [t for _, t in cut(text, min_chars=40)] == ["By Ann Lee", "One is long enough.", "(Editing by Bob)"]


@pytest.mark.parametrize("text", ["(Editing by Bob)", "ARRIVE\n\n(Editing by Bob)", "By Ann", "hello there"])
def test_no_text_is_left_without_a_passage(text: str) -> None:
    assert cut(text)
