from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from incident_samples import MILL_ID, when, where, witness
from linking_samples import report
from store_samples import PORT_ID, case, corrected, correction, fill, numbered, put, write

from dateline.store import Store
from dateline.store.cases import get_case
from dateline.store.records import Case, TollValue
from dateline.store.selection.errors import FilterError
from dateline.store.selection.filters import Filters, Sort
from dateline.store.selection.index import Index


def ids(index: Index, **given: Any) -> list[str]:
    return [row.id for row in index.page(Filters(**given)).rows]


def incidents(count: int) -> list[Case]:
    return [case(numbered(number)) for number in range(count)]


def test_a_page_has_rows_of_the_store(store: Store) -> None:
    fill(store)
    with Index(store) as index:
        page = index.page(Filters())
    assert (page.total, page.next, page.entry) == (2, None, 2)
    assert [row.id for row in page.rows] == [PORT_ID, MILL_ID]
    mill = page.rows[1]
    assert (mill.version, mill.number, mill.entry, mill.start, mill.killed.best) == (1, 1, 1, date(2016, 6, 5), 7)


def test_changes_are_seen_at_once(store: Store) -> None:
    fill(store)
    with Index(store) as index:
        assert ids(index, killed_from=100) == []
        with store.reading() as c:
            held = get_case(c, MILL_ID)
        changed = corrected(held, TollValue(measure="killed", side="target", low=100, best=100, high=100))
        write(store, [changed], expected=1, action="corrected", who="ada")
        assert ids(index, killed_from=100, states=("corrected",)) == [MILL_ID]
        write(store, [changed.model_copy(update={"into": PORT_ID})], expected=2, action="merged")
        assert ids(index) == [PORT_ID]
        write(store, [case(numbered(1))])
        assert index.count(Filters()) == 2
        assert sum(one.count for one in index.facets(Filters())["countries"]) == 2


def test_a_later_index_is_as_one_kept_current(store: Store) -> None:
    fill(store)
    with Index(store) as kept:
        write(store, incidents(3))
        write(store, [case(numbered(1, confidence=0.9))], expected=1, action="updated")
        with Index(store) as later:
            for filters in (Filters(), Filters(confidence_from=0.9), Filters(words="shot")):
                assert kept.page(filters) == later.page(filters)
                assert kept.facets(filters) == later.facets(filters)
                assert kept.map_features(filters) == later.map_features(filters)
                assert kept.timeline(filters) == later.timeline(filters)


def test_a_look_is_what_its_parts_are(store: Store) -> None:
    fill(store)
    write(store, [*incidents(3), case(numbered(7, places=[], dates=[]))])
    with Index(store) as index:
        for filters in (
            Filters(),
            Filters(limit=2),
            Filters(limit=2, offset=2, sort="worth"),
            Filters(located=True, states=("unreviewed",)),
            Filters(located=False, types=("battle",)),
            Filters(countries=("KZ",), killed_from=1),
            Filters(words="shot", dated=False),
            Filters(start=date(1990, 1, 1), end=date(1990, 1, 2)),
        ):
            page, unlocated, facets, timeline = index.look(filters, 1)
            assert page == index.page(filters)
            assert unlocated == index.unlocated(filters.model_copy(update={"limit": 1, "offset": 0}))
            assert facets == index.facets(filters)
            assert timeline == index.timeline(filters)


def test_words_and_reports_find_the_incidents_that_they_tell_of(store: Store) -> None:
    fill(store)
    put(store, report("r1", text="A flotilla left Gao."))
    with Index(store) as index:
        assert ids(index, report="m1") == [MILL_ID]
        assert ids(index, report="nothing") == []
        assert ids(index, words="flotilla") == []
        write(store, [case(numbered(1))])
        assert ids(index, words="flotilla") == [numbered(1).id]
        assert ids(index, words="flotilla", report="m1") == []
        assert ids(index, words="flotilla", types=("battle",)) == []
        assert [one.value for one in index.facets(Filters(words="flotilla"))["countries"]] == ["KZ"]


