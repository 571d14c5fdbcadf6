"""Training reports from the MUC-4 corpus: its answer keys, found again in the words of its texts.

The keys give strings without offsets and say nothing of the words that tell the incident. Here each string is looked
up in its text, and words such as "kidnapped" become weak anchors of the template whose fills stand around them.

    python training/muc4_labels.py FOLDER      prints how much of the keys was found again
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dateline.coding.dates import find_times
from dateline.evaluation.muc4 import keys as k
from dateline.evaluation.muc4.credit import date_credit
from dateline.evaluation.muc4.keys import Template
from dateline.evaluation.muc4.sentences import Sentences
from dateline.evaluation.muc4.texts import read_messages
from dateline.evaluation.muc4.when import expression_fill
from dateline.records import Report

Interval = tuple[int, int]

ROLE_SLOTS = {
    "perp_individual": k.PERP_INDIVIDUAL,
    "perp_organization": k.PERP_ORGANIZATION,
    "phys_target": k.PHYS_ID,
    "hum_name": k.HUM_NAME,
    "hum_description": k.HUM_DESCRIPTION,
    "instrument": k.INSTRUMENT,
}
LABEL_SLOTS = {
    "perp_organization": {"confidence": k.CONFIDENCE},
    "phys_target": {"type": k.PHYS_TYPE, "effect": k.PHYS_EFFECT, "nation": k.PHYS_NATION},
    "hum_name": {"type": k.HUM_TYPE, "effect": k.HUM_EFFECT, "nation": k.HUM_NATION},
    "hum_description": {"type": k.HUM_TYPE, "effect": k.HUM_EFFECT, "nation": k.HUM_NATION},
    "instrument": {"type": k.INSTRUMENT_TYPE},
}
# How much a fill near a word says about which template the word tells of: who was hit says most, a perpetrator
# is often shared by the templates of a report.
ROLE_WEIGHTS = {
    "phys_target": 1.0,
    "hum_name": 1.0,
    "hum_description": 0.8,
    "instrument": 0.6,
    "perp_individual": 0.5,
    "perp_organization": 0.3,
    "location": 0.5,
}
ANY = frozenset({"ATTACK", "BOMBING", "KIDNAPPING", "ARSON", "ROBBERY", "HIJACKING", "FORCED WORK STOPPAGE"})
VIOLENCE = frozenset({"ATTACK", "BOMBING"})
MOST_ANCHORS = 6
FARTHEST_TIME = 3
"""Sentences between an anchor and the time that is taken to be its incident's."""


@dataclass(frozen=True)
class Trigger:
    """A word that can tell an incident. `strength` 1 names the act, 0.6 its effect or means, 0.3 is vague."""

    pattern: str
    types: frozenset[str]
    strength: float = 1.0


def _only(*types: str) -> frozenset[str]:
    return frozenset(types)


