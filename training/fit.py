"""The training loop of one member."""

import argparse
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import torch
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

WARM_UP = 20
SAVE_EVERY = 25


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
HEAD_RATE = 1e-3


def corpora(folder: Path) -> dict[str, list[Passage]]:
    """Return the data sets by name, without the passages held out."""
    found = {name: load_squad(folder / f"{name}.json") for name in (*SEARCH, "covidqa")}
    found["policyqa"] = [p for part in ("dev", "test") for p in load_squad(folder / f"policyqa.{part}.json")]
    texts = folder / "qamr.wiki-sentences.tsv"
    found["qamr"] = [p for part in ("dev", "test") for p in load_qamr(folder / f"qamr.{part}.tsv", texts)]
    found["new_wiki_v1.0"], _ = hold_out(found["new_wiki_v1.0"], HELD_OUT)
    return found


def work(number: int, arguments: argparse.Namespace) -> None:
    """Train one member, on one thread, resuming where an earlier run in `arguments.out` stopped."""
    torch.set_num_threads(1)
    torch.manual_seed(arguments.seed)
    member = MEMBERS[number]
    passages = corpora(arguments.data)
    groups = {name: searching.Groups(passages[name]) for name in SEARCH}
    examples = {name: reading.Examples(passages[name]) for name in (READ if member.examples else ())}
    encoder = new_encoder()
    head = list(encoder.head.parameters())
    trained = [weight for weight in encoder.transformer.parameters() if weight.requires_grad]
    optimizer = torch.optim.AdamW([{"params": trained}, {"params": head}], betas=(0.9, 0.98), weight_decay=0.01)
    state = {"encoder": encoder, "optimizer": optimizer}
    first = resume(checkpoint(arguments.out, number), state)
    steps = range(first, arguments.steps)
    progress = tqdm(steps, f"Member {number}", initial=first, total=arguments.steps, position=number)
    for step in progress:
        random = Random(f"{arguments.seed}-{step}-{number}")
        group = groups[random.choices(list(SEARCH), list(SEARCH.values()))[0]].sample(member.passages, random)
        losses = {"search": searching.loss(encoder, group, random)}
        if member.examples:
            names = random.choices(list(READ), list(READ.values()), k=member.examples)
            losses["read"] = reading.loss(encoder, [examples[name].sample(random) for name in names])
        for loss in losses.values():
            loss.backward()
        torch.nn.utils.clip_grad_norm_([*trained, *head], 1.0)
        for part, peak in zip(optimizer.param_groups, (member.rate, HEAD_RATE), strict=True):
            part["lr"] = peak * min((step + 1) / WARM_UP, 1 - step / arguments.steps)
        optimizer.step()
        optimizer.zero_grad()
        progress.set_postfix({name: f"{loss.item():.2f}" for name, loss in losses.items()})
        if (step + 1) % SAVE_EVERY == 0 or step + 1 == arguments.steps:
            save(checkpoint(arguments.out, number), state, step + 1)


def checkpoint(out: Path, number: int) -> Path:
    """Return where a member's state is kept."""
    return out / f"member-{number}.pt"


def new_encoder() -> Encoder:
    """Return the default model, ready to be trained; without dropout, which a few passes over the data do not need."""
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()
    model: Any = SentenceTransformer(str(find_model(DEFAULT_MODEL).path), device="cpu")
    model[0].auto_model.set_attn_implementation("eager")  # on a CPU the faster one to train
    return Encoder(model[0].auto_model, model.tokenizer).eval()


def resume(path: Path, state: dict[str, Any]) -> int:
    """Load what an earlier run has saved, if it has, and return the number of the next step."""
    if not path.exists():
        return 0
    saved = torch.load(path)
    for name, part in state.items():
        part.load_state_dict(saved[name])
    step: int = saved["step"]
    return step


def save(path: Path, state: dict[str, Any], step: int) -> None:
    """Save everything a run needs to go on; an interruption leaves the old file or the new one."""
    new = path.with_suffix(".new")
    torch.save({**{name: part.state_dict() for name, part in state.items()}, "step": step}, new)
    new.replace(path)
