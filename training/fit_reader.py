"""What one member of the reader is trained on, step by step."""

import argparse
from pathlib import Path
from random import Random

from torch import Tensor

from training import reading
from training.encoder import Encoder
from training.fit import fit
from training.mixture import READ, corpora
from training.synonyms import Synonyms

MEMBERS = 2
"""How many readers are trained side by side, each from a seed of its own, to be averaged."""

PAIRS = 20
"""How many questions are read at each step."""

RATE = 3e-4


def work(number: int, arguments: argparse.Namespace) -> None:
    """Train one of `MEMBERS`, resuming where an earlier run in `arguments.out` stopped."""
    seed = arguments.seed + number
    passages = corpora(arguments.data)
    examples = {name: reading.Examples(passages[name]) for name in READ}
    synonyms = Synonyms()

    def losses(encoder: Encoder, step: int) -> dict[str, Tensor]:
        random = Random(f"{seed}-reader-{step}")
        names = random.choices(list(READ), list(READ.values()), k=PAIRS)
        return {"read": reading.paired_loss(encoder, [examples[name].pair(random, synonyms) for name in names])}

    fit(checkpoint(arguments, number), seed, arguments.reader_steps, RATE, losses, number)


def checkpoint(arguments: argparse.Namespace, number: int) -> Path:
    """Return where a member's state is kept; a run with another seed or number of steps does not take it up."""
    out: Path = arguments.out
    return out / f"reader-{number}.seed-{arguments.seed}.steps-{arguments.reader_steps}.pt"
