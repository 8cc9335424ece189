import pytest

from qa.errors import QuestionError
from qa.question import clean


@pytest.mark.parametrize("question", ["", "   ", "\n\t", "\0\0", "\x1b\x07"])
def test_a_blank_question_is_told(question: str) -> None:
    with pytest.raises(QuestionError, match="Nothing was asked"):
        clean(question, 1000)


@pytest.mark.parametrize("question", ["🙂🙂", "?!...", "___", "“”", "\u202e!"])
def test_a_question_without_a_word_is_told(question: str) -> None:
    with pytest.raises(QuestionError, match="no word"):
        clean(question, 1000)


def test_a_question_may_be_as_long_as_the_limit() -> None:
    assert clean(" " + "a" * 1000 + " ", 1000) == "a" * 1000
    with pytest.raises(QuestionError, match="10,000 characters long. Ask it in at most 1,000"):
        clean("a" * 10_000, 1000)


@pytest.mark.parametrize("question", [None, 5, ["who"], {"q": "who"}])
def test_what_is_not_text_is_told(question: object) -> None:
    with pytest.raises(QuestionError, match="not text"):
        clean(question, 1000)  # type: ignore[arg-type]


def test_control_characters_become_blanks_and_other_scripts_stay() -> None:
    assert clean("who\0is\x07Abe", 99) == "who is Abe"
    assert clean("من هو السفير؟", 99) == "من هو السفير؟"
