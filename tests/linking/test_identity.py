from datetime import date

from linking_samples import event, report

from dateline.linking.identity import id_of, identify
from dateline.linking.records import Incident, Member
from dateline.linking.telling import Telling, telling_of


def telling(name: str, day: int) -> Telling:
    return telling_of(report(name, event(), published=date(2016, 6, day)))


A, B, C, D = (telling(name, day) for day, name in enumerate("abcd", start=1))


def incident(anchor: str, *reports: str, formerly: tuple[str, ...] = ()) -> Incident:
    return Incident(
        id=id_of(anchor),
        anchor=anchor,
        formerly=formerly,
        types=(),
        dates=(),
        places=(),
        tolls=(),
        members=tuple(Member(report=name, published=None, source=0, events=()) for name in reports),
        sources=(),
        links=(),
        model="t",
    )


def test_the_first_report_gives_the_id():
    (found,) = identify([[B, A]])
    assert (found.id, found.anchor) == (id_of("a"), "a")


def test_an_older_report_does_not_change_the_id():
    (found,) = identify([[A, B, C]], [incident("b", "b", "c")])
    assert (found.id, found.formerly) == (id_of("b"), ())


def test_a_merge_redirects():
    (found,) = identify([[A, B]], [incident("b", "b", formerly=("old",)), incident("a", "a")])
    assert (found.id, found.formerly) == (id_of("a"), tuple(sorted((id_of("b"), "old"))))


def test_a_split_says_from_what():
    first, second = identify([[A, B], [C, D]], [incident("a", "a", "b", "c", "d")])
    assert first.id == id_of("a")
    assert (second.id, second.split_from) == (id_of("c"), id_of("a"))


def test_the_id_of_an_anchor_that_is_gone_redirects_to_the_rest():
    (found,) = identify([[B, C]], [incident("a", "a", "b", "c")])
    assert (found.id, found.formerly) == (id_of("b"), (id_of("a"),))


def test_running_again_changes_nothing():
    before = [incident("a", "a", "b"), incident("c", "c", "d", formerly=("old",))]
    assert [f.id for f in identify([[A, B], [C, D]], before)] == [i.id for i in before]
    assert identify([[A, B], [C, D]], before)[1].formerly == ("old",)
