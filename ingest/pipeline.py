"""The corpus folder into the index in use: read what changed, embed what is new, look, then switch."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest import store
from ingest.building import build, make_content
from ingest.errors import IndexMissingError
from ingest.places import Place, place_of
from ingest.records import Page
from ingest.settings import Settings
from ingest.sources import (
    ABSENT,
    Known,
    Progress,
    ReadSources,
    Source,
    compare_hashes,
    find_sources,
    read_sources,
)

if TYPE_CHECKING:
    from ingest.embedding import E5Embeddings
    from ingest.index import Index

__all__ = ["Progress", "Report", "Update", "code_version", "find_sources", "ingest", "make_content", "open_current"]

_DAMAGED = "De index is niet te lezen. Maak hem opnieuw met: wegwijzer ingest"


@dataclass(frozen=True, slots=True)
class Report:
    """What an ingest changed: slugs, counts, the index now in use, seconds, and problems (a Dutch line each).

    `unread` says how many of the problems are pages that could not be read.
    """

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    passages: int = 0
    embedded: int = 0
    interventions: int = 0
    index: str = ""
    seconds: float = 0.0
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    unread: int = 0

    def as_json(self) -> dict[str, Any]:
        """The contract's object for the command line, with the problems added."""
        values = {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(self).items()}
        del values["unread"]
        return values


@dataclass(frozen=True, slots=True)
class Update:
    """A new index that stands ready, and what the report will be once it is in use.

    `before` is the index in use (None when there is none that can be read); `rolled_back` names
    the pages of which it has a version that was rolled back.
    """

    before: Path | None
    after: Path
    report: Report
    rolled_back: tuple[str, ...] = ()


Review = Callable[[Update], bool]
"""Looks at an update before the switch and says whether to go on; may raise to stop."""


def ingest(settings: Settings, progress: Progress | None = None, review: Review | None = None) -> Report:
    """Bring the index in line with the corpus folder; raises a WegwijzerError and changes nothing when it cannot.

    `review` is asked before the switch. When it says no, the new index is kept beside the one in use: a later
    ingest of the same pages takes it over at once. Without `review` all is taken over but what was rolled back.
    """
    started = time.perf_counter()
    from ingest.embedding import load_embeddings  # light: loads no model

    sources = find_sources(settings.corpus_dir)
    embeddings = load_embeddings(settings)
    place = place_of(settings)
    with place.writing():
        result = _ingest(place, sources, embeddings, progress or (lambda *_: None), review or _unless_rolled_back)
    return replace(result, seconds=round(time.perf_counter() - started, 3))


def _unless_rolled_back(update: Update) -> bool:
    return not update.rolled_back


