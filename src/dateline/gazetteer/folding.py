"""Folding of names: one key for all the ways in which a name is written.

The same function makes the keys of the index and of each look-up, so what matters is that it is
deterministic and idempotent: `fold(fold(name)) == fold(name)`.
"""

from __future__ import annotations

import re
import unicodedata

# Letters that Unicode does not decompose into a base letter and a mark.
_LETTERS = str.maketrans(
    {
        "ß": "ss", "ẞ": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l",
        "ı": "i", "ŋ": "n", "ħ": "h", "ŧ": "t", "ə": "a", "ɓ": "b", "ɗ": "d", "ƙ": "k",
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ک": "ك", "ة": "ه", "ـ": "",
        "&": " and ",
    }
)  # fmt: skip
_APOSTROPHES = "'’‘ʻʼʿʾ`´ʹʺ′\"“”„«»ʽˈ"
_POSSESSIVE = re.compile(rf"(?<=\w)[{_APOSTROPHES}]s(?!\w)")
_APOSTROPHE = re.compile(rf"[{_APOSTROPHES}]")
_INITIAL = re.compile(r"(?<![^\W_])([^\W\d_])\.")
_BREAK = re.compile(r"[\W_]+")
# Marks that are dropped: combining accents, Hebrew points, Arabic vowel signs. Vowel signs of Indic
# and other scripts are letters in all but name and stay.
_MARKS = re.compile("[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u1ab0-\u1aff\u20d0-\u20f0]")
_WORDS = {
    "saint": "st", "sainte": "st", "ste": "st", "mount": "mt", "fort": "ft",
}  # fmt: skip
_ASCII = re.compile(r"[\x20-\x7e]*\Z")


def fold(name: str) -> str:
    """The key of a name: case, accents, apostrophes, hyphens, points, "the" and possessives folded away.

    "St. Paul's" and "Saint Paul" give "st paul"; "U.S." and "US" give "us". Empty if nothing is left.
    """
    text = name if _ASCII.match(name) else unicodedata.normalize("NFKC", name)
    text = text.casefold()
    text = _POSSESSIVE.sub("", text)
    if not _ASCII.match(text):
        text = _strip_marks(text)
    text = _APOSTROPHE.sub("", text)
    text = _INITIAL.sub(r"\1", text) if "." in text else text
    text = text.replace("&", " and ")
    words = _BREAK.sub(" ", text).split()
    while len(words) > 1 and words[0] == "the":
        del words[0]
    return " ".join(_join_initials([_WORDS.get(word, word) for word in _without_lost_possessives(words)]))


def _without_lost_possessives(words: list[str]) -> list[str]:
    """["cox", "s", "bazar"] -> ["cox", "bazar"]: some sources drop the apostrophe and leave the letter."""
    kept: list[str] = []
    for number, word in enumerate(words):
        lost = word == "s" and kept and len(kept[-1]) > 1 and number < len(words) - 1
        if not lost:
            kept.append(word)
    return kept


def _strip_marks(text: str) -> str:
    """Repeat until nothing changes: one letter's decomposition may hold another's that folds further."""
    while True:
        # "й" is a letter of its own, but sources write it both ways; without marks both agree.
        bare = _MARKS.sub("", unicodedata.normalize("NFKD", text)).casefold().translate(_LETTERS)
        bare = unicodedata.normalize("NFKC", bare)
        if bare == text:
            return text
        text = bare


def _join_initials(words: list[str]) -> list[str]:
    """["u", "s", "army"] -> ["us", "army"]: spaced initials are one word."""
    joined: list[str] = []
    run = ""
    for word in words:
        if len(word) == 1 and "a" <= word <= "z":
            run += word
            continue
        if run:
            joined.append(run)
            run = ""
        joined.append(word)
    if run:
        joined.append(run)
    return joined
