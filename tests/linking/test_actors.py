from typing import Any

from linking_samples import event, report

from dateline.linking.actors import actors
from dateline.linking.reconcile import Voice
from dateline.linking.telling import telling_of
from dateline.records import Actor, ActorKind


def actor(quote: str, kind: ActorKind = "unidentified_armed", *, private: bool = False) -> Actor:
    return Actor(quote=quote, start=0, end=len(quote), kind=kind, private=private, confidence=0.8)


def heard(*told: tuple[int, dict[str, Any]]) -> list[Voice]:
    """Events by the index of their source, one report each."""
    return [
        (telling_of(report(f"r{n}", event(**fields))), source, event(**fields))
        for n, (source, fields) in enumerate(told)
    ]


def test_articles_and_numbers_do_not_make_another_actor():
    found = actors(
        heard((0, {"perpetrators": (actor("three gunmen"),)}), (1, {"perpetrators": (actor("The gunmen"),)})),
        "perpetrators",
    )
    assert [(a.name, a.kind, a.sources) for a in found] == [("three gunmen", "unidentified_armed", 2)]
    assert [(w.report, w.quote) for w in found[0].told_by] == [("r0", "three gunmen"), ("r1", "The gunmen")]


def test_a_longer_wording_of_one_kind_is_the_same_actor_and_other_names_stay():
    found = actors(
        heard(
            (0, {"perpetrators": (actor("Boko Haram", "rebel_group"),)}),
            (1, {"perpetrators": (actor("Boko Haram fighters", "rebel_group"), actor("herders", "identity_militia"))}),
        ),
        "perpetrators",
    )
    assert [(a.name, a.sources) for a in found] == [("Boko Haram", 2), ("herders", 1)]


def test_a_kind_that_is_known_wins_over_one_that_is_not():
    found = actors(
        heard((0, {"targets": (actor("villagers", "unknown"),)}), (1, {"targets": (actor("villagers", "civilians"),)})),
        "targets",
    )
    assert [(a.kind, a.responsibility) for a in found] == [("civilians", None)]


def test_words_that_name_nobody_leave_the_kind_alone():
    found = actors(heard((0, {"targets": (actor("two of them", "civilians", private=True),)})), "targets")
    assert [(a.name, a.kind, a.private) for a in found] == [(None, "civilians", True)]


def test_copies_of_one_source_count_once():
    told = {"perpetrators": (actor("soldiers", "state_forces"),), "responsibility": "claimed"}
    found = actors(heard((0, told), (0, told)), "perpetrators")
    assert [(a.sources, a.responsibility) for a in found] == [(1, "claimed")]
