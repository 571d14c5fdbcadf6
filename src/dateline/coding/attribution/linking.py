"""Which statements tell of which event: from the statements of a report to the attributions of its events."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from dateline.coding.actors import distinct, same_actor
from dateline.coding.attribution.statements import Statement, find_statements, is_media
from dateline.coding.document import Document
from dateline.coding.frames import Filler, Frame

# Share of the sources found by the rules that the annotators also name: 0.68 of 645 on the annotated news of training.
RULE_CHANCE = 0.68
# Probability from which the model's sources count beside those of the rules. With the model's own threshold for a first
# source (0.55) and a second (0.2) F1 was some 2 points lower on reports held out of training; 0.6 to 0.8 do as well.
MODEL_FLOOR = 0.7
# "Claimed responsibility" in the sentence of a mention meant a claim in 11 of 14 events with a named perpetrator on the
# annotated news of training, and in 5 of 5 where the model had said otherwise on reports held out of it.
_CLAIM = re.compile(
    r"\b(?:claim(?:s|ed|ing)?\s+(?:the\s+)?(?:responsibility|credit)|(?:took|assumed)\s+responsibility|"
    r"responsibility\s+(?:for\b.{0,80}?\s)?was\s+claimed)",
    re.IGNORECASE | re.DOTALL,
)
_NEGATION = re.compile(r"\b(?:no|not|nobody|none|never|yet)\b|n['’]t\b", re.IGNORECASE)
NEGATION_REACH = 40  # characters before a claim
BUCKET = 2048  # characters


@dataclass(frozen=True)
class Said:
    """A source of an event, and the statement in which it is cited where the rules have found one.

    `source` is None where nobody is named: "it was reported that".
    """

    source: Filler | None
    statement: Statement | None


class ReportStatements:
    """The statements of one document, looked up by place."""

    def __init__(self, document: Document) -> None:
        self._document, self._text = document, document.string
        self._claims = [m.start() for m in _CLAIM.finditer(self._text) if not self._negated(m.start())]
        self.statements = find_statements(document.string)
        self._media = [s for s in self.statements if s.source is not None and is_media(self._text[slice(*s.source)])]
        self._media_cues = [s.cue[0] for s in self._media]
        self._speakers: dict[int, list[Statement]] = defaultdict(list)
        self._buckets: dict[int, list[Statement]] = defaultdict(list)
        for statement in self.statements:
            for bucket in range(statement.said[0] // BUCKET, (statement.said[1] - 1) // BUCKET + 1):
                self._buckets[bucket].append(statement)
            if statement.speaker is not None:
                self._speakers[statement.speaker[0] // BUCKET].append(statement)

    def covering(self, start: int, end: int) -> list[Statement]:
        """The statements whose said span holds [start, end)."""
        return [s for s in self._buckets.get(start // BUCKET, ()) if s.said[0] <= start and end <= s.said[1]]

    def claimed(self, frame: Frame) -> bool:
        """Whether somebody claims responsibility in the sentence of one of an event's mentions."""
        for anchor, _ in frame.anchors:
            start, end = self._document.sentence_bounds(anchor)
            index = bisect_left(self._claims, start)
            if index < len(self._claims) and self._claims[index] < end:
                return True
        return False

    def _negated(self, offset: int) -> bool:
        return _NEGATION.search(self._text, max(0, offset - NEGATION_REACH), offset) is not None

    def of(self, frame: Frame) -> list[Said]:
        """Who is cited for an event, in the order of the text.

        These are the model's sources and those of the statements that hold a mention of the event. Where there is
        neither, the newspaper or station that was last cited before it: a digest names it once for all that follows.
        """
        covering = list(dict.fromkeys(s for anchor in frame.anchors for s in self.covering(*anchor)))
        cited = [s for s in covering if s.source is not None]
        fillers = [f for f in frame.fillers if f.role == "source" and f.score >= MODEL_FLOOR]
        if not cited and not fillers:
            cited = self._last_media(frame.anchors[0][0])
        chosen = distinct([*fillers, *(f for s in cited if (f := self._filler(s)) is not None)])
        said = [one for filler in chosen for one in self._cited(filler, cited)]
        nobody = {s.manner: s for s in reversed(covering) if s.speaker is None}
        return sorted([*said, *(Said(None, s) for s in nobody.values())], key=_order)

    def _filler(self, statement: Statement) -> Filler | None:
        if statement.source is None:
            return None
        start, end = statement.source
        return Filler("source", start, end, self._text[start:end], RULE_CHANCE)

    def _last_media(self, offset: int) -> list[Statement]:
        index = bisect_left(self._media_cues, offset)
        return self._media[index - 1 : index] if index else []

    def _cited(self, filler: Filler, cited: Sequence[Statement]) -> list[Said]:
        """A source with its statements of the event, one of each manner; else with one that names it elsewhere."""
        same = {s.manner: s for s in reversed(cited) if (f := self._filler(s)) is not None and same_actor(filler, f)}
        if same:
            return [Said(filler, statement) for statement in same.values()]
        beside = [
            s for s in self._speakers.get(filler.start // BUCKET, ()) if s.speaker and _overlap(s.speaker, filler)
        ]
        return [Said(filler, beside[0] if beside else None)]


def _overlap(span: tuple[int, int], filler: Filler) -> bool:
    return span[0] < filler.end and filler.start < span[1]


def _order(said: Said) -> tuple[int, int]:
    if said.source is not None:
        return said.source.start, said.statement.cue[0] if said.statement else 0
    assert said.statement is not None
    return said.statement.cue[0], 0
