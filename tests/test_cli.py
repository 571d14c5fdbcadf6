"""The real command line, with the model and the gazetteer that ship."""

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import jsonschema
import pyarrow.parquet as pq
import pytest

from dateline.export.schema import coded_report_schema
from dateline.records import CodedReport

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = ROOT / "examples" / "reports"
REPORT = (
    "AKTOBE - Three gunmen shot dead six people and wounded at least 40 in the city of Aktobe on Sunday, "
    "the interior ministry said. Police later detained two suspects in Almaty.\n"
)


def dateline(*argv: object, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "dateline", *map(str, argv)],
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env=os.environ | {"NO_COLOR": "1", "COLUMNS": "120"},
    )


@pytest.fixture(scope="module")
def coded_examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("coded") / "out.jsonl"
    run = dateline("code", EXAMPLES, "--output", out)
    assert run.returncode == 0, run.stderr
    return out


def test_version_names_all_four():
    run = dateline("--version")
    assert [line.split()[0] for line in run.stdout.splitlines()] == ["dateline", "model", "codebook", "gazetteer"]


def test_code_prints_cards():
    run = dateline("code", "-", "--published", "2016-06-06", stdin=REPORT)
    assert run.returncode == 0, run.stderr
    assert "civilians.attack" in run.stdout
    assert "1 report read, 1 relevant" in run.stderr


def test_the_first_card_is_there_soon(tmp_path: Path):
    (tmp_path / "report.txt").write_text(REPORT)
    dateline("code", tmp_path / "report.txt")  # warms the disk
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    dateline("code", tmp_path / "report.txt")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    # The aim is 2 s of wall clock on an idle machine. Processor time is what a test on a busy one can hold on to.
    assert (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime) < 4


def test_output_follows_the_schema_and_quotes_are_in_the_text(coded_examples: Path):
    schema = jsonschema.Draft202012Validator(coded_report_schema())
    lines = coded_examples.read_text(encoding="utf-8").splitlines()
    assert len(lines) == 6
    for line in lines:
        schema.validate(json.loads(line))
        coded = CodedReport.model_validate_json(line)
        for event in coded.events:
            for _, quote in event.quotes():
                part = coded.text if quote.part == "text" else coded.title or ""
                assert quote.quote == part[quote.start : quote.end]


def test_the_same_input_gives_the_same_bytes(coded_examples: Path, tmp_path: Path):
    dateline("code", EXAMPLES, "--output", tmp_path / "again.jsonl")
    assert (tmp_path / "again.jsonl").read_bytes() == coded_examples.read_bytes()


