import hashlib
import json
import lzma
import multiprocessing
import tempfile
from importlib.resources import files
from pathlib import Path

import pytest

from dateline.gazetteer import storage
from dateline.gazetteer.errors import GazetteerError
from dateline.gazetteer.storage import MANIFEST_NAME, PACKED_NAME, unpacked

CONTENT = b"the index" * 1000


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package folder with a small stand-in for the index: unpacking the real one takes seconds."""
    data = tmp_path / "package" / "data"
    data.mkdir(parents=True)
    (data / PACKED_NAME).write_bytes(lzma.compress(CONTENT))
    sha256 = hashlib.sha256(CONTENT).hexdigest()
    (data / MANIFEST_NAME).write_text(json.dumps({"version": "1", "sha256": sha256, "bytes": len(CONTENT)}))
    monkeypatch.setattr(storage, "files", lambda _: data.parent)
    return data


def _unpack(folder: Path) -> str:
    return str(unpacked(folder))


def test_unpacks_once_and_leaves_nothing_else(package: Path, tmp_path: Path):
    cache = tmp_path / "cache"
    path = unpacked(cache)
    assert path.read_bytes() == CONTENT
    (package / PACKED_NAME).unlink()
    assert unpacked(cache) == path
    assert list(cache.iterdir()) == [path]


@pytest.mark.usefixtures("package")
def test_many_first_uses_at_once_are_safe(tmp_path: Path):
    cache = tmp_path / "cache"
    with multiprocessing.get_context("fork").Pool(4) as pool:
        paths = pool.map(_unpack, [cache] * 12)
    assert len(set(paths)) == 1
    assert Path(paths[0]).read_bytes() == CONTENT
    assert len(list(cache.iterdir())) == 1


@pytest.mark.usefixtures("package")
def test_a_truncated_file_in_the_cache_is_replaced(tmp_path: Path):
    path = unpacked(tmp_path / "cache")
    path.write_bytes(CONTENT[:10])
    assert unpacked(tmp_path / "cache").read_bytes() == CONTENT


@pytest.mark.usefixtures("package")
def test_the_environment_names_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DATELINE_CACHE", str(tmp_path / "named"))
    assert unpacked().parent == tmp_path / "named"
    monkeypatch.delenv("DATELINE_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert unpacked().parent == tmp_path / "xdg" / "dateline"


@pytest.mark.usefixtures("package")
def test_falls_back_to_the_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "file").write_text("a file where the cache folder should be")
    monkeypatch.setenv("DATELINE_CACHE", str(tmp_path / "file"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert unpacked().parent.parent == tmp_path
    assert unpacked().read_bytes() == CONTENT


def test_damaged_data_is_told_and_leaves_no_file(package: Path, tmp_path: Path):
    (package / PACKED_NAME).write_bytes(lzma.compress(b"another index"))
    with pytest.raises(GazetteerError, match="does not match"):
        unpacked(tmp_path / "cache")
    (package / PACKED_NAME).write_bytes(b"no xz")
    with pytest.raises(GazetteerError, match="damaged"):
        unpacked(tmp_path / "cache")
    (package / MANIFEST_NAME).unlink()
    with pytest.raises(GazetteerError, match="reinstall"):
        unpacked(tmp_path / "cache")
    assert list((tmp_path / "cache").iterdir()) == []


def test_the_shipped_manifest_fits_the_shipped_index():
    data = files("dateline.gazetteer") / "data"
    manifest = json.loads((data / MANIFEST_NAME).read_text("utf-8"))
    assert unpacked().stat().st_size == manifest["bytes"]
    assert (data / "NOTICE.md").is_file()
