"""The five string roles merged over a report, from everything that the model says of its words.

A template's fills are those that the model is sure of in one incident. Over the report more is known: a string may
stand in it several times, and what no incident could be given may still be a perpetrator or target. Here every string
is judged once, by a logistic regression over the evidence of all its occurrences, and strings that name the same thing
are one entity, given by its likeliest mention. Weights and thresholds are in `data/string_roles.json`, chosen by
`tools/string_roles.py` on the development messages that the model has not learnt from.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from dateline.coding.frames import Filler, Frame
from dateline.evaluation.muc4.ceaf import ROLES, normalise
from dateline.evaluation.muc4.entities import same_entity

MODEL_ROLES: Mapping[str, str] = dict(
    zip(ROLES, ("perp_individual", "perp_organization", "phys_target", "hum_name", "instrument"), strict=True)
)
"""The roles' names in the model's scheme."""
CONSTANT = "constant"


@dataclass(frozen=True)
class Sighted:
    """What the model says of a report: the templates' frames, candidate fillers of any incident, and relevance.

    A candidate's score is the logit that the span fills its role; `relevance` is the probability that the report tells
    of an incident.
    """

    frames: Sequence[Frame]
    candidates: Sequence[Filler]
    relevance: float


@dataclass(frozen=True)
class Candidate:
    """A string in a role: its occurrences as fillers, the best first, and the evidence that it fills the role."""

    role: str
    words: str
    fillers: tuple[Filler, ...]
    evidence: Mapping[str, float]


@dataclass(frozen=True)
class Judgement:
    """Weights of the evidence, and for each role the log-odds from which a string is given."""

    weights: Mapping[str, float]
    thresholds: Mapping[str, float]

    def log_odds(self, candidate: Candidate) -> float:
        """That the string fills its role in any incident of the report."""
        known = {**candidate.evidence, candidate.role: 1.0, CONSTANT: 1.0}
        return sum(self.weights.get(name, 0.0) * value for name, value in known.items())


@cache
def shipped_judgement() -> Judgement:
    """The weights and thresholds that ship."""
    content = files("dateline.evaluation.muc4").joinpath("data", "string_roles.json").read_text(encoding="utf-8")
    values = json.loads(content)
    return Judgement(values["weights"], values["thresholds"])


def candidates(sighted: Sighted, document: str) -> list[Candidate]:
    """Every string that the model takes for a possible filler of one of the roles, with its evidence.

    `span`: the best logit of its occurrences; `filler`: the best probability with which a template has it; `count`: log
    of the number of its occurrences; `relevance`: log-odds that the report tells of an incident.
    """
    plain = normalise(document)
    chance = min(max(sighted.relevance, 1e-4), 1 - 1e-4)
    relevance = math.log(chance / (1 - chance))
    filled: dict[tuple[str, int, int], float] = {}
    for frame in sighted.frames:
        for filler in frame.fillers:
            key = filler.role, filler.start, filler.end
            filled[key] = max(filled.get(key, 0.0), filler.score * frame.score)
    found: dict[tuple[str, str], list[Filler]] = {}
    for filler in sighted.candidates:
        words = normalise(filler.text)
        if words and filler.role in MODEL_ROLES.values():
            found.setdefault((filler.role, words), []).append(filler)
    out = []
    for (role, words), fillers in found.items():
        best = sorted(fillers, key=lambda f: (-f.score, f.start))
        occurrences = len(re.findall(rf"(?<!\w){re.escape(words)}(?!\w)", plain))
        evidence = {
            "span": best[0].score,
            "filler": max(filled.get((role, f.start, f.end), 0.0) for f in best),
            "count": math.log(max(1, occurrences)),
            "relevance": relevance,
        }
        out.append(Candidate(role, words, tuple(best), evidence))
    return out


def assemble(
    judged: Sequence[tuple[float, Candidate]], document: str, thresholds: Mapping[str, float]
) -> dict[str, list[list[str]]]:
    """Entities by role, the likeliest first, each with one mention, of candidates and their log-odds."""
    out: dict[str, list[list[str]]] = {}
    for role, name in MODEL_ROLES.items():
        mine = [(odds, c) for odds, c in judged if c.role == name and odds >= thresholds[name]]
        entities: list[list[Filler]] = []
        for _, candidate in sorted(mine, key=lambda item: (-item[0], item[1].fillers[0].start)):
            for entity in entities:
                if any(same_entity(a, b, document) for a in candidate.fillers for b in entity):
                    entity.extend(candidate.fillers)
                    break
            else:
                entities.append(list(candidate.fillers))
        out[role] = [[" ".join(entity[0].text.split())] for entity in entities]
    return out


def string_roles(sighted: Sighted, document: str, judgement: Judgement | None = None) -> dict[str, list[list[str]]]:
    """The entities of a report by role, as `ceaf.score_roles` takes them; `judgement` is the shipped one by default."""
    judge = judgement or shipped_judgement()
    judged = [(judge.log_odds(c), c) for c in candidates(sighted, document)]
    return assemble(judged, document, judge.thresholds)
