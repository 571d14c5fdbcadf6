"""Texts as bad sources leave them: in capitals, without punctuation, badly scanned.

Every function keeps the length of the text, so that a quote's words stand at the same offsets.
The coder is measured on such texts (`dateline evaluate robustness`) and sees some of them in training.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping

PUNCTUATION = re.compile(r"(?<!\d)[^\w\s]|[^\w\s](?!\d)")
# Letters that scanners take for one another (Kukich 1992, "Techniques for automatically correcting words in text",
# section 2.1: confusions of characters of like shape). Digits are left: a wrong figure is another fact, not noise.
CONFUSED = {"l": "i", "i": "l", "o": "c", "e": "c", "c": "e", "a": "o", "h": "b", "b": "h", "n": "u", "u": "n"} | {
    "m": "n",
    "t": "f",
    "f": "t",
    "r": "n",
    "g": "q",
    "v": "y",
    "s": "e",
}
OCR_RATE = 0.02


def in_capitals(text: str, _: random.Random) -> str:
    """All capitals, where that keeps the length ("ß" has no capital of one character)."""
    return "".join(c.upper() if len(c.upper()) == 1 else c for c in text)


def in_small_letters(text: str, _: random.Random) -> str:
    """All small letters, where that keeps the length."""
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def without_punctuation(text: str, _: random.Random) -> str:
    """Every mark a blank, but for those inside numbers ("1,200")."""
    return PUNCTUATION.sub(" ", text)


def badly_scanned(text: str, chance: random.Random) -> str:
    """One letter in fifty taken for one of like shape."""
    out = []
    for c in text:
        wrong = CONFUSED.get(c.lower())
        if wrong is not None and chance.random() < OCR_RATE:
            out.append(wrong.upper() if c.isupper() else wrong)
        else:
            out.append(c)
    return "".join(out)


PERTURBATIONS: Mapping[str, Callable[[str, random.Random], str]] = {
    "capitals": in_capitals,
    "small letters": in_small_letters,
    "no punctuation": without_punctuation,
    "bad scan": badly_scanned,
}
