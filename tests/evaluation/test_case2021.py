from __future__ import annotations

import json
from typing import TYPE_CHECKING, get_args

import pytest

from dateline.evaluation.case2021 import Case2021Figures, Snippet, evaluate, labels, predicted_type, read_snippets
from dateline.evaluation.errors import CorpusError
from dateline.records import CodedReport, Event, EventType, Period, Place, Report, Versions

if TYPE_CHECKING:
    from pathlib import Path


def event(kind: EventType, confidence: float, *, background: bool = False) -> Event:
    return Event(
        id="e1",
        type=kind,
        trigger="x",
        trigger_start=0,
        trigger_end=1,
        status="happened",
        background=background,
        date=Period(),
        place=Place(),
        responsibility="unknown",
        confidence=confidence,
    )


def coded(*events: Event) -> CodedReport:
    versions = Versions(program="1", model="1", codebook="1", gazetteer="1")
    return CodedReport(id="s", text="x", relevant=bool(events), events=events, versions=versions)


class Bombs:
    """Codes an explosion wherever the text says "bomb"."""

    def code(self, report: Report) -> CodedReport:
        return coded(event("explosion.remote_explosive", 0.9)) if "bomb" in report.text else coded()


def test_every_type_has_one_label():
    assert sorted(labels().values()) == sorted(get_args(EventType))


def test_the_most_confident_event_that_is_not_background_counts():
    got = coded(
        event("battle.armed_clash", 0.6),
        event("civilians.attack", 0.9, background=True),
        event("protest.peaceful", 0.7),
    )
    assert predicted_type(got) == "protest.peaceful"
    assert predicted_type(coded(event("protest.peaceful", 0.9, background=True))) == "none"


def test_weighted_f1_weighs_types_by_their_snippets():
    # Three snippets of a: two right. One of b, found, and once more in place of an a.
    figures = Case2021Figures((("a", "a"), ("a", "a"), ("a", "b"), ("b", "b")), ())
    types = figures.types()
    assert types["a"]["f1"] == pytest.approx(80.0)  # P 1, R 2/3
    assert types["b"]["f1"] == pytest.approx(200 / 3)  # P 1/2, R 1
    assert figures.weighted_f1 == pytest.approx((3 * 80 + 200 / 3) / 4)


def test_evaluate_keeps_other_labels_apart():
    snippets = [
        Snippet("1", "a bomb went off", "explosion.remote_explosive"),
        Snippet("2", "they marched", "protest.peaceful"),
        Snippet("3", "a bomb cyclone", None),
    ]
    figures = evaluate(Bombs(), snippets)
    assert figures.pairs == (("explosion.remote_explosive", "explosion.remote_explosive"), ("protest.peaceful", "none"))
    assert (figures.accuracy, figures.without_event, figures.others_coded) == (50.0, 50.0, 100.0)
    assert json.loads(json.dumps(figures.as_dict()))["weighted_f1"] == 50.0
    assert "weighted F1 50.0" in figures.table()


def test_snippets_are_read_as_they_stand(tmp_path: Path):
    path = tmp_path / "s.tsv"
    path.write_text('id\tsnippet\tlabel\n7\tThey said "no.\tDIPLO\n8\tA clash.\tARMED_CLASH\n')
    assert read_snippets(path) == [Snippet("7", 'They said "no.', None), Snippet("8", "A clash.", "battle.armed_clash")]


@pytest.mark.parametrize(
    "content",
    ["id\tsnippet\tlabel\n1\ta\n", "id\tsnippet\tlabel\n1\t \tDIPLO\n", "id\tsnippet\tlabel\n1\ta\tNO_SUCH\n"],
)
def test_wrong_rows_are_refused_with_their_line(tmp_path: Path, content: str):
    path = tmp_path / "s.tsv"
    path.write_text(content)
    with pytest.raises(CorpusError, match="line 2"):
        read_snippets(path)
    with pytest.raises(CorpusError, match="cannot read"):
        read_snippets(tmp_path / "absent")


@pytest.mark.parametrize("content", ["", "no table at all\n", "id\tsnippet\n1\ta\n", "id\tsnippet\tlabel\n"])
def test_a_file_without_snippets_is_refused(tmp_path: Path, content: str):
    path = tmp_path / "snippets.tsv"
    path.write_text(content)
    with pytest.raises(CorpusError, match=r"snippets\.tsv"):
        read_snippets(path)
