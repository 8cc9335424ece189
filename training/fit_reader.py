"""The training loop of one member of the reader."""

import argparse
from pathlib import Path
from random import Random

import torch
from tqdm import tqdm

from training import reading
from training.fit import HEAD_RATE, READ, WARM_UP, corpora, new_encoder, resume, save
from training.synonyms import Synonyms

MEMBERS = 2
"""How many readers are trained side by side, each from a seed of its own, to be averaged."""

PAIRS = 20
"""How many questions are read at each step."""

RATE = 3e-4
SAVE_EVERY = 50


def work(number: int, arguments: argparse.Namespace) -> None:
    """Train one of `MEMBERS`, on one thread, resuming where an earlier run in `arguments.out` stopped."""
    torch.set_num_threads(1)
    seed = arguments.seed + number
    torch.manual_seed(seed)
    passages = corpora(arguments.data)
    examples = {name: reading.Examples(passages[name]) for name in READ}
    encoder = new_encoder()
    head = list(encoder.head.parameters())
    trained = [weight for weight in encoder.transformer.parameters() if weight.requires_grad]
    optimizer = torch.optim.AdamW([{"params": trained}, {"params": head}], betas=(0.9, 0.98), weight_decay=0.01)
    state = {"encoder": encoder, "optimizer": optimizer}
    first = resume(checkpoint(arguments.out, number), state)
    synonyms = Synonyms()
    steps = range(first, arguments.reader_steps)
    progress = tqdm(steps, f"Reader {number}", initial=first, total=arguments.reader_steps, position=number)
    for step in progress:
        random = Random(f"{seed}-reader-{step}")
        names = random.choices(list(READ), list(READ.values()), k=PAIRS)
        loss = reading.paired_loss(encoder, [examples[name].pair(random, synonyms) for name in names])
        loss.backward()
        torch.nn.utils.clip_grad_norm_([*trained, *head], 1.0)
        for part, peak in zip(optimizer.param_groups, (RATE, HEAD_RATE), strict=True):
            part["lr"] = peak * min((step + 1) / WARM_UP, 1 - step / arguments.reader_steps)
        optimizer.step()
        optimizer.zero_grad()
        progress.set_postfix(loss=f"{loss.item():.2f}")
        if (step + 1) % SAVE_EVERY == 0 or step + 1 == arguments.reader_steps:
            save(checkpoint(arguments.out, number), state, step + 1)


def checkpoint(out: Path, number: int) -> Path:
    """Return where a member's state is kept."""
    return out / f"reader-{number}.pt"
