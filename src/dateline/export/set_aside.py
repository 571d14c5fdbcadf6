"""The list of items that could not be coded, beside the output."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from dateline.export.base import ExportError
from dateline.records import SetAside


def sidecar(output: Path) -> Path:
    """Where the set-aside items of `output` are listed: `OUT.setaside.jsonl`."""
    return output.with_name(f"{output.name}.setaside.jsonl")


class SetAsideFile:
    """JSON lines of `item` and `reason`, written as they come. Without items there is no file.

    Each run starts a new list, because each run tries the items again.
    """

    def __init__(self, path: Path) -> None:
        """Start the list at `path`; a list of an earlier run is removed (ExportError where that fails)."""
        self._path = path
        self._stream: BinaryIO | None = None
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise ExportError(f"{path}: cannot remove the list of an earlier run ({error.strerror})") from error

    def write(self, item: SetAside) -> None:
        """Add one item and flush."""
        if self._stream is None:
            self._stream = self._path.open("wb")
        self._stream.write(item.model_dump_json().encode() + b"\n")
        self._stream.flush()

    def close(self) -> None:
        """Close the list."""
        if self._stream is not None:
            self._stream.close()
