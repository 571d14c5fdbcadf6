"""The two label schemes of the model: what each head may answer.

`EVENTS` is the scheme of the coding guidelines. `MUC4` is the template scheme of the
Fourth Message Understanding Conference (1992); it is a second teacher of the same encoder
and is read at run time only by `dateline evaluate muc4`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from dateline.records import ActorKind, EventType, Measure, Responsibility, Side, Status


@dataclass(frozen=True)
class Scheme:
    """Names of a scheme's answers; positions in the tuples are the model's output columns.

    `frame_labels`: answers about an event (one of each). `filler_labels`: answers about a
    filler in an event, by label name; `asked_of` says which roles a label is asked of, and
    `may_be_open` names the questions that may have no answer.
    """

    name: str
    anchor_role: str
    filler_roles: tuple[str, ...]
    frame_labels: dict[str, tuple[str, ...]]
    filler_labels: dict[str, tuple[str, ...]]
    asked_of: dict[str, tuple[str, ...]]
    may_be_open: tuple[str, ...] = ()

    @property
    def roles(self) -> tuple[str, ...]:
        """The anchor's role, then the fillers'."""
        return (self.anchor_role, *self.filler_roles)


EVENTS = Scheme(
    name="events",
    anchor_role="trigger",
    filler_roles=("perpetrator", "target", "weapon", "count", "source", "time", "place"),
    frame_labels={
        "type": get_args(EventType),
        "status": get_args(Status),
        "background": ("no", "yes"),
        "responsibility": get_args(Responsibility),
    },
    filler_labels={
        "kind": get_args(ActorKind),
        "measure": get_args(Measure),
        "side": get_args(Side),
    },
    asked_of={"kind": ("perpetrator", "target"), "measure": ("count",), "side": ("count",)},
)

MUC4 = Scheme(
    name="muc4",
    anchor_role="muc_anchor",
    filler_roles=(
        "perp_individual",
        "perp_organization",
        "phys_target",
        "hum_name",
        "hum_description",
        "instrument",
        "muc_time",
        "location",
    ),
    frame_labels={
        "type": ("ATTACK", "BOMBING", "KIDNAPPING", "ARSON", "ROBBERY", "HIJACKING", "FORCED WORK STOPPAGE"),
        "stage": ("ACCOMPLISHED", "ATTEMPTED", "THREATENED"),
        "category": ("TERRORIST ACT", "STATE-SPONSORED VIOLENCE"),
    },
    filler_labels={
        "phys_type": (
            "CHURCH",
            "CIVILIAN RESIDENCE",
            "COMMERCIAL",
            "COMMUNICATIONS",
            "DIPLOMAT OFFICE OR RESIDENCE",
            "ENERGY",
            "FINANCIAL",
            "GOVERNMENT OFFICE OR RESIDENCE",
            "LAW ENFORCEMENT FACILITY",
            "ORGANIZATION OFFICE",
            "OTHER",
            "POLITICAL FIGURE OFFICE OR RESIDENCE",
            "SCHOOL",
            "TRANSPORT VEHICLE",
            "TRANSPORTATION FACILITY",
            "TRANSPORTATION ROUTE",
            "WATER",
            "AIRCRAFT",
        ),
        "hum_type": (
            "ACTIVE MILITARY",
            "CIVILIAN",
            "DIPLOMAT",
            "FORMER ACTIVE MILITARY",
            "FORMER GOVERNMENT OFFICIAL",
            "GOVERNMENT OFFICIAL",
            "LAW ENFORCEMENT",
            "LEGAL OR JUDICIAL",
            "NATURAL RESOURCES",
            "OTHER",
            "POLITICAL FIGURE",
            "SECURITY GUARD",
        ),
        "phys_effect": ("DESTROYED", "SOME DAMAGE", "NO DAMAGE", "MONEY TAKEN FROM TARGET", "OTHER"),
        "hum_effect": (
            "DEATH",
            "INJURY",
            "NO INJURY",
            "NO INJURY OR DEATH",
            "REGAINED FREEDOM",
            "RESIGNATION",
            "ESCAPED",
            "OTHER",
        ),
        "confidence": (
            "REPORTED AS FACT",
            "ACQUITTED",
            "CLAIMED OR ADMITTED",
            "SUSPECTED OR ACCUSED",
            "SUSPECTED OR ACCUSED BY AUTHORITIES",
            "POSSIBLE",
        ),
        "instrument_type": (
            "GUN",
            "MACHINE GUN",
            "MORTAR",
            "HANDGUN",
            "RIFLE",
            "EXPLOSIVE",
            "BOMB",
            "VEHICLE BOMB",
            "DYNAMITE",
            "MINE",
            "GRENADE",
            "MOLOTOV COCKTAIL",
            "ROCKET",
            "MISSILE",
            "AERIAL BOMB",
            "CUTTING DEVICE",
            "FIRE",
            "STONE",
            "TORTURE",
            "OTHER",
        ),
    },
    asked_of={
        "phys_type": ("phys_target",),
        "phys_effect": ("phys_target",),
        "hum_type": ("hum_name", "hum_description"),
        "hum_effect": ("hum_name", "hum_description"),
        "confidence": ("perp_organization",),
        "instrument_type": ("instrument",),
    },
    may_be_open=("phys_effect", "hum_effect"),
)

SCHEMES = {s.name: s for s in (EVENTS, MUC4)}
