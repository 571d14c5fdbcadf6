import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest
from incident_samples import contested_mill, incident

from dateline.export.base import ExportError
from dateline.export.incidents.columns import COLUMNS, row
from dateline.export.incidents.tables import TableFormat, table_format_of, write_table
from dateline.linking import Incident


def written(form: TableFormat, *incidents: Incident) -> str:
    stream = io.BytesIO()
    assert write_table(incidents, form, None, stream=stream) == len(incidents)
    return stream.getvalue().decode()


def test_a_row_holds_the_reconciled_values_and_their_support():
    values = row(contested_mill())
    assert (values["type"], values["date_start"], values["place_name"]) == (
        "civilians.attack",
        date(2016, 6, 5),
        "Oldenmill",
    )
    assert (values["killed_target_low"], values["killed_target_best"], values["killed_target_high"]) == (5, 6, 9)
    assert (values["killed_perpetrator_best"], values["injured_target_best"]) == (1, None)
    assert (values["reports"], values["sources"], values["first_published"]) == (4, 3, date(2016, 6, 6))
    assert values["in_conflict"] == ["date", "killed target", "arithmetic"]


def test_csv_has_a_row_for_each_incident():
    first, second = csv.DictReader(io.StringIO(written("csv", contested_mill(), incident())))
    assert list(first) == [column.name for column in COLUMNS]
    assert first["formerly"] == "i00000000000000bb"
    assert json.loads(first["tolls"])[1] == {
        "measure": "killed",
        "side": "perpetrator",
        "low": 1,
        "best": 1,
        "high": 1,
        "sources": 1,
    }
    assert second["latitude"] == second["killed_target_best"] == ""


def test_geojson_has_a_feature_for_each_incident():
    collection = json.loads(written("geojson", contested_mill(), incident()))
    first, second = collection["features"]
    assert first["geometry"] == {"type": "Point", "coordinates": [57.5, 50.25]}
    assert first["properties"]["date_start"] == "2016-06-05"
    assert second["geometry"] is None
    assert json.loads(written("geojson"))["features"] == []


def test_tables_hold_no_names():
    assert "Tolland" not in written("csv", contested_mill()) + written("geojson", contested_mill())


def test_a_file_appears_when_it_is_complete(tmp_path: Path):
    def failing():
        yield incident()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_table(failing(), "csv", tmp_path / "out.csv")
    assert list(tmp_path.iterdir()) == []
    write_table([incident()], "csv", tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_text().startswith("incident_id,")


def test_the_extension_names_the_format():
    assert table_format_of(Path("a.GeoJSON")) == "geojson"
    with pytest.raises(ExportError, match="--format"):
        table_format_of(Path("a.xlsx"))
