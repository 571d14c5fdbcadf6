"""`dateline explain`: one report with its evidence."""

from __future__ import annotations

import argparse
import itertools
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from rich.console import Console

from dateline.cli.coders import CoderLoader
from dateline.export import explanation
from dateline.export.wording import plain
from dateline.reading import InputError, read
from dateline.records import Report, SetAside

SHOWN_IDS = 5


def explain(args: argparse.Namespace, load: CoderLoader) -> bool:
    """Run the command. Raises InputError where REPORT does not name exactly one report."""
    report = find(args.report, published=args.published)
    explanation.explain(load(args.model).code(report), Console())
    return True


def find(name: str, *, published: date | None = None) -> Report:
    """The report that FILE or FILE#ID names. Raises InputError where that is none, or not just one."""
    path, wanted = _split(name)
    items = read([path], published=published)
    return _only(items, path) if wanted is None else _with_id(items, wanted, path)


def _split(name: str) -> tuple[str, str | None]:
    """File and id. Both may hold a `#` of their own, so the split is where there is such a file."""
    marks = [at for at, character in enumerate(name) if character == "#"]
    if Path(name).exists() or not marks:
        return name, None
    at = next((at for at in marks if Path(name[:at]).exists()), marks[0])
    return name[:at], name[at + 1 :]


def _with_id(items: Iterable[Report | SetAside], wanted: str, path: str) -> Report:
    unread: list[SetAside] = []
    for item in items:
        if isinstance(item, SetAside):
            unread.append(item)
            del unread[SHOWN_IDS:]
        elif item.id == wanted:
            return item
    raise InputError(
        f"{path}: holds no report with the id {wanted!r}{_reasons(unread)}; "
        "the ids are those in the output of dateline code"
    )


def _reasons(items: Iterable[Report | SetAside]) -> str:
    """Why items could not be read, in brackets; nothing where all could."""
    reasons = "; ".join(plain(item.reason) for item in items if isinstance(item, SetAside))
    return f" ({reasons})" if reasons else ""


def _only(items: Iterable[Report | SetAside], path: str) -> Report:
    first = list(itertools.islice(items, SHOWN_IDS))
    reports = [item for item in first if isinstance(item, Report)]
    if not reports:
        raise InputError(f"{path}: holds no report that can be read{_reasons(first)}")
    if len(reports) > 1:
        ids = ", ".join(report.id for report in reports)
        raise InputError(
            f"{path}: holds several reports; name one as {path}#ID (ids: {ids}{', …' * (len(first) == SHOWN_IDS)})"
        )
    return reports[0]
