"""The word lists of the MUC-4 task: which words tell which set fill, and which nation an adjective names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType


def word_set(words: str) -> frozenset[str]:
    """The words of a string as a set: word lists stay readable."""
    return frozenset(words.split())


MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
PREPOSITIONS = word_set(
    "OF AT IN ON FROM WHO WHOSE WHERE THAT WHICH WITH FOR BELONGING OWNED BETWEEN LOADED LOCATED NEAR TO BY AND AROUND "
    "PARKED OUTSIDE INSIDE UNDER OPPOSITE AGAINST CONTAINING INCLUDING WEARING CALLED BEING ACCOMPANYING"
)
_PLURALS = word_set(
    "PEOPLE MEN WOMEN CHILDREN PERSONNEL OTHERS POLICE TROOPS CLERGY POPULATION TRANSPORTATION PROPERTY FAMILY"
)
_SINGULARS = word_set("HEADQUARTERS PREMISES BUS GAS CAMPUS MSGR US BUSINESS PRESS CONGRESS")
_COLLECTIVES = word_set(
    "GROUP GROUPS COMMANDO COMMAND COLUMN UNIT SQUAD GANG BAND PATROL TEAM COMMANDOS COMMANDOES GUERRILLA"
)


def read_table(name: str) -> Iterator[list[str]]:
    """Rows of a packaged tab-separated table, without its comment lines."""
    content = files("dateline.evaluation.muc4").joinpath("data", name).read_text(encoding="utf-8")
    for line in content.splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def tokens(text: str) -> list[str]:
    """Upper-case words and numbers; "U.S." is U, S and "AK-47" one word."""
    return re.findall(r"[A-Z0-9]+(?:-[A-Z0-9]+)*", text.upper())


def singular(word: str) -> str:
    """The word without a plural S: enough to meet the words of the lists."""
    return word[:-1] if len(word) > 3 and word.endswith("S") and not word.endswith("SS") else word


def core(text: str) -> list[str]:
    """Words of a noun phrase up to its first preposition or clause; its last is the head."""
    out: list[str] = []
    for word in tokens(text):
        if word in PREPOSITIONS and out:
            break
        out.append(word)
    return out


def is_plural(text: str) -> bool:
    """Whether the head of a noun phrase in capitals is plural, or a word that MUC-4 counts as such (POPULATION)."""
    words = core(text)
    if not words or words[0] in {"A", "AN", "ONE", "ANOTHER"}:
        return False
    head = words[-1]
    return head not in _SINGULARS and (
        head in _PLURALS or head.endswith("MEN") or (head.endswith("S") and not head.endswith(("SS", "US", "IS")))
    )


def is_group(text: str) -> bool:
    """Whether a mention of perpetrators is of several people: a plural or a collective ("A GUERRILLA COLUMN")."""
    return is_plural(text) or core(text)[-1:] in ([word] for word in _COLLECTIVES)


@cache
def _words() -> Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]:
    table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for slot, words, fill in read_table("words.tsv"):
        table.setdefault(slot, []).append((tuple(words.split()), fill))
    return MappingProxyType({slot: tuple(rows) for slot, rows in table.items()})


def _contains(words: list[str], phrase: tuple[str, ...]) -> bool:
    size = len(phrase)
    return any(
        tuple(words[i : i + size]) == phrase or (*words[i : i + size - 1], singular(words[i + size - 1])) == phrase
        for i in range(len(words) - size + 1)
    )


def classify(slot: str, text: str) -> str | None:
    """The fill that the words of `text` tell for a slot (hum, phys, building, instrument, state); None if none does.

    "building" has the words for buildings that say little of whose they are (OFFICE, HOUSE); ask "phys" first.
    Fixed phrases come first ("CAR BOMB"), then the head of the phrase, then its other words.
    """
    rows = _words().get(slot, ())
    words = tokens(text)
    head = core(text)[-1:]
    phrases = [row for row in rows if len(row[0]) > 1]
    single = [row for row in rows if len(row[0]) == 1]
    for where, candidates in ((words, phrases), (head, single), (words, single)):
        for phrase, fill in candidates:
            if _contains(where, phrase):
                return fill
    return None


@cache
def nations() -> Mapping[str, str]:
    """Adjective or name of a nation, in capitals, to its name in the FOREIGN NATION set list."""
    return MappingProxyType(dict(row[:2] for row in read_table("nations.tsv")))


@cache
def _country_names() -> frozenset[str]:
    """Names of countries, as against adjectives and names of their people."""
    return frozenset(nations().values()) | {"AMERICA", "BRITAIN", "GREAT BRITAIN", "SOVIET UNION", "FRG", "GDR"}


def nations_in(text: str, *, adjectives: bool = False) -> list[str]:
    """Nations that the words of `text` name, in order; "LATIN AMERICA" names none.

    With `adjectives`, names of countries do not count: "THE SPANISH AMBASSADOR" but not "IN SPAIN".
    """
    words = re.findall(r"[A-Z]+", text.upper())
    out = []
    position = 0
    while position < len(words):
        for size in (2, 1):
            phrase = " ".join(words[position : position + size])
            if phrase not in nations() or (adjectives and phrase in _country_names()):
                continue
            if words[position - 1 : position] not in (["LATIN"], ["CENTRAL"], ["SOUTH"]):
                out.append(nations()[phrase])
                position += size - 1
                break
        position += 1
    return out
