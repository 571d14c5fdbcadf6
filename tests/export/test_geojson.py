import json
from pathlib import Path

from dateline.export.writers import open_writer
from dateline.records import CodedReport


def test_features_with_and_without_coordinates(tmp_path: Path, coded_report: CodedReport):
    with open_writer("geojson", tmp_path / "out") as writer:
        writer.write(coded_report)
    collection = json.loads((tmp_path / "out").read_text(encoding="utf-8"))
    shooting, march = collection["features"]
    assert collection["type"] == "FeatureCollection"
    assert shooting["geometry"] == {"type": "Point", "coordinates": [57.20718, 50.27969]}
    assert shooting["id"] == "r1/e1"
    assert shooting["properties"]["date_start"] == "2016-06-05"
    assert shooting["properties"]["counts"][0]["best"] == 6
    assert march["geometry"] is None


def test_an_empty_collection_is_valid(tmp_path: Path):
    with open_writer("geojson", tmp_path / "out"):
        pass
    assert json.loads((tmp_path / "out").read_text())["features"] == []
