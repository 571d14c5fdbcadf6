"""`dateline tabulate`: incidents as a table."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from dateline.export.incidents.tables import TableFormat, table_format_of, write_table
from dateline.linking.coded import read_incidents


def tabulate(args: argparse.Namespace) -> bool:
    """Run the command. Raises LinkingError where the input is not in its format, ExportError as `write_table`."""
    output: Path | None = args.output
    form: TableFormat = args.format or (table_format_of(output) if output is not None else "csv")
    incidents = read_incidents(args.incidents)
    count = write_table(incidents, form, output, stream=None if output is not None else sys.stdout.buffer)
    print(f"{count} incidents", file=sys.stderr)
    return True
