"""The day of a report's incident: every time expression is a candidate, and so are the days around publication."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from dateline.coding.account.passages import Passage
from dateline.coding.account.ranking import Candidate
from dateline.coding.dates import find_times, resolve_time

LONGEST: Final = 3
"""Stretches of more days than this name no day."""
PRESUMED: Final = 3
"""So many days, the day of publication among them, are candidates that no words tell."""
EARLIEST: Final = 40 * 366
"""Days longer before publication than this are those of a life's or a town's history."""
_NEAR: Final = (15, 40, 90)
"""Characters between an expression and a violent word: bounds of the classes."""

_MONTH: Final = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_KINDS: Final = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        ("calendar_year", (rf"\b{_MONTH}\.?\s+\d{{1,2}},?\s+\d{{4}}|\b\d{{1,2}}\s+{_MONTH}\.?,?\s+\d{{4}}"
         r"|\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}/\d{2,4}")),
        ("calendar", rf"\b{_MONTH}\.?\s+\d{{1,2}}|\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}|\d/\d"),
        ("last_week", r"\blast week\b|\blast (?:mon|tues|wednes|thurs|fri|satur|sun)day"),
        ("weekday", r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day"),
        ("weekend", r"\bweekend"),
        ("yesterday", r"\byesterday|\blast (?:night|evening)"),
        ("overnight", r"\bovernight"),
        ("tonight", r"\btonight"),
        ("today", r"\btoday|\bthis (?:morning|afternoon|evening)"),
        ("counted", r"\b(?:ago|later|earlier|after|before|previous|following|same|that)\b"),
        ("clock", r"\d\s*(?:[ap]\.?m|o'clock)|\b(?:noon|midnight)\b"),
    )
)  # fmt: skip
_SHOTS: Final = re.compile(
    r"\b(?:shooting|shootings|shot|shots|gunfire|opened fire|gunned|gunm[ae]n|killed|wounded|injured|dead|died|slain"
    r"|murdered|homicides?|slayings?|attack(?:ed|s)?|massacre|drive-by|shootout|fired)\b",
    re.IGNORECASE,
)
_OCCURRED: Final = re.compile(
    r"\b(?:occurred|happened|took place|broke out|erupted|responded|called to|dispatched|rang out|began|unfolded"
    r"|reported|receiv(?:ed|ing)|arrived|found)\b",
    re.IGNORECASE,
)
_COURT: Final = re.compile(
    r"\b(?:court|trial|judge|jury|jurors?|sentenc\w+|plead\w*|pled|charge[ds]?|arraign\w*|indict\w*|convict\w*|guilty"
    r"|arrest\w*|hearing|testif\w+|prosecutors?|custody|surrendered|extradit\w+|bond|bail)\b",
    re.IGNORECASE,
)
_MOURNING: Final = re.compile(
    r"\b(?:funeral|vigil|anniversary|memorial|prayer|mourn\w*|rally|march|fundraiser|service"
    r"|meeting)\b",
    re.IGNORECASE,
)
_SAID: Final = re.compile(
    r"\b(?:said|told|announced|news conference|press conference|released|identified|according)\b", re.IGNORECASE
)
_POSTED: Final = re.compile(
    r"\b(?:posted|updated?|published|copyright|last modified|reported by|written by|by:|filed|created)\b|©"
    r"|^\s*\w+,? ",
    re.IGNORECASE,
)
_DIED_LATER: Final = re.compile(r"\b(?:died|pronounced|succumbed)\b", re.IGNORECASE)
_EARLY: Final = re.compile(r"\b(?:early|morning|a\.?m)\b", re.IGNORECASE)
_NIGHT: Final = re.compile(r"\b(?:night|evening|late|p\.?m)\b", re.IGNORECASE)
_PAST: Final = re.compile(
    r"\b(?:years?|months?|weeks?) (?:ago|after|later|since)|anniversary|sentenced|convicted|pleaded|guilty|trial|jury"
    r"|indicted|testified",
    re.IGNORECASE,
)


def day_candidates(passages: Sequence[Passage], published: date | None) -> list[Candidate[int]]:
    """Tellings of days (proleptic ordinals): time expressions of up to `LONGEST` days, and presumed days.

    Days after publication are no candidates. Without a day of publication only full calendar dates resolve.
    """
    latest = published.toordinal() if published is not None else date.max.toordinal()
    story = "\n".join(p.text for p in passages[:12])
    late = min(len(_PAST.findall(story)), 3)
    found = [item for p in passages for item in _told(p, published, latest)]
    times = Counter(day for day, _, _, _ in found)
    first: dict[int, int] = {}
    for rank, (day, *_) in enumerate(found):
        first.setdefault(day, rank)
    order = {day: k for k, day in enumerate(first)}
    out = []
    for day, features, passage, span in found:
        features[f"times {min(times[day], 4)}"] = 1.0
        features[f"order {min(order[day], 3)}"] = 1.0
        _add_lag(features, latest - day if published else None, late)
        out.append(Candidate(day, features, passage.spot(*span), passage.text[span[0] : span[1]]))
    if published is not None:
        for lag in range(PRESUMED):
            name = f"presumed {lag}"
            features = {name: 1.0, f"{name} late {late}": 1.0}
            if not any(latest - day <= 7 for day in times):
                features[f"{name} nothing near"] = 1.0
            if not times:
                features[f"{name} nothing"] = 1.0
            out.append(Candidate(latest - lag, features))
    return out


def _told(
    passage: Passage, published: date | None, latest: int
) -> Iterator[tuple[int, dict[str, float], Passage, tuple[int, int]]]:
    text = passage.text
    sentences = list(passage.sentences())
    earliest = latest - EARLIEST if published is not None else 0
    for span in find_times(text):
        time = resolve_time(text[span.start : span.end], published, context=text, offset=span.start)
        if time.start is None or time.end is None:
            continue
        length = (time.end - time.start).days + 1
        if not 0 < length <= LONGEST or not earliest <= time.start.toordinal() <= latest:
            continue
        bounds = next(((a, b) for a, b in sentences if a <= span.start < b), (0, len(text)))
        common = _features(passage, bounds, span.start, span.end)
        for step in range(length):
            day = time.start.toordinal() + step
            if day > latest:
                break
            features = dict(common)
            if length > 1:
                features[f"stretch {length} {step}"] = 1.0
            yield day, features, passage, (span.start, span.end)


def _features(passage: Passage, bounds: tuple[int, int], start: int, end: int) -> dict[str, float]:
    text = passage.text
    expression, sentence = text[start:end], text[bounds[0] : bounds[1]]
    kind = next((name for name, pattern in _KINDS if pattern.search(expression)), "other")
    place = "title" if passage.number < 0 else "short" if passage.short else _class(passage.number, (0, 1, 2, 4, 9))
    features = {"told": 1.0, f"kind {kind}": 1.0, f"place {place}": 1.0, f"kind {kind} place {place}": 1.0}
    near = _distance(_SHOTS, text, bounds, start, end)
    features[f"shots {_class(near, _NEAR) if near is not None else 'none'}"] = 1.0
    near = _distance(_OCCURRED, text, bounds, start, end)
    features[f"occurred {_class(near, _NEAR) if near is not None else 'none'}"] = 1.0
    for name, pattern in (("court", _COURT), ("mourning", _MOURNING), ("said", _SAID), ("died", _DIED_LATER)):
        near = _distance(pattern, text, bounds, start, end)
        if near is not None:
            features[name] = 1.0
            features[f"{name} {_class(near, _NEAR)}"] = 1.0
    if passage.short and _POSTED.search(sentence):
        features["posted"] = 1.0
    for name, pattern in (("early", _EARLY), ("night", _NIGHT)):
        if pattern.search(expression):
            features[name] = 1.0
            features[f"{name} {kind}"] = 1.0
    if re.search(r"\d\s*(?:[ap]\.?m)|\d:\d\d", sentence):
        features["clock beside"] = 1.0
    return features


def _add_lag(features: dict[str, float], lag: int | None, late: int) -> None:
    if lag is None:
        features["lag unknown"] = 1.0
        return
    near = _class(lag, (0, 1, 2, 3, 5, 7, 14, 40, 200, 500, 1500))
    kind = next(name for name in features if name.startswith("kind ") and " place " not in name)
    features[f"lag {near}"] = 1.0
    features[f"lag {near} {kind}"] = 1.0
    wide = _class(lag, (0, 2, 7, 40))
    features[f"lag {wide} late {late}"] = 1.0
    for word in ("early", "night", "court", "said"):
        if word in features:
            features[f"lag {_class(lag, (0, 1, 2, 7))} {word}"] = 1.0


def _distance(pattern: re.Pattern[str], text: str, bounds: tuple[int, int], start: int, end: int) -> int | None:
    return min((max(m.start() - end, start - m.end(), 0) for m in pattern.finditer(text, *bounds)), default=None)


def _class(number: int, bounds: Sequence[int]) -> str:
    return next((f"<={bound}" for bound in bounds if number <= bound), "more")
