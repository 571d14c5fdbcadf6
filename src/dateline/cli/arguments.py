"""The commands and their options. docs/reference/cli.md describes each; a test compares."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from dateline.cli import desk_arguments, incident_arguments
from dateline.codebook.codebook import DEFAULT
from dateline.export.writers import FORMATS

DESCRIPTION = "From news reports to conflict events in which every value can be traced to the words that say it."


def parser() -> argparse.ArgumentParser:
    """The parser of the whole command line."""
    top = argparse.ArgumentParser(prog="dateline", description=DESCRIPTION, allow_abbrev=False)
    top.add_argument("--version", action="store_true", help="print the versions of program, model, codebook, gazetteer")
    commands = top.add_subparsers(dest="command", metavar="COMMAND")
    _code(commands.add_parser("code", help="code reports into events", allow_abbrev=False))
    _explain(
        commands.add_parser(
            "explain", help="show where the values of a report or incident come from", allow_abbrev=False
        )
    )
    _link(commands.add_parser("link", help="link coded events into incidents", allow_abbrev=False))
    incident_arguments.add(commands)
    _add(commands.add_parser("add", help="code reports into a store, and link them", allow_abbrev=False))
    _check(commands.add_parser("check", help="check that a store fits together", allow_abbrev=False))
    desk_arguments.add(commands)
    _evaluate(commands.add_parser("evaluate", help="measure on a labelled corpus", allow_abbrev=False))
    schema = commands.add_parser("schema", help="print the JSON Schema of the JSON lines output", allow_abbrev=False)
    schema.add_argument("--incidents", action="store_true", help="that of dateline link, not of dateline code")
    return top


def _code(command: argparse.ArgumentParser) -> None:
    command.description = "Code reports into events, each value with the words that say it."
    command.add_argument("inputs", nargs="+", metavar="INPUT", help="a file, a folder, a URL, or - for standard input")
    command.add_argument("--output", type=Path, metavar="FILE", help="write to FILE instead of standard output")
    command.add_argument("--format", choices=FORMATS, help="default: by the extension of FILE, otherwise cards")
    command.add_argument("--names", action="store_true", help="include the names of private persons")
    _common(command)


def _add(command: argparse.ArgumentParser) -> None:
    command.description = (
        "Read and code reports, keep them in a store with the bytes they were read from, and link them into incidents. "
        "Reports that the store knows are not coded again."
    )
    command.add_argument("inputs", nargs="+", metavar="INPUT", help="a file, a folder, a URL, or - for standard input")
    command.add_argument("--store", metavar="URL", help=desk_arguments.STORE_HELP)
    command.add_argument("--state", type=Path, metavar="FILE", help="the state of linking (default: beside the store)")
    _common(command)


def _check(command: argparse.ArgumentParser) -> None:
    command.description = "Check that the versions, history, members and redirects of a store's incidents fit together."
    command.add_argument("--store", metavar="URL", help=desk_arguments.STORE_HELP)


def _explain(command: argparse.ArgumentParser) -> None:
    command.description = (
        "Show a report with its evidence marked, and how each derived value came about; or, with --incidents, why the "
        "events of an incident are one, how its toll moved, and what its reports do not agree on."
    )
    command.add_argument(
        "subject",
        metavar="REPORT",
        help="a file with one report, or FILE#ID for one of several; with --incidents the id of an incident",
    )
    command.add_argument("--incidents", type=Path, metavar="INCIDENTS", help="the output of dateline link")
    command.add_argument("--picture", type=Path, metavar="FILE.svg", help="also draw the incident")
    command.add_argument("--names", action="store_true", help="include the names of persons in quotes of an incident")
    _common(command)


def _common(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--published",
        type=_day,
        metavar="DATE",
        help="publication date (YYYY-MM-DD) of reports that do not tell their own",
    )
    command.add_argument("--model", default="small", metavar="NAME", help="the model to code with (default: small)")
    command.add_argument(
        "--codebook", default=DEFAULT, metavar="NAME", help=f"conflict, shootings, or a file (default: {DEFAULT})"
    )
    command.add_argument(
        "--min-confidence",
        type=_probability,
        metavar="P",
        help="code events of a probability from P on, 0 to 1 (default: where the model is right most often)",
    )


def _link(command: argparse.ArgumentParser) -> None:
    command.description = "Link the events that reports tell into incidents, each with its reports and sources."
    command.add_argument("events", type=Path, metavar="EVENTS", help="output of dateline code --format jsonl")
    command.add_argument(
        "--output",
        type=Path,
        required=True,
        metavar="FILE",
        help="write the incidents to FILE, JSON lines; ids of a FILE that exists are kept",
    )
    command.add_argument(
        "--weights", default="trained", metavar="NAME", help="trained, untrained, or a file (default: trained)"
    )
    command.add_argument(
        "--state", type=Path, metavar="STATE", help="keep what was linked in the file STATE, and add to what is there"
    )
    command.add_argument(
        "--changed", action="store_true", help="write only incidents that this run has made or changed"
    )


def _evaluate(command: argparse.ArgumentParser) -> None:
    command.description = "Run the coder on a labelled corpus and print its figures."
    kinds = command.add_subparsers(dest="corpus", metavar="CORPUS", required=True)
    gold = kinds.add_parser("gold", help="events annotated by the coding guidelines", allow_abbrev=False)
    gold.add_argument("--reports", type=Path, required=True, metavar="TEXTS", help="the reports, JSON lines")
    gold.add_argument("--gold", type=Path, required=True, metavar="GOLD", help="their annotations, JSON")
    robustness = kinds.add_parser("robustness", help="the same on spoilt and rewritten copies", allow_abbrev=False)
    robustness.add_argument("--reports", type=Path, required=True, metavar="TEXTS", help="the reports, JSON lines")
    robustness.add_argument("--gold", type=Path, required=True, metavar="GOLD", help="their annotations, JSON")
    muc4 = kinds.add_parser("muc4", help="the MUC-4 corpus", allow_abbrev=False)
    muc4.add_argument("--texts", type=Path, required=True, metavar="FILE", help="the texts")
    muc4.add_argument("--key", type=Path, required=True, metavar="FILE", help="the answer templates")
    muc4.add_argument("--templates", type=Path, metavar="OUT", help="also write the coder's templates to OUT")
    places = kinds.add_parser("places", help="news with gold place names (LGL, TR-News)", allow_abbrev=False)
    places.add_argument("file", type=Path, metavar="FILE.xml")
    case2021 = kinds.add_parser("case2021", help="snippets of CASE 2021 task 2", allow_abbrev=False)
    case2021.add_argument("file", type=Path, metavar="FILE.tsv")
    clusters = kinds.add_parser("clusters", help="reports of known incidents, to link", allow_abbrev=False)
    clusters.add_argument("--reports", type=Path, required=True, metavar="TEXTS", help="the reports")
    clusters.add_argument("--truth", type=Path, required=True, metavar="FILE.csv", help="their incidents")
    clusters.add_argument("--coded", type=Path, metavar="EVENTS", help="the reports as coded before, JSON lines")
    for kind in (gold, robustness, muc4, places, case2021, clusters):
        kind.add_argument("--json", action="store_true", help="print the figures as JSON")
    for kind in (gold, robustness, muc4, case2021, clusters):
        kind.add_argument("--model", default="small", metavar="NAME", help="the model to code with (default: small)")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date; write it as 2016-06-06") from error


def _probability(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0.0 <= value <= 1.0:
        raise argparse.ArgumentTypeError(f"{text!r} is not a probability; write a number from 0 to 1, such as 0.7")
    return value
