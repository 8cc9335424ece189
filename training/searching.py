"""Learning to search: among passages alike, late interaction must find the passage, and in it the sentence."""

from collections.abc import Sequence
from random import Random

import numpy as np
import torch
from sklearn.feature_extraction.text import TfidfVectorizer
from torch import Tensor
from torch.nn.functional import cross_entropy

from training.corpus import Passage, crop
from training.encoder import Encoder
from training.questions import as_typed

_TEMPERATURE = 0.03
_POOLED_TEMPERATURE = 0.05
_SENTENCE, _POOLED = 0.5, 0.2
"""The shares of the losses on the sentence and on the texts' mean vectors, against 1 for the passage."""


class Groups:
    """Passages that are hard to tell apart: of one article, and beyond it those whose words are nearest."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._passages = passages
        words = TfidfVectorizer(sublinear_tf=True, dtype=np.float32).fit_transform(p.text for p in passages)
        self._alike = (words @ words.T).toarray()
        for n, passage in enumerate(passages):
            self._alike[n] += [passage.title == other.title for other in passages]

    def sample(self, size: int, random: Random) -> list[Passage]:
        """Return at most `size` passages, half of them cropped: one, and others out of the nearest to it."""
        first = random.randrange(len(self._passages))
        near = self._alike[first].argsort()[::-1][1 : 2 * size].tolist()
        chosen = [self._passages[n] for n in (first, *random.sample(near, min(size - 1, len(near))))]
        return [crop(p, random.choice(p.questions), random) if random.random() < 0.5 else p for p in chosen]


def loss(encoder: Encoder, passages: Sequence[Passage], random: Random, asked: int = 3) -> Tensor:
    """Return the loss over at most `asked` questions of each passage.

    Contrastive, over the passages given: cross-entropy of the scores (van den Oord et al. 2018, "Representation
    Learning with Contrastive Predictive Coding").
    """
    questions = [
        (n, q) for n, p in enumerate(passages) for q in random.sample(p.questions, min(asked, len(p.questions)))
    ]
    by_passage, by_sentence, pooled = scores(encoder, passages, [as_typed(q.text, random) for _, q in questions])
    target = torch.tensor([n for n, _ in questions])
    firsts = [0]
    for passage in passages:
        firsts.append(firsts[-1] + len(passage.sentences))
    sentence = torch.tensor([firsts[n] + q.sentence for n, q in questions])
    outside = torch.ones_like(by_sentence, dtype=torch.bool)
    for row, (n, _) in enumerate(questions):
        outside[row, firsts[n] : firsts[n + 1]] = False
    inside = by_sentence.masked_fill(outside, -1.0)
    return (
        cross_entropy(by_passage / _TEMPERATURE, target)
        + _SENTENCE * cross_entropy(inside / _TEMPERATURE, sentence)
        + _POOLED * cross_entropy(pooled / _POOLED_TEMPERATURE, target)
    )


def scores(encoder: Encoder, passages: Sequence[Passage], questions: Sequence[str]) -> tuple[Tensor, Tensor, Tensor]:
    """Return MaxSim of each question with each passage `(q, p)` and each sentence `(q, s)`, and the pooled cosines.

    As in `qa.tokens`: word-pieces weighted by IDF, here over the passages given.
    """
    texts, asked = encoder.encode([p.text for p in passages]), encoder.encode(questions)
    df = torch.zeros(encoder.vocabulary)
    for ids in texts.ids.split(texts.counts):
        df[ids.unique()] += 1
    idf = torch.log1p((len(passages) - df + 0.5) / (df + 0.5))[asked.ids]
    weights = torch.block_diag(*[(w / w.sum().clamp_min(1e-6)).unsqueeze(0) for w in idf.split(asked.counts)])
    cosines = (asked.vectors @ texts.vectors.T).split(_sizes(passages, texts.ends.split(texts.counts)), dim=1)
    met = torch.stack([c.amax(1) if c.shape[1] else torch.full((len(c),), -1.0) for c in cosines], dim=1)
    whole = torch.stack([c.amax(1) for c in met.split([len(p.sentences) for p in passages], dim=1)], dim=1)
    return weights @ whole, weights @ met, asked.pooled @ texts.pooled.T


def _sizes(passages: Sequence[Passage], ends: Sequence[Tensor]) -> list[int]:
    """Return how many word-pieces each sentence has."""
    sizes = []
    for passage, places in zip(passages, ends, strict=True):
        end, before = 0, 0
        for sentence in passage.sentences:
            end += len(sentence) + 1
            upto = int((places < end).sum())
            sizes.append(upto - before)
            before = upto
    return sizes
