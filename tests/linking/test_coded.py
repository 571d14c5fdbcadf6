from pathlib import Path

import pytest
from linking_samples import event, report

from dateline.linking import Linker, LinkModel
from dateline.linking.coded import read_coded, read_incidents, write_incidents
from dateline.linking.errors import LinkingError


def test_incidents_survive_a_file(tmp_path: Path, gazetteer):
    incidents = Linker(LinkModel.load(), gazetteer).link([report("a", event())])
    path = tmp_path / "new" / "incidents.jsonl"
    write_incidents(path, incidents)
    assert read_incidents(path) == incidents


def test_a_line_that_is_no_report_is_named(tmp_path: Path):
    path = tmp_path / "events.jsonl"
    path.write_text(f"{report('a').model_dump_json()}\n{{}}\n")
    with pytest.raises(LinkingError, match="line 2"):
        list(read_coded(path))


def test_a_file_that_is_not_there_is_refused(tmp_path: Path):
    with pytest.raises(LinkingError, match="cannot be read"):
        list(read_coded(tmp_path / "events.jsonl"))
