"""Train a model: `python training/train.py --corpora DIR --run DIR [--encoder mpnet --frozen 6] [--soft DIR]`.

Both schemes are taught together: every epoch reads all annotated reports of the guidelines
and a third of the MUC-4 messages; heads without labels for a document learn nothing from it.
The run folder keeps a checkpoint, written after each epoch and every `--save-every` minutes, and is picked up
there. With `--soft` a share of the batches is of reports that other models have answered (`distil.py`).
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
from typing import TypeVar

import numpy as np
import torch
from torch import Tensor, distributed, multiprocessing

from corpora import Corpora, load_corpora
from encoders import source_of
from encoding import LowerStates, encode
from examples import Example
from losses import WEIGHTS, Teacher
from network import Model
from soft import Pupil, SoftExample, load_soft

log = logging.getLogger("train")
Lesson = Example | SoftExample
AnyLesson = TypeVar("AnyLesson", Example, SoftExample)


@dataclass(frozen=True)
class Recipe:
    """Everything that decides what comes out.

    After `epochs` the rates rise again, to `further_rate` of what they were, and fall over each of `further_epochs`
    (warm restarts, Loshchilov and Hutter 2017).
    """

    seed: int = 11
    epochs: int = 15
    further_epochs: tuple[int, ...] = (6,)
    further_rate: float = 0.5
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
    encoder: str = "minilm"
    soft_share: float = 0.5
    soft_weight: float = 0.5
    temperature: float = 2.0


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
    yield from of_like_length(pool, recipe.documents_a_step, rng)


def of_like_length(pool: list[AnyLesson], size: int, rng: random.Random) -> list[list[AnyLesson]]:
    """Shuffled batches of `size` documents of like length."""
    rng.shuffle(pool)
    batches = []
    for at in range(0, len(pool), 16 * size):
        chunk = sorted(pool[at : at + 16 * size], key=lambda e: len(e.document.ids))
        batches += [chunk[k : k + size] for k in range(0, len(chunk), size)]
    rng.shuffle(batches)
    return batches


def with_soft(
    batches: Iterable[list[Example]], soft: list[SoftExample], recipe: Recipe, epoch: int
) -> list[list[Lesson]]:
    """An epoch's batches, with those of a share of the reports that other models have answered strewn in."""
    out: list[list[Lesson]] = [[*b] for b in batches]
    rng = random.Random(f"soft {recipe.seed} {epoch}")
    chosen = [s for s in soft if rng.random() < recipe.soft_share]
    for batch in of_like_length(chosen, recipe.documents_a_step, rng):
        out.insert(rng.randint(0, len(out)), [*batch])
    return out


def rate_at(step: int, steps: int, warm_up: float) -> float:
    """Linear warm-up, then linear decay to nothing."""
    warm = max(1, int(warm_up * steps))
    return min(1.0, (step + 1) / warm) * max(0.0, 1.0 - max(0, step - warm) / max(1, steps - warm))


def restarted_rate(step: int, an_epoch: int, recipe: Recipe) -> float:
    """The rate of the first epochs, of `an_epoch` steps each, then those of the further ones from a lower start."""
    scale = 1.0
    for epochs in (recipe.epochs, *recipe.further_epochs):
        if step < epochs * an_epoch:
            return scale * rate_at(step, epochs * an_epoch, recipe.warm_up)
        step, scale = step - epochs * an_epoch, recipe.further_rate
    return 0.0


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


@dataclass(frozen=True)
class Material:
    """What a run reads."""

    corpora: Corpora
    soft: list[SoftExample]


