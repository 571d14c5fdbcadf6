"""Let models answer reports without labels: `python training/distil.py --model DIR … --reports FILE … --soft DIR`.

Of each report the answers that a pupil may learn from (`train.py --soft DIR`): the best spans of each role, which
mentions name an event and the same one, their labels, the links of fillers to mentions, relevance. Several models
answer by the mean of their logits: a large teacher, or pupils of several seeds. Reports are any that `dateline code`
reads, or texts of MUC-4 (`--messages`). Run again, it goes on where it stopped.
"""

from __future__ import annotations

import argparse
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from dateline.coding.decoding import best_spans
from dateline.coding.document import Document, read_document
from dateline.coding.heads import WIDTH, FloatArray, TokenSpan, pairs_between, sigmoid
from dateline.coding.model import Model
from dateline.coding.scheme import SCHEMES, Scheme
from dateline.evaluation.muc4.texts import read_messages
from dateline.reading import read
from dateline.records import Report
from soft import Answers, listed, save_soft

log = logging.getLogger("distil")
SPANS_A_ROLE = 32
FILLERS_A_ROLE = 12
ANCHORS = 32
ANCHOR_CHANCE = 0.05  # mentions less likely than this are not looked at twice
LIMIT = 3000  # tokens: what coding reads in one piece


class GridError(ValueError):
    """Two teachers divide a report into different tokens."""


@dataclass(frozen=True)
class Reading:
    """A report as one teacher reads it."""

    model: Model
    document: Document
    tokens: FloatArray


def mean(values: Sequence[FloatArray]) -> FloatArray:
    """Of the teachers' logits."""
    out: FloatArray = np.mean(np.stack(values), axis=0)
    return out


def read_by(models: Sequence[Model], report: Report) -> list[Reading]:
    """The report in every teacher's tokens; none where it is empty. Raises GridError if they differ."""
    out: list[Reading] = []
    for model in models:
        document = next(read_document(report.text, report.title, model.tokenizer).segments(LIMIT), None)
        if document is None:
            return []
        if out and not np.array_equal(out[0].document.starts, document.starts):
            raise GridError(f"{report.id}: the teachers divide it into different tokens")
        out.append(Reading(model, document, model.encoder.states(document)))
    return out


def top_cells(scores: FloatArray, count: int) -> tuple[list[TokenSpan], list[float]]:
    """The `count` best spans of one role, overlapping ones too: (T, WIDTH) logits."""
    order = np.argsort(-scores, axis=None, kind="stable")[:count]
    order = order[scores.ravel()[order] > -1e3]
    first, width = np.divmod(order, WIDTH)
    return list(zip(first.tolist(), (first + width).tolist(), strict=True)), scores.ravel()[order].tolist()


def _offsets(document: Document, spans: Sequence[TokenSpan]) -> np.ndarray[tuple[int, ...], np.dtype[np.int32]]:
    pairs = [(document.starts[first], document.ends[last]) for first, last in spans]
    return np.array(pairs, dtype=np.int32).reshape(-1, 2)


def _anchors(readings: Sequence[Reading], scores: FloatArray, scheme: Scheme) -> tuple[list[TokenSpan], FloatArray]:
    """The likelier mentions in the order of the text, and the logit of each that it names an event."""
    spans, logits = best_spans(scores, ANCHORS)
    if not spans:
        return [], np.zeros(0, np.float32)
    frames = [r.model.heads.frame_states(r.document, r.tokens, spans, scheme) for r in readings]
    valid = mean([r.model.heads.valid(f, scheme) for r, f in zip(readings, frames, strict=True)])
    likely = sigmoid((np.array(logits, dtype=np.float32) + valid) / 2) >= ANCHOR_CHANCE
    kept = sorted(np.flatnonzero(likely).tolist(), key=lambda k: spans[k])
    return [spans[k] for k in kept], valid[kept]


