"""The corpora of the shipped model, read into examples."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

from examples import Example, gold_examples, load_mentions, to_example
from muc4_labels import muc4_training_reports

HERE = Path(__file__).parent
SPLIT_SEED = 5
HELD_OUT_MESSAGES = "1201-1300"


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


def load_corpora(corpora: Path, tokenizer: Tokenizer, held_out: int) -> tuple[list[Example], list[Example]]:
    """Reports annotated by the guidelines without the held-out ones, and MUC-4's development messages."""
    gold = corpora / "gold"
    mentions = load_mentions([HERE / "labels" / "mentions.json"])
    left_out = held_out_ids(gold / "train.json", held_out)
    raw = [
        r for r in gold_examples(gold / "train.reports.jsonl", gold / "train.json", mentions) if r["id"] not in left_out
    ]
    raw += list(written_reports(HERE / "corpus"))
    events = [to_example(r, tokenizer) for r in raw]
    first = int(HELD_OUT_MESSAGES[:4])
    messages = [
        to_example(r, tokenizer)
        for r in muc4_training_reports(corpora / "muc4" / "dev")
        if not held_out or int(r["id"][-4:]) < first
    ]
    return events, messages
