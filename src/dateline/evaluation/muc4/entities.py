"""From mentions to entities: which mentions of a frame name the same thing, and which description is whose."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from dateline.coding.frames import Filler
from dateline.evaluation.muc4.amounts import number_fill
from dateline.evaluation.muc4.vocabulary import core, is_group, is_plural, singular, tokens, word_set

_EMPTY_WORDS = word_set(
    "A AN THE OF THIS THAT HIS HER THEIR ITS SOME FEW SEVERAL OTHER OTHERS ANOTHER TWO THREE FOUR FIVE SIX SEVEN EIGHT "
    "NINE TEN ONE UNIDENTIFIED"
)
_TITLES = word_set(
    "MR MRS MS DR MSGR MONSIGNOR FATHER SISTER DON DONA COL COLONEL GEN GENERAL MAJ MAJOR CAPT CAPTAIN LT LIEUTENANT "
    "SGT SERGEANT ENGINEER COMRADE SENATOR"
)
_RELATIONS = word_set(
    "BODYGUARD GUARD DRIVER CHAUFFEUR SON DAUGHTER WIFE HUSBAND CHILD COMPANION SISTER BROTHER COOK MAID ESCORT"
)
# What may stand between a name and its description in apposition ("JUAN PEREZ, 40, THE MAYOR").
_APPOSITION = re.compile(
    r"(?:\s|[,.\-\"]|\[[^\]]*\]|\([^)]*\)|\b(?:THE|A|AN|HIS|HER|FORMER|AGED|\d+|YEARS?|OLD|WHO|WAS|IS|NAMED|AS|IDENTIFIED|CALLED|"
    rf"{'|'.join(sorted(_TITLES))})\b)*",
    re.IGNORECASE,
)


@dataclass
class Entity:
    """Mentions of one thing, best first. `descriptions`: what describes a named person."""

    mentions: list[Filler]
    descriptions: list[Filler] = field(default_factory=list)

    @property
    def best(self) -> Filler:
        """The mention that stands for the entity."""
        return self.mentions[0]

    def answers(self, *names: str) -> tuple[str, ...]:
        """What the classifiers say under one of the names, the surest mention first; () if nothing."""
        for filler in sorted([*self.mentions, *self.descriptions], key=lambda f: -f.score):
            for name in names:
                if filler.labels.get(name):
                    return tuple(filler.labels[name].split("|"))
        return ()

    def label(self, *names: str) -> str | None:
        """The first of the answers, None if there is none."""
        return next(iter(self.answers(*names)), None)

    @property
    def labelled(self) -> bool:
        """Whether classifiers said anything of the entity."""
        return any(f.labels for f in [*self.mentions, *self.descriptions])


def content_words(text: str) -> list[str]:
    """Words of a mention in the singular, without determiners and small numbers."""
    words = tokens(re.sub(r"\[[^\]]*\]", " ", text))
    return [singular(w) for w in words if w not in _EMPTY_WORDS] or [singular(w) for w in words]


def head(text: str) -> str:
    """Head of a noun phrase, in the singular."""
    words = core(re.sub(r"\[[^\]]*\]", " ", text))
    return singular(words[-1]) if words else ""


def _is_acronym_of(short: str, full: str) -> bool:
    """Whether most letters of a one-word name are initials of the other ("FMLN", translated names in any order)."""
    letters, words = tokens(short), tokens(full)
    if len(letters) != 1 or len(words) < 2 or not 2 <= len(letters[0]) <= 8:
        return False
    initials = [w[0] for w in words]
    shared = 0
    for letter in letters[0]:
        if letter in initials:
            initials.remove(letter)
            shared += 1
    return shared >= 2 and shared * 3 >= len(letters[0]) * 2


def _glossed(first: Filler, second: Filler, document: str) -> bool:
    """Whether one stands in brackets right behind the other: "POPULAR LIBERATION ARMY [EPL]"."""
    if first.start > second.start:
        first, second = second, first
    return re.fullmatch(r"\"?\s*[\[(]\s*\"?(?:THE\s+)?", document[first.end : second.start], re.IGNORECASE) is not None


def same_entity(first: Filler, second: Filler, document: str) -> bool:
    """Whether two mentions of one role in one frame name the same thing, by their words.

    Groups of perpetrators are one group: the keys hardly ever give one incident two of them.
    """
    if first.start < second.end and second.start < first.end:
        return True
    a, b = content_words(first.text), content_words(second.text)
    if first.role in {"hum_name", "perp_individual"}:
        a, b = [w for w in a if w not in _TITLES] or a, [w for w in b if w not in _TITLES] or b
    within = set(a) <= set(b) or set(b) <= set(a)
    same_head = within and head(first.text) == head(second.text)
    match first.role:
        case "hum_name":
            return within
        case "hum_description":
            return within and is_plural(first.text) == is_plural(second.text)
        case "perp_individual":
            return a == b or same_head or (is_group(first.text) and is_group(second.text))
        case "perp_organization":
            return a == b or same_head or _is_other_name(first, second, document)
        case _:
            return a == b or same_head


def _is_other_name(first: Filler, second: Filler, document: str) -> bool:
    """Whether one of two names of organizations glosses the other or is its acronym."""
    return (
        _glossed(first, second, document)
        or _is_acronym_of(first.text, second.text)
        or _is_acronym_of(second.text, first.text)
    )


def merge_mentions(mentions: Sequence[Filler], document: str) -> list[Entity]:
    """Entities of the mentions of one role, in the order of their best scores."""
    entities: list[Entity] = []
    for mention in sorted(mentions, key=lambda f: (-f.score, f.start, -f.end)):
        for entity in entities:
            if any(same_entity(mention, other, document) for other in entity.mentions):
                entity.mentions.append(mention)
                break
        else:
            entities.append(Entity([mention]))
    return entities


def _occurrences(text: str, document: str) -> list[tuple[int, int]]:
    """Where the words of a mention stand in the document."""
    words = re.findall(r"\w+", text)
    pattern = r"\W{1,4}".join(re.escape(w) for w in words)
    return [m.span() for m in re.finditer(rf"(?<!\w){pattern}(?!\w)", document, re.IGNORECASE)] if words else []


def _in_apposition(description: tuple[int, int], name: tuple[int, int], document: str) -> bool:
    """Whether a description stands in apposition to a name: "SENATOR GALAN", "GALAN, THE SENATOR"."""
    if description[0] <= name[0] and name[1] <= description[1]:
        return True
    first, second = sorted((description, name))
    between = document[first[1] : second[0]]
    return len(between) <= 40 and _APPOSITION.fullmatch(between) is not None


def describes(description: Filler, name: Entity, document: str) -> bool:
    """Whether a description stands in apposition to a name, or to its last one or two words, anywhere in the text."""
    forms = {m.text for m in name.mentions} | {" ".join(name.best.text.split()[-size:]) for size in (1, 2)}
    names = [span for form in forms for span in _occurrences(form, document)]
    spans = _occurrences(description.text, document)
    return any(_in_apposition(span, other, document) for span in spans for other in names)


def _is_other_person(text: str) -> bool:
    """Whether a description tells of someone by way of a named person, or brings in someone new ("A POLICEMAN")."""
    words = tokens(text)
    return words[:1] in ([w] for w in ("HIS", "HER", "THEIR", "A", "AN", "ONE", "ANOTHER")) or head(text) in _RELATIONS


def link_descriptions(names: Sequence[Entity], descriptions: Sequence[Filler], document: str) -> list[Filler]:
    """Give names their descriptions; return those that are nobody's.

    A description goes to the first name that it stands in apposition to. A plural one goes to all names that have
    none of their own, if it stands at one of them ("ENGINEERS X, Y, AND Z") or counts as many as there are names.
    What is left in the singular goes to the only name of the frame, unless it tells of someone else ("HER SON").
    """
    groups, singles, linked = [], [], set()
    for filler in descriptions:
        owners = [n for n in names if describes(filler, n, document)]
        if is_plural(filler.text):
            groups.append((filler, bool(owners)))
        elif owners:
            owners[0].descriptions.append(filler)
            linked.add(" ".join(content_words(filler.text)))
        else:
            singles.append(filler)
    left = [f for f in singles if " ".join(content_words(f.text)) not in linked]
    bare = [n for n in names if not n.descriptions]
    for filler, beside in groups:
        if bare and (beside or number_fill(document, filler.start, filler.end) == str(len(names))):
            for owner in bare:
                owner.descriptions.append(filler)
        else:
            left.append(filler)
    if len(names) == 1:
        own = [f for f in left if not is_plural(f.text) and not _is_other_person(f.text)]
        names[0].descriptions += own
        left = [f for f in left if f not in own]
    for entity in names:
        entity.descriptions.sort(key=lambda f: (set(tokens(f.text)) <= _TITLES, -f.score, f.start))
    return left
