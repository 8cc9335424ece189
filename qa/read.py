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

READ = 3
"""How many passages are read for the exact words."""

SEARCH = 30.0
"""How much the search's score, from -1 to 1, counts beside the reader's in choosing the words.

Both were chosen on the development questions (docs/answers.md).
"""

MOST = 5
"""At most so many answers are given to a question that asks for several."""


Candidate = tuple[Hit, Reading]
"""Words that may answer, and the passage they stand in."""


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
    """Answers with the exact words, found by the extractor and the search together.

    A question that wants a yes or a no gets the sentence nearest to it instead: which of the two it means, and whether
    it says either, is for people to judge.
    """

    def __init__(self, extractor: Extractor, min_confidence: float) -> None:
        """Take the article not to answer when nothing is right with a probability of `min_confidence` or more."""
        self._extractor = extractor
        self._min_confidence = min_confidence

    def read(self, query: Query, hits: Hits) -> Answer:
        """Return the answer found in the first `READ` of `hits`, which must not be empty.

        The answer's passage comes first in its hits, then those of further answers, then the others.
        """
        calibration = self._extractor.calibration
        if wants_yes_or_no(query.text):
            best = hits[0]
            score = probability(sentence_features(best), calibration.sentence)
            sentence = best.sentence if score >= self._min_confidence else None
            return Answer(query.text, sentence, sentence, score, hits, yes_no=True)
        found = candidates(self._extractor, query.text, hits)
        score = probability(features(*found[0]), calibration.words) if found else 0.0
        if score < self._min_confidence:
            return Answer(query.text, None, None, score, hits)
        best, reading = found[0]
        also = self._also(found) if wants_several(query.text) else []
        first = list(dict.fromkeys([best.start, *(hit.start for hit, _ in also)]))
        order = sorted(hits, key=lambda hit: first.index(hit.start) if hit.start in first else len(first))
        order[0] = replace(best, sentence=reading.sentence)
        ranked = Hits(replace(hit, rank=rank) for rank, hit in enumerate(order, start=1))
        further = tuple(other.span for _, other in also)
        return Answer(query.text, reading.span, reading.sentence, score, ranked, further)

    def _also(self, found: Sequence[Candidate]) -> list[Candidate]:
        """Return further answers that are likely enough and say something else, the likeliest first."""
        said = {found[0][1].span.text.casefold()}
        sure = [(probability(features(*pair), self._extractor.calibration.words), pair) for pair in found[1:]]
        others = []
        for score, (hit, reading) in sorted(sure, key=lambda candidate: -candidate[0]):
            if score >= self._min_confidence and reading.span.text.casefold() not in said:
                said.add(reading.span.text.casefold())
                others.append((hit, reading))
        return others[: MOST - 1]


def candidates(extractor: Extractor, question: str, hits: Hits) -> list[Candidate]:
    """Return what may answer the question in the first `READ` of the hits, by the reader's score and the search's."""
    read = extractor.read(question, [hit.passage for hit in hits[:READ]])
    found = [(hit, reading) for hit, readings in zip(hits, read, strict=False) for reading in readings]
    return sorted(found, key=lambda pair: -(pair[1].score + SEARCH * pair[0].score))


def features(hit: Hit, reading: Reading) -> tuple[float, ...]:
    """Return what the probability of words is made from: the reader's score, the search's, and the support."""
    return reading.score, hit.score, support(hit)


def sentence_features(hit: Hit) -> tuple[float, ...]:
    """Return what the probability of a hit's sentence is made from: the search's score and the support."""
    return hit.score, support(hit)


def probability(found: Sequence[float], regression: Sequence[float]) -> float:
    """Return a logistic regression's probability for features, its intercept first.

    Platt 1999, "Probabilistic Outputs for Support Vector Machines".
    """
    intercept, *weights = regression
    logit = intercept + sum(weight * value for weight, value in zip(weights, found, strict=True))
    return 1 / (1 + math.exp(-max(min(logit, 50), -50)))
