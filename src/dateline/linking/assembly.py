"""From a group of tellings to the incident that is written: its sources, values, tolls and links."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from dateline.linking import reconcile
from dateline.linking.actors import actors
from dateline.linking.identity import Identity
from dateline.linking.model import LinkModel
from dateline.linking.pairs import FEATURES
from dateline.linking.records import Incident, Link, Member
from dateline.linking.syndication import sources
from dateline.linking.telling import Name, Telling
from dateline.linking.tolls import problems, tolls

Pair = tuple[int, int]


def incident_of(group: Sequence[Telling], identity: Identity, links: Sequence[Link], model: LinkModel) -> Incident:
    """The incident of tellings that are in order of publication, with the links that tie them in."""
    found = sources([telling.printed for telling in group])
    source_of = {report: index for index, source in enumerate(found) for report in source.reports}
    heard = reconcile.voices(group, source_of)
    return Incident(
        id=identity.id,
        anchor=identity.anchor[0],
        anchor_event=identity.anchor[1],
        formerly=identity.formerly,
        split_from=identity.split_from,
        types=reconcile.types(heard),
        dates=reconcile.dates(heard),
        places=reconcile.places(heard),
        statuses=reconcile.statuses(heard),
        perpetrators=actors(heard, "perpetrators"),
        targets=actors(heard, "targets"),
        tolls=tolls(heard),
        confidence=max((event.confidence for _, _, event in heard), default=0.0),
        members=tuple(
            Member(
                report=telling.report,
                published=telling.published,
                source=source_of[telling.report],
                events=() if telling.event is None else (telling.event.id,),
            )
            for telling in group
        ),
        sources=tuple(found),
        links=tuple(links),
        problems=problems(heard),
        model=model.name,
    )


def links(names: Sequence[tuple[Name, Name]], features: NDArray[np.float64], model: LinkModel) -> Iterator[Link]:
    """The links of pairs of tellings, with one row of evidence each: what weighs most comes first."""
    rows = np.round(features, 6)
    probabilities = expit(model.log_odds(rows)).tolist()
    kinds, parts = list(FEATURES), model.contributions(rows)
    ranked = np.argsort(-np.abs(parts), axis=1, kind="stable").tolist()
    start = model.start
    # Reasons are read with their link: some fifty records are made in one call.
    return (
        Link.model_validate(
            {
                "left": left[0],
                "right": right[0],
                "left_event": left[1],
                "right_event": right[1],
                "probability": probability,
                "start": start,
                "reasons": tuple({"evidence": kinds[at], "weight": part[at]} for at in order if part[at]),
            }
        )
        for (left, right), probability, part, order in zip(names, probabilities, parts.tolist(), ranked, strict=True)
    )


def strongest(count: int, weights: Mapping[Pair, float]) -> list[Pair]:
    """For each position after the first, the pair (a, b), a < b, that ties it in to those that are tied already.

    The heaviest pair ties, of equals the one with the earliest position that is tied, then the earliest that is
    not. A position that no weighed pair ties is tied to the first.
    """
    beside: list[list[tuple[float, int]]] = [[] for _ in range(count)]
    for (a, b), weight in weights.items():
        beside[a].append((weight, b))
        beside[b].append((weight, a))
    tied = [False] * count
    found: list[Pair] = []
    heap: list[tuple[float, int, int]] = []

    def tie(position: int) -> None:
        tied[position] = True
        for weight, other in beside[position]:
            if not tied[other]:
                heapq.heappush(heap, (-weight, position, other))

    if count:
        tie(0)
    loose = 1
    while len(found) < count - 1:
        if heap:
            _, a, b = heapq.heappop(heap)
            if tied[b]:
                continue
        else:
            while tied[loose]:
                loose += 1
            a, b = 0, loose
        found.append((min(a, b), max(a, b)))
        tie(b)
    return found
