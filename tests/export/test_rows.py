import pytest

from dateline.export.rows import COLUMNS, bounds, rows
from dateline.records import Attribution, CodedReport, Count


def count(low: int | None, best: int | None, high: int | None) -> Count:
    return Count(
        measure="killed", side="target", low=low, best=best, high=high, quote="x", start=0, end=1, confidence=0.5
    )


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((), (None, None, None)),
        (((3, 3, 3),), (3, 3, 3)),
        (((3, 3, 3), (6, 6, None)), (9, 9, None)),
        (((3, 3, 3), (None, 20, 20)), (3, 23, 23)),
        (((None, None, None),), (None, None, None)),
    ],
)
def test_bounds_add_up_and_stay_open_where_one_is_open(
    coded_report: CodedReport,
    counts: tuple[tuple[int | None, int | None, int | None], ...],
    expected: tuple[int | None, int | None, int | None],
):
    event = coded_report.events[0].model_copy(update={"counts": tuple(count(*values) for values in counts)})
    assert bounds(event, "killed") == expected


def test_one_row_an_event_with_all_columns(coded_report: CodedReport):
    shooting, march = rows(coded_report)
    assert list(shooting) == [column.name for column in COLUMNS]
    assert (shooting["killed_best"], shooting["injured_best"], shooting["abducted_low"]) == (6, 1, None)
    assert (march["date_start"], march["latitude"], march["country"]) == (None, None, None)


def test_names_are_withheld_unless_asked_for(coded_report: CodedReport):
    assert "Mira" not in str(list(rows(coded_report)))
    assert "Mira Tolland" in str(list(rows(coded_report, names=True)))


def test_attributions_are_manner_and_source_and_withhold_private_names(coded_report: CodedReport):
    said = (
        Attribution(quote="Mira Tolland", start=0, end=12, manner="quoted", private=True),
        Attribution(manner="alleged"),
    )
    event = coded_report.events[0].model_copy(update={"attributions": said})
    coded = coded_report.model_copy(update={"events": (event,)})
    assert next(rows(coded))["attributions"] == ["quoted: [private person]", "alleged: nobody named"]
    assert next(rows(coded, names=True))["attributions"][0] == "quoted: Mira Tolland"
