"""The real reader on small texts: what it finds lies where it says, in whole words."""

import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.chunk import Passage, passages
from qa.errors import ModelError
from qa.extract import MAX_LENGTH, READER, READER_SHA256, BertExtractor
from tests.conftest import article_of

EXTRACTOR = BertExtractor()
FILLER = "The quick brown fox jumps over the lazy dog near the river bank. " * 30


def cut(text: str) -> tuple[Passage, ...]:
    return passages(article_of(text), 0, 100_000)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Where did the Anna Maria sail?", "Lisbon"),
        ("When did the Anna Maria sail?", "1907"),
        ("How much did the ship cost?", "$14.9 million"),
    ],
)
def test_the_exact_words_are_found(question: str, answer: str) -> None:
    text = "Birds fly.\n\nIn 1907 the Anna Maria sailed to Lisbon. The ship had cost $14.9 million to build."
    birds, ships = EXTRACTOR.read(question, cut(text))
    best = ships[0]
    assert answer in best.span.text and len(best.span.text) <= len(answer) + 4
    assert text[best.span.start : best.span.end] == best.span.text
    assert not birds or birds[0].score < best.score


def test_what_is_not_there_scores_below_what_is() -> None:
    (there,) = EXTRACTOR.read("Where did Anna sail?", cut("Anna sailed to Lisbon in 1907."))
    (absent,) = EXTRACTOR.read("Where did Anna sail?", cut("The committee approved a new budget for schools."))
    assert there[0].score > 0 > absent[0].score


def test_an_answer_far_into_a_long_passage_is_found() -> None:
    text = FILLER + "The treasure of Captain Moss is buried under the old lighthouse."
    (readings,) = EXTRACTOR.read("Where is the treasure of Captain Moss buried?", cut(text))
    assert len(text.split()) > MAX_LENGTH and "lighthouse" in readings[0].span.text
    assert text[readings[0].span.start : readings[0].span.end] == readings[0].span.text


def test_a_very_long_question_leaves_room_for_the_passage() -> None:
    (readings,) = EXTRACTOR.read("Where did Anna sail? " * 60, cut("Anna sailed to Lisbon."))
    assert readings


@settings(max_examples=25)
@given(st.text(alphabet=st.sampled_from("aB .!?1,$’“\n日本e\u0301🙂-"), min_size=1, max_size=80))
def test_every_reading_is_a_span_of_its_sentence_and_none_overlap(text: str) -> None:
    found = cut(text)
    for passage, readings in zip(found, EXTRACTOR.read("What is it?", found), strict=True):
        assert [r.score for r in readings] == sorted((r.score for r in readings), reverse=True)
        places = sorted((r.span.start, r.span.end) for r in readings)
        assert all(end <= start for (_, end), (start, _) in zip(places, places[1:], strict=False))
        for reading in readings:
            assert text[reading.span.start : reading.span.end] == reading.span.text != ""
            assert reading.sentence in passage.sentences
            assert reading.sentence.start <= reading.span.start < reading.span.end <= reading.sentence.end


def test_a_damaged_reader_is_told(tmp_path: Path) -> None:
    copy = tmp_path / "reader.safetensors"
    shutil.copy(READER, copy)
    with copy.open("r+b") as file:
        file.seek(-1, 2)
        file.write(b"\0")
    with pytest.raises(ModelError, match="damaged"):
        BertExtractor(copy, READER_SHA256).read("Who?", cut("Anna."))
