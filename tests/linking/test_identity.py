from datetime import date

from dateline.linking.identity import Former, Identity, Stamp, id_of, identify

A, B, C, D = ((date(2016, 6, day), name, "e1") for day, name in enumerate("abcd", start=1))


def of(stamp: Stamp) -> str:
    return id_of(stamp[1:])


def incident(anchor: Stamp, *members: Stamp, formerly: tuple[str, ...] = ()) -> Former:
    return Former(Identity(of(anchor), anchor[1:], formerly), tuple(member[1:] for member in members))


def test_the_first_telling_gives_the_id():
    (found,) = identify([[B, A]])
    assert (found.id, found.anchor) == (of(A), ("a", "e1"))


def test_a_further_event_of_a_report_has_an_id_of_its_own():
    first, other = identify([[A], [(A[0], "a", "e2")]], main=frozenset({("a", "e1")}))
    assert first.id == of(A)
    assert other.id != first.id


def test_an_older_report_does_not_change_the_id():
    (found,) = identify([[A, B, C]], [incident(B, B, C)])
    assert (found.id, found.formerly) == (of(B), ())


def test_a_merge_redirects():
    (found,) = identify([[A, B]], [incident(B, B, formerly=("old",)), incident(A, A)])
    assert (found.id, found.formerly) == (of(A), tuple(sorted((of(B), "old"))))


def test_a_split_says_from_what():
    first, second = identify([[A, B], [C, D]], [incident(A, A, B, C, D)])
    assert first.id == of(A)
    assert (second.id, second.split_from) == (of(C), of(A))


def test_an_id_that_lives_again_does_not_redirect():
    first, second = identify([[A, B], [C, D]], [incident(A, A, B, C, D, formerly=(of(C),))])
    assert (first.formerly, second.id) == ((), of(C))


def test_an_id_follows_its_telling():
    # B's id was taken in by A's incident; now B is with C, whose id is in use.
    before = [incident(A, A, B, formerly=(of(B),)), incident(C, C)]
    first, second = identify([[A], [B, C]], before)
    assert (first.id, first.formerly) == (of(A), ())
    assert (second.id, second.formerly) == (of(C), (of(B),))


def test_the_id_of_an_anchor_that_is_gone_redirects_to_the_rest():
    (found,) = identify([[B, C]], [incident(A, A, B, C)])
    assert (found.id, found.formerly) == (of(B), (of(A),))


def test_running_again_changes_nothing():
    before = [incident(A, A, B), incident(C, C, D, formerly=("old",))]
    assert identify([[A, B], [C, D]], before) == [former.identity for former in before]
