"""Writes new_wiki's questions on the articles that are not trained on, over all its passages.

`python -m training.held_out new_wiki_v1.0.json held_out.json`, for `python -m qa evaluate held_out.json`.
"""

import json
import sys
from pathlib import Path

from training.corpus import hold_out, load_squad
from training.mixture import HELD_OUT


def write_held_out(source: Path, target: Path, *, alone: bool = False) -> Path:
    """Copy the file without the other articles' questions, or when `alone` without those articles; return `target`."""
    _, held = hold_out(load_squad(source), HELD_OUT)
    titles = {passage.title for passage in held}
    entries = json.loads(source.read_text(encoding="utf-8"))["data"]
    for entry in entries:
        for paragraph in entry["paragraphs"] if entry["title"] not in titles else ():
            paragraph["qas"] = []
    kept = [entry for entry in entries if entry["title"] in titles or not alone]
    target.write_text(json.dumps({"data": kept}), encoding="utf-8")
    return target


if __name__ == "__main__":
    write_held_out(*map(Path, sys.argv[1:3]))
