"""The five string roles of MUC-4 merged over a report, scored as entities (CEAF-REE).

After Du, Rush and Cardie 2021, "GRIT: Generative role-filler transformers for document-level event role filler
extraction" (EACL), and the scorer and preparation of the keys published with it: the fills of all templates of a
message, optional ones too, are merged by role; the alternatives of a fill ("A" / "B") are the mentions of one entity;
an entity whose mentions are all among another's, or the reverse, is not given twice; mentions that do not stand in the
text are left out, and entities without any. Victims are those that HUM TGT: NAME names.

A predicted entity is right when all its mentions are mentions of one gold entity (their strict similarity), each gold
entity being matched at most once. Mentions are compared in small letters, without punctuation and articles.
"""

from __future__ import annotations

import re
import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dateline.evaluation.muc4 import keys as k
from dateline.evaluation.muc4.keys import Template
from dateline.evaluation.tally import Tally

ROLES: Mapping[str, int] = {
    "perpetrator individual": k.PERP_INDIVIDUAL,
    "perpetrator organization": k.PERP_ORGANIZATION,
    "physical target": k.PHYS_ID,
    "victim": k.HUM_NAME,
    "weapon": k.INSTRUMENT,
}
"""The roles, and the slot that each is read from."""

Entities = Mapping[str, Sequence[Sequence[str]]]
"""A report's entities by role, each the list of its mentions."""

_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_WITHOUT_PUNCTUATION = str.maketrans("", "", string.punctuation)


@dataclass
class RoleFigures:
    """Tallies of entities by role."""

    roles: dict[str, Tally] = field(default_factory=lambda: {role: Tally() for role in ROLES})

    @property
    def all_roles(self) -> Tally:
        """Sum over the roles: its precision, recall and F1 are micro-averages."""
        total = Tally()
        for tally in self.roles.values():
            total.add(tally)
        return total

    def rows(self) -> dict[str, Tally]:
        """Every tally by name."""
        return {**self.roles, "ALL ROLES": self.all_roles}

    def as_dict(self) -> dict[str, Any]:
        """JSON-able: {row: {"precision", "recall", "f1"}} in per cent."""
        return {n: {"precision": t.precision, "recall": t.recall, "f1": t.f1} for n, t in self.rows().items()}

    def table(self) -> str:
        """The rows as text in columns."""
        head = f"{'':26s} {'gold':>5s} {'given':>5s} {'right':>5s} {'REC':>6s} {'PRE':>6s} {'F':>6s}"
        lines = [
            f"{name:26s} {t.gold:5d} {t.predicted:5d} {t.credit:5.0f} {t.recall:6.2f} {t.precision:6.2f} {t.f1:6.2f}"
            for name, t in self.rows().items()
        ]
        return "\n".join([head, *lines])


def normalise(mention: str) -> str:
    """Small letters without punctuation, articles and further blanks."""
    return " ".join(_ARTICLES.sub(" ", mention.lower().translate(_WITHOUT_PUNCTUATION)).split())


def gold_entities(templates: Sequence[Template], text: str) -> dict[str, list[list[str]]]:
    """The entities that the templates of one message name, by role, as far as they stand in its text."""
    told = " ".join(text.lower().split())
    out: dict[str, list[list[str]]] = {}
    for role, slot in ROLES.items():
        merged: list[list[str]] = []
        for fill in (fill for template in templates for fill in template.fills(slot)):
            mentions = [value.lower() for value in fill.values]
            if not any(set(mentions) <= set(other) or set(other) <= set(mentions) for other in merged):
                merged.append(mentions)
        found = ([mention for mention in mentions if mention in told] for mentions in merged)
        out[role] = [mentions for mentions in found if mentions]
    return out


def matched(gold: Sequence[Sequence[str]], predicted: Sequence[Sequence[str]]) -> int:
    """How many predicted entities can be right at once, each gold entity taken by one (a maximum matching)."""
    wanted = [{normalise(m) for m in entity} for entity in gold]
    fits = [[i for i, w in enumerate(wanted) if {normalise(m) for m in entity} <= w] for entity in predicted]
    taken: dict[int, int] = {}

    def place(j: int, seen: set[int]) -> bool:
        """Find a gold entity for the j-th prediction, moving others where need be (Kuhn 1955)."""
        for i in fits[j]:
            if i not in seen:
                seen.add(i)
                if i not in taken or place(taken[i], seen):
                    taken[i] = j
                    return True
        return False

    return sum(place(j, set()) for j in range(len(predicted)))


def score_roles(gold: Mapping[str, Entities], predicted: Mapping[str, Entities]) -> RoleFigures:
    """Figures of predicted entities against gold ones, both by message id; other messages are ignored."""
    figures = RoleFigures()
    for message, wanted in gold.items():
        given = predicted.get(message, {})
        for role, tally in figures.roles.items():
            a, b = wanted.get(role, ()), given.get(role, ())
            tally.add(Tally(float(matched(a, b)), len(a), len(b)))
    return figures
