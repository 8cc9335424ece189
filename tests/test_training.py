"""Fine-tuning, on a few made-up passages: what is drawn is right, the scores are the product's, and it learns."""

import hashlib
import json
import subprocess
import sys
from argparse import Namespace
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from qa.chunk import passages as cut
from qa.difference import unpack
from qa.embed import DEFAULT_MODEL, SentenceEmbedder, find_model
from qa.extract import BertExtractor
from qa.tokens import TokenStore
from tests.conftest import ROOT, article_of
from training import fit_reader, fit_search, reading, searching
from training.corpus import Passage, Question, crop, hold_out, load_qamr, load_squad
from training.encoder import Encoder, new_encoder
from training.fit import fit
from training.near_miss import about_another, absent, asked_otherwise
from training.questions import as_typed, swapped
from training.synonyms import Synonyms

SHIPS = "Ships sail the sea. In 1907 the Anna Maria sailed to Lisbon. She never came back."
BIRDS = "Birds fly. Most birds sing in spring. The Wren is small."
ANSWER = {"Where did the Anna Maria go?": "Lisbon", "When did it sail?": "1907", "When do birds sing?": "in spring"}
ANSWERS = set(ANSWER.values())


@pytest.fixture(scope="module")
def passages(tmp_path_factory: pytest.TempPathFactory) -> list[Passage]:
    path = tmp_path_factory.mktemp("data") / "small.json"
    path.write_text(json.dumps({"data": [entry("Ships", SHIPS), entry("Birds", BIRDS)]}), encoding="utf-8")
    return load_squad(path)


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    torch.manual_seed(0)
    return new_encoder()


@pytest.fixture(scope="module")
def synonyms() -> Synonyms:
    return Synonyms()


def entry(title: str, context: str) -> dict[str, Any]:
    qas = [
        {"question": question, "answers": [{"text": answer, "answer_start": context.index(answer)}] if answer else []}
        for question, answer in {**ANSWER, "Who knows?": ""}.items()
        if answer in context
    ]
    return {"title": title, "paragraphs": [{"context": context, "qas": qas}]}


def said(passage: Passage, question: Question) -> str:
    return passage.text[question.start : question.end]


def test_a_question_knows_where_its_answer_stands(passages: list[Passage]) -> None:
    found = [(q.text, said(p, q), p.sentences[q.sentence]) for p in passages for q in p.questions]
    assert found == [
        ("Where did the Anna Maria go?", "Lisbon", "In 1907 the Anna Maria sailed to Lisbon."),
        ("When did it sail?", "1907", "In 1907 the Anna Maria sailed to Lisbon."),
        ("When do birds sing?", "in spring", "Most birds sing in spring."),
    ]


def test_qamr_becomes_text_with_the_answers_words(tmp_path: Path) -> None:
    (tmp_path / "texts").write_text("Wiki:1:0\tThe `` Anna '' , a ship -LRB- old -RRB- , did n't sink .\n")
    rows = ["Wiki:1:0\t1\t7\t0\t2\tWhat was Anna?\t5 6\tx", "Wiki:1:0\t1\t7\t0\t2\tWhich?\t2 6\tx"]
    (tmp_path / "asked").write_text("\n".join(rows) + "\n")
    (passage,) = load_qamr(tmp_path / "asked", tmp_path / "texts")
    assert passage.text == "The “Anna”, a ship (old), didn't sink."
    assert [said(passage, question) for question in passage.questions] == ["a ship"]


def test_articles_held_out_are_not_trained_on(passages: list[Passage]) -> None:
    trained, held = hold_out(passages, 2)
    assert [p.title for p in held] == ["Birds"] and [p.title for p in trained] == ["Ships"]


def test_a_crop_keeps_its_questions_answer(passages: list[Passage]) -> None:
    random = Random(0)
    seen = set()
    for question in passages[0].questions * 20:
        part = crop(passages[0], question, random)
        (kept,) = (q for q in part.questions if q.text == question.text)
        assert said(part, kept) == said(passages[0], question) in part.sentences[kept.sentence]
        seen.add(part.text)
    assert len(seen) > 1


