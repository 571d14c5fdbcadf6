import pytest
from frame_samples import filler, frame

from dateline.coding.merging import merge_same, share


def attack(*names: str, score: float = 0.8, words: str = "killed"):
    return frame(*(filler(role, text) for role, text in (n.split(":") for n in names)), score=score, words=words)


def test_frames_with_the_same_fillers_are_one_with_all_mentions_and_the_likelier_labels():
    first = attack("perpetrator:Gunmen", "target:four traders", "time:on Sunday", score=0.6)
    second = attack("perpetrator:Gunmen", "target:four traders", "place:Gombi", score=0.9, words="wounded")
    (merged,) = merge_same([first, second], 0.75)
    assert merged.score == 0.9
    assert merged.anchors == second.anchors + first.anchors
    assert {f.role for f in merged.fillers} == {"perpetrator", "target", "time", "place"}


def test_times_and_places_in_common_do_not_make_one_event_of_two():
    first = attack("target:four traders", "count:four traders", "time:on Sunday", "place:Gombi")
    second = attack("target:11 people", "count:11 people", "time:on Sunday", "place:Gombi", words="wounded")
    assert share(first, second) == 0.0
    assert len(merge_same([first, second], 0.5)) == 2


def test_one_filler_alone_is_too_little_to_go_by():
    assert share(attack("perpetrator:Gunmen"), attack("perpetrator:Gunmen", words="wounded")) == 0.0


@pytest.mark.parametrize(("least", "left"), [(0.5, 1), (0.67, 2), (1.01, 2)])
def test_the_share_is_of_all_that_either_has(least, left):
    first = attack("perpetrator:Gunmen", "target:four traders", "count:four traders")
    second = attack("perpetrator:Gunmen", "target:four traders", words="wounded")
    assert share(first, second) == pytest.approx(2 / 3)
    assert len(merge_same([first, second], least)) == left
