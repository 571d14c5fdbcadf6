"""The town of a report's incident: every place name is a candidate for each place that bears it."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from dateline.coding.account.passages import Passage
from dateline.coding.account.ranking import Candidate
from dateline.coding.account.town_words import AFTER, BEFORE, CAPITALISED, GAP, PERSON, SHOTS
from dateline.gazetteer import Candidate as Entry
from dateline.gazetteer import Gazetteer, Kind, Source
from dateline.gazetteer.folding import fold
from dateline.gazetteer.words import COMMON, GENERIC

LONGEST: Final = 4
"""Words of a place name at most."""
KEPT: Final = 5
"""Places of one name that are considered, those in the divisions that the report names first, then the largest."""
ABBREVIATED: Final = 5
"""Letters of an abbreviated name of a division at most ("Calif.")."""
LARGE: Final = 20_000
"""The least population of a town that others may be parts of."""
AROUND: Final = 0.25
"""Degrees of latitude, some 28 km, within which they may be."""
_SMALL: Final = 100
_NEAR: Final = (30, 80)
_TOWNS: Final = frozenset({Kind.TOWN, Kind.ADMIN2})


@dataclass(frozen=True)
class _Named:
    passage: Passage
    start: int
    end: int
    name: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class _Setting:
    """What the names of a report say together: divisions named (by key), and names with a place in each division."""

    named: Counter[int]
    countries: Counter[str]
    support: Counter[int]
    times: Counter[str]
    persons: frozenset[str]
    """Names that follow a given name or stand before a surname somewhere in the report."""
    counties: Counter[int]
    """Population of the largest town named in each second-level division."""
    towns: tuple[Entry, ...]
    """The places that a name may be of, without the smallest."""


def town_candidates(passages: Sequence[Passage], gazetteer: Gazetteer) -> list[Candidate[int]]:
    """Tellings of places (keys of the gazetteer): towns, and counties where no town may be told."""
    names = [named for passage in passages for named in _names(passage, gazetteer)]
    setting = _setting(names)
    order = {name: k for k, name in enumerate(dict.fromkeys(n.name for n in names if _towns(n)))}
    out = []
    for named in names:
        entries = _towns(named)
        if not entries:
            continue
        common = _mention_features(named, min(order[named.name], 4), setting)
        beside = _beside(named, gazetteer)
        kept = _kept(entries, setting, beside)
        for rank, entry in enumerate(kept):
            features = dict(common)
            _entry_features(features, entry, rank, setting, beside)
            spot = named.passage.spot(named.start, named.end)
            out.append(Candidate(entry.id, features, spot, named.passage.text[named.start : named.end]))
    return out


def _names(passage: Passage, gazetteer: Gazetteer) -> Iterator[_Named]:
    text = passage.text
    words = [m.span() for m in CAPITALISED.finditer(text)]
    number = 0
    while number < len(words):
        best = 0
        found: tuple[Entry, ...] = ()
        start = words[number][0]
        for count in range(1, min(LONGEST, len(words) - number) + 1):
            if count > 1 and not GAP.fullmatch(text, words[number + count - 2][1], words[number + count - 1][0]):
                break
            name = text[start : words[number + count - 1][1]]
            folded = fold(name)
            if not folded:
                break
            known, longer = gazetteer.begins(folded)
            entries = _meant(name, folded, gazetteer) if known else ()
            if count == 1:
                entries = entries or _abbreviated(text, start, words[number][1], gazetteer)
            if entries:
                best, found = count, entries
            if not longer:
                break
        if best:
            yield _Named(
                passage, start, words[number + best - 1][1], fold(text[start : words[number + best - 1][1]]), found
            )
        number += best or 1


def _abbreviated(text: str, start: int, end: int, gazetteer: Gazetteer) -> tuple[Entry, ...]:
    """The divisions that a word and the point after it stand for: "Ill."."""
    if end - start > ABBREVIATED or text[end : end + 1] != ".":
        return ()
    found = gazetteer.exact(text[start : end + 1])
    return tuple(e for e in found if e.kind == Kind.ADMIN1 and e.source == Source.ABBREVIATION)


def _meant(name: str, folded: str, gazetteer: Gazetteer) -> tuple[Entry, ...]:
    if len(folded) < 3 and not name.isupper():
        return ()
    if all(word in GENERIC for word in folded.split()):
        return ()
    entries = [
        e
        for e in gazetteer.exact(name)
        if e.source in {Source.MAIN, Source.USUAL, Source.ABBREVIATION, Source.BARE} or e.population >= 50_000
    ]
    return tuple(e for e in entries if e.kind != Kind.TOWN or e.population >= _SMALL or e.source <= Source.USUAL)


def _towns(named: _Named) -> list[Entry]:
    return [e for e in named.entries if e.kind in _TOWNS]


def _setting(names: Sequence[_Named]) -> _Setting:
    named: Counter[int] = Counter()
    countries: Counter[str] = Counter()
    support: Counter[int] = Counter()
    for folded in dict.fromkeys(n.name for n in names):
        entries = next(n.entries for n in names if n.name == folded)
        areas = {e.id for e in entries if e.kind in {Kind.ADMIN1, Kind.ADMIN2}}
        for key in areas:
            named[key] += 1
        countries.update({e.country for e in entries if e.kind in {Kind.ADMIN1, Kind.COUNTRY}})
        support.update({k for e in entries for k in (e.admin1, e.admin2) if k and e.kind in _TOWNS})
    persons = frozenset(
        fold(m[1]) for p in {id(n.passage): n.passage for n in names}.values() for m in PERSON.finditer(p.text)
    )
    counties: Counter[int] = Counter()
    for n in names:
        for e in n.entries:
            if e.kind == Kind.TOWN and e.admin2:
                counties[e.admin2] = max(counties[e.admin2], e.population)
    return _Setting(named, countries, support, Counter(n.name for n in names), persons, counties, _large(names))


def _large(names: Sequence[_Named]) -> tuple[Entry, ...]:
    unique = {e.id: e for n in names for e in n.entries if e.kind == Kind.TOWN and e.population >= LARGE}
    return tuple(unique.values())


def _satellite(entry: Entry, setting: _Setting) -> str:
    """How much larger the largest named town around a place is: it may be the city of which the place is a part."""
    if entry.lat is None or entry.lon is None or entry.kind != Kind.TOWN:
        return "no town"
    ratio = 0.0
    for town in setting.towns:
        if town.id != entry.id and town.country == entry.country and town.lat is not None and town.lon is not None:
            east = (town.lon - entry.lon) * math.cos(math.radians(entry.lat))
            if math.hypot(town.lat - entry.lat, east) <= AROUND:
                ratio = max(ratio, town.population / max(entry.population, 1))
    return "alone" if not ratio else _class(int(ratio), (0, 3, 10, 40, 200))


def _kept(entries: Sequence[Entry], setting: _Setting, beside: frozenset[int]) -> list[Entry]:
    def rank(entry: Entry) -> tuple[bool, bool, bool, int]:
        within = {entry.admin1, entry.admin2}
        return (
            not within & beside,
            not any(setting.named[k] for k in within if k),
            entry.kind != Kind.TOWN,
            -entry.population,
        )

    unique = {e.id: e for e in sorted(entries, key=rank, reverse=True)}
    largest = sorted(unique.values(), key=lambda e: -e.population)[:2]
    kept = sorted(unique.values(), key=rank)[:KEPT]
    return kept + [e for e in largest if e not in kept]


def _beside(named: _Named, gazetteer: Gazetteer) -> frozenset[int]:
    """Keys of the divisions named right after: "Wilmington, Del."."""
    match = re.match(r",? \(?((?:[A-Z][\w]*\.?)(?: [A-Z][\w]+)?)", named.passage.text[named.end :])
    if match is None:
        return frozenset()
    said = match[1]
    options = [said, said.split(" ")[0], said.rstrip(".")]
    return frozenset(
        e.id for o in options for e in gazetteer.exact(o) if e.kind in {Kind.ADMIN1, Kind.ADMIN2, Kind.COUNTRY}
    )


def _mention_features(named: _Named, order: int, setting: _Setting) -> dict[str, float]:
    passage, text = named.passage, named.passage.text
    place = "title" if passage.number < 0 else "short" if passage.short else _class(passage.number, (0, 1, 3, 8))
    before = next((name for name, p in BEFORE if p.search(text[max(0, named.start - 40) : named.start])), "other")
    after = next((name for name, p in AFTER if p.match(text, named.end)), "other")
    folded = named.name.split()
    features = {
        f"place {place}": 1.0,
        f"before {before}": 1.0,
        f"after {after}": 1.0,
        f"before {before} after {after}": 1.0,
        f"order {order}": 1.0,
        f"times {_class(setting.times[named.name], (1, 2, 3, 5, 9))}": 1.0,
        f"words {min(len(folded), 3)}": 1.0,
    }
    if place == "title":
        features[f"title before {before}"] = 1.0
    if place == "<=0":
        features[f"lead before {before}"] = 1.0
    if all(word in COMMON or word in GENERIC for word in folded):
        features["common word"] = 1.0
        features[f"common word {before}"] = 1.0
    if named.name in setting.persons:
        features["person"] = 1.0
        features[f"person before {before}"] = 1.0
    if text[named.start : named.end].isupper() and len(text[named.start : named.end]) > 3:
        features["capitals"] = 1.0
    near = min((max(m.start() - named.end, named.start - m.end(), 0) for m in SHOTS.finditer(text)), default=None)
    features[f"shots {'none' if near is None else _class(near, _NEAR)}"] = 1.0
    return features


def _entry_features(
    features: dict[str, float], entry: Entry, rank: int, setting: _Setting, beside: frozenset[int]
) -> None:
    kind = Kind(entry.kind).name
    features[f"kind {kind}"] = 1.0
    after = next(n for n in features if n.startswith("after "))
    features[f"kind {kind} {after}"] = 1.0
    features["size"] = math.log10(max(entry.population, 10)) - 4
    features[f"size {_class(entry.population, (500, 3000, 15000, 60000, 200000, 700000))}"] = 1.0
    features[f"size {_class(entry.population, (15000, 200000))} {'common' if 'common word' in features else ''}"] = 1.0
    features[f"source {entry.source}"] = 1.0
    if beside & {entry.admin1, entry.admin2}:
        features["division beside"] = 1.0
    elif beside:
        features["other division beside"] = 1.0
    first = setting.named[entry.admin1]
    features[f"admin1 named {min(first, 1)} of {min(sum(1 for k in setting.countries), 2)}"] = 1.0
    if entry.admin2 and setting.named[entry.admin2]:
        features["admin2 named"] = 1.0
    if entry.kind == Kind.TOWN and entry.admin2:
        ratio = setting.counties[entry.admin2] / max(entry.population, 1)
        features[f"county town {_class(int(ratio), (1, 3, 10, 40))}"] = 1.0
    features[f"around {_satellite(entry, setting)}"] = 1.0
    features["admin1 support"] = math.log1p(max(setting.support[entry.admin1] - 1, 0))
    features["admin2 support"] = math.log1p(max(setting.support[entry.admin2] - 1, 0) if entry.admin2 else 0)
    total = sum(setting.countries.values())
    features["country share"] = setting.countries[entry.country] / total if total else 0.0
    features["country unknown"] = float(not total)
    features[f"country {'US' if entry.country == 'US' else 'other'}"] = 1.0
    if rank == 0:
        features["best of its name"] = 1.0


def _class(number: int, bounds: Sequence[int]) -> str:
    return next((f"<={bound}" for bound in bounds if number <= bound), "more")
