"""From the words of a count to its low, best and high."""

from __future__ import annotations

import re
from typing import Final

from dateline.coding.numbers.measures import count_measures, is_joint, is_negated
from dateline.coding.numbers.quantities import Quantity, QuantitySpan, find_quantities, lowered
from dateline.records import Measure

PLURAL: Final = Quantity(2, None, None)
"""An unnumbered plural: at least two."""
ONE: Final = Quantity.exact(1)

_IRREGULAR_PLURALS: Final = frozenset((
    "people", "men", "women", "children", "police", "personnel", "policemen", "servicemen", "gunmen", "workmen",
    "fishermen", "businessmen", "clergymen", "firemen", "spokesmen", "militiamen", "infantrymen", "hitmen",
    "youth", "elderly", "troops", "staff", "crew", "cattle", "series", "others", "guerrillas", "militias",
    "contras", "commandos", "sicarios", "campesinos", "latinos", "males", "females", "couples", "disciples",
))  # fmt: skip
# Words in s that are no English plural: singular nouns, and the endings of Spanish surnames (Vargas, Hoyos, Morales,
# Torres, Cortes), which text in capitals does not set apart from nouns.
_SINGULAR_S_RE: Final = re.compile(r"(?:ss|us|is|'s|’s|corps|[ao]s|[lrn]es|rtes)$")
_PHRASE_END_RE: Final = re.compile(
    r"[,;:(\[—]|\s-+\s|\b(?:of|in|at|from|who|whom|whose|which|that|with|on|by|for|to|into|near|during|after|before"
    r"|while|when|as|inside|outside|aboard|was|were|is|are|has|have|had|be|been|also|later|identified|named|working"
    r"|killed|injured|wounded|shot|died|belonging|including|wearing|travell?ing)\b"
)
_DETERMINER_RE: Final = re.compile(
    r"^\s*(?:an?|one|another|each|every|the\s+(?:first|last|second)|(?:his|her|its|the)\s+(?:own\s+)?(?=\w+$))\s",
)
_COLLECTIVE_RE: Final = re.compile(r"(?:an?|the)\s+(?:\w+\s+)?(?:series|groups?|mob|crowd|gang|string|spate)\s+of\s")
_NEW_PHRASE_RE: Final = re.compile(r"\b(?:and|including|an?|his|her|its)\b|,")
_PASSIVE_RE: Final = re.compile(r"\b(?P<aux>was|is|has|were|are|have)\b")
_ACTIVE_RE: Final = re.compile(
    r"\b(?:kill(?:ed|ing)|murder(?:ed|ing)?|assassinat(?:ed|ing|ion)|injur(?:ed|ing)|wound(?:ed|ing)|arrest(?:ed|ing)?"
    r"|detain(?:ed|ing)|captur(?:ed|ing)|abduct(?:ed|ing|ion)?|kidnap(?:ped|ping)?|shot(?:\s+dead)?|death|seized"
    r"|gunn(?:ed|ing)\s+down|stabb(?:ed|ing)|execut(?:ed|ing|ion)|behead(?:ed|ing)|burning|hang(?:ed|ing)|attack\s+on"
    r"|disappearance)\s+(?:of\s+|and\s+\w+\s+)?(?=\w|\")"
)


def _is_plural_noun(word: str) -> bool:
    if word in _IRREGULAR_PLURALS:
        return True
    return len(word) > 3 and word.endswith("s") and not _SINGULAR_S_RE.search(word)


def _phrase_is_plural(phrase: str) -> bool:
    """Whether the head of a lower-cased noun phrase is plural: its last word before a complement."""
    head = phrase[: match.start()] if (match := _PHRASE_END_RE.search(phrase, 1)) else phrase
    words = re.findall(r"[a-z'’-]+", head)
    return bool(words) and _is_plural_noun(words[-1])


def _conjuncts(phrase: str) -> int:
    """How many singular members `X and Y`, `X, Y and Z` names; 0 if it is no such list."""
    parts = re.split(r",?\s+and\s+", phrase.strip())
    if len(parts) != 2 or any(_phrase_is_plural(part) or not part for part in parts):
        return 0
    if re.search(r"\b(?:of|from|for|between|in|at|with)\b", parts[0]):
        return 0
    # Commas before the last member are a list only if the "and" has one too; else they enclose an apposition.
    extra = parts[0].count(",") if re.search(r",\s+and\s+", phrase) else 0
    return 2 + extra


