"""The corpora of the shipped model, read into examples."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

from dateline.evaluation.perturbation import PERTURBATIONS
from examples import Example, gold_examples, load_mentions, to_example
from muc4_labels import muc4_training_reports

HERE = Path(__file__).parent
SPLIT_SEED = 5
HELD_OUT_MESSAGES = "1201-1300"
WRITTEN_HELD_OUT = 9  # one written report in so many


@dataclass(frozen=True)
class Corpora:
    """What is learned from: annotated news, written reports, messages of MUC-4.

    `spoiled` has a spoilt copy (capitals, bad scans …) of each news and written report, by id.
    """

    news: list[Example]
    written: list[Example]
    messages: list[Example]
    spoiled: dict[str, Example]


def held_out_ids(annotations: Path, count: int) -> set[str]:
    """The same reports for the same count: for choosing thresholds, never for training that run."""
    ids = sorted(r["id"] for r in json.loads(annotations.read_text(encoding="utf-8")))
    return set(random.Random(SPLIT_SEED).sample(ids, count))


def written_reports(folder: Path) -> Iterator[dict[str, Any]]:
    """The annotated reports of training/corpus, in the form of `gold_examples`."""
    for path in sorted(folder.glob("*.jsonl")):
        reports = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
        mentions = {r["id"]: {e["id"]: [_offsets(m, r) for m in e["mentions"]] for e in r["events"]} for r in reports}
        yield from gold_examples(path, path, mentions, annotations_in_lines=True)


def _offsets(mention: dict[str, str], report: dict[str, Any]) -> tuple[str, int, int]:
    part = mention.get("part", "text")
    start = report[part].index(mention["context"]) + mention["context"].index(mention["mention"])
    return part, start, start + len(mention["mention"])


def is_written_held_out(report: str) -> bool:
    """Whether a written report is kept for choosing and calibrating: by a hash of its id, so that files may grow."""
    return int.from_bytes(blake2b(report.encode(), digest_size=4).digest()) % WRITTEN_HELD_OUT == 0


def annotated_news(gold: Path) -> Iterator[dict[str, Any]]:
    """The annotated news of the guidelines' corpus, in the form of `gold_examples`."""
    mentions = load_mentions([HERE / "labels" / "mentions.json"])
    return gold_examples(gold / "train.reports.jsonl", gold / "train.json", mentions)


def spoil(raw: dict[str, Any]) -> dict[str, Any]:
    """A report's copy, spoilt in one of the ways of `PERTURBATIONS`; which one and how hang on its id."""
    chance = random.Random(raw["id"])
    perturb = PERTURBATIONS[chance.choice(sorted(PERTURBATIONS))]
    return {**raw, "document": perturb(raw["document"], chance)}


def load_corpora(corpora: Path, tokenizer: Tokenizer, held_out: int) -> Corpora:
    """Everything that is learned from; without the reports and messages that are held out, if any news is."""

    def examples(raws: Iterable[dict[str, Any]]) -> list[Example]:
        return [e for e in (to_example(r, tokenizer) for r in raws) if len(e.document.ids)]

    gold = corpora / "gold"
    left_out = held_out_ids(gold / "train.json", held_out)
    news = [r for r in annotated_news(gold) if r["id"] not in left_out]
    written = [r for r in written_reports(HERE / "corpus") if not held_out or not is_written_held_out(r["id"])]
    first = int(HELD_OUT_MESSAGES[:4])
    messages = [r for r in muc4_training_reports(corpora / "muc4" / "dev") if not held_out or int(r["id"][-4:]) < first]
    spoiled = examples(spoil(r) for r in (*news, *written))
    return Corpora(examples(news), examples(written), examples(messages), {e.id: e for e in spoiled})
