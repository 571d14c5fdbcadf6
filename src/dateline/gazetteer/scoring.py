"""How well each candidate of each name fits: prior, words beside the mention, agreement within the report.

Each distinct name of a report is a group with its candidates ("one sense a report"). A candidate's score
adds up how well known and how large the place is, what the words beside the mentions say ("X, Y", "X
province"), and how well it agrees with the other places of the report in country, division and nearness.
The last part needs the places that it is to find, so it is computed a few times over, each time with the
probabilities of the round before. docs/explanation/places.md tells the whole story.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from dateline.gazetteer.context import Cue, container, containment
from dateline.gazetteer.folding import fold
from dateline.gazetteer.records import Candidate, Kind, Mention, Source
from dateline.gazetteer.rules import plural_kinds, said_kinds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dateline.gazetteer.index import Gazetteer


@dataclass(frozen=True, slots=True)
class Weights:
    """The parts of a score, in units of natural log-odds. Set by hand, adjusted on LGL one at a time."""

    population: float = 1.0
    """For each power of ten of people."""
    fame: float = 0.5
    """For each unit of the logarithm of the number of names."""
    continent: float = 6.0
    area: float = 4.0
    country: float = 3.0
    admin1: float = 1.5
    admin2: float = -2.5
    water: float = 1.0
    capital: float = 3.5
    alternate: float = -3.0
    bare: float = -2.0
    code: float = -3.0
    city: float = 3.0
    """A city before the division of the same name that it lies in."""
    city_share: float = 0.15
    """The least share of the division's people that the city must have for that."""
    said_kind: float = 5.0
    said_kind_shared: float = 0.4
    strong_cue: float = 8.0
    weak_cue: float = 4.0
    cue_shared: float = 0.9
    """The part of a cue that counts for the other mentions of the name."""
    same_country: float = 2.6
    same_admin1: float = 1.3
    same_admin2: float = 1.5
    near: float = 1.7
    near_kilometres: float = 110.0
    votes: float = 6.0
    """How steeply agreement rises with the first votes."""
    rounds: int = 3
    heat: float = 1.5
    anchor: float = 0.05
    """The least probability of a place that others may be near to."""


WEIGHTS = Weights()
_POINTS = frozenset({Kind.TOWN, Kind.ADMIN2})
_EARTH_RADIUS_KILOMETRES = 6371.0
_NEAR_RADIANS = 0.08
"""500 km: farther away, nearness counts nothing."""
_NEGLIGIBLE = 0.01
_LIST_GAP = re.compile(r"\s*(?:,|and|or|&|, and)\s*")


@dataclass(slots=True)
class Group:
    """The mentions of one name (their positions in the list), its candidates and what is known of each."""

    candidates: list[Candidate]
    prior: list[float]
    mentions: list[int] = field(default_factory=list)
    cues: list[Cue | None] = field(default_factory=list)
    kinds: list[frozenset[Kind] | None] = field(default_factory=list)
    evidence: list[float] = field(default_factory=list)
    agreement: list[float] = field(default_factory=list)
    probabilities: list[float] = field(default_factory=list)

    def shared_scores(self) -> list[float]:
        """Scores of the name as such, whichever mention."""
        return [sum(parts) for parts in zip(self.prior, self.evidence, self.agreement, strict=True)]

    def scores(self, position: int, weights: Weights) -> list[float]:
        """Scores for one mention: what stands beside it counts in full."""
        scores = self.shared_scores()
        cue, kinds = self.cues[position], self.kinds[position]
        for number, place in enumerate(self.candidates):
            if cue and place.id in cue.inside:
                scores[number] += weights.strong_cue if cue.strong else weights.weak_cue
            if kinds and place.kind in kinds:
                scores[number] += weights.said_kind
        return scores


