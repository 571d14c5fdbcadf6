"""Which official body a report cites, as far as its words tell: figures of one body are figures of one source."""

from __future__ import annotations

import re
from typing import Final

from dateline.records import Event

Body = frozenset[str]
"""The words that name a body, without articles and without the person who speaks for it."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


OFFICES: Final = _words(
    "army authorities authority cabinet command commission coroner court defence defense department government "
    "governorate hospital interior military ministry morgue municipality navy parliament police prefecture presidency "
    "prosecution secretariat sheriff"
)
"""A source that none of these words names is not taken for an official body."""
_HOLDERS: Final = {
    "coroner's": "coroner",
    "governor": "governorate",
    "mayor": "municipality",
    "minister": "ministry",
    "policeman": "police",
    "prefect": "prefecture",
    "president": "presidency",
    "prosecutor": "prosecution",
    "prosecutors": "prosecution",
    "prosecutor's": "prosecution",
    "sheriff's": "sheriff",
}
"""Those who hold an office speak for it."""
_UNNAMED: Final = _words(
    "a an and by chief deputy for from head in its local of office officer officers official officials our senior "
    "source sources spokesman spokesmen spokesperson spokeswoman statement that the their"
)
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def bodies(event: Event) -> frozenset[Body]:
    """The official bodies among the sources that the report cites for the event."""
    named = (_named(source) for source in event.sources)
    return frozenset(body for body in named if body & OFFICES)


def agree(first: frozenset[Body], second: frozenset[Body]) -> bool:
    """Whether both cite one body. "Police" and "Aktobe police" are one: both speak of the same event."""
    return any(one <= other or other <= one for one in first for other in second)


def _named(source: str) -> Body:
    words = (match[0].lower().replace("’", "'") for match in _WORD.finditer(source))
    return frozenset(_HOLDERS.get(word, word) for word in words if word not in _UNNAMED)
