"""The training loop: workers of one thread each, which share the mean of their gradients."""

import argparse
import time
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import torch
import torch.distributed as dist
from tqdm import tqdm

from qa.embed import DEFAULT_MODEL, find_model
from training import reading, searching
from training.corpus import Passage, hold_out, load_qamr, load_squad
from training.encoder import Encoder

SEARCH = {"new_wiki_v1.0": 0.5, "reddit_v1.0": 0.25, "amazon_reviews_v1.0": 0.25}
READ = {"new_wiki_v1.0": 0.3, "reddit_v1.0": 0.15, "amazon_reviews_v1.0": 0.15, "policyqa": 0.1, "covidqa": 0.05, "qamr": 0.25}
"""How often each data set is drawn from."""

HELD_OUT = 6
"""Every sixth article of new_wiki is not trained on."""

PASSAGES, EXAMPLES = 12, 32
RATE, HEAD_RATE = 3e-4, 1e-3
WARM_UP = 20
SAVE_EVERY = 50


def corpora(folder: Path) -> tuple[dict[str, list[Passage]], list[Passage]]:
    """Return the data sets by name, and the passages held out."""
    found = {name: load_squad(folder / f"{name}.json") for name in (*SEARCH, "covidqa")}
    found["policyqa"] = [p for part in ("dev", "test") for p in load_squad(folder / f"policyqa.{part}.json")]
    texts = folder / "qamr.wiki-sentences.tsv"
    found["qamr"] = [p for part in ("dev", "test") for p in load_qamr(folder / f"qamr.{part}.tsv", texts)]
    found["new_wiki_v1.0"], held = hold_out(found["new_wiki_v1.0"], HELD_OUT)
    return found, held


def work(rank: int, arguments: argparse.Namespace, rendezvous: str) -> None:
    """Train as one of the workers: each has its own examples, and they share the mean of their gradients."""
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()
    torch.set_num_threads(1)
    torch.manual_seed(arguments.seed)
    dist.init_process_group(
        "gloo", rendezvous, timeout=timedelta(hours=1), rank=rank, world_size=arguments.workers
    )
    passages, _ = corpora(arguments.data)
    groups = {name: searching.Groups(passages[name]) for name in SEARCH}
    examples = {name: reading.Examples(passages[name]) for name in READ}
    model = SentenceTransformer(str(find_model(DEFAULT_MODEL).path), device="cpu")
    encoder = Encoder(model[0].auto_model, model.tokenizer).eval()  # no dropout
    weights = [p for p in encoder.transformer.parameters() if p.requires_grad]
    trained = [*weights, *encoder.head.parameters()]
    optimizer = torch.optim.AdamW(
        [{"params": weights, "lr": RATE}, {"params": list(encoder.head.parameters()), "lr": HEAD_RATE}],
        betas=(0.9, 0.98),
        weight_decay=0.01,
    )
    scheduler = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / WARM_UP, 1 - step / arguments.steps)
    )
    checkpoint, first = arguments.out / "checkpoint.pt", 0
    if checkpoint.exists():
        saved: dict[str, Any] = torch.load(checkpoint)
        encoder.load_state_dict(saved["encoder"])
        optimizer.load_state_dict(saved["optimizer"])
        scheduler.load_state_dict(saved["scheduler"])
        first = saved["step"]
    progress = tqdm(range(first, arguments.steps), initial=first, total=arguments.steps, disable=rank > 0)
    for step in progress:
        random = Random(f"{arguments.seed}-{step}-{rank}")
        group = groups[random.choices(list(SEARCH), list(SEARCH.values()))[0]].sample(PASSAGES, random)
        search = searching.loss(encoder, group, random)
        search.backward()
        names = random.choices(list(READ), list(READ.values()), k=EXAMPLES)
        read = reading.loss(encoder, [examples[name].sample(random) for name in names])
        read.backward()
        gradients = torch.cat([p.grad.ravel() for p in trained])
        dist.all_reduce(gradients)
        for p, mean in zip(trained, gradients.split([p.numel() for p in trained]), strict=True):
            p.grad = mean.view_as(p) / arguments.workers
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimizer.step()
        optimizer.zero_grad()
        scheduler.step()
        progress.set_postfix(search=f"{search.item():.3f}", read=f"{read.item():.3f}")
        if rank == 0:
            with (arguments.out / "log.tsv").open("a") as log:
                log.write(f"{step}\t{search.item():.4f}\t{read.item():.4f}\t{time.time():.0f}\n")
            if (step + 1) % SAVE_EVERY == 0 or step + 1 == arguments.steps:
                state = {"encoder": encoder.state_dict(), "optimizer": optimizer.state_dict(),
                         "scheduler": scheduler.state_dict(), "step": step + 1}
                torch.save(state, checkpoint.with_suffix(".new"))
                checkpoint.with_suffix(".new").replace(checkpoint)
    dist.destroy_process_group()
