"""The readers: they choose the answer among the hits and point at it, or say that it is not there."""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from qa.answer import Answer
from qa.extract import Extractor, Reading
from qa.kinds import wants_several, wants_yes_or_no
from qa.search import Hit, Hits
from qa.stages import Query
from qa.support import support

READ = 5
"""How many passages are read for the exact words (measured in docs/answers.md)."""

MOST = 5
"""At most so many answers are given to a question that asks for several."""


class Reader(Protocol):
    """What finds the answer in the hits."""

    def read(self, query: Query, hits: Hits) -> Answer:
        """Return the answer found in `hits`, which must not be empty."""
        ...


class SentenceReader:
    """Answers with the best sentence of the best passage."""

    def __init__(self, min_score: float, min_follow_up: float, min_cosine: float) -> None:
        """Take the article not to answer when the best hit is under its bounds.

        `min_follow_up` is asked of a question that takes names along, which meet their passage whatever is asked of it.
        `min_cosine` is asked of the sentence vectors: a lone "who" is met perfectly by some word, but nothing is near.
        """
        self._min_score = min_score
        self._min_follow_up = min_follow_up
        self._min_cosine = min_cosine

    def read(self, query: Query, hits: Hits) -> Answer:
        """Return the answer found in `hits`, which must not be empty."""
        best = hits[0]
        enough = self._min_follow_up if query.leans else self._min_score
        near = best.score >= enough and best.parts.vector >= self._min_cosine
        sentence = best.sentence if near else None
        yes_no = wants_yes_or_no(query.text)
        return Answer(query.text, sentence, sentence, best.score, hits, yes_no=yes_no)


class ExtractiveReader:
    """Answers with the exact words, by the extractor and the search together."""

    def __init__(self, extractor: Extractor, min_confidence: float) -> None:
        """Take the article not to answer when no words are right with a probability of `min_confidence` or more."""
        self._extractor = extractor
        self._min_confidence = min_confidence

    def read(self, query: Query, hits: Hits) -> Answer:
        """Return the answer found in the first `READ` of `hits`, which must not be empty.

        The answer's passage comes first in its hits, then those of further answers, then the others.
        """
        read = self._extractor.read(query.text, [hit.passage for hit in hits[:READ]])
        found = [(hit, reading) for hit, readings in zip(hits, read, strict=False) for reading in readings]
        yes_no = wants_yes_or_no(query.text)
        if not found:
            return Answer(query.text, None, None, 0.0, hits, yes_no=yes_no)
        sure = sorted(
            ((self._probability(features(hit, reading)), hit, reading) for hit, reading in found),
            key=lambda candidate: -candidate[0],
        )
        score, best, reading = sure[0]
        if score < self._min_confidence:
            return Answer(query.text, None, None, score, hits, yes_no=yes_no)
        also = self._also(sure) if wants_several(query.text) else []
        first = dict.fromkeys([best.passage, *(hit.passage for hit, _ in also)])
        order = sorted(hits, key=lambda hit: list(first).index(hit.passage) if hit.passage in first else len(first))
        order[0] = replace(best, sentence=reading.sentence)
        return Answer(
            query.text,
            reading.span,
            reading.sentence,
            score,
            Hits(replace(hit, rank=rank) for rank, hit in enumerate(order, start=1)),
            tuple(other.span for _, other in also),
            yes_no,
        )

    def _also(self, sure: "Sequence[Candidate]") -> list[tuple[Hit, Reading]]:
        """Return further answers that are likely enough and say something else."""
        said = {sure[0][2].span.text.casefold()}
        others = []
        for score, hit, reading in sure[1:]:
            if score >= self._min_confidence and reading.span.text.casefold() not in said:
                said.add(reading.span.text.casefold())
                others.append((hit, reading))
        return others[: MOST - 1]

    def _probability(self, found: Sequence[float]) -> float:
        """Return how likely the words are right (Platt 1999, "Probabilistic Outputs for Support Vector Machines")."""
        intercept, *weights = self._extractor.calibration
        logit = intercept + sum(weight * value for weight, value in zip(weights, found, strict=True))
        return 1 / (1 + math.exp(-max(min(logit, 50), -50)))


Candidate = tuple[float, Hit, Reading]
"""The probability that the words are right, the passage they stand in, and the words."""


def features(hit: Hit, reading: Reading) -> tuple[float, ...]:
    """Return what the probability of an answer is made from: the reader's score, the search's, and the support."""
    return reading.score, hit.score, support(hit)
