import json
from collections.abc import Sequence
from html import unescape
from pathlib import Path

import pytest

from qa import Answer, Bot, Config, ask
from qa.article import Span
from qa.chunk import Passage
from qa.embed import DEFAULT_MODEL, find_model
from qa.extract import Calibration, Reading
from qa.read import Bounds, ExtractiveReader, SentenceReader
from qa.search import Hits
from qa.stages import Query
from tests.test_search import query, searcher

TEXT = "Birds fly. Ships sail.\n\nFish swim. Crabs walk."
SHIPS = query("ships sail far")
ANY = query("who?")
"""Its word is nowhere in the text: all passages are the same to the search."""


ANYTHING = Bounds(-1, -1, -1)


def hits(asked: Query = SHIPS) -> Hits:
    return searcher(TEXT).search(asked, 2)


class FakeExtractor:
    """Finds given words with given scores; the probability is that of the score alone."""

    def __init__(self, **scores: float) -> None:
        self.calibration = Calibration((0.0, 1.0, 0.0), (-0.1, 1.0, 0.0))
        self._scores = scores

    def read(self, question: str, passages: Sequence[Passage]) -> list[list[Reading]]:
        return [[*self._found(passage)] for passage in passages]

    def _found(self, passage: Passage) -> list[Reading]:
        return [
            Reading(word, sentence, score)
            for name, score in self._scores.items()
            for sentence in passage.sentences
            if (at := sentence.text.find(name)) >= 0
            for word in [Span(name, sentence.start + at, sentence.start + at + len(name))]
        ]


def test_the_surest_words_are_the_answer_and_their_passage_comes_first() -> None:
    answer = ExtractiveReader(FakeExtractor(Fish=2.0, sail=1.0), ANYTHING, 0.5).read(ANY, hits(ANY))
    assert answer.text == "Fish" and answer.sentence and answer.sentence.text == "Fish swim."
    assert TEXT[answer.start : answer.end] == "Fish" and answer.score == pytest.approx(0.881, abs=1e-3)
    assert [(hit.rank, hit.text) for hit in answer.hits] == [
        (1, "Fish swim. Crabs walk."),
        (2, "Birds fly. Ships sail."),
    ]
    assert answer.hits[0].sentence == answer.sentence and answer.also == ()


def test_words_that_are_not_sure_enough_are_no_answer() -> None:
    found = hits(ANY)
    answer = ExtractiveReader(FakeExtractor(Fish=-0.1), ANYTHING, 0.5).read(ANY, found)
    assert not answer.answered and answer.sentence is None and 0 < answer.score < 0.5
    assert answer.hits == found and "The article doesn’t say." in str(answer)
    nothing = ExtractiveReader(FakeExtractor(), ANYTHING, 0.5).read(ANY, found)
    assert not nothing.answered and nothing.score == 0


def test_where_nothing_is_near_nothing_is_read() -> None:
    found = hits()
    answer = ExtractiveReader(FakeExtractor(Fish=9.0), Bounds(0.99, 0.99, -1), 0.5).read(SHIPS, found)
    assert not answer.answered and answer.score == 0 and answer.hits == found


def test_a_question_for_several_gets_every_answer_that_is_sure_enough() -> None:
    extractor = FakeExtractor(Birds=3.0, Ships=2.0, Fish=1.0, Crabs=-1.0)
    several = ExtractiveReader(extractor, ANYTHING, 0.5).read(query("Which animals?"), hits(ANY))
    assert (several.text, [span.text for span in several.also]) == ("Birds", ["Ships", "Fish"])
    assert "Birds\nShips\nFish" in str(several)
    one = ExtractiveReader(extractor, ANYTHING, 0.5).read(ANY, hits(ANY))
    assert (one.text, one.also) == ("Birds", ())


def test_a_question_for_yes_or_no_gets_the_nearest_sentence_said_as_such() -> None:
    found = searcher(TEXT).search(query("Do Ships sail ?"), 2)
    answer = ExtractiveReader(FakeExtractor(Fish=9.0), ANYTHING, 0.5).read(query("Do Ships sail ?"), found)
    assert answer.yes_no and answer.text == "Ships sail." and answer.span == answer.sentence
    assert str(answer).startswith("What the article says on that: Ships sail.\n")
    assert not ExtractiveReader(FakeExtractor(Fish=9.0), ANYTHING, 0.9).read(query("Do Ships sail ?"), found).answered


