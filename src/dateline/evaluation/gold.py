"""Scores of coded events against hand-made gold, report by report.

Predicted events are mapped one to one to the gold events of the same report, the best pair first. A mapping needs the
same family of type ("battle", "explosion" …; the violent families may stand for one another) and one more tie: an
overlapping trigger, or an equal date, place, actor or count.

Figures: precision, recall and F1 of events; then of each field's fills, where fills of unmapped events count as
missing or spurious; ALL FIELDS sums them. `row` is the share of gold events whose type, date, place and killed and
injured counts are all right: whether a user can take the row as it stands.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dateline.evaluation.errors import CorpusError
from dateline.evaluation.gold_credit import (
    Event,
    actor_credit,
    count_credit,
    date_credit,
    equal_credit,
    place_credit,
    same_string,
    type_credit,
)
from dateline.evaluation.tally import Tally

VIOLENT = frozenset({"battle", "explosion", "civilians", "riot"})
UNREST = frozenset({"protest", "riot"})


@dataclass(frozen=True)
class Field:
    """A field of an event: the list of its fills, and the credit of a pair of fills."""

    fills: Callable[[Event], list[Any]]
    credit: Callable[[Any, Any], float]


def _kinds(event: Event) -> list[Any]:
    return [(side, actor.get("kind")) for side in ("perpetrators", "targets") for actor in event.get(side) or []]


FIELDS: Mapping[str, Field] = {
    "type": Field(lambda e: [e["type"]], type_credit),
    "status": Field(lambda e: [e.get("status", "happened")], equal_credit),
    "background": Field(lambda e: [bool(e.get("background"))], equal_credit),
    "date": Field(lambda e: [e["date"]] if (e.get("date") or {}).get("start") else [], date_credit),
    "place": Field(lambda e: [e["place"]] if (e.get("place") or {}).get("name") else [], place_credit),
    "perpetrators": Field(lambda e: e.get("perpetrators") or [], actor_credit),
    "targets": Field(lambda e: e.get("targets") or [], actor_credit),
    "kinds": Field(_kinds, equal_credit),
    "responsibility": Field(lambda e: [e.get("responsibility", "unknown")], equal_credit),
    "counts": Field(lambda e: e.get("counts") or [], count_credit),
    "weapons": Field(lambda e: e.get("weapons") or [], same_string),
    "sources": Field(lambda e: e.get("sources") or [], same_string),
}


@dataclass
class GoldFigures:
    """Tallies of events and fields; `relevant_right` reports whose relevance is right, `rows` gold events right."""

    reports: int = 0
    coded: int = 0
    relevant_right: int = 0
    rows: int = 0
    events: Tally = field(default_factory=Tally)
    fields: dict[str, Tally] = field(default_factory=lambda: {name: Tally() for name in FIELDS})

    @property
    def row(self) -> float:
        """Per cent of gold events that a user can take as they stand."""
        return 100 * self.rows / max(1, self.events.gold)

    @property
    def relevant_accuracy(self) -> float:
        """Per cent of reports that are rightly told to be relevant or not."""
        return 100 * self.relevant_right / max(1, self.reports)

    @property
    def all_fields(self) -> Tally:
        """Sum over the fields."""
        total = Tally()
        for tally in self.fields.values():
            total.add(tally)
        return total

    def lines(self) -> dict[str, Tally]:
        """Every tally by name."""
        return {"events": self.events, **self.fields, "ALL FIELDS": self.all_fields}

    def as_dict(self) -> dict[str, Any]:
        """JSON-able: counts, `row`, `relevant_accuracy`, and {name: {"precision", "recall", "f1"}} in per cent."""
        return {
            "reports": self.reports,
            "coded": self.coded,
            "row": self.row,
            "relevant_accuracy": self.relevant_accuracy,
            **{n: {"precision": t.precision, "recall": t.recall, "f1": t.f1} for n, t in self.lines().items()},
        }

    def table(self) -> str:
        """The figures as text in columns."""
        head = (
            f"{self.reports} reports, {self.coded} coded, {self.events.gold} gold events, {self.events.predicted} "
            f"predicted; relevant accuracy {self.relevant_accuracy:.1f}; row {self.row:.1f}"
        )
        rows = [f"{n:16s} P {t.precision:5.1f}  R {t.recall:5.1f}  F1 {t.f1:5.1f}" for n, t in self.lines().items()]
        return "\n".join([head, *rows])


def load(path: Path) -> dict[str, Mapping[str, Any]]:
    """Reports with their events by id, from a JSON list or JSON lines; raises `CorpusError` where it is neither."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise CorpusError(f"cannot read {path}: {error}; give the path of a JSON list or JSON lines file") from error
    try:
        rows = json.loads(text)
        rows = rows if isinstance(rows, list) else [rows]
    except json.JSONDecodeError:
        try:
            rows = [json.loads(line) for line in text.splitlines() if line.strip()]
        except json.JSONDecodeError as error:
            raise CorpusError(f"{path} is neither a JSON list nor JSON lines: {error}") from error
    if not all(isinstance(row, dict) and "id" in row and "events" in row for row in rows):
        raise CorpusError(f"{path} holds rows without id or events; each row must be an object with both")
    return {str(row["id"]): row for row in rows}


