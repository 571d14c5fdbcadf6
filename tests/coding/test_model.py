import json
import shutil

import numpy as np
import pytest

from dateline.coding.errors import ModelError
from dateline.coding.model import MODELS, Model


@pytest.fixture
def nothing_built(monkeypatch, tmp_path):
    monkeypatch.setenv("DATELINE_MODELS", str(tmp_path))
    return tmp_path


def test_a_model_that_is_not_built_names_the_command_that_builds_it(nothing_built):
    with pytest.raises(ModelError, match="`make large`") as error:
        Model.load("large")
    assert str(nothing_built / "large") in str(error.value)


@pytest.mark.usefixtures("nothing_built")
def test_a_model_that_is_not_known_names_those_that_are():
    with pytest.raises(ModelError, match="models of this installation: small"):
        Model.load("huge")


def test_a_model_that_the_user_built_is_found_by_its_name(nothing_built):
    shutil.copytree(MODELS / "small", nothing_built / "large")
    assert Model.load("large").version == Model.load("small").version


def test_special_tokens_are_those_of_the_model(nothing_built):
    folder = nothing_built / "large"
    shutil.copytree(MODELS / "small", folder)
    about = json.loads((folder / "model.json").read_text())
    about["input"] = {"start": 7, "end": 8, "size": 384}
    (folder / "model.json").write_text(json.dumps(about))
    model = Model.load("large")
    seen = []

    class Session:
        def run(self, _, inputs):
            seen.extend(inputs["input_ids"][0].tolist())
            return [np.zeros((1, len(seen), 384), np.float32)]

    model.encoder._session = Session()
    assert model.encoder.run(np.array([50, 51])).shape == (2, 384)
    assert seen == [7, 50, 51, 8]


def test_lines_may_be_drawn_elsewhere():
    model = Model.load("small").deciding("events", event=0.75)
    assert model.decisions["events"].event == 0.75
