import json
from pathlib import Path

import pytest

from dateline.linking.errors import LinkModelError
from dateline.linking.model import PACKAGED, LinkModel


@pytest.mark.parametrize("name", PACKAGED)
def test_packaged_models_weigh_the_evidence_of_this_version(name):
    assert LinkModel.load(name).name.startswith(name)


def test_a_model_survives_a_file(tmp_path: Path):
    path = tmp_path / "m.json"
    path.write_text(LinkModel.load("untrained").model_dump_json())
    assert LinkModel.load(path) == LinkModel.load("untrained")


@pytest.mark.parametrize("text", ["{", "{}", json.dumps({"name": "x", "weights": 3, "typical": {}, "constant": 0})])
def test_what_is_no_model_is_refused(tmp_path: Path, text: str):
    path = tmp_path / "m.json"
    path.write_text(text)
    with pytest.raises(LinkModelError, match="not a model"):
        LinkModel.load(path)


def test_a_model_for_other_evidence_is_refused(tmp_path: Path):
    path = tmp_path / "m.json"
    model = LinkModel(name="x", weights={"smell": 1.0}, typical={"smell": 0.0}, constant=0.0)
    path.write_text(model.model_dump_json())
    with pytest.raises(LinkModelError, match="smell"):
        LinkModel.load(path)


def test_a_model_that_is_not_there_is_refused(tmp_path: Path):
    with pytest.raises(LinkModelError, match="cannot be read"):
        LinkModel.load(tmp_path / "m.json")
