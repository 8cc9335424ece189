"""Draws how far the probabilities of answers are right: `python -m benchmarks.calibration PICTURE FILE...`.

Each FILE is one of questions, as for `python -m qa evaluate`. On the left, what share of answers is right (F1 of 0.5
or more) at each probability; on the right, what share is right among those given, the surest first. PICTURE is an
.svg. The expected calibration error over all answers, whatever their probability, is printed.
"""

import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import matplotlib

matplotlib.use("svg")

import matplotlib.pyplot as plt
import numpy as np
from tqdm import tqdm

from qa import Bot, Config
from qa.dataset import load_jsonl, load_squad
from qa.evaluate import RIGHT
from qa.metrics import calibration_error, f1

BINS = 10
EVERYTHING = Config(min_confidence=0.0)


def main(picture: Path, files: list[Path]) -> None:
    """Measure, print and draw."""
    matplotlib.rcParams["svg.hashsalt"] = "calibration"
    figure, (reliability, curve) = plt.subplots(1, 2, figsize=(10, 4.2), layout="constrained")
    reliability.plot([0, 1], [0, 1], color="0.7", linestyle="dashed", label="as sure as right")
    for number, file in enumerate(files):
        given, right = _answers(file)
        style = {"marker": "osv^"[number % 4], "label": f"{file.stem}, {len(given)} questions"}
        print(f"{file.stem}: ECE {100 * calibration_error(given.tolist(), right.tolist(), BINS):.1f}")
        bins = np.minimum((given * BINS).astype(int), BINS - 1)
        filled = [bins == n for n in range(BINS) if (bins == n).sum() >= 3]
        reliability.plot([given[b].mean() for b in filled], [right[b].mean() for b in filled], **style)
        surest = right[np.argsort(-given, kind="stable")]
        share = np.arange(1, len(surest) + 1) / len(surest)
        curve.plot(share, surest.cumsum() / np.arange(1, len(surest) + 1), label=style["label"])
    reliability.set(xlabel="probability given", ylabel="share that is right", xlim=(0, 1), ylim=(0, 1))
    curve.set(xlabel="share of questions answered, surest first", ylabel="share of these that is right")
    curve.set(xlim=(0, 1), ylim=(0, 1.02))
    for axes in (reliability, curve):
        axes.legend(frameon=False)
        axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(picture, metadata={"Date": None})


def _answers(file: Path) -> tuple[np.ndarray, np.ndarray]:
    """Return the probability of each question's likeliest answer, and whether it is right."""
    with tempfile.TemporaryDirectory() as kept:
        if file.suffix == ".jsonl":
            bot = Bot(EVERYTHING)
            examples = load_jsonl(file, bot.article)
        else:
            article, examples = load_squad(file)
            whole = replace(EVERYTHING, min_chars=0, max_chars=sys.maxsize, embeddings=Path(kept))
            bot = Bot(whole, article)
        answers = [bot.ask(example.question) for example in tqdm(examples, file.stem)]
    right = [f1(answer.text, example.answers) >= RIGHT for answer, example in zip(answers, examples, strict=True)]
    return np.array([answer.score for answer in answers]), np.array(right)


if __name__ == "__main__":
    main(Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]])
