"""What a report as a whole says of its incident: its day, its town, how many were killed and injured in all."""

from dateline.coding.account.account import Account, AccountModel, Told, told_by
from dateline.coding.account.errors import AccountError
from dateline.coding.account.passages import passages
from dateline.coding.account.ranking import Choice, Ranker, Spot

__all__ = ["Account", "AccountError", "AccountModel", "Choice", "Ranker", "Spot", "Told", "passages", "told_by"]
