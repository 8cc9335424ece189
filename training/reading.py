"""Learning to read: the words that answer the question, or that they are not here."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
import torch
from sklearn.feature_extraction.text import TfidfVectorizer
from torch import Tensor
from torch.nn.functional import cross_entropy

from training.corpus import Passage, Question, crop
from training.encoder import Encoder
from training.near_miss import about_another, absent, asked_otherwise
from training.questions import as_typed, swapped
from training.synonyms import Synonyms

_UNANSWERED = 0.38

_WRONG_TEXTS = {"elsewhere": 0.45, "without": 0.2}
_WRONG_QUESTIONS = {"swapped": 0.13, "another": 0.08, "absent": 0.1, "otherwise": 0.04}
"""How often a text that does not answer is of each kind."""

_BY_RULE = {
    "another": about_another,
    "absent": lambda _, text, random: absent(text, random),
    "otherwise": asked_otherwise,
}

_PAIRED = 0.6
_REWORDED = 0.35
_ACROSS = 0.5
"""The share of the loss across texts, against 1 for each text by itself."""


@dataclass(frozen=True, slots=True)
class Example:
    """A question, a text, and where in it the answer stands, in characters; None when it is not there."""

    question: str
    text: str
    answer: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Pair:
    """A question with a text that answers it, and one with a text that does not; it may be the same question."""

    answered: Example
    unanswered: Example | None = None
    same: bool = False


class Examples:
    """Examples out of one data set."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._passages = passages
        self._vectorizer = TfidfVectorizer(sublinear_tf=True, dtype=np.float32)
        self._words = self._vectorizer.fit_transform(p.text for p in passages)

    def sample(self, random: Random) -> Example:
        """Return a question with a crop of its passage, or with a text that does not answer it."""
        passage = random.choice(self._passages)
        question = random.choice(passage.questions)
        if random.random() < _UNANSWERED:
            for how in random.sample(("elsewhere", "without", "swapped"), 3):
                if found := self._unanswered(how, passage, question, random):
                    return found
        part = crop(passage, question, random)
        kept = next((q for q in part.questions if q.text == question.text), None)
        return Example(as_typed(question.text, random), part.text, (kept.start, kept.end) if kept else None)

    def pair(self, random: Random, synonyms: Synonyms) -> Pair:
        """Return a question with a text that answers it and, six times in ten, one that does not.

        A third of the questions are reworded.
        """
        passage = random.choice(self._passages)
        question = random.choice(passage.questions)
        part = crop(passage, question, random)
        kept = next(q for q in part.questions if q.text == question.text)
        asked = synonyms.reworded(question.text, random) if random.random() < _REWORDED else question.text
        answered = Example(as_typed(asked, random), part.text, (kept.start, kept.end))
        if random.random() >= _PAIRED:
            return Pair(answered)
        kinds = _WRONG_TEXTS | _WRONG_QUESTIONS
        how = random.choices(list(kinds), list(kinds.values()))[0]
        other = self._unanswered(how, passage, question, random)
        if other and how in _WRONG_QUESTIONS:
            return Pair(answered, other)
        other = other or self._unanswered("elsewhere", passage, question, random)
        return Pair(answered, other and Example(answered.question, other.text, None), True)

    def _unanswered(self, how: str, passage: Passage, question: Question, random: Random) -> Example | None:
        if how == "without":
            if len(passage.sentences) < 3:
                return None
            others = [s for n, s in enumerate(passage.sentences) if n != question.sentence]
            first = random.randrange(len(others))
            text = " ".join(others[max(0, first - 2) : first + 2])
            said = passage.text[question.start : question.end]
            return None if said in text else Example(as_typed(question.text, random), text, None)
        if how == "swapped":
            other = random.choice(self._passages)
            changed = swapped(question.text, passage.text, other.text, random)
            part = crop(passage, question, random)
            return Example(as_typed(changed, random), part.text, None) if changed else None
        if how in _BY_RULE:
            part = crop(passage, question, random)
            changed = _BY_RULE[how](question.text, part.text, random)
            return Example(as_typed(changed, random), part.text, None) if changed else None
        likeness = (self._words @ self._vectorizer.transform([question.text]).T).toarray().ravel()
        near = [n for n in likeness.argsort()[::-1][:8].tolist() if self._passages[n] is not passage]
        wrong = self._passages[random.choice(near)]
        if passage.text[question.start : question.end] in wrong.text:
            return None
        part = crop(wrong, random.choice(wrong.questions), random)
        return Example(as_typed(question.text, random), part.text, None)


def loss(encoder: Encoder, examples: Sequence[Example]) -> Tensor:
    """Return the loss: cross-entropy of where the answer starts and ends, or of "not here".

    Devlin et al. 2019, "BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding", 4.3.
    """
    read = encoder.read([e.question for e in examples], [e.text for e in examples])
    losses = [
        cross_entropy(logits.T, torch.tensor(target))
        for example, (logits, places) in zip(examples, read, strict=True)
        if (target := _target(example, places)) is not None
    ]
    return torch.stack(losses).mean()


def paired_loss(encoder: Encoder, pairs: Sequence[Pair]) -> Tensor:
    """Return the loss of every example, and that across both texts of a question, so that their scores compare.

    Clark & Gardner 2018, "Simple and Effective Multi-Paragraph Reading Comprehension", shared normalisation.
    """
    examples = [example for pair in pairs for example in (pair.answered, pair.unanswered) if example]
    read = encoder.read([e.question for e in examples], [e.text for e in examples])
    found = iter(zip(examples, read, strict=True))
    each, across = [], []
    for pair in pairs:
        example, (logits, places) = next(found)
        target = _target(example, places)
        if target is not None:
            each.append(cross_entropy(logits.T, torch.tensor(target)))
        if pair.unanswered:
            _, (other, _) = next(found)
            each.append(cross_entropy(other.T, torch.tensor([0, 0])))
            if pair.same and target is not None:
                both = torch.cat([logits[1:], other[1:]])
                across.append(cross_entropy(both.T, torch.tensor(target) - 1))
    return torch.stack(each).mean() + _ACROSS * (torch.stack(across).mean() if across else 0)


def _target(example: Example, places: Tensor) -> list[int] | None:
    """Return the first and last row of the answer's logits, 0 for "not here"; None if it is beyond what is read."""
    if example.answer is None:
        return [0, 0]
    start, end = example.answer
    inside = ((places[:, 0] < end) & (places[:, 1] > start)).nonzero().ravel()
    return [1 + int(inside[0]), 1 + int(inside[-1])] if len(inside) else None
