"""A batch of incidents as rows of the store, from what the store holds of it: a function of its batch alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dateline.linking.assembly import Pair, incident_of, links, strongest
from dateline.linking.background import Background
from dateline.linking.collection import read_collection
from dateline.linking.components import forest
from dateline.linking.identity import Identity
from dateline.linking.model import LinkModel
from dateline.linking.packing import packed
from dateline.linking.pairs import features
from dateline.linking.records import Link
from dateline.linking.telling import Telling

INCIDENTS: Final = pa.schema(
    [
        *((name, pa.string()) for name in ("id", "anchor", "anchor_event")),
        ("formerly", pa.list_(pa.string())),
        *((name, pa.string()) for name in ("split_from", "part_of")),
        ("published", pa.date32()),
        *((name, pa.string()) for name in ("report", "event")),
        *((name, pa.int32()) for name in ("members", "sources", "run")),
        ("line", pa.binary()),
    ]
)


@dataclass(frozen=True)
class Batch:
    """Groups of tellings that are written together.

    `tellings` (grp, item, report, event, telling): these as the store keeps them, the groups in their order and those
    of each in order of publication. `pairs` (grp, a, b, weight) are the weighed pairs inside groups, by position;
    `vectors` the evidence of the tellings of groups of two or more, in the order of their items.
    """

    tellings: pa.Table
    identities: Mapping[int, Identity]
    pairs: pa.Table
    vectors: pa.Table
    run: int
    model: LinkModel
    background: Background


class _Told(NamedTuple):
    """A telling as the store keeps it."""

    item: int
    report: str
    event: str
    line: bytes


def written(batch: Batch) -> pa.Table:
    """The rows of a batch, with the columns of `INCIDENTS`."""
    groups: defaultdict[int, list[_Told]] = defaultdict(list)
    columns = (batch.tellings[name].to_pylist() for name in ("grp", "item", "report", "event", "telling"))
    for grp, *told in zip(*columns, strict=True):
        groups[grp].append(_Told(*told))
    found = _links(batch, groups)
    rows = []
    # Incident by incident: with all records of a batch in memory, most time goes into looking for garbage.
    for grp, members in groups.items():
        tellings = [Telling.load(told.report, told.line) for told in members]
        rows.append(_row(batch, tellings, batch.identities[grp], list(islice(found, len(members) - 1))))
    return pa.Table.from_pylist(rows, INCIDENTS)


def _row(batch: Batch, tellings: Sequence[Telling], identity: Identity, found: Sequence[Link]) -> dict[str, Any]:
    incident = incident_of(tellings, identity, found, batch.model)
    return {
        "id": identity.id,
        "anchor": identity.anchor[0],
        "anchor_event": identity.anchor[1],
        "formerly": identity.formerly,
        "split_from": identity.split_from,
        "part_of": None,
        "published": tellings[0].published,
        "report": tellings[0].report,
        "event": tellings[0].name[1],
        "members": len(tellings),
        "sources": len(incident.sources),
        "run": batch.run,
        "line": packed(incident.model_dump_json()),
    }


def _links(batch: Batch, groups: Mapping[int, Sequence[_Told]]) -> Iterator[Link]:
    """The links of all groups, one fewer than it has members for each, made when they are asked for."""
    weights = _heaviest(batch.pairs)
    pairs = [
        (members[a], members[b])
        for grp, members in groups.items()
        if len(members) > 1
        for a, b in strongest(len(members), weights[grp])
    ]
    if not pairs:
        return iter(())
    items: NDArray[np.int64] = batch.vectors["item"].to_numpy()
    evidence = read_collection(batch.vectors, batch.background)
    ends = (np.searchsorted(items, [pair[side].item for pair in pairs]) for side in (0, 1))
    names = [((left.report, left.event), (right.report, right.event)) for left, right in pairs]
    return links(names, features(evidence, *ends), batch.model)


def _heaviest(pairs: pa.Table) -> defaultdict[int, dict[Pair, float]]:
    """By group, the pairs that are enough to tie together all that its weighed pairs do, with their weights."""
    found: defaultdict[int, dict[Pair, float]] = defaultdict(dict)
    grp, a, b, weight = (pairs[name].to_numpy() for name in ("grp", "a", "b", "weight"))
    left, right = np.minimum(a, b), np.maximum(a, b)
    groups, group = np.unique(grp, return_inverse=True)
    sizes = np.zeros(len(groups), dtype=np.int64)
    np.maximum.at(sizes, group, right + 1)
    first = (np.cumsum(sizes) - sizes)[group]
    kept = forest(first + left, first + right, weight)
    for one, *pair, heavy in zip(*(column[kept].tolist() for column in (grp, left, right, weight)), strict=True):
        found[one][pair[0], pair[1]] = heavy
    return found
