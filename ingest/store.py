"""The folder of indexes: which one is in use, switching to another, and one writer at a time.

indexes/CURRENT              the name of the folder in use, replaced in one step; on further lines what was rolled back
indexes/<id>-<random>/       an index; without a manifest it is what a killed writer left. When its manifest was last
                             touched says when it came into use (1970: it never was)
indexes/writer.lock
"""

from __future__ import annotations

import atexit
import errno
import json
import os
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from tempfile import mkdtemp
from typing import Any

from filelock import FileLock, Timeout

from ingest.errors import IndexBusyError, StorageError

Version = tuple[str, str]
"""A page (slug) and the hash of its source."""
KEEP_PREVIOUS = 3
_CURRENT = "CURRENT"
MANIFEST = "manifest.json"


def indexes_dir(data_dir: Path) -> Path:
    """Where the indexes are."""
    return data_dir / "indexes"


def current_folder(data_dir: Path) -> Path | None:
    """The index in use; None when there is none (or CURRENT names one that is not whole)."""
    name = _current_lines(data_dir)[0]
    folder = indexes_dir(data_dir) / name
    return folder if name and Path(name).name == name and read_manifest(folder) else None


def has_current(data_dir: Path) -> bool:
    """Whether an index was ever put in use here, whole or damaged."""
    return (indexes_dir(data_dir) / _CURRENT).exists()


def rolled_back(data_dir: Path) -> set[Version]:
    """The versions of pages that were in use and were rolled back, since the last switch to new ones."""
    lines = (line.partition(" ") for line in _current_lines(data_dir)[1:])
    return {(slug, hash_) for hash_, _, slug in lines}


def _current_lines(data_dir: Path) -> list[str]:
    try:
        text = (indexes_dir(data_dir) / _CURRENT).read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return [""]
    return [line.strip() for line in text.splitlines()] or [""]


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of an index; empty when the folder is no whole index."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return manifest if isinstance(manifest, dict) else {}


def is_whole(folder: Path) -> bool:
    """Whether `folder` has a manifest and every file is there and at least as long as it was written."""
    manifest = read_manifest(folder)
    return bool(manifest) and all(_size(folder / name) >= size for name, size in manifest.get("files", {}).items())


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -1


def whole_indexes(data_dir: Path) -> list[Path]:
    """Every whole index, newest use first, those that were never in use last."""
    root = indexes_dir(data_dir)
    folders = [folder for folder in root.iterdir() if is_whole(folder)] if root.is_dir() else []
    current = _current_lines(data_dir)[0]
    # The one in use has no mark yet when a kill came between putting it in use and marking it: then it is the newest.
    return sorted(folders, key=lambda one: (one.name == current and not was_used(one), _used(one)), reverse=True)


def was_used(folder: Path) -> bool:
    """Whether this index was ever the one in use."""
    return _used(folder) > 0


def mark_used(manifest: Path, moment: int) -> None:
    """Say when the index of this manifest came into use, in seconds since 1970; 0 says that it never did."""
    os.utime(manifest, (moment, moment))


def _mark_used(folder: Path) -> None:
    """Say that this index was the last to come into use: the order decides what is kept, and where a rollback goes."""
    (folder / MANIFEST).touch()


def _used(folder: Path) -> int:
    return (folder / MANIFEST).stat().st_mtime_ns


def find_index(data_dir: Path, id_: str) -> Path | None:
    """A whole index with this id, if one is kept."""
    return next((folder for folder in whole_indexes(data_dir) if read_manifest(folder).get("id") == id_), None)


def new_folder(data_dir: Path, id_: str) -> Path:
    """A path for a new index that was never used before: Chroma remembers paths within a process."""
    return indexes_dir(data_dir) / f"{id_}-{token_hex(4)}"


def switch(data_dir: Path, folder: Path) -> None:
    """Make `folder` the index in use: whoever reads CURRENT sees the old name or the new one."""
    point_to(data_dir, folder)
    _mark_used(folder)


