"""`dateline users`: the users of a store, from the terminal."""

from __future__ import annotations

import argparse
import getpass
import sys
from pathlib import Path

from dateline.store import accounts
from dateline.store.engine import Store
from dateline.store.errors import RefusedError


def users(args: argparse.Namespace) -> bool:
    """Run the action of `args`; True when it is done."""
    password = _password(args) if args.action in ("add", "password") else ""
    # The store of a team begins with its first user, before there are reports.
    with Store.open(args.store, create=args.action == "add") as store:
        if args.action == "list":
            _print_all(store)
        else:
            _change(store, args, password)
    return True


def _change(store: Store, args: argparse.Namespace, password: str) -> None:
    with store.writing() as c:
        match args.action:
            case "add":
                accounts.add_user(c, args.name, args.role, password, unmask=bool(args.unmask))
            case "role":
                accounts.set_role(c, args.name, args.role, unmask=args.unmask)
            case "password":
                accounts.set_password(c, args.name, password)
            case "deactivate":
                accounts.deactivate(c, args.name)
            case _:
                accounts.reactivate(c, args.name)


def _print_all(store: Store) -> None:
    """One user a line: name, role, right to names, whether active, day of creation; tabs between."""
    with store.reading() as c:
        for user in accounts.users(c):
            names = "sees names" if user.unmask else "names masked"
            state = "active" if user.active else "shut out"
            since = user.created.date().isoformat() if user.created else ""
            print(user.name, user.role, names, state, since, sep="\t")


def _password(args: argparse.Namespace) -> str:
    """The password, from where it leaves no trace in the shell's history or the list of processes."""
    if args.password_file is not None:
        return _first_line(Path(args.password_file).read_text(encoding="utf-8"), str(args.password_file))
    if args.password_stdin:
        return _first_line(sys.stdin.readline(), "standard input")
    if not sys.stdin.isatty():
        raise RefusedError(
            "there is no terminal to ask for the password on; give it with --password-file or --password-stdin"
        )
    password = getpass.getpass(f"Password of {args.name}: ")
    if getpass.getpass("Again: ") != password:
        raise RefusedError("the two passwords differ; nothing was changed")
    return password


def _first_line(text: str, where: str) -> str:
    line = text.partition("\n")[0].removesuffix("\r")
    if not line:
        raise RefusedError(f"the first line of {where} is empty; write the password there")
    return line
