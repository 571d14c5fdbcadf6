"""The news agency behind a report: credited in a dateline, a byline, a source line or a copyright line.

An agency that is only quoted ("told Reuters") did not write the report and does not count.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

HEAD_CHARACTERS = 600
TAIL_CHARACTERS = 600
SHORT_NAME = 5
DASH = r"(?:-{1,2}|[\u2013\u2014:])"
LINE_END = r"[ \t.)\]]*\r?$"


@dataclass(frozen=True)
class AgencyTable:
    """Agencies by each of their names, and the patterns in which a name is a credit.

    `head` holds patterns for the beginning of a text, `tail` those for both ends.
    """

    names: dict[str, str]
    head: tuple[re.Pattern[str], ...]
    tail: tuple[re.Pattern[str], ...]
    byline: re.Pattern[str]


@cache
def agency_table() -> AgencyTable:
    """The agencies of `data/agencies.tsv`, read once."""
    source = files("dateline.reading").joinpath("data/agencies.tsv").read_text(encoding="utf-8")
    rows = csv.DictReader((line for line in source.splitlines() if not line.startswith("#")), delimiter="\t")
    names: dict[str, str] = {}
    for row in rows:
        for alias in (row["name"], *filter(None, row["aliases"].split("|"))):
            names[alias] = row["name"]
    name = rf"(?:the )?(?P<agency>{_any_of(names)})(?!\w)"
    flags = re.IGNORECASE | re.MULTILINE
    head = (
        # KABUL, March 3 (Reuters) - ...   BOGOTA, 10 SEP 89 (DPA) -- [TEXT]   (AP) — ...
        rf"^[^\n()]{{0,80}}\({name}(?:[/,;][^()\n]{{0,40}})?\) ?{DASH}",
        # AP - MOGADISHU, Somalia ...   Reuters: ...
        rf"\A\s*{name} ?{DASH} ",
    )
    tail = (
        rf"^[ \t(\[]*(?:source|sources|via|agency|credit)[ \t]*[:\-\u2013\u2014][ \t]*{name}{LINE_END}",
        rf"^[ \t]*(?:by|from)[ \t]+(?:[^\n.]{{1,60}}(?:,|\||/|\bof\b|\bfor\b)[ \t]*)?{name}{LINE_END}",
        rf"^[ \t]*{name}{LINE_END}",
        rf"(?:\u00a9|\(c\)|copyright)[ \t]*(?:\u00a9|\(c\))?[ \t]*(?:\d{{4}})?,?[ \t]*(?:by )?{name}",
        rf"[.\u201d\"][ \t]*[\u2013\u2014-]{{1,2}}[ \t]*{name}{LINE_END}",
        rf"[.\u201d\"][ \t]*\({name}\){LINE_END}",
    )
    return AgencyTable(
        names={alias.casefold(): usual for alias, usual in names.items()},
        head=tuple(re.compile(pattern, flags) for pattern in head),
        tail=tuple(re.compile(pattern, flags) for pattern in tail),
        byline=re.compile(rf"(?:^|[,;/|(]|\bby )\s*{name}\s*(?:$|[,;/|)])", flags),
    )


def _any_of(names: dict[str, str]) -> str:
    """A pattern for any name, longest first. Short ones must stand in capitals: "Map" is no agency, MAP is."""
    patterns = (
        f"(?-i:{re.escape(name)})" if len(name) <= SHORT_NAME and name.isupper() else re.escape(name)
        for name in sorted(names, key=len, reverse=True)
    )
    return "|".join(patterns)


def find_agency(text: str, *, byline: str | None = None) -> str | None:
    """The agency that `byline` or `text` credits, by its usual name, or None.

    Looks at the first and last 600 characters of `text`. The byline goes first, then the dateline,
    then source, author and copyright lines.
    """
    table = agency_table()
    if byline and (match := table.byline.search(byline)):
        return table.names[match["agency"].casefold()]
    head, tail = text[:HEAD_CHARACTERS], text[max(HEAD_CHARACTERS, len(text) - TAIL_CHARACTERS) :]
    if len(text) > HEAD_CHARACTERS + TAIL_CHARACTERS:
        # Both ends begin and end on whole lines, so that a cut does not make a name stand alone.
        head, tail = head.rpartition("\n")[0] or head, tail.partition("\n")[2] or tail
    else:
        head, tail = text, ""
    for patterns, part in ((table.head, head), (table.tail, head), (table.tail, tail)):
        for pattern in patterns:
            if match := pattern.search(part):
                return table.names[match["agency"].casefold()]
    return None


def canonical(name: str) -> str:
    """The usual name of an agency that a table or feed names; other names stay as they are."""
    return agency_table().names.get(name.strip().casefold(), name.strip())
