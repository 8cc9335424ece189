"""Writes new_wiki's questions on the articles that are not trained on, over all its passages.

`python -m training.held_out new_wiki_v1.0.json held_out.json`, for `python -m qa evaluate held_out.json`.
"""

import json
import sys
from pathlib import Path

from training.corpus import hold_out, load_squad
from training.fit import HELD_OUT


def main(source: Path, target: Path) -> None:
    """Copy the file with the questions of the other articles left out."""
    _, held = hold_out(load_squad(source), HELD_OUT)
    titles = {passage.title for passage in held}
    entries = json.loads(source.read_text(encoding="utf-8"))["data"]
    for entry in entries:
        for paragraph in entry["paragraphs"] if entry["title"] not in titles else ():
            paragraph["qas"] = []
    target.write_text(json.dumps({"data": entries}), encoding="utf-8")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]))
