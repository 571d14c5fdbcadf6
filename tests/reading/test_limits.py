import pytest

from dateline.reading import InputError, Limits


def test_defaults_are_the_documented_ones():
    limits = Limits()
    assert limits.max_text_characters == 1_000_000
    assert limits.max_document_bytes == 64 * 1024 * 1024


def test_a_limit_of_zero_is_refused():
    with pytest.raises(InputError, match="max_archive_depth is 0"):
        Limits(max_archive_depth=0)
