"""Frames of the MUC-4 scheme written as MUC-4 templates.

Rules and defaults follow the task documents (template-doc-part1 and part2, version 7); numbers in parentheses name
their sections.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from dateline.coding.dates import TimeSpan, find_times
from dateline.coding.frames import Filler, Frame
from dateline.evaluation.muc4 import keys as k
from dateline.evaluation.muc4.amounts import PLURAL, number_fill
from dateline.evaluation.muc4.entities import Entity, link_descriptions, merge_mentions
from dateline.evaluation.muc4.keys import Template
from dateline.evaluation.muc4.locations import COUNTRIES, country_votes, location_fill
from dateline.evaluation.muc4.sentences import Sentences
from dateline.evaluation.muc4.vocabulary import classify, nations_in
from dateline.evaluation.muc4.when import date_fill
from dateline.records import Report

NO_INSTRUMENT = frozenset({"ARSON", "KIDNAPPING"})
NO_PHYSICAL_TARGET = frozenset({"KIDNAPPING"})
_CONTEXT = 300
_DEATH = re.compile(r"KILL|MURDER|ASSASSIN|MASSACR|SLAIN|DEATH|DEAD\b|DIED|EXECUT", re.IGNORECASE)
_INJURY = re.compile(r"INJUR|WOUND", re.IGNORECASE)
_SHOOTING = re.compile(r"SHOT|SHOOT|GUNNED|FIRED|FIRING|BULLET|GUNFIRE|GUNMEN", re.IGNORECASE)
_MACHINE_GUNNING = re.compile(r"MACHINE-?\s?GUN", re.IGNORECASE)
_DESTRUCTION = re.compile(r"DESTROY|BLEW|BLOWN|DEMOLISH", re.IGNORECASE)
_UNHURT = re.compile(
    r"\bNO\s+(?:\w+\s+){0,2}(?:CASUALT|VICTIM|INJUR|FATALIT|DEATHS)|\b(?:NO\s+ONE|NOBODY)\s+(?:WAS|HAS\s+BEEN)\s+(?:\w+\s+)?"
    r"(?:HURT|INJURED|WOUNDED|KILLED)|\bWITHOUT\s+(?:\w+\s+){0,3}(?:CASUALT|VICTIM|INJUR)",
    re.IGNORECASE,
)
_DAMAGE = re.compile(r"DAMAG|BURN|SET FIRE", re.IGNORECASE)


@dataclass(frozen=True)
class Writing:
    """What the writing of one frame's template needs.

    `votes`: mentions of the nine countries in the report; `times`: all its time expressions.
    """

    report: Report
    frame: Frame
    votes: Counter[str]
    sentences: Sentences
    times: Sequence[TimeSpan]

    @property
    def document(self) -> str:
        """The report's text."""
        return self.report.text

    @property
    def kind(self) -> str:
        """The incident type without its stage."""
        return re.sub(r"^(?:ATTEMPTED|THREATENED) ", "", self.frame.kind.upper())

    @property
    def anchors(self) -> str:
        """The words of the anchors."""
        return " ".join(self.document[a:b] for a, b in self.frame.anchors)

    def role(self, *names: str) -> list[Filler]:
        """The frame's fillers of the roles, best first."""
        return sorted((f for f in self.frame.fillers if f.role in names), key=lambda f: (-f.score, f.start))


def write_report(report: Report, frames: Sequence[Frame], *, merge: bool = True) -> list[Template]:
    """Templates of a report's frames, numbered from 1 in the order of their first anchors.

    With `merge`, frames that differ in nothing that tells incidents apart are one template: "a separate instance is one
    which has a different filler for the location, date, category, or perpetrator slot" (5.0). Offsets of fillers and
    anchors are into the report's text. Frames of incidents outside the nine countries make no template.
    """
    votes, sentences, times = country_votes(report.text), Sentences(report.text), find_times(report.text)
    ordered = sorted(frames, key=lambda f: min((a for a, _ in f.anchors), default=0))
    kept: list[tuple[Frame, Template]] = []
    for frame in ordered:
        written = write_frame(Writing(report, frame, votes, sentences, times))
        if not _belongs(written):
            continue
        for index, (other, template) in enumerate(kept):
            if merge and _same_incident(template, written):
                both = _joined(other, frame)
                kept[index] = (both, write_frame(Writing(report, both, votes, sentences, times)))
                break
        else:
            kept.append((frame, written))
    return [replace(template, number=str(number)) for number, (_, template) in enumerate(kept, start=1)]


