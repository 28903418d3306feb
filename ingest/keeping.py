"""Keeping what was fetched in the corpus folder: every file old or new at any moment, one writer at a time."""

from __future__ import annotations

import codecs
import itertools
import json
import os
import re
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, astuple, dataclass
from pathlib import Path

import httpx
import tomlkit
from filelock import FileLock, Timeout

from ingest.errors import CorpusError, IndexBusyError, StorageError
from ingest.reading import ORIGINALS, REGISTER
from ingest.text import fold

STATE = "fetched.json"
_LOCK = ".fetch.lock"
_PAGE_SUFFIXES = (".md", ".html", ".htm", ".txt", ".pdf", ".docx")


@dataclass(frozen=True, slots=True)
class Fetched:
    """What is remembered of the last good answer for one page: where from, the server's marks, and when."""

    url: str
    etag: str = ""
    last_modified: str = ""
    sha256: str = ""
    checked: str = ""


@contextmanager
def sole_writer(corpus_dir: Path) -> Iterator[None]:
    """Hold the corpus folder for writing; raises IndexBusyError when another process does."""
    lock = FileLock(corpus_dir / _LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise IndexBusyError("Er worden al pagina's opgehaald. Wacht tot dat klaar is.") from error
    except OSError as error:
        raise StorageError(f"In de map {corpus_dir} kan niet worden geschreven ({error.strerror}).") from error
    try:
        for folder in (corpus_dir, corpus_dir / "pages", corpus_dir / ORIGINALS):
            for left in folder.glob(".*.part"):  # of a run that was killed
                left.unlink(missing_ok=True)
        yield
    finally:
        lock.release()


def write(path: Path, data: bytes) -> None:
    """Put `data` in `path` as a whole: written beside it, flushed, then renamed over it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)  # mkstemp makes it private
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def page_files(corpus_dir: Path) -> dict[str, Path]:
    """The file that is each page now, by slug. After a kill there may be two of one: the fetched one counts."""
    found: dict[str, Path] = {}
    order = {suffix: number for number, suffix in enumerate(_PAGE_SUFFIXES)}
    for path in sorted(corpus_dir.rglob("*"), key=lambda path: order.get(path.suffix.lower(), len(order))):
        parts = path.relative_to(corpus_dir).parts
        is_page = path.suffix.lower() in order and not any(part.startswith(".") or part == ORIGINALS for part in parts)
        if is_page and path.is_file():
            found.setdefault(path.stem, path)
    return found


def set_aside(corpus_dir: Path, slug: str, page: Path) -> None:
    """Move other files of the same page to the originals: `page` has taken their place, and nothing is lost."""
    for suffix in _PAGE_SUFFIXES:
        other = page.with_suffix(suffix)
        if other != page and other.is_file() and other.stem == slug:
            target = corpus_dir / ORIGINALS / f"{slug}.before{suffix}"
            target.parent.mkdir(exist_ok=True)
            for number in itertools.count(2):
                if not target.exists():
                    break
                target = target.with_name(f"{slug}.before-{number}{suffix}")
            other.replace(target)


def read_state(corpus_dir: Path) -> dict[str, Fetched]:
    """What is remembered by slug. A file that cannot be read counts as none: pages are then fetched in full."""
    try:
        data = json.loads((corpus_dir / STATE).read_text("utf-8"))
        state = {slug: Fetched(**values) for slug, values in data.items()}
        return state if all(isinstance(value, str) for one in state.values() for value in astuple(one)) else {}
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        return {}


def last_checks(corpus_dir: Path) -> dict[str, str]:
    """The moment (ISO) on which each page was last fetched or found unchanged, by slug; empty where there is none."""
    return {slug: known.checked for slug, known in read_state(corpus_dir).items() if known.checked}


def write_state(corpus_dir: Path, state: dict[str, Fetched]) -> None:
    """Remember `state`, a page a block, in a steady order."""
    data = {slug: asdict(state[slug]) for slug in sorted(state)}
    write(corpus_dir / STATE, (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode())


def add_entry(corpus_dir: Path, slug: str, values: dict[str, str]) -> None:
    """Add a page at the end of the register; every byte that is there stays."""
    path = corpus_dir / REGISTER
    old = path.read_bytes() if path.is_file() else b""
    line_end = "\r\n" if b"\r\n" in old else "\n"
    gap = "" if not old else line_end if old.endswith(b"\n") else 2 * line_end
    lines = [f"[{slug}]", *(f"{key} = {tomlkit.string(value).as_string()}" for key, value in values.items()), ""]
    _write_register(path, old + (gap + line_end.join(lines)).encode(), slug, values)


def date_entry(corpus_dir: Path, slug: str, retrieved: str) -> None:
    """Set the day on which a page was copied, in the register; the rest stays as it is, comments included."""
    path = corpus_dir / REGISTER
    old = path.read_bytes()
    mark = codecs.BOM_UTF8 if old.startswith(codecs.BOM_UTF8) else b""
    document = tomlkit.parse(old.removeprefix(mark).decode("utf-8"))
    if slug in document and document[slug].get("retrieved") != retrieved:  # type: ignore[union-attr]
        document[slug]["retrieved"] = retrieved  # type: ignore[index]
        _write_register(path, mark + tomlkit.dumps(document).encode(), slug, {"retrieved": retrieved})


def _write_register(path: Path, data: bytes, slug: str, values: dict[str, str]) -> None:
    """Write the register, unless reading it back would show more or less than this one change."""
    before = tomllib.loads(path.read_text("utf-8-sig")) if path.is_file() else {}
    after = tomllib.loads(data.decode("utf-8-sig"))
    if after != {**before, slug: {**before.get(slug, {}), **values}}:
        raise CorpusError(f"Het register {REGISTER} kan niet worden bijgewerkt: pas het met de hand aan.")
    write(path, data)


def slug_of(url: str, taken: set[str]) -> str:
    """A file name for an address: its last words, or more of them, or a number, until it is free."""
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, UnicodeError) as error:
        raise CorpusError("Het adres is niet goed geschreven.") from error
    parts = [_words(part) for part in re.sub(r"\.(?:html?|php|aspx?|pdf)$", "", parsed.path).split("/")]
    parts = [part for part in parts if part] or [_words(parsed.host.removeprefix("www."))]
    candidates = ["-".join(parts[-count:]) for count in range(1, len(parts) + 1)]
    candidates += [f"{candidates[-1]}-{number}" for number in range(2, len(taken) + 3)]
    return next(candidate for candidate in candidates if candidate and candidate not in taken)


def _words(part: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold(part)).strip("-")[:60]
