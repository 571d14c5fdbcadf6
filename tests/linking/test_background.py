import numpy as np
import pytest

from dateline.linking.background import Background, term
from dateline.linking.errors import LinkModelError


def test_common_words_weigh_less_than_rare_ones():
    idf = Background.load().idf(np.array([term("word", word) for word in ("police", "ambush", "xqzzrv")]))
    assert 0 < idf[0] < idf[1] < idf[2]


def test_terms_outside_the_table_have_the_least_share():
    table = Background("t", np.array([5], dtype=np.uint32), np.array([0.5], dtype=np.float32), 0.01)
    assert table.idf(np.array([5, 6])) == pytest.approx([np.log(2), np.log(100)])


def test_kinds_of_term_are_told_apart():
    assert term("word", "main") != term("name", "main")


def test_what_is_no_table_is_refused(tmp_path):
    path = tmp_path / "background.npz"
    path.write_text("no table")
    with pytest.raises(LinkModelError, match="no table"):
        Background.load(path)


def test_the_packaged_table_is_small_and_holds_no_text():
    table = Background.load()
    assert len(table.terms) > 10_000
    assert (np.diff(table.terms.astype(np.int64)) > 0).all()
    assert table.shares.max() <= 1
