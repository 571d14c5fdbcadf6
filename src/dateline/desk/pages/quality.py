"""The page on the quality of the data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from dateline.desk.calibration import calibration, shipped_model
from dateline.desk.dependencies import IndexDep, StoreDep, Viewer, render
from dateline.desk.figures import figures_of
from dateline.store.quality import Quality, Share

_NAMES: Final = {"killed": "number of killed"}


class Line(NamedTuple):
    """A line of a table of shares; `href` leads to the incidents where a filter selects them."""

    label: str
    share: Share
    href: str = ""


class Table(NamedTuple):
    """A table of shares."""

    title: str
    note: str
    lines: Sequence[Line]


def router() -> APIRouter:
    """The page."""
    routes = APIRouter()

    @routes.get("/quality")
    def quality_page(request: Request, store: StoreDep, index: IndexDep, _user: Viewer) -> HTMLResponse:
        """All figures on one page."""
        quality = figures_of(request.app, store, index).quality()
        version, bins = shipped_model()
        return render(
            request,
            "quality.html",
            quality=quality,
            tables=_tables(quality),
            calibration=calibration(quality.bands, bins),
            model=version,
        )

    return routes


def _tables(quality: Quality) -> list[Table]:
    return [
        Table(
            "Review",
            "Share of incidents by what people said of them.",
            [
                *(Line(one.value, one, _incidents(states=one.value)) for one in quality.states),
                Line(
                    "changed by reports since",
                    quality.changed_since_review,
                    _incidents(changed_since_review="true"),
                ),
            ],
        ),
        Table(
            "Independent sources",
            "Copies of one text are one source.",
            [Line(one.value, one, _sources(one.value)) for one in quality.sources if one.value != "0" or one.count],
        ),
        Table(
            "Precision of places",
            "How closely the place is known.",
            [Line(one.value, one, _incidents(precision=one.value)) for one in quality.place_precision],
        ),
        Table(
            "Precision of dates",
            "How closely the day is known.",
            [Line(one.value, one) for one in quality.date_precision],
        ),
        Table(
            "Missing and disputed",
            "Fields that no report tells, and incidents whose reports disagree where nobody has decided.",
            [
                *(Line(f"no {_NAMES.get(one.value, one.value)}", one, _missing(one.value)) for one in quality.missing),
                Line("reports disagree", quality.disputed, _incidents(disputed="true")),
            ],
        ),
    ]


def _incidents(**filters: str) -> str:
    return f"/incidents?{urlencode(filters)}"


def _sources(band: str) -> str:
    low, _, high = band.removesuffix("+").partition("-")
    to = {} if band.endswith("+") else {"sources_to": high or low}
    return _incidents(sources_from=low, **to)


def _missing(field: str) -> str:
    filters = {
        "type": {"types": "untold"},
        "country": {"countries": "untold"},
        "perpetrators": {"perpetrator_kinds": "untold"},
        "targets": {"target_kinds": "untold"},
        "date": {"dated": "false"},
        "killed": {"killed_known": "false"},
    }
    return _incidents(**filters[field]) if field in filters else ""
