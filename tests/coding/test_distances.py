import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dateline.coding.distances import (
    POSITION_BUCKETS,
    TOKEN_BUCKETS,
    position_bucket,
    sentence_bucket,
    token_bucket,
)


def test_token_steps_are_powers_of_two_in_either_direction():
    distances = np.array([-200, -3, -1, 0, 1, 2, 3, 4, 127, 128, 5000])
    assert token_bucket(distances).tolist() == [0, 6, 7, 8, 9, 10, 10, 11, 15, 16, 16]


def test_sentences_further_than_four_away_are_alike():
    assert sentence_bucket(np.array([-9, -4, 0, 2, 4, 30])).tolist() == [0, 0, 4, 6, 8, 8]


def test_first_six_sentences_have_places_of_their_own():
    assert position_bucket(np.array([0, 5, 6, 11]), 12).tolist() == [0, 5, 9, 11]


@given(st.integers(-10_000, 10_000), st.integers(0, 400), st.integers(1, 400))
def test_buckets_stay_inside_their_tables(distance, sentence, more):
    assert 0 <= token_bucket(np.array([distance]))[0] < TOKEN_BUCKETS
    assert 0 <= position_bucket(np.array([sentence]), sentence + more)[0] < POSITION_BUCKETS
