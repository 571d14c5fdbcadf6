"""The command line: arguments in, calls, exit codes out."""

from dateline.cli.main import main

__all__ = ["main"]