def point_to(data_dir: Path, folder: Path, rolled_back: Collection[Version] = ()) -> None:
    """Replace CURRENT in one step: `folder` is in use, and these versions of pages were rolled back."""
    leaving = current_folder(data_dir)
    if leaving is not None and not was_used(leaving):  # a kill came before its mark
        _mark_used(leaving)
    versions = [f"{hash_} {slug}" for slug, hash_ in sorted(rolled_back)]
    root = indexes_dir(data_dir)
    part = root / f"{_CURRENT}.part"
    with part.open("w", encoding="utf-8") as out:
        out.write("\n".join([folder.name, *versions]) + "\n")
        out.flush()
        os.fsync(out.fileno())
    part.replace(root / _CURRENT)
    flush_folder(root)


def prune(data_dir: Path, spare: Path | None = None) -> None:
    """Remove what killed writers left, and all but the index in use, the last few used before it, and `spare`."""
    current = current_folder(data_dir)
    used = [folder for folder in whole_indexes(data_dir) if folder not in (current, spare) and was_used(folder)]
    keep = [current, spare, *used[:KEEP_PREVIOUS]]
    root = indexes_dir(data_dir)
    for folder in root.iterdir():
        if folder.is_dir() and folder not in keep:
            remove(folder)


def remove(folder: Path) -> None:
    """Remove an index. The manifest goes first: when that is interrupted, no half index is left that looks whole."""
    (folder / MANIFEST).unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def writing(data_dir: Path) -> Iterator[None]:
    """The only writer for as long as it lasts; raises IndexBusyError or StorageError with one line."""
    root = indexes_dir(data_dir)
    with storage_errors(data_dir):
        root.mkdir(parents=True, exist_ok=True)
        lock = FileLock(root / "writer.lock")
        try:
            lock.acquire(timeout=0)
        except Timeout as error:
            raise IndexBusyError("Een ander proces werkt de index al bij. Probeer het straks opnieuw.") from error
        try:
            yield
        finally:
            lock.release()


@contextmanager
def storage_errors(data_dir: Path) -> Iterator[None]:
    """Turns a full or read-only disk below `data_dir` into a StorageError with one line."""
    try:
        yield
    except OSError as error:
        raise StorageError(_storage_line(data_dir, error)) from error
    except Exception as error:  # Chroma tells of the disk in errors of its own, and only writes here
        words = ("disk is full", "readonly database", "no space left")
        if type(error).__module__.startswith("chromadb.") or any(word in str(error).lower() for word in words):
            raise StorageError(_storage_line(data_dir, error)) from error
        raise


def writable(folder: Path) -> Path:
    """`folder`, or a copy of it for as long as this process lasts where it is read-only.

    Chroma writes in its folder, even when it only reads.
    """
    if os.access(folder, os.W_OK):
        return folder
    copy = Path(mkdtemp(prefix="wegwijzer-"))
    atexit.register(shutil.rmtree, copy, ignore_errors=True)
    for file in (path for path in folder.rglob("*") if path.is_file()):
        target = copy / file.relative_to(folder)
        target.parent.mkdir(exist_ok=True)
        shutil.copyfile(file, target)  # without the rights, which are what is in the way
    return copy


def _storage_line(data_dir: Path, error: Exception) -> str:
    number = error.errno if isinstance(error, OSError) else None
    if number == errno.ENOSPC or "full" in str(error) or "space" in str(error):
        return f"De schijf is vol: er is meer ruimte nodig in {data_dir}. De bestaande index blijft in gebruik."
    return (
        f"De gegevensmap {data_dir} is niet te beschrijven ({getattr(error, 'strerror', None) or error}). "
        "De bestaande index blijft in gebruik. Kies een andere map met WEGWIJZER_DATA_DIR."
    )


def files_below(folder: Path) -> list[Path]:
    """Every file below `folder`, in a steady order."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def flush(folder: Path) -> None:
    """Make sure that every file below `folder`, and every name, is on the disk, not only in memory."""
    for path in files_below(folder):
        with path.open("rb+") as handle:
            os.fsync(handle.fileno())
    for path in (folder, *(path for path in folder.rglob("*") if path.is_dir())):
        flush_folder(path)


def flush_folder(folder: Path) -> None:
    """Put the folder's list of names on the disk (not possible, and not needed, on Windows)."""
    if os.name != "nt":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
