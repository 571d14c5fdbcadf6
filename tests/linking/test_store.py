from pathlib import Path

import pytest

from dateline.linking.intake import rank_of
from dateline.linking.store import Store


def test_what_fails_midway_was_never_done():
    store = Store()

    def fail():
        with store.transaction():
            store.set_meta("linked", "5")
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert store.number("linked") == 0


def test_settings_survive_a_file(tmp_path: Path):
    store = Store(tmp_path / "new" / "state.duckdb")
    store.set_meta("colour", "red")
    store.close()
    again = Store(tmp_path / "new" / "state.duckdb")
    assert again.meta("colour") == "red"
    assert again.meta("shape") is None


def test_the_order_of_items_is_fixed():
    assert rank_of(("a", "e1")) == rank_of(("a", "e1")) != rank_of(("a", "e2"))
    assert 0 <= rank_of(("", "")) < 1 << 64
