from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.export.incidents.scales import Scale, round_numbers


def test_a_scale_runs_from_start_to_end():
    scale = Scale(0, 10, 100, 50)
    assert [scale(value) for value in (0, 5, 10)] == [100, 75, 50]
    assert Scale(3, 3, 0, 10)(3) == 5


def test_numbers_beside_an_axis_are_round():
    assert round_numbers(0) == [0, 1]
    assert round_numbers(4) == [0, 1, 2, 3, 4]
    assert round_numbers(9) == [0, 2, 4, 6, 8, 10]
    assert round_numbers(130) == [0, 50, 100, 150]


@settings(deadline=None)
@given(st.integers(0, 10**7))
def test_they_reach_the_highest_in_few_steps(high: int):
    numbers = round_numbers(high)
    assert numbers[-1] >= high
    assert len(numbers) <= 7
