"""Asks thousands of questions and checks each answer against its article: `python -m benchmarks.verbatim DATA`.

DATA is a folder of files in SQuAD's format and QAMR's. Of each file the first paragraphs that hold `QUESTIONS`
questions become an article, of which these are asked. Every answer, sentence and passage must equal the article at its
offsets; the run ends with an error at the first that does not, or when DATA holds no questions.
"""

import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tqdm import tqdm

from qa import Bot, Config
from qa.dataset import load_squad
from training.corpus import load_qamr

QUESTIONS = 420
"""Of each of the twelve files, which makes a little over 5,000."""


def main(data: Path) -> None:
    """Check and print."""
    asked = answered = 0
    with tempfile.TemporaryDirectory() as kept:
        for name, paragraphs in _sources(data):
            path = Path(kept) / f"{name}.json"
            path.write_text(json.dumps({"data": [{"title": name, "paragraphs": list(_enough(paragraphs))}]}))
            article, examples = load_squad(path)
            bot = Bot(Config(embeddings=Path(kept)), article)
            said = 0
            for example in tqdm(examples[:QUESTIONS], name):
                answer = bot.ask(example.question)
                spans = [answer.span, answer.sentence, answer.speaker, *answer.also]
                spans += [span for hit in answer.hits for span in (hit.passage.span, hit.sentence)]
                if any(span and article.text[span.start : span.end] != span.text for span in spans):
                    sys.exit(f"{name}: what is said to “{example.question}” is not the article's at its offsets.")
                asked, said = asked + 1, said + answer.answered
            answered += said
            print(f"{name}: {len(examples[:QUESTIONS])} questions, {said} answered")
    if not asked:
        sys.exit(f"No questions in {data}.")
    print(f"{asked} questions, {answered} answered: each answer equals the article at its offsets")


def _sources(data: Path) -> Iterator[tuple[str, Iterator[dict[str, Any]]]]:
    for path in sorted(data.glob("*.json")):
        entries = json.loads(path.read_text(encoding="utf-8"))["data"]
        yield path.stem, (paragraph for entry in entries for paragraph in entry["paragraphs"])
    for path in sorted(data.glob("qamr.*.tsv")):
        if path.stem != "qamr.wiki-sentences":
            passages = load_qamr(path, data / "qamr.wiki-sentences.tsv")
            yield path.stem, ({"context": p.text, "qas": [_asked(q.text) for q in p.questions]} for p in passages)


def _asked(question: str) -> dict[str, Any]:
    return {"question": question, "answers": []}


def _enough(paragraphs: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    found = 0
    for paragraph in paragraphs:
        if found >= QUESTIONS:
            return
        found += len(paragraph["qas"])
        yield paragraph


if __name__ == "__main__":
    main(Path(sys.argv[1]))