def _phrase_quantity(phrase: str) -> Quantity:
    """The number of people that a lower-cased noun phrase without a number names."""
    low = phrase.strip()
    identified = re.search(r"\bidentified\s+as\s+(.+)", low)
    members = _conjuncts(identified[1] if identified else low)
    if members:
        return Quantity.exact(members)
    if re.match(r"an?\s+(?:\w+\s+){0,2}(?:couple|pair)\b", low):
        return Quantity.exact(2)
    if _COLLECTIVE_RE.match(low):
        return PLURAL
    if _DETERMINER_RE.match(low):
        return ONE
    return PLURAL if _phrase_is_plural(low) else ONE


def _unnumbered(low: str) -> Quantity:
    """A lower-cased quote without any number: one for a singular or a name, two or more for a plural."""
    active = _ACTIVE_RE.search(low)
    passive = _PASSIVE_RE.search(low)
    if passive and passive.start() > 0 and (active is None or active.start() > passive.start()):
        subject = re.split(r",?\s+(?:who|which|that)\s*$", low[: passive.start()])[0]
        if passive["aux"] in ("was", "is", "has"):
            return ONE
        return Quantity.exact(_conjuncts(subject)) if _conjuncts(subject) else PLURAL
    return _phrase_quantity(low[active.end() :] if active else low)


def _normalised(text: str) -> str:
    return re.sub(r"\s+", " ", lowered(text)).strip()


def _unnumbered_who(after: str, who: str, *, numbered: bool) -> Quantity | None:
    """The quantity of `who` where no number stands before it; `after` is what follows it in the quote.

    A number that comes later may count a plural ("the number of officers killed rose to 26") or a collective ("a mob
    of around 200"), so it is left to the caller; a verb in the singular tells a name that ends in s from a plural.
    """
    quantity = _phrase_quantity(who)
    if quantity == PLURAL and re.match(r"[^.;]{0,60}?\b(?:was|is|has)\b", after):
        quantity = ONE
    if numbered and (quantity == PLURAL or re.match(r"\s+of\b", after)):
        return None
    return quantity


def _for_who(quote: str, who: str, spans: list[QuantitySpan]) -> Quantity | None:
    """The number that counts `who` in a normalised quote, or None if the quote does not settle it.

    It is the number that the words of `who` begin with, else the number right in front of them; words of `who` that
    stand before any number are counted themselves, unless they are a collective ("a mob of around 200").
    """
    position = quote.find(who)
    own = find_quantities(who)
    if own and own[0].start <= len("the additional "):
        at = position + own[0].start
        return next((span.quantity for span in spans if position >= 0 and span.start <= at < span.end), own[0].quantity)
    if position < 0:
        return None
    before = [span for span in spans if span.end <= position]
    if not before:
        return _unnumbered_who(quote[position + len(who) :], who, numbered=bool(spans))
    gap = quote[before[-1].end : position]
    if len(re.findall(r"\w+", gap)) <= 2 and not _NEW_PHRASE_RE.search(gap):
        return before[-1].quantity
    return _phrase_quantity(who) if re.match(r"(?:an?|his|her|its|the)\s", who) or "," in gap else None


def parse_quantity(quote: str, *, who: str | None = None, measure: Measure | None = None) -> Quantity | None:
    """The number of people that `quote` states, by the coding guidelines; None if it says there were none.

    `who` (words of those counted, standing in the quote) and `measure` choose among several numbers: in "three
    soldiers and a civilian" the first is 3, with `who="a civilian"` it is 1. Without them the first number counts;
    nothing is added up, since the guidelines give each group a count of its own. A joint figure of killed and injured
    (`is_joint`) is low 2, best None, high the figure. Without a number, a plural is low 2, a singular or name 1,
    and "X and Y" 2.
    """
    text = _normalised(quote)
    spans = find_quantities(text)
    if not text or (is_negated(text) and not spans):
        return None
    if is_joint(text):
        stated = spans[0].quantity if spans else None
        return Quantity(2, None, stated.high if stated else None)
    if measure and len(spans) > 1:
        counted = {(start, end) for name, start, end in count_measures(text) if name == measure}
        spans = [span for span in spans if (span.start, span.end) in counted] or spans
    if who:
        chosen = _for_who(text, _normalised(who), spans)
        if chosen is not None:
            return chosen
    return spans[0].quantity if spans else _unnumbered(text)
