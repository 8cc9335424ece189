"""The training loop, on one thread, which goes on where an earlier run stopped."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from tqdm import tqdm

from training.encoder import Encoder, new_encoder

HEAD_RATE = 1e-3
WARM_UP = 20
SAVE_EVERY = 25


def fit(
    kept: Path, seed: int, steps: int, rate: float, losses: Callable[[Encoder, int], dict[str, Tensor]], row: int
) -> None:
    """Train a new encoder on the sum of the losses of each step.

    Args:
        kept: where its state is kept, each `SAVE_EVERY` steps, to go on from; its name is the progress bar's.
        seed: of its head's first weights.
        steps: how many there are in all, with those of earlier runs.
        rate: the highest learning rate, but for the head's.
        losses: returns the losses of a step, by name.
        row: where on the screen its progress bar goes.
    """
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    encoder = new_encoder()
    head = list(encoder.head.parameters())
    trained = [weight for weight in encoder.transformer.parameters() if weight.requires_grad]
    optimizer = torch.optim.AdamW([{"params": trained}, {"params": head}], betas=(0.9, 0.98), weight_decay=0.01)
    state = {"encoder": encoder, "optimizer": optimizer}
    first = _resume(kept, state)
    progress = tqdm(range(first, steps), kept.stem, initial=first, total=steps, position=row)
    for step in progress:
        found = losses(encoder, step)
        for loss in found.values():
            loss.backward()
        torch.nn.utils.clip_grad_norm_([*trained, *head], 1.0)
        for part, peak in zip(optimizer.param_groups, (rate, HEAD_RATE), strict=True):
            part["lr"] = peak * min((step + 1) / WARM_UP, 1 - step / steps)
        optimizer.step()
        optimizer.zero_grad()
        progress.set_postfix({name: f"{loss.item():.2f}" for name, loss in found.items()})
        if (step + 1) % SAVE_EVERY == 0 or step + 1 == steps:
            _save(kept, state, step + 1)


def _resume(path: Path, state: dict[str, Any]) -> int:
    """Load what an earlier run has saved, if it has, and return the number of the next step."""
    if not path.exists():
        return 0
    saved = torch.load(path)
    for name, part in state.items():
        part.load_state_dict(saved[name])
    step: int = saved["step"]
    return step


def _save(path: Path, state: dict[str, Any], step: int) -> None:
    """Save everything a run needs to go on; an interruption leaves the old file or the new one."""
    new = path.with_suffix(".new")
    torch.save({**{name: part.state_dict() for name, part in state.items()}, "step": step}, new)
    new.replace(path)