def match_fills(gold: Sequence[Any], predicted: Sequence[Any], credit: Callable[[Any, Any], float]) -> float:
    """Credit of two lists of fills, paired greedily one to one."""
    pairs = sorted(((credit(g, p), i, j) for i, g in enumerate(gold) for j, p in enumerate(predicted)), reverse=True)
    total = 0.0
    used_gold: set[int] = set()
    used_predicted: set[int] = set()
    for value, i, j in pairs:
        if value > 0 and i not in used_gold and j not in used_predicted:
            used_gold.add(i)
            used_predicted.add(j)
            total += value
    return total


def tie(gold: Event, predicted: Event) -> float | None:
    """Value of mapping a predicted event to a gold one; None where they may not be mapped."""
    a, b = gold["type"].split(".")[0], predicted["type"].split(".")[0]
    if a != b and not (a in VIOLENT and b in VIOLENT) and {a, b} != UNREST:
        return None
    credit = {name: match_fills(f.fills(gold), f.fills(predicted), f.credit) for name, f in FIELDS.items()}
    trigger = same_string(gold.get("trigger"), predicted.get("trigger"))
    tied = credit["perpetrators"] or credit["targets"] or credit["counts"]
    if not (trigger or credit["date"] == 1 or credit["place"] == 1 or tied):
        return None
    return sum(credit.values()) + 2 * trigger


def mapping(gold: Sequence[Event], predicted: Sequence[Event]) -> dict[int, int]:
    """Predicted index by gold index, the best pair first."""
    pairs = sorted(
        (
            (value, i, j)
            for i, g in enumerate(gold)
            for j, p in enumerate(predicted)
            if (value := tie(g, p)) is not None
        ),
        reverse=True,
    )
    out: dict[int, int] = {}
    used: set[int] = set()
    for _, i, j in pairs:
        if i not in out and j not in used:
            out[i] = j
            used.add(j)
    return out


def _toll(event: Event, measure: str) -> list[tuple[str, int, int, int]]:
    """The counts of one measure, sorted; -1 stands for an open bound."""
    rows = []
    for count in event.get("counts") or []:
        if count["measure"] == measure:
            low, best, high = (-1 if count.get(key) is None else count[key] for key in ("low", "best", "high"))
            rows.append((count.get("side") or "", low, best, high))
    return sorted(rows)


def right_row(gold: Event, predicted: Event) -> bool:
    """Whether type, date, place and the killed and injured counts are all right."""
    dated = (gold["date"] or {}).get("start")
    placed = (gold["place"] or {}).get("name")
    return (
        gold["type"] == predicted["type"]
        and (not dated or date_credit(gold["date"], predicted.get("date") or {}) == 1)
        and (not placed or place_credit(gold["place"], predicted.get("place") or {}) == 1)
        and all(_toll(gold, measure) == _toll(predicted, measure) for measure in ("killed", "injured"))
    )


def score(gold: Mapping[str, Mapping[str, Any]], predicted: Mapping[str, Mapping[str, Any]]) -> GoldFigures:
    """Figures of predicted reports against gold ones, both {id: {"events": […]}} with the fields of the guidelines.

    A report that was not predicted counts as one without events; predictions of other reports are ignored.
    """
    figures = GoldFigures(reports=len(gold), coded=sum(i in predicted for i in gold))
    for report_id, report in gold.items():
        wanted: Sequence[Event] = report["events"]
        given: Sequence[Event] = predicted.get(report_id, {}).get("events", [])
        pairs = mapping(wanted, given)
        figures.events.credit += len(pairs)
        figures.events.gold += len(wanted)
        figures.events.predicted += len(given)
        relevant, told = (any(not e.get("background") for e in events) for events in (wanted, given))
        figures.relevant_right += relevant == told
        figures.rows += sum(right_row(wanted[i], given[j]) for i, j in pairs.items())
        for name, f in FIELDS.items():
            tally = figures.fields[name]
            tally.gold += sum(len(f.fills(event)) for event in wanted)
            tally.predicted += sum(len(f.fills(event)) for event in given)
            for i, event in enumerate(wanted):
                if i in pairs:
                    tally.credit += match_fills(f.fills(event), f.fills(given[pairs[i]]), f.credit)
    return figures
