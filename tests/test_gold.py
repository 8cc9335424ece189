"""The 100 questions of tests/data/dev.jsonl, asked of the shipped article with the real model."""

import pytest

from qa import Answer, Bot
from tests.conftest import gold


@pytest.fixture(scope="module")
def answers(bot: Bot) -> list[tuple[dict[str, object], Answer]]:
    return [(question, bot.ask(question["question"])) for question in gold()]


def test_every_word_is_the_articles_own(bot: Bot, answers: list[tuple[dict[str, object], Answer]]) -> None:
    text = bot.article.text
    assert len(answers) == 100
    for _, answer in answers:
        if answer.answered:
            assert text[answer.start : answer.end] == answer.text
            assert answer.sentence and text[answer.sentence.start : answer.sentence.end] == answer.sentence.text
        for hit in answer.hits:
            assert text[hit.start : hit.end] == hit.text
            assert text[hit.sentence.start : hit.sentence.end] == hit.sentence.text


def test_the_threshold_answers_nine_in_ten_and_refuses_most_of_what_is_off_topic(
    answers: list[tuple[dict[str, object], Answer]],
) -> None:
    answerable = [answer.answered for question, answer in answers if question["answerable"]]
    off_topic = [answer.answered for question, answer in answers if question["kind"] == "off_topic"]
    assert sum(answerable) / len(answerable) >= 0.9
    assert off_topic.count(False) / len(off_topic) >= 0.8
