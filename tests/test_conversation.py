"""Questions that lean on the ones before, on the real article with the real model."""

import json
from pathlib import Path

import pytest

from qa import Bot, QAError, ask, retrieve
from qa.bot import TURNS
from qa.cli import main
from qa.dataset import load_jsonl
from qa.evaluate import evaluate_retrieval, methods
from tests.conftest import ROOT

DIALOGUES = ROOT / "tests" / "data" / "dialogues.jsonl"


def test_a_follow_up_is_understood_from_the_answer_before() -> None:
    who = ask("Who is Bill Hagerty?")
    told = ask("And what did he tell Reuters?", after=who)
    assert told.sentence and told.sentence.text.startswith("Hagerty told Reuters") and told.after is who
    assert told.questions == ("Who is Bill Hagerty?", "And what did he tell Reuters?")
    assert retrieve("And what did he tell Reuters?", after=who)[0].text == told.hits[0].text


def test_a_question_that_says_all_itself_takes_nothing_over() -> None:
    before = ask("Who is Bill Hagerty?")
    answer = ask("How much is the Nippon Steel deal worth?", after=before)
    assert answer.after is None and answer.to_dict() == ask("How much is the Nippon Steel deal worth?").to_dict()


def test_a_question_can_lean_on_one_that_leans() -> None:
    answer = ask("When was he appointed?", after=ask("What was he told to do?", after=ask("Who is Shigeo Yamada?")))
    assert len(answer.questions) == 3 and "Yamada" in answer.about
    assert "late last year" in (answer.text or "")


def test_after_an_answer_that_the_article_does_not_give_only_the_names_are_carried_over(bot: Bot) -> None:
    before = bot.ask("Which frog does Kishida own?")
    query = bot.understand("When is he visiting?", before)
    assert query.topic and "Kishida" in query.topic.text
    assert (query.passage is not None) == before.answered


def test_thanks_in_between_change_nothing(bot: Bot) -> None:
    questions = ["Who is Bill Hagerty?", "thanks!", "And what did he tell Reuters?"]
    assert bot.converse(questions).to_dict() == bot.converse(questions[::2]).to_dict()
    assert bot.converse(questions[:2]).reply and bot.ask("And when?", bot.ask("hello")).after is None


def test_asking_the_questions_in_turn_gives_the_answer_again(bot: Bot) -> None:
    questions = ["Who is Bill Hagerty?", "Where did he sit at the embassy event?", "And what did he tell Reuters?"]
    last = bot.converse(questions)
    assert last.questions == tuple(questions) and last.to_dict()["after"] == questions[:-1]
    again = bot.converse(last.questions)
    assert again.to_dict() == last.to_dict()


@pytest.mark.parametrize(
    "question", ["And what is the capital of France?", "What about the weather?", "How do I cook it?"]
)
def test_what_leans_on_an_answer_is_not_answered_by_its_names_alone(bot: Bot, question: str) -> None:
    answer = bot.ask(question, bot.ask("Who is Bill Hagerty?"))
    assert answer.after and not answer.answered


def test_a_conversation_too_long_for_a_link_begins_anew(bot: Bot) -> None:
    answer = bot.converse(["Who is Bill Hagerty?"] + ["And when?"] * (TURNS - 1))
    assert len(answer.questions) == TURNS
    assert bot.ask("And when?", answer).after is None


@pytest.mark.parametrize("questions", [["Who?"] * (TURNS + 1), "Who?", 5, [], ["Who is Aso?", ""]])
def test_a_conversation_that_cannot_be_is_told_in_a_sentence(bot: Bot, questions: list[str]) -> None:
    with pytest.raises(QAError, match=r"^[A-Z][^\n]+\.$"):
        bot.converse(questions)


def test_names_carried_over_choose_the_candidates_too(bot: Bot) -> None:
    who = bot.ask("Who is Bill Hagerty?")
    query = bot.understand("And what did he tell Reuters?", who)
    right = bot.ask("What did Hagerty tell Reuters?").hits[0].passage
    found = [bot.index.passages[number] for number, _ in bot.searcher.candidates.search(query, 5)]
    alone = [bot.index.passages[number] for number, _ in bot.searcher.candidates.search(query.alone, 5)]
    assert right in found and (right not in alone or found.index(right) <= alone.index(right))


def test_the_turns_before_help_follow_ups_and_harm_nothing_else(bot: Bot) -> None:
    examples = load_jsonl(DIALOGUES, bot.article)
    known = methods(bot.searcher, bot.embedder)
    queries = [
        bot.understand(example.question, bot.converse(example.earlier) if example.earlier else None)
        for example in examples
    ]
    report = evaluate_retrieval(known["late"], examples, queries, bot.index, known["alone"])
    assert report.scores["follow-up"]["recall@1 gained"].low > 0
    for kind in ("first", "new topic"):
        assert report.scores[kind]["recall@1 gained"].mean == 0


def test_the_dialogues_are_thirty_and_their_answers_stand_in_the_article(bot: Bot) -> None:
    dialogues = [json.loads(line) for line in Path(DIALOGUES).read_text(encoding="utf-8").splitlines()]
    assert len(dialogues) == 30 and {len(dialogue["turns"]) for dialogue in dialogues} == {2, 3}
    for example in load_jsonl(DIALOGUES, bot.article):
        for answer in example.answers:
            assert any(answer in block.text for block in example.blocks), (example.question, answer)


def test_the_command_line_takes_questions_in_turn(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "Who is Bill Hagerty?", "And what did he tell Reuters?"]) == 0
    assert "Hagerty told Reuters" in capsys.readouterr().out
