"""Fine-tunes the default model to search and to read, and writes what changed: `python -m training DATA OUT`."""

import argparse
import os
from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch.multiprocessing.spawn import spawn

from qa.difference import pack
from training import fit_reader, fit_search
from training.calibrate import calibration
from training.encoder import new_encoder

CALIBRATED_ON = "new_wiki_v1.0.json"

SHARE = 0.4
"""How far from the base model to the members' mean the shipped weights lie: between, a model can be better than both.

Wortsman et al. 2022, "Robust fine-tuning of zero-shot models"; of the mean, "Model soups".
"""


def main() -> None:
    """Train the reader's members side by side, then the search's; resume where an earlier run stopped.

    OUT/search.safetensors and OUT/reader.safetensors are what ships.
    """
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("data", type=Path, help="the folder with the data sets' files")
    parser.add_argument("out", type=Path, help="the folder for the models' states and the results")
    parser.add_argument("--steps", type=int, default=300, help="of the search's members (default: %(default)s)")
    parser.add_argument("--reader-steps", type=int, default=4200, help="of the reader's members (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="the first member's (default: %(default)s)")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    os.environ.update(OMP_NUM_THREADS="1", TOKENIZERS_PARALLELISM="false")
    spawn(fit_reader.work, (arguments,), nprocs=fit_reader.MEMBERS)
    write_reader(arguments)
    spawn(fit_search.work, (arguments,), nprocs=len(fit_search.MEMBERS))
    write_search(arguments)


def write_search(arguments: argparse.Namespace) -> None:
    """Write the difference from the base model to the members' mean, scaled by `SHARE`."""
    base = _base()
    mean = _mean([fit_search.checkpoint(arguments, number) for number in range(len(fit_search.MEMBERS))])
    tuned = {name: torch.lerp(weight, mean[f"transformer.{name}"], SHARE) for name, weight in base.items()}
    save_file(pack(base, tuned), arguments.out / "search.safetensors")


def write_reader(arguments: argparse.Namespace) -> None:
    """Write the difference from the base model to the members' mean, the head, and a calibration of what it reads.

    The calibration's questions are answered with the search that is installed.
    """
    base = _base()
    mean = _mean([fit_reader.checkpoint(arguments, number) for number in range(fit_reader.MEMBERS)])
    packed = pack(base, {name: mean[f"transformer.{name}"] for name in base})
    packed |= {name: mean[name] for name in ("head.weight", "head.bias")}
    draft = arguments.out / "reader.draft"
    save_file(packed | {"calibration.words": torch.zeros(1), "calibration.sentence": torch.zeros(1)}, draft)
    found = calibration(arguments.data / CALIBRATED_ON, arguments.out, draft)
    packed |= {"calibration.words": torch.tensor(found.words), "calibration.sentence": torch.tensor(found.sentence)}
    save_file(packed, draft)
    draft.replace(arguments.out / "reader.safetensors")


def _mean(checkpoints: Sequence[Path]) -> dict[str, torch.Tensor]:
    members = [torch.load(path)["encoder"] for path in checkpoints]
    return {name: torch.stack([member[name] for member in members]).mean(0) for name in members[0]}


def _base() -> dict[str, torch.Tensor]:
    return {name: w.detach() for name, w in new_encoder().transformer.named_parameters() if w.requires_grad}


if __name__ == "__main__":
    main()