def _belongs(template: Template) -> bool:
    """Whether place or targets belong to one of the nine countries, or the place is unknown (1.0, paragraph 4)."""
    country = "".join(template.raw(k.LOCATION)).split(":")[0].strip()
    nations = {fill.split(":")[0] for slot in (k.PHYS_NATION, k.HUM_NATION) for fill in template.raw(slot)}
    return not country or country in COUNTRIES or bool(nations & set(COUNTRIES))


def _same_incident(first: Template, second: Template) -> bool:
    """Whether two templates have the same type, stage, date and place and no two different perpetrators."""
    if any(first.raw(slot) != second.raw(slot) for slot in (k.TYPE, k.STAGE, k.DATE, k.LOCATION, k.CATEGORY)):
        return False
    return all(
        not first.raw(slot) or not second.raw(slot) or bool(set(first.raw(slot)) & set(second.raw(slot)))
        for slot in (k.PERP_INDIVIDUAL, k.PERP_ORGANIZATION)
    )


def _joined(first: Frame, second: Frame) -> Frame:
    """Two frames of one incident as one, with the labels of the surer one."""
    surer = max(first, second, key=lambda f: f.score)
    return Frame(
        kind=surer.kind,
        score=surer.score,
        anchors=(*first.anchors, *second.anchors),
        fillers=(*first.fillers, *second.fillers),
        labels=surer.labels,
    )


def write_frame(writing: Writing) -> Template:
    """The template of one frame, numbered 1."""
    slots: dict[int, tuple[str, ...]] = {}
    location = location_fill([f.text for f in writing.role("location")], writing.votes)
    when = date_fill(_times(writing), writing.report.published)
    slots[k.DATE] = (when,) if when else ()
    slots[k.LOCATION] = (location,) if location else ()
    slots[k.TYPE] = (writing.kind,)
    slots[k.STAGE] = (writing.frame.labels.get("stage", "ACCOMPLISHED"),)
    country = location.split(":")[0]
    if writing.kind not in NO_INSTRUMENT:
        slots.update(_instruments(writing))
    slots.update(_perpetrators(writing))
    if writing.kind not in NO_PHYSICAL_TARGET:
        slots.update(_physical_targets(writing, country))
    slots.update(_human_targets(writing, country))
    return Template(writing.report.id, "1", optional=False, slots=slots)


def quoted(text: str) -> str:
    """A string fill: capitals, blanks made single, inner quotation marks left out."""
    return '"{}"'.format(" ".join(text.upper().replace('"', " ").replace("\\", " ").split()))


def _times(writing: Writing) -> list[tuple[str, str]]:
    """Time expressions of the frame, best first, with the words before them.

    Where the frame has none they are those in the sentences of its anchors: an act is dated beside its verb.
    """
    document = writing.document
    spans = [(f.start, f.end) for f in writing.role("time", "muc_time")]
    if not spans:
        head = document.find("--")
        sentences = [writing.sentences.around(start) for start, _ in writing.frame.anchors]
        times = [(t.start, t.end) for t in writing.times if t.start > head]
        spans = [span for start, end in sentences for span in times if start <= span[0] < end]
    return [(" ".join(document[a:b].split()), document[max(0, a - _CONTEXT) : a]) for a, b in spans]


def _instruments(writing: Writing) -> dict[int, tuple[str, ...]]:
    entities = merge_mentions(writing.role("instrument"), writing.document)
    types = []
    for entity in entities:
        kind = classify("instrument", entity.best.text) or entity.label("type", "instrument_type")
        if kind and kind != "OTHER":
            types.append(f"{kind}: {quoted(entity.best.text)}")
    if not entities:
        types = _implied_instrument(writing)
    return {k.INSTRUMENT: tuple(quoted(e.best.text) for e in entities), k.INSTRUMENT_TYPE: tuple(types)}


def _implied_instrument(writing: Writing) -> list[str]:
    """The instrument type that only the act tells (7.8, note 7): a bomb of a bombing, a gun of a shooting."""
    if writing.kind == "BOMBING":
        return ['BOMB: "-"']
    if _MACHINE_GUNNING.search(writing.anchors):
        return ['MACHINE GUN: "-"']
    return ['GUN: "-"'] if _SHOOTING.search(writing.anchors) else []


