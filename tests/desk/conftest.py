"""Fixtures of the tests of pages."""

from review_desk import market_store, market_template

__all__ = ["market_store", "market_template"]
