"""Reports of the store: each kept once with its events, and the originals that it was read from."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Row, func, select, update

from dateline.records import CodedReport, Report, SetAside, Versions
from dateline.store.archive import keep
from dateline.store.errors import NotFoundError
from dateline.store.inserting import chunks, insert_new
from dateline.store.private_names import without_private_names
from dateline.store.records import Archived, Original, StoredReport
from dateline.store.redirects import resolve
from dateline.store.schema import BLOBS, CODINGS, MEMBERS, REPORTS, RETRIEVALS, SET_ASIDE
from dateline.store.words import index_words, matching

__all__ = [
    "codings",
    "count",
    "digest_of",
    "digests",
    "get_report",
    "known",
    "mark_linked",
    "matching",
    "put_report",
    "reports_of",
    "set_aside",
    "unlinked",
]


def digest_of(report: Report | CodedReport) -> str:
    """SHA-256 in hexadecimal digits of what was read: title, text, day, publisher, agency and address.

    It does not depend on how the report was coded, so the same report coded by another version is known.
    """
    day = report.published and report.published.isoformat()
    told = [report.title, report.text, day, report.publisher, report.agency, report.url]
    return sha256(json.dumps(told).encode()).hexdigest()


def put_report(
    c: Connection, coded: CodedReport, original: Original | None, at: datetime
) -> Literal["new", "known", "differing"]:
    """Keep a report, with what it was read from, as added at this time (UTC).

    A report whose id is known stays as it was: "known" if the same was read, "differing" if another content came under
    its id. The original is archived in each case.
    """
    digest = digest_of(coded)
    masked = without_private_names(coded)
    row = {
        "id": coded.id,
        "digest": digest,
        "added": at,
        "published": coded.published and coded.published.isoformat(),
        "publisher": coded.publisher,
        "relevant": coded.relevant,
        "coding": _coding(c, coded.versions),
        "named": masked is not None,
        "linked": False,
        "body": coded.model_dump_json(),
    }
    number = c.execute(insert_new(c, REPORTS).values(row).returning(REPORTS.c.number)).scalar()
    found: Literal["new", "known", "differing"] = "new"
    if number is None:
        number, held = c.execute(select(REPORTS.c.number, REPORTS.c.digest).where(REPORTS.c.id == coded.id)).one()
        found = "known" if held == digest else "differing"
    else:
        index_words(c, number, coded.title, coded.text)
        if masked is not None:
            index_words(c, number, *masked, masked=True)
    if original is not None:
        _put_original(c, number, original)
    return found


def known(c: Connection, ids: Collection[str]) -> set[str]:
    """Those of the ids under which the store has a report."""
    return set(digests(c, ids))


def digests(c: Connection, ids: Collection[str]) -> dict[str, str]:
    """The digests (`digest_of`) of the reports under these ids, of those that the store has."""
    return {
        name: digest
        for part in chunks(ids)
        for name, digest in c.execute(select(REPORTS.c.id, REPORTS.c.digest).where(REPORTS.c.id.in_(part)))
    }


def get_report(c: Connection, id: str) -> StoredReport:  # noqa: A002
    """The report of this id. Raises NotFoundError."""
    found = _stored(c, REPORTS.c.id == id)
    if not found:
        raise NotFoundError(f"the store has no report {id!r}; check the id")
    return found[0]


def reports_of(c: Connection, incident: str) -> list[StoredReport]:
    """The reports of an incident, in order of publication; those of unknown day last.

    An id that was merged leads to the incident it was merged into. Members that the store does not have are left out.
    """
    members = select(MEMBERS.c.report).where(MEMBERS.c.incident == resolve(c, incident))
    return _stored(c, REPORTS.c.id.in_(members))


def unlinked(c: Connection, limit: int) -> Iterator[CodedReport]:
    """The first `limit` reports, in order of arrival, that linking has not taken up."""
    asked = select(REPORTS.c.body).where(REPORTS.c.linked.is_(False)).order_by(REPORTS.c.number).limit(limit)
    for (body,) in c.execute(asked):
        yield CodedReport.model_validate_json(body)


def mark_linked(c: Connection, ids: Collection[str]) -> None:
    """Note that linking has taken these reports up."""
    for part in chunks(ids):
        c.execute(update(REPORTS).where(REPORTS.c.id.in_(part)).values(linked=True))


def set_aside(c: Connection, item: SetAside, at: datetime) -> None:
    """Keep that an item could not be read or coded, and why; once for each item and reason."""
    digest = sha256(json.dumps([item.item, item.reason]).encode()).hexdigest()
    c.execute(insert_new(c, SET_ASIDE).values(at=at, item=item.item, reason=item.reason, digest=digest))


def count(c: Connection) -> int:
    """How many reports the store has."""
    return c.execute(select(func.count()).select_from(REPORTS)).scalar_one()


def codings(c: Connection) -> list[tuple[Versions, int]]:
    """The versions that coded reports, and how many each; those of most reports first."""
    counted = select(REPORTS.c.coding, func.count().label("reports")).group_by(REPORTS.c.coding).subquery()
    asked = select(CODINGS.c.body, counted.c.reports).join(counted, counted.c.coding == CODINGS.c.number)
    rows = c.execute(asked.order_by(counted.c.reports.desc(), CODINGS.c.number))
    return [(Versions.model_validate_json(body), reports) for body, reports in rows]


def _coding(c: Connection, versions: Versions) -> int:
    """The number under which the store has these versions."""
    body = versions.model_dump_json()
    digest = sha256(body.encode()).hexdigest()
    asked = select(CODINGS.c.number).where(CODINGS.c.digest == digest)
    number: int | None = c.execute(asked).scalar()
    if number is not None:
        return number
    c.execute(insert_new(c, CODINGS).values(digest=digest, body=body))
    return int(c.execute(asked).scalar_one())  # by whomever: another may have put it there meanwhile


def _put_original(c: Connection, number: int, original: Original) -> None:
    """Archives what a report was read from; the same content again under the same report adds nothing."""
    row = {"report": number, "digest": keep(c, original.content), **original.model_dump(exclude={"content"})}
    c.execute(insert_new(c, RETRIEVALS).values(row))


def _stored(c: Connection, which: ColumnElement[bool]) -> list[StoredReport]:
    """Reports with their originals and incidents, in order of publication."""
    asked = select(REPORTS).where(which).order_by(REPORTS.c.published.is_(None), REPORTS.c.published, REPORTS.c.number)
    rows = c.execute(asked).all()
    originals = _originals(c, [row.number for row in rows])
    incidents = _incidents(c, [row.id for row in rows])
    return [
        StoredReport(
            coded=CodedReport.model_validate_json(row.body),
            added=row.added,
            originals=tuple(originals[row.number]),
            incidents=tuple(incidents[row.id]),
        )
        for row in rows
    ]


def _originals(c: Connection, numbers: Sequence[int]) -> dict[int, list[Archived]]:
    found = defaultdict[int, list[Archived]](list)
    for part in chunks(numbers):
        asked = (
            select(RETRIEVALS, BLOBS.c.size)
            .join(BLOBS, BLOBS.c.digest == RETRIEVALS.c.digest)
            .where(RETRIEVALS.c.report.in_(part))
            .order_by(RETRIEVALS.c.number)
        )
        for row in c.execute(asked):
            found[row.report].append(_archived(row))
    return found


def _archived(row: Row[Any]) -> Archived:
    told = {name: row._mapping[name] for name in Archived.model_fields}  # noqa: SLF001  # documented, in spite of its name
    return Archived(**told)


def _incidents(c: Connection, ids: Sequence[str]) -> dict[str, list[str]]:
    found = defaultdict[str, list[str]](list)
    for part in chunks(ids):
        asked = select(MEMBERS.c.report, MEMBERS.c.incident).where(MEMBERS.c.report.in_(part)).distinct()
        for report, incident in c.execute(asked.order_by(MEMBERS.c.incident)):
            found[report].append(incident)
    return found
