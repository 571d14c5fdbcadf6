from pathlib import Path

from dateline.export.set_aside import SetAsideFile, sidecar
from dateline.records import SetAside


def test_the_sidecar_stands_beside_its_output():
    assert sidecar(Path("out/events.csv")) == Path("out/events.csv.setaside.jsonl")


def test_items_are_listed_with_their_reason(tmp_path: Path):
    listed = SetAsideFile(tmp_path / "list")
    listed.write(SetAside(item="a.html", reason="empty"))
    assert (tmp_path / "list").read_text() == '{"item":"a.html","reason":"empty"}\n'
    listed.close()


def test_a_run_without_items_removes_the_older_list(tmp_path: Path):
    (tmp_path / "list").write_text("older")
    SetAsideFile(tmp_path / "list").close()
    assert not (tmp_path / "list").exists()
