"""What people's decisions teach: weights of links that are refitted from the pairs they decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dateline.linking.errors import LinkModelError
from dateline.linking.fitting import lifted, refit
from dateline.linking.model import LinkModel
from dateline.linking.pairs import features
from dateline.linking.scoring import evidence_of_items
from dateline.linking.state import Decision, State
from dateline.linking.store import Store
from dateline.linking.telling import Name

USUAL: Final = 5_000
"""Pairs of the state whose evidence tells how much each kind of it varies."""
ENOUGH: Final = 30
"""Pairs of one incident from which on they also tell how certain a link must be (`LinkModel.lift`)."""
MOST: Final = 100_000
"""Pairs that are learned from; decisions on large incidents imply more than are needed."""

NamedPair = tuple[Name, Name]


@dataclass(frozen=True)
class Lesson:
    """A refitted model, and what it was learned from: pairs of one incident and of two, decided or implied."""

    model: LinkModel
    decisions: int
    same: int
    different: int


def learn_from(state: State) -> Lesson:
    """Refit the weights of the state's model to the decisions in it.

    Decisions on tellings that are not there yet are passed over. Raises LinkModelError where no decision is left to
    learn from.
    """
    decisions = state.decisions()
    number = _numbers(state.store, decisions)
    known = [d for d in decisions if d.left in number and d.right in number]
    if not known:
        raise LinkModelError(
            f"{len(decisions)} decisions, none on events that the state holds: decide with `dateline decide` and link "
            "the reports first"
        )
    labels = implied(known)
    pairs = list(labels)[:MOST]
    rows = np.array([[number[left], number[right]] for left, right in pairs])
    same = np.array([labels[pair] for pair in pairs])
    usual, evidence = _usual(state.store), _evidence(state, rows)
    model = refit(evidence, same, prior=state.model, usual=_evidence(state, usual) if len(usual) else None)
    if same.sum() >= ENOUGH and not same.all():
        items, at = np.unique(rows, return_inverse=True)
        left, right = at.reshape(rows.shape).T
        model = lifted(model, evidence, left, right, _incidents(len(items), left[same], right[same]))
    model = model.model_copy(update={"name": f"{state.model.name}, {len(known)} decisions"})
    return Lesson(model, len(known), int(same.sum()), int((~same).sum()))


def implied(decisions: Iterable[Decision]) -> dict[NamedPair, bool]:
    """Every pair that decisions settle, in order of names, and whether it is one incident.

    What is the same as the same is the same, and what differs from one telling differs from all that are the same.
    The decisions must not contradict each other.
    """
    decided = list(decisions)
    group: dict[Name, Name] = {}

    def root(name: Name) -> Name:
        while group.setdefault(name, name) != name:
            name = group[name]
        return name

    for decision in decided:
        if decision.same:
            low, high = _pair(root(decision.left), root(decision.right))
            group[high] = low
    members: defaultdict[Name, list[Name]] = defaultdict(list)
    for name in sorted({name for decision in decided for name in (decision.left, decision.right)}):
        members[root(name)].append(name)
    apart = {_pair(root(d.left), root(d.right)) for d in decided if not d.same}
    found = {pair: True for names in members.values() for pair in combinations(names, 2)}
    for one, other in sorted(apart):
        found.update({_pair(*pair): False for pair in product(members[one], members[other])})
    return dict(sorted(found.items()))


def _pair(one: Name, other: Name) -> NamedPair:
    return (one, other) if one < other else (other, one)


def _incidents(count: int, left: NDArray[np.intp], right: NDArray[np.intp]) -> NDArray[np.str_]:
    """The incident of each row, by the pairs of rows that are of one; these are transitive."""
    found = np.arange(count)
    np.minimum.at(found, np.maximum(left, right), np.minimum(left, right))
    return found.astype(np.str_)


def _numbers(store: Store, decisions: Sequence[Decision]) -> dict[Name, int]:
    names = sorted({name for decision in decisions for name in (decision.left, decision.right)})
    asked = pa.table(
        {
            "report": pa.array([report for report, _ in names], pa.string()),
            "event": pa.array([event for _, event in names], pa.string()),
        }
    )
    query = "SELECT report, event, item FROM items JOIN asked USING (report, event)"
    return {(report, event): int(item) for report, event, item in store.rows(query, asked=asked)}


def _usual(store: Store) -> NDArray[np.int64]:
    """Pairs of items that were worth weighing, spread over the state, the same for the same state."""
    (count,) = store.rows("SELECT count(*) FROM pairs")[0]
    step = max(1, -(-int(count) // USUAL))
    query = """SELECT a, b FROM (SELECT a, b, row_number() OVER (ORDER BY a, b) AS place FROM pairs)
               WHERE place % ? = 0 ORDER BY a, b"""
    return np.array(store.rows(query, [step]), dtype=np.int64).reshape(-1, 2)


def _evidence(state: State, pairs: NDArray[np.int64]) -> NDArray[np.float64]:
    """One row of evidence for each pair of items."""
    needed = np.unique(pairs)
    collection = evidence_of_items(state.store, needed, state.background)
    left, right = (np.searchsorted(needed, pairs[:, side]) for side in (0, 1))
    return features(collection, left, right)