def score(
    mentions: Sequence[Mention], gazetteer: Gazetteer, weights: Weights, known: dict[str, list[Candidate]]
) -> list[Group]:
    """The groups of a report's mentions with all scores; mentions without candidates are in none.

    `known` are the candidates of names that were looked up before.
    """
    groups = _group(mentions, gazetteer, weights, known)
    for group in groups:
        group.evidence = _evidence(group, weights)
        group.agreement = [0.0] * len(group.candidates)
    for remaining in range(weights.rounds, 0, -1):
        # From soft to sharp: what looks unlikely by itself may still find its like among the other names.
        heat = weights.heat ** (remaining - 1)
        for group in groups:
            group.probabilities = softmax([value / heat for value in group.shared_scores()])
        _agree(groups, weights)
        _agree_in_distance(groups, weights)
    for group in groups:
        group.probabilities = softmax(group.shared_scores())
    return groups


def softmax(scores: Sequence[float]) -> list[float]:
    """Scores in log-odds as probabilities that sum to one."""
    top = max(scores)
    powers = [math.exp(value - top) for value in scores]
    total = sum(powers)
    return [power / total for power in powers]


def country_shares(groups: Sequence[Group]) -> dict[str, float]:
    """Which part of a report's names lies in which country, by probability; sums to at most one."""
    shares: dict[str, float] = defaultdict(float)
    for group in groups:
        for probability, place in zip(group.probabilities, group.candidates, strict=True):
            if place.country:
                shares[place.country] += probability / len(groups)
    return dict(shares)


def _group(
    mentions: Sequence[Mention], gazetteer: Gazetteer, weights: Weights, known: dict[str, list[Candidate]]
) -> list[Group]:
    groups: dict[object, Group] = {}
    kinds = _said_kinds(mentions)
    for number, mention in enumerate(mentions):
        candidates = known[mention.name] if mention.name in known else gazetteer.candidates(mention.name)
        if not candidates:
            continue
        key = (fold(mention.name), candidates[0].source >= Source.ABBREVIATION, len(candidates))
        group = groups.get(key)
        if group is None:
            group = groups[key] = Group(candidates, _prior(candidates, weights))
        group.mentions.append(number)
        group.kinds.append(kinds[number])
        group.cues.append(
            containment(mention, candidates, gazetteer) or container(mention, candidates, gazetteer)
            if len(candidates) > 1
            else None
        )
    return list(groups.values())


def _said_kinds(mentions: Sequence[Mention]) -> list[frozenset[Kind] | None]:
    """What the words beside each mention say; a plural class word counts for the whole list before it."""
    kinds = [said_kinds(mention.before, mention.after) for mention in mentions]
    order = sorted(range(len(mentions)), key=lambda number: -mentions[number].start)
    for later, earlier in pairwise(order):
        gap = mentions[earlier].after[: max(0, mentions[later].start - mentions[earlier].end)]
        if kinds[earlier] is None and _LIST_GAP.fullmatch(gap) and plural_kinds(mentions[later].after):
            kinds[earlier] = kinds[later]
    return kinds


def _prior(candidates: Sequence[Candidate], weights: Weights) -> list[float]:
    kinds = {
        Kind.CONTINENT: weights.continent,
        Kind.AREA: weights.area,
        Kind.COUNTRY: weights.country,
        Kind.ADMIN1: weights.admin1,
        Kind.ADMIN2: weights.admin2,
        Kind.WATER: weights.water,
    }
    sources = {Source.ALTERNATE: weights.alternate, Source.BARE: weights.bare, Source.CODE: weights.code}
    # "Singapore" is the country, of which the capital is the same.
    states = {place.country for place in candidates if place.kind == Kind.COUNTRY}
    scores = [
        weights.population * math.log10(place.population + 100)
        + weights.fame * math.log1p(place.names)
        + kinds.get(Kind(place.kind), 0.0)
        + sources.get(Source(place.source), 0.0)
        + weights.capital * (place.capital and place.country not in states)
        for place in candidates
    ]
    _prefer_cities(candidates, scores, weights)
    return scores


def _prefer_cities(candidates: Sequence[Candidate], scores: list[float], weights: Weights) -> None:
    """The city before the division of the same name, unless it has but a small part of its people.

    "Aktobe" is the city and not the middle of its region 280 km off; "Veracruz" may be either.
    """
    by_id = {place.id: number for number, place in enumerate(candidates)}
    for number, town in enumerate(candidates):
        if town.kind != Kind.TOWN:
            continue
        for key in (town.admin1, town.admin2):
            area = by_id.get(key)
            if area is None or town.source > candidates[area].source:
                continue
            if town.population + 1 >= weights.city_share * (candidates[area].population + 1):
                scores[number] = max(scores[number], scores[area])
                scores[area] = min(scores[area], scores[number] - weights.city)


