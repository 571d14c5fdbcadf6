"""Figures of incidents: which reports were put together, against a register of the true incidents.

Scores compare two ways of grouping the same reports. Pairwise precision and recall count pairs of reports
in one group; B-cubed (Bagga and Baldwin 1998) averages over reports how pure and how complete the group of
each is. B-cubed flatters where most groups are single, so it is never shown alone, and neither is the share
of confusable pairs kept apart: linking nothing would keep all of them.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path

from dateline.evaluation.errors import CorpusError
from dateline.records import CodedReport

LATE_DAYS = 7
"""A report published more days than this after its event is a late one."""
CONFUSABLE_DAYS = 7
"""Incidents of one city at most this many days apart are easily taken for one another."""
COLUMNS = ("id", "incident", "date", "state", "city", "killed", "injured")


@dataclass(frozen=True)
class TrueIncident:
    """What the register says of the incident that a report tells of."""

    incident: str
    day: date
    state: str
    city: str
    killed: int
    injured: int


@dataclass(frozen=True)
class Scores:
    """Precision, recall and F1 in per cent."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean; 0 where both are 0."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def rounded(self) -> dict[str, float]:
        """For JSON."""
        return {"precision": round(self.precision, 2), "recall": round(self.recall, 2), "f1": round(self.f1, 2)}


@dataclass(frozen=True)
class ClusterFigures:
    """How good one grouping is. `apart` and `late_recall` are None where the corpus has no such pairs."""

    reports: int
    incidents: int
    pairwise: Scores
    b_cubed: Scores
    within_week: Scores
    """Pairwise, over the reports published within a week of their event."""
    late_recall: float | None
    """Recall of the pairs of which at least one report is late, per cent."""
    apart: float | None
    """Confusable pairs of reports that were kept apart, per cent."""

    def as_dict(self) -> dict[str, object]:
        """The figures for JSON."""
        return {
            "reports": self.reports,
            "incidents": self.incidents,
            "pairwise": self.pairwise.rounded(),
            "b_cubed": self.b_cubed.rounded(),
            "within_week": self.within_week.rounded(),
            "late_recall": None if self.late_recall is None else round(self.late_recall, 2),
            "confusable_apart": None if self.apart is None else round(self.apart, 2),
        }


def read_truth(path: Path) -> dict[str, TrueIncident]:
    """The register: a CSV file with the columns of `COLUMNS`, one row for each report, by report id.

    Raises CorpusError where the file cannot be read, a column is missing or a row is not in the format.
    """
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            rows = csv.DictReader(stream)
            missing = [column for column in COLUMNS if column not in (rows.fieldnames or ())]
            if missing:
                raise CorpusError(f"{path}: no column {', '.join(missing)}; expected {', '.join(COLUMNS)}")
            return {row["id"]: _true_incident(row, f"{path}, line {rows.line_num}") for row in rows}
    except OSError as error:
        raise CorpusError(f"{path}: cannot be read ({error}); check the path") from error


def _true_incident(row: Mapping[str, str], where: str) -> TrueIncident:
    try:
        day, killed, injured = date.fromisoformat(row["date"]), int(row["killed"]), int(row["injured"])
    except (TypeError, ValueError) as error:
        raise CorpusError(f"{where}: {error}; expected a date as 2016-06-06 and whole numbers") from error
    return TrueIncident(row["incident"], day, row["state"], row["city"], killed, injured)


def pairwise(predicted: Mapping[str, Hashable], truth: Mapping[str, Hashable]) -> Scores:
    """Pairwise scores of the reports in both mappings (report id to group)."""
    ids = predicted.keys() & truth.keys()
    together = _pairs(Counter((predicted[i], truth[i]) for i in ids))
    found, true = _pairs(Counter(predicted[i] for i in ids)), _pairs(Counter(truth[i] for i in ids))
    return Scores(_per_cent(together, found), _per_cent(together, true))


def b_cubed(predicted: Mapping[str, Hashable], truth: Mapping[str, Hashable]) -> Scores:
    """B-cubed scores of the reports in both mappings."""
    ids = predicted.keys() & truth.keys()
    both = Counter((predicted[i], truth[i]) for i in ids)
    found, true = Counter(predicted[i] for i in ids), Counter(truth[i] for i in ids)
    return Scores(
        _per_cent(sum(n * n / found[group] for (group, _), n in both.items()), len(ids)),
        _per_cent(sum(n * n / true[group] for (_, group), n in both.items()), len(ids)),
    )


def confusable_pairs(truth: Mapping[str, TrueIncident]) -> list[tuple[str, str]]:
    """Pairs of reports on different incidents in one city, at most `CONFUSABLE_DAYS` apart."""
    cities: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for report, incident in truth.items():
        cities[incident.state, incident.city].append(report)
    return [
        (a, b)
        for reports in cities.values()
        for a, b in combinations(reports, 2)
        if truth[a].incident != truth[b].incident and abs((truth[a].day - truth[b].day).days) <= CONFUSABLE_DAYS
    ]


def score(
    predicted: Mapping[str, Hashable], truth: Mapping[str, TrueIncident], published: Mapping[str, date | None]
) -> ClusterFigures:
    """All figures of a grouping (report id to group) over the reports in `predicted` and `truth`.

    A report without publication date counts as late.
    """
    known = {i: truth[i] for i in truth if i in predicted}
    incidents = {i: incident.incident for i, incident in known.items()}
    late = {i for i, incident in known.items() if _is_late(incident.day, published.get(i))}
    early = {i: incident for i, incident in incidents.items() if i not in late}
    late_pairs = [(a, b) for a, b in _same(incidents) if a in late or b in late]
    confusable = confusable_pairs(known)
    return ClusterFigures(
        reports=len(known),
        incidents=len(set(incidents.values())),
        pairwise=pairwise(predicted, incidents),
        b_cubed=b_cubed(predicted, incidents),
        within_week=pairwise(predicted, early),
        late_recall=_share(predicted[a] == predicted[b] for a, b in late_pairs),
        apart=_share(predicted[a] != predicted[b] for a, b in confusable),
    )


def baseline(reports: Iterable[CodedReport]) -> dict[str, str]:
    """The trivial rule: same place, same first day, same type of the main event.

    The main event is the most confident that is not background. A report whose place or date is unknown
    stays alone.
    """
    groups = {}
    for report in reports:
        main = max((e for e in report.events if not e.background), key=lambda e: e.confidence, default=None)
        if main is None or main.date.start is None or main.place.geonames_id is None:
            groups[report.id] = f"alone {report.id}"
        else:
            groups[report.id] = f"{main.place.geonames_id} {main.date.start} {main.type}"
    return groups


def _is_late(day: date, published: date | None) -> bool:
    return published is None or (published - day).days > LATE_DAYS


def _same(groups: Mapping[str, str]) -> list[tuple[str, str]]:
    members: defaultdict[str, list[str]] = defaultdict(list)
    for report, group in groups.items():
        members[group].append(report)
    return [pair for reports in members.values() for pair in combinations(reports, 2)]


def _pairs(sizes: Counter[Hashable]) -> int:
    return sum(n * (n - 1) // 2 for n in sizes.values())


def _per_cent(part: float, whole: float) -> float:
    """Per cent; 100 where there is nothing to get wrong."""
    return 100 * part / whole if whole else 100.0


def _share(right: Iterable[bool]) -> float | None:
    values = list(right)
    return 100 * sum(values) / len(values) if values else None