def _perpetrators(writing: Writing) -> dict[int, tuple[str, ...]]:
    individuals = merge_mentions(writing.role("perp_individual"), writing.document)
    organizations = merge_mentions(writing.role("perp_organization"), writing.document)
    confidences = [f"{e.label('confidence') or 'REPORTED AS FACT'}: {quoted(e.best.text)}" for e in organizations]
    told = writing.frame.labels.get("category")
    words = " ".join(e.best.text for e in [*individuals, *organizations])
    category = told or classify("state", words) or "TERRORIST ACT"
    return {
        k.CATEGORY: (category,) if category != "NONE" else (),
        k.PERP_INDIVIDUAL: tuple(quoted(e.best.text) for e in individuals),
        k.PERP_ORGANIZATION: tuple(quoted(e.best.text) for e in organizations),
        k.CONFIDENCE: tuple(confidences),
    }


def _nation(writing: Writing, entity: Entity, country: str) -> str | None:
    """A target's nation where its words name one and it is not the incident's country (7.16, 7.23)."""
    told = entity.label("nation")
    if told:
        return told if told != country else None
    for filler in [*entity.mentions, *entity.descriptions]:
        before = writing.document[max(0, filler.start - 24) : filler.start].split()[-1:]
        for nation in nations_in(" ".join([*before, filler.text]), adjectives=True):
            return nation if nation != country else None
    return None


def _physical_targets(writing: Writing, country: str) -> dict[int, tuple[str, ...]]:
    out: dict[int, list[str]] = {s: [] for s in (k.PHYS_ID, k.PHYS_TYPE, k.PHYS_NUMBER, k.PHYS_NATION, k.PHYS_EFFECT)}
    for entity in merge_mentions(writing.role("phys_target"), writing.document):
        name = quoted(entity.best.text)
        kind = classify("phys", entity.best.text) or classify("building", entity.best.text) or "OTHER"
        effects = entity.answers("effect", "phys_effect") or _told(entity, _physical_effect(writing))
        nation = _nation(writing, entity, country)
        out[k.PHYS_ID].append(name)
        out[k.PHYS_TYPE].append(f"{kind}: {name}")
        out[k.PHYS_NUMBER].append(f"{number_fill(writing.document, entity.best.start, entity.best.end)}: {name}")
        if nation:
            out[k.PHYS_NATION].append(f"{nation}: {name}")
        out[k.PHYS_EFFECT] += [f"{effect}: {name}" for effect in effects if effect not in {"OTHER", "NONE"}]
    return {slot: tuple(fills) for slot, fills in out.items()}


def _told(entity: Entity, effect: str | None) -> tuple[str, ...]:
    """The effect that the anchors tell, for an entity of which no classifier said anything."""
    return (effect,) if effect and not entity.labelled else ()


def _physical_effect(writing: Writing) -> str | None:
    """The effect that the anchors tell; arson is at least some damage (7.17, note 2)."""
    if _DESTRUCTION.search(writing.anchors):
        return "DESTROYED"
    return "SOME DAMAGE" if writing.kind == "ARSON" or _DAMAGE.search(writing.anchors) else None


def _human_effect(writing: Writing) -> str | None:
    """The effect that the anchors tell."""
    if _DEATH.search(writing.anchors):
        return "DEATH"
    return "INJURY" if _INJURY.search(writing.anchors) else None


def _human_targets(writing: Writing, country: str) -> dict[int, tuple[str, ...]]:
    out: dict[int, list[str]] = {
        s: [] for s in (k.HUM_NAME, k.HUM_DESCRIPTION, k.HUM_TYPE, k.HUM_NUMBER, k.HUM_NATION, k.HUM_EFFECT)
    }
    document = writing.document
    names = merge_mentions(writing.role("hum_name"), document)
    descriptions = writing.role("hum_description")
    numbers = {(f.start, f.end): number_fill(document, f.start, f.end) for f in descriptions}
    rest = merge_mentions(link_descriptions(names, descriptions, document), document)
    for entity in [*names, *rest]:
        name = quoted(entity.best.text)
        if entity.best.role == "hum_name":
            out[k.HUM_NAME].append(name)
            if entity.descriptions:
                out[k.HUM_DESCRIPTION].append(f"{quoted(entity.descriptions[0].text)}: {name}")
            number = "1"
        else:
            out[k.HUM_DESCRIPTION].append(name)
            number = _best_number([numbers[f.start, f.end] for f in entity.mentions])
        words = " ".join(f.text for f in [*entity.descriptions, *entity.mentions])
        kind = classify("hum", words) or entity.label("type", "hum_type") or "CIVILIAN"
        effects = entity.answers("effect", "hum_effect") or _told(entity, _human_effect(writing))
        nation = _nation(writing, entity, country)
        out[k.HUM_TYPE].append(f"{kind if kind != 'OTHER' else 'CIVILIAN'}: {name}")
        out[k.HUM_NUMBER].append(f"{number}: {name}")
        if nation:
            out[k.HUM_NATION].append(f"{nation}: {name}")
        out[k.HUM_EFFECT] += [f"{effect}: {name}" for effect in effects if effect not in {"OTHER", "NONE"}]
    if not (names or rest) and _none_hurt(writing):
        out[k.HUM_EFFECT].append('NO INJURY OR DEATH: "-"')
    return {slot: tuple(fills) for slot, fills in out.items()}


