"""Learn how to weigh the network's answers: `python training/judges.py --corpora DIR --model DIR --held-out N`.

Logistic regressions of `dateline.coding.judging`, on reports that the network has not learned from: whether two
mentions are one event, whether a group of mentions is an annotated event, whether a span fills a role in an event, and
whether an event is background. They are written into the decisions of its `model.json`. Learned from what several
networks say of these reports (`--beside DIR …`), they know better what to expect of new ones.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from dateline.coding.background import background_evidence
from dateline.coding.decoding import Decision, Decoder, Told, group
from dateline.coding.document import Document, read_document
from dateline.coding.events import in_related_lines, to_events
from dateline.coding.frames import Frame
from dateline.coding.heads import FloatArray
from dateline.coding.judging import filler_evidence, group_evidence, pair_evidence
from dateline.coding.model import Model
from dateline.coding.periods import reference_of
from dateline.coding.scheme import EVENTS
from dateline.evaluation.calibration import Bin, reliability
from dateline.evaluation.gold import mapping
from dateline.gazetteer import Gazetteer
from dateline.records import Event
from held_out import HeldOut, held_out_news, held_out_written
from regression import Part, lesson_of, regress, report_on

log = logging.getLogger("judges")
MENTION = 0.15  # mentions below this probability are not looked at twice
NEWS_WEIGHT = 3.0  # real news counts so much more than written reports
SAME, EVENT, FILLER, SHARE = 0.45, 0.5, 0.3, 0.75  # from which the search of choose.py sets out


@dataclass(frozen=True)
class Looked:
    """A held-out report with what the network says of it."""

    number: int
    held: HeldOut
    document: Document
    tokens: FloatArray
    told: Told


def look(model: Model, decision: Decision, reports: Sequence[HeldOut]) -> list[Looked]:
    """What the network says of the reports in which it finds any mention."""
    decoder = Decoder(model.heads, EVENTS, decision)
    out = []
    for number, held in enumerate(reports):
        document = read_document(held.report.text, held.report.title, model.tokenizer)
        tokens = model.encoder.states(document)
        told = decoder.told(document, tokens)
        if told is not None:
            out.append(Looked(number, held, document, tokens, told))
    return out


def owners(looked: Looked) -> list[set[int]]:
    """The annotated events that each mention found is a mention of."""
    document, spans = looked.document, looked.told.mentions.spans
    found = [(int(document.starts[first]), int(document.ends[last])) for first, last in spans]
    return [
        {n for n, own in enumerate(looked.held.mentions) if any(a < end and start < b for a, b in own)}
        for start, end in found
    ]


def importance(held: HeldOut) -> float:
    """How much a report counts."""
    return 1.0 if held.written else NEWS_WEIGHT


def pair_parts(reports: Sequence[Looked]) -> list[Part]:
    """All pairs of mentions that are mentions of annotated events; a report's pairs count as much as their root."""
    parts = []
    for looked in reports:
        own = owners(looked)
        evidence = pair_evidence(looked.told.seen)
        left, right = np.triu_indices(len(own), k=1)
        known = np.array([bool(own[a]) and bool(own[b]) for a, b in zip(left, right, strict=True)], dtype=bool)
        if not known.any():
            continue
        left, right = left[known], right[known]
        truth = np.array([float(bool(own[a] & own[b])) for a, b in zip(left, right, strict=True)])
        weight = importance(looked.held) * 10.0 / max(10.0, float(np.sqrt(len(truth)) * 3))
        parts.append(Part(looked.number, {n: v[left, right] for n, v in evidence.items()}, truth, weight))
    return parts


def group_parts(reports: Sequence[Looked], decoder: Decoder, find: ByScore) -> list[Part]:
    """All groups of mentions; true are those that are annotated events."""
    parts = []
    for looked in reports:
        groups = group(decoder.affinity(looked.told.seen), decoder.decision.same)
        truth = np.zeros(len(groups))
        truth[list(find(looked, decoder, groups))] = 1.0
        parts.append(Part(looked.number, group_evidence(looked.told.seen, groups), truth, importance(looked.held)))
    return parts


@dataclass(frozen=True)
class ByScore:
    """Finds annotated events as the score of the guidelines maps them."""

    gazetteer: Gazetteer

    def __call__(self, looked: Looked, decoder: Decoder, groups: Sequence[list[int]]) -> dict[int, int]:
        """Group -> annotated event, for each group whose event is mapped to one."""
        kept, events, _ = self.events(looked, decoder, groups)
        pairs = mapping(looked.held.annotation["events"], [e.model_dump(mode="json") for e in events])
        return {kept[int(events[found].id[1:]) - 1]: number for number, found in pairs.items()}

    def events(
        self, looked: Looked, decoder: Decoder, groups: Sequence[list[int]]
    ) -> tuple[list[int], Sequence[Event], list[Frame]]:
        """The groups that make events, in the order of the events' numbers; the events; all groups' frames."""
        frames = decoder.assemble(looked.told, [(g, 1.0) for g in groups])
        report, document = looked.held.report, looked.document
        order = sorted(range(len(frames)), key=lambda k: min(frames[k].anchors))
        kept = [k for k in order if not in_related_lines(frames[k], report, document)]
        events, _ = to_events([frames[k] for k in kept], report, document, self.gazetteer)
        return kept, events, frames


