"""Writes the entries as the SQLite file that ships, the same bytes for the same entries."""

from __future__ import annotations

import hashlib
import json
import lzma
import sqlite3
from pathlib import Path

from dateline.gazetteer.build.entries import Entries, Entry
from dateline.gazetteer.records import Kind
from dateline.gazetteer.storage import MANIFEST_NAME

_SCHEMA = """
PRAGMA page_size = 4096;
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE places (
  id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, name TEXT NOT NULL, country TEXT NOT NULL,
  admin1 INTEGER NOT NULL, admin2 INTEGER NOT NULL, lat REAL, lon REAL,
  population INTEGER NOT NULL, names INTEGER NOT NULL, capital INTEGER NOT NULL
);
CREATE TABLE capitals (country TEXT PRIMARY KEY, id INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE countries (country TEXT PRIMARY KEY, id INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE names (
  folded TEXT NOT NULL, source INTEGER NOT NULL, id INTEGER NOT NULL,
  PRIMARY KEY (folded, source, id)
) WITHOUT ROWID;
"""


def _place(entry: Entry) -> tuple[object, ...]:
    return (
        entry.id, int(entry.kind), entry.name, entry.country, entry.admin1, entry.admin2,
        entry.lat, entry.lon, entry.population, entry.fame, int(entry.capital),
    )  # fmt: skip


def write(entries: Entries, sources: dict[str, str], path: Path) -> str:
    """Write the index to `path`; gives its version: a hash of the content, and the sources' versions."""
    path.unlink(missing_ok=True)
    places = sorted(_place(entry) for entry in entries.by_id.values())
    names = sorted(
        (name, int(source), entry.id) for entry in entries.by_id.values() for name, source in entry.names.items()
    )
    digest = hashlib.sha256()
    for row in (*places, *names):
        digest.update(repr(row).encode())
    version = f"{digest.hexdigest()[:12]} ({', '.join(f'{key} {value}' for key, value in sorted(sources.items()))})"
    connection = sqlite3.connect(path)
    try:
        connection.executescript(_SCHEMA)
        connection.execute("INSERT INTO meta VALUES ('version', ?)", (version,))
        connection.executemany(f"INSERT INTO places VALUES ({','.join('?' * 11)})", places)  # noqa: S608
        connection.executemany("INSERT INTO names VALUES (?, ?, ?)", names)
        connection.execute("INSERT INTO capitals SELECT country, id FROM places WHERE capital = 1 ORDER BY country")
        connection.execute(
            "INSERT INTO countries SELECT country, id FROM places WHERE kind = ? ORDER BY country", (int(Kind.COUNTRY),)
        )
        connection.commit()
        connection.execute("VACUUM")
    finally:
        connection.close()
    return version


def compress(path: Path, version: str, packed: Path) -> None:
    """Compress the index with xz and write the manifest beside it, by which `storage` checks what it unpacks."""
    content = path.read_bytes()
    packed.write_bytes(lzma.compress(content, preset=9))
    manifest = {"version": version, "sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
    (packed.parent / MANIFEST_NAME).write_text(json.dumps(manifest, indent=2) + "\n", "utf-8")
