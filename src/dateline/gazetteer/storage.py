"""Where the index lives: packed in the package, unpacked once into a cache folder of the user.

The cache is keyed by the hash of the content, so two versions live side by side, and written under a
temporary name and then renamed, so any number of first uses at the same time is safe.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import os
import tempfile
from importlib.resources import files
from pathlib import Path
from typing import IO, Any

from dateline.gazetteer.errors import GazetteerError

PACKED_NAME = "gazetteer.sqlite.xz"
MANIFEST_NAME = "gazetteer.json"
CACHE_VARIABLE = "DATELINE_CACHE"
_BLOCK = 1 << 20


def unpacked(cache: Path | None = None) -> Path:
    """The path of the unpacked index; unpacks it if it is not in the cache yet.

    `cache` is the folder to use; by default the one that DATELINE_CACHE names, else `dateline` under
    XDG_CACHE_HOME or ~/.cache, else, if that cannot be written, one under the system's temporary folder.
    Raises GazetteerError if the packaged data is missing or damaged or no folder can be written.
    """
    data = files("dateline.gazetteer") / "data"
    try:
        manifest: dict[str, Any] = json.loads((data / MANIFEST_NAME).read_text("utf-8"))
        name, size = f"gazetteer-{manifest['sha256'][:16]}.sqlite", int(manifest["bytes"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise GazetteerError(f"the packaged gazetteer has no readable {MANIFEST_NAME} ({error}); reinstall") from error
    folders = [cache] if cache else _folders()
    for folder in folders:
        path = folder / name
        if path.is_file() and path.stat().st_size == size:
            return path
    problems: list[str] = []
    for folder in folders:
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with (data / PACKED_NAME).open("rb") as packed:
                return _unpack(packed, folder / name, manifest["sha256"])
        except OSError as error:
            problems.append(f"{folder}: {error}")
    raise GazetteerError(
        f"cannot unpack the gazetteer ({'; '.join(problems)}); set {CACHE_VARIABLE} to a folder that can be written"
    )


def _folders() -> list[Path]:
    named = os.environ.get(CACHE_VARIABLE)
    if named:
        first = Path(named)
    else:
        base = os.environ.get("XDG_CACHE_HOME")
        first = (Path(base) if base else Path(os.path.expanduser("~")) / ".cache") / "dateline"  # noqa: PTH111
    fallback = Path(tempfile.gettempdir()) / f"dateline-{os.getuid() if hasattr(os, 'getuid') else 'user'}"
    return [first, *([fallback] if _is_own(fallback) else [])]


def _is_own(folder: Path) -> bool:
    """A folder of ours, or none yet: in a shared temporary folder somebody else's must not be trusted."""
    try:
        status = folder.lstat()
    except OSError:
        return True
    return folder.is_dir() and not folder.is_symlink() and (not hasattr(os, "getuid") or status.st_uid == os.getuid())


def _unpack(packed: IO[bytes], path: Path, sha256: str) -> Path:
    digest = hashlib.sha256()
    handle, temporary = tempfile.mkstemp(prefix=f"{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as target, lzma.open(packed) as source:
            while block := source.read(_BLOCK):
                digest.update(block)
                target.write(block)
        if digest.hexdigest() != sha256:
            raise GazetteerError(f"{PACKED_NAME} does not match {MANIFEST_NAME}; reinstall or rebuild the gazetteer")
        Path(temporary).replace(path)
    except (lzma.LZMAError, EOFError) as error:
        raise GazetteerError(f"{PACKED_NAME} is damaged ({error}); reinstall or rebuild the gazetteer") from error
    finally:
        Path(temporary).unlink(missing_ok=True)
    return path
