from pathlib import Path

import pytest

from dateline.cli import main
from dateline.store import Store
from dateline.store.archive import fetch
from dateline.store.reports import get_report
from dateline.store.schema import MEMBERS


@pytest.fixture
def url(sqlite_template: Path, tmp_path: Path) -> str:
    path = tmp_path / "store.db"
    path.write_bytes(sqlite_template.read_bytes())
    return str(path)


def add(url: str, *arguments: str, coder) -> int:
    return main(["add", *arguments, "--store", url], load=lambda *_, **__: coder)


def test_reports_go_into_the_store(reports: Path, url: str, coder, capsys):
    assert add(url, str(reports), coder=coder) == 0
    told = capsys.readouterr()
    assert told.out == ""
    assert "3 reports read, 3 new with 2 events, 0 set aside" in told.err
    assert "incidents: 2 new" in told.err
    with Store.open(url) as store, store.reading() as c:
        (original,) = get_report(c, "a").originals
        assert fetch(c, original.digest).decode() == reports.read_text().splitlines()[0]
    assert (original.where, original.media_type) == (f"{reports}, line 1", "application/json")
    assert Path(f"{url}.linking.duckdb").exists()


def test_again_nothing_is_coded(reports: Path, url: str, coder, coded, capsys):
    add(url, str(reports), coder=coder)
    coded.clear()
    assert add(url, str(reports), coder=coder) == 0
    assert coded == []
    told = capsys.readouterr().err
    assert "3 known, not coded again" in told
    assert "incidents: none changed" in told


def test_the_state_may_lie_elsewhere(reports: Path, url: str, coder, tmp_path: Path):
    assert add(url, str(reports), "--state", str(tmp_path / "there" / "state.duckdb"), coder=coder) == 0
    assert (tmp_path / "there" / "state.duckdb").exists()
    assert not Path(f"{url}.linking.duckdb").exists()


def test_what_was_set_aside_is_told_and_fails(reports: Path, url: str, coder, capsys):
    with reports.open("a") as file:
        file.write("".join(f'{{"id": "u{n}", "text": "unspeakable"}}\n' for n in range(6)) + "broken\n")
    assert add(url, str(reports), coder=coder) == 1
    told = capsys.readouterr().err
    assert "set aside: u0: cannot be said" in told
    assert "set aside: 2 more; the store keeps all with their reasons" in told
    assert "3 new with 2 events, 7 set aside" in told


def test_another_content_under_a_known_id_is_told(reports: Path, url: str, coder, capsys):
    add(url, str(reports), coder=coder)
    reports.write_text('{"id": "b", "text": "Quite another story."}\n')
    assert add(url, str(reports), coder=coder) == 0
    told = capsys.readouterr().err
    assert "left as it was: b: the store has another report under this id; give this one its own" in told
    assert "1 differing, left as they were" in told


@pytest.mark.parametrize("wrong", [["nowhere.txt"], ["here.jsonl", "--store", "missing/store.db"]])
def test_wrong_usage_does_nothing(wrong: list[str], coder, tmp_path: Path, capsys, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    Path("here.jsonl").write_text('{"text": "A bomb."}\n')
    assert main(["add", *wrong], load=lambda *_, **__: coder) == 2
    assert capsys.readouterr().err.startswith("dateline: ")
    assert coder.coded == []
    assert [path.name for path in tmp_path.iterdir()] == ["here.jsonl"]


def test_a_date_fills_in(reports: Path, url: str, coder):
    add(url, str(reports), "--published", "2016-06-09", coder=coder)
    with Store.open(url) as store, store.reading() as c:
        assert [str(get_report(c, name).coded.published) for name in "ab"] == ["2016-06-06", "2016-06-09"]


def test_the_model_and_codebook_are_chosen(reports: Path, url: str, coder):
    asked: list[object] = []
    options = ["--model", "large", "--codebook", "shootings", "--min-confidence", "0.7"]

    def load(model: str, **others: object):
        asked.append((model, others))
        return coder

    main(["add", str(reports), "--store", url, *options], load=load)
    assert asked == [("large", {"codebook": "shootings", "min_confidence": 0.7})]


def test_a_sound_store_is_said_to_be_so(reports: Path, url: str, coder, capsys):
    add(url, str(reports), coder=coder)
    assert main(["check", "--store", url]) == 0
    assert "all fits together" in capsys.readouterr().err


def test_what_does_not_fit_is_printed(reports: Path, url: str, coder, capsys):
    add(url, str(reports), coder=coder)
    with Store.open(url) as store, store.writing() as c:
        c.execute(MEMBERS.delete())
    assert main(["check", "--store", url]) == 1
    told = capsys.readouterr()
    assert "report a: was linked, but its event 'e1' is in no incident" in told.out
    assert "4 problems" in told.err


def test_there_must_be_a_store_to_check(tmp_path: Path, capsys):
    assert main(["check", "--store", str(tmp_path / "none.db")]) == 2
    assert "none.db" in capsys.readouterr().err
