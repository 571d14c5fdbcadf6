"""What every writer does, and files that appear whole or not at all."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from dateline.errors import DatelineError
from dateline.records import CodedReport, Report


class ExportError(DatelineError):
    """An output that cannot be written."""


class ReportRefusedError(ExportError):
    """A report that this output cannot take; others still can be written."""


class Writer(ABC):
    """Takes coded reports one by one. Leaving a `with` block by an exception discards what is not yet final.

    `earlier` is the number of reports that an output which resumes held when it was opened.
    """

    earlier: int = 0

    @abstractmethod
    def write(self, coded: CodedReport) -> None:
        """Write one report. Raises ReportRefusedError where the output cannot take it."""

    @abstractmethod
    def close(self) -> None:
        """Finish the output; for a file, this is when it appears under its name."""

    @abstractmethod
    def discard(self) -> None:
        """Give the output up: an unfinished file is removed, an older one of that name stays."""

    def holds(self, report: Report | CodedReport) -> bool:  # noqa: ARG002 - for writers that resume
        """Whether the output has this report from an earlier run or from this one."""
        return False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()
        else:
            self.discard()


class Output:
    """A binary stream to write to: standard output or the like, or a file that is renamed into place at `commit`."""

    def __init__(self, path: Path | None, stream: BinaryIO | None = None) -> None:
        """Open `path` for writing under a temporary name beside it, or take `stream` where `path` is None.

        Raises ExportError where the file cannot be created.
        """
        if path is None and stream is None:
            raise ExportError("no output: name a file or give a stream")
        self._path = path
        self._temporary = None if path is None else path.with_name(f".{path.name}.partial")
        self.stream: BinaryIO
        if self._temporary is None:
            assert stream is not None
            self.stream = stream
            return
        prepare(path)
        try:
            self.stream = self._temporary.open("wb")
        except OSError as error:
            raise ExportError(f"{path}: cannot write there ({error.strerror}); choose another output") from error

    def commit(self) -> None:
        """Flush; for a file, put it in the place of any older one."""
        self.stream.flush()
        if self._path is not None and self._temporary is not None:
            os.fsync(self.stream.fileno())
            self.stream.close()
            self._temporary.replace(self._path)

    def discard(self) -> None:
        """Remove the unfinished file."""
        if self._temporary is not None:
            self.stream.close()
            self._temporary.unlink(missing_ok=True)


def prepare(path: Path | None) -> None:
    """Make the folder of an output file, and refuse a path that is a folder itself (ExportError)."""
    if path is None:
        return
    if path.is_dir():
        raise ExportError(f"{path}: is a folder; name a file for the output")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ExportError(
            f"{path.parent}: cannot make this folder ({error.strerror}); choose another output"
        ) from error
