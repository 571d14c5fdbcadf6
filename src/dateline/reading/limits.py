"""How much dateline reads before it sets an input aside."""

from __future__ import annotations

from dataclasses import dataclass, fields

from dateline.reading.errors import InputError

MEBIBYTE = 1024 * 1024
GIBIBYTE = 1024 * MEBIBYTE


@dataclass(frozen=True)
class Limits:
    """Upper bounds of one run; all are whole numbers above zero.

    Streams (JSON lines, CSV, Parquet, WARC) have no bound in total, only one for each line, row or record.

    - `max_text_characters`: length of one report's text, in characters.
    - `max_document_bytes`: size of one document, line, row or WARC record, in bytes, and of a nested zip or
      Parquet file, which has to be held in memory.
    - `max_page_bytes`: size of one HTML page, in bytes; the value is trafilatura's own `MAX_FILE_SIZE`, above
      which extraction takes minutes.
    - `max_archive_depth`: layers of packing; a `.tar.gz` has two.
    - `max_archive_members`: files in one input with all archives nested in it.
    - `max_archive_bytes`: bytes unpacked from one input in all.
    - `max_compression_ratio`: unpacked bytes to one packed byte. News text reaches 3 to 10, deflate cannot
      exceed 1,032.
    - `max_download_bytes`, `url_timeout_seconds`, `max_download_seconds`: size of an answer from a URL,
      the wait for each piece of it, and the time for the whole.
    """

    max_text_characters: int = 1_000_000
    max_document_bytes: int = 64 * MEBIBYTE
    max_page_bytes: int = 20_000_000
    max_archive_depth: int = 4
    max_archive_members: int = 100_000
    max_archive_bytes: int = 64 * GIBIBYTE
    max_compression_ratio: int = 200
    max_download_bytes: int = GIBIBYTE
    url_timeout_seconds: int = 30
    max_download_seconds: int = 600

    def __post_init__(self) -> None:
        """Refuse bounds that would let nothing through."""
        for field in fields(self):
            value = getattr(self, field.name)
            if value < 1:
                raise InputError(f"limit {field.name} is {value}; give a whole number above 0")
