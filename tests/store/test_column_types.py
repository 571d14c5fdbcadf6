from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select

from dateline.store import Store
from dateline.store.column_types import utc_now
from dateline.store.schema import CLAIMS, META


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(name=st.text(alphabet=st.characters(), max_size=20), value=st.text(alphabet=st.characters(), max_size=20))
@example(name="a\0b", value="\ufdd00000")
@example(name="\ud800", value="\ufdd0\0")
def test_any_text_is_kept_and_found(store: Store, name: str, value: str):
    with store.writing() as c:
        c.execute(delete(META))
        c.execute(insert(META), [{"name": name, "value": value}, {"name": f"{name}x", "value": "other"}])
        assert c.execute(select(META.c.value).where(META.c.name == name)).scalars().all() == [value]
        assert c.execute(select(META.c.name).order_by(META.c.name)).scalars().first() == name


def test_times_are_kept_in_utc_without_zone(store: Store):
    noon = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=timezone(timedelta(hours=5)))
    plain = noon.replace(tzinfo=None)
    with store.writing() as c:
        c.execute(insert(CLAIMS), [{"incident": "a", "who": "x", "until": noon}])
        c.execute(insert(CLAIMS), [{"incident": "b", "who": "x", "until": plain}])
        found = c.execute(select(CLAIMS.c.incident, CLAIMS.c.until).order_by(CLAIMS.c.incident)).all()
        assert found == [("a", plain - timedelta(hours=5)), ("b", plain)]
        assert c.execute(select(CLAIMS.c.incident).where(CLAIMS.c.until < noon + timedelta(seconds=1))).scalar() == "a"


def test_now_is_in_utc():
    before = datetime.now(UTC).replace(tzinfo=None)
    assert before <= utc_now() <= datetime.now(UTC).replace(tzinfo=None)
