"""`dateline link`: coded reports in, incidents out."""

from __future__ import annotations

import argparse
import sys
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from dateline.gazetteer import Gazetteer
from dateline.linking import Added, Linked, LinkModel, State
from dateline.linking.coded import read_coded, read_incidents, write_lines
from dateline.linking.identity import former

PROCESSES = 2  # evidence and settling are shared out; small runs start no second process


def link(args: argparse.Namespace) -> bool:
    """Run the command. Raises LinkingError where a file is not in its format."""
    output: Path = args.output
    kept: Path | None = args.state
    previous = [former(incident) for incident in read_incidents(output)] if kept is None and output.exists() else []
    with ExitStack() as stack:
        path = kept or Path(stack.enter_context(TemporaryDirectory(prefix="dateline-"))) / "link.duckdb"
        state = stack.enter_context(State(path, LinkModel.load(args.weights), processes=PROCESSES))
        added = state.add(read_coded(args.events), Gazetteer.open())
        linked = state.link(previous)
        write_lines(output, state.lines(changed=args.changed))
        for line in _told(state, added, linked):
            print(line, file=sys.stderr)
        if previous:
            known = {incident.identity.id for incident in previous}
            kept_ids = sum(name in known for (name,) in state.store.rows("SELECT id FROM incidents"))
            print(f"{kept_ids} incidents known before", file=sys.stderr)
    return True


def _told(state: State, added: Added, linked: Linked) -> list[str]:
    tellings, incidents, sources = state.counts()
    lines = [f"{tellings} tellings of events, {incidents} incidents, {sources} independent sources"]
    if added.known:
        lines.append(f"{added.new} reports new, {added.known} known; {linked.written} incidents new or changed")
    if added.differing:
        lines.append(f"{added.differing} reports differ from those known under their ids, which were left as they were")
    if linked.blocks:
        lines.append(
            f"{linked.blocks} blocks of like reports were too large to compare all pairs (the largest has "
            f"{linked.largest}); some of each were compared with all"
        )
    return lines
