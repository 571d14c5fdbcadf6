from frame_samples import filler, frame

from dateline.coding.actors import distinct, sides, to_actor


def test_an_actor_named_twice_is_listed_once():
    fillers = [filler("target", "four traders", 0.6), filler("target", "at least four traders", 0.9)]
    assert [f.text for f in distinct(fillers)] == ["at least four traders"]


def test_an_actor_on_both_sides_stays_on_the_more_probable_one():
    attack = frame(filler("perpetrator", "Gunmen", 0.9), filler("target", "Gunmen", 0.4), filler("target", "11 people"))
    perpetrators, targets = sides(attack)
    assert [f.text for f in perpetrators] == ["Gunmen"]
    assert [f.text for f in targets] == ["11 people"]


def test_the_record_keeps_the_words_and_their_place(document):
    actor = to_actor(filler("perpetrator", "Red Line Front", 0.83219, kind="rebel_group"), document)
    assert (actor.quote, actor.kind, actor.private, actor.confidence) == (
        "Red Line Front",
        "rebel_group",
        False,
        0.8322,
    )
    assert document.string[actor.start : actor.end] == actor.quote
