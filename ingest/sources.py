"""The page files of the corpus: which there are, which changed, and the pages read from those that did."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ingest.errors import CorpusError, PageError
from ingest.reading import RegisterEntry, list_files, read_page, read_register
from ingest.records import Page

Progress = Callable[[str, int, int], None]
"""Called with what is being done (Dutch), how much of it is done, and how much there is."""

ABSENT = "-"
"""In the place of a hash: the page was removed."""
_OLD = "?"  # behind the hash of a page that an earlier version of the code read and this one cannot


@dataclass(frozen=True, slots=True)
class Source:
    """One page file: its hash covers the file and what the register says of it."""

    path: Path
    entry: RegisterEntry
    hash: str


@dataclass(frozen=True, slots=True)
class Known:
    """What the index in use knows: hashes by slug, whether this code read them, and how to get its pages."""

    hashes: Mapping[str, str] = field(default_factory=dict)
    is_own: bool = True
    pages: Callable[[], Mapping[str, Page]] = dict


@dataclass(frozen=True, slots=True)
class ReadSources:
    """The corpus as read: pages (a function, for they may not be needed), hashes, a line for each that was not read."""

    pages: Callable[[], dict[str, Page]]
    hashes: dict[str, str]
    problems: tuple[str, ...]


def find_sources(corpus_dir: Path) -> dict[str, Source]:
    """The page files by slug; raises CorpusError when there are none or two share a slug."""
    register = read_register(corpus_dir)
    sources: dict[str, Source] = {}
    for path in list_files(corpus_dir):
        if path.stem in sources:
            first = sources[path.stem].path.relative_to(corpus_dir)
            raise CorpusError(
                f"Twee pagina's hebben dezelfde naam: {first} en {path.relative_to(corpus_dir)}. Hernoem er een."
            )
        entry = register.get(path.stem, RegisterEntry())
        sources[path.stem] = Source(path, entry, _source_hash(path, entry))
    return sources


def _source_hash(path: Path, entry: RegisterEntry) -> str:
    digest = hashlib.sha256(repr(entry).encode())
    try:
        with path.open("rb") as handle:
            digest.update(hashlib.file_digest(handle, "sha256").digest())
    except OSError:
        digest.update(b"unreadable")
    return digest.hexdigest()[:20]


def read_sources(sources: Mapping[str, Source], known: Known, progress: Progress) -> ReadSources:
    """Read the files that changed; a page that cannot be read keeps its previous version, if there is one.

    Raises CorpusError when there is no page at all.
    """
    fresh: dict[str, Page] = {}
    hashes: dict[str, str] = {}
    problems: list[str] = []
    for number, (slug, source) in enumerate(sources.items(), start=1):
        try:
            hash_ = source.hash
            if not known.is_own or known.hashes.get(slug) != hash_:
                fresh[slug], hash_ = _read_whole(source)
            hashes[slug] = hash_
        except PageError as error:
            kept = _kept_hash(slug, source, known)
            hashes |= {slug: kept} if kept else {}
            problems.append(
                f"{error} {'De vorige versie blijft in gebruik.' if kept else 'De pagina is overgeslagen.'}"
            )
        progress("Pagina's lezen", number, len(sources))
    if not hashes:
        raise CorpusError(" ".join(["Geen enkele pagina is te lezen.", *problems]))

    def pages() -> dict[str, Page]:
        stored = known.pages() if len(fresh) < len(hashes) else {}
        return {slug: fresh.get(slug) or stored[slug] for slug in hashes}

    return ReadSources(pages, hashes, tuple(problems))


def _read_whole(source: Source) -> tuple[Page, str]:
    """The page with the hash of the very file that it was read from: a fetch may replace that at any moment."""
    page, before, after = None, "", _source_hash(source.path, source.entry)
    while page is None or before != after:
        before = after
        page = read_page(source.path, source.entry)
        after = _source_hash(source.path, source.entry)
    return page, after


def _kept_hash(slug: str, source: Source, known: Known) -> str:
    """The hash of the version of the page that stays in use, or an empty string when there is none."""
    old = known.hashes.get(slug, "")
    if not old or (not known.is_own and slug not in known.pages()):
        return ""
    return old + _OLD if old == source.hash else old  # so that the next ingest tries to read it again


def compare_hashes(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[tuple[str, ...], ...]:
    """The slugs that were added, changed, removed and left unchanged."""
    both = sorted(before.keys() & after.keys())
    return (
        tuple(sorted(after.keys() - before.keys())),
        tuple(slug for slug in both if before[slug] != after[slug]),
        tuple(sorted(before.keys() - after.keys())),
        tuple(slug for slug in both if before[slug] == after[slug]),
    )


def differences(before: Mapping[str, str], after: Mapping[str, str]) -> set[tuple[str, str]]:
    """Every page that is not the same in `before`, with what `after` has for it: its hash, or that it is absent."""
    slugs = before.keys() | after.keys()
    return {(slug, after.get(slug, ABSENT)) for slug in slugs if before.get(slug) != after.get(slug)}
