"""Choose where the model's lines are drawn: `python training/choose.py --corpora DIR --model DIR --held-out N`.

The thresholds of each scheme are searched one after the other, round by round, on the reports and
messages that the run held out, and written into the model's `model.json`. The development sets of
`dateline evaluate` are not looked at.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpora import HELD_OUT_MESSAGES
from dateline.coding.decoding import Decision, Decoder
from dateline.coding.document import Document, read_document
from dateline.coding.encoder import FloatArray
from dateline.coding.events import to_events
from dateline.coding.heads import Heads, TokenSpan
from dateline.coding.model import Model
from dateline.coding.scheme import EVENTS, MUC4, Scheme
from dateline.evaluation.gold import score as score_events
from dateline.evaluation.muc4.keys import read_templates
from dateline.evaluation.muc4.score import score_templates
from dateline.evaluation.muc4.templates import write_report
from dateline.evaluation.muc4.texts import read_messages
from dateline.gazetteer import Gazetteer
from dateline.records import Report
from held_out import held_out_news, held_out_written

log = logging.getLogger("choose")
LEVELS = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9)
LEAST_GAIN = 0.1  # in points: smaller gains on so few reports are chance
WEIGHTS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.85, 1.0)


@dataclass(frozen=True)
class Read:
    """A report, its document and token states."""

    report: Report
    document: Document
    tokens: FloatArray


class RememberingHeads(Heads):
    """Heads that compute once what does not depend on a decision; documents must outlive them."""

    def __init__(self, heads: Heads) -> None:
        super().__init__(heads.weights)
        self._scores: dict[tuple[int, str], FloatArray] = {}
        self._states: dict[tuple[int, str, tuple[TokenSpan, ...]], FloatArray] = {}

    def span_scores(self, document: Document, tokens: FloatArray, scheme: Scheme) -> FloatArray:
        """As `Heads.span_scores`."""
        key = (id(document), scheme.name)
        if key not in self._scores:
            self._scores[key] = super().span_scores(document, tokens, scheme)
        return self._scores[key]

    def frame_states(
        self, document: Document, tokens: FloatArray, anchors: Sequence[TokenSpan], scheme: Scheme
    ) -> FloatArray:
        """As `Heads.frame_states`."""
        key = (id(document), scheme.name, tuple(anchors))
        if key not in self._states:
            self._states[key] = super().frame_states(document, tokens, anchors, scheme)
        return self._states[key]


def encode(model: Model, reports: Iterator[Report]) -> list[Read]:
    """Token states of the reports that have any token."""
    out = []
    for report in reports:
        document = read_document(report.text, report.title, model.tokenizer)
        if len(document.ids):
            out.append(Read(report, document, model.encoder.states(document)))
    return out


def settings(scheme: Scheme) -> Iterator[tuple[str, str | None, tuple[float, ...]]]:
    """What is searched: the name of the setting, the role it is of, the values tried."""
    yield "event", None, LEVELS
    yield "same", None, LEVELS
    if scheme is not EVENTS:  # for events the judges weigh these
        yield "mention", None, LEVELS
        yield "type_weight", None, (0.0, 0.5, 1.0, 1.5, 2.0, 3.0)
        yield "valid_weight", None, WEIGHTS
        yield "span_weight", None, WEIGHTS
    for role in scheme.filler_roles:
        yield "filler", role, LEVELS
        yield "further", role, (*LEVELS, 0.95, 1.01)
    if scheme is EVENTS:
        yield "answer", None, LEVELS
        yield "share", None, (0.5, 0.66, 0.75, 0.9, 1.01)


def changed(decision: Decision, name: str, role: str | None, value: float) -> Decision:
    """The decision with one setting changed; what is set by role keeps its other roles."""
    if role is None:
        return dataclasses.replace(decision, **{name: value})
    return dataclasses.replace(decision, **{name: {**getattr(decision, name), role: value}})


def current(decision: Decision, name: str, role: str | None) -> float:
    """The value a setting has."""
    value = getattr(decision, name)
    if role is None:
        return float(value)
    return float(value.get(role, decision.filler.get(role, 0.5)))


def search(scheme: Scheme, figure: Callable[[Decision], float], rounds: int, decision: Decision) -> Decision:
    """Coordinate search from a decision; a change is taken if the figure rises by `LEAST_GAIN`."""
    best = figure(decision)
    for number in range(rounds):
        before = best
        for name, role, values in settings(scheme):
            here = current(decision, name, role)
            near = sorted(values, key=lambda v: abs(v - here))[: (len(values) if number == 0 else 5)]
            for value in near[:: 2 if number == 0 and len(near) > 10 else 1]:
                tried = changed(decision, name, role, value)
                found = figure(tried)
                if found > best + LEAST_GAIN:
                    best, decision = found, tried
        log.info("%s round %d: %.2f", scheme.name, number + 1, best)
        if best - before < 0.05:
            break
    return decision


def events_figure(model: Model, corpora: Path, held_out: int) -> Callable[[Decision], float]:
    """ALL FIELDS F1 plus a quarter of events F1 and of the rows that are right, on the held-out reports.

    The news' figure counts two thirds, that of the written reports one third: there are more of these, but they are
    not the real thing.
    """
    held = [*held_out_news(corpora / "gold", held_out), *held_out_written()]
    texts = encode(model, (h.report for h in held))
    gazetteer, first = Gazetteer.open(), Decoder(model.heads, EVENTS, model.decisions[EVENTS.name])
    told = [(text, first.told(text.document, text.tokens)) for text in texts]  # no setting of the search changes it

    def coded(decision: Decision) -> dict[str, Mapping[str, Any]]:
        decoder = Decoder(model.heads, EVENTS, decision)
        out: dict[str, Mapping[str, Any]] = {}
        for text, said in told:
            frames = decoder.frames_of(said) if said is not None else []
            events, _ = to_events(frames, text.report, text.document, gazetteer, decision.background_weights)
            out[text.report.id] = {"events": [e.model_dump(mode="json") for e in events]}
        return out

    def figure(decision: Decision) -> float:
        predicted = coded(decision)
        total = 0.0
        for written, share in ((False, 2 / 3), (True, 1 / 3)):
            figures = score_events({h.report.id: h.annotation for h in held if h.written is written}, predicted)
            total += share * (figures.all_fields.f1 + 0.25 * figures.events.f1 + 0.25 * figures.row)
        return total

    return figure


def messages_figure(model: Model, corpora: Path) -> Callable[[Decision], float]:
    """ALL TEMPLATES F of the held-out messages."""
    folder = corpora / "muc4" / "dev"
    texts = encode(model, read_messages(folder / f"dev-muc3-{HELD_OUT_MESSAGES}"))
    heads = RememberingHeads(model.heads)
    keys = read_templates(folder / f"key-dev-{HELD_OUT_MESSAGES[:4]}.muc4")

    def figure(decision: Decision) -> float:
        decoder = Decoder(heads, MUC4, decision)
        responses = {
            text.report.id: write_report(text.report, decoder.frames(text.document, text.tokens)) for text in texts
        }
        return score_templates(keys, responses).f1

    return figure


def main() -> None:
    """Search both schemes and write the decisions."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--held-out", type=int, required=True)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--schemes", nargs="+", default=[EVENTS.name, MUC4.name])
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    model = Model.load(str(options.model))
    path = options.model / "model.json"
    about = json.loads(path.read_text(encoding="utf-8"))
    decisions = dict(about.get("decisions", {}))
    if EVENTS.name in options.schemes:
        figure = events_figure(model, options.corpora, options.held_out)
        decisions[EVENTS.name] = dataclasses.asdict(
            search(EVENTS, figure, options.rounds, model.decisions[EVENTS.name])
        )
    if MUC4.name in options.schemes:
        figure = messages_figure(model, options.corpora)
        decisions[MUC4.name] = dataclasses.asdict(search(MUC4, figure, options.rounds, model.decisions[MUC4.name]))
    path.write_text(json.dumps({**about, "decisions": decisions}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
