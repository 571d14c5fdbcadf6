"""Fixtures of all tests in a browser."""

from desk_browser import chromium, new_page, own_desk, sample_desk

__all__ = ["chromium", "new_page", "own_desk", "sample_desk"]
