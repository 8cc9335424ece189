"""Makes a probability of what reader and search say of an answer, on the articles that are not trained on."""

import hashlib
import math
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from sklearn.linear_model import LogisticRegression
from tqdm import tqdm

from qa import Bot, Config
from qa.dataset import Example, load_squad
from qa.evaluate import RIGHT
from qa.extract import BertExtractor, Calibration
from qa.metrics import f1
from qa.read import READ, candidates, features, sentence_features
from qa.search import Hits
from qa.stages import Query
from training.held_out import write_held_out
from training.near_miss import about_another, absent, asked_otherwise
from training.synonyms import Synonyms

QUESTIONS = 800
_UNANSWERED = 3
"""To every third question comes one that the article does not answer."""


@dataclass(frozen=True, slots=True)
class Case:
    """What is known of the likeliest words and of the nearest sentence for a question, and whether they are right."""

    words: tuple[float, ...]
    words_right: bool
    sentence: tuple[float, ...]
    sentence_right: bool


def calibration(source: Path, out: Path, weights: Path) -> Calibration:
    """Return the logistic regressions that make probabilities of what is known of an answer.

    Words are right from an F1 of `RIGHT` on, a sentence when an answer stands in it.

    Args:
        source: SQuADShifts' file on Wikipedia.
        out: a folder for the index.
        weights: the reader's file.
    """
    extractor = BertExtractor(weights, hashlib.sha256(weights.read_bytes()).hexdigest())
    cases = list(_cases(source, out, extractor))
    return Calibration(
        _fitted([case.words for case in cases], [case.words_right for case in cases]),
        _fitted([case.sentence for case in cases], [case.sentence_right for case in cases]),
    )


def _fitted(features: Sequence[tuple[float, ...]], right: Sequence[bool]) -> tuple[float, ...]:
    if len(set(right)) == 1:  # nothing to tell apart, as after a few steps of training: the base rate, smoothed
        return math.log((sum(right) + 1) / (len(right) - sum(right) + 1)), *[0.0] * len(features[0])
    regression = LogisticRegression(C=100, max_iter=10_000).fit(features, right)
    return float(regression.intercept_[0]), *regression.coef_[0].tolist()


def _cases(source: Path, out: Path, extractor: BertExtractor) -> Iterator[Case]:
    """Yield cases: questions on the held-out articles, half of them reworded, and some that these do not answer."""
    random = Random(0)
    article, examples = load_squad(write_held_out(source, out / "held_out.json", alone=True))
    bot = Bot(Config(min_chars=0, max_chars=sys.maxsize, embeddings=out / "embeddings"), article)
    synonyms = Synonyms()
    answerable = [example for example in examples if example.answerable]
    chosen = random.sample(answerable, min(QUESTIONS, len(answerable)))
    for number, example in enumerate(tqdm(chosen, "Calibration")):
        asked = synonyms.reworded(example.question, random) if number % 2 else example.question
        query = bot.understand(asked)
        yield _case(extractor, query, bot.searcher.search(query, READ), example)
        if number % _UNANSWERED == 0:
            made = _near_misses(example, random)
            question = random.choice(made) if made and random.random() < 0.5 else asked
            query = bot.understand(question)
            hits = bot.searcher.search(query, READ + 1)
            if question == asked:  # without the passage that answers it
                gone = example.blocks[0]
                hits[:] = [hit for hit in hits if hit.end <= gone.start or gone.end <= hit.start]
            yield _case(extractor, query, hits, None)


def _near_misses(example: Example, random: Random) -> list[str]:
    """Return questions like the example's that its passage does not answer, one by each rule that fits."""
    text, question = example.blocks[0].text, example.question
    made = absent(text, random), about_another(question, text, random), asked_otherwise(question, text, random)
    return [question for question in made if question]


def _case(extractor: BertExtractor, query: Query, hits: Hits, example: Example | None) -> Case:
    hit, reading = candidates(extractor, query, hits)[0]
    sentence = hits[0].sentence
    evidence = example.evidence if example else ()
    return Case(
        features(hit, reading),
        f1(reading.span.text, example.answers if example else ()) >= RIGHT,
        sentence_features(hits[0]),
        any(sentence.start < span.end and span.start < sentence.end for span in evidence),
    )
