"""Texts as other newsrooms write them: dates in another form, names in another spelling, the end cut off.

Unlike those of `perturbation`, these change the length of the text; `Rewritten` tells where a quote has gone.
"""

from __future__ import annotations

import random
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_NAME = (
    r"(?P<month>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|"
    r"Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_DAY = r"(?P<day>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)\b"
# Month and day stand together; the year may be absent. What follows a day must not make it another number.
_AMERICAN = re.compile(rf"\b{_NAME} {_DAY}(?:,? {_YEAR}|\b(?![,.:/-]?\d))")
_BRITISH = re.compile(rf"(?<![\d,.:/-])\b{_DAY} {_NAME}(?:,? {_YEAR}|(?!\w))")
_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]*(?=\s|$)|\n\s*\n")
KEPT = 2 / 3
"""Share of a text that is left when its end is cut off."""
LAST_DAY_THAT_MAY_BE_A_MONTH = 12


@dataclass(frozen=True)
class Edit:
    """The text's [start, end) is replaced by `new`."""

    start: int
    end: int
    new: str


@dataclass(frozen=True)
class Rewritten:
    """A text after edits, which are in order and do not overlap; `cut`: it ends at this offset of the old text."""

    old: str
    edits: tuple[Edit, ...] = ()
    cut: int | None = None

    @property
    def text(self) -> str:
        """The new text."""
        pieces, at = [], 0
        for edit in self.edits:
            pieces += [self.old[at : edit.start], edit.new]
            at = edit.end
        return "".join([*pieces, self.old[at : self.cut]])

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Where the old text's [start, end) is in the new one; an edit that it touches is in it whole.

        None where it has been cut off.
        """
        if self.cut is not None and end > self.cut:
            return None
        first = bisect_right(self.edits, start, key=lambda edit: edit.end)
        last = bisect_left(self.edits, end, key=lambda edit: edit.start)
        left, right = start, end
        if first < last:
            left, right = min(start, self.edits[first].start), max(end, self.edits[last - 1].end)
        return left + self._shift(first), right + self._shift(last)

    def _shift(self, count: int) -> int:
        """By how much the first `count` edits move what stands behind them."""
        return sum(len(edit.new) - (edit.end - edit.start) for edit in self.edits[:count])


def _replace(text: str, pattern: re.Pattern[str], new: Callable[[re.Match[str]], str]) -> list[Edit]:
    return [Edit(m.start(), m.end(), new(m)) for m in pattern.finditer(text)]


def _in_order(edits: Sequence[Edit]) -> tuple[Edit, ...]:
    """Edits by offset; of overlapping ones the first."""
    out: list[Edit] = []
    for edit in sorted(edits, key=lambda e: (e.start, -e.end)):
        if not out or edit.start >= out[-1].end:
            out.append(edit)
    return tuple(out)


def _american(found: re.Match[str]) -> str:
    return f"{found['month']} {found['day']}" + (f", {found['year']}" if found["year"] else "")


def _british(found: re.Match[str]) -> str:
    return f"{found['day']} {found['month']}" + (f" {found['year']}" if found["year"] else "")


def dates_turned(text: str, _: random.Random) -> Rewritten:
    """Written dates in the other order: "March 5, 2014" as "5 March 2014" and the reverse."""
    return Rewritten(text, _in_order([*_replace(text, _AMERICAN, _british), *_replace(text, _BRITISH, _american)]))


def dates_in_figures(text: str, chance: random.Random) -> Rewritten:
    """Written dates with a year in figures: British or American where the day cannot be a month, else as ISO 8601."""
    british = chance.random() < 0.5

    def figures(found: re.Match[str]) -> str:
        month = next(n for n, name in enumerate(_MONTHS, 1) if name.startswith(found["month"][:3]))
        day, year = int(found["day"]), found["year"]
        if day <= LAST_DAY_THAT_MAY_BE_A_MONTH:
            return f"{year}-{month:02d}-{day:02d}"
        return f"{day}/{month}/{year}" if british else f"{month}/{day}/{year}"

    found = [m for pattern in (_AMERICAN, _BRITISH) for m in pattern.finditer(text) if m["year"]]
    return Rewritten(text, _in_order([Edit(m.start(), m.end(), figures(m)) for m in found]))


def _spellings() -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    """Rows of `data/spellings.tsv`: a pattern that finds any of the spellings, and the spellings."""
    content = files("dateline.evaluation").joinpath("data", "spellings.tsv").read_text(encoding="utf-8")
    rows = []
    for line in content.splitlines():
        if line and not line.startswith("#"):
            forms = tuple(line.split("\t"))
            bare = "|".join(sorted((re.escape(f.strip("~")) for f in forms), key=len, reverse=True))
            before = r"(?<=\w)" if forms[0].startswith("~") else r"(?<!\w)"
            after = r"(?=\w)" if forms[0].endswith("~") else r"(?!\w)"
            rows.append((re.compile(f"{before}(?:{bare}){after}"), tuple(f.strip("~") for f in forms)))
    return tuple(rows)


def names_respelled(text: str, chance: random.Random) -> Rewritten:
    """Names in another transliteration, each row of `data/spellings.tsv` always as the same one of its spellings."""
    edits = []
    for pattern, forms in _spellings():
        chosen = chance.randrange(1, len(forms))

        def other(found: re.Match[str], forms: tuple[str, ...] = forms, chosen: int = chosen) -> str:
            return forms[(forms.index(found[0]) + chosen) % len(forms)]

        edits += _replace(text, pattern, other)
    return Rewritten(text, _in_order(edits))


def end_cut(text: str, _: random.Random) -> Rewritten:
    """The text without its last third, cut behind the last sentence that ends before; the first one always stays."""
    ends = [m.end() for m in _SENTENCE_END.finditer(text)]
    kept = [end for end in ends if end <= KEPT * len(text)] or ends[:1]
    return Rewritten(text, cut=kept[-1] if kept else len(text))


REWRITINGS: Mapping[str, Callable[[str, random.Random], Rewritten]] = {
    "dates turned": dates_turned,
    "dates in figures": dates_in_figures,
    "names respelled": names_respelled,
    "end cut": end_cut,
}
