"""The full-text index of reports: which of them hold given words, the same on SQLite and PostgreSQL.

Words are runs of letters and digits without regard to capitals and accents. Both databases are given the words that
`tokens` finds, so that neither's own way of telling words apart matters.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from sqlalchemy import Connection, text

ALL: Final = "report_words"
MASKED: Final = "report_words_masked"
"""The index of the reports that hold names of private persons, without these names."""
LONGEST: Final = 100
"""Characters of a word that count; what follows is not indexed."""
MOST: Final = 900_000
"""Bytes of one report's index at most: PostgreSQL holds 1 MB of words and positions in a tsvector
(https://www.postgresql.org/docs/15/textsearch-limitations.html). Words behind that are not found there."""
_LETTERS: Final = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}
)
"""Letters that Unicode does not take for another with an accent, as readers type them."""
_WORD: Final = re.compile(r"[^\W_]+")
_TERM: Final = re.compile(r'"([^"]*)"?|(\S+)')


def tokens(told: str) -> list[str]:
    """The words of a text, folded: no capitals, no accents, compatibility forms replaced (NFKD)."""
    plain = told.casefold()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain).translate(_LETTERS)
        plain = "".join(char for char in plain if unicodedata.category(char) != "Mn").casefold()
    return [word[:LONGEST] for word in _WORD.findall(plain)]


def index_words(c: Connection, number: int, title: str | None, told: str, *, masked: bool = False) -> None:
    """Put the words of a report, by its number in `reports`, into the index.

    `masked`: into that of the reports that hold names of private persons, without these names.
    """
    heading, body, table = tokens(title or ""), tokens(told), MASKED if masked else ALL
    if c.dialect.name == "sqlite":
        c.execute(
            text(f"INSERT INTO {table} (rowid, title, text) VALUES (:number, :title, :text)"),  # noqa: S608 - a constant
            {"number": number, "title": " ".join(heading), "text": " ".join(body)},
        )
        return
    c.execute(
        # The text's positions follow the title's, with a mark between that no phrase can cross.
        text(
            f"INSERT INTO {table} (number, words) VALUES "  # noqa: S608 - a constant
            r"(:number, to_tsvector('simple', :title) || '#\:1' || to_tsvector('simple', :text))"
        ),
        {"number": number, "title": " ".join(heading), "text": " ".join(_fitting(body))},
    )


def matching(c: Connection, words: str, *, masked: bool = False) -> list[int]:
    """The numbers of the reports whose title or text hold all these words, in order of arrival.

    "words in quotes" must stand together; a star at the end of a word stands for any ending ("farm*"). Without any
    word, no report is found. `masked`: names of private persons do not count, as if they did not stand there.
    """
    terms = [term for term in (_term(*found.groups()) for found in _TERM.finditer(words)) if term[0]]
    if not terms:
        return []
    if c.dialect.name == "sqlite":
        asked = " ".join(f'"{" ".join(phrase)}"{"*" if prefix else ""}' for phrase, prefix in terms)
        key, query = "rowid", "SELECT {key} FROM {table} WHERE {table} MATCH :asked"
    else:
        asked = " & ".join(f"({' <-> '.join(phrase)}{':*' if prefix else ''})" for phrase, prefix in terms)
        key, query = "number", "SELECT {key} FROM {table} WHERE words @@ to_tsquery('simple', :asked)"
    found = query.format(key=key, table=ALL)
    if masked:
        named = f"SELECT 1 FROM reports WHERE reports.number = {ALL}.{key} AND named"  # noqa: S608  # all are constants
        found = f"{found} AND NOT EXISTS ({named}) UNION ALL {query.format(key=key, table=MASKED)}"
    return [int(number) for (number,) in c.execute(text(f"{found} ORDER BY 1"), {"asked": asked})]


def _term(phrase: str | None, word: str | None) -> tuple[list[str], bool]:
    """The words of a term that must stand together, and whether the last one's ending is open."""
    given = phrase if word is None else word
    return tokens(given or ""), bool(word) and str(word).endswith("*")


def _fitting(words: list[str]) -> list[str]:
    """As many of the words as a tsvector holds: each takes its bytes once and its positions (2 bytes) every time."""
    room, seen = MOST, set[str]()
    for at, word in enumerate(words):
        room -= 2 if word in seen else len(word.encode()) + 6
        if room < 0:
            return words[:at]
        seen.add(word)
    return words