def _evidence(group: Group, weights: Weights) -> list[float]:
    """What the words beside all mentions of the name say, at a discount."""
    strong = {key for cue in group.cues if cue and cue.strong for key in cue.inside}
    weak = {key for cue in group.cues if cue for key in cue.inside} - strong
    said = {kinds for kinds in group.kinds if kinds}
    kinds = next(iter(said)) if len(said) == 1 else frozenset()
    return [
        weights.cue_shared * (weights.strong_cue * (place.id in strong) + weights.weak_cue * (place.id in weak))
        + weights.said_kind_shared * weights.said_kind * (place.kind in kinds)
        for place in group.candidates
    ]


def _keys(place: Candidate) -> tuple[str | int, str | int, str | int]:
    """Country and divisions in which a place agrees with others; a division agrees with what lies in it."""
    if place.kind == Kind.ADMIN1:
        return place.country, place.id, 0
    if place.kind == Kind.ADMIN2:
        return place.country, place.admin1, place.id
    return place.country, place.admin1, place.admin2


def _shares(group: Group, places: Sequence[tuple[str | int, str | int, str | int]]) -> dict[str | int, float]:
    """Which part of a group's probability lies in which country and division."""
    shares: dict[str | int, float] = defaultdict(float)
    for probability, place in zip(group.probabilities, places, strict=True):
        if probability > _NEGLIGIBLE:
            for key in place:
                if key:
                    shares[key] += probability
    return shares


def _agree(groups: Sequence[Group], weights: Weights) -> None:
    """Set each candidate's agreement with the probable places of the other groups in country and division."""
    keys = [[_keys(place) for place in group.candidates] for group in groups]
    own = [_shares(group, places) for group, places in zip(groups, keys, strict=True)]
    totals: dict[str | int, float] = defaultdict(float)
    for shares in own:
        for key, share in shares.items():
            totals[key] += share
    factors = weights.same_country, weights.same_admin1, weights.same_admin2
    for group, places, mine in zip(groups, keys, own, strict=True):
        worth: dict[str | int, float] = {"": 0.0, 0: 0.0}
        for place in places:
            for factor, level in zip(factors, place, strict=True):
                if level not in worth:
                    votes = totals[level] - mine.get(level, 0.0) if level in totals else 0.0
                    worth[level] = factor * math.log1p(weights.votes * votes)
        group.agreement = [worth[country] + worth[admin1] + worth[admin2] for country, admin1, admin2 in places]


def _agree_in_distance(groups: Sequence[Group], weights: Weights) -> None:
    """Add the agreement of towns and districts with the probable towns and districts near them."""
    anchors = [
        (index, probability, math.radians(place.lat), math.radians(place.lon))
        for index, group in enumerate(groups)
        for probability, place in zip(group.probabilities, group.candidates, strict=True)
        if probability > weights.anchor and place.kind in _POINTS and place.lat is not None and place.lon is not None
    ]
    if len(anchors) < 2:
        return
    scale = _EARTH_RADIUS_KILOMETRES / weights.near_kilometres
    for index, group in enumerate(groups):
        if len(group.candidates) == 1:
            continue
        for number, place in enumerate(group.candidates):
            if place.kind not in _POINTS or place.lat is None or place.lon is None:
                continue
            lat, lon = math.radians(place.lat), math.radians(place.lon)
            cosine = math.cos(lat)
            support = 0.0
            for other, probability, other_lat, other_lon in anchors:
                if other != index and abs(lat - other_lat) < _NEAR_RADIANS:
                    # Equirectangular distance: exact enough at the few hundred kilometres that count.
                    distance = scale * math.hypot(lat - other_lat, (lon - other_lon) * cosine)
                    support += probability * math.exp(-distance)
            group.agreement[number] += weights.near * math.log1p(weights.votes * support)
