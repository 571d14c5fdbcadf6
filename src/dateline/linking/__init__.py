"""From the events of many reports to incidents: one event, however many reports tell of it."""

from dateline.linking.errors import LinkingError, LinkModelError, LinkStateError
from dateline.linking.explanation import waterfall
from dateline.linking.linker import Linker
from dateline.linking.model import LinkModel
from dateline.linking.records import Incident
from dateline.linking.state import Added, Decision, Linked, State

__all__ = [
    "Added",
    "Decision",
    "Incident",
    "LinkModel",
    "LinkModelError",
    "LinkStateError",
    "Linked",
    "Linker",
    "LinkingError",
    "State",
    "waterfall",
]