def test_a_swapped_question_asks_what_the_text_does_not_hold() -> None:
    random = Random(0)
    changed = {
        swapped("When did the Anna Maria sail in 1907?", SHIPS, "He saw the Wren in 1850.", random) for _ in "12345"
    }
    assert changed <= {"When did the Wren sail in 1907?", "When did the Anna Maria sail in 1850?"} and len(changed) == 2
    assert swapped("What sails?", SHIPS, BIRDS, random) is None


def test_questions_are_also_drawn_as_people_type_them() -> None:
    random = Random(1)
    drawn = {as_typed("When did the ship sail?", random) for _ in range(200)}
    assert {"When did the ship sail?", "When did the ship sail", "did ship sail"} < drawn and len(drawn) > 10


def test_unanswered_examples_do_not_hold_the_answer(passages: list[Passage]) -> None:
    examples, random = reading.Examples(passages), Random(0)
    drawn = [examples.sample(random) for _ in range(200)]
    for example in drawn:
        if example.answer:
            assert example.text[slice(*example.answer)] in ANSWERS
        elif (answer := ANSWER.get(example.question)) is not None:  # the question is not a changed one
            assert answer not in example.text
    assert 0.2 < sum(example.answer is None for example in drawn) / len(drawn) < 0.5


def test_a_pair_is_a_question_with_its_text_and_one_that_does_not_answer(
    passages: list[Passage], synonyms: Synonyms
) -> None:
    examples, random = reading.Examples(passages), Random(0)
    drawn = [examples.pair(random, synonyms) for _ in range(300)]
    for pair in drawn:
        assert pair.answered.answer and pair.answered.text[slice(*pair.answered.answer)] in ANSWERS
        if pair.unanswered:
            assert pair.unanswered.answer is None
            assert pair.same == (pair.unanswered.question == pair.answered.question)
            if pair.same:
                assert pair.answered.text[slice(*pair.answered.answer)] not in pair.unanswered.text
    assert 0.3 < sum(pair.unanswered is not None for pair in drawn) / len(drawn) < 0.7


def test_near_misses_ask_for_what_the_text_has_no_word_of() -> None:
    random = Random(0)
    asked = {absent(SHIPS, random) for _ in range(300)}
    assert "How did Anna Maria die?" in asked and "How old is Lisbon?" not in asked  # there is a number
    assert absent("Birds fly.", random) is None
    assert asked_otherwise("When did it sail?", "It sailed.", random) in {
        "Why did it sail?",
        "Where did it sail?",
        "How much did it sail?",
    }
    assert asked_otherwise("Who sailed?", SHIPS, random) is None
    assert about_another("Where did the Anna Maria go?", SHIPS, random) == "Where did the Lisbon go?"
    assert about_another("Where did she go?", SHIPS, random) is None


def test_a_reworded_question_keeps_its_names_and_numbers(synonyms: Synonyms) -> None:
    random = Random(0)
    drawn = {synonyms.reworded("Which huge ship did Anna buy in 1907?", random) for _ in range(50)}
    assert all("Anna" in question and "1907?" in question for question in drawn)
    assert any("purchase" in question for question in drawn) and len(drawn) > 10


def test_reading_several_texts_of_a_question_is_learnt_together(passages: list[Passage], encoder: Encoder) -> None:
    answered = reading.Example("When did it sail?", SHIPS, (SHIPS.index("1907"), SHIPS.index("1907") + 4))
    wrong = reading.Example("When did it sail?", BIRDS, None)
    with torch.no_grad():
        apart = reading.paired_loss(encoder, [reading.Pair(answered, wrong, False)])
        together = reading.paired_loss(encoder, [reading.Pair(answered, wrong, True)])
        each = reading.loss(encoder, [answered, wrong])
    assert apart.item() == pytest.approx(each.item(), abs=1e-4) and together.item() > apart.item()


