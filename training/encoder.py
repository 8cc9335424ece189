"""The encoder under training: a sentence-transformers model's transformer, and a head that reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.functional import normalize

_MAX_LENGTH = 256
_MICRO = 4
"""Texts of about the same length go through the model together, this many at a time: fewer leave less to pad."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """The word-pieces of several texts, one text after the other, without special ones.

    Attributes:
        ids: `(n,) int64`.
        vectors: `(n, dim)`, unit rows.
        ends: where each ends in its text, in characters, `(n,) int64`.
        counts: how many each text has.
        pooled: each text's mean vector, `(texts, dim)`, unit rows.
    """

    ids: Tensor
    vectors: Tensor
    ends: Tensor
    counts: list[int]
    pooled: Tensor


class Encoder(nn.Module):
    """The transformer, its tokenizer, and the reading head: a start and an end logit per word-piece."""

    def __init__(self, transformer: Any, tokenizer: Any) -> None:
        super().__init__()
        self.transformer, self._tokenizer = transformer, tokenizer
        self.head = nn.Linear(transformer.config.hidden_size, 2)
        self.vocabulary: int = transformer.config.vocab_size
        for name, weight in transformer.named_parameters():
            weight.requires_grad = name.startswith("encoder.")  # the embeddings of words stay as they are

    def encode(self, texts: Sequence[str]) -> Encoded:
        """Return the word-pieces of the texts, in the texts' order."""
        found: dict[int, tuple[Tensor, ...]] = {}
        for chosen in _alike([len(text) for text in texts]):
            features = self._features([texts[n] for n in chosen])
            places, special = features.pop("offset_mapping"), features.pop("special_tokens_mask")
            hidden = self.transformer(**features).last_hidden_state
            mask = features["attention_mask"].unsqueeze(-1)
            pooled = normalize((hidden * mask).sum(1) / mask.sum(1), dim=-1)
            vectors = normalize(hidden, dim=-1)
            for row, n in enumerate(chosen):
                kept = special[row] == 0
                found[n] = features["input_ids"][row][kept], vectors[row][kept], places[row][kept][:, 1], pooled[row]
        rows = [found[n] for n in range(len(texts))]
        ids, vectors, ends = (torch.cat([row[part] for row in rows]) for part in range(3))
        return Encoded(ids, vectors, ends, [len(row[0]) for row in rows], torch.stack([row[3] for row in rows]))

    def read(self, questions: Sequence[str], texts: Sequence[str]) -> list[tuple[Tensor, Tensor]]:
        """Return for each pair its logits, `(1 + n, 2)`: "not here" first, then one row a word-piece of the text.

        With them come the word-pieces' places in the text, `(n, 2)`. The transformer computes in bfloat16.
        """
        found: dict[int, tuple[Tensor, Tensor]] = {}
        for chosen in _alike([len(q) + len(t) for q, t in zip(questions, texts, strict=True)]):
            features = self._features([questions[n] for n in chosen], [texts[n] for n in chosen])
            places, special = features.pop("offset_mapping"), features.pop("special_tokens_mask")
            with torch.autocast("cpu", dtype=torch.bfloat16):
                hidden = self.transformer(**features).last_hidden_state
            logits = self.head(hidden.float())
            for row, n in enumerate(chosen):
                inside = (features["token_type_ids"][row] == 1) & (special[row] == 0)
                found[n] = torch.cat([logits[row, :1], logits[row][inside]]), places[row][inside]
        return [found[n] for n in range(len(texts))]

    def _features(self, *texts: list[str]) -> Any:
        return self._tokenizer(
            *texts,
            padding=True,
            truncation="only_second" if len(texts) > 1 else True,
            max_length=_MAX_LENGTH,
            return_tensors="pt",
            return_offsets_mapping=True,
            return_special_tokens_mask=True,
        )


def _alike(lengths: Sequence[int]) -> list[list[int]]:
    order = sorted(range(len(lengths)), key=lambda n: lengths[n])
    size = _MICRO if lengths and sum(lengths) / len(lengths) > 100 else 4 * _MICRO
    return [order[start : start + size] for start in range(0, len(order), size)]
