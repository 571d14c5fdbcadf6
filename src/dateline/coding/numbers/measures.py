"""Words that tell what a number of people counts: a small lexicon, used where no model has said it.

The lexicon is the vocabulary of agency reports for the seven measures of the coding guidelines; a word is listed
only if it names the measure by itself ("dead", "abducted"), so `count_measures` misses what a sentence implies.
"""

from __future__ import annotations

import re
from typing import Final

from dateline.coding.numbers.quantities import find_quantities, lowered
from dateline.records import Measure

LEXICON: Final[dict[Measure, str]] = {
    "killed": (
        r"kill(?:ed|ing|ings|s)?|dead|deaths?|die[ds]?|dying|murder(?:ed|ing|s)?|assassinat(?:ed|ing|ions?|e)|slain"
        r"|massacr(?:ed?|es|ing)|execut(?:ed|ing|ions?)|shot\s+(?:dead|and\s+killed|to\s+death)|gunned\s+down|lynched"
        r"|lost\s+their\s+lives|lives\s+lost|lost\s+(?:his|her)\s+life|bodies|corpses|hanged|behead(?:ed|ing|ings)"
        r"|claim(?:ed|ing)\s+the\s+lives?|fatalit(?:y|ies)|burnt\s+alive|burned\s+alive|perished|martyred|homicides?"
        r"|succumbed|blew\s+(?:himself|herself|themselves)\s+up|fatally\s+shot|slaughtered"
    ),
    "injured": (
        r"injur(?:ed|es|ing|ies|y)|wound(?:ed|s|ing)|hurt|hospitali[sz]ed|maimed|stabbed|burns|shot\s+and\s+wounded"
        r"|beaten\s+up"
    ),
    "detained": (
        r"arrest(?:ed|s|ing)?|detain(?:ed|s|ing)|detentions?|captur(?:ed?|es|ing)|jailed|imprisoned|apprehended|nabbed"
        r"|rounded\s+up|taken\s+into\s+custody|in\s+custody|under\s+arrest|remanded"
    ),
    "abducted": (
        r"abduct(?:ed|s|ing|ions?)|kidnap(?:ped|s|ping|pings)?|held\s+hostage|hostages?|taken\s+captive|captivity"
    ),
    "missing": r"missing|disappear(?:ed|ances?)|unaccounted\s+for|vanished",
    "displaced": (
        r"displac(?:ed?|ements?|ing)|fled|flee(?:ing|s)?|evacuat(?:ed|ions?|ing)|refugees|homeless|uprooted"
        r"|forced\s+from\s+their\s+homes"
    ),
    "participants": (
        r"protest(?:ed|ers?|ing|ors?)?|demonstrat(?:ed|ors?|ing)|march(?:ed|ers|ing)|rall(?:y|ied|ying)|took\s+part"
        r"|participat(?:ed|ing|ants?)|gather(?:ed|ing)|mob|crowd|rioters|gunmen|gunman|attackers|assailants|deployed"
        r"|surrounded|stormed|strong|joined"
    ),
}
_MEASURE_RE: Final = re.compile(
    "|".join(rf"(?P<{measure}>\b(?:{words})\b)" for measure, words in LEXICON.items()).replace(" ", r"\s+")
)
_CLAUSE_RE: Final = re.compile(r"[.;!?](?=\s|$)|\n\s*\n|\bwhile\b|\bfollowing\b|\bafter\b|\bwhen\b|\bas\b|\bbut\b")
_NEGATED_RE: Final = re.compile(
    r"\b(?:no|nobody|no\s+one|none|without|nor|zero|not\W+\w+(?:\W+in)?\W+any)\b"
    r"(?:\W+\w+){0,4}?\W+(?:casualt|kill|injur|wound|hurt|victim|dead|death|died|arrest|abduct|fatal|losses)"
    r"|\b(?:no\s+one|nobody|none)\s+(?:was|were|has|have|had|is|died)\b"
)

_KILLED: Final = r"(?:kill(?:ed|ings?)?|dead|deaths?|died|slain|murdered|fatalities)"
_INJURED: Final = r"(?:injur(?:ed|ies)|wound(?:ed|s)|hurt)"
_AND: Final = r"\s*(?:,\s*|/|\band/or\b|\band\b|\bor\b|&)\s*"
_JOINT_RE: Final = re.compile(
    rf"\b{_KILLED}{_AND}(?:(?:were|was|been|more|badly|seriously|gravely)\s+)?{_INJURED}\b"
    rf"|\b{_INJURED}{_AND}(?:were\s+)?{_KILLED}\b|\bcasualt(?:y|ies)\b"
)


def is_negated(quote: str) -> bool:
    """Whether `quote` says that nobody was hit: "no casualties", "nobody was hurt", "without victims"."""
    return bool(_NEGATED_RE.search(lowered(quote)))


def is_joint(quote: str) -> bool:
    """Whether one figure counts killed and injured together: "60 killed and injured", "eight casualties".

    Two figures ("5 dead and 9 wounded") are not joint. By the guidelines a joint figure of 60 becomes a `killed` and
    an `injured` count, each low 2, best null, high 60.
    """
    match = _JOINT_RE.search(lowered(quote))
    if match is None:
        return False
    between = re.search(rf"{_AND}", match[0])
    return between is None or not find_quantities(match[0])


def count_measures(text: str) -> list[tuple[Measure, int, int]]:
    """What each number of `text` counts, as `(measure, start, end)` with the span of the number, in reading order.

    Each number takes the nearest measure word of its clause, words after it before those in front of it at the same
    distance; a word that another number lies in between does not reach. Numbers without such a word are left out.
    """
    low = lowered(text)
    words = [(match.lastgroup, *match.span()) for match in _MEASURE_RE.finditer(low)]
    breaks = [match.start() for match in _CLAUSE_RE.finditer(low)]
    spans = find_quantities(text)
    found: list[tuple[Measure, int, int]] = []
    for index, span in enumerate(spans):
        left = max([position for position in breaks if position < span.start], default=0)
        right = min([position for position in breaks if position >= span.end], default=len(low))
        left_number = spans[index - 1].end if index else 0
        right_number = spans[index + 1].start if index + 1 < len(spans) else len(low)
        best: tuple[int, str] | None = None
        for name, start, end in words:
            if name is None or start < left or end > right:
                continue
            if start >= span.end:
                # "three soldiers and two civilians were killed": a shared verb reaches over later numbers.
                distance = start - span.end + (0 if start < right_number else 60)
            else:
                # "wounding 30" is of the number; "five died and 30 were wounded" is of the number in front of it.
                beside = not text[end : span.start].strip()
                shared = start < left_number if beside else left_number > left
                distance = span.start - end + (0 if beside else 5) + (60 if shared else 0)
            if best is None or distance < best[0]:
                best = (distance, name)
        if best is not None:
            found += [(measure, span.start, span.end) for measure in LEXICON if measure == best[1]]
    return found
