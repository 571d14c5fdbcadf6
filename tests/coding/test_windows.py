import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.coding.windows import kept_ranges, stitch, windows


@pytest.mark.parametrize(
    ("length", "expected"),
    [
        (0, []),
        (7, [(0, 7)]),
        (10, [(0, 10)]),
        (11, [(0, 10), (6, 11)]),
        (17, [(0, 10), (6, 16), (12, 17)]),
    ],
)
def test_windows_of_ten_with_an_overlap_of_four(length, expected):
    assert windows(length, size=10, overlap=4) == expected


def test_overlaps_are_cut_in_the_middle():
    assert kept_ranges([(0, 10), (6, 16), (12, 17)]) == [(0, 8), (8, 14), (14, 17)]


@given(st.integers(1, 3000))
def test_stitched_states_are_those_of_each_token(length):
    tokens = np.arange(length, dtype=np.float32)[:, None]
    spans = windows(length)
    assert np.array_equal(stitch([tokens[s:e] for s, e in spans], spans), tokens)
