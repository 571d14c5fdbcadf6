"""MUC-4 message files as reports."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from dateline.evaluation.errors import CorpusError
from dateline.evaluation.muc4.vocabulary import MONTHS
from dateline.records import Report

_HEADER = re.compile(r"^((?:DEV|TST\d)-MUC\d-\d{4})\b.*$", re.MULTILINE)
# `<PLACE>, <DD> <MMM> [<YY>] [(<SOURCE>)] --`, the form that the corpus's note on text headers defines; the dash
# is sometimes a single one, and the place can be several words with a country in parentheses.
_DATELINE = re.compile(r"^[^\n]{2,80}?,\s+(\d{1,2})\s+([A-Z]{3})[A-Z]*\.?\s+(\d{2})\b", re.DOTALL)


def dateline_of(text: str) -> date | None:
    """Date of the dateline that opens a MUC-4 text ("SAN SALVADOR, 3 JAN 90 -- …"); None where it has none.

    All reports are of 1980 to 1999, so two figures name the year.
    """
    found = _DATELINE.match(text.lstrip()[:200])
    if found is None or found[2] not in MONTHS:
        return None
    try:
        return date(1900 + int(found[3]), MONTHS.index(found[2]) + 1, int(found[1]))
    except ValueError:
        return None


def read_messages(path: Path) -> Iterator[Report]:
    """The reports of a message file, in order: `id` "DEV-MUC3-0001", `text` the body below the header line, verbatim.

    Blank lines around a body are left out. Raises `CorpusError` if the file cannot be read or holds no message.
    """
    try:
        content = path.read_text(encoding="latin-1").replace("\r\n", "\n").replace("\x1a", "")
    except OSError as error:
        raise CorpusError(f"cannot read the MUC-4 texts {path}: {error}; give the path of a message file") from error
    headers = list(_HEADER.finditer(content))
    if not headers:
        raise CorpusError(f"{path} holds no MUC-4 message; a message starts with a line such as DEV-MUC3-0001 (NOSC)")
    ends = [header.start() for header in headers[1:]] + [len(content)]
    for header, end in zip(headers, ends, strict=True):
        body = content[header.end() : end].strip("\n").rstrip()
        yield Report(id=header[1], text=body, published=dateline_of(body), language="en")
