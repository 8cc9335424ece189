import re
from dataclasses import replace
from html import unescape

import pytest

from qa.answer import Answer
from qa.chunk import passages
from qa.language import say_in
from qa.messages import answer_message, error_message, question_message
from qa.search import Hit, Hits, Parts
from tests.conftest import article_of

ENGLISH, JAPANESE = say_in("en"), say_in("ja")
ARTICLE = article_of("A SEA <TALE>\n\nShips sail far away,\r\nAnn said.\n\nFish swim.")
CUT = passages(ARTICLE, 0, 1000)
HITS = Hits(Hit(n, p, p.sentences[0], Parts(1.0, 0.0, 1.0)) for n, p in enumerate(CUT, 1))
SHIPS = CUT[0].sentences[0]
ANSWER = Answer("What sails?", ARTICLE.span(SHIPS.start, SHIPS.start + 5), SHIPS, 0.8, HITS)


def text_of(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html))


@pytest.mark.parametrize("text", ["a\n\nb", "a\r\n\r\n# b", "\n\n- a"])
def test_a_message_is_one_block_that_markdown_leaves_alone(text: str) -> None:
    for message in (question_message(text), error_message(text), answer_message(ANSWER, ENGLISH)):
        assert message.startswith("<div") and "\n" not in message and "\r" not in message


def test_an_answer_quotes_its_sentence_and_cites_passages_by_section() -> None:
    message = answer_message(ANSWER, ENGLISH, "en")
    quote = '<blockquote lang="en"><strong class="words">Ships</strong> sail far away,<br>Ann said.</blockquote>'
    assert quote in message
    assert re.findall(r'<a class="citation" href="#passage-(\d+)">', message) == [str(hit.start) for hit in HITS]
    assert "[1] A SEA <TALE>" in text_of(message) and "A SEA &lt;TALE&gt;" in message


def test_an_answer_says_who_says_so_and_how_sure_it_is() -> None:
    ann = ARTICLE.span(SHIPS.end - 9, SHIPS.end - 6)
    message = answer_message(replace(ANSWER, speaker=ann), ENGLISH)
    assert "According to Ann" in text_of(message) and "According to" not in answer_message(ANSWER, ENGLISH)
    assert 'value="0.80"' in message and "Unsure" not in message
    assert "Unsure: read the passage." in answer_message(replace(ANSWER, score=0.2), ENGLISH)


def test_what_is_copied_is_the_sentence_and_a_link_to_the_answer() -> None:
    after = Answer("Who?", None, None, 0, Hits())
    message = answer_message(replace(ANSWER, after=after), ENGLISH)
    assert 'class="copy-quote" value="Ships%20sail%20far%20away%2C%0D%0AAnn%20said."' in message
    assert 'class="copy-link" value="%3Fq%3DWhat%2Bsails%253F%26after%3DWho%253F"' in message
    assert 'class="show" href="?q=What+sails%3F&amp;after=Who%3F"' in message


def test_what_is_not_said_offers_the_closest_passages_and_no_quote() -> None:
    message = answer_message(replace(ANSWER, span=None, sentence=None), ENGLISH)
    assert "The article doesn’t say." in message and message.count("class='closest'") == 2
    assert "blockquote" not in message and "copy-quote" not in message


def test_a_question_for_yes_or_no_gets_the_sentence_said_as_such() -> None:
    message = text_of(answer_message(replace(ANSWER, yes_no=True), ENGLISH))
    assert message.startswith("What the article says on that:Ships sail")


def test_the_reader_is_spoken_to_in_japanese_and_the_article_is_left_as_it_is() -> None:
    message = text_of(answer_message(ANSWER, JAPANESE))
    assert "記事で見る" in message and "Ships sail far away" in message
    assert not re.search(r"Show|Copy|sure", message)
