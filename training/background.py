"""Make the packaged table of background frequencies: python training/background.py CORPORA OUT.

CORPORA is the folder of corpora that the model is trained on too. Counted is in how many reports a word, name or
street stands; groups of reports (local papers, world news, monitoring of radio and press, pages of a register) weigh
the same, however large they are. Only hashes of terms that stand in several reports leave this script, with their
shares; of the register's pages only those of several cities, so that no private person's name is among them.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np

from dateline.linking import words
from dateline.linking.background import term

HERE = Path(__file__).parent
FEWEST = 3
"""Terms of fewer reports are left out: names of private persons, misprints."""
CITIES = 5
"""Terms of the register's pages count where they stand in pages on so many cities."""
LEAST = 3e-4
"""Share that terms outside the table are taken to have."""
UNIT = 1e-5
"""Shares are whole multiples of this."""

Group = list[set[int]]
"""The terms of each report of a group."""


def groups(corpora: Path) -> dict[str, Group]:
    """The terms of the reports by group."""
    own = [text for path in sorted((HERE / "corpus").glob("*.jsonl")) for _, text in lines(path)]
    radio = [text for name in ("dev", "tst1", "tst2") for text in messages(corpora / "muc4" / name)]
    world = [
        *articles(corpora / "places" / "TR-News.xml"),
        *(text for _, text in lines(corpora / "gold" / "train.reports.jsonl")),
        *own,
    ]
    return {
        "local papers": [terms(text) for text in articles(corpora / "places" / "lgl.xml")],
        "world news": [terms(text) for text in world],
        "radio and press": [terms(text) for text in radio],
        "register": register(corpora / "clusters" / "reports.jsonl", corpora / "clusters" / "truth.csv"),
    }


def register(reports: Path, truth: Path) -> Group:
    """Pages of a register, with the terms that stand in pages on `CITIES` cities or more."""
    with truth.open(encoding="utf-8", newline="") as stream:
        cities = {row["id"]: f"{row['state']}\n{row['city']}" for row in csv.DictReader(stream)}
    pages = {name: terms(text) for name, text in lines(reports)}
    where: defaultdict[int, set[str]] = defaultdict(set)
    for name, found in pages.items():
        for number in found:
            where[number].add(cities[name])
    return [{number for number in found if len(where[number]) >= CITIES} for found in pages.values()]


def lines(path: Path) -> list[tuple[str, str]]:
    """Reports in JSON lines: id and text."""
    reports = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    return [(report["id"], f"{report.get('title') or ''}\n{report['text']}") for report in reports]


def articles(path: Path) -> list[str]:
    """Articles of LGL or TR-News."""
    found = ET.parse(path).getroot().iter("article")  # noqa: S314 (a corpus that the caller names)
    return [f"{a.findtext('title') or ''}\n{a.findtext('text') or ''}" for a in found]


def messages(folder: Path) -> Iterator[str]:
    """Messages of MUC-4, which are in capitals: their names cannot be told from other words."""
    start = re.compile(r"^(?:DEV|TST\d)-MUC\d-\d+.*$", re.MULTILINE)
    for path in sorted(folder.glob("*-muc[34]*")):
        if not path.name.startswith("key"):
            yield from start.split(path.read_text(encoding="latin-1"))[1:]


def terms(text: str) -> set[int]:
    """The terms of a report."""
    found = {term("word", word) for word in words.words(text)}
    if text.isupper():
        return found
    return found | {term("name", n) for n in words.names(text)} | {term("street", s) for s in words.streets(text)}


def shares(texts: Mapping[str, Group]) -> dict[int, float]:
    """Mean over the groups of the share of reports with the term, of terms in `FEWEST` reports or more."""
    counts = {name: Counter(number for found in group for number in found) for name, group in texts.items()}
    total = sum(counts.values(), Counter[int]())
    return {
        number: sum(counts[name][number] / len(group) for name, group in texts.items()) / len(texts)
        for number, count in total.items()
        if count >= FEWEST
    }


def main(argv: Sequence[str] | None = None) -> None:
    """Count and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--name", default="background-2")
    args = parser.parse_args(argv)
    texts = groups(args.corpora)
    found = sorted(shares(texts).items())
    table = np.array([share for _, share in found])
    np.savez_compressed(
        args.out,
        version=args.name,
        terms=np.array([number for number, _ in found], dtype=np.uint32),
        shares=np.clip(np.round(table / UNIT), LEAST / UNIT, 1 / UNIT).astype(np.uint32),
        unit=UNIT,
        least=LEAST,
    )
    print({name: len(group) for name, group in texts.items()}, len(found), "terms", args.out.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
