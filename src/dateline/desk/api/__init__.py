"""The API of the desk, one module for each part of it."""
