"""What each person concluded of an incident, kept apart from the incident itself, so that people can be compared."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, Literal

from sqlalchemy import Connection, Select, select

from dateline.store.schema import REVIEWS

Verdict = Literal["accepted", "corrected", "rejected", "undone"]
COLUMNS: Final = (
    REVIEWS.c.incident,
    REVIEWS.c.version,
    REVIEWS.c.who,
    REVIEWS.c.verdict,
    REVIEWS.c.blind,
    REVIEWS.c["values"],
)


@dataclass(frozen=True)
class Opinion:
    """A person's verdict on an incident and its values as that person left them, by field of the log.

    `version` is the one that the verdict made. `blind`: given without having seen another person's. The verdict
    "undone" says that this person has none any more.
    """

    incident: str
    version: int
    who: str
    verdict: Verdict
    blind: bool
    values: Mapping[str, Any]


def keep_opinion(c: Connection, opinion: Opinion, at: datetime) -> None:
    """Add an opinion; the latest of a person is the one that counts."""
    c.execute(
        REVIEWS.insert().values(
            incident=opinion.incident,
            version=opinion.version,
            who=opinion.who,
            at=at,
            verdict=opinion.verdict,
            blind=opinion.blind,
            values=json.dumps(dict(opinion.values), ensure_ascii=False, sort_keys=True),
        )
    )


def reviewers(c: Connection, incident: str) -> set[str]:
    """The people who have a verdict on an incident."""
    query = select(REVIEWS.c.who, REVIEWS.c.verdict).where(REVIEWS.c.incident == incident).order_by(REVIEWS.c.number)
    latest = {row.who: row.verdict for row in c.execute(query)}
    return {who for who, verdict in latest.items() if verdict != "undone"}


def take_back(c: Connection, incident: str, version: int, now: int, at: datetime) -> None:
    """Go back to what the people whose opinions `version` made thought before; `now` is the version that undoes it."""
    made = c.execute(_opinions().where(REVIEWS.c.incident == incident, REVIEWS.c.version == version)).all()
    for row in made:
        query = _opinions().where(REVIEWS.c.incident == incident, REVIEWS.c.who == row.who, REVIEWS.c.version < version)
        before = c.execute(query.order_by(REVIEWS.c.number.desc()).limit(1)).first()
        opinion = replace(read_opinion(row), verdict="undone", values={}) if before is None else read_opinion(before)
        keep_opinion(c, replace(opinion, version=now), at)


def read_opinion(row: Sequence[Any]) -> Opinion:
    """An opinion from a row of `COLUMNS`."""
    incident, version, who, verdict, blind, told = row
    return Opinion(incident, version, who, verdict, bool(blind), json.loads(told))


def _opinions() -> Select[Any]:
    return select(*COLUMNS)
