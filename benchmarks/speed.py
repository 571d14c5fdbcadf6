"""Coder against bare encoder on the same tokens in the same run: `python benchmarks/speed.py`.

The reports are those of training/corpus whose length is nearest to 400 words. Rounds
alternate between the two, so a machine that slows down slows both; the median round counts.
The first card is timed from the start of the process, files in the page cache.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from dateline.coding.coder import Coder
from dateline.coding.document import read_document
from dateline.coding.model import Model
from dateline.records import Report

CORPUS = Path(__file__).parent.parent / "training" / "corpus"
WORDS = 400


def reports(count: int) -> list[Report]:
    """The `count` reports of the corpus whose length is nearest to 400 words, as they are."""
    lines = [json.loads(line) for path in sorted(CORPUS.glob("*.jsonl")) for line in path.open(encoding="utf-8")]
    lines.sort(key=lambda r: (abs(len(r["text"].split()) - WORDS), r["id"]))
    return [Report(id=r["id"], text=r["text"], published=date(2016, 6, 6)) for r in lines[:count]]


def seconds(job: Callable[[], object]) -> float:
    """Wall-clock time of one call."""
    began = time.perf_counter()
    job()
    return time.perf_counter() - began


def first_card() -> float:
    """Seconds from starting `dateline code` on one report to the end of its output."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.txt"
        path.write_text("Gunmen killed four traders in the market of Gombi on Sunday, police said.", encoding="utf-8")
        command = [sys.executable, "-m", "dateline", "code", str(path)]
        subprocess.run(command, check=True, capture_output=True)
        return min(seconds(lambda: subprocess.run(command, check=True, capture_output=True)) for _ in range(3))


def main() -> None:
    """Print both speeds, their ratio and the time to the first card as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    sample = reports(options.reports)
    model, coder = Model.load("small"), Coder.load("small")
    documents = [read_document(r.text, r.title, model.tokenizer) for r in sample]
    list(coder.code_many(sample))  # once before the clock starts: both are timed warm
    model.encoder.states(documents[0])
    bare, whole = [], []
    for _ in range(options.rounds):
        bare.append(seconds(lambda: [model.encoder.states(d) for d in documents]))
        whole.append(seconds(lambda: list(coder.code_many(sample))))
    figures = {
        "reports": len(sample),
        "words a report": round(sum(len(r.text.split()) for r in sample) / len(sample)),
        "tokens a report": round(sum(len(d.ids) for d in documents) / len(documents)),
        "bare encoder, reports a second": round(len(sample) / statistics.median(bare), 1),
        "coder, reports a second": round(len(sample) / statistics.median(whole), 1),
        "coder / bare encoder, time": round(statistics.median(w / b for w, b in zip(whole, bare, strict=True)), 2),
        "first card, seconds": round(first_card(), 2),
    }
    sys.stdout.write(json.dumps(figures, indent=1) + "\n")


if __name__ == "__main__":
    main()
