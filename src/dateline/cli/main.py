"""Entry point: parse, dispatch, and turn errors into messages and exit codes."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence

from dateline.cli.arguments import parser
from dateline.cli.coders import CoderLoader, load_coder
from dateline.errors import DatelineError

DONE, FAILED, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130


def main(argv: Sequence[str] | None = None, *, load: CoderLoader = load_coder) -> int:
    """Run one command and return its exit code.

    0: done. 1: something failed, the rest is done. 2: wrong usage, nothing done. 130: interrupted.
    `load` gives the coder of a model's name.
    """
    arguments = parser()
    args = arguments.parse_args(argv)
    if args.command is None and not args.version:
        arguments.error("name a command; dateline --help lists them")
    try:
        return DONE if _run(args, load) else FAILED
    except DatelineError as error:
        print(f"dateline: {error}", file=sys.stderr)
        return WRONG_USAGE if isinstance(error, _usage_errors()) else FAILED
    except KeyboardInterrupt:
        print("dateline: interrupted", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output, such as `head`, has seen enough; Python must not flush to it at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except OSError as error:
        print(f"dateline: {error}", file=sys.stderr)
        return FAILED


def _run(args: argparse.Namespace, load: CoderLoader) -> bool:
    """Run the command of `args`; False where something failed and the rest is done.

    Each command's room is imported when it is called, so that start-up stays quick.
    """
    if args.version:
        for name, version in load("small").versions:
            print(f"{'dateline' if name == 'program' else name} {version}")
        return True
    match args.command:
        case "code" | "explain" | "evaluate" | "add":
            return _on_reports(args, load)
        case "link" | "decide" | "learn-links" | "tabulate":
            return _on_incidents(args)
        case "serve" | "users" | "export" | "check":
            return _on_desk(args)
        case _:
            from dateline.export.schema import coded_report_schema, incident_schema  # noqa: PLC0415

            schema = incident_schema() if args.incidents else coded_report_schema()
            print(json.dumps(schema, indent=2, ensure_ascii=False))
            return True


def _on_reports(args: argparse.Namespace, load: CoderLoader) -> bool:
    """Run a command that codes reports."""
    if args.command == "code":
        from dateline.cli.code import code  # noqa: PLC0415

        return code(args, load)
    if args.command == "explain":
        from dateline.cli.explain import explain  # noqa: PLC0415

        return explain(args, load)
    if args.command == "evaluate":
        from dateline.cli.evaluate import evaluate  # noqa: PLC0415

        return evaluate(args, load)
    from dateline.cli.add import add_reports  # noqa: PLC0415

    return add_reports(args, load)


def _on_incidents(args: argparse.Namespace) -> bool:
    """Run a command that makes incidents or works on them."""
    from dateline.cli import decide, link, tabulate  # noqa: PLC0415

    commands = {
        "link": link.link,
        "decide": decide.decide,
        "learn-links": decide.learn_links,
        "tabulate": tabulate.tabulate,
    }
    return commands[args.command](args)


def _on_desk(args: argparse.Namespace) -> bool:
    """Open the desk, keep its users, write its incidents to a file, or check its store."""
    if args.command == "serve":
        from dateline.cli.serve import serve  # noqa: PLC0415

        return serve(args)
    if args.command == "export":
        from dateline.cli.export import export  # noqa: PLC0415

        return export(args)
    if args.command == "check":
        from dateline.cli.add import check  # noqa: PLC0415

        return check(args)
    from dateline.cli.users import users  # noqa: PLC0415

    return users(args)


def _usage_errors() -> tuple[type[DatelineError], ...]:
    from dateline.codebook import CodebookError  # noqa: PLC0415
    from dateline.coding.errors import ModelError  # noqa: PLC0415
    from dateline.desk.options import DeskError  # noqa: PLC0415
    from dateline.evaluation.errors import CorpusError  # noqa: PLC0415
    from dateline.export.base import ExportError  # noqa: PLC0415
    from dateline.linking.errors import LinkingError  # noqa: PLC0415
    from dateline.reading.errors import InputError  # noqa: PLC0415
    from dateline.store.errors import StoreError  # noqa: PLC0415

    read = InputError, ExportError, CorpusError, LinkingError, ModelError, CodebookError
    return *read, DeskError, StoreError
