"""Credit of one response fill against one key fill: 1 correct, 0.5 partial, 0 wrong.

After the scoring guidelines of MUC-4, as far as a program can apply them.
"""

from __future__ import annotations

import re

from dateline.evaluation.muc4 import keys
from dateline.evaluation.muc4.vocabulary import MONTHS, word_set

IGNORED = word_set(
    "a an the of this that his her their its some few several two three four five six seven eight nine ten "
    "salvadoran colombian peruvian guatemalan honduran chilean bolivian us u.s. unidentified one"
)
# (more general response, more specific key): worth half.
SUPERSETS = frozenset(
    {
        ("GUN", "MACHINE GUN"),
        ("GUN", "RIFLE"),
        ("GUN", "HANDGUN"),
        ("GUN", "MORTAR"),
        ("EXPLOSIVE", "BOMB"),
        ("BOMB", "VEHICLE BOMB"),
        ("EXPLOSIVE", "VEHICLE BOMB"),
        ("EXPLOSIVE", "DYNAMITE"),
        ("EXPLOSIVE", "GRENADE"),
        ("EXPLOSIVE", "MINE"),
        ("EXPLOSIVE", "MOLOTOV COCKTAIL"),
        ("BOMB", "DYNAMITE"),
        ("SUSPECTED OR ACCUSED", "SUSPECTED OR ACCUSED BY AUTHORITIES"),
        ("POLITICAL FIGURE OFFICE OR RESIDENCE", "GOVERNMENT OFFICE OR RESIDENCE"),
        ("DESTROYED", "SOME DAMAGE"),
    }
)
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')

Day = tuple[int, int, int]


def words(text: str) -> list[str]:
    """Lower-case words with inner punctuation kept."""
    return [w for w in re.findall(r"[a-z0-9'.&-]+", text.lower().replace("\\", "")) if w.strip("'.-")]


def content(text: str) -> list[str]:
    """Words that carry content; all words where none does."""
    return [w for w in words(text) if w not in IGNORED] or words(text)


def alternatives(fill: str) -> list[str]:
    """A fill's options, split at slashes outside quotes."""
    text = fill.strip()
    text = text[1:].strip() if text.startswith("?") else text
    return [p.strip().strip("()") for p in re.split(r'\s/\s(?=(?:[^"]*"[^"]*")*[^"]*$)', text) if p.strip()]


def split_reference(slot: int, fill: str) -> tuple[str, list[str]]:
    """`VALUE: "a" / "b"` gives (VALUE, [a, b]); a plain fill (fill, [])."""
    text = fill.lstrip("?").strip()
    if slot == keys.HUM_DESCRIPTION:
        match = re.match(r'(.*"):\s*(".*)$', text)
        return (match[1], re.findall(r'"([^"]*)"', match[2])) if match else (text, [])
    if slot in keys.CROSS_REFERENCED:
        match = re.match(r'([^"]*?):\s*(".*)$', text)
        if match:
            return match[1].strip(), re.findall(r'"([^"]*)"', match[2])
    return text, []


def string_credit(key: str, response: str) -> float:
    """Best credit of one string against the key's options: equal words, or more modifiers of the same head, are 1."""
    got = content(response)
    best = 0.0
    for option in _QUOTED.findall(key) or [key]:
        want = content(option)
        if not want or not got:
            continue
        wanted, given = set(want), set(got)
        same_head = got[-1] == want[-1]
        if wanted == given or (wanted < given and same_head):
            return 1.0
        if given <= wanted or wanted <= given or (wanted & given and same_head):
            best = 0.5
    return best


def date_range(text: str) -> tuple[Day | None, Day] | None:
    """Days of "- 26 AUG 89" (None, end), "25 AUG 89 - 26 AUG 89" (start, end), "26 AUG 89" (twice the day)."""
    days = [
        (int(year), MONTHS.index(month) + 1 if month in MONTHS else 0, int(day))
        for day, month, year in re.findall(r"(\d{1,2}) ([A-Z]{3}) (\d{2})", text.upper())
    ]
    if not days:
        return None
    return (None, days[-1]) if text.strip().startswith("-") else (days[0], days[-1])


def date_credit(key: str, response: str) -> float:
    """Equal dates 1; "on or before" the right day, or a day inside a range that is asked for, 0.5."""
    got, best = date_range(response), 0.0
    for option in alternatives(key):
        want = date_range(option)
        if not want or not got:
            continue
        if want == got:
            return 1.0
        if got[0] is None:
            best = 0.5 if got[1] == want[1] else best
        elif (want[0] is None or want[0] <= got[0]) and got[1] <= want[1] and want[0] != want[1]:
            best = 0.5
    return best


def location_credit(key: str, response: str) -> float:
    """Same country and same most specific place 1; one of the two 0.5. Kinds in parentheses do not count."""

    def parts(text: str) -> list[str]:
        names = (" ".join(words(re.sub(r"\([^()]*\)", " ", p))) for p in text.split(":"))
        return [name for name in names if name]

    got, best = parts(response), 0.0
    for option in alternatives(key):
        want = parts(option.replace("(", " ("))
        if not want or not got:
            continue
        if want == got:
            return 1.0
        if want[-1] == got[-1] and len(got) > 1 and len(want) > 1:
            if want[0] == got[0]:
                return 1.0
            best = 0.5
        elif want[0] == got[0]:
            best = 0.5
    return best


def _same_number(got: str, options: list[str]) -> bool:
    return any(got.strip("~ ") == option.strip("~ ") and "~" not in option for option in options)


def set_credit(slot: int, key: str, response: str) -> float:
    """Credit of a set fill or number; a wrong or missing cross-reference halves it."""
    want, want_references = split_reference(slot, key)
    got, got_references = split_reference(slot, response)
    options = [w.strip() for w in want.split(" / ")]
    if got in options or (slot in keys.NUMBER_SLOTS and _same_number(got, options)):
        value = 1.0
    elif slot in keys.NUMBER_SLOTS and any(got.strip("~ ") in re.findall(r"\d+", o) for o in options):
        value = 0.5
    elif any((got, o) in SUPERSETS for o in options) or (slot == keys.TYPE and got == "ATTACK"):
        return 0.5
    else:
        return 0.0
    if slot not in keys.CROSS_REFERENCED or not want_references:
        return value
    if not got_references:
        return 0.5
    wanted = '"{}"'.format('" "'.join(want_references))
    same = max(string_credit(wanted, g) for g in got_references) >= 0.5
    return value if same and value == 1.0 else 0.5


def credit(slot: int, key: str, response: str) -> float:
    """Credit of one response fill against one key fill of a slot."""
    if slot == keys.DATE:
        return date_credit(key, response)
    if slot == keys.LOCATION:
        return location_credit(key, response)
    if slot not in keys.STRING_SLOTS:
        return set_credit(slot, key, response)
    if slot == keys.HUM_DESCRIPTION:
        key, response = split_reference(slot, key)[0], split_reference(slot, response)[0]
    options = _QUOTED.findall(response) or [response]
    return max(string_credit(key, option) for option in options)
