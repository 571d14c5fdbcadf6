"""`dateline code`: reports in, events out."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

from dateline.cli.coders import CoderLoader, ReportCoder, chosen
from dateline.cli.progress import progress
from dateline.export.base import ExportError, ReportRefusedError, Writer
from dateline.export.set_aside import SetAsideFile, sidecar
from dateline.export.wording import plain
from dateline.export.writers import format_of, open_writer
from dateline.reading import read
from dateline.records import CodedReport, Report, SetAside

SHOWN_SET_ASIDE = 5


@dataclass
class Tally:
    """What a run came to, in numbers of reports (`events`: of events)."""

    read: int = 0
    coded: int = 0
    relevant: int = 0
    events: int = 0
    skipped: int = 0
    set_aside: int = 0


class Run:
    """One run: reports through a coder into a writer, counted, with what fails set aside."""

    def __init__(self, coder: ReportCoder, writer: Writer, *, aside: SetAsideFile | None) -> None:
        """Code with `coder` into `writer`. Without `aside`, all set-aside items are printed."""
        self.tally = Tally()
        self._coder, self._writer, self._aside = coder, writer, aside

    def over(self, items: Iterable[Report | SetAside]) -> Iterator[Tally]:
        """Work through `items`; after each result, the tally so far."""
        for result in self._coder.code_many(self._pending(items)):
            outcome = result if isinstance(result, SetAside) else self._write(result)
            if outcome is not None:
                self._put_aside(outcome)
            yield self.tally

    def _pending(self, items: Iterable[Report | SetAside]) -> Iterator[Report | SetAside]:
        """The items without the reports that the output holds from an earlier run: coding is the cost."""
        for item in items:
            if isinstance(item, SetAside):
                yield item
                continue
            self.tally.read += 1
            try:
                held = self._writer.holds(item)
            except ReportRefusedError as error:
                yield SetAside(item=item.id, reason=str(error))
                continue
            if held:
                self.tally.skipped += 1
            else:
                yield item

    def _write(self, coded: CodedReport) -> SetAside | None:
        try:
            if self._writer.holds(coded):  # twice in this very run
                self.tally.skipped += 1
                return None
            self._writer.write(coded)
        except ReportRefusedError as error:
            return SetAside(item=coded.id, reason=str(error))
        self.tally.coded += 1
        self.tally.relevant += coded.relevant
        self.tally.events += len(coded.events)
        return None

    def _put_aside(self, item: SetAside) -> None:
        self.tally.set_aside += 1
        if self._aside is not None:
            self._aside.write(item)
        if self._aside is None or self.tally.set_aside <= SHOWN_SET_ASIDE:
            print(f"set aside: {plain(item.item)}: {plain(item.reason)}", file=sys.stderr)


def code(args: argparse.Namespace, load: CoderLoader) -> bool:
    """Run the command; False where an item was set aside."""
    output: Path | None = args.output
    format_name = args.format or ("cards" if output is None else format_of(output))
    if format_name == "parquet" and output is None and sys.stdout.isatty():
        raise ExportError("Parquet is not for the terminal; name a file with --output")
    items = read(args.inputs, published=args.published)
    coder = chosen(args, load)
    with ExitStack() as stack:
        writer = stack.enter_context(
            open_writer(format_name, output, stream=sys.stdout.buffer, versions=coder.versions, names=args.names)
        )
        aside = None if output is None else stack.enter_context(closing(SetAsideFile(sidecar(output))))
        run = Run(coder, writer, aside=aside)
        # Cards on the same terminal are progress enough.
        show = stack.enter_context(progress(shown=sys.stderr.isatty() and not (output is None and sys.stdout.isatty())))
        for tally in run.over(items):
            show(tally.read, tally.events)
    _summarise(run.tally, output, writer.earlier)
    return run.tally.set_aside == 0


def _summarise(tally: Tally, output: Path | None, earlier: int) -> None:
    parts = [_number(tally.read, "report") + " read", f"{tally.relevant} relevant", _number(tally.events, "event")]
    if tally.skipped:
        parts.append(f"{tally.skipped} not coded again, being in the output already")
    parts.append(f"{tally.set_aside} set aside" + (f" (see {sidecar(output)})" if tally.set_aside and output else ""))
    print(", ".join(parts), file=sys.stderr)
    if earlier:
        print(f"{output} held {_number(earlier, 'report')} at the start of this run", file=sys.stderr)


def _number(count: int, thing: str) -> str:
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"
