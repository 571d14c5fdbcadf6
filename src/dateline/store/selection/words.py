"""Words that people search for in reports.

Each word must stand in the title or text of a report, whatever its case and accents; "words in quotation marks" stand
there in a row; a star at the end of a word stands for any ending; what a minus precedes must not stand there. Nothing
that a person types is an error: signs without letters or digits ask for nothing.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from sqlalchemy import Connection, select

from dateline.store.schema import REPORTS
from dateline.store.words import matching, tokens

MOST_TERMS: Final = 32
"""Terms that are searched for; further ones are left out."""
_TERM: Final = re.compile(r'(?P<minus>-?)(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
_UNSAYABLE: Final = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters and halves of characters, which databases refuse."""


class Term(NamedTuple):
    """A word, or a phrase in quotation marks, that must stand in a report, or must not."""

    text: str
    excluded: bool


def terms_of(words: str) -> list[Term]:
    """What the words that a person typed ask for."""
    terms = []
    for found in _TERM.finditer(_UNSAYABLE.sub(" ", words)):
        phrase = found["phrase"]
        term = found["word"] if phrase is None else f'"{phrase}"'
        if tokens(term):
            terms.append(Term(term, excluded=bool(found["minus"])))
    return terms[:MOST_TERMS]


def reports_with(c: Connection, words: str, *, masked: bool = False) -> list[int]:
    """The numbers of the reports that words ask for, in order of arrival; none where they ask for nothing.

    `masked`: as if the names of private persons did not stand in the reports.
    """
    terms = terms_of(words)
    if not terms:
        return []
    wanted = " ".join(term.text for term in terms if not term.excluded)
    found = (
        matching(c, wanted, masked=masked)
        if wanted
        else list(c.execute(select(REPORTS.c.number).order_by(REPORTS.c.number)).scalars())
    )
    without = {number for term in terms if term.excluded for number in matching(c, term.text, masked=masked)}
    return [number for number in found if number not in without] if without else found
