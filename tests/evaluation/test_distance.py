import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.evaluation.distance import kilometres

LATITUDES = st.floats(-90, 90)
LONGITUDES = st.floats(-180, 180)


def test_a_degree_is_111_kilometres():
    assert kilometres(0, 0, 0, 1) == pytest.approx(111.19, abs=0.01)
    assert kilometres(0, 0, 1, 0) == pytest.approx(111.19, abs=0.01)
    assert kilometres(51.5, -0.12, 51.5, -0.12) == 0


@given(LATITUDES, LONGITUDES)
def test_the_antipodes_are_half_the_circumference_away(lat: float, lon: float):
    assert kilometres(lat, lon, -lat, lon + 180) == pytest.approx(20015.09, abs=0.01)
