"""Loading and checking the codebook."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Annotated, Literal, get_args

import yaml
from pydantic import Field, ValidationError, model_validator

from dateline.errors import DatelineError
from dateline.records import EventType, Record

Text = Annotated[str, Field(min_length=1)]
PloverType = Literal[
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
]
GtdAttackType = Literal[
    "Assassination",
    "Armed Assault",
    "Bombing/Explosion",
    "Hijacking",
    "Hostage Taking (Barricade Incident)",
    "Hostage Taking (Kidnapping)",
    "Facility/Infrastructure Attack",
    "Unarmed Assault",
    "Unknown",
]


class CodebookError(DatelineError):
    """A codebook file that cannot be read or does not define exactly the types of the records."""


class AcledType(Record):
    """A pair of ACLED's two columns."""

    event_type: Text
    sub_event_type: Text


class Maps(Record):
    """The nearest type in other ontologies; None where they have none."""

    acled: AcledType
    plover: PloverType | None
    gtd: GtdAttackType | None
    case2021: Annotated[str, Field(pattern="^[A-Z_]+$")]
    ucdp: Text


class TypeDefinition(Record):
    """One event type: what it is, what counts as it and what does not."""

    name: EventType
    title: Text
    definition: Text
    counts: Annotated[tuple[Text, ...], Field(min_length=1)]
    does_not_count: Annotated[tuple[Text, ...], Field(min_length=1)]
    maps: Maps

    @property
    def family(self) -> str:
        """The part of the name before the dot, such as "battle"."""
        return self.name.partition(".")[0]


class Codebook(Record):
    """All event types, in the order of the records, with the version that outputs name."""

    version: Text
    families: dict[str, Text]
    types: tuple[TypeDefinition, ...]

    @model_validator(mode="after")
    def _complete(self) -> Codebook:
        wanted, found = get_args(EventType), tuple(definition.name for definition in self.types)
        if found != wanted:
            missing = [name for name in wanted if name not in found]
            raise ValueError(f"types must be those of the records, once each and in their order; missing: {missing}")
        families = {definition.family for definition in self.types}
        if families != set(self.families):
            raise ValueError(f"families must be {sorted(families)}, not {sorted(self.families)}")
        labels = [definition.maps.case2021 for definition in self.types]
        if len(set(labels)) != len(labels):
            raise ValueError("case2021 labels must differ from type to type")
        return self

    @classmethod
    def load(cls, path: Path | None = None) -> Codebook:
        """Load the codebook that ships with dateline, or the YAML file at `path`.

        Raises CodebookError where the file is absent, not YAML, or incomplete.
        """
        source = path if path is not None else files(__package__).joinpath("codebook.yaml")
        try:
            content = yaml.safe_load(source.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            raise CodebookError(f"{source}: cannot read the codebook ({error}); give a YAML file in UTF-8") from error
        try:
            return cls.model_validate(content)
        except ValidationError as error:
            raise CodebookError(f"{source}: not a valid codebook: {error}") from error

    def definition(self, name: EventType) -> TypeDefinition:
        """The definition of the type called `name`."""
        return next(definition for definition in self.types if definition.name == name)
