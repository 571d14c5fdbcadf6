"""A coder that needs no model: it marks each "bomb" as an event."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from dateline.coding.frames import Frame
from dateline.records import CodedReport, Event, Period, Place, Report, SetAside, Versions

VERSIONS = Versions(program="0", model="fake-1", codebook="1.0", gazetteer="none")


class FakeCoder:
    """Finds the first "bomb" of a report; refuses reports that say "unspeakable"; counts what it coded."""

    def __init__(self, model: str = "small") -> None:
        self.versions = VERSIONS.model_copy(update={"model": f"fake-{model}"})
        self.coded: list[str] = []

    def code(self, report: Report) -> CodedReport:
        self.coded.append(report.id)
        at = report.text.find("bomb")
        fields = report.model_dump(exclude={"sections"})
        return CodedReport(**fields, relevant=at >= 0, events=(_event(at),) if at >= 0 else (), versions=self.versions)

    def code_many(self, reports: Iterable[Report | SetAside]) -> Iterator[CodedReport | SetAside]:
        for item in reports:
            if isinstance(item, SetAside):
                yield item
            elif "unspeakable" in item.text:
                yield SetAside(item=item.id, reason="cannot be said")
            else:
                yield self.code(item)

    def templates(self, report: Report) -> list[Frame]:  # noqa: ARG002
        return []


def _event(at: int) -> Event:
    return Event(
        id="e1",
        type="explosion.remote_explosive",
        trigger="bomb",
        trigger_start=at,
        trigger_end=at + 4,
        status="happened",
        background=False,
        date=Period(),
        place=Place(),
        responsibility="unknown",
        confidence=0.5,
    )


@pytest.fixture
def coder() -> FakeCoder:
    return FakeCoder()


@pytest.fixture
def coded(coder: FakeCoder) -> list[str]:
    return coder.coded


@pytest.fixture
def large_coder() -> FakeCoder:
    return FakeCoder("large")


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    path = tmp_path / "reports.jsonl"
    path.write_text(
        '{"id": "a", "title": "A bomb", "published": "2016-06-06", "text": "A bomb exploded in the market."}\n'
        '{"id": "b", "text": "Nothing of note happened in the town all day."}\n'
        '{"id": "c", "text": "Another bomb exploded near the bridge."}\n',
        encoding="utf-8",
    )
    return path
