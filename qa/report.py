"""Figures over questions: means with their intervals, by kind of question, as a table."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any


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
        kinds = [kind for kind in self.scores if kind != "all"]
        shown = [m for m in dict.fromkeys(m for kind in kinds for m in self.scores[kind]) if "gained" not in m]
        if len(kinds) > 1:
            lines += ["", f"{'by kind':<12}" + "".join(f"{m.removesuffix(' accuracy@1'):>13}" for m in shown)]
        for kind in kinds if len(kinds) > 1 else ():
            row = self.scores[kind]
            lines.append(f"{kind:<12}" + "".join(f"{row[m].mean:>13.1f}" if m in row else " " * 13 for m in shown))
        return "\n".join(lines)


def report(metrics: dict[str, list[float]], kinds: Sequence[str]) -> Report:
    """Return the means of metrics, each with one value in [0, 1] a question, over all questions and by kind."""
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
