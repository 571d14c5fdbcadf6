"""`dateline link`: coded reports in, incidents out."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from dateline.gazetteer import Gazetteer
from dateline.linking import Linker, LinkModel
from dateline.linking.coded import read_coded, read_incidents, write_incidents


def link(args: argparse.Namespace) -> bool:
    """Run the command. Raises LinkingError where a file is not in its format."""
    output: Path = args.output
    previous = read_incidents(output) if output.exists() else []
    linker = Linker(LinkModel.load(args.weights), Gazetteer.open())
    incidents = linker.link(read_coded(args.events), previous)
    write_incidents(output, incidents)
    told = sum(len(incident.members) for incident in incidents)
    sources = sum(len(incident.sources) for incident in incidents)
    parts = [f"{told} reports with an event", f"{len(incidents)} incidents", f"{sources} independent sources"]
    if previous:
        known = {incident.id for incident in previous}
        parts.append(f"{sum(incident.id in known for incident in incidents)} incidents known before")
    print(", ".join(parts), file=sys.stderr)
    return True
