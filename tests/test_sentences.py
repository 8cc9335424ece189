import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.article import Article, Span
from qa.sentences import sentences


def texts(text: str) -> list[str]:
    return [sentence.text for sentence in sentences(Span(text, 0, len(text)))]


@given(st.text(alphabet=st.sampled_from("aB .!?\n\r\t“”’。é🙂\u2028\ufeffUS.15")))
def test_sentences_are_slices_and_only_blanks_are_left_out(text: str) -> None:
    found = sentences(Span(text, 100, 100 + len(text)))
    end = 0
    for sentence in found:
        assert sentence.text == text[sentence.start - 100 : sentence.end - 100]
        assert not text[end : sentence.start - 100].strip("\ufeff \t\r\n\f\v\u00a0\u3000")
        end = sentence.end - 100
    assert not text[end:].strip("\ufeff \t\r\n\f\v\u00a0\u3000")


def test_the_article_has_47_sentences_besides_its_headings(article: Article) -> None:
    prose = [block.span for block in article.blocks if block.kind not in ("heading", "stray")]
    found = [sentence for span in prose for sentence in sentences(span)]
    assert len(found) == 47
    assert all(article.text[s.start : s.end] == s.text for s in found)


@pytest.mark.parametrize(
    "one",
    [
        "The U.S. presidential candidate won on Nov. 5 in the U.S. Embassy of Mr. Green.",
        "He was the front-runner in the presidential election. of November.",
        "A message to the candidate. donald trump: Do not try.",
        "It agreed to reduce risk. of critical supply chains. .",
        "(Reporting by Ann Lee in Tokyo; editing by Bob Roy)",
    ],
)
def test_what_is_one_sentence_stays_one(one: str) -> None:
    assert texts(one) == [one]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("日本は島国です。首都は東京です！", ["日本は島国です。", "首都は東京です！"]),
        ("We need:\n- ships\n- Birds\n2) fish", ["We need:", "- ships", "- Birds", "2) fish"]),
        ("Sales fell. eBay rose.", ["Sales fell.", "eBay rose."]),
        ("he sat down there. she stood up here.", ["he sat down there.", "she stood up here."]),
    ],
)
def test_what_is_several_sentences_is_parted(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


def test_quotes_keep_their_marks() -> None:
    assert texts(
        "Trump said: “I will be in a very bad negotiating position.” “Taiwan took our chip business. We did.”"
    ) == [
        "Trump said: “I will be in a very bad negotiating position.”",
        "“Taiwan took our chip business.",
        "We did.”",
    ]