class Run:
    """A training run with its checkpoints, the next one due `save_every` seconds after the last.

    A run that has ended goes on with further epochs, with other reports if need be; their rates follow the recipe.
    """

    def __init__(self, folder: Path, recipe: Recipe, material: Material, crew: Crew, save_every: float) -> None:
        self.folder, self.recipe, self.material, self.crew, self.save_every = folder, recipe, material, crew, save_every
        torch.manual_seed(recipe.seed)
        self.model = Model(source_of(recipe.encoder))
        groups = parameter_groups(self.model, recipe)
        still = {id(p): p for p in self.model.parameters() if not p.requires_grad}
        self.average = copy.deepcopy(self.model, still)  # what never changes is there once
        self.optimizer = torch.optim.AdamW(groups, weight_decay=recipe.weight_decay)
        self.lower = None
        if recipe.frozen_layers:
            name = f"lower-{recipe.frozen_layers}"
            self.lower = LowerStates(folder / name, self.model, recipe.frozen_layers)
        self.an_epoch = len(self._batches(0))
        self.schedule = torch.optim.lr_scheduler.LambdaLR(
            self.optimizer, lambda step: restarted_rate(step, self.an_epoch, recipe)
        )
        self.epoch = self.done = 0
        self._resume()
        torch.manual_seed(recipe.seed * 100 + crew.rank + 1000 * self.epoch + 7 * self.done)

    def _batches(self, epoch: int) -> list[list[Lesson]]:
        batches = epoch_batches(self.material.corpora, self.recipe, epoch)
        return with_soft(batches, self.material.soft, self.recipe, epoch)

    def _resume(self) -> None:
        path = self.folder / "checkpoint.pt"
        if path.exists():
            state = torch.load(path, weights_only=False)
            self.model.load_state_dict(state["model"])
            self.average.load_state_dict(state["average"])
            self.optimizer.load_state_dict(state["optimizer"])
            self.epoch, self.done = state["epoch"], state.get("done", 0)
            self.schedule.load_state_dict(state["schedule"])
            if state.get("an_epoch") != self.an_epoch:  # it goes on with more or fewer reports
                self.schedule.last_epoch = self.epoch * self.an_epoch + self.done
            log.info("picked up after epoch %d and %d batches", self.epoch, self.done)

    def _save(self) -> None:
        state = {
            "model": self.model.state_dict(),
            "average": self.average.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "schedule": self.schedule.state_dict(),
            "epoch": self.epoch,
            "done": self.done,
            "an_epoch": self.an_epoch,
        }
        partial = self.folder / "checkpoint.part"
        torch.save(state, partial)
        partial.replace(self.folder / "checkpoint.pt")
        torch.save(self.average.state_dict(), self.folder / "average.pt")

    def _losses(self, lesson: Lesson, state: Tensor, sums: dict[str, list[float]]) -> Tensor:
        if isinstance(lesson, SoftExample):
            kind, weight = "s", self.recipe.soft_weight
            losses = Pupil(self.model.heads, lesson, state, self.recipe.temperature).losses()
        else:
            kind, weight = lesson.scheme.name[:1], 1.0
            losses = Teacher(self.model.heads, lesson, state).losses()
        total = torch.zeros(())
        for name, loss in losses.items():
            total = total + weight * WEIGHTS[name] * loss
            sums[f"{kind}.{name}"].append(float(loss.detach()))
        return total

    def _step(self, batch: list[Lesson], sums: dict[str, list[float]]) -> None:
        mine = batch[self.crew.rank :: self.crew.size]
        total = torch.zeros(())
        for lesson, state in zip(mine, encode(self.model, mine, self.lower) if mine else [], strict=True):
            total = total + self._losses(lesson, state, sums) / len(batch)
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
            if now.requires_grad:
                mean.lerp_(now, 1.0 - decay)

    def train(self) -> None:
        """Run the epochs that are left."""
        self.model.train()
        while self.epoch < self.recipe.epochs + sum(self.recipe.further_epochs):
            began, sums = time.monotonic(), defaultdict[str, list[float]](list)
            saved = began
            for batch in self._batches(self.epoch)[self.done :]:
                self._step(batch, sums)
                self.done += 1
                if self.crew.rank == 0 and time.monotonic() - saved > self.save_every:
                    self._save()
                    saved = time.monotonic()
            self.epoch, self.done = self.epoch + 1, 0
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
    tokenizer = source_of(recipe.encoder).tokenizer()
    corpora = load_corpora(options.corpora, tokenizer, recipe.held_out)
    soft = [s for folder in options.soft for s in load_soft(folder, tokenizer)]
    counts = (len(corpora.news), len(corpora.written), len(corpora.messages), len(soft))
    log.info("%d annotated reports, %d written ones, %d messages, %d answered by other models", *counts)
    Run(options.run, recipe, Material(corpora, soft), crew, 60 * options.save_every).train()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True, help="folder with gold/ and muc4/")
    parser.add_argument("--run", type=Path, required=True, help="folder for checkpoints")
    parser.add_argument("--epochs", type=int, default=Recipe.epochs)
    parser.add_argument("--further-epochs", type=int, nargs="*", default=Recipe.further_epochs)
    parser.add_argument("--seed", type=int, default=Recipe.seed)
    parser.add_argument("--held-out", type=int, default=0, help="train reports kept for choosing thresholds")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--encoder", default=Recipe.encoder, help="minilm, mpnet, or the folder of a pretrained one")
    parser.add_argument("--encoder-rate", type=float, default=Recipe.encoder_rate)
    parser.add_argument("--frozen", type=int, default=0, help="lower layers that are kept, their output on disk")
    parser.add_argument("--soft", type=Path, nargs="*", default=[], help="folders that distil.py has written")
    parser.add_argument("--save-every", type=float, default=10.0, metavar="MINUTES")
    return parser.parse_args()


def main() -> None:
    """Read the corpora, train, leave `average.pt` in the run folder."""
    options = _options()
    recipe = Recipe(
        seed=options.seed,
        epochs=options.epochs,
        further_epochs=tuple(options.further_epochs),
        held_out=options.held_out,
        encoder=options.encoder,
        encoder_rate=options.encoder_rate,
        frozen_layers=options.frozen,
    )
    options.run.mkdir(parents=True, exist_ok=True)
    (options.run / "recipe.json").write_text(json.dumps(asdict(recipe), indent=1))
    (options.run / "meeting").unlink(missing_ok=True)
    if options.processes == 1:
        work(0, options, recipe)
    else:
        multiprocessing.spawn(work, args=(options, recipe), nprocs=options.processes)


if __name__ == "__main__":
    main()
