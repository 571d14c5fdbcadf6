"""`dateline add`: reports into the store. `dateline check`: whether all that a store holds fits together."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

from dateline.cli.coders import CoderLoader, chosen
from dateline.cli.progress import Show, progress
from dateline.export.wording import plain
from dateline.reading import Origin, read_with_originals
from dateline.records import Report, SetAside
from dateline.store.adding import Added, Read, Watch, add
from dateline.store.checking import problems
from dateline.store.engine import Store
from dateline.store.errors import StoreError
from dateline.store.records import Original

SHOWN = 5
"""Items of each kind that are told one by one."""
PROCESSES = 2  # linking shares out its work; small runs start no second process


def add_reports(args: argparse.Namespace, load: CoderLoader) -> bool:
    """Run `dateline add`; False where an item was set aside or linking has to wait.

    Raises InputError or StoreError where inputs or store cannot be opened; then nothing is done.
    """
    items = read_with_originals(args.inputs, published=args.published)
    with Store.open(args.store) as store:
        coder = chosen(args, load)
        with progress(shown=sys.stderr.isatty()) as show:
            told = _Told(show)
            watch = Watch(told.progress, told.aside, told.differing)
            try:
                added = add(
                    store, _with_originals(items), coder, state_path=args.state, watch=watch, processes=PROCESSES
                )
            except StoreError as error:
                # What was kept stays: this is no wrong usage.
                print(f"dateline: {error}", file=sys.stderr)
                print(_summary(told.added), file=sys.stderr)
                return False
        for line in (*told.rest(), _summary(added), _of_incidents(added)):
            print(line, file=sys.stderr)
    return added.set_aside == 0


def check(args: argparse.Namespace) -> bool:
    """Run `dateline check`; False where something does not fit together. Raises StoreError where there is no store."""
    with Store.open(args.store, create=False) as store, store.reading() as c:
        found = problems(c)
    for problem in found:
        print(problem)
    print(_number(len(found), "problem") if found else "all fits together", file=sys.stderr)
    return not found


def _with_originals(items: Iterable[tuple[Report, Origin | None] | SetAside]) -> Iterator[Read]:
    for item in items:
        if isinstance(item, SetAside):
            yield item
        else:
            report, origin = item
            yield report, None if origin is None else Original(**asdict(origin))


@dataclass
class _Told:
    """What a run tells while it goes on."""

    show: Show
    added: Added = Added()  # noqa: RUF009 - it is frozen

    def __post_init__(self) -> None:
        self._aside = self._differing = 0

    def progress(self, added: Added) -> None:
        self.added = added
        self.show(added.read, added.events)

    def aside(self, item: SetAside) -> None:
        self._aside += 1
        if self._aside <= SHOWN:
            print(f"set aside: {plain(item.item)}: {plain(item.reason)}", file=sys.stderr)

    def differing(self, name: str) -> None:
        self._differing += 1
        if self._differing <= SHOWN:
            print(
                f"left as it was: {plain(name)}: the store has another report under this id; give this one its own",
                file=sys.stderr,
            )

    def rest(self) -> Iterator[str]:
        """How many items were not told one by one."""
        if self._aside > SHOWN:
            yield f"set aside: {self._aside - SHOWN} more; the store keeps all with their reasons"
        if self._differing > SHOWN:
            yield f"left as they were: {self._differing - SHOWN} more"


def _summary(added: Added) -> str:
    parts = [f"{_number(added.read, 'report')} read", f"{added.new} new with {_number(added.events, 'event')}"]
    if added.known:
        parts.append(f"{added.known} known, not coded again")
    if added.differing:
        parts.append(f"{added.differing} differing, left as they were")
    return ", ".join([*parts, f"{added.set_aside} set aside"])


def _of_incidents(added: Added) -> str:
    done = added.relinked
    if not done:
        return "incidents: none changed"
    parts = [f"{done.new} new", f"{done.updated} updated"]
    others = (("merged", done.merged), ("split off", done.split), ("withdrawn", done.withdrawn))
    return "incidents: " + ", ".join([*parts, *(f"{number} {what}" for what, number in others if number)])


def _number(count: int, thing: str) -> str:
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"
