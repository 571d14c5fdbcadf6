"""`dateline explain`: one report with its evidence, or one incident with what made it."""

from __future__ import annotations

import argparse
import itertools
import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from dateline.cli.coders import CoderLoader, chosen
from dateline.export import explanation
from dateline.export.base import Output
from dateline.export.wording import plain
from dateline.reading import InputError, read
from dateline.records import Report, SetAside

if TYPE_CHECKING:
    from dateline.linking.records import Incident

SHOWN_IDS = 5
INCIDENT_ID = re.compile("i[0-9a-f]{16}")


def explain(args: argparse.Namespace, load: CoderLoader) -> bool:
    """Run the command. Raises InputError where the name is not that of exactly one report or incident."""
    if args.incidents is not None:
        return _explain_incident(args)
    if args.picture is not None:
        raise InputError("--picture draws incidents; name their file with --incidents")
    if INCIDENT_ID.fullmatch(args.subject) and not Path(args.subject).exists():
        raise InputError(f"{args.subject}: the id of an incident; name the file of incidents with --incidents")
    report = find(args.subject, published=args.published)
    explanation.explain(chosen(args, load).code(report), Console())
    return True


def _explain_incident(args: argparse.Namespace) -> bool:
    from dateline.export.incidents import picture, text  # noqa: PLC0415 - linking is slow to import

    incident = find_incident(args.incidents, args.subject)
    text.explain(incident, Console(), asked=args.subject, names=args.names)
    if args.picture is not None:
        drawn = picture.draw(incident, asked=args.subject, names=args.names)
        output = Output(args.picture)
        output.stream.write(drawn.encode())
        output.commit()
    return True


def find_incident(path: Path, wanted: str) -> Incident:
    """The incident of this id, or the one that it redirects to. Raises InputError where there is none."""
    from dateline.linking.coded import read_incidents  # noqa: PLC0415 - linking is slow to import

    redirected = None
    for incident in read_incidents(path):
        if incident.id == wanted:
            return incident
        if wanted in incident.formerly:
            redirected = incident
    if redirected is None:
        raise InputError(f"{path}: holds no incident with the id {wanted!r}; the ids are those of dateline link")
    return redirected


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
