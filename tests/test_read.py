import json
from html import unescape

import pytest

from qa import Answer, ask
from qa.read import SentenceReader
from qa.search import Hits
from tests.test_search import query, searcher


def hits() -> Hits:
    return searcher("Birds fly. Ships sail.\n\nFish swim.").search(query("ships sail far"), 2)


def test_the_answer_is_the_best_sentence_when_it_is_good_enough() -> None:
    found = hits()
    answer = SentenceReader(found[0].score, found[0].score, -1).read("?", found)
    assert answer.answered and answer.text == "Ships sail." and (answer.start, answer.end) == (11, 22)
    assert answer.sentence == answer.span and answer.score == found[0].score


def test_below_the_threshold_the_article_does_not_say() -> None:
    found = hits()
    answer = SentenceReader(found[0].score + 1e-6, found[0].score + 1e-6, -1).read("?", found)
    assert (answer.answered, answer.text, answer.start, answer.end, answer.sentence) == (False, None, None, None, None)
    assert answer.hits == found and "The article doesn’t say." in str(answer)


@pytest.mark.parametrize("question", ["a", "who", "x", "is it", "a" * 1000, "asdf qwer zxcv"])
def test_what_asks_nothing_is_not_answered(question: str) -> None:
    assert not ask(question).answered


def test_the_ambassadors_sentence_is_printed_with_its_span() -> None:
    answer = ask("Who is Japan's new ambassador to the US?")
    assert answer.text and "Shigeo Yamada" in answer.text
    assert answer.text in str(answer) and f"{answer.start}–{answer.end}" in str(answer)
    assert answer.text in unescape(answer._repr_html_()) and "<mark>" in answer._repr_html_()


def test_who_wrote_this() -> None:
    assert ask("Who wrote this?").text == "By John Geddie, Tim Kelly and Yoshifumi Takemoto"


@pytest.mark.parametrize("question", ["Who wrote this?", "what is the capital of France?"])
def test_an_answer_keeps_the_contract(question: str) -> None:
    answer = ask(question).to_dict()
    assert json.loads(json.dumps(answer)) == answer
    assert list(answer) == ["question", "after", "answered", "text", "start", "end", "sentence", "score", "hits"]
    assert set(answer["sentence"]) == {"text", "start", "end"}
    assert answer["question"] == question and len(answer["hits"]) == 3
    said = [answer["text"], answer["start"], answer["end"], *answer["sentence"].values()]
    assert {value is None for value in said} == {not answer["answered"]}


def test_an_answer_can_always_be_sent_as_utf_8() -> None:
    assert ask("\ud800 Who wrote this?").question == "? Who wrote this?"


def test_a_notebook_shows_a_question_literally() -> None:
    answer = Answer("<script>alert(1)</script>", None, None, 0.0, Hits())
    assert "<script" not in answer._repr_html_()