# Stems of words that stand beside targets of each incident type far oftener than elsewhere in the development texts.
TRIGGERS = (
    Trigger(r"BOMBED|BOMBINGS?|EXPLO(?:DE|DED|DES|DING|SIONS?)|DETONAT\w*|DYNAMIT(?:ED|ING)|BLASTS?|BLASTED", VIOLENCE),
    Trigger(r"BLEW|BLOWN|BLOW(?:ING)?(?=\s+UP)", VIOLENCE | {"ROBBERY"}),
    Trigger(r"BOMBS?(?!\s+SQUAD)|DYNAMITE|EXPLOSIVES?|GRENADES?|CAR-?BOMBS?", VIOLENCE, 0.6),
    Trigger(r"(?:HURL|PLANT|PLAC|DEFUS|DEACTIVAT)(?:ED|ING)|THREW|THROWN", VIOLENCE, 0.6),
    Trigger(
        r"MURDER(?:S|ED|ING|OUS)?|ASSASSINAT\w+|MASSACR\w+|KILL(?:S|ED|ING|INGS)?|SLAIN|SLAY\w*|LYNCH\w*", ANY, 1.0
    ),
    Trigger(r"EXECUTED|EXECUTIONS?|STABBED|BEHEADED|DECAPITATED|TORTURED|RAPED|STRANGLED|SHOT(?:S|GUN)?", ANY, 0.8),
    Trigger(r"MACHINE-?GUN+(?:ED|ING)|GUNNED|SHOOT\w*|STRAFED?|STRAFING|SHELL(?:ED|ING)|FIRED|FIRING", VIOLENCE, 0.8),
    Trigger(
        r"ATTACK(?:S|ED|ING)?|ASSAULT(?:S|ED|ING)?|RAID(?:S|ED)?|AMBUSH\w*|HARASS\w*|SABOTAG\w+|ATTEMPT(?:S|ED)?", ANY
    ),
    Trigger(r"KIDNAP(?!PERS?\b)\w*|ABDUCT\w*|HOSTAGES?", _only("KIDNAPPING", "ATTACK", "HIJACKING", "ROBBERY")),
    Trigger(
        r"CAPTUR\w+|SEIZ\w+|DETAIN\w*|HELD|DISAPPEAR\w*|INTERCEPTED|MISSING", _only("KIDNAPPING", "HIJACKING"), 0.6
    ),
    Trigger(r"TOOK|TAKEN|RELEASED?|RESCUED?|ESCAPED?", _only("KIDNAPPING", "HIJACKING", "ROBBERY"), 0.3),
    Trigger(
        r"BURN(?:ED|ING|T|S)?|ARSON|TORCHED|ABLAZE|AFIRE|INCENDIARY|SET(?=\s+(?:ON\s+)?FIRE)", _only("ARSON", "ATTACK")
    ),
    Trigger(r"FIRES?", _only("ARSON"), 0.6),
    Trigger(r"ROB(?:S|BED|BING|BERY|BERIES)|LOOT\w*|STOLEN?|STEAL\w*|THEFTS?|ASSAULTED", _only("ROBBERY", "ATTACK")),
    Trigger(r"HIJACK\w*", _only("HIJACKING", "KIDNAPPING", "ROBBERY", "ATTACK")),
    Trigger(r"STRIKES?|STOPPAGES?|PARALY\w+", _only("FORCED WORK STOPPAGE")),
    Trigger(r"THREAT\w*|WARN(?:ED|ING)|ULTIMATUM", ANY, 0.8),
    Trigger(
        r"DESTROY\w*|DESTRUCTION|DAMAG\w+|DEMOLISHED|WRECKED|DERAILED|TOPPLED", VIOLENCE | {"ARSON", "ROBBERY"}, 0.6
    ),
    Trigger(r"INJUR\w+|WOUND(?:ED|ING|S)?|DIED|DEATHS?(?!\s+SQUAD)|DEAD|VICTIMS?|BODIES|BODY|CORPSES?", ANY, 0.4),
    Trigger(r"INCIDENTS?|ACTIONS?|CRIMES?|TERRORISM|PERPETRATED|STRUCK|HIT|ENTERED|OPERATIONS?|VIOLENCE", ANY, 0.2),
)
_COMPILED = tuple((re.compile(rf"(?<!\w)(?:{t.pattern})(?!\w)", re.IGNORECASE), t) for t in TRIGGERS)


@dataclass(frozen=True)
class Occurrence:
    """A trigger word in a text."""

    span: Interval
    sentence: int
    types: frozenset[str]
    strength: float


@dataclass
class Found:
    """A template as far as it was found again in its text.

    `evidence`: (role, spans) of all that ties words to the template: its fillers, surnames of its victims, its place.
    """

    template: Template
    kind: str
    fillers: list[dict[str, Any]] = field(default_factory=list)
    evidence: list[tuple[str, list[Interval]]] = field(default_factory=list)
    mentions: list[Interval] = field(default_factory=list)


def find_string(text: str, value: str) -> list[Interval]:
    """Whole-word occurrences of a key's string: any case, any blanks, bracketed acronyms passed over."""
    words = re.findall(r"\w+", value)
    if not words:
        return []
    gap = r"(?:\s*[\[(][^\[\]()]{1,80}[\])])?[^\w]{1,6}"
    tight = re.findall(r"\w+([^\w]+)(?=\w)", value)
    joints = [r"[^\w]{0,6}" if joint in {".", "-", "'", ". "} else gap for joint in tight]
    pattern = words[0] + "".join(j + re.escape(w) for j, w in zip(joints, words[1:], strict=True))
    return [m.span() for m in re.finditer(rf"(?<!\w){pattern}(?!\w)", text, re.IGNORECASE)]


def find_any(text: str, values: Iterable[str]) -> list[Interval]:
    """Occurrences of any of the strings, the longest where they overlap, in the order of the text."""
    spans = sorted({s for v in values for s in find_string(text, v)}, key=lambda s: (s[0] - s[1], s[0]))
    kept: list[Interval] = []
    for start, end in spans:
        if all(end <= a or start >= b for a, b in kept):
            kept.append((start, end))
    return sorted(kept)


def find_triggers(text: str, sentences: Sentences) -> list[Occurrence]:
    """All trigger words of a text, each once (its strongest reading), in the order of the text."""
    best: dict[Interval, Trigger] = {}
    for pattern, trigger in _COMPILED:
        for match in pattern.finditer(text):
            known = best.get(match.span())
            if known is None or known.strength < trigger.strength:
                best[match.span()] = trigger
    return [
        Occurrence(s, sentences.number(s[0]), t.types, t.strength) for s, t in sorted(best.items(), key=lambda x: x[0])
    ]


