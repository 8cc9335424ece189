"""Which words answer, by a start and an end logit for every word-piece: whole words, in one sentence."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MAX_SPAN = 30
"""The longest answer, in word-pieces."""

CUT_NAME = 1.0
"""How much an answer's score is lowered for each end of it that lies inside a name.

Chosen on Wikipedia articles that were not trained on (docs/answers.md).
"""

CUT_LIST = 0.5
"""The same for each end of it that lies inside a list of names ("Iowa and New Hampshire")."""

_MOST = 100
_UNIT = re.compile(r"[$£€¥]?[A-Za-z]*\d+(?:[.,]\d+)*[A-Za-z]*%?|[^\W\d]+|\w|[^\w\s]")
"""What an answer never begins or ends inside of: words, and numbers with their signs and letters ("G7", "1990s")."""

_PART = r"[A-Z][\w.&-]*+(?:['’][A-Z][\w.&-]*+)?"
_NAME = re.compile(rf"\b{_PART}(?: (?:of (?:the )?)?{_PART})+")
_NAMED = rf"{_PART}(?: {_PART}){{0,4}}"
_NAMES = re.compile(rf"\b{_NAMED}(?:, {_NAMED}){{0,9}},? (?:and|or) {_NAMED}")
_WORD = re.compile(r"\w+")
_CLOSING = ".!?'\"’”)"


def likeliest(
    text: str,
    sentences: Sequence[tuple[int, int]],
    places: "NDArray[np.int64]",
    logits: "NDArray[np.float32]",
) -> list[tuple[int, int, int, float]]:
    """Return the likeliest answers: where each starts and ends, in which sentence, and its score; best first.

    Args:
        text: the text.
        sentences: where its sentences stand in it, half-open, in characters.
        places: where its word-pieces stand in it, `(n, 2)`.
        logits: that an answer starts and ends there, `(1 + n, 2)`, the first row's for "not here".
    """
    import numpy as np

    units = [unit.span() for unit in _UNIT.finditer(text)]
    starts, ends = {start for start, _ in units}, {end for _, end in units}
    sentence = np.full(len(places), -1)
    for number, (start, end) in enumerate(sentences):
        sentence[(places[:, 0] >= start) & (places[:, 1] <= end)] = number
    begins = np.array([start in starts for start in places[:, 0].tolist()], dtype=bool) & (sentence >= 0)
    closes = np.array([end in ends for end in places[:, 1].tolist()], dtype=bool)
    inside = np.zeros(len(text) + 1, dtype=np.float32)
    for start, end in sentences:
        begun, done = _past_first_word(text, start), start + len(text[start:end].rstrip(_CLOSING))
        for names in _NAMES.finditer(text, begun, done):
            inside[names.start() + 1 : names.end()] = CUT_LIST
        for name in _NAME.finditer(text, begun, done):
            inside[name.start() + 1 : name.end()] = CUT_NAME
    first = logits[1:, 0] - inside[places[:, 0].clip(0)]
    last = logits[1:, 1] - inside[places[:, 1].clip(0)]
    scores = first[:, None] + last[None, :] - logits[0].sum()
    square = np.ones_like(scores, dtype=bool)
    allowed = np.triu(square) & ~np.triu(square, MAX_SPAN)
    allowed &= begins[:, None] & closes[None, :] & (sentence[:, None] == sentence[None, :])
    scores = np.where(allowed, scores, -np.inf)
    found = []
    for best in np.argsort(-scores, axis=None, kind="stable")[:_MOST]:
        a, b = np.unravel_index(best, scores.shape)
        if np.isfinite(scores[a, b]):
            start, end = int(places[a, 0]), int(places[b, 1])
            found.append((start, end, int(sentence[a]), float(scores[a, b])))
    return found


def _past_first_word(text: str, start: int) -> int:
    """Return where a sentence's first word, which has a capital anyway, ends."""
    word = _WORD.search(text, start)
    return word.end() if word else start
