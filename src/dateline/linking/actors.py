"""Who acts on each side of an incident, as its reports tell: one actor under several wordings is one.

Wordings are one actor where they differ in nothing but articles, numbers and capitals ("three gunmen", "The gunmen"),
or where one of a kind has all words of the other ("Boko Haram", "Boko Haram fighters"). Nothing is dropped: reports
that name different actors leave both.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from dateline.linking.reconcile import Voice
from dateline.linking.records import ToldActor
from dateline.linking.telling import Telling
from dateline.records import Actor, ActorKind, Event, Responsibility

Party = Literal["perpetrators", "targets"]


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


_EMPTY: Final = _listed(
    "a an and at for from he her him his in it its man men of on or other others people person persons several she "
    "some that the their them these they this those was were who woman women"
)
"""Words that name nobody: a wording of nothing else is an actor without a name."""
_NUMBERS: Final = _listed(
    "about around at dozen dozens eight eighteen eighty eleven fifteen fifty five forty four fourteen hundred hundreds "
    "least many more nearly nine nineteen ninety one over seven seventeen seventy six sixteen sixty ten than thirteen "
    "thirty thousand thousands three twelve twenty two up"
)
_WORD: Final = re.compile(r"[^\W_]+")


@dataclass
class _Named:
    """An actor while its wordings are put together."""

    words: frozenset[str]
    told: list[tuple[Telling, int, Event, Actor]] = field(default_factory=list)


def actors(heard: Sequence[Voice], party: Party) -> tuple[ToldActor, ...]:
    """The actors of one side: most sources first, then the surest, then by name."""
    found: list[_Named] = []
    by_words: dict[tuple[frozenset[str], ActorKind], _Named] = {}
    told = [(t, source, event, actor) for t, source, event in heard for actor in getattr(event, party)]
    # Longer wordings first, so that a short one finds the longest that has its words.
    for one in sorted(told, key=lambda o: -len(_words(o[3].quote))):
        words, kind = _words(one[3].quote), one[3].kind
        group = by_words.get((words, kind)) or next((g for g in found if _one_actor(g, words, kind)), None)
        if group is None:
            group = _Named(words)
            found.append(group)
        by_words[words, kind] = group
        group.told.append(one)
    ready = [_told(group, party) for group in found]
    return tuple(sorted(ready, key=lambda a: (-a.sources, a.name is None, a.name or "", a.kind)))


def _words(quote: str) -> frozenset[str]:
    """The words that name an actor, in small letters, without articles and numbers."""
    words = _WORD.findall(quote.lower())
    return frozenset(word for word in words if word not in _EMPTY and word not in _NUMBERS and not word.isdigit())


def _one_actor(group: _Named, words: frozenset[str], kind: ActorKind) -> bool:
    if group.words == words:
        return bool(words) or kind == group.told[0][3].kind
    same_kind = any(actor.kind == kind for *_, actor in group.told)
    return same_kind and bool(words) and bool(group.words) and (words < group.words or group.words < words)


def _told(group: _Named, party: Party) -> ToldActor:
    told = sorted(group.told, key=lambda one: (one[0].published is None, one[0].published, *one[0].name))
    kinds = Counter[ActorKind](actor.kind for *_, actor in told)
    duties = Counter[Responsibility](event.responsibility for _, _, event, _ in told)
    duty, _ = min(duties.items(), key=lambda told: (-told[1], told[0]))
    return ToldActor(
        kind=max(kinds, key=lambda kind: (kind != "unknown", kinds[kind], kind)),
        name=told[0][3].quote if group.words else None,
        private=any(actor.private for *_, actor in told),
        responsibility=duty if party == "perpetrators" else None,
        sources=len({source for _, source, _, _ in told}),
        told_by=tuple(telling.witness(source, actor) for telling, source, _, actor in told),
    )
