"""`dateline add` with a coder that needs no model, in processes that can be killed at any instant.

Run as a program, it imports all that adding needs and then reads commands, one JSON list a line: how many seconds of
processor time a process of `dateline add` may take, and its arguments. For each it forks such a process, kills it when
its time is up (null: never), and writes its exit code (null where it was killed) and the processor time it took.
Forking saves the seconds that the imports take each time; processor time makes kills hit all parts of a run alike,
however busy the machine is.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any, Self

from dateline.cli import main
from dateline.coding.frames import Frame
from dateline.records import CodedReport, Event, Report, SetAside, Versions

VERSIONS = Versions(program="0", model="told", codebook="1.0", gazetteer="none")


class ToldCoder:
    """Gives each report the events that its input tells under the key "events"."""

    def __init__(self, model: str = "small") -> None:
        self.versions = VERSIONS.model_copy(update={"model": model})

    def code(self, report: Report) -> CodedReport:
        extra = dict(report.extra)
        events = tuple(Event.model_validate(told) for told in extra.pop("events", ()))
        fields = {**dict(report), "extra": extra}
        return CodedReport(
            **fields, relevant=any(not e.background for e in events), events=events, versions=self.versions
        )

    def code_many(self, reports: Iterable[Report | SetAside]) -> Iterator[CodedReport | SetAside]:
        for report in reports:
            yield report if isinstance(report, SetAside) else self.code(report)

    def templates(self, report: Report) -> list[Frame]:  # noqa: ARG002
        return []


def line_of(coded: CodedReport) -> str:
    """A coded report as a line of input from which `ToldCoder` makes it again."""
    kept = {"id", "title", "published", "publisher", "url", "text"}
    told: dict[str, Any] = coded.model_dump(mode="json", include=kept, exclude_none=True)
    told["events"] = [event.model_dump(mode="json") for event in coded.events]
    return json.dumps(told) + "\n"


class Killer:
    """Runs `dateline add` in processes that it kills."""

    def __init__(self) -> None:
        env = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
        self._process = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=env
        )

    def __enter__(self) -> Self:
        self._answer()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.communicate()

    def run(self, arguments: Sequence[str], seconds: float | None = None) -> tuple[int | None, float]:
        """The exit code of `dateline add`, None where it was killed after `seconds`, and the seconds it took.

        Both are of processor time.
        """
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps([seconds, list(arguments)]) + "\n")
        self._process.stdin.flush()
        code, took = json.loads(self._answer())
        return code, took

    def _answer(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()


def _serve() -> None:
    _warm_up()
    _say("ready")
    for line in sys.stdin:
        seconds, arguments = json.loads(line)
        child = os.fork()
        if not child:
            quiet = os.open(os.devnull, os.O_RDWR)
            for stream in (0, 1, 2):
                os.dup2(quiet, stream)
            os._exit(main(["add", *arguments], load=ToldCoder))
        _say(json.dumps(_awaited(child, seconds)))


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _warm_up() -> None:
    """Import what the processes need, and read a report, but start no threads: they do not outlive a fork."""
    import pyarrow.compute  # noqa: F401, PLC0415

    import dateline.cli.add  # noqa: F401, PLC0415
    from dateline.reading import read  # noqa: PLC0415

    with TemporaryDirectory() as folder:
        path = Path(folder) / "report.txt"
        path.write_text("SARVANA (Tidewire) - Gunmen opened fire on a market on Sunday, police said.\n")
        list(read([str(path)]))


def _awaited(child: int, seconds: float | None) -> tuple[int | None, float]:
    """Exit code and processor time of a process, which is killed when it has taken `seconds` of it."""
    clock = (~child << 3) | 2  # clock_getcpuclockid(3) on Linux
    done, status, usage = os.wait4(child, os.WNOHANG)
    while not done:
        if seconds is not None and time.clock_gettime(clock) >= seconds:
            os.kill(child, signal.SIGKILL)
            done, status, usage = os.wait4(child, 0)
        else:
            time.sleep(0.002)
            done, status, usage = os.wait4(child, os.WNOHANG)
    # One that is told to die may have ended by itself in the last moment.
    code = os.waitstatus_to_exitcode(status)
    return None if code == -signal.SIGKILL else code, usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    _serve()
