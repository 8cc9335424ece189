import json
import sys
from pathlib import Path

import pytest

from qa import Answer, Bot
from qa.article import Article, Span
from qa.cli import main
from qa.dataset import Example, load_jsonl, load_squad
from qa.errors import DatasetError
from qa.evaluate import evaluate_answers, evaluate_reading, evaluate_retrieval, methods
from qa.search import Hits
from qa.stages import Query
from tests.conftest import ROOT, FakeEmbedder, article_of
from tests.test_search import query, searcher

DEV = ROOT / "tests" / "data" / "dev.jsonl"


def test_our_own_questions_are_read_with_their_paragraphs(article: Article) -> None:
    examples = load_jsonl(DEV, article)
    assert (len(examples), sum(example.answerable for example in examples)) == (100, 75)
    for example in examples:
        assert example.answerable == bool(example.blocks) == bool(example.answers)
        assert not example.answerable or any(example.answers[0] in block.text for block in example.blocks)


def test_a_squad_file_is_an_article_of_its_contexts(tmp_path: Path) -> None:
    article, examples = load_squad(squad(tmp_path))
    assert [block.span.text for block in article.blocks] == ["t", "Ships sail the sea.", "Birds fly. Fish swim."]
    assert all(article.text[b.span.start : b.span.end] == b.span.text for b in article.blocks)
    assert [(e.question, e.answers, e.answerable) for e in examples] == [
        ("What sails the sea?", ("Ships",), True),
        ("What can fly?", ("Birds", "birds"), True),
        ("Who can read?", (), False),
    ]
    assert examples[1].blocks == (article.blocks[2].span,)


def squad(folder: Path) -> Path:
    def asked(question: str, *answers: str) -> dict[str, object]:
        return {"question": question, "answers": [{"text": answer, "answer_start": 0} for answer in answers]}

    paragraphs = [
        {"context": "Ships sail the sea.", "qas": [asked("What sails the sea?", "Ships")]},
        {"context": "Birds fly. Fish swim.", "qas": [asked("What can fly?", "Birds", "birds"), asked("Who can read?")]},
    ]
    path = folder / "sample.json"
    path.write_text(json.dumps({"data": [{"title": "t", "paragraphs": paragraphs}]}), encoding="utf-8")
    return path


@pytest.mark.parametrize("text", ["", "not json", "[]", '{"question": "Who?"}', '{"data": [{"paragraphs": [{}]}]}'])
def test_a_file_that_is_not_of_questions_is_named(tmp_path: Path, article: Article, text: str) -> None:
    path = tmp_path / "odd"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DatasetError, match="odd"):
        load_squad(path)
    if text:
        with pytest.raises(DatasetError, match="odd"):
            load_jsonl(path, article)
    with pytest.raises(DatasetError, match="none"):
        load_squad(tmp_path / "none")


def test_questions_on_another_article_are_noticed() -> None:
    with pytest.raises(DatasetError, match="the article it is about"):
        load_jsonl(DEV, article_of("Ships sail the sea."))


def test_every_method_is_scored_and_a_method_gains_nothing_over_itself() -> None:
    found = searcher("Ships sail.\n\nBirds fly.\n\nFish swim.")
    blocks = [passage.span for passage in found.index.passages]
    examples = [
        Example("Who can fly?", "easy", (blocks[1],), ("Birds",), ()),
        Example("Who can sail?", "easy", (blocks[0],), ("Ships",), ()),
        Example("Who can read?", "hard", (blocks[2],), ("Fish",), ()),
        Example("Who wrote this?", "none", (), (), ()),
    ]
    queries = [query(example.question) for example in examples]
    for name, method in methods(found, FakeEmbedder()).items():
        report = evaluate_retrieval(method, examples, queries, found.index, method)
        assert report.scores["easy"]["recall@1"].mean == 100, name
        assert report.scores["all"]["recall@1"].n == 3 and "none" not in report.scores
        assert report.scores["all"]["recall@1"].mean == pytest.approx(200 / 3)
        gained = report.scores["all"]["MRR@10 gained"]
        assert (gained.mean, gained.low, gained.high) == (0, 0, 0)
    with pytest.raises(DatasetError, match="answerable"):
        evaluate_retrieval(method, examples[3:], queries[3:], found.index)


