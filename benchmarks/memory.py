"""Memory of a long run: `python benchmarks/memory.py --reports 100000`.

Reports of some 40 words, each with an id of its own, go through reading, coding and the JSON
lines writer as `dateline code` does it; resident memory is printed ten times on the way.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import tempfile
from collections.abc import Iterator
from pathlib import Path

from dateline.coding.coder import Coder
from dateline.export.writers import open_writer
from dateline.reading import read
from dateline.records import CodedReport

TOWNS = ("Gombi", "Kirkuk", "Azaz", "Maiduguri", "Quetta", "Cali", "Kidal", "Goma", "Aden", "Sittwe")


def write_reports(path: Path, count: int) -> None:
    """`count` JSON lines that differ in id, town, numbers and weekday."""
    days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    with path.open("w", encoding="utf-8") as lines:
        for number in range(count):
            text = (
                f"Gunmen killed {2 + number % 9} traders and wounded {number % 13 + 2} people in a "
                f"market of {TOWNS[number % len(TOWNS)]} on {days[number % 7]}, police said. "
                f"Report {number} of the wire said that soldiers later arrested three men at "
                "a checkpoint on the road to the north."
            )
            record = {"id": f"m{number}", "published": "2016-06-06", "text": text}
            lines.write(json.dumps(record) + "\n")


def resident_megabytes() -> float:
    """Resident set size of this process now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def coded(path: Path) -> Iterator[CodedReport]:
    """The reports of a file, coded."""
    for item in Coder.load().code_many(read([str(path)])):
        if not isinstance(item, CodedReport):
            raise SystemExit(f"{item.item} was set aside: {item.reason}")
        yield item


def main() -> None:
    """Print memory after each tenth of the run, then the highest."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=100_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "reports.jsonl"
        write_reports(source, options.reports)
        with open_writer("jsonl", Path(folder) / "coded.jsonl") as writer:
            for number, report in enumerate(coded(source), 1):
                writer.write(report)
                if number % max(1, options.reports // 10) == 0:
                    print(f"{number:8d} reports  {resident_megabytes():7.1f} MB", flush=True)
    highest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    print(f"highest {highest:.1f} MB")


if __name__ == "__main__":
    main()
