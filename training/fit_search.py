"""What one member of the search is trained on, step by step."""

import argparse
from dataclasses import dataclass
from pathlib import Path
from random import Random

from torch import Tensor

from training import reading, searching
from training.encoder import Encoder
from training.fit import fit
from training.mixture import READ, SEARCH, corpora


@dataclass(frozen=True, slots=True)
class Member:
    """One of the models that are trained side by side, to be averaged.

    Attributes:
        passages: how many passages a question must be told from, at each step.
        examples: how many examples it reads at each step, as a second task.
        rate: the highest learning rate.
    """

    passages: int
    examples: int
    rate: float


MEMBERS = (Member(24, 0, 2e-4), Member(12, 24, 3e-4))


def work(number: int, arguments: argparse.Namespace) -> None:
    """Train one of `MEMBERS`, resuming where an earlier run in `arguments.out` stopped."""
    member = MEMBERS[number]
    passages = corpora(arguments.data)
    groups = {name: searching.Groups(passages[name]) for name in SEARCH}
    examples = {name: reading.Examples(passages[name]) for name in (READ if member.examples else ())}

    def losses(encoder: Encoder, step: int) -> dict[str, Tensor]:
        random = Random(f"{arguments.seed}-{step}-{number}")
        group = groups[random.choices(list(SEARCH), list(SEARCH.values()))[0]].sample(member.passages, random)
        found = {"search": searching.loss(encoder, group, random)}
        if member.examples:
            names = random.choices(list(READ), list(READ.values()), k=member.examples)
            found["read"] = reading.loss(encoder, [examples[name].sample(random) for name in names])
        return found

    fit(checkpoint(arguments, number), arguments.seed, arguments.steps, member.rate, losses, number)


def checkpoint(arguments: argparse.Namespace, number: int) -> Path:
    """Return where a member's state is kept; a run with another seed or number of steps does not take it up."""
    out: Path = arguments.out
    return out / f"search-{number}.seed-{arguments.seed}.steps-{arguments.steps}.pt"