def test_the_decision_to_answer_is_scored() -> None:
    hits = searcher("Ships sail. Birds fly.").search(query("ships"), 1)
    ships = hits[0].sentence
    scores = {"Who sails?": 0.9, "Who floats?": 0.4, "Who reads?": 0.6, "Who writes?": 0.1}

    def answer(question: str, score: float) -> Answer:
        span = ships if score > 0.5 else None
        return Answer(question, span, span, score, Hits(hits))

    def example(question: str, kind: str, *answers: str) -> Example:
        return Example(question, kind, (ships,) if answers else (), answers, (ships,) if answers else ())

    report = evaluate_answers(
        [answer(*scored) for scored in scores.items()],
        [
            example("Who sails?", "direct", "Ships sail."),
            example("Who floats?", "direct", "Ships"),
            example("Who reads?", "near_miss"),
            example("Who writes?", "near_miss"),
        ],
    )
    assert {name: score.mean for name, score in report.scores["direct"].items()} == {
        "answered": 50,
        "exact match": 50,
        "F1": 50,
        "sentence accuracy@1": 100,
    }
    near_miss = report.scores["near_miss"]
    assert near_miss["answered"].mean == 50 and near_miss["AUROC"].mean == 75
    assert report.scores["all"]["AUROC"].mean == 75 and "ECE" not in report.scores["all"]


def test_reading_the_right_passage_is_scored_apart_from_finding_it() -> None:
    found = searcher("Ships sail.\n\nBirds fly.")
    blocks = [passage.span for passage in found.index.passages]
    examples = [
        Example("Who can fly?", "easy", (blocks[1],), ("Birds",), (blocks[1],)),
        Example("Who can sail?", "easy", (blocks[0],), ("Ships",), (blocks[0],)),
        Example("Who can read?", "none", (), (), ()),
    ]
    read: list[str] = []

    def reader(query: Query, hits: Hits) -> Answer:
        read.append(hits[0].text)
        right = hits[0].text.split()[-1].strip(".") in query.text
        span = Span(hits[0].text[:5], hits[0].start, hits[0].start + 5)
        return Answer(query.text, span, hits[0].sentence, float(right), hits)

    report = evaluate_reading(reader, found, examples, [query(example.question) for example in examples])
    assert read == ["Birds fly.", "Ships sail.", "Ships sail.", "Birds fly."]  # the right one, then the best wrong one
    scores = {name: score.mean for name, score in report.scores["all"].items()}
    assert scores == {"answered": 100, "exact match": 100, "F1": 100, "sentence accuracy@1": 100, "AUROC": 100}


@pytest.mark.parametrize(
    ("contexts", "answer", "told"),
    [(["Ships sail."], "Ships", "no paragraph but the right one"), (["Ships sail.", "Birds fly."], "", "answerable")],
)
def test_reading_alone_says_what_it_lacks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], contexts: list[str], answer: str, told: str
) -> None:
    answers = [{"text": answer, "answer_start": 0}] if answer else []
    asked = [[{"question": "Who sails?", "answers": answers}], []]
    paragraphs = [{"context": text, "qas": qas} for text, qas in zip(contexts, asked, strict=False)]
    file = tmp_path / "few.json"
    file.write_text(json.dumps({"data": [{"title": "Few", "paragraphs": paragraphs}]}), encoding="utf-8")
    assert main(["evaluate", str(file), "--own"]) == 1
    assert told in capsys.readouterr().err


def test_the_command_prints_a_table_and_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", str(squad(tmp_path)), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["all"]["recall@1"] == {"mean": 100, "low": 100, "high": 100, "n": 2}
    assert report["impossible"]["AUROC"]["mean"] == 100
    assert main(["evaluate", str(DEV), "--method", "bm25", "--against", "passage"]) == 0
    table = capsys.readouterr().out
    assert "recall@1 gained" in table and "near_miss" not in table and "exact match" not in table


def test_a_missing_metrics_library_is_told_before_the_work(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pytrec_eval", None)
    assert main(["evaluate", str(squad(tmp_path))]) == 1
    told = capsys.readouterr().err
    assert "requirements-dev.txt" in told and "Questions" not in told


def test_the_shipped_search_beats_one_vector_per_passage_on_dev(bot: Bot) -> None:
    known = methods(bot.searcher, bot.embedder)
    examples = load_jsonl(DEV, bot.article)
    queries = [bot.understand(example.question) for example in examples]
    report = evaluate_retrieval(known["late"], examples, queries, bot.index, known["passage"])
    assert report.scores["all"]["recall@1 gained"].low > 0
