"""The encoder under training: a sentence-transformers model's transformer, and a head that reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.functional import normalize

from qa.embed import DEFAULT_MODEL, find_model

_MAX_LENGTH = 256


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


@dataclass(frozen=True, slots=True)
class _Pieces:
    """The word-pieces of several texts, or of pairs of them, one after the other, with special ones.

    Attributes:
        ids: `(n,) int64`.
        types: 1 for those of a pair's second text, else 0, `(n,) int64`.
        special: 1 for those that are not in the text, else 0, `(n,) int64`.
        places: where each stands in its text, `(n, 2) int64`, in characters.
        counts: how many each text has.
    """

    ids: Tensor
    types: Tensor
    special: Tensor
    places: Tensor
    counts: list[int]


class Encoder(nn.Module):
    """The transformer, its tokenizer, and the reading head: a start and an end logit per word-piece.

    All texts go through the transformer in one row, so that none is padded; each attends to itself only.
    """

    def __init__(self, transformer: Any, tokenizer: Any) -> None:
        super().__init__()
        self.transformer, self._tokenizer = transformer, tokenizer
        self.head = nn.Linear(transformer.config.hidden_size, 2)
        self.vocabulary: int = transformer.config.vocab_size
        for name, weight in transformer.named_parameters():
            weight.requires_grad = name.startswith("encoder.")  # the embeddings of words stay as they are

    def encode(self, texts: Sequence[str]) -> Encoded:
        """Return the word-pieces of the texts, in the texts' order."""
        pieces = self._pieces(texts)
        hidden = self._hidden(pieces)
        kept = pieces.special == 0
        return Encoded(
            pieces.ids[kept],
            normalize(hidden[kept], dim=-1),
            pieces.places[kept][:, 1],
            [int(own.sum()) for own in kept.split(pieces.counts)],
            normalize(torch.stack([own.mean(0) for own in hidden.split(pieces.counts)]), dim=-1),
        )

    def read(self, questions: Sequence[str], texts: Sequence[str]) -> list[tuple[Tensor, Tensor]]:
        """Return for each pair its logits, `(1 + n, 2)`: "not here" first, then one row a word-piece of the text.

        With them come the word-pieces' places in the text, `(n, 2)`. The transformer computes in bfloat16.
        """
        pieces = self._pieces(questions, texts)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            hidden = self._hidden(pieces)
        inside = (pieces.types == 1) & (pieces.special == 0)
        each = (part.split(pieces.counts) for part in (self.head(hidden.float()), pieces.places, inside))
        return [(torch.cat([logits[:1], logits[own]]), places[own]) for logits, places, own in zip(*each, strict=True)]

    def _pieces(self, *texts: Sequence[str]) -> _Pieces:
        features = self._tokenizer(
            *map(list, texts),
            truncation="only_second" if len(texts) > 1 else True,
            max_length=_MAX_LENGTH,
            return_offsets_mapping=True,
            return_special_tokens_mask=True,
        )

        def joined(name: str) -> Tensor:
            return torch.tensor(list(chain.from_iterable(features[name])))

        return _Pieces(
            joined("input_ids"),
            joined("token_type_ids"),
            joined("special_tokens_mask"),
            joined("offset_mapping"),
            [len(ids) for ids in features["input_ids"]],
        )

    def _hidden(self, pieces: _Pieces) -> Tensor:
        """Return the last layer's vectors, `(n, dim)`."""
        found = self.transformer(
            input_ids=pieces.ids[None],
            token_type_ids=pieces.types[None],
            position_ids=torch.cat([torch.arange(count) for count in pieces.counts])[None],
            counts=pieces.counts,
        )
        hidden: Tensor = found.last_hidden_state[0]
        return hidden


def _attend(
    _: nn.Module, query: Tensor, key: Tensor, value: Tensor, *__: Any, scaling: float, counts: list[int], **___: Any
) -> tuple[Tensor, None]:
    """Return softmax attention inside each text, for `(1, heads, n, size)` as `(1, n, heads, size)`.

    Vaswani et al. 2017, "Attention Is All You Need", 3.2.1.
    """
    each = zip(query.split(counts, 2), key.split(counts, 2), value.split(counts, 2), strict=True)
    found = [torch.softmax(q @ k.transpose(-1, -2) * scaling, -1) @ v for q, k, v in each]
    return torch.cat(found, 2).transpose(1, 2), None


def new_encoder() -> Encoder:
    """Return the default model, ready to be trained; without dropout, which a few passes over the data do not need."""
    from sentence_transformers import SentenceTransformer
    from transformers import AttentionInterface
    from transformers.utils import logging

    logging.disable_progress_bar()
    AttentionInterface.register("by_text", _attend)
    model: Any = SentenceTransformer(str(find_model(DEFAULT_MODEL).path), device="cpu")
    model[0].auto_model.set_attn_implementation("by_text")
    return Encoder(model[0].auto_model, model.tokenizer).eval()
