"""Word lists: words of English that are names of places somewhere, and words for sorts of place."""

from __future__ import annotations

from importlib.resources import files


def _load(name: str) -> frozenset[str]:
    text = (files("dateline.gazetteer") / "data" / "tables" / name).read_text("utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


COMMON = _load("words.txt")
"""Folded words that are taken for places only with company: "reading", "march", "police"."""

GENERIC = _load("generic.txt")
"""Folded words that by themselves name no place: "the city", "northern areas"."""

FUNCTION = _load("function.txt")
"""Words with which no place name begins; they save look-ups in text in capitals."""
