import json
from typing import Never

import pytest

from dateline.cli import main
from dateline.cli.coders import ReportCoder
from dateline.coding.errors import ModelError
from dateline.errors import DatelineError


def test_version_names_program_model_codebook_and_gazetteer(coder: ReportCoder, capsys: pytest.CaptureFixture[str]):
    assert main(["--version"], load=lambda _: coder) == 0
    assert capsys.readouterr().out == "dateline 0\nmodel fake-small\ncodebook 1.0\ngazetteer none\n"


def test_schema_is_json(coder: ReportCoder, capsys: pytest.CaptureFixture[str]):
    assert main(["schema"], load=lambda _: coder) == 0
    assert json.loads(capsys.readouterr().out)["type"] == "object"


def test_no_command_is_wrong_usage(coder: ReportCoder):
    with pytest.raises(SystemExit) as exit_:
        main([], load=lambda _: coder)
    assert exit_.value.code == 2


def test_a_model_that_is_not_there_is_wrong_usage(capsys: pytest.CaptureFixture[str]):
    def fail(model: str) -> Never:
        raise ModelError(f"{model}: no such model")

    assert main(["--version"], load=fail) == 2
    assert capsys.readouterr().err == "dateline: small: no such model\n"


def test_a_failure_that_is_nobodys_usage_is_1(capsys: pytest.CaptureFixture[str]):
    def fail(model: str) -> Never:
        raise DatelineError(f"{model}: out of order")

    assert main(["--version"], load=fail) == 1
    assert capsys.readouterr().err == "dateline: small: out of order\n"


def test_an_interruption_is_130(capsys: pytest.CaptureFixture[str]):
    def interrupt(_model: str) -> Never:
        raise KeyboardInterrupt

    assert main(["--version"], load=interrupt) == 130
    assert "interrupted" in capsys.readouterr().err