@pytest.mark.parametrize("sort", ["date", "-date", "killed", "-killed", "worth", "-changed"])
def test_cursors_and_offsets_lead_through_the_same_list(sqlite_store: Store, sort: Sort) -> None:
    undated = [case(numbered(number, dates=(), tolls=())) for number in range(20, 25)]
    write(sqlite_store, [*incidents(12), *undated])
    with Index(sqlite_store) as index:
        whole = index.ids(Filters(sort=sort))
        assert len(set(whole)) == 17
        by_offset = [ids(index, sort=sort, limit=4, offset=at) for at in range(0, 20, 4)]
        assert [name for part in by_offset for name in part] == whole
        by_cursor: list[str] = []
        after: str | None = None
        while True:
            page = index.page(Filters(sort=sort, limit=4, after=after))
            by_cursor += [row.id for row in page.rows]
            assert page.total == 17
            if page.next is None:
                break
            after = page.next
        assert by_cursor == whole


def test_a_cursor_of_another_order_is_refused(sqlite_store: Store) -> None:
    write(sqlite_store, incidents(3))
    with Index(sqlite_store) as index:
        after = index.page(Filters(limit=1)).next
        with pytest.raises(FilterError, match="after="):
            index.page(Filters(sort="worth", after=after))


def test_the_unknown_stands_last_and_equals_by_id(sqlite_store: Store) -> None:
    told = numbered(3)
    write(sqlite_store, [case(numbered(9, tolls=())), case(told), case(numbered(2, tolls=told.tolls))])
    with Index(sqlite_store) as index:
        for sort in ("killed", "-killed"):
            assert ids(index, sort=sort) == [numbered(2).id, told.id, numbered(9).id]


def test_what_the_map_cannot_show_is_a_list_beside_it(sqlite_store: Store) -> None:
    nowhere = numbered(2, places=())
    write(sqlite_store, [case(numbered(1)), case(nowhere)])
    with Index(sqlite_store) as index:
        assert [row.id for row in index.unlocated(Filters()).rows] == [nowhere.id]
        assert index.map_features(Filters()).unlocated == 1


def test_hostile_texts_are_texts(store: Store) -> None:
    name = "x'); DROP TABLE facts; --\x00\"\\ <b>"
    place = where(name, witness("r1", 0, 6), admin1=name, precision="district")
    huge = case(numbered(1, places=(place,), dates=(when(5, 5),)))
    value = TollValue(measure="killed", side="target", low=100_000_000, best=100_000_000, high=100_000_000)
    write(store, [huge.model_copy(update={"corrections": (correction(value),)})])
    with Index(store) as index:
        [row] = index.page(Filters(admin1=(f"KZ:{name}",), killed_from=99_999_999)).rows
        assert (row.place, row.admin1) == (name, name)
        [area] = index.map_features(Filters(), 9).areas
        assert area.name == name


def test_numbers_beyond_the_columns_are_capped_and_break_nothing(sqlite_store: Store) -> None:
    told = numbered(10**15)
    write(sqlite_store, [case(told.model_copy(update={"id": "i1"}))])
    with Index(sqlite_store) as index:
        assert index.page(Filters(sort="-killed")).rows[0].killed.best == 10**15
        assert [one.value for one in index.facets(Filters())["killed"]] == ["25+"]


def test_threads_read_while_others_write(sqlite_store: Store) -> None:
    write(sqlite_store, incidents(30))

    def look(at: int) -> int:
        filters = Filters(sources_from=1, killed_from=at % 3)
        parts = index.facets(filters)["states"]
        index.page(filters)
        index.map_features(filters, at % 9)
        index.timeline(filters)
        return sum(one.count for one in parts)

    with Index(sqlite_store) as index, ThreadPoolExecutor(8) as pool:
        looks = [pool.submit(look, at) for at in range(60)]
        for number in range(30, 40):
            write(sqlite_store, [case(numbered(number))])
        assert all(27 <= one.result() <= 40 for one in looks)
        assert index.count(Filters()) == 40
