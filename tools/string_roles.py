"""Choose the weights and thresholds of `dateline.evaluation.muc4.string_roles`, and write its data file.

Needs the development messages of ../shared that no training run learns from (1201 to 1300). The weights are a logistic
regression with a ridge (iteratively reweighted least squares; Hastie, Tibshirani and Friedman 2009, section 4.4.1) over
all strings that the model takes for a possible filler. The thresholds are those around which F1 is best by role, on
log-odds that each message got from the other three quarters of the messages: the mean over neighbouring thresholds, for
a role has but a few dozen entities there. To be run again for every new model:

    python tools/string_roles.py [MODEL]
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from dateline.evaluation.muc4.ceaf import gold_entities, matched, normalise
from dateline.evaluation.muc4.keys import read_templates
from dateline.evaluation.muc4.reader import MessageReader
from dateline.evaluation.muc4.string_roles import CONSTANT, MODEL_ROLES, Candidate, Judgement, assemble, candidates
from dateline.evaluation.muc4.texts import read_messages
from dateline.evaluation.tally import Tally

ROOT = Path(__file__).resolve().parents[1]
MUC4 = ROOT.parent / "shared" / "muc4" / "dev"
DATA = ROOT / "src" / "dateline" / "evaluation" / "muc4" / "data" / "string_roles.json"
EVIDENCE = ("span", "filler", "relevance")
NAMES = (*EVIDENCE, *MODEL_ROLES.values(), CONSTANT)
RIDGE = 1.0
FOLDS = 4
STEPS = 25
GRID = tuple(x / 4 for x in range(-14, 7))
NEIGHBOURS = 3
Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Message:
    """A message's text, the entities of its key, and the strings that the model takes for fillers."""

    text: str
    gold: Mapping[str, Sequence[Sequence[str]]]
    found: Sequence[Candidate]


def row(candidate: Candidate) -> list[float]:
    """The candidate's evidence in the order of `NAMES`."""
    known = {**candidate.evidence, candidate.role: 1.0, CONSTANT: 1.0}
    return [known.get(name, 0.0) for name in NAMES]


def is_right(candidate: Candidate, message: Message) -> bool:
    """Whether the key has the string in that role."""
    role = next(name for name, model_role in MODEL_ROLES.items() if model_role == candidate.role)
    return any(candidate.words == normalise(mention) for entity in message.gold[role] for mention in entity)


def fit(messages: Sequence[Message]) -> dict[str, float]:
    """Weights by name."""
    rows = np.array([row(c) for m in messages for c in m.found])
    right = np.array([float(is_right(c, m)) for m in messages for c in m.found])
    ridge = np.array([RIDGE if name != CONSTANT else 1e-3 for name in NAMES])
    weights: Array = np.zeros(len(NAMES))
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (chance - right) + ridge * weights
        curve = (rows * (chance * (1 - chance))[:, None]).T @ rows + np.diag(ridge)
        weights = weights - np.linalg.solve(curve, slope)
    return dict(zip(NAMES, (round(float(w), 3) for w in weights), strict=True))


def judged_by_others(messages: Sequence[Message]) -> list[list[tuple[float, Candidate]]]:
    """Log-odds of each message's strings by weights from the other folds."""
    out: list[list[tuple[float, Candidate]]] = [[] for _ in messages]
    for fold in range(FOLDS):
        judge = Judgement(fit([m for i, m in enumerate(messages) if i % FOLDS != fold]), {})
        for i in range(fold, len(messages), FOLDS):
            out[i] = [(judge.log_odds(c), c) for c in messages[i].found]
    return out


def best_thresholds(messages: Sequence[Message]) -> dict[str, float]:
    """For each role the log-odds around which F1 is best."""
    judged = judged_by_others(messages)
    f1: dict[str, list[float]] = {name: [] for name in MODEL_ROLES.values()}
    for line in GRID:
        level = dict.fromkeys(MODEL_ROLES.values(), line)
        given = [assemble(odds, m.text, level) for odds, m in zip(judged, messages, strict=True)]
        for role, name in MODEL_ROLES.items():
            tally = Tally()
            for m, entities in zip(messages, given, strict=True):
                credit = matched(m.gold[role], entities[role])
                tally.add(Tally(float(credit), len(m.gold[role]), len(entities[role])))
            f1[name].append(tally.f1)
    window = np.ones(2 * NEIGHBOURS + 1)
    smooth = {name: np.convolve(values, window, "valid") for name, values in f1.items()}
    return {name: GRID[int(values.argmax()) + NEIGHBOURS] for name, values in smooth.items()}


def choose(messages: Sequence[Message]) -> Judgement:
    """Weights from all messages, thresholds as above."""
    return Judgement(fit(messages), best_thresholds(messages))


def main() -> None:
    """Read the messages with a model, choose, and write."""
    reader = MessageReader.load(sys.argv[1] if len(sys.argv) > 1 else "small")
    key = read_templates(MUC4 / "key-dev-1201.muc4")
    messages = []
    for report in read_messages(MUC4 / "dev-muc3-1201-1300"):
        found = candidates(reader.read(report), report.text)
        messages.append(Message(report.text, gold_entities(key[report.id], report.text), found))
    judgement = choose(messages)
    values = {"weights": dict(judgement.weights), "thresholds": dict(judgement.thresholds)}
    DATA.write_text(json.dumps(values, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
