"""The measures of question answering, as pure functions."""

import re
import string
from collections import Counter
from collections.abc import Sequence
from typing import Any

from qa.errors import DatasetError
from qa.stages import Scored

CUTS = (1, 3, 5)
DEPTH = 10


def normalize_answer(text: str) -> str:
    """Return text as SQuAD's evaluation compares it: lower case, without punctuation, articles and extra blanks.

    Rajpurkar et al. 2016, "SQuAD: 100,000+ Questions for Machine Comprehension of Text", evaluate-v2.0.
    """
    text = "".join(character for character in text.lower() if character not in string.punctuation)
    return " ".join(re.sub(r"\b(a|an|the)\b", " ", text).split())


def exact_match(prediction: str | None, answers: Sequence[str]) -> float:
    """Return 1.0 when the prediction is one of the answers after normalisation; a missing prediction is 0.0."""
    if prediction is None:
        return 0.0
    return float(any(normalize_answer(prediction) == normalize_answer(answer) for answer in answers))


def f1(prediction: str | None, answers: Sequence[str]) -> float:
    """Return the best F1 of shared words with any of the answers, in [0, 1]; a missing prediction is 0.0."""
    if prediction is None:
        return 0.0
    return max((_f1(normalize_answer(prediction).split(), normalize_answer(a).split()) for a in answers), default=0.0)


def _f1(predicted: list[str], expected: list[str]) -> float:
    if not predicted or not expected:
        return float(predicted == expected)
    shared = sum((Counter(predicted) & Counter(expected)).values())
    return 2 * shared / (len(predicted) + len(expected))


def retrieval_metrics(ranked: Sequence[Scored], relevant: Sequence[set[int]]) -> dict[str, list[float]]:
    """Return each question's recall@1, @3, @5 and MRR@10, in [0, 1], computed by pytrec_eval.

    Recall@k is 1 when any of the right passages is among the first k: a question needs only one of them.

    Raises:
        DatasetError: pytrec_eval is not installed.
    """
    pytrec_eval = metrics_library()
    qrels = {str(n): {str(p): 1 for p in passages} for n, passages in enumerate(relevant)}
    run = {str(n): {str(p): 1.0 / rank for rank, (p, _) in enumerate(found, 1)} for n, found in enumerate(ranked)}
    measured = pytrec_eval.RelevanceEvaluator(qrels, {"success.1,3,5", "recip_rank"}).evaluate(run)
    rows = [measured.get(str(n), {}) for n in range(len(ranked))]  # it skips a question that found nothing
    names = {f"recall@{k}": f"success_{k}" for k in CUTS} | {f"MRR@{DEPTH}": "recip_rank"}
    return {shown: [float(row.get(name, 0.0)) for row in rows] for shown, name in names.items()}


def metrics_library() -> Any:
    """Return pytrec_eval, which computes the ranking metrics.

    Raises:
        DatasetError: it is not installed.
    """
    try:
        import pytrec_eval
    except ModuleNotFoundError:
        raise DatasetError("pytrec_eval is missing. Install what development needs: requirements-dev.txt.") from None
    return pytrec_eval


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """Return how often a score of `positive` is above one of `negative`, in [0, 1], computed by scikit-learn."""
    from sklearn.metrics import roc_auc_score

    return float(roc_auc_score([1] * len(positive) + [0] * len(negative), [*positive, *negative]))


def calibration_error(probabilities: Sequence[float], right: Sequence[bool], bins: int = 10) -> float:
    """Return the expected calibration error, in [0, 1].

    The mean distance between probability and share of right ones, over bins of equal width weighted by their size
    (Naeini et al. 2015, "Obtaining Well Calibrated Probabilities Using Bayesian Binning").
    """
    import numpy as np

    given, true = np.asarray(probabilities), np.asarray(right, dtype=float)
    found = np.minimum((given * bins).astype(int), bins - 1)
    return float(sum(abs((given - true)[found == n].sum()) for n in range(bins)) / len(given))
