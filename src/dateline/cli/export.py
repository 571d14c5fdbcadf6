"""`dateline export`: the incidents of a store as a file."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from dateline.desk.exporting import masked
from dateline.export.incidents.reviewed import StoreFormat, store_format_of, write_export
from dateline.store.engine import Store
from dateline.store.exporting import exported, moment_of
from dateline.store.records import Held
from dateline.store.selection.filters import Filters
from dateline.store.selection.index import Index


def export(args: argparse.Namespace) -> bool:
    """Run the command. Raises StoreError where there is no store or the choice makes no sense, and ExportError."""
    output: Path = args.output
    form: StoreFormat = args.format or store_format_of(output)
    filters = Filters.from_query(args.filter)
    moment = moment_of(args.as_of) if args.as_of else None
    count = _Count()
    with Store.open(args.store, create=False) as store:
        # Filling the index takes a while with a large store, and only a selection of the present needs it.
        index = Index(store) if moment is None and filters.selecting() != Filters() else None
        with store.reading() as c:
            found = count.over(exported(c, index, filters, moment=moment, rejected=args.rejected))
            write_export(found if args.names else masked(found), form, output)
    print(f"{count.number} incident{'' if count.number == 1 else 's'}", file=sys.stderr)
    return True


class _Count:
    def __init__(self) -> None:
        self.number = 0

    def over(self, incidents: Iterable[Held]) -> Iterator[Held]:
        for held in incidents:
            self.number += 1
            yield held
