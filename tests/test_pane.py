import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from qa.answer import Answer
from qa.article import Span
from qa.chunk import passages
from qa.language import say_in
from qa.messages import answer_message
from qa.pane import article_pane
from qa.search import Hit, Hits, Match, Parts
from tests.conftest import article_of

ENGLISH = say_in("en")


def shown(html: str) -> list[str]:
    """The text of each paragraph and heading, as a browser would show it."""
    found = re.findall(r"<(p|h3) class=.*?>(.*?)</\1>", html, re.DOTALL)
    return [unescape(re.sub(r"<[^>]+>", "", body.replace("<br>", "\n"))) for _, body in found]


@given(st.text(alphabet=st.sampled_from("aB .!\n\r“<>&\"'🙂{}$"), min_size=1), st.integers(0, 9), st.integers(9, 30))
def test_the_pane_shows_all_of_the_article_whatever_is_marked(text: str, min_chars: int, max_chars: int) -> None:
    article = article_of(text)
    cut = passages(article, min_chars, max_chars)
    expected = [re.sub(r"\r\n?", "\n", block.span.text) for block in article.blocks]
    assert shown(article_pane(article, cut, ENGLISH)) == expected
    for passage in cut:
        sentence = passage.sentences[-1]
        found = re.search(r"\S+", sentence.text)
        span = Span(found[0], sentence.start + found.start(), sentence.start + found.end()) if found else sentence
        answer = Answer("?", span, sentence, 1.0, Hits([Hit(1, passage, sentence, Parts(1.0, 0.0, 1.0))]))
        pane = article_pane(article, cut, ENGLISH, answer)
        assert shown(pane) == expected
        marked = "".join(re.findall(r"<mark>(.*?)</mark>", pane))
        assert flat(marked) == re.sub(r"[\r\n]", "", sentence.text)
        strong = "".join(re.findall(r'<strong class="words">(.*?)</strong>', pane))
        assert flat(strong) == ("" if span == sentence else re.sub(r"[\r\n]", "", span.text))


def flat(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html))


def test_more_answers_are_marked_in_the_pane_and_listed_once() -> None:
    article = article_of("Ships sail and birds fly.\n\nFish swim. Nothing more.")
    cut = passages(article, 0, 1000)
    ships, birds, fish = article.span(0, 5), article.span(15, 20), article.span(27, 31)
    hits = Hits(Hit(n, p, p.sentences[0], Parts(1.0, 0.0, 1.0)) for n, p in enumerate(cut, 1))
    answer = Answer("What moves?", ships, cut[0].sentences[0], 1.0, hits, (birds, fish))
    pane = article_pane(article, cut, ENGLISH, answer)
    assert re.findall(r'<strong class="words">(.*?)</strong>', pane) == ["Ships", "birds", "Fish"]
    assert re.findall(r"<mark(.*?)</mark>", pane) == [
        '><strong class="words">Ships</strong> sail and <strong class="words">birds</strong> fly.',
        ' class="also"><strong class="words">Fish</strong> swim.',
    ]
    assert re.findall(r'<li><strong class="words">(.*?)</strong>', answer_message(answer, ENGLISH)) == ["Fish"]


def test_the_words_that_met_the_question_say_for_which_passage_and_how_much() -> None:
    article = article_of("Ships sail far.")
    (passage,) = passages(article, 0, 1000)
    sail = Match("sailing", article.span(6, 10), 0.9, 0.6)
    hit = Hit(
        1, passage, passage.sentences[0], Parts(1.0, 0.0, 1.0), (sail, Match("far", article.span(11, 14), 1, 0.02))
    )
    pane = article_pane(
        article, (passage,), ENGLISH, Answer("?", article.span(0, 10), passage.sentences[0], 1.0, Hits([hit]))
    )
    assert '<strong class="words">Ships <span class="met" style="--for-1:60%">sail</span></strong>' in pane
    assert '<li>sailing → <span style="--counted:60%">sail</span> 60 %</li></ul>' in pane  # "far" hardly counted
