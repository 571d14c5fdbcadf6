"""How many were killed and injured in all: pairs of numbers, weighed by everything that the report counts."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from dateline.coding.account.cues import Cue, cues_of, listed
from dateline.coding.account.passages import Passage
from dateline.coding.account.people import MOST
from dateline.coding.account.ranking import Candidate
from dateline.coding.account.toll_words import FLAGS

Toll = tuple[int, int]
"""Killed and injured."""
Counted = tuple[str, str, int]
"""A way of telling, the fate told, and the number."""
_FEW: Final = 4
"""Numbers of killed up to this are candidates whether told or not; of injured, two more."""


def toll_candidates(passages: Sequence[Passage]) -> list[Candidate[Toll]]:
    """Pairs of killed and injured, at least one of them not 0, with what speaks for each."""
    cues = [*cues_of(passages), *listed(passages)]
    counted: defaultdict[Counted, int] = defaultdict(int)
    for cue in cues:
        counted[cue.name, cue.fate, cue.number] += 1
    flags = _flags(passages)
    flags += [f"no {fate} told" for fate in ("killed", "injured", "shot") if not any(c.fate == fate for c in cues)]
    killed, injured = _candidates(cues)
    placed, prominent = _placed(counted), _prominent(cues)
    return [
        Candidate((k, i), {**_prior(k, i, flags, prominent), **_told(k, i, placed, flags)})
        for k in killed
        for i in injured
        if k + i
    ]


def _placed(counted: Mapping[Counted, int]) -> dict[Counted, int]:
    """The same with a note where a larger number of that fate is told, or the title tells another one."""
    largest: defaultdict[str, int] = defaultdict(int)
    titled: dict[str, int] = {}
    for name, fate, number in counted:
        if " number" in name and "others" not in name and "far" not in name:
            largest[fate] = max(largest[fate], number)
            if name.endswith("title"):
                titled[fate] = number
    out = {}
    for (name, fate, number), times in counted.items():
        note = " smaller" if number < largest[fate] else ""
        if titled.get(fate, number) != number:
            note += " untitled"
        out[name, fate, number] = times
        if note and name.count(" ") < 2:
            out[name + note, fate, number] = times
    return out


def _flags(passages: Sequence[Passage]) -> list[str]:
    title = " ".join(p.text for p in passages if p.number < 0)
    lead = " ".join(p.text for p in passages if 0 <= p.number <= 2)
    text = "\n".join(p.text for p in passages[:30])
    out = [f"{name}" for name, pattern in FLAGS if pattern.search(text)]
    out += [f"title {name}" for name, pattern in FLAGS if pattern.search(title)]
    out += [f"lead {name}" for name, pattern in FLAGS if pattern.search(lead)]
    return out


def _candidates(cues: Sequence[Cue]) -> tuple[list[int], list[int]]:
    killed = set(range(_FEW + 1))
    for cue in cues:
        if cue.fate in {"killed", "shot"}:
            killed |= {cue.number, cue.number + 1}
    injured = set(range(_FEW + 3))
    for cue in cues:
        injured |= {cue.number}
        if cue.fate in {"shot", "none"}:
            injured |= {cue.number - k for k in range(_FEW) if cue.number >= k}
    return sorted(k for k in killed if k <= MOST)[:16], sorted(i for i in injured if i <= MOST)[:30]


def _prominent(cues: Sequence[Cue]) -> dict[str, int]:
    """The number told first for each fate, apart from singles and parts."""
    out: dict[str, int] = {}
    for cue in cues:
        if " number" in cue.name and "others" not in cue.name:
            out.setdefault(cue.fate, cue.number)
    return out


def _prior(k: int, i: int, flags: Sequence[str], prominent: Mapping[str, int]) -> dict[str, float]:
    """What speaks for a toll by itself, by words without numbers, and by the numbers told first."""
    features = {
        f"killed {min(k, 5)}": 1.0,
        f"injured {min(i, 8)}": 1.0,
        f"total {min(k + i, 9)}": 1.0,
        f"killed {min(k, 3)} injured {min(i, 5)}": 1.0,
        "size killed": math.log1p(k),
        "size injured": math.log1p(i),
    }
    for fate, number in prominent.items():
        for what, value in (("k", k), ("i", i), ("t", k + i)):
            features[f"first {fate} {what} {'=' if value == number else '<' if value < number else '>'}"] = 1.0
    for flag in flags:
        features[f"killed {min(k, 2)} {flag}"] = 1.0
        features[f"injured {min(i, 1)} {flag}"] = 1.0
    return features


def _told(k: int, i: int, counted: Mapping[Counted, int], flags: Sequence[str]) -> dict[str, float]:
    """The numbers told that are those of the killed (k), the injured (i), both (t), or the killed but one (k+1)."""
    features = {}
    attacker = [flag for flag in ("suicide", "attacker dead") if flag in flags]
    more = [*attacker, *(["died later"] if "died later" in flags else [])]
    for (name, fate, number), times in counted.items():
        strength = 1.0 + math.log(times)
        roles = [role for role, value in (("k", k), ("i", i), ("t", k + i)) if value == number]
        roles += ["k+1"] if fate == "killed" and number == k - 1 else []
        for role in roles:
            features[f"{role} {name}"] = strength
            for flag in more if role == "k+1" else attacker if role == "k" and fate == "killed" else ():
                features[f"{role} {name} {flag}"] = strength
    return features
