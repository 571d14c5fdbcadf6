"""Every number of people hit that a report tells, and the way in which it tells it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dateline.coding.account.passages import Passage
from dateline.coding.account.people import Numbered, numbered_people
from dateline.coding.account.ranking import Spot
from dateline.coding.account.toll_words import (
    AGE,
    BARE,
    COUNTS,
    DEADLY,
    DEATH,
    HARM,
    HURT,
    JOINT,
    MULTIPLE,
    NAMED_DEAD,
    OFFENCE,
    TIMES,
)
from dateline.coding.numbers import numeral_value


@dataclass(frozen=True)
class Cue:
    """A number that a report tells in one way: `name` is the way, `fate` what it is of."""

    name: str
    fate: str
    number: int
    spot: Spot | None


def cues_of(passages: Sequence[Passage]) -> list[Cue]:
    """All numbers of people hit that the report tells."""
    return [cue for passage in passages for cue in _cues(passage)]


def _cues(passage: Passage) -> Iterator[Cue]:
    place = "title" if passage.number < 0 else "short" if passage.short else _place(passage.number)
    for start, end in passage.sentences():
        people = list(numbered_people(passage.text, start, end))
        yield from _numbered(people, passage, place)
        for first, last, total in _joined(people, passage.text):
            fate = last.fate if last.fate != "none" else first.fate
            spot = passage.spot(first.start, last.end)
            yield Cue(f"{fate} joined", fate, total, spot)
            yield Cue(f"{fate} joined {place}", fate, total, spot)
    if passage.number < 0:
        yield from _bare(passage)
    yield from _charged(passage)
    yield from _multiple(passage, place)


def _numbered(people: Sequence[Numbered], passage: Passage, place: str) -> Iterator[Cue]:
    dead = [person.order for person in people if person.fate == "killed"]
    for person in people:
        spot = passage.spot(person.start, person.end)
        for name in _names(person, place):
            yield Cue(name, person.fate, person.number, spot)
        if dead and person.fate in {"injured", "shot"}:
            when = "after" if min(dead) < person.order else "before"
            yield Cue(f"{person.fate} {when} killed", person.fate, person.number, spot)


def _bare(passage: Passage) -> Iterator[Cue]:
    """Headlines leave out articles: "woman killed"."""
    for match in BARE.finditer(passage.text):
        word = match["fate"].lower()
        fate = "shot" if word == "shot" else "injured" if word in HURT else "killed"
        yield Cue(f"{fate} bare title", fate, 1, passage.spot(*match.span()))


def _charged(passage: Passage) -> Iterator[Cue]:
    """Charges number victims: "two counts of murder"."""
    for match in COUNTS.finditer(passage.text):
        number = 1 if match["number"].lower() == "a" else numeral_value(match["number"].lower())
        if number:
            name = "attempts" if match["attempted"] else "charges"
            yield Cue(name, "charged", number, passage.spot(*match.span()))


def _multiple(passage: Passage, place: str) -> Iterator[Cue]:
    """The words "double", "triple" and so on."""
    for match in MULTIPLE.finditer(passage.text):
        what = match["what"].lower()
        fate = "killed" if what.startswith(DEADLY) else "shot" if what.startswith("shoot") else ""
        if fate:
            for name in (f"{fate} multiple", f"{fate} multiple {place}"):
                yield Cue(name, fate, TIMES[match["times"].lower()], passage.spot(*match.span()))


def _names(person: Numbered, place: str) -> Iterator[str]:
    kind = "one" if person.singular else "number"
    if person.part:
        kind = "part"
    if person.gunman:
        kind = "gunman"
    if person.others:
        kind += " others"
    far = "" if person.reach <= 25 else " far"
    yield f"{person.fate} {kind}{far}"
    yield f"{person.fate} {kind}{far} {place}"
    if person.noun.startswith("victim"):
        yield f"{person.fate} victims"


def _joined(people: Sequence[Numbered], text: str) -> Iterator[tuple[Numbered, Numbered, int]]:
    """Runs of numbers joined by "and" or commas ("a man and two women"): the first, the last, and their sum."""
    first = 0
    for index in range(1, len(people) + 1):
        if index < len(people) and JOINT.fullmatch(text, people[index - 1].end, people[index].start):
            continue
        if index - first > 1:
            yield people[first], people[index - 1], sum(person.number for person in people[first:index])
        first = index


def listed(passages: Sequence[Passage]) -> list[Cue]:
    """How many persons the report describes as killed and as hit, by their names and ages; told by no single words."""
    dead: dict[str, None] = {}
    hit: dict[str, None] = {}
    for passage in passages:
        for start, end in passage.sentences():
            sentence = passage.text[start:end]
            if OFFENCE.search(sentence):
                continue
            ages = [m["old"] or m["apart"] or m["age"] for m in AGE.finditer(sentence)]
            if DEATH.search(sentence):
                dead.update(dict.fromkeys(ages))
            elif HARM.search(sentence):
                hit.update(dict.fromkeys(ages))
    named = {(m["first"] or m["second"]).lower() for p in passages for m in NAMED_DEAD.finditer(p.text)}
    only = [age for age in hit if age not in dead]
    counts = (
        ("named killed", "killed", len(named)),
        ("ages killed", "killed", len(dead)),
        ("ages injured", "injured", len(only)),
        ("ages hit", "shot", len(dead) + len(only)),
    )
    return [Cue(name, fate, number, None) for name, fate, number in counts if number]


def _place(number: int) -> str:
    return "lead" if number == 0 else "early" if number <= 3 else "late"
