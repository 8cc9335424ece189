import pytest

from qa import Bot
from qa.context import names_in
from qa.followup import leans
from qa.names import Names
from tests.conftest import gold


@pytest.fixture(scope="module")
def names(bot: Bot) -> Names:
    return names_in(bot.index.passages)


@pytest.mark.parametrize(
    "question",
    [
        "And when?",
        "where?",
        "Why not?",
        "Who said so?",
        "What about Biden?",
        "What did he say about Taiwan?",
        "what was she told to do",
        "How much is that deal worth?",
        "When was that?",
        "What happened to it?",
        "What did Aso tell him?",
        "Do they want to say more?",
        "Did Trump accept it?",
        "When did Trump do so?",
    ],
)
def test_a_question_that_cannot_be_understood_alone_leans(question: str, names: Names) -> None:
    assert leans(question, names)


@pytest.mark.parametrize(
    "question",
    [
        "Did Aso manage to see Trump on his trip?",
        "did aso see trump on his trip",
        "What did Zoe Quill say about her work?",
        "If they don't know Trump's plans, what does Tokyo fear?",
        "Which company wants to keep its name?",
        "Is it true that Abe played golf?",
        "Who edited this report?",
        "Which researcher quipped that golf matters?",
        "Who wrote this?",
        "thanks, that was helpful",
        "What did the ambassador say he would do?",
        "How long does it take to approve the deal?",
        "Why is it hard for Tokyo to reach Trump?",
        "Does it matter who wins?",
        "What is this about?",
        "When was this published?",
        "What happened to those who met Trump?",
        "So far, what has Japan done?",
        "Why did the two leaders meet and who joined them?",
        "船はどこですか。",
    ],
)
def test_a_question_that_says_all_itself_does_not_lean(question: str, names: Names) -> None:
    assert not leans(question, names)


def test_none_of_the_single_questions_on_the_article_leans(names: Names) -> None:
    assert [q["question"] for q in gold() if leans(q["question"], names)] == []
