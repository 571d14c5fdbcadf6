"""Where a text numbers people and what it says became of them: killed, injured, shot, or not told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from dateline.coding.numbers import numeral_value

Fate = Literal["killed", "injured", "shot", "none"]
MOST: Final = 120
"""Larger numbers are seldom those of people hit in one incident."""

_WORDS: Final = (
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    r"|eighteen|nineteen|twenty(?:-(?:one|two|three|four|five|six|seven|eight|nine))?|thirty|forty|fifty|sixty"
)
_NOUN: Final = (
    r"(?:people|persons?|m[ae]n|wom[ae]n|boys?|girls?|children|child|kids?|teens?|teenagers?|teen-agers?|youths?"
    r"|adults?|males?|females?|victims?|others?|officers?|deput(?:y|ies)|policem[ae]n|cops?|troopers?|students?"
    r"|individuals?|bystanders?|juveniles?|infants?|bab(?:y|ies)|toddlers?|brothers?|sisters?|friends?|members?"
    r"|residents?|suspects?|gunm[ae]n|shooters?|attackers?|patients?|subjects?|guests?|employees?|workers?|patrons?"
    r"|mothers?|fathers?|sons?|daughters?|wife|husband|girlfriend|boyfriend|survivors?|pedestrians?|players?|couple"
    r"|partygoers|revelers|soldiers?|guards?|agents?|neighbou?rs?|relatives?|family members?|casualties|fatalities"
    r"|deaths?|bodies|body|more|additional|lives|gunshot victims?|shooting victims?|homicides?|murders?|killings?)"
)
_NUMBERED: Final = re.compile(
    rf"(?<![\w$#.,:/-])(?:(?P<digits>\d{{1,3}})(?![\d,:/%-]|\.\d| ?[ap]\.?m\b|th\b|st\b|nd\b|rd\b)"
    rf"|(?P<word>{_WORDS})\b"
    r"(?![-–]\w|\s+(?:years?|months?|weeks?|days?|hours?|minutes?|blocks?|miles?|times?|shots?|rounds?|counts?)\b)"
    r"|(?P<one>(?:an?|another|the|his|her|a single)\b(?=(?:\s+(?!NOT1)[\w-]+){0,3}?\s+(?:NOUN1)\b)))".replace(
        "NOT1",
        r"(?:kill|shot|wound|injur|hurt|(?:left|leaves|was|were|and|of|in|after|by|one|two|three|four|five|six)\b)",
    ).replace(
        "NOUN1",
        r"m[ae]n|woman|boy|girl|child|teen|teenager|youth|male|female|victim|person|officer|deputy|student"
        r"|infant|baby"
        r"|toddler|bystander|brother|sister|mother|father|son|daughter|wife|husband|girlfriend|boyfriend"
        r"|suspect|gunman"
        r"|shooter|attacker|guard|trooper|juvenile|year-old",
    ),
    re.IGNORECASE,
)
_COUNTED: Final = re.compile(rf"(?:\s+[\w’'-]+){{0,3}}?\s+(?P<noun>{_NOUN})\b", re.IGNORECASE)
_UNITS: Final = re.compile(
    r"\s*(?:-?\s?(?:years?|yrs?|months?|weeks?|days?|hours?|minutes?|seconds?|blocks?|miles?|feet|foot|yards?"
    r"|times|shots?"
    r"|rounds?|bullets?|shell|casings?|guns?|handguns?|weapons?|rifles?|pistols?|counts?|charges?|dollars?"
    r"|percent|cents?"
    r"|million|billion|thousand|hundred|units?|vehicles?|cars?|cruisers?|ambulances?|helicopters?|homes?"
    r"|houses?|apartments?"
    r"|buildings?|cities|states|schools|grams?|pounds?|ounces?|a\.m|p\.m|o'clock|news|action|degrees"
    r"|other\s+shootings"
    r"|shootings|incidents|separate|different|gunshots?|gunshot\s+wounds?|wounds?|locations?|scenes?|hospitals?"
    r"|blocks|suspects|gunmen|men\s+opened|shooters|attackers|witnesses|detectives|arrests|of\s+\d)\b|-year"
    r"|-month|-block|-hour)",
    re.IGNORECASE,
)
_AGE_BEFORE: Final = re.compile(r"(?:\bages?d?\s*(?:of\s*)?|,\s*|\bages\s[\d, and]*|\()$", re.IGNORECASE)
_AGE_AFTER: Final = re.compile(r"\s*(?:[,)]|years?\b|-year|and\s+\d{1,2}\b)")
_NO_ONE: Final = re.compile(r"\b(?:no|the|any|every|some)\s$", re.IGNORECASE)
_NAMED_BEFORE: Final = re.compile(
    r"\b(?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? "
    r"|(?:Channel|News|Local|Highway|Route|Interstate|Fox|FOX|ABC|NBC|CBS|Zone|District|Precinct|No\.|Section)\s?)$"
)
_ADDRESS_AFTER: Final = re.compile(r"\s+(?:[NSEW]\.?\s|block|[A-Z]\w+ (?:St|Ave|Rd|Street|Avenue|Road|Blvd))")
_KILLED: Final = (
    r"(?:kill(?:ed|ing|s)?|dead|deadly|dies|died|dying|deaths?|fatal(?:ly|ities|ity)?|slain|slaying|murder(?:ed"
    r"|ing|s)?"
    r"|homicides?|succumbed|lost\s+(?:their|his|her)\s+li(?:fe|ves)|claimed|bodies|body|gunned\s+down"
    r"|shot\s+(?:and\s+killed|dead|to\s+death)|fatally\s+shot|pronounced)"
)
_INJURED: Final = (
    r"(?:injur(?:ed|ing|es|ies|y)|wound(?:ed|ing|s)?|hurt(?:ing|s)?|hospitali[sz]ed|hospitals?|critical(?:ly)?|stable"
    r"|serious(?:ly)?|condition|surviv(?:ed|e|ors?)|grazed?|treated|recover(?:ing|ed|y)?|non-life|taken|transported"
    r"|rushed|airlifted|released|expected)"
)
_SHOT: Final = r"(?:shot|shoots?|struck|hit|gunfire|gunshots?|bullets?|opened\s+fire|shooting|victims?|fired|sprayed)"
_FATE: Final = re.compile(rf"\b(?:(?P<killed>{_KILLED})|(?P<injured>{_INJURED})|(?P<shot>{_SHOT}))\b", re.IGNORECASE)
_ACTIVE: Final = re.compile(
    r"\b(?:(?P<killed>kill(?:ed|ing|s)?|murder(?:ed|ing|s)?|claim(?:ed|ing|s)|dead|deaths? of|slaying"
    r"|fatally (?:shot|"
    r"wounded|shooting)|slayings? of|gunn(?:ed|ing) down|leaves|left)"
    r"|(?P<injured>injur(?:ed|ing|es)|wound(?:ed|ing|s)|hurt(?:ing|s)?|hospitali[sz](?:ed|es|ing)|sen(?:t|ds|ding))"
    r"|(?P<shot>shot|shoot(?:s|ing)?(?: of)?|struck|hit(?:ting)?|striking))"
    r"(?:\s+(?:and\s+(?:injur|wound|kill)\w+|at\s+least|more\s+than|about|up\s+to|as\s+many\s+as|the|all"
    r"|another))*\s*$",
    re.IGNORECASE,
)
_STOP: Final = re.compile(
    r"[;!?]|\.(?:\s|$)|\b(?:who|when|while|after|before|as|but|because|since|during|by|police|said|says"
    r"|officials|in which)\b",
    re.IGNORECASE,
)
_SPLIT: Final = re.compile(r",|\band\b|/|&", re.IGNORECASE)
_OTHERS: Final = re.compile(r"\b(?:others?|another|more|additional)\b", re.IGNORECASE)
_PART: Final = re.compile(
    r"\s+(?:of\s+(?:the|them|those|whom|these|his|her|their)|was|were|is|are|remains?|in)\b", re.IGNORECASE
)
_GUNMAN: Final = re.compile(r"\b(?:suspects?|gunm[ae]n|shooters?|attackers?|himself|herself)\b", re.IGNORECASE)
_OFFENDER: Final = re.compile(
    r"\b(?:charged|arrested|arrest|accused|convicted|sentenced|indicted|opened\s+fire|pleaded|custody|wanted"
    r"|armed|fled"
    r"|robbed|began\s+shooting|started\s+shooting|pulled|walked)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Numbered:
    """A number of people: where, how many, what became of them and how near the word is that says so.

    `others`: counted beside those told before. `gunman`: the attacker is among them. `active`: the word that tells
    the fate stands before ("killing four"). `order`: which number of its sentence it is.
    """

    start: int
    end: int
    number: int
    fate: Fate
    reach: int
    singular: bool
    noun: str
    others: bool
    gunman: bool
    active: bool
    part: bool
    order: int


def numbered_people(text: str, start: int, end: int) -> Iterator[Numbered]:
    """The numbers of people in the sentence `text[start:end]`, in their order."""
    found = [m for m in _NUMBERED.finditer(text, start, end) if _is_of_people(text, m, end)]
    for order, match in enumerate(found):
        number = 1 if match["one"] else int(match["digits"]) if match["digits"] else numeral_value(match["word"]) or 0
        if not 0 < number <= MOST:
            continue
        limit = found[order + 1].start() if order + 1 < len(found) else end
        yield _numbered(text, match, number, (start, limit, end), order)


def _numbered(text: str, match: re.Match[str], number: int, bounds: tuple[int, int, int], order: int) -> Numbered:
    start, limit, end = bounds
    noun = _COUNTED.match(text, match.end(), end)
    if noun is not None and noun.start("noun") > limit:
        noun = None
    after = noun.end() if noun else match.end()
    clause = _STOP.search(text, after, limit)
    word = _FATE.search(text, match.end(), clause.start() if clause else limit)
    before = _ACTIVE.search(text[start : match.start()])
    fate: Fate = "none"
    reach, active = 999, False
    verb = before is not None and not before[0].lower().startswith(("le", "dead"))
    if before is not None and (word is None or word.start() - after > 12 or (verb and word["killed"] is None)):
        fate, reach, active = _fate(before), 0, True
    elif word is not None:
        fate, reach = _fate(word), word.start() - after
    elif limit < end and (shared := _shared(text, limit, end)) is not None:
        fate, reach = _fate(shared), shared.start() - after
    said = text[match.start() : clause.start() if clause else limit]
    return Numbered(
        start=match.start(),
        end=after,
        number=number,
        fate=fate,
        reach=reach,
        singular=match["one"] is not None,
        noun=noun["noun"].lower() if noun else "",
        others=_OTHERS.search(text[match.start() : after]) is not None,
        gunman=_GUNMAN.search(said) is not None or _OFFENDER.search(said) is not None,
        active=active,
        part=_PART.match(text, match.end(), end) is not None,
        order=order,
    )


def _shared(text: str, start: int, end: int) -> re.Match[str] | None:
    """The word for several numbers joined by "and": "a man and two women were shot"."""
    stop = _STOP.search(text, start, end)
    return _FATE.search(text, start, stop.start() if stop else end)


def _fate(match: re.Match[str]) -> Fate:
    if match["killed"]:
        return "killed"
    return "injured" if match["injured"] else "shot"


def _is_of_people(text: str, match: re.Match[str], end: int) -> bool:
    """Whether a number counts people: not an age, a date, a channel, an address, nor the "one" of "no one"."""
    before = text[max(0, match.start() - 12) : match.start()]
    if _UNITS.match(text, match.end(), end) or (match[0].lower() == "one" and _NO_ONE.search(before)):
        return False
    if not match["digits"]:
        return True
    is_age = _AGE_BEFORE.search(before) and _AGE_AFTER.match(text, match.end())
    return not (is_age or _NAMED_BEFORE.search(before) or _ADDRESS_AFTER.match(text, match.end()))
