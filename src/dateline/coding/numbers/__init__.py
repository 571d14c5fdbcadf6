"""Numbers of people: from the words of a report to low, best and high."""

from dateline.coding.numbers.measures import count_measures, is_joint
from dateline.coding.numbers.parse import parse_quantity
from dateline.coding.numbers.quantities import Quantity, QuantitySpan, find_quantities
from dateline.coding.numbers.words import numeral_value

__all__ = [
    "Quantity",
    "QuantitySpan",
    "count_measures",
    "find_quantities",
    "is_joint",
    "numeral_value",
    "parse_quantity",
]
