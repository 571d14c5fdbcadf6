"""Telling private persons from officials, public figures and groups.

A name is private if it belongs to a civilian or to nobody in particular and no word beside it
gives a public office. It errs towards private: an unknown name is withheld by default
(docs/explanation/limits-and-ethics.md).
"""

from __future__ import annotations

import re

from dateline.records import ActorKind

_PRIVATE_KINDS: frozenset[ActorKind] = frozenset({"civilians", "unknown", "protesters", "rioters"})
# Offices and ranks that make a person public in this capacity.
_OFFICE = re.compile(
    r"\b(?:president|vice[- ]president|prime minister|minister|secretary|governor|mayor|senator|congress\w*|"
    r"deputy|deputies|lawmaker|legislator|parliamentarian|mp|mla|member of (?:parliament|the assembly)|councillor|"
    r"councilman|councilwoman|ambassador|consul|envoy|spokes\w+|judge|magistrate|prosecutor|attorney general|"
    r"general|gen|colonel|col|major|maj|captain|capt|lieutenant|lt|sergeant|sgt|brigadier|admiral|commander|"
    r"commissioner|superintendent|inspector|chief|sheriff|king|queen|prince|princess|emir|sultan|pope|archbishop|"
    r"bishop|ayatollah|leader|chairman|chairwoman|candidate|director|head of)\b",
    re.IGNORECASE,
)
_GROUP = re.compile(
    r"\b(?:people|persons|men|women|children|civilians|villagers|residents|students|workers|protesters|soldiers|"
    r"police|army|forces|group|party|front|movement|government|company|union|church|mosque|house|building|shop|"
    r"vehicle|car|bus|office|station|school|bank|hospital|embassy)\w*\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"\b[A-Z][\w'’-]+(?:\s+(?:(?:de|del|la|el|al|bin|ibn|van|von|da|dos)\s+)*[A-Z][\w'’.-]+)+")


def has_personal_name(quote: str) -> bool:
    """Whether the words look like a person's name: capitalised words in a row that name no group or thing."""
    return _NAME.search(quote) is not None and _GROUP.search(quote) is None


def has_office(quote: str) -> bool:
    """Whether the words give a public office or rank."""
    return _OFFICE.search(quote) is not None


def is_private_person(quote: str, kind: ActorKind) -> bool:
    """Whether an actor's words name a private person."""
    return kind in _PRIVATE_KINDS and has_personal_name(quote) and not has_office(quote)


def is_private_source(quote: str, around: str) -> bool:
    """Whether a cited source is a private person by name; `around` is the text beside it, where an office may stand."""
    return has_personal_name(quote) and not has_office(around)
