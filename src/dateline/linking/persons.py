"""Who is named as dead: two reports that name different dead tell of two incidents more often than of one.

The surnames are compared between reports, and kept as numbers only.
"""

from __future__ import annotations

import re
from typing import Final

_PART: Final = r"[^\W\d_a-z][\w’'-]+"
_NAME: Final = (
    rf"{_PART}(?: (?:[^\W\d_a-z]\.|[“\"‘][^”\"’]{{1,20}}[”\"’]|{_PART})){{0,2}} (?:al-|el-|de |bin )?({_PART})"
)
_SUFFIX: Final = r"(?:,? (?:Jr|Sr|II|III|IV)\b\.?)?"
_AGED: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_NAME}{_SUFFIX},? \(?\d{{1,2}}(?=[,);:.]| of | was | died )",
        rf"\b\d{{1,2}}[- ](?:years?|yrs?)[- ]old (?:[a-z]+ ){{0,2}}{_NAME}",
    )
)
_STRUCK: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?:[Ii]dentified|[Nn]amed)(?: [\w']+){{0,6}}? as (?:\d{{1,2}}[- ]years?[- ]old )?{_NAME}",
        rf"\b(?:[Kk]ill(?:ed|ing)|[Vv]ictims?:|(?:[Dd]eath|[Mm]urder) of|[Vv]igil for)(?: [–—-])? {_NAME}",
        rf"{_NAME}{_SUFFIX}(?:, [^.,]{{1,40}},)? (?:died|(?:was|were) (?:killed|slain|pronounced|found dead))\b",
    )
)
_DEATH: Final = re.compile(
    r"\b(?:killed|died|dead|death|fatal(?:ly)?|pronounced|slain|victims?|homicide|deceased|murdered)\b",
    re.IGNORECASE,
)
_CHARGE: Final = re.compile(
    r"\b(?:charged|charges|arrest(?:ed)?|suspects?|accused|wanted|gunm[ae]n|custody|convicted|sentenced|indicted|pleaded"
    r"|shooter|defendants?|faces)\b",
    re.IGNORECASE,
)
_SENTENCE: Final = re.compile(r"(?:(?<=[a-z\d][.!?])|(?<=[.!?][\"”’])) (?=[\"“‘]?[A-Z0-9])|\n")
_NO_SURNAME: Final = frozenset(
    re.findall(
        r"\w+",
        """news channel press police county hospital university school street avenue road court square park
        center centre department office club city church house board team group army force north south east
        west jr sr ii iii iv killed shooting sunday monday tuesday wednesday thursday friday saturday
        january february march april may june july august september october november december""",
    )
)


def surnames_of_dead(text: str) -> set[str]:
    """The surnames, in lower case, of persons told as dead ("tarrow" of "Josef Tarrow, 44, died"), not of suspects."""
    found: set[str] = set()
    for sentence in _SENTENCE.split(text):
        if not _CHARGE.search(sentence):
            told = (*_STRUCK, *_AGED) if _DEATH.search(sentence) else _STRUCK
            found |= {match[1].lower() for pattern in told for match in pattern.finditer(sentence)}
    return {name.replace("’", "'").removesuffix("'s") for name in found} - _NO_SURNAME
