from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from dateline.cli import main
from dateline.store import accounts
from dateline.store.engine import Store

PASSWORD = "six grey herons"


@pytest.fixture
def stored(tmp_path: Path) -> str:
    path = tmp_path / "team.db"
    Store.open(str(path)).close()
    return str(path)


@pytest.fixture
def password(tmp_path: Path) -> str:
    path = tmp_path / "password"
    path.write_text(f"{PASSWORD}\nnot this\n", encoding="utf-8")
    return str(path)


def users(stored: str) -> dict[str, tuple[str, bool, bool]]:
    with Store.open(stored) as store, store.reading() as c:
        return {user.name: (user.role, user.unmask, user.active) for user in accounts.users(c)}


def test_users_are_added_listed_changed_and_shut_out(stored: str, password: str, capsys: pytest.CaptureFixture[str]):
    of_store = ("--store", stored)
    assert main(["users", "add", "Ana", "--role", "lead", "--unmask", "--password-file", password, *of_store]) == 0
    assert main(["users", "add", "ben", "--role", "coder", "--password-file", password, *of_store]) == 0
    assert users(stored) == {"ana": ("lead", True, True), "ben": ("coder", False, True)}
    assert main(["users", "role", "ben", "viewer", "--unmask", *of_store]) == 0
    assert main(["users", "deactivate", "ben", *of_store]) == 0
    assert users(stored)["ben"] == ("viewer", True, False)
    assert main(["users", "list", *of_store]) == 0
    lines = [line.split("\t")[:4] for line in capsys.readouterr().out.splitlines()]
    assert lines == [["ana", "lead", "sees names", "active"], ["ben", "viewer", "sees names", "shut out"]]
    assert main(["users", "reactivate", "ben", *of_store]) == 0
    assert users(stored)["ben"] == ("viewer", True, True)


def test_only_the_first_line_is_the_password(stored: str, password: str):
    assert main(["users", "add", "ana", "--role", "lead", "--password-file", password, "--store", stored]) == 0
    with Store.open(stored) as store, store.reading() as c:
        assert accounts.check_password(c, "ana", PASSWORD) is not None


def test_a_password_is_never_an_argument(stored: str):
    with pytest.raises(SystemExit):
        main(["users", "add", "ana", "--role", "lead", "--password", PASSWORD, "--store", stored])


def test_without_a_terminal_the_password_has_to_come_from_somewhere(stored: str):
    command = [sys.executable, "-m", "dateline", "users", "add", "ana", "--role", "lead", "--store", stored]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "--password-stdin" in done.stderr
    given = subprocess.run([*command, "--password-stdin"], input=f"{PASSWORD}\n", text=True, check=False)
    assert given.returncode == 0
    assert users(stored) == {"ana": ("lead", False, True)}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("deactivate", "zoe"), "there is no user zoe"),
        (("deactivate", "ana"), "last lead"),
        (("role", "ana", "viewer"), "last lead"),
    ],
)
def test_changes_that_make_no_sense_are_wrong_usage(
    stored: str, password: str, words: tuple[str, ...], told: str, capsys: pytest.CaptureFixture[str]
):
    assert main(["users", "add", "ana", "--role", "lead", "--password-file", password, "--store", stored]) == 0
    assert main(["users", *words, "--store", stored]) == 2
    assert told in capsys.readouterr().err


def test_users_of_a_store_that_is_not_there_are_not_listed(tmp_path: Path):
    assert main(["users", "list", "--store", str(tmp_path / "none.db")]) == 2
    assert list(tmp_path.iterdir()) == []