def test_an_interrupted_output_is_resumed(coded_examples: Path, tmp_path: Path):
    whole = coded_examples.read_bytes()
    torn = tmp_path / "torn.jsonl"
    torn.write_bytes(whole[: len(whole) // 2])
    run = dateline("code", EXAMPLES, "--output", torn)
    assert run.returncode == 0, run.stderr
    assert torn.read_bytes() == whole
    assert "not coded again" in run.stderr


@pytest.mark.parametrize("format_name", ["csv", "geojson", "parquet"])
def test_every_table_is_written(format_name: str, tmp_path: Path):
    report, out = tmp_path / "report.txt", tmp_path / "out"
    report.write_text(REPORT)
    run = dateline("code", report, "--format", format_name, "--output", out)
    assert run.returncode == 0, run.stderr
    if format_name == "parquet":
        assert set(pq.read_table(out)["report_id"].to_pylist()) == {"report.txt"}
    else:
        assert b"report.txt" in out.read_bytes()


def test_a_damaged_item_is_set_aside_and_the_rest_done(tmp_path: Path):
    reports = tmp_path / "reports.jsonl"
    reports.write_text(f"{json.dumps({'id': 'good', 'text': REPORT})}\nnot json\n")
    run = dateline("code", reports, "--output", tmp_path / "out.jsonl")
    assert run.returncode == 1
    assert "1 report read" in run.stderr
    assert "line 2" in (tmp_path / "out.jsonl.setaside.jsonl").read_text()


def test_an_absent_input_is_wrong_usage():
    run = dateline("code", "no-such-file")
    assert run.returncode == 2
    assert "no-such-file" in run.stderr


def test_a_closed_pipe_is_no_failure():
    command = f"{sys.executable} -m dateline code {EXAMPLES} --format jsonl | head -c 1"
    run = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert (run.returncode, run.stdout) == (0, "{")
    assert "Traceback" not in run.stderr


def test_explain_shows_the_chain(tmp_path: Path):
    (tmp_path / "report.txt").write_text(REPORT)
    run = dateline("explain", tmp_path / "report.txt", "--published", "2016-06-06")
    assert run.returncode == 0, run.stderr
    assert "on Sunday" in run.stdout
    assert "2016-06-05" in run.stdout
    assert "GeoNames 610611" in run.stdout


def test_schema_is_the_documented_one():
    documented = ROOT / "docs" / "reference" / "coded-report.schema.json"
    assert dateline("schema").stdout == documented.read_text(encoding="utf-8")


def test_evaluate_gold():
    run = dateline("evaluate", "gold", "--reports", EXAMPLES, "--gold", ROOT / "examples" / "annotated.json", "--json")
    assert run.returncode == 0, run.stderr
    assert isinstance(json.loads(run.stdout), dict)


def test_evaluate_muc4(tmp_path: Path):
    (tmp_path / "texts").write_text(
        "DEV-MUC3-9001 (INVENTED)\n\n   SAN PABLO, 3 JAN 90 -- [TEXT] A BOMB EXPLODED AT THE BANK OF SAN PABLO IN\n"
        "EL SALVADOR TODAY. TWO PEOPLE WERE KILLED. THE FMLN CLAIMED RESPONSIBILITY.\n"
    )
    (tmp_path / "key").write_text(
        "0.  MESSAGE: ID                     DEV-MUC3-9001\n"
        "1.  MESSAGE: TEMPLATE               1\n"
        "2.  INCIDENT: DATE                  03 JAN 90\n"
        "3.  INCIDENT: LOCATION              EL SALVADOR\n"
        "4.  INCIDENT: TYPE                  BOMBING\n"
    )
    out = tmp_path / "templates"
    run = dateline(
        "evaluate", "muc4", "--texts", tmp_path / "texts", "--key", tmp_path / "key", "--templates", out, "--json"
    )
    assert run.returncode == 0, run.stderr
    assert isinstance(json.loads(run.stdout), dict)
    assert "DEV-MUC3-9001" in out.read_text()


def test_evaluate_places(tmp_path: Path):
    (tmp_path / "places.xml").write_text(
        "<articles><article><text>The market of Aktobe, Kazakhstan, reopened.</text><toponyms>"
        "<toponym><start>14</start><end>20</end><phrase>Aktobe</phrase>"
        '<gaztag geonameid="610611"><lat>50.28</lat><lon>57.21</lon></gaztag></toponym>'
        "</toponyms></article></articles>"
    )
    run = dateline("evaluate", "places", tmp_path / "places.xml", "--json")
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout)["exact"] == 100


def test_evaluate_case2021(tmp_path: Path):
    (tmp_path / "snippets.tsv").write_text(
        "id\tsnippet\tlabel\n1\tA suicide bomber blew himself up at a checkpoint on Sunday.\tSUIC_BOMB\n"
    )
    run = dateline("evaluate", "case2021", tmp_path / "snippets.tsv", "--json")
    assert run.returncode == 0, run.stderr
    assert isinstance(json.loads(run.stdout), dict)


def test_evaluating_an_absent_corpus_is_wrong_usage():
    run = dateline("evaluate", "places", "no-such-file.xml")
    assert run.returncode == 2
    assert "no-such-file.xml" in run.stderr
