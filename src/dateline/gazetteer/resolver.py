"""From the mentions of one report to places, without learning. `scoring` does the weighing."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from dateline.gazetteer.phrases import inner_mentions, is_cased, meant_kinds, most_specific
from dateline.gazetteer.records import PRECISION, Candidate, Kind, Mention, Resolved, Source
from dateline.gazetteer.scoring import WEIGHTS, Group, Weights, country_shares, score, softmax

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dateline.gazetteer.index import Gazetteer

_AT_HOME = 0.6
"""The part of a report's names that must lie in one country for it to be the report's country."""
_SURE_ENOUGH = 0.5
"""The least confidence of a place that another phrase may refer back to."""
_REFERRED = 0.6
"""Confidence left of a place that "the city" refers back to."""
_OFFSET, _SLOPE, _ALTERNATE, _SINGLE = -0.08, 0.42, -1.38, -0.84
"""Logistic regression of "the id is right" on LGL, over the logit of the best candidate's share, whether it was
found by an alternate name and whether it is the only candidate. On TR-News the bins are right to a few points."""


def resolve(mentions: Sequence[Mention], gazetteer: Gazetteer, *, weights: Weights = WEIGHTS) -> list[Resolved | None]:
    """The place of each mention of one report, in the order given; None where nothing is known of it.

    Give all mentions of a report at once: they decide about each other. A mention may be a name ("Aktobe"),
    a demonym ("Syrian") or a phrase: names inside it are resolved, and of "Old Town area of Quetta" the most
    specific that is known is the answer. "The city", "the country" stand for the town or country named last
    before, or for the country that most of the report's names lie in.
    """
    cased = is_cased(mentions)
    known = {name: gazetteer.candidates(name) for name in dict.fromkeys(mention.name for mention in mentions)}
    parts = [
        [mention] if known[mention.name] else inner_mentions(mention, gazetteer, cased=cased) for mention in mentions
    ]
    flat = [part for inner in parts for part in inner]
    groups = score(flat, gazetteer, weights, known)
    shares = country_shares(groups)
    home = max(shares, key=lambda code: (shares[code], code)) if shares else ""
    if shares.get(home, 0.0) < _AT_HOME:
        home = ""
    places: list[Resolved | None] = [None] * len(flat)
    for group in groups:
        for position, number in enumerate(group.mentions):
            places[number] = _answer(group, position, flat[number], gazetteer, weights)
    answers: list[Resolved | None] = []
    remaining = iter(places)
    for mention, inner in zip(mentions, parts, strict=True):
        found = list(islice(remaining, len(inner)))
        answers.append(_of_phrase(mention, inner, found, home))
    for number, mention in enumerate(mentions):
        if answers[number] is None and (kinds := meant_kinds(mention)):
            answers[number] = _of_country(mention, kinds, home, gazetteer) or _named_last(
                number, mentions, answers, kinds, home
            )
    return answers


def nearest_town(mention: Mention, mentions: Sequence[Mention], answers: Sequence[Resolved | None]) -> Resolved | None:
    """The town or district named nearest before a mention (else nearest after it) that `resolve` found.

    For places that the gazetteer does not have ("the defence ministry"): a guess from the report's context,
    with a confidence that says so.
    """
    named = [
        ((other.start > mention.start, abs(other.start - mention.start)), answer)
        for other, answer in zip(mentions, answers, strict=True)
        if answer
        and answer.precision in {"town", "district"}
        and other.start != mention.start
        and answer.confidence >= _SURE_ENOUGH
    ]
    if not named:
        return None
    answer = min(named, key=lambda pair: pair[0])[1]
    return replace(
        answer,
        confidence=round(0.5 * answer.confidence, 3),
        basis=f"{mention.name} is not in the gazetteer; {answer.name} is the town named nearest",
    )


def _of_phrase(
    mention: Mention, inner: Sequence[Mention], found: Sequence[Resolved | None], home: str
) -> Resolved | None:
    places = [place for place in found if place]
    if not places or inner[0].name == mention.name:
        return places[0] if places else None
    if home:
        # A word of a descriptive phrase is rather no name at all than one from another part of the world.
        places = [place for place in places if place.country in {home, None} or place.confidence > 0.9]
    answer = most_specific(places)
    return answer and replace(answer, confidence=round(0.9 * answer.confidence, 3))


def _named_last(
    number: int,
    mentions: Sequence[Mention],
    answers: Sequence[Resolved | None],
    kinds: frozenset[Kind],
    home: str,
) -> Resolved | None:
    precisions = {PRECISION[kind] for kind in kinds}
    before = [
        (mention.start, answer)
        for mention, answer in zip(mentions, answers, strict=True)
        if answer
        and mention.start < mentions[number].start
        and answer.precision in precisions
        and (not home or answer.country == home)
        and answer.confidence >= _SURE_ENOUGH
    ]
    if not before:
        return None
    answer = max(before, key=lambda pair: pair[0])[1]
    return replace(
        answer,
        confidence=round(_REFERRED * answer.confidence, 3),
        basis=f"{mentions[number].name} → {answer.name}, named last before it",
    )


def _of_country(mention: Mention, kinds: frozenset[Kind], home: str, gazetteer: Gazetteer) -> Resolved | None:
    """What "the country" and "the capital" mean in a report whose places lie in one country."""
    if not home:
        return None
    place = None
    if Kind.COUNTRY in kinds:
        place = gazetteer.country(home)
    elif "the capital" in mention.name.casefold():
        place = gazetteer.capital(home)
    basis = f"{mention.name} → {place.name}, where most places of the report lie" if place else ""
    return _resolved(place, gazetteer, _REFERRED, basis) if place else None


def _answer(group: Group, position: int, mention: Mention, gazetteer: Gazetteer, weights: Weights) -> Resolved:
    scores = group.scores(position, weights)
    order = sorted(range(len(scores)), key=lambda number: (-scores[number], number))
    best = group.candidates[order[0]]
    basis = f"{mention.name} → {_label(best)}{_reason(group, position, order)}"
    return _resolved(best, gazetteer, _confidence(best, scores), basis)


def _confidence(best: Candidate, scores: Sequence[float]) -> float:
    """The probability that the best candidate is right, calibrated on LGL (see docs/explanation/places.md)."""
    share = max(softmax(scores))
    logit = _OFFSET + _SLOPE * math.log((share + 1e-4) / (1 - share + 1e-4))
    logit += _ALTERNATE * (best.source in {Source.ALTERNATE, Source.BARE}) + _SINGLE * (len(scores) == 1)
    return round(1 / (1 + math.exp(-logit)), 3)


def _resolved(place: Candidate, gazetteer: Gazetteer, confidence: float, basis: str) -> Resolved:
    admin1 = gazetteer.entry(place.admin1) if place.admin1 else None
    admin2 = gazetteer.entry(place.admin2) if place.admin2 else None
    return Resolved(
        geonames_id=place.geonames_id,
        name=place.name,
        country=place.country or None,
        admin1=place.name if place.kind == Kind.ADMIN1 else admin1.name if admin1 else None,
        admin2=place.name if place.kind == Kind.ADMIN2 else admin2.name if admin2 else None,
        lat=place.lat,
        lon=place.lon,
        precision=PRECISION[Kind(place.kind)],
        population=place.population,
        confidence=confidence,
        basis=basis,
    )


def _label(place: Candidate) -> str:
    return f"GeoNames {place.geonames_id}" if place.geonames_id else f"{place.name} (no GeoNames id)"


def _reason(group: Group, position: int, order: Sequence[int]) -> str:
    """Why the best candidate came before the next, in a few words."""
    best = group.candidates[order[0]]
    if best.source == Source.DEMONYM:
        return f", {best.name} by its adjective or inhabitants"
    if best.source == Source.ABBREVIATION:
        return f", abbreviation of {best.name}"
    if len(order) == 1:
        return ", the only place of that name"
    return _advantage(group, position, order[0], order[1])


def _advantage(group: Group, position: int, first: int, second: int) -> str:
    best, rival = group.candidates[first], group.candidates[second]
    cue, kinds = group.cues[position], group.kinds[position]
    if cue and best.id in cue.inside:
        return f", beside {cue.said} in the text"
    if kinds and best.kind in kinds and rival.kind not in kinds:
        return f", the {_WORDS[Kind(best.kind)]} as the text says"
    if best.kind == Kind.TOWN and rival.id in {best.admin1, best.admin2}:
        return f", city before {_WORDS[Kind(rival.kind)]}"
    if group.agreement[first] > group.agreement[second]:
        return f", with other places of the report near or in the same country ({len(group.candidates)} of that name)"
    return f", best known of {len(group.candidates)} places of that name"


_WORDS = {
    Kind.CONTINENT: "continent",
    Kind.AREA: "region",
    Kind.COUNTRY: "country",
    Kind.ADMIN1: "region",
    Kind.ADMIN2: "district",
    Kind.TOWN: "town",
    Kind.WATER: "water",
}
