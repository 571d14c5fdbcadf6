"""From the words of a date to the days they mean."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from dateline.coding.dates.absolute import ABSOLUTE_RULES, Rule
from dateline.coding.dates.lexicon import DAY, MONTH, WEEKDAY, YEAR, normalise
from dateline.coding.dates.narrowing import narrow
from dateline.coding.dates.relative import RELATIVE_RULES
from dateline.coding.dates.spans import TimeSpan, find_times
from dateline.coding.dates.stretches import NO_DAY_IN_CONTEXT, NO_SUCH_DAY, VAGUE, Anchor, Outcome, Stretch, Unresolved
from dateline.records import DatePrecision


@dataclass(frozen=True, slots=True)
class ResolvedTime:
    """Civil dates `start` to `end`, both included, or two Nones; `basis` says in a line how they came about."""

    start: date | None
    end: date | None
    precision: DatePrecision
    basis: str


_RULES: Final[tuple[Rule, ...]] = (*ABSOLUTE_RULES, *RELATIVE_RULES)

CONTEXT_BEFORE: Final = 800
CONTEXT_AFTER: Final = 150
"""How far around an expression, in characters, the day of "at 3 p.m." or "two days later" is looked for."""
_CLAUSE: Final = 120

_CONNECTOR_RE: Final = re.compile(
    r" (?:to|until|till|through|thru|and|or|into|and/or) (?:on |early |late |from )?"
    r"|(?<=\d)(?:st|nd|rd|th)? ?-+ ?(?=\d|[a-z]{3})|(?<=[a-z])-(?=[a-z])"
)
_OPENING_RE: Final = re.compile(
    r"^(?:(?:from|between|on|in|over|during|of|the|for|both|nights?|days|mornings?|evenings?) )+"
)
_BARE_DAY_RE: Final = re.compile(rf"^(?:the )?(?P<day>{DAY})$")
_DAY_THEN_YEAR_RE: Final = re.compile(rf"^(?:the )?(?P<day>{DAY})(?:,? (?P<year>{YEAR}))?$")
_DAY_MONTH_RE: Final = re.compile(rf"{DAY} (?:of )?(?P<month>{MONTH})")
_MONTH_DAY_RE: Final = re.compile(rf"(?P<month>{MONTH}) {DAY}$")
_CORE_RE: Final = re.compile(
    rf"{MONTH}|{WEEKDAY}|{YEAR}|today|yesterday|tomorrow|tonight|last|this|next|past|weekend|morning|night|ago\b"
    r"|\d{1,2}/\d"
)
_SINCE_RE: Final = re.compile(r"^(?:ever )?(?:since|as of|starting|beginning) |^after (?:the )?(?=\d)")
_PLANNED_RE: Final = re.compile(
    r"\b(?:will|shall|would(?! not have| have)|plan(?:s|ned|ning)?|scheduled|upcoming|to be|is to"
    r"|are to|was to|were to|due|expected|set to"
    r"|intends?|ahead of|going to|propos(?:ed|es|ing)|call(?:ed|s|ing)? for|until|announced)\b[^.;!?]*$"
)
_REPORTED_RE: Final = re.compile(r"\b(?:said|told|reported|announced|stated|reports|says|added)\b[^.;!?]{0,30}$")


def _apply(text: str, anchor: Anchor) -> Outcome:
    """The outcome of the first rule that fits; a rule that finds a date goes before one that only finds none."""
    reason: Unresolved | None = None
    for pattern, rule in _RULES:
        match = pattern.search(text)
        outcome = rule(match, anchor) if match else None
        if isinstance(outcome, Stretch) or outcome is NO_SUCH_DAY:
            return outcome
        reason = reason or outcome
    return reason


def _sides(text: str) -> Iterator[tuple[str, str]]:
    """The two ends of `A to B` for each connector, with what one end leaves out taken from the other."""
    for match in _CONNECTOR_RE.finditer(text):
        left, right = _OPENING_RE.sub("", text[: match.start()]), text[match.end() :]
        month_after, month_before = _DAY_MONTH_RE.match(right), _MONTH_DAY_RE.search(left)
        bare_left, bare_right = _BARE_DAY_RE.match(left), _DAY_THEN_YEAR_RE.match(right)
        if bare_left and month_after:
            yield f"{left} {month_after['month']}", right
        elif bare_right and month_before:
            year = f", {bare_right['year']}" if bare_right["year"] else ""
            yield f"{left}{year}", f"{month_before['month']} {bare_right['day']}{year}"
        elif _CORE_RE.search(left) and _CORE_RE.search(right):
            yield left, right


def _union(text: str, anchor: Anchor) -> Stretch | Unresolved | None:
    """`from Monday to Wednesday`, `between 3 and 5 May`, `in April and May`: from the first start to the last end."""
    for left, right in _sides(text):
        last = _single(right, anchor)
        if not isinstance(last, Stretch):
            continue
        # A weekday or a date without its year is the one before the other end.
        named = re.search(rf"{MONTH}|{WEEKDAY}", left) and not re.search(r"\b(?:last|next|this)\b", left)
        first = _single(left, replace(anchor, reference=last.end, planned=False) if named else anchor)
        if not isinstance(first, Stretch) or first.start > last.end:
            continue
        start, end = first.start, max(first.end, last.end)
        precision: DatePrecision = "range" if start != end else "day"
        return Stretch(start, end, precision, first.relative or last.relative, last.note or first.note)
    return None


def _single(text: str, anchor: Anchor) -> Outcome:
    return narrow(text, anchor, _apply) or _apply(text, anchor)


def _since(text: str, anchor: Anchor) -> Outcome:
    """`since 11 November`: from there to the publication date; without one, just the time it began."""
    match = _SINCE_RE.match(text)
    if match is None or (match[0].startswith(("starting", "beginning")) and anchor.planned):
        return None
    begun = _union(text[match.end() :], anchor) or _single(text[match.end() :], anchor)
    if not isinstance(begun, Stretch) or anchor.reference is None or begun.start > anchor.reference:
        return begun
    start, end = begun.start, anchor.reference
    return Stretch(start, end, "range" if start != end else "day", relative=True, note=begun.note)


def _is_planned(before: str, expression: str) -> bool:
    """Whether the words of the clause before the expression, or in it, speak of the future."""
    planned = _PLANNED_RE.search(before) or _PLANNED_RE.search(expression)
    return bool(planned) and not _REPORTED_RE.search(before)


def _in_context(anchor: Anchor, context: str, start: int, end: int) -> Anchor:
    """The anchor with the day that the context gives: the nearest time before `start`, else the nearest after `end`."""
    window = max(0, start - CONTEXT_BEFORE)
    found = [
        TimeSpan(span.start + window, span.end + window)
        for span in find_times(context[window : end + CONTEXT_AFTER])
        if span.end + window <= start or span.start + window >= end
    ]
    before = [span for span in found if span.end <= start]
    for span in [*reversed(before), *found[len(before) :]]:
        outcome = _outcome(normalise(context[span.start : span.end]), Anchor(anchor.reference))
        if isinstance(outcome, Stretch) and outcome.precision == "day":
            return replace(anchor, nearby=outcome.start, nearby_follows=span.start >= end)
    return anchor


def _outcome(text: str, anchor: Anchor) -> Outcome:
    return _since(text, anchor) or _union(text, anchor) or _single(text, anchor)


def resolve_time(
    expression: str,
    reference: date | None,
    *,
    context: str = "",
    offset: int | None = None,
    reference_name: str = "published",
    planned: bool | None = None,
) -> ResolvedTime:
    """The civil dates that a time expression means.

    `reference` is the day the report was published or its dateline's day. `context` is the text around the expression
    (its sentence or the whole report) and `offset` where in it the expression begins; without it, its first occurrence
    is taken. The context decides two things only: whether planning words before the expression ("will … on Friday")
    move it into the future, and which day a time of day or "two days later" belongs to. `start` and `end` are None
    where the text leaves the year or the day open. `basis` reads `on Sunday + published 2016-06-06 → 2016-06-05`;
    `reference_name` is its word for the reference. `planned`: whether what is dated lies ahead, where that is known
    better than by the words before the expression.
    """
    shown = re.sub(r"\s+", " ", expression).strip()
    text = normalise(expression)
    start = context.find(expression) if offset is None else offset
    before = context[max(0, start - _CLAUSE) : start].lower() if start > 0 else ""
    anchor = Anchor(reference, planned=_is_planned(before, expression.lower()) if planned is None else planned)
    outcome = _outcome(text, anchor)
    if outcome is NO_DAY_IN_CONTEXT and start >= 0:
        anchor = _in_context(anchor, context, start, start + len(expression))
        outcome = _outcome(text, anchor)
    if not isinstance(outcome, Stretch):
        return ResolvedTime(None, None, "unknown", f"{shown}: {(outcome or VAGUE).reason}")
    if anchor.nearby is not None:
        shown = f"{shown} + {anchor.nearby} in the context"
    elif outcome.relative:
        shown = f"{shown} + {reference_name} {reference}"
    days = f"{outcome.start}" if outcome.start == outcome.end else f"{outcome.start} to {outcome.end}"
    note = f" ({outcome.note})" if outcome.note else ""
    return ResolvedTime(outcome.start, outcome.end, outcome.precision, f"{shown} → {days}{note}")
