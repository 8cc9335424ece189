"""How good retrieval and answers are on a file of questions: figures that anyone can print again."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from qa.answer import Answer
from qa.dataset import Example
from qa.embed import Embedder
from qa.errors import DatasetError
from qa.index import Index
from qa.metrics import DEPTH, auroc, calibration_error, exact_match, f1, retrieval_metrics
from qa.report import Report, Score, report
from qa.search import Hits, Searcher
from qa.stages import Query, Scored

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Method = Callable[[Query, int], Scored]

METHODS = ("late", "alone", "candidates", "sentence", "bm25", "passage")
"""The product's own search, the same without the turns before, its stages, and the baseline of one vector a passage."""

RIGHT = 0.5
"""An answer is called right when its F1 with an annotated one is at least this."""

NONE_ANSWERABLE = "No question in the file is answerable. Name another file."
"""Told when there is nothing to measure."""


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
        raise DatasetError(NONE_ANSWERABLE)
    relevant = [_relevant(example, index) for example, _ in asked]
    kinds = [example.kind for example, _ in asked]
    metrics = retrieval_metrics([method(query, DEPTH) for _, query in asked], relevant)
    if against:
        other = retrieval_metrics([against(query, DEPTH) for _, query in asked], relevant)
        metrics |= {f"{n} gained": [a - b for a, b in zip(metrics[n], other[n], strict=True)] for n in other}
    return report(metrics, kinds)


def evaluate_answers(answers: Sequence[Answer], examples: Sequence[Example], *, probabilities: bool = False) -> Report:
    """Return exact match, F1, sentence accuracy@1, the share answered, AUROC and calibration error, by kind.

    Of a question turned away, no words are right, but the closest sentence shown may be. The AUROC says how well the
    score tells the answerable questions from each kind of the others, and from all. With
    `probabilities`, which the scores of exact words are, comes the calibration error (ECE) of the answers given.
    """
    pairs = [(a, e) for a, e in zip(answers, examples, strict=True) if e.answerable]
    metrics = {
        "exact match": [exact_match(a.text, e.answers) for a, e in pairs],
        "F1": [f1(a.text, e.answers) for a, e in pairs],
    }
    if all(e.evidence for _, e in pairs):
        metrics["sentence accuracy@1"] = [float(_right_sentence(a, e)) for a, e in pairs]
    decided = report({"answered": [float(a.answered) for a in answers]}, [e.kind for e in examples])
    found = decided.joined(report(metrics, [e.kind for _, e in pairs]))
    others = {e.kind: [a.score for a, o in zip(answers, examples, strict=True) if o.kind == e.kind] for e in examples}
    others = {kind: others[kind] for kind in dict.fromkeys(e.kind for e in examples if not e.answerable)}
    if others:
        others["all"] = [score for scores in others.values() for score in scores]
    for kind, scores in others.items():
        found.scores[kind]["AUROC"] = _figure(auroc([a.score for a, _ in pairs], scores), len(pairs) + len(scores))
    given = [(a.score, f1(a.text, e.answers) >= RIGHT) for a, e in zip(answers, examples, strict=True) if a.answered]
    if given and probabilities:
        error = calibration_error([score for score, _ in given], [right for _, right in given])
        found.scores["all"]["ECE"] = _figure(error, len(given))
    return found


def evaluate_reading(
    read: Callable[[Query, Hits], Answer], searcher: Searcher, examples: Sequence[Example], queries: Sequence[Query]
) -> Report:
    """Return how well the right passage is read when it is the only one: exact match, F1, sentence accuracy and AUROC.

    The AUROC says how well the score tells the right passage from the best of the wrong ones.

    Raises:
        DatasetError: no question is answerable, or no passage is wrong for one.
    """
    right, wrong, asked = list[Answer](), list[Answer](), list[Example]()
    for example, query in zip(examples, queries, strict=True):
        if not example.answerable:
            continue
        relevant = _relevant(example, searcher.index)
        other = [found for found in searcher.rank(query, len(relevant) + 1) if found[0] not in relevant][:1]
        if not other:
            raise DatasetError("The file has no paragraph but the right one to read. Leave out --own.")
        right.append(read(query, searcher.hits(query, searcher.late.search(query, 1, sorted(relevant)))))
        wrong.append(read(query, searcher.hits(query, other)))
        asked.append(example)
    if not asked:
        raise DatasetError(NONE_ANSWERABLE)
    found = evaluate_answers(right, asked)
    area = auroc([answer.score for answer in right], [answer.score for answer in wrong])
    found.scores["all"]["AUROC"] = _figure(area, 2 * len(right))
    return found


def _figure(value: float, n: int) -> Score:
    return Score(100 * value, 100 * value, 100 * value, n)


def _right_sentence(answer: Answer, example: Example) -> bool:
    sentence = answer.sentence or (answer.hits[0].sentence if answer.hits else None)
    return sentence is not None and any(e.start < sentence.end and sentence.start < e.end for e in example.evidence)


def _relevant(example: Example, index: Index) -> set[int]:
    return {
        number
        for number, passage in enumerate(index.passages)
        for block in example.blocks
        if passage.span.start < block.end and block.start < passage.span.end
    }
