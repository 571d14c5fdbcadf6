"""A batch of incidents as rows of the store, from what the store holds of it: a function of its batch alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dateline.linking.assembly import Pair, incident_of, links, strongest
from dateline.linking.background import Background
from dateline.linking.collection import read_collection
from dateline.linking.identity import Identity
from dateline.linking.model import LinkModel
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
        ("line", pa.string()),
    ]
)


@dataclass(frozen=True)
class Batch:
    """Groups of tellings that are written together.

    `tellings` (grp, item, report, telling): these as the store keeps them, the groups in their order and the tellings
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


def written(batch: Batch) -> pa.Table:
    """The rows of a batch, with the columns of `INCIDENTS`."""
    groups: defaultdict[int, list[tuple[int, Telling]]] = defaultdict(list)
    told = (batch.tellings[name].to_pylist() for name in ("grp", "item", "report", "telling"))
    for grp, item, report, line in zip(*told, strict=True):
        groups[grp].append((item, Telling.load(report, line)))
    found = _links(batch, groups)
    rows = []
    for grp, members in groups.items():
        tellings = [telling for _, telling in members]
        rows.append(_row(batch, tellings, batch.identities[grp], found.get(grp, [])))
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
        "line": incident.model_dump_json(),
    }


def _links(batch: Batch, groups: Mapping[int, Sequence[tuple[int, Telling]]]) -> dict[int, list[Link]]:
    """The links of each group of two or more."""
    weights: defaultdict[int, dict[Pair, float]] = defaultdict(dict)
    columns = (batch.pairs[name].to_pylist() for name in ("grp", "a", "b", "weight"))
    for grp, a, b, weight in zip(*columns, strict=True):
        weights[grp][min(a, b), max(a, b)] = weight
    pairs = [
        (members[a], members[b])
        for grp, members in groups.items()
        if len(members) > 1
        for a, b in strongest(len(members), weights[grp])
    ]
    if not pairs:
        return {}
    items: NDArray[np.int64] = batch.vectors["item"].to_numpy()
    evidence = read_collection(batch.vectors, batch.background)
    ends = (np.searchsorted(items, [pair[side][0] for pair in pairs]) for side in (0, 1))
    names = [(left.name, right.name) for (_, left), (_, right) in pairs]
    told = iter(links(names, features(evidence, *ends), batch.model))
    return {grp: [next(told) for _ in range(len(members) - 1)] for grp, members in groups.items() if len(members) > 1}
