"""Scores of MUC-4 response templates against an answer key, without a human in the loop.

Response templates are mapped one to one to the key templates of the same message so that their total credit is
highest; a mapping needs at least a partial match on INCIDENT: TYPE. A fill scores 1 (correct), 0.5 (partial) or 0 by
the written scoring guidelines of MUC-4, as far as a program can apply them:

    recall = credit / POS    precision = credit / ACT    F = their harmonic mean

POS counts key fills (optional ones only where they are matched), ACT response fills. ALL TEMPLATES counts every fill
of unmapped templates as missing or spurious. These are figures of a program, not of the interactive scorer of 1992.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dateline.evaluation.muc4 import keys
from dateline.evaluation.muc4.credit import credit, set_credit
from dateline.evaluation.muc4.keys import SLOTS, Template, read_templates
from dateline.evaluation.tally import Tally

TOTALS: Mapping[str, range] = {
    "inc-total": range(keys.DATE, keys.CATEGORY),
    "perp-total": range(keys.CATEGORY, keys.PHYS_ID),
    "phys-tgt-total": range(keys.PHYS_ID, keys.HUM_NAME),
    "hum-tgt-total": range(keys.HUM_NAME, keys.HUM_TOTAL + 1),
}


@dataclass
class Muc4Figures:
    """Tallies of templates and of each slot over a key file: POS is their `gold`, ACT their `predicted`."""

    templates: Tally = field(default_factory=Tally)
    slots: dict[int, Tally] = field(default_factory=lambda: {slot: Tally() for slot in SLOTS})

    def rows(self) -> dict[str, Tally]:
        """Every row of the report by name: templates, slots, group totals, ALL TEMPLATES."""
        out = {"template-id": self.templates, **{SLOTS[slot]: tally for slot, tally in self.slots.items()}}
        for name, numbers in {**TOTALS, "ALL TEMPLATES": range(keys.DATE, keys.HUM_TOTAL + 1)}.items():
            total = Tally()
            for slot in numbers:
                total.add(self.slots[slot])
            out[name] = total
        return out

    @property
    def f1(self) -> float:
        """F over all slots of all templates, in per cent."""
        return self.rows()["ALL TEMPLATES"].f1

    def as_dict(self) -> dict[str, Any]:
        """JSON-able: {row: {"pos", "act", "credit", "recall", "precision", "f1"}}."""
        return {
            name: {
                "pos": t.gold,
                "act": t.predicted,
                "credit": t.credit,
                "recall": t.recall,
                "precision": t.precision,
                "f1": t.f1,
            }
            for name, t in self.rows().items()
        }

    def table(self) -> str:
        """The rows as text in columns."""
        head = f"{'':20s} {'POS':>5s} {'ACT':>5s} {'CREDIT':>7s} {'REC':>6s} {'PRE':>6s} {'F':>6s}"
        lines = [
            f"{name:20s} {t.gold:5d} {t.predicted:5d} {t.credit:7.1f} {t.recall:6.2f} {t.precision:6.2f} {t.f1:6.2f}"
            for name, t in self.rows().items()
        ]
        return "\n".join([head, *lines])


def score_slot(slot: int, key_fills: Sequence[str], response_fills: Sequence[str]) -> Tally:
    """Credit of a slot's fills, paired greedily by highest credit."""
    pairs = sorted(
        ((credit(slot, k, r), i, j) for i, k in enumerate(key_fills) for j, r in enumerate(response_fills)),
        reverse=True,
    )
    tally = Tally(predicted=len(response_fills))
    used_keys: set[int] = set()
    used_responses: set[int] = set()
    for value, i, j in pairs:
        if value > 0 and i not in used_keys and j not in used_responses:
            used_keys.add(i)
            used_responses.add(j)
            tally.credit += value
    tally.gold = sum(1 for i, k in enumerate(key_fills) if i in used_keys or not k.lstrip().startswith("?"))
    return tally


def score_pair(key: Template | None, response: Template | None) -> dict[int, Tally]:
    """Tallies by slot of a response template mapped to a key template; None stands for no template."""
    return {
        slot: score_slot(slot, key.raw(slot) if key else (), response.raw(slot) if response else ()) for slot in SLOTS
    }


def mappable(key: Template, response: Template) -> bool:
    """Whether the incident types match at least partly."""
    return any(set_credit(keys.TYPE, k, r) > 0 for k in key.raw(keys.TYPE) for r in response.raw(keys.TYPE))


def best_mapping(
    key: Sequence[Template], responses: Sequence[Template]
) -> list[tuple[Template | None, Template | None]]:
    """One-to-one mapping of highest credit; exhaustive up to four templates on each side, greedy beyond.

    Optional key templates that no response maps to are left out.
    """
    value = {
        (i, j): sum(t.credit for t in score_pair(k, r).values())
        for i, k in enumerate(key)
        for j, r in enumerate(responses)
        if mappable(k, r)
    }
    best: dict[int, int] = {}
    if len(key) <= 4 and len(responses) <= 4:
        best = _exhaustive(value, len(key), len(responses))
    else:
        used: set[int] = set()
        for i, j in sorted(value, key=lambda pair: -value[pair]):
            if i not in best and j not in used:
                best[i] = j
                used.add(j)
    out: list[tuple[Template | None, Template | None]] = [(key[i], responses[j]) for i, j in best.items()]
    out += [(k, None) for i, k in enumerate(key) if i not in best and not k.optional]
    out += [(None, r) for j, r in enumerate(responses) if j not in best.values()]
    return out


def _exhaustive(value: Mapping[tuple[int, int], float], keys_count: int, responses_count: int) -> dict[int, int]:
    """The first mapping of highest credit among all."""
    slots: list[int | None] = [*range(responses_count), *([None] * keys_count)]
    best: dict[int, int] = {}
    best_value = -1.0
    for choice in dict.fromkeys(itertools.permutations(slots, keys_count)):
        total = sum(value.get((i, j), -1e9) if j is not None else 0 for i, j in enumerate(choice))
        if total > best_value:
            best, best_value = {i: j for i, j in enumerate(choice) if j is not None}, total
    return best


def score_templates(key: Mapping[str, Sequence[Template]], responses: Mapping[str, Sequence[Template]]) -> Muc4Figures:
    """Figures of responses by message id against a key; messages that the key does not know are ignored."""
    figures = Muc4Figures()
    for message, templates in key.items():
        for k, r in best_mapping(templates, responses.get(message, [])):
            figures.templates.add(Tally(float(k is not None and r is not None), int(k is not None), int(r is not None)))
            for slot, tally in score_pair(k, r).items():
                figures.slots[slot].add(tally)
    return figures


def score_files(key_path: Path, response_path: Path) -> Muc4Figures:
    """Figures of a response file against a key file; raises `CorpusError` where one cannot be read."""
    return score_templates(read_templates(key_path), read_templates(response_path))
