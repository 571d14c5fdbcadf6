"""From the events of many reports to incidents: one event, however many reports tell of it."""

from dateline.linking.errors import LinkingError, LinkModelError
from dateline.linking.explanation import waterfall
from dateline.linking.linker import Linker
from dateline.linking.model import LinkModel
from dateline.linking.records import Incident

__all__ = ["Incident", "LinkModel", "LinkModelError", "Linker", "LinkingError", "waterfall"]
