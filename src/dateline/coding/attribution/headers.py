"""Speakers named in the headings of monitored broadcasts: "[COMMUNIQUE] [PEASANT FRONT] [TEXT] …".

The form is that of the Foreign Broadcast Information Service, whose reports are mostly in capitals and mark speech by
headings instead of quotation marks. "[REPORT]" and "[TEXT]" alone name the reporter and are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

Span = tuple[int, int]

_HEADING = re.compile(
    r"\[(?:EDITORIAL )?(?P<kind>STATEMENT|COMMUNIQUE|SPEECH|ADDRESS|INTERVIEW|MESSAGE|LETTER|"
    r"NEWS CONFERENCE|PROCLAMATION)"
    r"(?:\s+(?:BY|WITH|FROM|OF)\s+(?P<inside>[^\[\]]{3,160}))?\]\s*"
    r"(?:\[(?P<after>(?!TEXT|CONTINUED|EXCERPT|PASSAGE)[^\[\]]{3,160})\]\s*)?",
    re.IGNORECASE,
)
_RECORDING = re.compile(
    r"\[BEGIN\s+(?:VIDEO\s+)?RECORDING\]\s*\[(?P<name>(?!REPORTER|UNIDENTIFIED|TEXT|IN )[^\[\]]{3,120})\]",
    re.IGNORECASE,
)
_END = re.compile(r"\[END\s+(?:VIDEO\s+)?RECORDING\]", re.IGNORECASE)
_INTERVIEWER = re.compile(r"\s+(?:BY|WITH|IN|ON)\s.*", re.IGNORECASE | re.DOTALL)


def headed_statements(text: str) -> Iterator[tuple[Span, Span, Span]]:
    """Source, cue and said of each heading that names a speaker.

    What is said reaches to the end of the recording, to the next heading, or to the end of the text.
    """
    headings = [m for m in _HEADING.finditer(text) if m.group("inside") or m.group("after")]
    for k, match in enumerate(headings):
        limit = headings[k + 1].start() if k + 1 < len(headings) else len(text.rstrip())
        group = "after" if match.group("after") else "inside"
        source = match.span(group)
        cut = _INTERVIEWER.search(text, *source) if group == "inside" else None
        if cut:
            source = (source[0], cut.start())
        if source[0] < source[1] and match.end() < limit:
            yield source, match.span("kind"), (match.end(), limit)
    ends = [m.start() for m in _END.finditer(text)]
    recordings = list(_RECORDING.finditer(text))
    position = 0
    for k, match in enumerate(recordings):
        while position < len(ends) and ends[position] < match.end():
            position += 1
        following = recordings[k + 1].start() if k + 1 < len(recordings) else len(text.rstrip())
        limit = min(following, ends[position]) if position < len(ends) else following
        if match.end() < limit:
            yield match.span("name"), (match.start(), match.start("name") - 1), (match.end(), limit)
