from __future__ import annotations

from dateline.store import Store, accounts
from dateline.store.column_types import utc_now
from dateline.store.user_log import user_log

PASSWORD = "six grey herons"


def test_whatever_is_done_to_users_is_logged_with_who_and_when(store: Store):
    before = utc_now()
    with store.writing() as c:
        accounts.add_user(c, "ana", "lead", PASSWORD)
        ben = accounts.add_user(c, "ben", "coder", PASSWORD, by="ana")
        accounts.set_role(c, "ben", "lead", unmask=True, by="ana")
        accounts.set_password(c, "ben", PASSWORD, by="ben")
        number, _ = accounts.new_token(c, ben, "nightly", 1)
        accounts.revoke_token(c, ben, number)
        accounts.deactivate(c, "ben", by="ana")
        accounts.reactivate(c, "ben", by="ana")
        entries = user_log(c)[::-1]
    assert [(entry.number, entry.who, entry.user, entry.action) for entry in entries] == [
        (1, "terminal", "ana", "added"),
        (2, "ana", "ben", "added"),
        (3, "ana", "ben", "rights"),
        (4, "ben", "ben", "password"),
        (5, "ben", "ben", "token"),
        (6, "ben", "ben", "revoked"),
        (7, "ana", "ben", "shut out"),
        (8, "ana", "ben", "let in"),
    ]
    assert entries[1].told == {"role": "coder", "unmask": False}
    assert entries[2].told == {"role": "lead", "unmask": True, "before": entries[1].told}
    assert all(before <= entry.at.replace(tzinfo=None) <= utc_now() for entry in entries)
    assert PASSWORD not in str(entries)


def test_rights_that_stay_as_they_are_are_no_news(store: Store):
    with store.writing() as c:
        accounts.add_user(c, "ana", "lead", PASSWORD)
        accounts.set_role(c, "ana", "lead", unmask=False)
        assert len(user_log(c)) == 1


def test_the_log_is_read_in_parts(store: Store):
    with store.writing() as c:
        accounts.add_user(c, "ana", "lead", PASSWORD)
        for name in ("ben", "cleo", "dora"):
            accounts.add_user(c, name, "viewer", PASSWORD)
        newest = user_log(c, limit=2)
        assert [entry.user for entry in newest] == ["dora", "cleo"]
        assert [entry.user for entry in user_log(c, before=newest[-1].number)] == ["ben", "ana"]
