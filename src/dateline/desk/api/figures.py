"""The API's figures: the quality of the data, and how far coders agree."""

from __future__ import annotations

from fastapi import APIRouter, Request

from dateline.desk.dependencies import IndexDep, StoreDep, Viewer
from dateline.desk.figures import figures_of
from dateline.records import Record
from dateline.store.quality import Agreement, Quality, agreements


class AgreementAnswer(Record):
    """Agreement by field, over incidents that two or more people reviewed without seeing each other's review."""

    items: tuple[Agreement, ...]


def router() -> APIRouter:
    """The endpoints of figures."""
    found = APIRouter(tags=["figures"])
    found.get("/quality", summary="Quality of the data")(quality_of_data)
    found.get("/agreement", summary="Agreement between coders")(agreement_of_coders)
    return found


def quality_of_data(request: Request, store: StoreDep, index: IndexDep, _user: Viewer) -> Quality:
    """How precise, complete and far reviewed the data are, and how right they proved."""
    return figures_of(request.app, store, index).quality()


def agreement_of_coders(store: StoreDep, _user: Viewer) -> AgreementAnswer:
    """How far coders agree: pairs of equal judgements, and Krippendorff's alpha."""
    with store.reading() as c:
        return AgreementAnswer(items=tuple(agreements(c)))
