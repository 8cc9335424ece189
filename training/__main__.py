"""Fine-tunes the default embedding model and writes what changed: `python -m training DATA OUT`."""

import argparse
import os
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch.multiprocessing.spawn import spawn

from qa.difference import pack
from training.fit import CHECKPOINT, new_encoder, work

SHARE = 0.5
"""How much of what was learnt ships: between the base model and the trained one, a model can be better than both.

Wortsman et al. 2022, "Robust fine-tuning of zero-shot models".
"""


def main() -> None:
    """Train, resuming where an earlier run in OUT stopped; then write OUT/difference.safetensors."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("data", type=Path, help="the folder with the data sets' files")
    parser.add_argument("out", type=Path, help="the folder for the checkpoint and the result")
    parser.add_argument("--steps", type=int, default=500)
    parser.add_argument("--workers", type=int, default=2, help="processes of one thread each (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    os.environ.update(OMP_NUM_THREADS="1", TOKENIZERS_PARALLELISM="false")
    rendezvous = arguments.out / "rendezvous"
    rendezvous.unlink(missing_ok=True)
    spawn(work, (arguments, rendezvous.resolve().as_uri()), nprocs=arguments.workers)
    write(arguments.out)


def write(out: Path) -> None:
    """Write the difference between the checkpoint in `out` and the base model, scaled by `SHARE`."""
    base = dict(new_encoder().transformer.named_parameters())
    saved = torch.load(out / CHECKPOINT)["encoder"]
    trained = {name: saved[f"transformer.{name}"] for name, weight in base.items() if weight.requires_grad}
    between = {name: torch.lerp(base[name].detach(), weight, SHARE) for name, weight in trained.items()}
    save_file(pack({name: base[name].detach() for name in trained}, between), out / "difference.safetensors")


if __name__ == "__main__":
    main()
