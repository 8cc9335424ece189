"""Fine-tunes the default embedding model and writes what changed: `python -m training DATA OUT`."""

import argparse
import os
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch.multiprocessing.spawn import spawn

from qa.difference import pack
from training.fit import MEMBERS, checkpoint, new_encoder, work

SHARE = 0.4
"""How far from the base model to the members' mean the shipped weights lie: between, a model can be better than both.

Wortsman et al. 2022, "Robust fine-tuning of zero-shot models"; of the mean, "Model soups".
"""


def main() -> None:
    """Train the members side by side, resuming where an earlier run stopped; then write OUT/difference.safetensors."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("data", type=Path, help="the folder with the data sets' files")
    parser.add_argument("out", type=Path, help="the folder for the members' states and the result")
    parser.add_argument("--steps", type=int, default=300, help="(default: %(default)s)")
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    os.environ.update(OMP_NUM_THREADS="1", TOKENIZERS_PARALLELISM="false")
    spawn(work, (arguments,), nprocs=len(MEMBERS))
    write(arguments.out)


def write(out: Path) -> None:
    """Write the difference from the base model to the members' mean, scaled by `SHARE`."""
    base = {name: w.detach() for name, w in new_encoder().transformer.named_parameters() if w.requires_grad}
    members = [torch.load(checkpoint(out, number))["encoder"] for number in range(len(MEMBERS))]
    tuned = {}
    for name, weight in base.items():
        mean = torch.stack([member[f"transformer.{name}"] for member in members]).mean(0)
        tuned[name] = torch.lerp(weight, mean, SHARE)
    save_file(pack(base, tuned), out / "difference.safetensors")


if __name__ == "__main__":
    main()
