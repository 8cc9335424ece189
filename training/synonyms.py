"""Words that mean about the same, by the embedding model itself, to ask a question in words that its text lacks."""

import re
from random import Random

import numpy as np
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

_WORD = re.compile(r"(?<![\w’'-])[a-z]{3,}(?![\w’'-])")
_NEAR = 0.65
_MOST = 5
_STEM = 4
_REPLACED = 0.6
"""How many of the words that can be are replaced."""


class Synonyms:
    """For each word of the model's vocabulary its nearest neighbours that are no forms of it, by cosine."""

    def __init__(self) -> None:
        from sentence_transformers import SentenceTransformer

        from qa.embed import find_base

        model = SentenceTransformer(str(find_base()), device="cpu")
        words = [word for word in sorted(model.tokenizer.get_vocab()) if _WORD.fullmatch(word)]
        vectors = model.encode(words, batch_size=256, normalize_embeddings=True, show_progress_bar=False)
        self._near: dict[str, list[str]] = {}
        for first in range(0, len(words), 1000):
            cosines = vectors[first : first + 1000] @ vectors.T
            for word, row in zip(words[first:], cosines, strict=False):
                if word in ENGLISH_STOP_WORDS:
                    continue
                best = np.argpartition(-row, 20)[:20]
                near = [(-row[n], words[n]) for n in best if row[n] >= _NEAR and words[n][:_STEM] != word[:_STEM]]
                self._near[word] = [other for _, other in sorted(near)[:_MOST]]

    def reworded(self, question: str, random: Random) -> str:
        """Return the question with about half of its words in lower case replaced; names and numbers stay."""

        def other(word: re.Match[str]) -> str:
            near = self._near.get(word[0])
            return random.choice(near) if near and random.random() < _REPLACED else word[0]

        return _WORD.sub(other, question)
