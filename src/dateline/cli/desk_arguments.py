"""The options of the commands that open the desk, keep its users, and export a store."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - it has no public name

ROLES = ("viewer", "coder", "lead")
STORE_FORMATS = ("jsonl", "csv", "geojson")
"""As `dateline.export.incidents.reviewed.STORE_FORMATS`, which takes the store's libraries to import."""
STORE_HELP = "a file, or postgresql://USER:PASSWORD@HOST/DATABASE (default: dateline.db here)"


def add(commands: Commands) -> None:
    """Add `serve`, `users` and `export` to the commands."""
    _serve(commands.add_parser("serve", help="open the desk in the browser", allow_abbrev=False))
    _users(commands.add_parser("users", help="keep the users of a store", allow_abbrev=False))
    _export(commands.add_parser("export", help="write the incidents of a store to a file", allow_abbrev=False))


def _serve(command: argparse.ArgumentParser) -> None:
    command.description = "Open the desk: search, read and correct incidents in the browser. Ctrl-C closes it."
    command.add_argument("--store", metavar="URL", help=STORE_HELP)
    command.add_argument(
        "--host", default="127.0.0.1", metavar="ADDRESS", help="listen on ADDRESS (default: 127.0.0.1)"
    )
    command.add_argument("--port", type=_port, default=8017, metavar="PORT", help="default: 8017; 0 takes a free one")
    command.add_argument(
        "--allowed-host",
        action="append",
        default=[],
        metavar="NAME",
        help="a name under which browsers may call the desk, beside localhost; may be given several times",
    )
    command.add_argument("--state", type=Path, metavar="FILE", help="the state of linking (default: beside the store)")
    command.add_argument(
        "--behind-tls", action="store_true", help="browsers reach the desk by https, through a proxy that ends it"
    )


def _users(command: argparse.ArgumentParser) -> None:
    command.description = "Keep the users of a store. The first has to be a lead; from then on everybody logs in."
    actions = command.add_subparsers(dest="action", metavar="ACTION", required=True)
    for name, purpose in (
        ("add", "add a user"),
        ("list", "print all users"),
        ("role", "give a user another role"),
        ("password", "give a user another password, and end all sessions of theirs"),
        ("deactivate", "shut a user out"),
        ("reactivate", "let a user in again"),
    ):
        action = actions.add_parser(name, help=purpose, allow_abbrev=False)
        if name != "list":
            action.add_argument("name", metavar="NAME", help="the user's name")
        if name == "role":
            action.add_argument("role", choices=ROLES, metavar="ROLE", help="viewer, coder or lead")
        if name == "add":
            action.add_argument("--role", choices=ROLES, required=True, metavar="ROLE", help="viewer, coder or lead")
        if name in ("add", "role"):
            action.add_argument(
                "--unmask", action=argparse.BooleanOptionalAction, help="the user sees the names of private persons"
            )
        if name in ("add", "password"):
            source = action.add_mutually_exclusive_group()
            source.add_argument("--password-file", type=Path, metavar="FILE", help="take the first line of FILE")
            source.add_argument("--password-stdin", action="store_true", help="take the first line of standard input")
        action.add_argument("--store", metavar="URL", help=STORE_HELP)


def _export(command: argparse.ArgumentParser) -> None:
    command.description = (
        "Write the incidents of a store as people have reviewed them, as they stand or as they stood at a moment. Of a "
        "moment that has passed, the same export gives the same file whenever it is made."
    )
    command.add_argument("--store", metavar="URL", help=STORE_HELP)
    command.add_argument("--output", type=Path, required=True, metavar="FILE", help="write to FILE")
    command.add_argument("--format", choices=STORE_FORMATS, help="default: by the extension of FILE")
    command.add_argument(
        "--as-of", metavar="MOMENT", help="a day, the end of it in UTC, or a time such as 2026-03-01T18:00:00Z"
    )
    command.add_argument(
        "--filter", default="", metavar="QUERY", help="a selection, as behind the ? in the desk's address"
    )
    command.add_argument("--rejected", action="store_true", help="also incidents that people rejected")
    command.add_argument("--names", action="store_true", help="include the names of private persons")


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65_535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port; write a number from 0 to 65535")
    return int(text)