def test_the_scores_learnt_are_those_that_the_product_ranks_by(passages: list[Passage], encoder: Encoder) -> None:
    questions = [question.text for passage in passages for question in passage.questions]
    embedder = SentenceEmbedder(find_model(str(find_model(DEFAULT_MODEL).path)))  # as it is before training
    store = TokenStore.of(embedder.embed_tokens([passage.text for passage in passages]))
    expected = [store.maxsim(embedder.embed_question(question)[1], range(len(passages))) for question in questions]
    with torch.no_grad():
        by_passage, by_sentence, _ = searching.scores(encoder, passages, questions)
    np.testing.assert_allclose(by_passage.numpy(), np.stack(expected), atol=0.01)
    assert by_sentence[0].argmax() == 1 and by_sentence[2].argmax() == 4


def test_a_run_cut_short_goes_on_to_the_same_end(
    passages: list[Passage], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    examples = reading.Examples(passages)
    asked: list[int] = []

    def losses(encoder: Encoder, step: int) -> dict[str, torch.Tensor]:
        asked.append(step)
        random = Random(step)
        return {"read": reading.loss(encoder, [examples.sample(random) for _ in range(4)])}

    def cut_short(encoder: Encoder, step: int) -> dict[str, torch.Tensor]:
        if step == 2:
            raise KeyboardInterrupt
        return losses(encoder, step)

    def trained(name: str) -> dict[str, torch.Tensor]:
        found: dict[str, torch.Tensor] = torch.load(tmp_path / name)["encoder"]
        return found

    monkeypatch.setattr("training.fit.SAVE_EVERY", 1)
    with pytest.raises(KeyboardInterrupt):
        fit(tmp_path / "cut.pt", 0, 4, 1e-3, cut_short, 0)
    fit(tmp_path / "cut.pt", 0, 4, 1e-3, losses, 0)
    assert asked == [0, 1, 2, 3]
    fit(tmp_path / "straight.pt", 0, 4, 1e-3, losses, 0)
    straight = trained("straight.pt")
    base = new_encoder().transformer.state_dict()
    assert any(not torch.equal(weight, straight[f"transformer.{name}"]) for name, weight in base.items())
    for name, weight in trained("cut.pt").items():
        torch.testing.assert_close(weight, straight[name])


def test_a_run_with_other_settings_does_not_take_up_another_runs_state(tmp_path: Path) -> None:
    runs = [Namespace(out=tmp_path, seed=s, steps=n, reader_steps=n) for s in (0, 1) for n in (300, 400)]
    kept = [member.checkpoint(run, n) for member in (fit_reader, fit_search) for run in runs for n in (0, 1)]
    assert len(set(kept)) == len(kept)


def test_the_command_ends_with_differences_that_learnt(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    names = ("new_wiki_v1.0", "reddit_v1.0", "amazon_reviews_v1.0", "policyqa.dev", "policyqa.test", "covidqa")
    many = [
        entry(f"{title} {n}", f"{text} It was number {n}.")
        for n in range(14)
        for title, text in (("S", SHIPS), ("B", BIRDS))
    ]
    for name in names:
        (data / f"{name}.json").write_text(json.dumps({"data": many}), encoding="utf-8")
    (data / "qamr.wiki-sentences.tsv").write_text("W:1:0\tThe Anna sank .\n")
    for part in ("dev", "test"):
        (data / f"qamr.{part}.tsv").write_text("W:1:0\t1\t7\t0\t2\tWhat sank?\t0 1\tx\n")

    out = tmp_path / "out"
    command = [sys.executable, "-m", "training", str(data), str(out), "--steps", "1", "--reader-steps", "1"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    weights = out / "reader.safetensors"
    for found in (load_file(weights), load_file(out / "search.safetensors")):
        matrices = [name for name in found if name.endswith("dense.weight")]
        assert matrices and all(unpack({n: found[n], f"{n}.scale": found[f"{n}.scale"]})[n].any() for n in matrices)
    extractor = BertExtractor(weights, hashlib.sha256(weights.read_bytes()).hexdigest())
    assert len(extractor.calibration.words) == 3 and len(extractor.calibration.sentence) == 3
    assert extractor.read("When?", cut(article_of(SHIPS), 0, 1000))[0]
