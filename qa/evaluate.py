"""How good retrieval and answers are on a file of questions: figures that anyone can print again."""

import re
import string
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from qa.dataset import Example
from qa.embed import Embedder
from qa.errors import DatasetError
from qa.index import Index
from qa.read import Answer
from qa.search import Searcher
from qa.stages import Query, Scored

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Method = Callable[[Query, int], Scored]

METHODS = ("late", "alone", "candidates", "sentence", "bm25", "passage")
"""The product's own search, the same without the turns before, its stages, and the baseline of one vector a passage."""

CUTS = (1, 3, 5)
DEPTH = 10


@dataclass(frozen=True, slots=True)
class Score:
    """A mean over questions, in percent, with its 95 % bootstrap interval (Efron 1979), and their number."""

    mean: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class Report:
    """Scores by metric: for all questions (`all`) and for each kind."""

    scores: dict[str, dict[str, Score]] = field(default_factory=dict)

    def joined(self, other: "Report") -> "Report":
        """Return a report with the rows of both."""
        kinds = dict.fromkeys([*self.scores, *other.scores])
        return Report({kind: {**self.scores.get(kind, {}), **other.scores.get(kind, {})} for kind in kinds})

    def to_dict(self) -> dict[str, Any]:
        """Return `{kind: {metric: {mean, low, high, n}}}`, JSON-ready."""
        return {kind: {name: asdict(score) for name, score in row.items()} for kind, row in self.scores.items()}

    def __str__(self) -> str:
        """Return two tables: every metric over all questions with its interval, and the means by kind."""
        every = self.scores["all"]
        lines = [f"{'all questions':<22}{'%':>6}  {'95 % interval':<15}{'n':>6}"]
        lines += [f"{m:<22}{s.mean:>6.1f}  {f'{s.low:.1f} to {s.high:.1f}':<15}{s.n:>6}" for m, s in every.items()]
        shown = [m for m in dict.fromkeys(m for row in self.scores.values() for m in row) if "gained" not in m]
        kinds = [kind for kind in self.scores if kind != "all"]
        if len(kinds) > 1:
            lines += ["", f"{'by kind':<12}" + "".join(f"{m.removesuffix(' accuracy@1'):>13}" for m in shown)]
        for kind in kinds if len(kinds) > 1 else ():
            row = self.scores[kind]
            lines.append(f"{kind:<12}" + "".join(f"{row[m].mean:>13.1f}" if m in row else " " * 13 for m in shown))
        return "\n".join(lines)


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


def methods(searcher: Searcher, plain: Embedder) -> dict[str, Method]:
    """Return the ways to find passages, by name; `passage` is the baseline of one vector per passage by `plain`."""
    passage = PassageVectors(searcher.index, plain)

    def alone(query: Query, k: int) -> Scored:
        return searcher.rank(query.alone, k)

    stages = (searcher.candidates, searcher.vector, searcher.lexical, passage)
    return dict(zip(METHODS, (searcher.rank, alone, *(stage.search for stage in stages)), strict=True))


class PassageVectors:
    """One vector per passage, exact search: what most retrieval libraries do by default."""

    def __init__(self, index: Index, embedder: Embedder) -> None:
        self._texts = [passage.span.text for passage in index.passages]
        self._embedder = embedder
        self._vectors: NDArray[np.float32] | None = None

    def search(self, query: Query, k: int) -> Scored:
        """Return at most `k` passages by their vector's cosine with the question, best first."""
        import numpy as np

        if self._vectors is None:
            self._vectors = self._embedder.embed_texts(self._texts)
        scores = self._vectors @ self._embedder.embed_question(query.text)[0]
        return [(int(number), float(scores[number])) for number in np.argsort(-scores, kind="stable")[:k]]


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


def evaluate_retrieval(
    method: Method,
    examples: Sequence[Example],
    queries: Sequence[Query],
    index: Index,
    against: Method | None = None,
) -> Report:
    """Return recall@1, @3, @5 and MRR@10 over the answerable questions, by kind.

    `queries` are the examples' questions, understood. With `against`, each metric is followed by its difference to that
    method on the same questions (a paired bootstrap).

    Raises:
        DatasetError: no question is answerable.
    """
    asked = [(example, query) for example, query in zip(examples, queries, strict=True) if example.answerable]
    if not asked:
        raise DatasetError("No question in the file is answerable. Name another file.")
    relevant = [_relevant(example, index) for example, _ in asked]
    kinds = [example.kind for example, _ in asked]
    metrics = retrieval_metrics([method(query, DEPTH) for _, query in asked], relevant)
    if against:
        other = retrieval_metrics([against(query, DEPTH) for _, query in asked], relevant)
        metrics |= {f"{n} gained": [a - b for a, b in zip(metrics[n], other[n], strict=True)] for n in other}
    return _report(metrics, kinds)


def evaluate_answers(answers: Sequence[Answer], examples: Sequence[Example]) -> Report:
    """Return sentence accuracy@1, exact match, F1, the share answered and AUROC of the decision, by kind.

    The AUROC says how well the score tells the answerable questions from each kind of the others.
    """
    from sklearn.metrics import roc_auc_score

    decisions = _report({"answered": [float(a.answered) for a in answers]}, [e.kind for e in examples])
    pairs = [(a, e) for a, e in zip(answers, examples, strict=True) if e.answerable]
    metrics = {
        "exact match": [exact_match(a.text, e.answers) for a, e in pairs],
        "F1": [f1(a.text, e.answers) for a, e in pairs],
    }
    if all(e.sentence for _, e in pairs):
        metrics["sentence accuracy@1"] = [float(_right_sentence(a, e)) for a, e in pairs]
    report = decisions.joined(_report(metrics, [e.kind for _, e in pairs]))
    positive = [a.score for a, _ in pairs]
    for kind in dict.fromkeys(e.kind for e in examples if not e.answerable):
        negative = [a.score for a, e in zip(answers, examples, strict=True) if e.kind == kind]
        labels = [1] * len(positive) + [0] * len(negative)
        area = 100 * float(roc_auc_score(labels, positive + negative))
        report.scores[kind]["AUROC"] = Score(area, area, area, len(labels))
    return report


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


def _right_sentence(answer: Answer, example: Example) -> bool:
    found = answer.hits[0].sentence.text
    return bool(example.sentence) and (str(example.sentence) in found or found in str(example.sentence))


def _relevant(example: Example, index: Index) -> set[int]:
    return {
        number
        for number, passage in enumerate(index.passages)
        for block in example.blocks
        if passage.span.start < block.end and block.start < passage.span.end
    }


def _report(metrics: dict[str, list[float]], kinds: Sequence[str]) -> Report:
    groups = {"all": list(range(len(kinds)))}
    groups |= {kind: [n for n, k in enumerate(kinds) if k == kind] for kind in dict.fromkeys(kinds)}
    return Report(
        {kind: {name: _score([v[n] for n in group]) for name, v in metrics.items()} for kind, group in groups.items()}
    )


def _score(values: Sequence[float]) -> Score:
    import numpy as np

    array = 100 * np.asarray(values)
    random = np.random.default_rng(0)
    means = [array[random.integers(len(array), size=len(array))].mean() for _ in range(1000)]
    low, high = np.quantile(means, [0.025, 0.975])
    return Score(float(array.mean()), float(low), float(high), len(array))
