"""The commands on incidents that are linked already, and their options."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - it has no public name

TABLES = ("csv", "geojson")
"""As `dateline.export.incidents.tables.TABLE_FORMATS`, which takes linking's libraries to import."""


def add(commands: Commands) -> None:
    """Add the commands `decide`, `learn-links` and `tabulate`."""
    _decide(commands.add_parser("decide", help="say what is one incident and what is not", allow_abbrev=False))
    _learn(commands.add_parser("learn-links", help="learn the weights of links from decisions", allow_abbrev=False))
    _tabulate(commands.add_parser("tabulate", help="write incidents as a table", allow_abbrev=False))


def _decide(command: argparse.ArgumentParser) -> None:
    command.description = "Say of two events whether they are one incident. Linking obeys it from then on."
    kinds = command.add_subparsers(dest="decision", metavar="DECISION", required=True)
    for name, what in (("same", "one incident"), ("different", "two incidents")):
        kind = kinds.add_parser(name, help=f"these are {what}", allow_abbrev=False)
        for side in ("left", "right"):
            kind.add_argument(
                side, metavar="REPORT[:EVENT]", help="a report's main event, or the event of it that is named"
            )
        kind.add_argument("--who", default="unnamed", metavar="NAME", help="who says so (default: unnamed)")
        _state(kind)
    _state(kinds.add_parser("list", help="print the decisions that stand, JSON lines", allow_abbrev=False))
    load = kinds.add_parser("load", help="take up decisions that list has printed", allow_abbrev=False)
    load.add_argument("file", type=Path, metavar="DECISIONS", help="the file of decisions")
    _state(load)


def _learn(command: argparse.ArgumentParser) -> None:
    command.description = "Move the weights of links towards what people decided; start a new state with them."
    command.add_argument("--output", type=Path, required=True, metavar="FILE", help="write the weights to FILE")
    _state(command)


def _tabulate(command: argparse.ArgumentParser) -> None:
    command.description = "Write incidents as a table, one row each."
    command.add_argument("incidents", type=Path, metavar="INCIDENTS", help="output of dateline link")
    command.add_argument("--output", type=Path, metavar="FILE", help="write to FILE instead of standard output")
    command.add_argument("--format", choices=TABLES, help="default: by the extension of FILE, otherwise csv")


def _state(command: argparse.ArgumentParser) -> None:
    command.add_argument("--state", type=Path, required=True, metavar="STATE", help="the state of dateline link")
    command.add_argument(
        "--weights",
        default="trained",
        metavar="NAME",
        help="the weights that the state was made with: trained, untrained, or a file (default: trained)",
    )
