"""What a look of a person at an incident is worth: review time goes to the rows of largest worth first.

    worth  = chance × weight
    chance = 1 − confidence × product over the fields in conflict of the share of sources that tell the first value
    weight = 1 + log2(1 + killed) + number of fields in conflict

`chance` is that of a wrong row: either the surest of its events is none (`Incident.confidence`), or one of the fields
in conflict shows the wrong value, taken to be right as often as its share of the independent sources
(`dateline.store.disputes`). Fields are taken to err independently. `killed` is the most that may have died as far as
known: the largest bound over all sides; a number twice as large weighs one more. The weight is a choice of this
project, not an estimate: an error in a deadly or disputed row misleads most.

Reviewed incidents are worth 0, unless reports have changed them since; so are those merged or withdrawn.
"""

from __future__ import annotations

from math import log2, prod

from dateline.store.disputes import disputes
from dateline.store.people import people
from dateline.store.records import Case
from dateline.store.showing import shown


def worth(case: Case) -> float:
    """The worth of a look, 0 where none is due; see the module for the formula."""
    if case.into is not None or case.withdrawn or (case.state != "unreviewed" and not case.changed_since_review):
        return 0.0
    incident = shown(case)
    contested = disputes(case)
    killed = people(incident, "killed")
    most = max(number or 0 for number in (killed.low, killed.best, killed.high))
    chance = 1.0 - incident.confidence * prod(contested.values())
    return chance * (1.0 + log2(1 + most) + len(contested))
