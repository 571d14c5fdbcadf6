from store_samples import MILL_ID, fill

from dateline.store import Store
from dateline.store.drafts import Draft, drafts_of, drop_drafts, keep_draft
from dateline.store.records import StatusValue, TypeValue
from dateline.store.review import Reviewer

DENIED = Draft(StatusValue(status="denied"), "the army says so")
PLANNED = Draft(StatusValue(status="planned"), "a threat")
MOB = Draft(TypeValue(type="riot.mob_violence"), "a crowd")


def test_the_last_value_of_a_field_stays_and_only_its_person_has_it(store: Store):
    with store.writing() as c:
        for draft in (DENIED, MOB, PLANNED):
            keep_draft(c, "ben", "i1", draft)
        keep_draft(c, "ada", "i1", DENIED)
    with store.reading() as c:
        assert drafts_of(c, "ben", "i1") == (MOB, PLANNED)
        assert drafts_of(c, "ada", "i1") == (DENIED,)
        assert drafts_of(c, "ben", "i2") == ()


def test_drafts_are_dropped_by_field_or_all(store: Store):
    with store.writing() as c:
        keep_draft(c, "ben", "i1", DENIED)
        keep_draft(c, "ben", "i1", MOB)
        drop_drafts(c, "ben", "i1", "status")
        assert drafts_of(c, "ben", "i1") == (MOB,)
        drop_drafts(c, "ben", "i1")
        assert drafts_of(c, "ben", "i1") == ()


def test_a_second_look_that_is_done_drops_its_drafts(store: Store):
    fill(store)
    Reviewer(store, "ada", "coder").accept(MILL_ID, 1)
    with store.writing() as c:
        keep_draft(c, "ben", MILL_ID, DENIED)
        keep_draft(c, "lena", MILL_ID, DENIED)
    Reviewer(store, "ben", "coder").correct(MILL_ID, 2, [DENIED.value], DENIED.reason, blind=True)
    with store.reading() as c:
        assert drafts_of(c, "ben", MILL_ID) == ()
        assert drafts_of(c, "lena", MILL_ID) == (DENIED,)
