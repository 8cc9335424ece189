"""The readers: they choose the answer among the hits and point at it, or say that it is not there."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from qa.answer import Answer
from qa.extract import Extractor, Reading
from qa.kinds import is_keywords, wants_several, wants_yes_or_no
from qa.search import Hit, Hits
from qa.stages import Query
from qa.support import echoes, support

READ = 3
"""How many passages are read for the exact words."""

SEARCH = 30.0
"""How much the search's score, from -1 to 1, counts beside the reader's in choosing the words.

Both were chosen on the development questions (docs/answers.md).
"""

LIKELY = 0.5
"""The probability of being right from which a further answer is given to a question that asks for several."""

MOST = 5
"""At most so many answers are given to a question that asks for several."""


Candidate = tuple[Hit, Reading]
"""Words that may answer, and the passage they stand in."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What the search must find for anything to be read: under it nothing in the article is near the question.

    Attributes:
        score: the least score of the best hit.
        follow_up: the same for a question that takes names along, which meet their passage whatever is asked of it.
        cosine: the least cosine of the best sentence vector: a lone "who" is met perfectly by some word, but nothing is
            near.
    """

    score: float
    follow_up: float
    cosine: float

    def near(self, query: Query, best: Hit) -> bool:
        """Return whether the best hit is near enough."""
        return best.score >= (self.follow_up if query.leans else self.score) and best.parts.vector >= self.cosine


class Reader(Protocol):
    """What finds the answer in the hits."""

    def read(self, query: Query, hits: Hits) -> Answer:
        """Return the answer found in `hits`, which must not be empty."""
        ...


class SentenceReader:
    """Answers with the best sentence of the best passage."""

    def __init__(self, bounds: Bounds) -> None:
        """Take the article not to answer when nothing is near."""
        self._bounds = bounds

    def read(self, query: Query, hits: Hits) -> Answer:
        """Return the answer found in `hits`, which must not be empty."""
        best = hits[0]
        sentence = best.sentence if self._bounds.near(query, best) else None
        return Answer(query.text, sentence, sentence, best.score, hits, yes_no=wants_yes_or_no(query.text))


class ExtractiveReader:
    """Answers with the exact words, found by the extractor and the search together.

    Keywords, which ask nothing, get the sentence nearest to them instead. So does a question that wants a yes or a no:
    whether the sentence means one of them, and which, is for people to judge.
    """

    def __init__(self, extractor: Extractor, bounds: Bounds, min_confidence: float) -> None:
        """Take the article not to answer when nothing is near, or right with a probability of `min_confidence`."""
        self._extractor = extractor
        self._bounds = bounds
        self._min_confidence = min_confidence

    def read(self, query: Query, hits: Hits) -> Answer:
        """Return the answer found in the first `READ` of `hits`, which must not be empty.

        The answer's passage comes first in its hits, then those of further answers, then the others.
        """
        yes_no = wants_yes_or_no(query.text)
        if not self._bounds.near(query, hits[0]):
            return Answer(query.text, None, None, 0.0, hits, yes_no=yes_no)
        if yes_no or is_keywords(query.text):
            return self._sentence(query, hits, yes_no)
        found = candidates(self._extractor, query, hits)
        score = self._probability(*found[0]) if found else 0.0
        if score < self._min_confidence:
            return Answer(query.text, None, None, score, hits)
        best, reading = found[0]
        also = self._also(query.text, found) if wants_several(query.text) else []
        first = list(dict.fromkeys([best.start, *(hit.start for hit, _ in also)]))
        order = sorted(hits, key=lambda hit: first.index(hit.start) if hit.start in first else len(first))
        order[0] = replace(best, sentence=reading.sentence)
        ranked = Hits(replace(hit, rank=rank) for rank, hit in enumerate(order, start=1))
        further = tuple(other.span for _, other in also)
        return Answer(query.text, reading.span, reading.sentence, score, ranked, further)

    def _sentence(self, query: Query, hits: Hits, yes_no: bool) -> Answer:
        score = probability(sentence_features(hits[0]), self._extractor.calibration.sentence)
        sentence = hits[0].sentence if score >= self._min_confidence else None
        return Answer(query.text, sentence, sentence, score, hits, yes_no=yes_no)

    def _also(self, question: str, found: Sequence[Candidate]) -> list[Candidate]:
        """Return further answers that are likelier right than wrong, the likeliest first.

        Each says something else and stands in another sentence: in one sentence readings vie for the same answer.
        """
        said, used = {found[0][1].span.text.casefold()}, {found[0][1].sentence.start}
        others = []
        for hit, reading in sorted(found[1:], key=lambda pair: -self._probability(*pair)):
            words = reading.span.text.casefold()
            if self._probability(hit, reading) < LIKELY or words in said or reading.sentence.start in used:
                continue
            if echoes(question, words):
                continue
            said.add(words)
            used.add(reading.sentence.start)
            others.append((hit, reading))
        return others[: MOST - 1]

    def _probability(self, hit: Hit, reading: Reading) -> float:
        return probability(features(hit, reading), self._extractor.calibration.words)


def candidates(extractor: Extractor, query: Query, hits: Hits) -> list[Candidate]:
    """Return what may answer the question in the first `READ` of the hits, by the reader's score and the search's.

    Of a question that leans on another only the first hit is read: the reader does not know what was said before.
    """
    read = extractor.read(query.text, [hit.passage for hit in hits[: 1 if query.leans else READ]])
    found = [(hit, reading) for hit, readings in zip(hits, read, strict=False) for reading in readings]
    return sorted(found, key=lambda pair: -(pair[1].score + SEARCH * pair[0].score))


def features(hit: Hit, reading: Reading) -> tuple[float, ...]:
    """Return what the probability of words is made from: the reader's score and the support."""
    return reading.score, support(hit)


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
