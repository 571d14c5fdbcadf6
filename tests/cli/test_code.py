import json
from pathlib import Path

import pytest

from dateline.cli import main
from dateline.cli.coders import ReportCoder


def run(coder: ReportCoder, *argv: object) -> int:
    return main(["code", *map(str, argv)], load=lambda _: coder)


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_cards_are_printed_and_the_run_is_summed_up(
    coder: ReportCoder, reports: Path, capfd: pytest.CaptureFixture[str]
):
    assert run(coder, reports) == 0
    out, err = capfd.readouterr()
    assert out.count("explosion.remote_explosive") == 2
    assert "3 reports read, 2 relevant, 2 events, 0 set aside" in err


def test_the_extension_names_the_format(coder: ReportCoder, reports: Path, tmp_path: Path):
    run(coder, reports, "--output", tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_text().startswith("report_id,")


def test_format_overrides_the_extension(coder: ReportCoder, reports: Path, tmp_path: Path):
    run(coder, reports, "--output", tmp_path / "out.csv", "--format", "jsonl")
    assert [line["id"] for line in lines(tmp_path / "out.csv")] == ["a", "b", "c"]


def test_jsonl_goes_to_standard_output_when_piped(coder: ReportCoder, reports: Path, capfd: pytest.CaptureFixture[str]):
    run(coder, reports, "--format", "jsonl")
    assert [json.loads(line)["id"] for line in capfd.readouterr().out.splitlines()] == ["a", "b", "c"]


def test_a_second_run_codes_only_what_is_missing(
    coder: ReportCoder, coded: list[str], reports: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
):
    out = tmp_path / "out.jsonl"
    run(coder, reports, "--output", out)
    whole = out.read_bytes()
    out.write_bytes(whole[: whole.index(b"\n") + 30])
    coded.clear()
    assert run(coder, reports, "--output", out) == 0
    assert coded == ["b", "c"]
    assert out.read_bytes() == whole
    assert "1 not coded again" in capfd.readouterr().err


def test_set_aside_items_are_listed_and_tried_again(
    coder: ReportCoder, reports: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
):
    out, bad = tmp_path / "out.jsonl", tmp_path / "bad.jsonl"
    bad.write_text('{"id": "d", "text": "An unspeakable thing took place."}\nnot json\n')
    assert run(coder, reports, bad, "--output", out) == 1
    assert [line["id"] for line in lines(out)] == ["a", "b", "c"]
    sidecar = tmp_path / "out.jsonl.setaside.jsonl"
    assert lines(sidecar)[0] == {"item": "d", "reason": "cannot be said"}
    assert len(lines(sidecar)) == 2
    assert "2 set aside" in capfd.readouterr().err
    bad.write_text('{"id": "d", "text": "A speakable thing took place."}\n')
    assert run(coder, reports, bad, "--output", out) == 0
    assert [line["id"] for line in lines(out)] == ["a", "b", "c", "d"]
    assert not sidecar.exists()


def test_without_an_output_file_every_set_aside_item_is_printed(
    coder: ReportCoder, tmp_path: Path, capfd: pytest.CaptureFixture[str]
):
    (tmp_path / "bad.jsonl").write_text("not json\n" * 9)
    assert run(coder, tmp_path / "bad.jsonl") == 1
    assert capfd.readouterr().err.count("set aside: ") == 9


def test_two_reports_of_one_id_are_not_confused(coder: ReportCoder, reports: Path, tmp_path: Path):
    other = tmp_path / "other.jsonl"
    other.write_text('{"id": "a", "text": "Something else altogether, though under the same id."}\n')
    run(coder, reports, "--output", tmp_path / "out.jsonl")
    assert run(coder, other, "--output", tmp_path / "out.jsonl") == 1
    assert len(lines(tmp_path / "out.jsonl")) == 3
    assert "another report of this id" in str(lines(tmp_path / "out.jsonl.setaside.jsonl")[0]["reason"])


def test_published_is_the_date_of_reports_that_tell_none(coder: ReportCoder, reports: Path, tmp_path: Path):
    run(coder, reports, "--published", "2020-02-29", "--output", tmp_path / "out.jsonl")
    assert [line["published"] for line in lines(tmp_path / "out.jsonl")] == ["2016-06-06", "2020-02-29", "2020-02-29"]


@pytest.mark.parametrize(
    "argv",
    [
        ["absent.txt"],
        ["{reports}", "--output", "events.xlsx"],
        ["{reports}", "--output", "{folder}", "--format", "csv"],
    ],
)
def test_wrong_usage_is_2_and_says_why(
    coder: ReportCoder, reports: Path, tmp_path: Path, argv: list[str], capfd: pytest.CaptureFixture[str]
):
    filled = [word.format(reports=reports, folder=tmp_path) for word in argv]
    assert run(coder, *filled) == 2
    assert capfd.readouterr().err.startswith("dateline: ")


def test_another_model_does_not_add_to_an_output(
    coder: ReportCoder, large_coder: ReportCoder, reports: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
):
    run(coder, reports, "--output", tmp_path / "out.jsonl")
    assert run(large_coder, reports, "--output", tmp_path / "out.jsonl") == 2
    assert "model fake-small there, fake-large now" in capfd.readouterr().err


def test_parse_errors_are_2(coder: ReportCoder, reports: Path):
    with pytest.raises(SystemExit) as exit_:
        run(coder, reports, "--published", "yesterday")
    assert exit_.value.code == 2


def test_one_of_a_kind_is_counted_in_the_singular(
    coder: ReportCoder, tmp_path: Path, capfd: pytest.CaptureFixture[str]
):
    (tmp_path / "one.txt").write_text("A bomb exploded in the market.")
    run(coder, tmp_path / "one.txt")
    assert "1 report read, 1 relevant, 1 event, 0 set aside" in capfd.readouterr().err


def test_what_steers_a_terminal_does_not_reach_it_with_a_reason(
    coder: ReportCoder, tmp_path: Path, capfd: pytest.CaptureFixture[str]
):
    (tmp_path / "bad\x1b[2J\x9b.jsonl").write_text("not json\n")
    assert run(coder, tmp_path) == 1
    err = capfd.readouterr().err
    assert "set aside: " in err
    assert not {"\x1b", "\x9b"} & set(err)


def test_the_codebook_is_given_to_the_coder(coder, reports, tmp_path):
    asked: dict[str, str] = {}

    def load(model: str, **options: str):
        asked.update(options, model=model)
        return coder

    output = tmp_path / "events.jsonl"
    assert main(["code", str(reports), "--output", str(output), "--codebook", "shootings"], load=load) == 0
    assert asked == {"model": "small", "codebook": "shootings"}


def test_the_least_confidence_is_given_to_the_coder(coder, reports, tmp_path):
    asked = {}

    def load(_model, **options):
        asked.update(options)
        return coder

    assert main(["code", str(reports), "--output", str(tmp_path / "e.csv"), "--min-confidence", "0.7"], load=load) == 0
    assert asked == {"min_confidence": 0.7}


@pytest.mark.parametrize("wrong", ["1.5", "-1", "nan", "most"])
def test_a_confidence_that_is_no_probability_is_wrong_usage(wrong, coder, reports, capsys):
    with pytest.raises(SystemExit) as exit_:
        main(["code", str(reports), f"--min-confidence={wrong}"], load=lambda _model: coder)
    assert exit_.value.code == 2
    assert "is not a probability" in capsys.readouterr().err
