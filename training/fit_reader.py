"""The training loop of the reader."""

import argparse
from pathlib import Path
from random import Random

import torch
import torch.distributed as dist
from tqdm import tqdm

from training import reading
from training.fit import HEAD_RATE, READ, WARM_UP, corpora, new_encoder, resume, save
from training.synonyms import Synonyms

WORKERS = 2
PAIRS = 20
"""How many questions all workers together read at each step."""

RATE = 3e-4

MEETING = "meeting"
"""The file by which the workers find each other."""

SAVE_EVERY = 50


def work(number: int, arguments: argparse.Namespace) -> None:
    """Train the reader as one of `WORKERS`, on one thread, resuming where an earlier run stopped.

    The workers share each step's questions and average their gradients.
    """
    torch.set_num_threads(1)
    torch.manual_seed(arguments.seed)  # the workers begin with the same head
    meeting = arguments.out / MEETING
    dist.init_process_group("gloo", init_method=f"file://{meeting.resolve()}", rank=number, world_size=WORKERS)
    passages = corpora(arguments.data)
    examples = {name: reading.Examples(passages[name]) for name in READ}
    encoder = new_encoder()
    head = list(encoder.head.parameters())
    trained = [weight for weight in encoder.transformer.parameters() if weight.requires_grad]
    optimizer = torch.optim.AdamW([{"params": trained}, {"params": head}], betas=(0.9, 0.98), weight_decay=0.01)
    state = {"encoder": encoder, "optimizer": optimizer}
    first = resume(checkpoint(arguments.out), state)
    synonyms = Synonyms()
    steps = range(first, arguments.reader_steps)
    progress = tqdm(steps, "Reader", initial=first, total=arguments.reader_steps, disable=number > 0)
    for step in progress:
        random = Random(f"{arguments.seed}-reader-{step}")
        names = random.choices(list(READ), list(READ.values()), k=PAIRS)
        pairs = sorted((examples[name].pair(random, synonyms) for name in names), key=lambda pair: pair.size)
        loss = reading.paired_loss(encoder, pairs[number::WORKERS])
        loss.backward()
        _average([*trained, *head])
        torch.nn.utils.clip_grad_norm_([*trained, *head], 1.0)
        for part, peak in zip(optimizer.param_groups, (RATE, HEAD_RATE), strict=True):
            part["lr"] = peak * min((step + 1) / WARM_UP, 1 - step / arguments.reader_steps)
        optimizer.step()
        optimizer.zero_grad()
        progress.set_postfix(loss=f"{loss.item():.2f}")
        if number == 0 and ((step + 1) % SAVE_EVERY == 0 or step + 1 == arguments.reader_steps):
            save(checkpoint(arguments.out), state, step + 1)
    dist.destroy_process_group()


def checkpoint(out: Path) -> Path:
    """Return where the reader's state is kept."""
    return out / "reader.pt"


def _average(weights: list[torch.nn.Parameter]) -> None:
    """Replace each worker's gradients by their mean."""
    gradients = [weight.grad for weight in weights if weight.grad is not None]
    every = torch.cat([gradient.ravel() for gradient in gradients])
    dist.all_reduce(every)
    for gradient, mean in zip(gradients, every.split([gradient.numel() for gradient in gradients]), strict=True):
        gradient.copy_(mean.view_as(gradient) / WORKERS)
