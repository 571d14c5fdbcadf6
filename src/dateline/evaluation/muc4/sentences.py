"""Sentences of texts in capitals."""

from __future__ import annotations

import re
from bisect import bisect_right

# Blank lines, and full stops that do not close an initial or a title ("GEN. X", "NO. 4").
_BREAK = re.compile(r"\n\s*\n|(?<![.\s][A-Z])(?<!\bNO)(?<!\bMR)(?<!\bDR)(?<!\bGEN)(?<!\bCOL)(?<!\bLT)[.!?][\"')\]]*\s+")


class Sentences:
    """Sentence numbers of offsets into a text, and the sentences' bounds."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(m.end() for m in _BREAK.finditer(text))]
        self._end = len(text)

    def number(self, offset: int) -> int:
        """Number of the sentence that the offset lies in, from 0."""
        return bisect_right(self._starts, offset) - 1

    def around(self, offset: int, reach: int = 0) -> tuple[int, int]:
        """Offsets of the sentence at `offset` together with `reach` sentences before and after it."""
        number = self.number(offset)
        last = number + reach + 1
        end = self._starts[last] if last < len(self._starts) else self._end
        return self._starts[max(0, number - reach)], end
