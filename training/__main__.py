"""Fine-tunes the default embedding model and writes what changed: `python -m training DATA OUT`."""

import argparse
import os
from pathlib import Path

import torch.multiprocessing as mp

from training.fit import work


def main() -> None:
    """Train, resuming where an earlier run in `OUT` stopped."""
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
    mp.spawn(work, (arguments, rendezvous.resolve().as_uri()), nprocs=arguments.workers)


if __name__ == "__main__":
    main()