def filler_parts(reports: Sequence[Looked], decoder: Decoder, find: ByScore) -> dict[str, list[Part]]:
    """By role: the candidate spans of the groups that are annotated events; true are the annotated fillers."""
    parts: dict[str, list[Part]] = {role: [] for role in decoder.scheme.filler_roles}
    for looked in reports:
        seen = looked.told.seen
        groups = group(decoder.affinity(seen), decoder.decision.same)
        found = find(looked, decoder, groups)
        if not found or not seen.fillers:
            continue
        evidence = filler_evidence(seen, groups, decoder.chances(seen, groups))
        rows = sorted(found)
        for column, role in enumerate(decoder.scheme.filler_roles, 1):
            mine = np.flatnonzero(seen.roles == column)
            truth = np.array(
                [
                    [_fills(looked, seen.fillers[k], looked.held.fillers[found[r]].get(role, [])) for k in mine]
                    for r in rows
                ]
            ).reshape(-1)
            own = {n: v[np.ix_(rows, mine)].reshape(-1) for n, v in evidence.items()}
            parts[role].append(Part(looked.number, own, truth, importance(looked.held)))
    return parts


def _fills(looked: Looked, span: tuple[int, int], annotated: Sequence[tuple[int, int]]) -> float:
    """Whether a token span has at least half of the characters of itself and an annotated span together."""
    start, end = int(looked.document.starts[span[0]]), int(looked.document.ends[span[1]])
    shares = [(min(end, b) - max(start, a)) / (max(end, b) - min(start, a)) for a, b in annotated]
    return float(max(shares, default=0.0) >= 0.5)


def background_parts(reports: Sequence[Looked], decoder: Decoder, find: ByScore) -> list[Part]:
    """The groups that are annotated events; true are those annotated as background."""
    parts = []
    for looked in reports:
        groups = group(decoder.affinity(looked.told.seen), decoder.decision.same)
        kept, events, frames = find.events(looked, decoder, groups)
        found = find(looked, decoder, groups)
        period = {kept[int(e.id[1:]) - 1]: e.date for e in events}
        rows = [k for k in kept if k in found]
        if not rows:
            continue
        today = reference_of(looked.held.report).day
        evidence = background_evidence([frames[k] for k in rows], [period[k] for k in rows], today, looked.document)
        truth = np.array([float(looked.held.annotation["events"][found[k]]["background"]) for k in rows])
        columns = {n: np.array([e[n] for e in evidence]) for n in evidence[0]}
        parts.append(Part(looked.number, columns, truth, importance(looked.held)))
    return parts


@dataclass(frozen=True)
class Reader:
    """A network and what it says of the held-out reports."""

    model: Model
    looked: Sequence[Looked]

    def decoder(self, decision: Decision) -> Decoder:
        """Its decoder with a decision."""
        return Decoder(self.model.heads, EVENTS, decision)


def learn(models: Sequence[Model], reports: Sequence[HeldOut], find: ByScore) -> tuple[Decision, list[Bin]]:
    """The first model's decision for events with all judges, and how far its event confidence holds on other reports.

    The judges learn from what all models say of the reports.
    """
    plain = dataclasses.replace(
        models[0].decisions[EVENTS.name],
        mention=MENTION, same_weights={}, event_weights={}, filler_weights={}, background_weights={},
        share=1.01, span_weight=0.0,
    )  # fmt: skip
    readers = [Reader(model, look(model, plain, reports)) for model in models]

    def judge(name: str, parts: Sequence[list[Part]]) -> tuple[dict[str, float], list[tuple[float, bool]]]:
        lesson = lesson_of([part for own in parts for part in own])
        return regress(lesson), report_on(name, lesson, own=sum(len(part.truth) for part in parts[0]))

    same, _ = judge("same event", [pair_parts(r.looked) for r in readers])
    decision = dataclasses.replace(plain, same_weights=same, same=SAME)
    event, found = judge("event", [group_parts(r.looked, r.decoder(decision), find) for r in readers])
    decision = dataclasses.replace(decision, event_weights=event, event=EVENT)
    parts = [filler_parts(r.looked, r.decoder(decision), find) for r in readers]
    weights = {role: judge(role, [own[role] for own in parts])[0] for role in parts[0]}
    filler = dict.fromkeys(weights, FILLER)
    decision = dataclasses.replace(decision, filler_weights=weights, filler=filler, further={})
    context, _ = judge("background", [background_parts(r.looked, r.decoder(decision), find) for r in readers])
    return dataclasses.replace(decision, background_weights=context, share=SHARE), reliability(found)


def main() -> None:
    """Learn all judges and write them down."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--held-out", type=int, required=True)
    parser.add_argument(
        "--beside", nargs="*", default=[], help="other models of the same reports, to learn from as well"
    )
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    models = [Model.load(name) for name in (str(options.model), *options.beside)]
    reports = [*held_out_news(options.corpora / "gold", options.held_out), *held_out_written()]
    find = ByScore(Gazetteer.open())
    decision, bins = learn(models, reports, find)
    path = options.model / "model.json"
    about = json.loads(path.read_text(encoding="utf-8"))
    about.setdefault("decisions", {})[EVENTS.name] = dataclasses.asdict(decision)
    about["reliability"] = [dataclasses.asdict(b) for b in bins]
    path.write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
