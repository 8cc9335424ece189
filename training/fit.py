"""The training loop: workers of one thread each, which share the mean of their gradients."""

import argparse
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
READ = {
    "new_wiki_v1.0": 0.3,
    "reddit_v1.0": 0.15,
    "amazon_reviews_v1.0": 0.15,
    "policyqa": 0.1,
    "covidqa": 0.05,
    "qamr": 0.25,
}
"""How often each data set is drawn from."""

HELD_OUT = 6
"""Every sixth article of new_wiki is not trained on."""

PASSAGES, EXAMPLES = 12, 32
RATE, HEAD_RATE = 3e-4, 1e-3
WARM_UP = 20
SAVE_EVERY = 50
CHECKPOINT = "checkpoint.pt"


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
    torch.set_num_threads(1)
    torch.manual_seed(arguments.seed)
    dist.init_process_group("gloo", rendezvous, timeout=timedelta(hours=1), rank=rank, world_size=arguments.workers)
    passages, _ = corpora(arguments.data)
    groups = {name: searching.Groups(passages[name]) for name in SEARCH}
    examples = {name: reading.Examples(passages[name]) for name in READ}
    encoder = new_encoder()
    head = list(encoder.head.parameters())
    trained = [weight for weight in encoder.parameters() if weight.requires_grad]
    optimizer = torch.optim.AdamW(
        [{"params": trained[: -len(head)]}, {"params": head}],
        betas=(0.9, 0.98),
        weight_decay=0.01,
    )
    state = {"encoder": encoder, "optimizer": optimizer}
    first = _resume(arguments.out / CHECKPOINT, state)
    progress = tqdm(range(first, arguments.steps), initial=first, total=arguments.steps, disable=rank > 0)
    for step in progress:
        random = Random(f"{arguments.seed}-{step}-{rank}")
        group = groups[random.choices(list(SEARCH), list(SEARCH.values()))[0]].sample(PASSAGES, random)
        search = searching.loss(encoder, group, random)
        search.backward()
        names = random.choices(list(READ), list(READ.values()), k=EXAMPLES)
        read = reading.loss(encoder, [examples[name].sample(random) for name in names])
        read.backward()
        _share_gradients(trained)
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        for part, peak in zip(optimizer.param_groups, (RATE, HEAD_RATE), strict=True):
            part["lr"] = peak * min((step + 1) / WARM_UP, 1 - step / arguments.steps)
        optimizer.step()
        optimizer.zero_grad()
        progress.set_postfix(search=f"{search.item():.3f}", read=f"{read.item():.3f}")
        if rank == 0 and ((step + 1) % SAVE_EVERY == 0 or step + 1 == arguments.steps):
            _save(arguments.out / CHECKPOINT, state, step + 1)
    dist.destroy_process_group()


def new_encoder() -> Encoder:
    """Return the default model, ready to be trained; without dropout, which a few passes over the data do not need."""
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()
    model: Any = SentenceTransformer(str(find_model(DEFAULT_MODEL).path), device="cpu")
    return Encoder(model[0].auto_model, model.tokenizer).eval()


def _share_gradients(weights: list[torch.nn.Parameter]) -> None:
    """Give every worker the mean of all workers' gradients."""
    flat = torch.cat([_gradient(weight).ravel() for weight in weights])
    dist.all_reduce(flat)
    for weight, total in zip(weights, flat.split([weight.numel() for weight in weights]), strict=True):
        weight.grad = total.view_as(weight) / dist.get_world_size()


def _gradient(weight: torch.nn.Parameter) -> torch.Tensor:
    return torch.zeros_like(weight) if weight.grad is None else weight.grad


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
