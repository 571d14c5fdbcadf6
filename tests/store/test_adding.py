"""Adding reports: coded once, kept with what they were read from, and linked."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from killable import ToldCoder
from linking_samples import mill_and_port
from sqlalchemy import select
from store_samples import original

from dateline.records import CodedReport, Report, SetAside
from dateline.store import Store
from dateline.store.adding import Added, Read, Watch, add
from dateline.store.archive import fetch
from dateline.store.cases import last_entry
from dateline.store.records import Original
from dateline.store.relinking import Relinked
from dateline.store.reports import count, get_report, known
from dateline.store.schema import SET_ASIDE


class Coder(ToldCoder):
    """Counts what it codes; refuses reports that say "unspeakable", and breaks down at those that say "stop"."""

    def __init__(self) -> None:
        super().__init__()
        self.coded: list[str] = []

    def code_many(self, reports: Iterable[Report | SetAside]) -> Iterator[CodedReport | SetAside]:
        for item in reports:
            if isinstance(item, SetAside) or "unspeakable" in item.text:
                yield item if isinstance(item, SetAside) else SetAside(item=item.id, reason="cannot be said")
                continue
            if "stop" in item.text:
                raise KeyboardInterrupt
            self.coded.append(item.id)
            yield self.code(item)


@pytest.fixture
def coder() -> Coder:
    return Coder()


def read(name: str, text: str = "Nothing of note.", **fields: Any) -> tuple[Report, Original]:
    return Report(id=name, text=text, **fields), original(text.encode(), where=f"{name}.html")


def told(coded: CodedReport) -> tuple[Report, Original]:
    """A sample as it is read, with its events for the coder to find."""
    events = [event.model_dump(mode="json") for event in coded.events]
    fields = {name: getattr(coded, name) for name in ("title", "published", "publisher")}
    return read(coded.id, coded.text, **fields, extra={"events": events})


def run(store: Store, tmp_path: Path, coder: Coder, *items: Read, **options: Any) -> Added:
    return add(store, items, coder, state_path=tmp_path / "state.duckdb", **options)


def test_reports_are_coded_kept_and_linked(store: Store, tmp_path: Path, coder: Coder):
    added = run(store, tmp_path, coder, *map(told, mill_and_port()))
    assert added == Added(read=7, new=7, events=7, relinked=Relinked(new=4))
    with store.reading() as c:
        (kept,) = get_report(c, "m1").originals
        assert kept.where == "m1.html"
        assert fetch(c, kept.digest) == mill_and_port()[0].text.encode()


def test_again_nothing_is_coded_and_nothing_changes(store: Store, tmp_path: Path, coder: Coder):
    items = [*map(told, mill_and_port())]
    run(store, tmp_path, coder, *items)
    with store.reading() as c:
        entry, before = last_entry(c), get_report(c, "m1")
    coder.coded.clear()
    assert run(store, tmp_path, coder, *items) == Added(read=7, known=7)
    assert coder.coded == []
    with store.reading() as c:
        assert (last_entry(c), get_report(c, "m1")) == (entry, before)


def test_another_content_under_a_known_id_is_archived_and_told(store: Store, tmp_path: Path, coder: Coder):
    ids: list[str] = []
    run(store, tmp_path, coder, read("a"))
    added = run(store, tmp_path, coder, read("a", "Something else."), watch=Watch(differing=ids.append))
    assert (added.differing, ids, coder.coded) == (1, ["a"], ["a"])
    with store.reading() as c:
        report = get_report(c, "a")
        assert report.coded.text == "Nothing of note."
        assert [fetch(c, kept.digest) for kept in report.originals] == [b"Nothing of note.", b"Something else."]


def test_one_id_twice_in_one_run_is_coded_once(sqlite_store: Store, tmp_path: Path, coder: Coder):
    added = run(sqlite_store, tmp_path, coder, read("a"), read("a"), read("a", "Something else."))
    assert (added.new, added.known, added.differing, coder.coded) == (1, 1, 1, ["a"])


def test_what_is_set_aside_is_kept_with_its_reason(store: Store, tmp_path: Path, coder: Coder):
    told_of: list[SetAside] = []
    items: list[Read] = [SetAside(item="b", reason="damaged"), read("b"), read("c", "unspeakable"), read("d")]
    added = run(store, tmp_path, coder, *items, watch=Watch(aside=told_of.append))
    assert (added.read, added.new, added.set_aside) == (3, 2, 2)
    assert [item.item for item in told_of] == ["b", "c"]
    with store.reading() as c:
        kept = c.execute(select(SET_ASIDE.c.item, SET_ASIDE.c.reason).order_by(SET_ASIDE.c.item)).all()
        assert [tuple(row) for row in kept] == [("b", "damaged"), ("c", "cannot be said")]
        assert known(c, ["b", "c", "d"]) == {"b", "d"}


def test_a_run_that_breaks_off_keeps_what_was_coded(sqlite_store: Store, tmp_path: Path, coder: Coder):
    items = [*(read(f"r{n}") for n in range(5)), read("z", "stop")]
    with pytest.raises(KeyboardInterrupt):
        run(sqlite_store, tmp_path, coder, *items, batch=2)
    with sqlite_store.reading() as c:
        assert count(c) == 4
    coder.coded.clear()
    assert run(sqlite_store, tmp_path, coder, *items[:-1], batch=2).new == 1
    assert coder.coded == ["r4"]


@pytest.mark.parametrize(("options", "seen"), [({"batch": 2}, [0, 0, 2, 2, 4]), ({"seconds": 0}, [0, 1, 2, 3, 4])])
def test_reports_are_kept_as_the_run_goes(
    sqlite_store: Store, tmp_path: Path, coder: Coder, options: dict[str, Any], seen: list[int]
):
    counts: list[int] = []

    def items() -> Iterator[Read]:
        for number in range(5):
            with sqlite_store.reading() as c:
                counts.append(count(c))
            yield read(f"r{number}")

    add(sqlite_store, items(), coder, state_path=tmp_path / "state.duckdb", **{"seconds": 3600.0, **options})
    assert counts == seen


def test_originals_that_wait_are_bounded_in_bytes(sqlite_store: Store, tmp_path: Path, coder: Coder):
    large = original(bytes(20 * 1024 * 1024))
    counts: list[int] = []

    def items() -> Iterator[Read]:
        for number in range(4):
            with sqlite_store.reading() as c:
                counts.append(count(c))
            yield Report(id=f"r{number}", text="Nothing of note."), large

    add(sqlite_store, items(), coder, state_path=tmp_path / "state.duckdb", seconds=3600.0)
    assert counts == [0, 0, 2, 2]


def test_a_report_that_another_run_added_meanwhile_is_known(sqlite_store: Store, tmp_path: Path, coder: Coder):
    def items() -> Iterator[Read]:
        yield read("a")
        add(sqlite_store, [read("a")], Coder(), state_path=tmp_path / "other.duckdb")

    added = add(sqlite_store, items(), coder, state_path=tmp_path / "state.duckdb", seconds=3600.0)
    assert (added.new, added.known) == (0, 1)


def test_hostile_text_is_kept_as_it_is(store: Store, tmp_path: Path, coder: Coder):
    nasty = "<script>\u202ealert(1)</script> \ufdd0 \U0010ffff " + "x" * 100_000
    run(store, tmp_path, coder, read("a\u0000b", nasty, publisher="=cmd\u0000", url="javascript:1"))
    with store.reading() as c:
        assert get_report(c, "a\u0000b").coded.text == nasty


def test_progress_is_told(sqlite_store: Store, tmp_path: Path, coder: Coder):
    counts: list[tuple[int, int]] = []
    watch = Watch(progress=lambda added: counts.append((added.read, added.new)))
    run(sqlite_store, tmp_path, coder, read("a"), read("b"), watch=watch)
    assert counts[-1] == (2, 2)
