"""Second thoughts of the decoder: evidence that two mentions are one event, and that a group of mentions is an event.

The network judges mentions one by one and in pairs; here its answers are weighed together, by logistic regressions
whose weights were learned on reports held out of the network's training (`training/judges.py`), so that they know how
far its answers can be trusted on reports that it has not seen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from dateline.coding.document import Document
from dateline.coding.heads import FloatArray, TokenSpan, alike, sigmoid
from dateline.coding.scheme import Scheme

Evidence = dict[str, npt.NDArray[np.float64]]
CONSTANT = "constant"


@dataclass(frozen=True)
class Seen:
    """What the network says of the mentions of a document.

    `logits` (A,): that each names an event. `labels`: probabilities of the answers by question, (A, answers).
    `same` (A, A): logit that two are one event. `links` (A, S): probability that a span fills its role in a
    mention's event; `fillers`, `filler_logits` and `roles` (S,): these spans, that each fills its role anywhere, and
    the roles' columns. `relevant`: probability that the report tells of any event.
    """

    document: Document
    scheme: Scheme
    spans: Sequence[TokenSpan]
    logits: FloatArray
    labels: Mapping[str, FloatArray]
    same: FloatArray
    links: FloatArray
    fillers: Sequence[TokenSpan]
    filler_logits: FloatArray
    roles: npt.NDArray[np.int64]
    relevant: float


def weigh(evidence: Evidence, weights: Mapping[str, float]) -> npt.NDArray[np.float64]:
    """Log-odds from evidence of equal shapes; evidence without a weight counts nothing."""
    first = next(iter(evidence.values()))
    total = np.full(first.shape, weights.get(CONSTANT, 0.0), dtype=np.float64)
    for name, values in evidence.items():
        if name in weights:
            total += weights[name] * values
    return total


def pair_evidence(seen: Seen) -> Evidence:
    """Evidence on each pair of mentions: symmetric arrays (A, A)."""
    out: Evidence = {"same": (seen.same + seen.same.T).astype(np.float64) / 2.0}
    for name, chances in seen.labels.items():
        out[f"{name} agrees"] = (chances @ chances.T).astype(np.float64)
    out |= _filler_evidence(seen)
    first = np.array([f for f, _ in seen.spans], dtype=np.int64)
    sentences = seen.document.sentences[first]
    in_title = seen.document.starts[first] < seen.document.title_length
    out["same sentence"] = (sentences[:, None] == sentences[None]).astype(np.float64)
    out["distance"] = np.log1p(np.abs(sentences[:, None] - sentences[None])).astype(np.float64)
    out["one in title"] = (in_title[:, None] ^ in_title[None]).astype(np.float64)
    out["alike"] = alike(seen.document, seen.spans).astype(np.float64)
    return out


def _filler_evidence(seen: Seen) -> Evidence:
    """By role: how surely two mentions have a filler in common, and how surely each has one and they differ."""
    out: Evidence = {}
    for column, role in enumerate(seen.scheme.filler_roles, 1):
        own = seen.links[:, seen.roles == column].astype(np.float64)
        if not own.shape[1]:
            out[f"{role} shared"] = out[f"{role} differs"] = np.zeros((len(own), len(own)))
            continue
        common = np.minimum(own[:, None], own[None]).max(axis=2)
        best = own.max(axis=1)
        out[f"{role} shared"] = common
        out[f"{role} differs"] = np.minimum(best[:, None], best[None]) - common
    return out


def group_evidence(seen: Seen, groups: Sequence[Sequence[int]]) -> Evidence:
    """Evidence that each group of mentions is an event that a reader would record: arrays (G,)."""
    rows = [np.array(g, dtype=np.int64) for g in groups]
    first = np.array([f for f, _ in seen.spans], dtype=np.int64)
    starts = seen.document.starts[first]
    sentences = seen.document.sentences
    affinity = sigmoid((seen.same + seen.same.T) / 2.0)
    out: dict[str, list[float]] = {}

    def tell(name: str, value: float) -> None:
        out.setdefault(name, []).append(value)

    relevant = np.clip(seen.relevant, 1e-4, 1 - 1e-4)
    has = {
        role: seen.links[:, seen.roles == column].max(axis=1, initial=0.0)
        for column, role in enumerate(seen.scheme.filler_roles, 1)
    }
    everyone = np.arange(len(seen.spans))
    for own in rows:
        others = np.setdiff1d(everyone, own, assume_unique=True)
        tell("best mention", float(seen.logits[own].max()))
        tell("mean mention", float(seen.logits[own].mean()))
        tell("mentions", float(np.log(len(own))))
        tell("nearest other", float(affinity[np.ix_(own, others)].max()) if len(others) else 0.0)
        tell("other mentions", float(np.log1p(len(others))))
        tell("relevant", float(np.log(relevant / (1 - relevant))))
        tell("in title", float((starts[own] < seen.document.title_length).any()))
        tell("position", float(sentences[first[own]].min() / (1 + sentences[-1])))
        for name, chances in seen.labels.items():
            tell(f"sure of {name}", float(chances[own].mean(axis=0).max()))
        for role, best in has.items():
            tell(f"has {role}", float(best[own].max()))
    return {name: np.array(values, dtype=np.float64) for name, values in out.items()}


def filler_evidence(
    seen: Seen, groups: Sequence[Sequence[int]], chances: npt.NDArray[np.float64]
) -> dict[str, npt.NDArray[np.float64]]:
    """Evidence that each span fills its role in each event: arrays (G, S). `chances`: of the groups being events."""
    first, last = np.array(seen.fillers, dtype=np.int64).reshape(-1, 2).T
    odds = _log_odds(seen.links)
    best = np.stack([odds[list(g)].max(axis=0) for g in groups])
    document = seen.document
    sentence = document.sentences[first]
    mention = np.array([f for f, _ in seen.spans], dtype=np.int64)
    gaps = np.stack(
        [np.abs(sentence[None] - document.sentences[mention[list(g)]][:, None]).min(axis=0) for g in groups]
    )
    roles = seen.roles
    same_role = roles[:, None] == roles[None]
    overlapping = (first[:, None] <= last[None]) & (first[None] <= last[:, None]) & ~same_role
    words = (last - first + 1).astype(np.float64)
    strings = [document.string[document.starts[f] : document.ends[e]].lower() for f, e in seen.fillers]
    often = np.array([strings.count(s) for s in strings], dtype=np.float64)
    shape = best.shape
    return {
        "best link": best,
        "mean link": np.stack([odds[list(g)].mean(axis=0) for g in groups]),
        "span": np.broadcast_to(seen.filler_logits.astype(np.float64), shape),
        "behind elsewhere": np.minimum(_highest_other_row(best) - best, 8.0),
        "behind in role": _highest(best, same_role) - best,
        "in other role": _highest(best, overlapping),
        "same sentence": (gaps == 0).astype(np.float64),
        "distance": np.log1p(gaps),
        "in title": np.broadcast_to((document.starts[first] < document.title_length).astype(np.float64), shape),
        "words": np.broadcast_to(np.log(words), shape),
        "often": np.broadcast_to(np.log(often), shape),
        "mentions": np.broadcast_to(np.log([[len(g)] for g in groups]), shape),
        "event": np.broadcast_to(_log_odds(chances)[:, None], shape),
    }


LOWEST = -8.0  # log-odds of what is not there


def _log_odds(chances: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
    clipped = np.clip(chances.astype(np.float64), 1e-4, 1 - 1e-4)
    out: npt.NDArray[np.float64] = np.log(clipped / (1 - clipped))
    return out


def _highest_other_row(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """For each entry the highest of its column in other rows; `LOWEST` where there is no other row."""
    if len(values) == 1:
        return np.full(values.shape, LOWEST)
    two = np.sort(values, axis=0)[-2:]
    out: npt.NDArray[np.float64] = np.where(values == two[1], two[0], two[1])
    return out


def _highest(values: npt.NDArray[np.float64], with_: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """(G, S) and which spans are seen from which (S, S) -> the highest seen from each, `LOWEST` where none is."""
    masked = np.where(with_[None], values[:, None, :], LOWEST)
    out: npt.NDArray[np.float64] = masked.max(axis=2, initial=LOWEST)
    return out
