"""The NUMBER slots of MUC-4: how many targets the words around a mention tell."""

from __future__ import annotations

import re

from dateline.coding.numbers import Quantity, find_quantities
from dateline.evaluation.muc4.vocabulary import is_plural

PLURAL = "PLURAL"
_NEW_PHRASE = re.compile(
    r"[.,;:]|\b(?:AND|OR|IN|ON|AT|BY|WITH|FROM|THE|A|AN|WERE|WAS|ARE|IS|KILLED|INJURED)\b", re.IGNORECASE
)
_REACH = 60


def format_quantity(quantity: Quantity) -> str:
    """A quantity in the slot's notation: 6, 6-8, 6- (at least), -6 (at most), ~6 (about), PLURAL."""
    low, best, high = quantity.low, quantity.best, quantity.high
    if low is not None and low == high:
        return str(low)
    if low is not None and high is not None:
        return f"{low}-{high}"
    if best is None:
        return PLURAL
    if low is not None:
        return f"{low}-"
    return f"-{best}" if high is not None else f"~{best}"


def number_fill(document: str, start: int, end: int) -> str:
    """The number of those whom the mention at [start:end] names: a numeral in it or right before it, else 1 or PLURAL.

    Where none stands there, one at another occurrence of the same words counts.
    """
    told = _numeral(document, start, end)
    if told is not None:
        return told
    words = r"\s+".join(re.escape(w) for w in document[start:end].split())
    if not is_plural(document[start:end]):
        return "1"
    elsewhere = (_numeral(document, *m.span()) for m in re.finditer(rf"(?<!\w){words}(?!\w)", document))
    return next((n for n in elsewhere if n is not None), PLURAL)


def _numeral(document: str, start: int, end: int) -> str | None:
    """The number that stands in the first words of a mention or up to three words before it."""
    offset = max(0, start - _REACH)
    window = document[offset:end]
    for span in reversed([s for s in find_quantities(window) if s.start <= start - offset + 12]):
        between = window[span.end : max(span.end, start - offset)]
        if len(between.split()) <= 3 and not _NEW_PHRASE.search(between):
            return format_quantity(span.quantity)
    return None