def _none_hurt(writing: Writing) -> bool:
    """Whether the report says near an anchor that nobody came to harm (7.24: an effect without a target)."""
    for start, _ in writing.frame.anchors:
        first, last = writing.sentences.around(start, 2)
        if _UNHURT.search(writing.document, first, last):
            return True
    return False


def _best_number(numbers: Sequence[str]) -> str:
    """Of the numbers at an entity's mentions the one that says most: a figure before PLURAL before 1."""
    exact = [n for n in numbers if n not in {"1", PLURAL}]
    return exact[0] if exact else PLURAL if PLURAL in numbers else "1"


_NAMES: Mapping[int, str] = {
    0: "MESSAGE: ID",
    1: "MESSAGE: TEMPLATE",
    k.DATE: "INCIDENT: DATE",
    k.LOCATION: "INCIDENT: LOCATION",
    k.TYPE: "INCIDENT: TYPE",
    k.STAGE: "INCIDENT: STAGE OF EXECUTION",
    k.INSTRUMENT: "INCIDENT: INSTRUMENT ID",
    k.INSTRUMENT_TYPE: "INCIDENT: INSTRUMENT TYPE",
    k.CATEGORY: "PERP: INCIDENT CATEGORY",
    k.PERP_INDIVIDUAL: "PERP: INDIVIDUAL ID",
    k.PERP_ORGANIZATION: "PERP: ORGANIZATION ID",
    k.CONFIDENCE: "PERP: ORGANIZATION CONFIDENCE",
    k.PHYS_ID: "PHYS TGT: ID",
    k.PHYS_TYPE: "PHYS TGT: TYPE",
    k.PHYS_NUMBER: "PHYS TGT: NUMBER",
    k.PHYS_NATION: "PHYS TGT: FOREIGN NATION",
    k.PHYS_EFFECT: "PHYS TGT: EFFECT OF INCIDENT",
    k.PHYS_TOTAL: "PHYS TGT: TOTAL NUMBER",
    k.HUM_NAME: "HUM TGT: NAME",
    k.HUM_DESCRIPTION: "HUM TGT: DESCRIPTION",
    k.HUM_TYPE: "HUM TGT: TYPE",
    k.HUM_NUMBER: "HUM TGT: NUMBER",
    k.HUM_NATION: "HUM TGT: FOREIGN NATION",
    k.HUM_EFFECT: "HUM TGT: EFFECT OF INCIDENT",
    k.HUM_TOTAL: "HUM TGT: TOTAL NUMBER",
}
_INAPPLICABLE: Mapping[str, frozenset[int]] = {
    "ARSON": frozenset({k.INSTRUMENT, k.INSTRUMENT_TYPE}),
    "KIDNAPPING": frozenset({k.INSTRUMENT, k.INSTRUMENT_TYPE, *range(k.PHYS_ID, k.HUM_NAME)}),
}


def format_templates(message: str, templates: Sequence[Template]) -> str:
    """The templates of one message in the MUC-4 format; one template of asterisks if there is none (4.1)."""
    if not templates:
        return "\n".join(_line(slot, message if slot == 0 else "*") for slot in _NAMES) + "\n"
    blocks = []
    for template in templates:
        lines = [_line(0, message), _line(1, template.number)]
        kind = (template.raw(k.TYPE) or ("",))[0]
        for slot in range(k.DATE, k.HUM_TOTAL + 1):
            empty = "*" if slot in _INAPPLICABLE.get(kind, frozenset()) else "-"
            fills = template.raw(slot) or (empty,)
            lines.append(_line(slot, fills[0]))
            lines += [" " * 36 + fill for fill in fills[1:]]
        blocks.append("\n".join(lines) + "\n")
    return "\n".join(blocks)


def _line(slot: int, fill: str) -> str:
    return f"{f'{slot}.':<4s}{_NAMES[slot]:<32s}{fill}"


def write_file(path: Path, messages: Mapping[str, Sequence[Template]]) -> None:
    """Write the templates of all messages, in order, to a file that `keys.read_templates` reads."""
    path.write_text(
        "\n".join(format_templates(m, t) for m, t in messages.items()), encoding="latin-1", errors="replace"
    )
