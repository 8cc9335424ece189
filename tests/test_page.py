import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.chunk import passages
from qa.page import article_pane, question_message
from qa.read import Answer
from qa.search import Hit, Hits, Parts
from tests.conftest import article_of


def shown(html: str) -> list[str]:
    """The text of each paragraph and heading, as a browser would show it."""
    found = re.findall(r"<(p|h3) class=.*?>(.*?)</\1>", html, re.DOTALL)
    return [unescape(re.sub(r"<[^>]+>", "", body.replace("<br>", "\n"))) for _, body in found]


@given(st.text(alphabet=st.sampled_from("aB .!\n\r“<>&\"'🙂{}$"), min_size=1), st.integers(0, 9), st.integers(9, 30))
def test_the_pane_shows_all_of_the_article_whatever_is_marked(text: str, min_chars: int, max_chars: int) -> None:
    article = article_of(text)
    cut = passages(article, min_chars, max_chars)
    expected = [re.sub(r"\r\n?", "\n", block.span.text) for block in article.blocks]
    assert shown(article_pane(article, cut)) == expected
    for passage in cut:
        sentence = passage.sentences[-1]
        answer = Answer("?", sentence, sentence, 1.0, Hits([Hit(1, passage, sentence, Parts(1.0, 0.0, 1.0))]))
        pane = article_pane(article, cut, answer)
        assert shown(pane) == expected
        marked = "".join(re.findall(r"<mark>(.*?)</mark>", pane))
        assert unescape(marked.replace("<br>", "")) == re.sub(r"[\r\n]", "", sentence.text)


@pytest.mark.parametrize("text", ["a\n\nb", "a\r\n\r\n# b", "\n\n- a"])
def test_a_message_is_one_block_that_markdown_leaves_alone(text: str) -> None:
    message = question_message(text)
    assert message.startswith("<div") and "\n" not in message and "\r" not in message
