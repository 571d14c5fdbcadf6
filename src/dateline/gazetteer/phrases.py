"""Phrases that describe a place by way of another: "the Old City area of Quetta", "the city".

A mention need not be a bare name. Where it is none, the names inside it are resolved in its stead, and a
phrase such as "the city" stands for the town that the report named last.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dateline.gazetteer.folding import fold
from dateline.gazetteer.records import Kind, Mention, Source
from dateline.gazetteer.words import COMMON, GENERIC

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dateline.gazetteer.index import Gazetteer
    from dateline.gazetteer.records import Candidate, Resolved

_WORD = re.compile(r"[^\W\d_][\w'’ʻʼ-]*(?:\.(?:[^\W\d_]\.)+)?")
_NAMESAKE = re.compile(
    r"(?:[ ,]+(?:and|y|[A-Z][\w.]+))*[ ]+(?:streets?|st|avenues?|aves?|roads?|boulevard|highway|lane|drive|river|"
    r"university|college|school|church|hotel|park|brigade|battalion|regiment|masjid|mosque|gardens?|bridge)\b",
    re.IGNORECASE,
)
_MAX_WORDS = 6
_CONTEXT = 60
_SAMPLE = 8
"""Mentions whose surroundings show whether a report has capitals and small letters."""
_SHORTEST = 4
"""Letters of a single word in lower case that may be a name: "dadar", not "bus"."""
_THE = r"\b(?:the|this|that|same)(?: (?!of\b)[\w-]+)?? "
_ANAPHORA: tuple[tuple[re.Pattern[str], frozenset[Kind]], ...] = (
    (re.compile(_THE + r"(?:city|town|village|capital|metropolis|hamlet|port)\b"), frozenset({Kind.TOWN})),
    (re.compile(_THE + r"(?:state|province|governorate|oblast)\b"), frozenset({Kind.ADMIN1})),
    (re.compile(_THE + r"(?:district|county|parish)\b"), frozenset({Kind.ADMIN2})),
    (re.compile(_THE + r"(?:country|nation)\b|\bnationwide\b|\bcountrywide\b"), frozenset({Kind.COUNTRY})),
)  # fmt: skip


def is_cased(mentions: Sequence[Mention]) -> bool:
    """Whether the report of these mentions has capitals and small letters, so that capitals mean something."""
    sample = "".join(mention.before + mention.name + mention.after for mention in mentions[:_SAMPLE])
    upper = sum(letter.isupper() for letter in sample)
    lower = sum(letter.islower() for letter in sample)
    return upper > 0.005 * lower and lower > 0.5 * upper


def inner_mentions(mention: Mention, gazetteer: Gazetteer, *, cased: bool) -> list[Mention]:
    """The place names inside a phrase that is not a name itself, as mentions of their own.

    In a `cased` report only capitalised words begin a name. Names of streets, rivers, universities and the
    like are not those of the towns that they are called after, and are left out.
    """
    phrase = mention.name
    words = [(match.start(), match.end()) for match in _WORD.finditer(phrase)]
    found: list[Mention] = []
    number = 0
    while number < len(words):
        count = _longest(phrase, words[number : number + _MAX_WORDS], gazetteer, cased=cased)
        if count and _NAMESAKE.match(phrase, words[number + count - 1][1]):
            number += count
            continue
        if count:
            start, end = words[number][0], words[number + count - 1][1]
            before, after = mention.before + phrase[:start], phrase[end:] + mention.after
            found.append(
                Mention(
                    phrase[start:end],
                    mention.start + start,
                    mention.start + end,
                    before[-_CONTEXT:],
                    after[:_CONTEXT],
                )
            )
        number += count or 1
    return found


def _longest(phrase: str, words: Sequence[tuple[int, int]], gazetteer: Gazetteer, *, cased: bool) -> int:
    first = phrase[words[0][0] : words[0][1]]
    if cased and first.islower():
        return 0
    best = 0
    for count in range(1, len(words) + 1):
        name = phrase[words[0][0] : words[count - 1][1]]
        if "," in name or ";" in name:
            break
        folded = fold(name)
        known, longer = gazetteer.begins(folded)
        if known and not _is_ordinary(folded, cased=cased) and _names(gazetteer, folded, name):
            best = count
        if not longer:
            break
    return best


def _is_ordinary(folded: str, *, cased: bool) -> bool:
    words = folded.split()
    if all(word in GENERIC for word in words) or (len(words) == 1 and words[0] in COMMON):
        return True
    return not cased and len(words) == 1 and len(folded) < _SHORTEST


def _names(gazetteer: Gazetteer, folded: str, written: str) -> list[Candidate]:
    return [place for place in gazetteer.folded(folded, written) if place.source < Source.CODE]


def most_specific(answers: Sequence[Resolved]) -> Resolved | None:
    """Of the places named inside a phrase the one that the phrase is about: a town before its province."""
    rank = {"site": 0, "town": 1, "district": 2, "region": 3, "country": 4, "unknown": 5}
    if not answers:
        return None
    return min(enumerate(answers), key=lambda pair: (rank[pair[1].precision], pair[0]))[1]


def meant_kinds(mention: Mention) -> frozenset[Kind] | None:
    """The kinds that a phrase such as "the city" or "areas of the city" refers back to, None if it does not."""
    folded = mention.name.casefold().strip()
    for pattern, kinds in _ANAPHORA:
        if pattern.search(folded):
            return kinds
    return None
