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
from training.questions import as_typed, swapped

_UNANSWERED = 0.38


@dataclass(frozen=True, slots=True)
class Example:
    """A question, a text, and where in it the answer stands, in characters; None when it is not there."""

    question: str
    text: str
    answer: tuple[int, int] | None


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
    losses = []
    for example, (logits, places) in zip(examples, read, strict=True):
        first = last = 0
        if example.answer:
            start, end = example.answer
            inside = ((places[:, 0] < end) & (places[:, 1] > start)).nonzero().ravel()
            if len(inside) == 0:
                continue  # beyond what the model reads
            first, last = 1 + int(inside[0]), 1 + int(inside[-1])
        losses.append(cross_entropy(logits.T, torch.tensor([first, last])))
    return torch.stack(losses).mean()
