from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from linking_samples import event, mill_and_port, report
from sqlalchemy import func, select
from store_samples import AT, MILL_ID, PORT_ID, case, fill, later, mill, original, put, write

from dateline.records import Report, SetAside
from dateline.store import NotFoundError, Store
from dateline.store.archive import fetch
from dateline.store.reports import (
    count,
    digest_of,
    digests,
    get_report,
    known,
    mark_linked,
    put_report,
    reports_of,
    set_aside,
    unlinked,
)
from dateline.store.schema import RETRIEVALS, SET_ASIDE

HOSTILE = [
    'it\'s "quoted"; DROP TABLE reports; --',
    "Ünïcödé \u202e right-to-left \U0001f600",
    "a\0b",
    "a\ufdd00000b",
    "%_\\",
    "",
    "é" * 2_000,
    "".join(chr(0x4E00 + i * 7919 % 20_000) for i in range(2_000)),  # 6,000 bytes that do not compress
]


def test_a_report_comes_back_as_it_was_put(store: Store):
    coded = report("m1", event(), title="Shots", published=date(2016, 6, 6), publisher="Paper", extra={"n": [1, None]})
    with store.writing() as c:
        assert put_report(c, coded, original(b"<p>", where="a.warc:3"), AT) == "new"
    with store.reading() as c:
        found = get_report(c, "m1")
        assert (found.coded, found.added, found.incidents) == (coded, AT, ())
        (archived,) = found.originals
        assert (archived.size, archived.where, archived.media_type) == (3, "a.warc:3", "text/html")
        assert archived.retrieved == AT
        assert fetch(c, archived.digest) == b"<p>"


@pytest.mark.parametrize("name", HOSTILE)
def test_any_id_is_kept(store: Store, name: str):
    put(store, report(name, text="first"), report(f"{name}x", text="second"), linked=False)
    with store.writing() as c:
        assert get_report(c, name).coded.text == "first"
        assert known(c, [name, "other"]) == {name}
        mark_linked(c, [name])
        assert [coded.id for coded in unlinked(c, 9)] == [f"{name}x"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(texts=st.lists(st.text(max_size=30), max_size=4))
def test_any_text_comes_back(store: Store, texts: list[str]):
    with store.writing() as c:
        for text in texts:
            number = count(c)
            coded = report(f"{number}{text}", title=text, text=text, publisher=text, url=text)
            assert put_report(c, coded, original(where=text, media_type=text, format=text), AT) == "new"
            found = get_report(c, coded.id)
            assert found.coded == coded
            assert found.originals[0].where == text


def test_a_report_is_kept_once(store: Store):
    coded = report("m1", event())
    recoded = coded.model_copy(update={"versions": coded.versions.model_copy(update={"model": "2"}), "events": ()})
    with store.writing() as c:
        assert put_report(c, coded, original(), AT) == "new"
        assert put_report(c, coded, original(retrieved=later(5)), later(5)) == "known"
        assert put_report(c, recoded, None, later(5)) == "known"
        found = get_report(c, "m1")
        assert (found.coded, found.added, len(found.originals)) == (coded, AT, 1)
        assert count(c) == 1


def test_another_content_under_a_known_id_leaves_the_report_but_is_archived(store: Store):
    coded = report("m1", text="Two dead.")
    with store.writing() as c:
        put_report(c, coded, original(b"Two dead."), AT)
        assert put_report(c, report("m1", text="Three dead."), original(b"Three dead."), later(9)) == "differing"
        found = get_report(c, "m1")
        assert found.coded == coded
        assert [fetch(c, held.digest) for held in found.originals] == [b"Two dead.", b"Three dead."]


def test_one_original_serves_several_reports(store: Store):
    with store.writing() as c:
        for name in ("a", "b"):
            put_report(c, report(name), original(b"both"), AT)
        assert get_report(c, "a").originals[0].digest == get_report(c, "b").originals[0].digest
        assert c.execute(select(func.count()).select_from(RETRIEVALS)).scalar() == 2


def test_the_digest_is_of_what_was_read():
    coded = report("m1", event(), title="Shots")
    read = Report(id="other", title="Shots", text=coded.text, language="en")
    assert digest_of(read) == digest_of(coded)
    assert digest_of(read.model_copy(update={"title": None})) != digest_of(read)
    # No two fields run into each other.
    assert digest_of(Report(id="x", title="a", text="b")) != digest_of(Report(id="x", title="ab", text=""))


def test_many_ids_are_asked_for_at_once(store: Store):
    put(store, report("m1"), report("m2"))
    with store.reading() as c:
        names = [f"x{i}" for i in range(3_000)]
        assert known(c, ["m2", *names, "m1"]) == {"m1", "m2"}
        assert digests(c, ["m1"]) == {"m1": digest_of(report("m1"))}
        assert known(c, []) == set()


def test_an_unknown_report_is_not_found(store: Store):
    with store.reading() as c, pytest.raises(NotFoundError, match="no report 'm9'"):
        get_report(c, "m9")


def test_the_reports_of_an_incident_are_in_order_of_publication(store: Store):
    fill(store)
    with store.reading() as c:
        found = reports_of(c, MILL_ID)
        assert [held.coded.id for held in found] == ["m1", "m2", "m3", "m4"]  # m4 has no day
        assert {held.incidents for held in found} == {(MILL_ID,)}
        assert [len(held.originals) for held in found] == [1] * 4
        assert [held.coded.id for held in reports_of(c, PORT_ID)] == ["p1", "p2"]
        assert reports_of(c, "i00") == []


def test_a_merged_incident_has_the_reports_of_the_one_it_went_into(store: Store):
    fill(store)
    write(store, [case(mill(), into=PORT_ID)], expected=1, action="merged")
    with store.reading() as c:
        assert [held.coded.id for held in reports_of(c, MILL_ID)] == ["p1", "p2"]
        assert get_report(c, "m1").incidents == ()


def test_reports_wait_for_linking_in_order_of_arrival(store: Store):
    put(store, *mill_and_port(), linked=False)
    with store.writing() as c:
        assert ids(unlinked(c, 3)) == ["m1", "m2", "m3"]
        mark_linked(c, ["m1", "m3", "unknown"])
        assert ids(unlinked(c, 3)) == ["m2", "p1", "p2"]
        mark_linked(c, ["m2", "p1", "p2", "x1", "x2"])
        assert ids(unlinked(c, 3)) == []


def ids(reports: Iterable[object]) -> list[str]:
    return [coded.id for coded in reports]  # type: ignore[attr-defined]


def test_what_is_set_aside_is_kept_once_for_each_reason(store: Store):
    item = "line 3 of a\0.jsonl"
    with store.writing() as c:
        for reason in ("no text", "no text", "too long " * 2_000):
            set_aside(c, SetAside(item=item, reason=reason), AT)
        kept = c.execute(select(SET_ASIDE.c.item, func.length(SET_ASIDE.c.reason), SET_ASIDE.c.at)).all()
    assert kept == [(item, 7, AT), (item, 18_000, AT)]