def _labels(template: Template, role: str, fill: k.Fill) -> dict[str, str]:
    """What the key says of a fill in its cross-referenced slots, the first of alternatives."""
    names = fill.references if role == "hum_description" and fill.references else fill.values
    out = {}
    for label, slot in LABEL_SLOTS.get(role, {}).items():
        said = template.belonging(slot, names)
        if said and said[0].values:
            out[label] = said[0].values[0]
    return out


def _find_template(text: str, template: Template, missing: Counter[str]) -> Found:
    """Look up the fills of a template's string slots in its text; count those without occurrence."""
    types = template.fills(k.TYPE)
    found = Found(template, re.sub(r"^(?:ATTEMPTED|THREATENED) ", "", types[0].values[0] if types else "ATTACK"))
    for role, slot in ROLE_SLOTS.items():
        for fill in template.fills(slot):
            spans = find_any(text, fill.values)
            missing[role if spans else f"{role} missing"] += 1
            if spans:
                labels = _labels(template, role, fill)
                found.fillers.append({"role": role, "spans": spans, "labels": labels, "optional": fill.optional})
                surnames = (
                    {" ".join(v.split()[-n:]) for v in fill.values for n in (1, 2)} if role == "hum_name" else set()
                )
                found.evidence.append((role, find_any(text, {*fill.values, *surnames})))
    found.evidence.append(("location", find_any(text, _place_names(template)[:1])))
    return found


def _place_names(template: Template) -> list[str]:
    """Names of the key's location, the most specific first, without kinds."""
    for fill in template.fills(k.LOCATION):
        parts = re.sub(r"\([^()]*\)", "", fill.values[0]).split(":")
        return [n.strip() for p in reversed(parts) for n in p.split(" - ") if n.strip()]
    return []


def _affinity(word: Occurrence, found: Found, shares: Counter[Interval], sentences: Sentences) -> float:
    """How surely the word tells of the template: fills in its own and the neighbouring sentences, weighted."""
    if found.kind not in word.types:
        return 0.0
    total = 0.0
    for role, spans in found.evidence:
        near = 0.0
        for start, end in spans:
            apart = abs(sentences.number(start) - word.sentence)
            if apart > 1:
                continue
            gap = max(0, start - word.span[1], word.span[0] - end)
            closeness = (1.0 if apart == 0 else 0.25) / (1 + gap / 120)
            near = max(near, closeness / shares[start, end])
        total += ROLE_WEIGHTS[role] * near
    return total * word.strength


def _assign(words: Sequence[Occurrence], templates: Sequence[Found], sentences: Sentences) -> list[Interval]:
    """Give each template its anchors; return the words that tell of none.

    A word close to a template's fills that another template won, or with only weak ties, is neither.
    """
    shares: Counter[Interval] = Counter()
    for found in templates:
        shares.update({s for _, spans in found.evidence for s in spans})
    scores = [[_affinity(w, t, shares, sentences) for t in templates] for w in words]
    won: list[list[tuple[float, Interval]]] = [[] for _ in templates]
    none = []
    for word, row in zip(words, scores, strict=True):
        best = max(range(len(row)), key=row.__getitem__, default=-1)
        if best >= 0 and row[best] >= 0.3:
            won[best].append((row[best], word.span))
        elif not row or max(row) < 0.08:
            none.append(word.span)
    for index, found in enumerate(templates):
        if not won[index]:
            won[index] = _last_resort(index, words, scores, found, sentences)
        found.mentions = [s for _, s in sorted(won[index], key=lambda x: (-x[0], x[1]))[:MOST_ANCHORS]]
    taken = {s for t in templates for s in t.mentions}
    return [s for s in none if s not in taken]


def _last_resort(
    index: int, words: Sequence[Occurrence], scores: list[list[float]], found: Found, sentences: Sentences
) -> list[tuple[float, Interval]]:
    """The best word for a template that won none: highest score, then nearest to a fill, then first of the text."""
    fits = [(scores[i][index], i) for i, w in enumerate(words) if found.kind in w.types]
    if not fits:
        return []
    where = [sentences.number(s[0]) for f in found.fillers for s in f["spans"]]

    def rank(item: tuple[float, int]) -> tuple[float, int, float, int]:
        word = words[item[1]]
        apart = min((abs(word.sentence - s) for s in where), default=0)
        return (-item[0], apart, -word.strength, item[1])

    score, chosen = min(fits, key=rank)
    return [(score, words[chosen].span)]


