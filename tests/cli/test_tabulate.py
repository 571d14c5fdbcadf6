import json
from pathlib import Path

import pytest
from incident_samples import contested_mill, incident

from dateline.cli import main
from dateline.cli.incident_arguments import TABLES
from dateline.export.incidents.tables import TABLE_FORMATS


@pytest.fixture
def incidents(tmp_path: Path) -> Path:
    path = tmp_path / "incidents.jsonl"
    other = incident(id="i00000000000000dd")
    path.write_text(f"{contested_mill().model_dump_json()}\n{other.model_dump_json()}\n")
    return path


def test_incidents_become_a_table(incidents: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]):
    assert main(["tabulate", str(incidents), "--output", str(tmp_path / "out.geojson")]) == 0
    assert len(json.loads((tmp_path / "out.geojson").read_text())["features"]) == 2
    assert "2 incidents" in capfd.readouterr().err
    assert main(["tabulate", str(incidents)]) == 0
    assert capfd.readouterr().out.startswith("incident_id,")


def test_an_unknown_format_is_wrong_usage(incidents: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]):
    assert main(["tabulate", str(incidents), "--output", str(tmp_path / "out.xlsx")]) == 2
    assert "--format" in capfd.readouterr().err


def test_the_formats_offered_are_those_written():
    assert TABLES == TABLE_FORMATS
