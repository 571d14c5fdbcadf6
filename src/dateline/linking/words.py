"""What the words of a report give as evidence: its own text, rare words, names, streets, ages."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from dateline.records import CodedReport

SHORT_PARAGRAPH: Final = 7
"""Paragraphs of fewer words are captions, bylines and menus more often than news."""
LEAD_CHARACTERS: Final = 600

_WORD: Final = re.compile(r"[^\W\d_]{3,}")
_NAME: Final = re.compile(r"\b[^\W\d_a-z][\w’'-]+(?: (?:[^\W\d_a-z]\.|al-|[^\W\d_a-z])[\w’'-]*){1,3}")
_STREET: Final = re.compile(
    r"\b(?:[NSEW]\.? |North |South |East |West )?((?:[^\W\d_a-z][\w’'-]+|\d{1,3}(?:st|nd|rd|th))"
    r"(?: [^\W\d_a-z][\w’'-]+)?) (Street|Avenue|Road|Boulevard|Drive|Lane|Highway|Place|Court|Parkway|Square|Bridge"
    r"|Way|St|Ave|Rd|Blvd|Dr|Ln|Hwy|Pkwy|Sq)\b"
)
_STREET_KIND: Final = {
    "st": "street",
    "ave": "avenue",
    "rd": "road",
    "blvd": "boulevard",
    "dr": "drive",
    "ln": "lane",
    "hwy": "highway",
    "pkwy": "parkway",
    "sq": "square",
}
_BLOCK: Final = re.compile(
    r"\bblock of (?:[NSEW]\.? |North |South |East |West )?((?:[^\W\d_a-z][\w’'-]+|\d{1,3}(?:st|nd|rd|th)))"
)
_AGE: Final = re.compile(r"\b(\d{1,2})[- ]years?[- ]olds?\b|, (\d{1,2}),|\baged? (\d{1,2})\b|\((\d{1,2})\)")
_AGES: Final = re.compile(r"\bage[ds]?\b[\w ]{0,25}?((?: \d{1,2}\b,?)+ (?:and|to) \d{1,2})\b", re.IGNORECASE)


def own_paragraphs(report: CodedReport) -> list[str]:
    """The paragraphs that tell the report's own story.

    Related-story lines, paragraphs that repeat and those of fewer than `SHORT_PARAGRAPH` words are left out;
    where nothing else is there, the short ones stay.
    """
    related = [(s.start, s.end) for s in report.sections if s.kind == "related"]
    long: dict[str, None] = {}
    every: dict[str, None] = {}
    for match in re.finditer(r"[^\n]*\S[^\n]*", report.text):
        if any(start <= match.start() < end for start, end in related):
            continue
        paragraph = re.sub(r"\s+", " ", match[0]).strip()
        every.setdefault(paragraph)
        if len(paragraph.split()) >= SHORT_PARAGRAPH:
            long.setdefault(paragraph)
    return list(long or every)


def lead_of(title: str | None, paragraphs: list[str]) -> str:
    """Title and the first `LEAD_CHARACTERS` of the text."""
    return f"{title or ''}\n{' '.join(paragraphs)[:LEAD_CHARACTERS]}"


def words(text: str) -> Counter[str]:
    """Words of three letters or more, in lower case, with how often they stand there."""
    return Counter(match[0].lower() for match in _WORD.finditer(text))


def names(text: str) -> set[str]:
    """Runs of two to four capitalised words, in lower case: persons, organisations, sites."""
    return {match[0].lower().replace("’", "'").removesuffix("'s") for match in _NAME.finditer(text)}


def streets(text: str) -> set[str]:
    """Streets, squares and bridges by name; numbered ones with the kind spelt out ("oak", "14th street")."""
    named = {_street(match[1].lower(), match[2].lower()) for match in _STREET.finditer(text)}
    return named | {match[1].lower() for match in _BLOCK.finditer(text) if not match[1][0].isdigit()}


def _street(name: str, kind: str) -> str:
    return f"{name} {_STREET_KIND.get(kind, kind)}" if name[0].isdigit() else name


def ages(text: str) -> set[str]:
    """Ages of persons in years, as written in digits ("26", from ", 26," or "26-year-old")."""
    listed = (number for match in _AGES.finditer(text) for number in re.findall(r"\d+", match[1]))
    return {next(group for group in match.groups() if group) for match in _AGE.finditer(text)} | set(listed)
