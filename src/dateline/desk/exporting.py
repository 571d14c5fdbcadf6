"""Exports as users of the desk get them: masked where they have to be, and in pieces as they are made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from dateline.desk.masking import masked_case
from dateline.export.incidents.reviewed import StoreFormat, pieces
from dateline.export.incidents.wording import without_names
from dateline.store.engine import Store
from dateline.store.exporting import exported, moment_of
from dateline.store.records import Held
from dateline.store.selection.filters import Filters
from dateline.store.selection.index import Index

OWN: Final = ("as_of", "rejected", "names")
"""Parameters of an export beside those of the selection."""


@dataclass(frozen=True)
class Asked:
    """What an export is asked to hold. `names`: those of private persons too."""

    filters: Filters
    moment: datetime | None = None
    rejected: bool = False
    names: bool = False

    @classmethod
    def of(cls, items: Sequence[tuple[str, str]], *, as_of: str | None, rejected: bool, names: bool) -> Asked:
        """By the names and values of a query. Raises FilterError and RefusedError where they make no sense."""
        filters = Filters.from_query(items, ignore=OWN)
        return cls(filters, moment_of(as_of) if as_of else None, rejected, names)


def masked(incidents: Iterable[Held]) -> Iterator[Held]:
    """The incidents without the names of private persons.

    By their own values alone, not by their reports: so the same incident gives the same bytes whatever is added later.
    Notes are left out, and capitalised words of reasons: whom they name is not known.
    """
    for held in incidents:
        case = masked_case(held.case)
        reasons = (one.model_copy(update={"reason": without_names(one.reason)}) for one in case.corrections)
        yield held.model_copy(update={"case": case.model_copy(update={"corrections": tuple(reasons), "notes": ()})})


def parts(store: Store, index: Index, form: StoreFormat, asked: Asked) -> Iterator[bytes]:
    """The export, piece by piece; the store is read meanwhile."""
    with store.reading() as c:
        found = exported(c, index, asked.filters, moment=asked.moment, rejected=asked.rejected, masked=index.is_masked)
        yield from pieces(found if asked.names else masked(found), form)