@lru_cache(maxsize=1)
def code_version() -> str:
    """A hash of the code that reads and writes an index: another version makes another index."""
    files = sorted(path for path in Path(__file__).parent.iterdir() if path.suffix in (".py", ".txt"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]


def index_id(sources: Mapping[str, str], model: str) -> str:
    """The name of the index of these sources (hash by slug), read by this code, embedded by this model."""
    parts = [code_version(), model, *(f"{slug} {sources[slug]}" for slug in sorted(sources))]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _ingest(
    place: Place, sources: Mapping[str, Source], embeddings: E5Embeddings, progress: Progress, review: Review
) -> Report:
    folder = store.current_folder(place.data_dir)
    manifest = store.read_manifest(folder) if folder else {}
    is_whole = folder is not None and store.is_whole(folder)
    read = read_sources(sources, _known(folder, manifest, is_whole), progress)
    id_ = index_id(read.hashes, embeddings.fingerprint)
    embedded = 0
    kept = folder if is_whole and manifest.get("id") == id_ else store.find_index(place.data_dir, id_)
    if kept is None:
        kept = store.new_folder(place.data_dir, id_)
        made_of = {"id": id_, "code": code_version(), "sources": read.hashes}
        embedded = build(place, kept, read.pages(), embeddings, folder, made_of, progress)
    if kept == folder:
        return _report(read, manifest, kept, embedded)
    notes = _rebuild_notes(place, manifest, is_whole, embeddings)
    report = replace(_report(read, manifest, kept, embedded), notes=notes)
    # An index that can no longer be used is replaced, also when that brings back pages that were rolled back.
    rolled_back = set() if notes else store.rolled_back(place.data_dir)
    again = tuple(slug for slug, hash_ in sorted(rolled_back) if read.hashes.get(slug, ABSENT) == hash_)
    update = Update(folder if is_whole else None, kept, report, again)
    if review(update):
        place.switch(kept)
        place.prune()
        return report
    place.prune(spare=kept)
    return _left_as_it_was(update, manifest)


def _known(folder: Path | None, manifest: Mapping[str, Any], is_whole: bool) -> Known:
    """What can be taken from the index in use without reading a page file again."""
    if folder is None:
        return Known()
    is_own = is_whole and manifest.get("code") == code_version()
    stored: list[Mapping[str, Page]] = []

    def pages() -> Mapping[str, Page]:
        from ingest.index import read_pages

        if not stored:
            try:
                stored.append(read_pages(folder))
            except (OSError, ValueError):  # damaged, or of a version that wrote other records
                if is_own:
                    raise
                stored.append({})
        return stored[0]

    return Known(manifest.get("sources", {}), is_own, pages)


def _report(read: ReadSources, manifest: Mapping[str, Any], folder: Path, embedded: int) -> Report:
    """What changes when `folder` takes the place of the index with `manifest`."""
    counts = store.read_manifest(folder)
    added, changed, removed, unchanged = compare_hashes(manifest.get("sources", {}), read.hashes)
    return Report(
        added=added,
        changed=changed,
        removed=removed,
        unchanged=unchanged,
        passages=counts["passages"],
        embedded=embedded,
        interventions=counts["interventions"],
        index=counts["id"],
        problems=tuple(dict.fromkeys([*read.problems, *counts.get("problems", [])])),
        unread=len(read.problems),
    )


def _left_as_it_was(update: Update, manifest: Mapping[str, Any]) -> Report:
    """The report of an update that was not taken over."""
    why = (
        "De index blijft zoals hij is: de map heeft nog de teruggedraaide versie van "
        f"{', '.join(update.rolled_back)}. Verbeter die pagina's, of neem alles over met: wegwijzer ingest --yes"
    )
    return Report(
        unchanged=tuple(sorted(manifest.get("sources", {}))),
        passages=manifest.get("passages", 0),
        interventions=manifest.get("interventions", 0),
        index=manifest.get("id", ""),
        problems=update.report.problems,
        unread=update.report.unread,
        notes=(why,) if update.rolled_back else (),
    )


def _rebuild_notes(
    place: Place, manifest: Mapping[str, Any], is_whole: bool, embeddings: E5Embeddings
) -> tuple[str, ...]:
    """Why the index in use can no longer be used, in Dutch; nothing when it can."""
    if not manifest and not store.has_current(place.data_dir):
        return ()
    if not is_whole:
        return ("De index was beschadigd en is opnieuw opgebouwd.",)
    if manifest.get("model") != embeddings.fingerprint:
        return ("De index was met een ander taalmodel gemaakt en is opnieuw opgebouwd.",)
    if manifest.get("code") != code_version():
        return ("De index was met een andere versie van Wegwijzer gemaakt en is opnieuw opgebouwd.",)
    return ()


def open_current(settings: Settings, embeddings: E5Embeddings) -> Index:
    """The index in use; raises IndexMissingError when there is none or it was made by another version or model."""
    place = place_of(settings)
    folder = place.current()
    try:
        return _open(place, folder, embeddings)
    except IndexMissingError:
        # Another process may have switched, and removed the old index, while this one opened it.
        newer = place.current()
        if newer == folder:
            raise
        return _open(place, newer, embeddings)


def may_make_unasked(settings: Settings) -> bool:
    """Whether an index that cannot be used may be replaced by one of the pages here: not when others use it too."""
    place = place_of(settings)
    return not place.is_shared or place.current() is None


def _open(place: Place, folder: Path | None, embeddings: E5Embeddings) -> Index:
    from ingest.index import Index

    if folder is None:
        line = _DAMAGED if store.has_current(place.data_dir) else "Er is nog geen index. Maak hem met: wegwijzer ingest"
        raise IndexMissingError(line)
    manifest = store.read_manifest(folder)
    if not store.is_whole(folder):
        raise IndexMissingError(_DAMAGED)
    if manifest.get("code") != code_version() or manifest.get("model") != embeddings.fingerprint:
        raise IndexMissingError(
            "De index is met een andere versie of een ander taalmodel gemaakt. Werk hem bij met: wegwijzer ingest"
        )
    return Index(folder, embeddings, place)
