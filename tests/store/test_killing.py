"""`dateline add` is killed at random instants; what it leaves is whole, and the next run goes on."""

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from decision_samples import decide
from killable import Killer, line_of
from linking_samples import mill_and_port, report, round_up

from dateline.store import Store
from dateline.store.cases import get_case
from dateline.store.checking import problems
from dateline.store.linking_state import live_cases
from dateline.store.records import StatusValue
from dateline.store.review import Reviewer

KILLS = 100
FILLERS = 25  # with them, more reports than are kept at a time


@pytest.fixture(scope="module")
def killer() -> Iterator[Killer]:
    with Killer() as killer:
        yield killer


class Desk:
    """A store that is added to by processes which are killed, and what a person does to it in between."""

    def __init__(self, folder: Path, killer: Killer, empty: Path) -> None:
        folder.mkdir()
        self._url, self._killer, self._corrected = str(folder / "s.db"), killer, ""
        shutil.copyfile(empty, self._url)

    def add(self, path: Path, seconds: float | None = None) -> tuple[int | None, float]:
        return self._killer.run([str(path), "--store", self._url], seconds)

    def look(self) -> None:
        """Check that all fits together and nothing a person did is lost; correct an incident, if there is one."""
        with Store.open(self._url) as store:
            with store.reading() as c:
                assert problems(c) == []
                if self._corrected:  # it may have gone into another, which has the correction then
                    assert [made.by for made in get_case(c, self._corrected).case.corrections] == ["Ada"]
                    return
            first = min((name for name, _ in live_cases(store)), default=None)
            if first is not None:
                denied = [StatusValue(status="denied")]
                Reviewer(store, "Ada", "coder").correct(first, 1, denied, "the army says so")
                self._corrected = first

    def join(self) -> None:
        with Store.open(self._url) as store, store.writing() as c:
            decide(c, ("p1", "e1"), ("x1", "e1"), same=True)

    def incidents(self) -> set[str]:
        with Store.open(self._url) as store:
            return {case.incident.model_dump_json() for _, case in live_cases(store)}


def test_killed_a_hundred_times(tmp_path: Path, killer: Killer, sqlite_template: Path):
    quiet = [report(f"q{n}", text=f"Nothing of note happened on day {n}.") for n in range(FILLERS)]
    first, second = tmp_path / "first.jsonl", tmp_path / "second.jsonl"
    first.write_text("".join(map(line_of, [*quiet, *mill_and_port()[1:]])))
    second.write_text("".join(map(line_of, [*mill_and_port(), round_up()])))

    whole = Desk(tmp_path / "whole", killer, sqlite_template)
    code, took = whole.add(first)
    whole.join()
    assert (code, whole.add(second)[0]) == (0, 0)

    # A run that goes on behind a killed one is shorter, so that its end too comes in this time.
    longest = 0.7 * took
    chance, killed, round_ = random.Random(5), 0, 0
    while killed < KILLS:
        round_ += 1
        desk = Desk(tmp_path / str(round_), killer, sqlite_template)
        for path in (first, second):
            code = None
            while code is None:
                code, _ = desk.add(path, chance.uniform(0, longest) if killed < KILLS else None)
                killed += code is None
                desk.look()
            assert code == 0
            if path is first:
                desk.join()
        assert desk.incidents() == whole.incidents()