def answer(readings: Sequence[Reading], scheme: Scheme) -> Answers:
    """What the teachers say of a report, in the mean."""
    document = readings[0].document
    scores = mean([r.model.heads.span_scores(r.document, r.tokens, scheme) for r in readings])
    cells = [top_cells(s, SPANS_A_ROLE) for s in scores]
    relevant = np.clip(np.array([r.model.heads.relevance(r.tokens, scheme) for r in readings]), 1e-4, 1 - 1e-4)
    arrays: dict[str, FloatArray] = {
        "scores": np.array([v for _, values in cells for v in values], dtype=np.float32),
        "relevant": np.log(relevant / (1 - relevant)).mean().astype(np.float32),
    }
    places = {
        "spans": _offsets(document, [span for spans, _ in cells for span in spans]),
        "roles": np.repeat(np.arange(len(cells)), [len(spans) for spans, _ in cells]).astype(np.int8),
    }
    anchors, arrays["valid"] = _anchors(readings, scores[0], scheme)
    fillers: list[TokenSpan] = []
    roles: list[int] = []
    for role in range(1, len(scheme.roles)):
        found, _ = best_spans(scores[role], FILLERS_A_ROLE)
        fillers += found
        roles += [role] * len(found)
    if anchors:
        arrays.update(_at_anchors(readings, scheme, anchors, fillers, roles))
    else:
        fillers, roles = [], []
    places["anchors"], places["fillers"] = _offsets(document, anchors), _offsets(document, fillers)
    places["filler_roles"] = np.array(roles, dtype=np.int8)
    return Answers({**places, **{k: v.astype(np.float16) for k, v in arrays.items()}})


def _at_anchors(
    readings: Sequence[Reading],
    scheme: Scheme,
    anchors: list[TokenSpan],
    fillers: list[TokenSpan],
    roles: list[int],
) -> dict[str, FloatArray]:
    """Logits of everything that is asked about the mentions, and about each filler at its likeliest mention."""
    frames = [r.model.heads.frame_states(r.document, r.tokens, anchors, scheme) for r in readings]
    both = list(zip(readings, frames, strict=True))
    out = {
        f"frame.{name}": mean([r.model.heads.frame_label(f, scheme, name) for r, f in both])
        for name in scheme.frame_labels
    }
    out["same"] = mean([r.model.heads.same(r.document, f, anchors) for r, f in both])
    if not fillers:
        return out
    pairs = pairs_between(readings[0].document, anchors, fillers)
    hidden = []
    for reading, own in both:
        heads = reading.model.heads
        states = heads.span_states(reading.tokens, fillers, roles, scheme)
        hidden.append(heads.pair_states(own, states, roles, pairs, scheme))
    asked = list(zip(readings, hidden, strict=True))
    out["links"] = mean([r.model.heads.link(h, scheme) for r, h in asked])
    at = out["links"].argmax(axis=0)
    for name in scheme.filler_labels:
        rows = [r.model.heads.filler_label(h[at, np.arange(len(fillers))], scheme, name) for r, h in asked]
        out[f"filler.{name}"] = mean(rows)
    return out


def reports(paths: Sequence[Path], messages: Sequence[Path]) -> Iterator[Report]:
    """Whatever can be read of them."""
    for item in read([str(p) for p in paths]) if paths else ():
        if isinstance(item, Report):
            yield item
        else:
            log.warning("set aside: %s: %s", item.item, item.reason)
    for path in messages:
        yield from read_messages(path)


def distil(models: Sequence[Model], items: Iterator[Report], scheme: Scheme, folder: Path, most: int) -> int:
    """Write the answers to up to `most` reports that the folder lacks; how many were written."""
    folder.mkdir(parents=True, exist_ok=True)
    there = listed(folder)
    known = {(about["id"], about["scheme"]) for about in there}
    number = first = len(there)
    for report in items:
        if number - first >= most:
            break
        if (report.id, scheme.name) in known:
            continue
        try:
            readings = read_by(models, report)
        except GridError as error:
            log.warning("left out: %s", error)
            continue
        if readings:
            document = readings[0].document
            about = {
                "id": report.id,
                "scheme": scheme.name,
                "document": document.string[: int(document.ends[-1])],
                "title_length": document.title_length,
            }
            save_soft(folder, number, about, answer(readings, scheme))
            known.add((report.id, scheme.name))
            number += 1
            if number % 100 == 0:
                log.info("%d reports", number)
    return number - first


def main() -> None:
    """Load the teachers, answer the reports."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", nargs="+", required=True, help="names or folders of exported models: the teachers")
    parser.add_argument("--reports", type=Path, nargs="*", default=[], help="files of reports")
    parser.add_argument("--messages", type=Path, nargs="*", default=[], help="files of MUC-4 texts")
    parser.add_argument("--soft", type=Path, required=True, help="folder for the answers")
    parser.add_argument("--scheme", choices=sorted(SCHEMES), default="events")
    parser.add_argument("--most", type=int, default=10**9, help="reports at most")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    models = [Model.load(name) for name in options.model]
    items = reports(options.reports, options.messages)
    log.info("%d reports answered", distil(models, items, SCHEMES[options.scheme], options.soft, options.most))


if __name__ == "__main__":
    main()
