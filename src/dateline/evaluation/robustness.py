"""How much worse the coder does on reports as bad or foreign sources leave them.

Each annotated report is measured as it is and as every one of `perturbation` and `rewriting` makes it. Its gold goes
with it: a quote is what stands where it stood. Where the end is cut off, events that only it told are not asked for,
nor fills whose words it held.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dateline.evaluation import gold
from dateline.evaluation.coder import EventCoder
from dateline.evaluation.errors import CorpusError
from dateline.evaluation.gold import GoldFigures
from dateline.evaluation.perturbation import PERTURBATIONS
from dateline.evaluation.rewriting import REWRITINGS, Rewritten
from dateline.reading import read
from dateline.records import Report, Section

UNTOUCHED = "untouched"
SEED = 11
LISTS = ("perpetrators", "targets", "counts", "weapons", "sources")
Event = Mapping[str, Any]


@dataclass(frozen=True)
class Follower:
    """Where the words of a report have gone. `spans` tells it of an offset pair, None if they are no longer there."""

    before: Report
    after: Report
    title_span: Callable[[int, int], tuple[int, int] | None]
    text_span: Callable[[int, int], tuple[int, int] | None]

    def quote(self, words: str) -> str | None:
        """The words that stand now where these stood first, in the text or else the title; None if they are gone.

        Words that stand in neither are given back as they are.
        """
        gone = False
        for old, new, span in (
            (self.before.text, self.after.text, self.text_span),
            (self.before.title or "", self.after.title or "", self.title_span),
        ):
            at = old.find(words)
            if at >= 0:
                moved = span(at, at + len(words))
                if moved is not None:
                    return new[moved[0] : moved[1]]
                gone = True
        return None if gone else words

    def event(self, event: Event) -> dict[str, Any] | None:
        """The event with its words followed; None where the report tells it no more.

        It is told where its trigger is left, or most of the words of its actors, counts, place and date are.
        """
        quotes = [words for words in _words(event) if words != event["trigger"]]
        left = sum(self.quote(words) is not None for words in quotes)
        trigger = self.quote(event["trigger"])
        if trigger is None and (not quotes or left * 2 <= len(quotes)):
            return None
        out = {**event, "trigger": trigger or ""}
        for name in ("date", "place"):
            out[name] = self._value(event.get(name) or {})
        for name in LISTS:
            out[name] = [new for value in event.get(name) or () if (new := self._fill(value)) is not None]
        return out

    def _value(self, value: Event) -> dict[str, Any]:
        """A date or place; empty if its words are gone."""
        words = value.get("quote")
        moved = self.quote(words) if words else words
        if words and moved is None:
            return {}
        name = {"name": self.quote(value["name"]) or value["name"]} if value.get("name") else {}
        return {**value, "quote": moved, **name}

    def _fill(self, value: Any) -> Any:
        """An actor, count, weapon or source; None if its words are gone."""
        if isinstance(value, str):
            return self.quote(value)
        words = self.quote(value["quote"])
        return None if words is None else {**value, "quote": words}


def _words(event: Event) -> Iterator[str]:
    """The quotes of an event."""
    yield event["trigger"]
    for value in (event.get("date"), event.get("place"), *(v for name in LISTS for v in event.get(name) or ())):
        words = value if isinstance(value, str) else (value or {}).get("quote")
        if words:
            yield words


def _same(start: int, end: int) -> tuple[int, int]:
    return start, end


def perturbed(report: Report, name: str, seed: int = SEED) -> Follower:
    """A report in one of the ways of `PERTURBATIONS` and `REWRITINGS`: the same for the same seed and report."""
    chance = random.Random(f"{seed} {name} {report.id}")  # noqa: S311 - noise, not secrets
    if name in PERTURBATIONS:
        change = PERTURBATIONS[name]
        title = change(report.title, chance) if report.title else report.title
        after = report.model_copy(update={"title": title, "text": change(report.text, chance)})
        return Follower(report, after, _same, _same)
    rewrite = REWRITINGS[name]
    text = rewrite(report.text, chance)
    title_now = Rewritten(report.title or "") if name == "end cut" else rewrite(report.title or "", chance)
    sections = []
    for section in report.sections:
        moved = text.span(section.start, min(section.end, len(report.text) if text.cut is None else text.cut))
        if moved is not None and moved[0] < moved[1]:
            sections.append(Section(kind=section.kind, start=moved[0], end=moved[1]))
    title = title_now.text if report.title else report.title
    after = report.model_copy(update={"title": title, "text": text.text, "sections": tuple(sections)})
    return Follower(report, after, title_now.span, text.span)


@dataclass(frozen=True)
class Pair:
    """One report's gold and what was coded, both with `events`."""

    wanted: Event
    given: Event


@dataclass(frozen=True)
class RobustnessFigures:
    """Pairs of gold and coded reports by id, by the name of what was done to them; `UNTOUCHED` comes first."""

    pairs: Mapping[str, Mapping[str, Pair]]

    def figures(self, name: str) -> GoldFigures:
        """The figures of one way."""
        pairs = self.pairs[name]
        return gold.score({i: p.wanted for i, p in pairs.items()}, {i: p.given for i, p in pairs.items()})

    def as_dict(self) -> dict[str, Any]:
        """JSON-able: {name: the figures of `GoldFigures` and "drop", what ALL FIELDS loses to the untouched}."""
        figures = {name: self.figures(name) for name in self.pairs}
        whole = figures[UNTOUCHED].all_fields.f1
        return {n: {**f.as_dict(), "drop": whole - f.all_fields.f1} for n, f in figures.items()}

    def table(self) -> str:
        """One line for each way, all in per cent."""
        lines = [f"{'':18s} {'events':>7s} {'fields':>7s} {'row':>7s} {'drop':>7s}"]
        for name, values in self.as_dict().items():
            cells = (values["events"]["f1"], values["ALL FIELDS"]["f1"], values["row"], values["drop"])
            lines.append(f"{name:18s} " + " ".join(f"{cell:7.1f}" for cell in cells))
        return "\n".join(lines)


def evaluate_robustness(coder: EventCoder, reports_path: Path, gold_path: Path) -> RobustnessFigures:
    """Code annotated reports as they are and in every perturbed copy, and compare with the gold that goes with it.

    Raises `CorpusError` if the gold file is in no known format or no report has an id of it.
    """
    wanted = gold.load(gold_path)
    reports = [item for item in read([str(reports_path)]) if isinstance(item, Report) and item.id in wanted]
    if not reports:
        raise CorpusError(f"{reports_path}: no report has an id of {gold_path}; the two must use the same ids")
    pairs: dict[str, dict[str, Pair]] = {name: {} for name in (UNTOUCHED, *PERTURBATIONS, *REWRITINGS)}
    for report in reports:
        for name, pair in _copies(coder, report, wanted[report.id]):
            pairs[name][report.id] = pair
    return RobustnessFigures(pairs)


def _copies(coder: EventCoder, report: Report, annotation: Event) -> Iterator[tuple[str, Pair]]:
    """Each copy of a report with its gold and what is coded in it; a copy that changes nothing is not coded again."""
    known = coder.code(report).model_dump(mode="json")
    yield UNTOUCHED, Pair(annotation, known)
    for name in (*PERTURBATIONS, *REWRITINGS):
        follow = perturbed(report, name)
        events = [moved for event in annotation["events"] if (moved := follow.event(event)) is not None]
        given = known if follow.after == report else coder.code(follow.after).model_dump(mode="json")
        yield name, Pair({**annotation, "events": events}, given)
