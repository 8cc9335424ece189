"""The data sets that are trained on, and how often each is drawn from."""

from pathlib import Path

from training.corpus import Passage, hold_out, load_qamr, load_squad

SEARCH = {"new_wiki_v1.0": 0.5, "reddit_v1.0": 0.25, "amazon_reviews_v1.0": 0.25}
READ = {
    "new_wiki_v1.0": 0.3,
    "reddit_v1.0": 0.15,
    "amazon_reviews_v1.0": 0.15,
    "policyqa": 0.1,
    "covidqa": 0.05,
    "qamr": 0.25,
}
"""How often each data set is drawn from."""

HELD_OUT = 6
"""Every sixth article of new_wiki is not trained on."""


def corpora(folder: Path) -> dict[str, list[Passage]]:
    """Return the data sets by name, without the passages held out."""
    found = {name: load_squad(folder / f"{name}.json") for name in (*SEARCH, "covidqa")}
    found["policyqa"] = [p for part in ("dev", "test") for p in load_squad(folder / f"policyqa.{part}.json")]
    texts = folder / "qamr.wiki-sentences.tsv"
    found["qamr"] = [p for part in ("dev", "test") for p in load_qamr(folder / f"qamr.{part}.tsv", texts)]
    found["new_wiki_v1.0"], _ = hold_out(found["new_wiki_v1.0"], HELD_OUT)
    return found
