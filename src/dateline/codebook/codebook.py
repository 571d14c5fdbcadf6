"""Loading and checking the codebook."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated, Literal, get_args

import yaml
from pydantic import Field, ValidationError, model_validator

from dateline.errors import DatelineError
from dateline.records import EventType, Record

DEFAULT = "conflict"
FILES = {"conflict": "codebook.yaml", "shootings": "shootings.yaml"}
"""The packaged codebooks by name."""
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


class WholeReport(Record):
    """For codebooks of one kind of event: a report is coded as a whole, whatever the model makes of it.

    `type` is that of the main event where the model finds none, `weights` names what chooses its day, its place and
    its numbers of killed and injured among all that the report tells (`dateline.coding.account`).
    """

    type: EventType
    weights: Text


class Codebook(Record):
    """All event types, in the order of the records, with the version that outputs name."""

    version: Text
    whole_report: WholeReport | None = None
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

        A file that says `extends: NAME` holds only what differs from the packaged codebook of that name.
        Raises CodebookError where the file is absent, not YAML, or incomplete.
        """
        source = path if path is not None else _packaged(DEFAULT)
        try:
            return cls.model_validate(_content(source))
        except ValidationError as error:
            raise CodebookError(f"{source}: not a valid codebook: {error}") from error

    @classmethod
    def named(cls, name: str) -> Codebook:
        """The packaged codebook of that name (`conflict`, `shootings`), or the YAML file of that path.

        Raises CodebookError as `load`.
        """
        packaged = _packaged(name)
        return cls.load(Path(str(packaged)) if packaged.is_file() else Path(name))

    def definition(self, name: EventType) -> TypeDefinition:
        """The definition of the type called `name`."""
        return next(definition for definition in self.types if definition.name == name)


def _packaged(name: str) -> Traversable:
    return files(__package__).joinpath(FILES.get(name, f"{name}.yaml"))


def _content(source: Path | Traversable) -> object:
    """What a file holds, upon what it extends."""
    try:
        content = yaml.safe_load(source.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise CodebookError(f"{source}: cannot read the codebook ({error}); give a YAML file in UTF-8") from error
    if not isinstance(content, dict) or "extends" not in content:
        return content
    if content["extends"] not in FILES:
        raise CodebookError(f"{source}: extends {content['extends']!r}; codebooks that can be: {', '.join(FILES)}")
    base = _content(_packaged(content["extends"]))
    own = {key: value for key, value in content.items() if key not in {"extends", "types"}}
    changed = {definition["name"]: definition for definition in content.get("types", ())}
    assert isinstance(base, dict)
    unknown = changed.keys() - {definition["name"] for definition in base["types"]}
    if unknown:
        raise CodebookError(f"{source}: types that {content['extends']} does not have: {', '.join(sorted(unknown))}")
    return {**base, **own, "types": [changed.get(definition["name"], definition) for definition in base["types"]]}
