import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest
from incident_samples import MILL_ID
from store_samples import AT, case, correction, mill, named, note, port

from dateline.export.base import ExportError
from dateline.export.incidents.reviewed import (
    COLUMNS,
    MEDIA_TYPES,
    STORE_FORMATS,
    StoreFormat,
    pieces,
    row,
    store_format_of,
    write_export,
)
from dateline.store.records import ActorsValue, Case, DateValue, Held, TollValue


def held(told: Case | None = None) -> Held:
    return Held(case=told or case(mill()), version=3, changed=AT)


def written(form: StoreFormat, *cases: Case) -> str:
    return b"".join(pieces([held(one) for one in cases], form)).decode()


def table(*cases: Case) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(written("csv", *cases), newline="")))


CORRECTED = case(
    mill(),
    state="corrected",
    reviewed_by="ada",
    corrections=(
        correction(DateValue(start=date(2016, 6, 1), end=date(2016, 6, 2), precision="range")),
        correction(TollValue(measure="killed", side="target", low=7, best=7, high=7)),
        correction(ActorsValue(field="targets", actors=(named("civilians", "=cmd()"), named("civilians")))),
    ),
    notes=(note(),),
)


def test_corrections_are_in_the_values_and_named():
    [values] = table(CORRECTED)
    assert (values["date_start"], values["date_end"]) == ("2016-06-01", "2016-06-02")
    assert values["killed_target_best"] == "7"
    assert values["targets"] == "'=cmd() | civilians"
    assert values["corrected"] == "date | toll killed target | targets"
    assert (values["review_state"], values["reviewed_by"], values["version"]) == ("corrected", "ada", "3")
    assert (values["changed"], values["changed_since_review"]) == ("2026-03-01T12:00:00Z", "false")


def test_what_a_person_decided_is_in_conflict_no_more():
    assert "date" in row(held())["in_conflict"]
    assert "date" not in row(held(CORRECTED))["in_conflict"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", " =", "\t@", "\u00a0-", "\u200f="])
def test_no_cell_is_a_formula(start: str):
    told = mill(
        targets=(),
        sources=(),
        problems=(f"{start}1",),
    )
    place = told.places[0].model_copy(update={"name": f"{start}1+1", "admin1": f"{start}2"})
    [values] = table(case(told.model_copy(update={"places": (place,)}), state="accepted", reviewed_by=f"{start}x"))
    for cell in values.values():
        assert not cell.lstrip(" \t\r\u00a0\u200f").startswith(("=", "+", "-", "@"))
        assert not cell.startswith(("\t", "\r"))


def test_json_lines_hold_the_incident_as_shown_with_its_review():
    told = json.loads(written("jsonl", CORRECTED))
    assert told["incident"]["dates"][0]["start"] == "2016-06-01"
    assert [one["reason"] for one in told["corrections"]] == ["the ministry's list"] * 3
    assert told["notes"] == [{"by": "ada", "at": "2026-03-01T12:00:00Z", "text": "ask the stringer"}]
    assert (told["state"], told["version"], told["changed"]) == ("corrected", 3, "2026-03-01T12:00:00Z")


def test_geojson_is_one_collection():
    nowhere = case(port(places=()))
    told = json.loads(written("geojson", case(mill()), nowhere))
    assert [feature["geometry"] for feature in told["features"]] == [
        {"type": "Point", "coordinates": [57.5, 50.25]},
        None,
    ]
    assert told["features"][0]["id"] == MILL_ID
    assert set(told["features"][0]["properties"]) == {c.name for c in COLUMNS} - {"latitude", "longitude"}


def test_an_empty_selection_is_a_whole_file():
    assert written("csv").split(",")[0] == "incident_id"
    assert json.loads(written("geojson")) == {"type": "FeatureCollection", "features": []}
    assert written("jsonl") == ""


def test_columns_have_names_of_their_own():
    assert len({column.name for column in COLUMNS}) == len(COLUMNS)


def test_large_exports_come_in_pieces():
    found = list(pieces([held()] * 60, "jsonl"))
    assert len(found) > 1
    assert b"".join(found).count(b"\n") == 60


def test_formats_by_file_name():
    assert [store_format_of(Path(f"out.{name.upper()}")) for name in STORE_FORMATS] == list(STORE_FORMATS)
    assert set(MEDIA_TYPES) == set(STORE_FORMATS)
    with pytest.raises(ExportError, match="--format"):
        store_format_of(Path("out.xlsx"))


def test_a_file_that_fails_half_way_does_not_appear(tmp_path: Path):
    def broken():
        yield held()
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_export(broken(), "csv", tmp_path / "out.csv")
    assert list(tmp_path.iterdir()) == []
