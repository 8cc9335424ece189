"""Makes a probability of what reader and search say of an answer, on the articles that are not trained on."""

import hashlib
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

import numpy as np
from sklearn.linear_model import LogisticRegression
from tqdm import tqdm

from qa import Bot, Config
from qa.dataset import Example, load_squad
from qa.evaluate import RIGHT
from qa.extract import BertExtractor
from qa.metrics import f1
from qa.read import READ, features
from training.held_out import write_held_out
from training.near_miss import about_another, absent, asked_otherwise

QUESTIONS = 600
_UNANSWERED = 3
"""To every third question comes one that the article does not answer."""

Candidates = tuple[list[tuple[float, ...]], list[bool]]
"""What is known of the best answer in each passage read for a question, and whether it is right."""


def calibration(source: Path, out: Path, weights: Path) -> list[float]:
    """Return a logistic regression, its intercept first, that makes a probability of an answer's `features`.

    Two fits: one over the best answer of every passage read, which weighs the features; and one over the best answer
    of each question, which makes its scores probabilities (Platt 1999). An answer is right from an F1 of `RIGHT` on.

    Args:
        source: SQuADShifts' file on Wikipedia.
        out: a folder for the index.
        weights: the reader's file.
    """
    extractor = BertExtractor(weights, hashlib.sha256(weights.read_bytes()).hexdigest())
    asked = list(_candidates(source, out, extractor))
    x, y = np.array([f for found, _ in asked for f in found]), np.array([r for _, right in asked for r in right])
    weigh = LogisticRegression(C=100, max_iter=10_000).fit(x, y)
    best = [int(weigh.decision_function(found).argmax()) for found, _ in asked]
    chosen = np.array([found[n] for (found, _), n in zip(asked, best, strict=True)])
    right = np.array([right[n] for (_, right), n in zip(asked, best, strict=True)])
    scale = LogisticRegression(C=100).fit(weigh.decision_function(chosen)[:, None], right)
    slope, shift = float(scale.coef_[0, 0]), float(scale.intercept_[0])
    return [slope * float(weigh.intercept_[0]) + shift, *(slope * weigh.coef_[0]).tolist()]


def _candidates(source: Path, out: Path, extractor: BertExtractor) -> Iterator[Candidates]:
    """Yield what is found for questions on the held-out articles, and for others that they do not answer."""
    random = Random(0)
    article, examples = load_squad(write_held_out(source, out / "held_out.json", alone=True))
    bot = Bot(Config(min_chars=0, max_chars=sys.maxsize, embeddings=out / "embeddings"), article)
    for number, example in enumerate(tqdm(random.sample(examples, min(QUESTIONS, len(examples))), "Calibration")):
        yield _found(bot, extractor, example.question, example)
        if number % _UNANSWERED == 0:
            text, question = example.blocks[0].text, example.question
            rules = (
                absent(text, random),
                about_another(question, text, random),
                asked_otherwise(question, text, random),
            )
            made = [rule for rule in rules if rule]
            if made and random.random() < 0.5:
                yield _found(bot, extractor, random.choice(made), None)
            else:
                yield _found(bot, extractor, question, None, without=example)


def _found(
    bot: Bot, extractor: BertExtractor, question: str, right: Example | None, without: Example | None = None
) -> Candidates:
    """Return the candidates for one question; `without`: the passage that answers it taken out."""
    hits = bot.retrieve(question, READ + 1)
    gone = without.blocks[0] if without else None
    hits[:] = [hit for hit in hits if not gone or hit.end <= gone.start or gone.end <= hit.start][:READ]
    read = extractor.read(question, [hit.passage for hit in hits])
    pairs = [(hit, readings[0]) for hit, readings in zip(hits, read, strict=True) if readings]
    answers: Sequence[str] = right.answers if right else ()
    return [features(*pair) for pair in pairs], [f1(reading.span.text, answers) >= RIGHT for _, reading in pairs]
