"""The files that linking reads and writes: coded reports, and incidents, as JSON lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from dateline.linking.errors import LinkingError
from dateline.linking.records import Incident
from dateline.records import CodedReport, Record

Line = TypeVar("Line", bound=Record)


def read_coded(path: Path) -> Iterator[CodedReport]:
    """The reports of an output of `dateline code --format jsonl`, one at a time.

    Raises LinkingError where the file cannot be read or a line is no coded report.
    """
    return _lines(path, CodedReport, "a report coded by `dateline code --format jsonl`")


def read_incidents(path: Path) -> list[Incident]:
    """The incidents of an output of `dateline link`. Raises LinkingError as `read_coded`."""
    return list(_lines(path, Incident, "an incident written by `dateline link`"))


def write_incidents(path: Path, incidents: Iterable[Incident]) -> None:
    """Write one incident a line, as `write_lines`."""
    write_lines(path, (incident.model_dump_json() for incident in incidents))


def write_lines(path: Path, lines: Iterable[str]) -> None:
    """Write lines of JSON; the file appears under its name, replacing an older one, when it is complete.

    Raises LinkingError where it cannot be written.
    """
    partial = path.with_name(f".{path.name}.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with partial.open("w", encoding="utf-8", newline="\n") as stream:
            stream.writelines(f"{line}\n" for line in lines)
        partial.replace(path)
    except OSError as error:
        raise LinkingError(f"{path}: cannot write there ({error.strerror}); choose another output") from error


def _lines(path: Path, record: type[Line], what: str) -> Iterator[Line]:
    try:
        with path.open(encoding="utf-8") as stream:
            for number, line in enumerate(stream, start=1):
                if line.strip():
                    yield _parsed(line, f"{path}, line {number}", record, what)
    except (OSError, UnicodeDecodeError) as error:
        raise LinkingError(f"{path}: cannot be read ({error}); check the path") from error


def _parsed(line: str, where: str, record: type[Line], what: str) -> Line:
    try:
        return record.model_validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise LinkingError(f"{where}: not {what} ({place or 'line'}: {first['msg']})") from error
