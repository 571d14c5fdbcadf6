"""From an item to a report: checks, id, date, agency, language, sections."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from hashlib import blake2b
from typing import Any

from dateline.reading.agencies import canonical, find_agency
from dateline.reading.dates import parse_published
from dateline.reading.encoding import clean
from dateline.reading.items import Item
from dateline.reading.language import identify
from dateline.reading.limits import Limits
from dateline.reading.origins import Origin
from dateline.reading.sections import find_sections
from dateline.records import Report, SetAside

PROBLEMS = "problems"
LANGUAGE_CODE_LETTERS = (2, 3)


class Ids:
    """Keeps ids apart within one run: the second report of an id gets `#2`, the third `#3`.

    Remembers a hash of 8 bytes an id, about 60 bytes of memory a report.
    """

    def __init__(self) -> None:
        self._seen: set[int] = set()

    def unique(self, wanted: str) -> str:
        """`wanted`, or `wanted` with the first number that is free."""
        candidate, number = wanted, 1
        while (key := self._key(candidate)) in self._seen:
            number += 1
            candidate = f"{wanted}#{number}"
        self._seen.add(key)
        return candidate

    @staticmethod
    def _key(text: str) -> int:
        return int.from_bytes(blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "big")


def assemble(
    items: Iterable[Item | SetAside], limits: Limits, *, published: date | None = None, today: date | None = None
) -> Iterator[Report | SetAside]:
    """A report for each item, in order; `published` fills in where the item has no date that holds."""
    for found in assemble_with_origins(items, limits, published=published, today=today):
        yield found if isinstance(found, SetAside) else found[0]


def assemble_with_origins(
    items: Iterable[Item | SetAside], limits: Limits, *, published: date | None = None, today: date | None = None
) -> Iterator[tuple[Report, Origin | None] | SetAside]:
    """As `assemble`, each report with its item's origin."""
    ids = Ids()
    for item in items:
        if isinstance(item, SetAside):
            yield SetAside(item=clean(item.item), reason=clean(item.reason))
            continue
        report = _report(item, ids, limits, published, today)
        yield report if isinstance(report, SetAside) else (report, _clean_origin(item.origin))


def _report(item: Item, ids: Ids, limits: Limits, published: date | None, today: date | None) -> Report | SetAside:
    text = clean(item.text)
    if not text.strip():
        return SetAside(item=item.where, reason="the text is empty")
    if len(text) > limits.max_text_characters:
        reason = f"the text has {len(text)} characters, more than the limit of {limits.max_text_characters}"
        return SetAside(item=item.where, reason=reason)
    day, problem = parse_published(item.published, today=today)
    title = _tidy(item.title)
    return Report(
        id=ids.unique(_tidy(item.id) or _tidy(item.url) or clean(item.name)),
        title=title,
        text=text,
        published=day or published,
        publisher=_tidy(item.publisher),
        agency=canonical(item.agency) if _tidy(item.agency) and item.agency else find_agency(text, byline=item.byline),
        url=_tidy(item.url),
        language=_language_code(item.language) or identify(text),
        sections=find_sections(text, title=title, hints=item.hints),
        extra=_extra(item, [*item.problems, *([problem] if problem else [])]),
    )


def _clean_origin(origin: Origin | None) -> Origin | None:
    """An origin whose words can be stored: names of files and what servers say may hold anything."""
    if origin is None:
        return None
    return replace(origin, media_type=clean(origin.media_type), where=clean(origin.where))


def _tidy(value: str | None) -> str | None:
    return (clean(value).strip() or None) if value else None


def _language_code(given: str | None) -> str | None:
    """The language part of a given tag ("en-GB" → "en"); None if it is no code."""
    code = (given or "").strip().replace("_", "-").partition("-")[0].lower()
    return code if len(code) in LANGUAGE_CODE_LETTERS and code.isascii() and code.isalpha() else None


def _extra(item: Item, problems: list[str]) -> dict[str, Any]:
    """The input's other keys, and under "problems" what was wrong with values that were not used."""
    extra = {clean(key): _clean_value(value) for key, value in item.extra.items()}
    if problems:
        given = extra.get(PROBLEMS, [])
        extra[PROBLEMS] = [*(given if isinstance(given, list) else [given]), *problems]
    return extra


def _clean_value(value: Any) -> Any:
    """Lone surrogates out of nested values: no output format can carry them."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [_clean_value(inner) for inner in value]
    if isinstance(value, dict):
        return {clean(key): _clean_value(inner) for key, inner in value.items()}
    return value
