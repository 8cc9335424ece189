"""Prints each stage's time as a ratio to one encode: `python -m benchmarks.stages [SQUAD_FILE]`.

Without a file it asks the shipped article the questions of tests/data/dev.jsonl. Stages are timed question by question
in one process on one thread, and the median ratio is printed, so that the machine's other work cancels out.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from qa import Bot, Config
from qa.dataset import load_jsonl, load_squad
from qa.read import READ
from qa.stages import Query

ROOT = Path(__file__).resolve().parents[1]
QUESTIONS = 100
T = TypeVar("T")


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as kept:
        if len(sys.argv) > 1:
            article, examples = load_squad(Path(sys.argv[1]))
            bot = Bot(Config(min_chars=0, max_chars=sys.maxsize, embeddings=Path(kept)), article)
        else:
            bot = Bot()
            examples = load_jsonl(ROOT / "tests" / "data" / "dev.jsonl", bot.article)
        searcher = bot.searcher
        bot.warm_up()
        encodes: list[float] = []
        ratios: dict[str, list[float]] = {}
        for example in examples[:: max(1, len(examples) // QUESTIONS)]:
            encode, query = _timed(partial(Query.of, example.question, bot.embedder))
            encodes.append(encode)
            stages: dict[str, Callable[[], object]] = {
                "sentence vectors": partial(searcher.vector.search, query, 10),
                "BM25": partial(searcher.lexical.search, query, 10),
                "candidates and late interaction": partial(searcher.rank, query, 10),
                "reading": partial(bot.read, query, searcher.search(query, READ)),
                "everything": partial(bot.ask, example.question),
            }
            for name, stage in stages.items():
                ratios.setdefault(name, []).append(_timed(stage)[0] / encode)
    print(f"{len(bot.index.passages)} passages, {len(encodes)} questions")
    print(f"one encode of the question: {statistics.median(encodes) * 1000:.1f} ms")
    for name, values in ratios.items():
        print(f"{name}: {statistics.median(values):.2f} of an encode")


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


if __name__ == "__main__":
    main()
