"""From a place name and its context to a place."""

from dateline.gazetteer.finding import find_names
from dateline.gazetteer.index import Gazetteer
from dateline.gazetteer.records import Candidate, Kind, Mention, Resolved, Source
from dateline.gazetteer.resolver import nearest_town, resolve

__all__ = [
    "Candidate",
    "Gazetteer",
    "Kind",
    "Mention",
    "Resolved",
    "Source",
    "find_names",
    "nearest_town",
    "resolve",
]
