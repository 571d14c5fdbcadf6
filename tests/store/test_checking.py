"""What does not fit together in a store is found."""

from collections.abc import Callable

import pytest
from sqlalchemy import Connection, delete, insert, text, update
from store_samples import MILL_ID, PORT_ID, case, fill, mill, port, write

from dateline.store import Store
from dateline.store.checking import problems
from dateline.store.schema import INCIDENTS, MEMBERS, REDIRECTS, REPORTS


@pytest.fixture
def filled(sqlite_store: Store) -> Store:
    """The mill and the port, and the incidents of the reports that tell of neither."""
    fill(sqlite_store)
    return sqlite_store


def found(store: Store, spoil: Callable[[Connection], object] | None = None) -> set[str]:
    """What is found in a store after it was spoilt, besides what was found before."""
    with store.reading() as c:
        before = set(problems(c))
    if spoil is not None:
        with store.writing() as c:
            spoil(c)
    with store.reading() as c:
        return set(problems(c)) - before


def test_a_sound_store_has_no_problems(store: Store):
    fill(store)
    with store.writing() as c:  # two of the reports are in no incident, and said to be linked
        c.execute(update(REPORTS).where(REPORTS.c.id.in_(["x1", "x2"])).values(linked=False))
        assert problems(c) == []


def test_merged_and_withdrawn_incidents_are_no_problem(filled: Store):
    write(filled, [case(port(), into=MILL_ID)], expected=1, action="merged")
    assert {problem for problem in found(filled) if "stand" in problem or "lead" in problem} == set()


SPOILT: dict[str, Callable[[Connection], object]] = {
    "differs from its version": lambda c: c.execute(
        update(INCIDENTS).where(INCIDENTS.c.id == MILL_ID).values(body=case(mill(confidence=0.1)).model_dump_json())
    ),
    "is not among its versions": lambda c: c.execute(
        update(INCIDENTS).where(INCIDENTS.c.id == MILL_ID).values(version=7)
    ),
    "its row says otherwise": lambda c: c.execute(
        update(INCIDENTS).where(INCIDENTS.c.id == MILL_ID).values(live=False)
    ),
    "holds incident": lambda c: c.execute(
        update(INCIDENTS).where(INCIDENTS.c.id == MILL_ID).values(body=case(port()).model_dump_json())
    ),
    "has versions, but is not there": lambda c: c.execute(delete(INCIDENTS).where(INCIDENTS.c.id == MILL_ID)),
    "its members are not those": lambda c: c.execute(delete(MEMBERS).where(MEMBERS.c.report == "m1")),
    "in more than one incident": lambda c: c.execute(insert(MEMBERS).values(incident=PORT_ID, report="m1", event="e1")),
    "does not stand, but has members": lambda c: c.execute(
        insert(MEMBERS).values(incident="nobody", report="m9", event="e1")
    ),
    "its report m9 is not there": lambda c: c.execute(insert(MEMBERS).values(incident=PORT_ID, report="m9", event="")),
    "was linked, but its event 'e1' is in no incident": lambda c: c.execute(
        delete(MEMBERS).where(MEMBERS.c.report == "m1")
    ),
    "which is not there": lambda c: c.execute(insert(REDIRECTS).values(old="i0", new="i1")),
}


@pytest.mark.parametrize("told", SPOILT, ids=lambda told: told.replace(" ", "-"))
def test_what_does_not_fit_is_told(filled: Store, told: str):
    assert any(told in problem for problem in found(filled, SPOILT[told]))


def test_a_redirect_that_leads_elsewhere_is_told(filled: Store):
    write(filled, [case(port(), into=MILL_ID)], expected=1, action="merged")
    spoil = delete(REDIRECTS).where(REDIRECTS.c.old == PORT_ID)
    assert any(f"should lead to {MILL_ID}" in problem for problem in found(filled, lambda c: c.execute(spoil)))


def test_a_version_of_which_the_log_is_silent_is_told(filled: Store):
    def spoil(c: Connection) -> None:
        c.execute(text("INSERT INTO incident_versions SELECT incident, 2, entry, at, body FROM incident_versions"))
        c.execute(update(INCIDENTS).values(version=2))

    assert f"incident {MILL_ID}: the log does not tell of its version 2" in found(filled, spoil)
