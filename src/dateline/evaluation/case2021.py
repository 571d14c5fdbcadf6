"""Event types of CASE 2021 task 2 (Haneczok et al. 2021): snippets of reports with one fine-grained type each.

The figure is the weighted F1 of the task: the F1 of each type weighted by how many snippets have it. It is taken over
the snippets with one of the 25 types of ACLED; those of the task's five other types (disasters, organised crime,
diplomacy, attribution) only tell how often something is coded where nothing of ACLED's is told.

Two things are measured: the coder, whose type is that of its most confident event that is not background, or none;
and the classifier of snippets (`evaluation.snippet_types`), which always gives one type.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from dateline.codebook import Codebook
from dateline.evaluation.coder import EventCoder
from dateline.evaluation.errors import CorpusError
from dateline.records import CodedReport, EventType, Report

OTHER_LABELS = frozenset({"MAN_MADE_DISASTER", "NATURAL_DISASTER", "ORG_CRIME", "DIPLO", "ATTRIB"})
NONE = "none"


@cache
def labels() -> Mapping[str, EventType]:
    """Our type of each of the corpus's labels, as the codebook maps them."""
    return MappingProxyType({definition.maps.case2021: definition.name for definition in Codebook.load().types})


@dataclass(frozen=True)
class Snippet:
    """One labelled snippet; `type` is None for the labels that ACLED has not."""

    id: str
    text: str
    type: EventType | None


@dataclass(frozen=True)
class Case2021Figures:
    """Pairs (type wanted, type predicted or "none") of the ACLED snippets, and the types predicted for the others."""

    pairs: tuple[tuple[str, str], ...]
    others: tuple[str, ...]

    def types(self) -> dict[str, dict[str, float]]:
        """{type: {"precision", "recall", "f1" in per cent, "snippets"}} of all types that are wanted or predicted."""
        wanted = Counter(w for w, _ in self.pairs)
        predicted = Counter(p for _, p in self.pairs if p != NONE)
        right = Counter(w for w, p in self.pairs if w == p)
        out = {}
        for name in sorted(wanted | predicted):
            precision = right[name] / predicted[name] if predicted[name] else 0.0
            recall = right[name] / wanted[name] if wanted[name] else 0.0
            f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
            out[name] = {
                "precision": 100 * precision,
                "recall": 100 * recall,
                "f1": 100 * f1,
                "snippets": float(wanted[name]),
            }
        return out

    @property
    def weighted_f1(self) -> float:
        """Mean F1 of the types by their number of snippets, in per cent."""
        return sum(row["f1"] * row["snippets"] for row in self.types().values()) / max(1, len(self.pairs))

    @property
    def accuracy(self) -> float:
        """Per cent of the ACLED snippets with the right type."""
        return 100 * sum(w == p for w, p in self.pairs) / max(1, len(self.pairs))

    @property
    def without_event(self) -> float:
        """Per cent of the ACLED snippets for which no event was coded."""
        return 100 * sum(p == NONE for _, p in self.pairs) / max(1, len(self.pairs))

    @property
    def others_coded(self) -> float:
        """Per cent of the other snippets for which an event was coded."""
        return 100 * sum(p != NONE for p in self.others) / max(1, len(self.others))

    def as_dict(self) -> dict[str, Any]:
        """JSON-able: the figures in per cent and the types' rows."""
        return {
            "snippets": len(self.pairs),
            "weighted_f1": self.weighted_f1,
            "accuracy": self.accuracy,
            "without_event": self.without_event,
            "other_snippets": len(self.others),
            "others_coded": self.others_coded,
            "types": self.types(),
        }

    def table(self) -> str:
        """The figures as text in columns."""
        rows = [
            f"{name:48s} P {row['precision']:5.1f}  R {row['recall']:5.1f}  F1 {row['f1']:5.1f}  {row['snippets']:4.0f}"
            for name, row in self.types().items()
        ]
        head = (
            f"{len(self.pairs)} snippets of ACLED's types: weighted F1 {self.weighted_f1:.1f}, accuracy "
            f"{self.accuracy:.1f}, without event {self.without_event:.1f}; {len(self.others)} others, of which coded "
            f"{self.others_coded:.1f}"
        )
        return "\n".join([head, *rows])


def read_snippets(path: Path) -> list[Snippet]:
    """The snippets of a file with the columns id, snippet, label, separated by tabs.

    Raises `CorpusError` if the file cannot be read, lacks a column or has a label that the task does not know.
    """
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            table = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
            rows, columns = list(table), table.fieldnames or ()
    except (OSError, UnicodeDecodeError) as error:
        raise CorpusError(f"cannot read {path}: {error}; give a UTF-8 file of tab-separated columns") from error
    if not {"id", "snippet", "label"} <= set(columns):
        raise CorpusError(f"{path}: the first line does not name the columns id, snippet and label, tab-separated")
    if not rows:
        raise CorpusError(f"{path}: no snippet below the names of the columns")
    out = []
    for number, row in enumerate(rows, start=2):
        label, text = row.get("label"), row.get("snippet")
        if label is None or text is None or not text.strip() or row.get("id") is None:
            raise CorpusError(f"{path}, line {number}: a row needs id, snippet and label, separated by tabs")
        if label not in labels() and label not in OTHER_LABELS:
            raise CorpusError(f"{path}, line {number}: the label {label!r} is none of CASE 2021 task 2")
        out.append(Snippet(str(row["id"]), text, labels().get(label)))
    return out


def predicted_type(coded: CodedReport) -> str:
    """Type of the most confident event that is not background, the first of equals; "none" where there is none."""
    events = [event for event in coded.events if not event.background]
    return max(events, key=lambda event: event.confidence).type if events else NONE


def evaluate(coder: EventCoder, snippets: Sequence[Snippet]) -> Case2021Figures:
    """Code the snippets and compare the types."""
    pairs, others = [], []
    for snippet in snippets:
        got = predicted_type(coder.code(Report(id=snippet.id, text=snippet.text, language="en")))
        if snippet.type is None:
            others.append(got)
        else:
            pairs.append((snippet.type, got))
    return Case2021Figures(tuple(pairs), tuple(others))