def test_the_sentence_reader_answers_when_the_best_sentence_is_good_enough() -> None:
    found = hits()
    answer = SentenceReader(Bounds(found[0].score, found[0].score, -1)).read(SHIPS, found)
    assert answer.answered and answer.text == "Ships sail." and (answer.start, answer.end) == (11, 22)
    assert answer.sentence == answer.span and answer.score == found[0].score


def test_below_the_threshold_the_article_does_not_say() -> None:
    found = hits()
    answer = SentenceReader(Bounds(found[0].score + 1e-6, found[0].score + 1e-6, -1)).read(SHIPS, found)
    assert (answer.answered, answer.text, answer.start, answer.end, answer.sentence) == (False, None, None, None, None)
    assert answer.hits == found and "The article doesn’t say." in str(answer)


@pytest.mark.parametrize("question", ["a", "who", "x", "is it", "a" * 1000, "asdf qwer zxcv"])
def test_what_asks_nothing_is_not_answered(question: str) -> None:
    assert not ask(question).answered


def test_the_ambassadors_name_is_printed_with_its_sentence_and_place() -> None:
    answer = ask("Who is Japan's new ambassador to the US?")
    assert answer.text and "Shigeo Yamada" in answer.text and len(answer.text) < 50
    assert answer.sentence and "was appointed late last year" in answer.sentence.text in str(answer)
    assert answer.text in str(answer) and f"{answer.start}–{answer.end}" in str(answer)
    assert answer.text in unescape(answer._repr_html_()) and "<mark>" in answer._repr_html_()


def test_who_wrote_this() -> None:
    assert ask("Who wrote this?").text == "John Geddie, Tim Kelly and Yoshifumi Takemoto"


def test_the_sentence_reader_still_answers() -> None:
    answer = Bot(Config(reader="sentence")).ask("Who wrote this?")
    assert answer.text == "By John Geddie, Tim Kelly and Yoshifumi Takemoto" and answer.span == answer.sentence


def test_without_the_reader_the_nearest_sentence_answers_and_it_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("qa.bot.READER", tmp_path / "none")
    answer = Bot(Config()).ask("Who wrote this?")
    assert answer.span == answer.sentence and "Answering with whole sentences." in caplog.text


def test_with_another_model_for_the_search_the_reader_brings_its_own(tmp_path: Path) -> None:
    other = str(find_model(DEFAULT_MODEL).path)  # as it is, without what fine-tuning changed
    answer = Bot(Config(model=other, embeddings=tmp_path)).ask("How much is the Nippon Steel deal worth?")
    assert answer.text == "$14.9 billion"


def test_small_talk_gets_a_reply_and_no_words_of_the_article() -> None:
    answer = ask("hello")
    assert not answer.answered and answer.hits == [] and answer.reply and str(answer) == answer.reply
    assert answer.reply in answer._repr_html_() and answer.to_dict()["reply"] == answer.reply


@pytest.mark.parametrize("question", ["Who wrote this?", "what is the capital of France?"])
def test_an_answer_keeps_the_contract(question: str) -> None:
    answer = ask(question).to_dict()
    assert json.loads(json.dumps(answer)) == answer
    keys = "question after answered text start end sentence speaker also yes_no reply score hits"
    assert list(answer) == keys.split()
    assert set(answer["sentence"]) == {"text", "start", "end"}
    assert answer["question"] == question and len(answer["hits"]) == 3
    said = [answer["text"], answer["start"], answer["end"], *answer["sentence"].values()]
    assert {value is None for value in said} == {not answer["answered"]}


def test_an_answer_can_always_be_sent_as_utf_8() -> None:
    assert ask("\ud800 Who wrote this?").question == "? Who wrote this?"


def test_a_notebook_shows_a_question_literally() -> None:
    answer = Answer("<script>alert(1)</script>", None, None, 0.0, Hits())
    assert "<script" not in answer._repr_html_()
