"""The evaluations as one call each: a coder and files in, figures out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from dateline.coding.model import Model
from dateline.evaluation import case2021, gold, places, snippet_types
from dateline.evaluation.coder import EventCoder, FrameCoder
from dateline.evaluation.errors import CorpusError
from dateline.evaluation.gold import GoldFigures
from dateline.evaluation.muc4.run import Muc4Run, Reader, run_muc4
from dateline.evaluation.places import PlaceFigures
from dateline.evaluation.snippet_types import SnippetFigures
from dateline.gazetteer import Gazetteer
from dateline.reading import read
from dateline.records import SetAside


class Figures(Protocol):
    """What every evaluation gives."""

    def as_dict(self) -> dict[str, Any]:
        """The figures for JSON."""

    def table(self) -> str:
        """The figures as text in columns."""


@dataclass(frozen=True)
class PlaceTable:
    """Figures of places with a table."""

    figures: PlaceFigures

    def as_dict(self) -> dict[str, Any]:
        """The figures for JSON."""
        return dict(self.figures.as_dict())

    def table(self) -> str:
        """The figures as text in columns."""
        return "\n".join(
            f"{name.replace('_', ' '):32s} {value:8.2f}"
            if isinstance(value, float)
            else f"{name.replace('_', ' '):32s} {value:5d}"
            for name, value in self.as_dict().items()
        )


def evaluate_gold(coder: EventCoder, reports_path: Path, gold_path: Path) -> GoldFigures:
    """Code the reports of a file that `dateline code` reads and compare with gold events of the same ids.

    A report that cannot be read counts as not coded. Raises `CorpusError` if the gold file is in no known format
    or no report has an id of it.
    """
    wanted = gold.load(gold_path)
    predicted = {}
    for item in read([str(reports_path)]):
        if not isinstance(item, SetAside) and item.id in wanted:
            predicted[item.id] = coder.code(item).model_dump(mode="json")
    if wanted and not predicted:
        raise CorpusError(f"{reports_path}: no report has an id of {gold_path}; the two must use the same ids")
    return gold.score(wanted, predicted)


def evaluate_muc4(
    coder: FrameCoder | Reader, texts_path: Path, key_path: Path, templates_out: Path | None = None
) -> Muc4Run:
    """Figures on a MUC-4 message file and its key; the templates go to `templates_out` if given.

    A reader (`muc4.reader`) gives the string roles merged over each report too, which a coder of frames alone cannot.
    """
    return run_muc4(coder, texts_path, key_path, templates_out)


def evaluate_places(path: Path, gazetteer: Gazetteer | None = None) -> PlaceTable:
    """Figures of the gazetteer's resolver on a corpus such as TR-News, gold mentions given."""
    return PlaceTable(places.evaluate(path, gazetteer or Gazetteer.open()))


def evaluate_case2021(coder: EventCoder, path: Path, model: str = "small") -> SnippetFigures:
    """Figures on the snippets of CASE 2021 task 2: of the classifier of snippets and of the coder's event types."""
    return snippet_types.evaluate(coder, Model.load(model), case2021.read_snippets(path))