def _add_place(found: Found, text: str, sentences: Sentences) -> None:
    """Location by distant supervision: the most specific name of the key's location, near the anchors if it is there.

    A country alone counts only within an anchor's sentence: elsewhere it is rarely said of this incident.
    """
    near = [sentences.number(s[0]) for s in found.mentions]
    names = _place_names(found.template)
    for position, name in enumerate(names):
        spans = find_string(text, name)
        gaps = {s: min((abs(sentences.number(s[0]) - n) for n in near), default=0) for s in spans}
        limit = 0 if position == len(names) - 1 else 2
        close = [s for s in spans if gaps[s] <= limit]
        if not close and limit:
            close = spans
        if close:
            found.fillers.append({"role": "location", "spans": close, "labels": {}, "optional": False})
            return


def _add_times(found: Found, report: Report, sentences: Sentences) -> None:
    """Times by distant supervision: expressions that resolve to the key's date, nearest the anchors."""
    near = [sentences.number(s[0]) for s in found.mentions]
    keys = found.template.raw(k.DATE)
    head = report.text.find("--")
    fits: dict[int, list[Interval]] = {}
    for time in find_times(report.text) if keys and near else ():
        if time.start < head:
            continue
        before = report.text[max(0, time.start - 300) : time.start]
        fill = expression_fill(" ".join(report.text[time.start : time.end].split()), report.published, before)
        if fill and date_credit(keys[0], fill) == 1.0:
            apart = min(abs(sentences.number(time.start) - n) for n in near)
            fits.setdefault(apart, []).append((time.start, time.end))
    closest = min(fits, default=FARTHEST_TIME + 1)
    if closest <= FARTHEST_TIME:
        found.fillers.append({"role": "time", "spans": fits[closest], "labels": {}, "optional": False})


def _event(found: Found, sentences: Sentences) -> dict[str, Any]:
    """The template in the trainer's format. Of often repeated common words only those near the anchors stay."""
    near = [sentences.number(s[0]) for s in found.mentions]
    for filler in found.fillers:
        if near and filler["role"] != "hum_name" and len(filler["spans"]) > 3:
            close = [s for s in filler["spans"] if min(abs(sentences.number(s[0]) - n) for n in near) <= 2]
            filler["spans"] = close or filler["spans"]
    labels = {}
    for name, slot in (("stage", k.STAGE), ("category", k.CATEGORY)):
        said = found.template.fills(slot)
        if said and said[0].values:
            labels[name] = said[0].values[0]
    return {
        "type": found.kind,
        "optional": found.template.optional,
        "labels": labels,
        "mentions": [list(s) for s in found.mentions],
        "fillers": [{**f, "spans": [list(s) for s in f["spans"]]} for f in found.fillers],
    }


def label_report(report: Report, templates: Sequence[Template], missing: Counter[str]) -> dict[str, Any]:
    """One training report; `missing` counts fills found and not found by role."""
    text = report.text
    sentences = Sentences(text)
    found = [_find_template(text, t, missing) for t in templates]
    words = find_triggers(text, sentences)
    others = _assign(words, found, sentences)
    for one in found:
        _add_place(one, text, sentences)
        _add_times(one, report, sentences)
    return {
        "id": report.id,
        "scheme": "muc4",
        "document": text,
        "published": report.published.isoformat() if report.published else None,
        "events": [_event(one, sentences) for one in found],
        "other_anchors": [list(s) for s in others],
    }


def muc4_training_reports(folder: Path, missing: Counter[str] | None = None) -> Iterator[dict[str, Any]]:
    """The reports of a MUC-4 corpus folder with their incidents as spans; see the module for how they come about.

    Yields {"id", "scheme", "document", "published", "events", "other_anchors"}; an event has "type", "optional",
    "labels", "mentions" (weak anchors, best first) and "fillers" (each with "role", "spans", "labels", "optional").
    Offsets are into "document". `missing`, if given, counts fills with and without occurrence by role.
    """
    counts: Counter[str] = Counter() if missing is None else missing
    for texts, key in k.key_files(folder):
        templates = k.read_templates(key)
        for report in read_messages(texts):
            yield label_report(report, templates.get(report.id, []), counts)


def main() -> None:
    """Print how much of the keys was found again."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    missing: Counter[str] = Counter()
    totals: Counter[str] = Counter()
    for report in muc4_training_reports(parser.parse_args().folder, missing):
        totals["reports"] += 1
        totals["other anchors"] += len(report["other_anchors"])
        for event in report["events"]:
            totals["events"] += 1
            totals["events with anchors"] += bool(event["mentions"])
            totals["anchors"] += len(event["mentions"])
            for role in {f["role"] for f in event["fillers"]} & {"location", "time"}:
                totals[f"events with {role}"] += 1
    for name, number in totals.items():
        print(f"{name:24s} {number:6d}")
    for role in ROLE_SLOTS:
        total = missing[role] + missing[f"{role} missing"]
        print(f"{role:24s} {missing[role]:6d} of {total} fills found ({100 * missing[role] / max(1, total):.1f}%)")


if __name__ == "__main__":
    main()
