import pytest

from qa.kinds import is_keywords, wants_several, wants_yes_or_no
from tests.conftest import gold


def test_all_of_the_gold_questions_for_yes_or_no_and_no_others_are_told() -> None:
    told = {question["question"] for question in gold() if wants_yes_or_no(question["question"])}
    assert told == {question["question"] for question in gold() if question["kind"] == "yes_no"}


@pytest.mark.parametrize("question", ["Isn't Abe alive?", "So, did they meet?", "was he there", "Is it true or not?"])
def test_a_question_that_begins_with_an_auxiliary_wants_yes_or_no(question: str) -> None:
    assert wants_yes_or_no(question)


@pytest.mark.parametrize(
    "question",
    [
        "Was it Aso or Abe?",
        "Can you tell me when Aso went?",
        "Do you know who met Trump?",
        "Where is he?",
        "doing well?",
    ],
)
def test_a_choice_or_an_indirect_question_does_not(question: str) -> None:
    assert not wants_yes_or_no(question)


@pytest.mark.parametrize(
    "question",
    [
        "Which former officials have ties to Japan?",
        "What are the worries?",
        "Which people met?",
        "list the names",
    ],
)
def test_a_plural_asks_for_several(question: str) -> None:
    assert wants_several(question)


@pytest.mark.parametrize(
    "question",
    ["Who is he?", "What is the news?", "Which news is bad?", "What was said?", "What sort of rulers?", "Which bus?"],
)
def test_a_singular_asks_for_one(question: str) -> None:
    assert not wants_several(question)


def test_all_of_the_gold_keywords_and_hardly_a_question_are_told_as_such() -> None:
    told = {question["question"] for question in gold() if is_keywords(question["question"])}
    keywords = {question["question"] for question in gold() if question["kind"] == "keyword"}
    assert keywords <= told
    others = [question for question in gold() if question["question"] in told - keywords]
    assert not any(question["answerable"] for question in others)
