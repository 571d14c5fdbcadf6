"""What people did to incidents that go into others or come back."""

from datetime import datetime

from store_samples import AT, case, correction, later, mill, note, numbered, port

from dateline.linking.records import Incident
from dateline.store.carrying import Family, adopted, changes_of, released
from dateline.store.records import Case, Held, StatusValue, TypeValue

DENIED = StatusValue(status="denied")
RIOT = TypeValue(type="riot.mob_violence")


def held(told: Case, version: int = 1, changed: datetime = AT) -> Held:
    return Held(case=told, version=version, changed=changed)


def family(cases: list[Held], *incidents: Incident) -> Family:
    return Family({one.case.incident.id: one for one in cases}, {incident.id: incident for incident in incidents})


def test_a_case_takes_over_what_it_has_none_of():
    mine = case(state="corrected", corrections=(correction(DENIED),))
    theirs = case(port(), state="corrected", corrections=(correction(DENIED, by="bo"), correction(RIOT, by="bo")))
    found = adopted(mine, [theirs])
    assert [(made.value, made.by) for made in found.corrections] == [(DENIED, "ada"), (RIOT, "bo")]


def test_of_two_corrections_the_later_is_taken_over():
    first = case(port(), corrections=(correction(DENIED, at=AT),))
    second = case(numbered(1), corrections=(correction(StatusValue(status="planned"), by="bo", at=later(1)),))
    found = adopted(case(), [second, first])
    assert [made.by for made in found.corrections] == ["bo"]
    assert (found.state, found.reviewed_by) == ("corrected", "bo")


def test_a_rejected_incident_stays_rejected():
    theirs = case(port(), corrections=(correction(DENIED),))
    assert adopted(case(state="rejected", reviewed_by="bo"), [theirs]).state == "rejected"


def test_what_was_taken_over_is_given_back():
    theirs = case(port(), corrections=(correction(DENIED, by="bo"),), notes=(note("from bo"),))
    mine = case(corrections=(correction(RIOT),), state="corrected", notes=(note(),))
    assert released(adopted(mine, [theirs]), [theirs]) == mine


def test_a_case_with_nothing_left_of_its_own_is_unreviewed():
    theirs = case(port(), corrections=(correction(DENIED, by="bo"),))
    assert released(adopted(case(), [theirs]), [theirs]) == case()


def test_a_case_that_stays_as_it_is_does_not_change():
    assert changes_of(family([held(case())], mill())) == []


def test_one_that_is_nowhere_is_withdrawn_and_one_that_is_formerly_goes_into_its_heir():
    heir = mill(formerly=(port().id,))
    found = changes_of(family([held(case()), held(case(port())), held(case(numbered(1)), 4)], heir))
    assert {(change.case.incident.id, change.action, change.expected) for change in found} == {
        (numbered(1).id, "withdrawn", 4),
        (port().id, "merged", 1),
        (mill().id, "merged", 1),
    }


def test_an_incident_that_tells_again_stands_again():
    gone = case(port(), withdrawn=True, state="accepted", reviewed_by="ada")
    (change,) = changes_of(family([held(gone, 3)], port()))
    assert (change.case.withdrawn, change.case.state, change.expected) == (False, "accepted", 3)


def test_what_was_taken_over_goes_along_to_another_heir():
    moving = case(port(), into=mill().id, corrections=(correction(DENIED),), notes=(note(),), state="corrected")
    heir = numbered(1, formerly=(port().id,))
    before = [held(moving, 2), held(adopted(case(), [moving])), held(case(numbered(1)))]
    found = {change.case.incident.id: change.case for change in changes_of(family(before, mill(), heir))}
    assert found[mill().id] == case()
    assert (found[heir.id].corrections, found[heir.id].notes) == (moving.corrections, moving.notes)


def test_an_incident_keeps_its_id_when_it_moves_from_one_heir_to_another():
    into_mill = case(port(), into=mill().id)
    heir = numbered(1, formerly=(port().id,))
    found = changes_of(family([held(case()), held(into_mill, 2), held(case(numbered(1)))], mill(), heir))
    moved = next(change for change in found if change.case.incident.id == port().id)
    assert moved.case.into == numbered(1).id
