"""The corpus folder into the index in use: read what changed, embed what is new, switch when all is well."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest import store
from ingest.errors import CorpusError, IndexMissingError, PageError
from ingest.reading import RegisterEntry, list_files, read_page, read_register
from ingest.records import Page
from ingest.settings import Settings

if TYPE_CHECKING:
    from ingest.embedding import E5Embeddings, Vectors
    from ingest.index import Content, Index

Progress = Callable[[str, int, int], None]
"""Called with what is being done (Dutch), how much of it is done, and how much there is."""


@dataclass(frozen=True, slots=True)
class Report:
    """What an ingest changed: slugs, counts, the index now in use, seconds, and problems (a Dutch line each)."""

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

    def as_json(self) -> dict[str, Any]:
        """The contract's object for the command line, with the problems added."""
        return {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(self).items()}


@dataclass(frozen=True, slots=True)
class Source:
    """One page file: its hash covers the file and what the register says of it."""

    path: Path
    entry: RegisterEntry
    hash: str


def ingest(settings: Settings, progress: Progress | None = None) -> Report:
    """Bring the index in line with the corpus folder; raises a WegwijzerError and changes nothing when it cannot."""
    started = time.perf_counter()
    from ingest.embedding import load_embeddings  # light: loads no model

    report = progress or (lambda *_: None)
    sources = find_sources(settings.corpus_dir)
    embeddings = load_embeddings(settings)
    with store.writing(settings.data_dir):
        result = _ingest(settings, sources, embeddings, report)
    return replace(result, seconds=round(time.perf_counter() - started, 3))


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


@lru_cache(maxsize=1)
def code_version() -> str:
    """A hash of the code that reads and writes an index: another version makes another index."""
    files = sorted(Path(__file__).parent.glob("*.py"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]


def index_id(sources: Mapping[str, str], model: str) -> str:
    """The name of the index of these sources (hash by slug), read by this code, embedded by this model."""
    parts = [code_version(), model, *(f"{slug} {sources[slug]}" for slug in sorted(sources))]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _ingest(settings: Settings, sources: Mapping[str, Source], embeddings: E5Embeddings, progress: Progress) -> Report:
    folder = store.current_folder(settings.data_dir)
    manifest = store.read_manifest(folder) if folder else {}
    before: dict[str, str] = manifest.get("sources", {})
    same_code = manifest.get("code") == code_version()
    pages, hashes, problems = _read_pages(sources, before if same_code else {}, folder, progress)
    id_ = index_id(hashes, embeddings.fingerprint)
    changes = _changes(before, hashes)
    kept = folder if folder and manifest.get("id") == id_ else store.find_index(settings.data_dir, id_)
    embedded = 0
    notes: tuple[str, ...] = ()
    if kept is None:
        notes = _rebuild_notes(manifest, embeddings)
        kept, embedded = _build(settings, folder, id_, pages(), hashes, problems, embeddings, progress)
    if kept != folder:
        store.switch(settings.data_dir, kept)
        store.prune(settings.data_dir)
    counts = store.read_manifest(kept)
    return Report(
        added=changes["added"],
        changed=changes["changed"],
        removed=changes["removed"],
        unchanged=changes["unchanged"],
        passages=counts["passages"],
        embedded=embedded,
        interventions=counts["interventions"],
        index=id_,
        problems=tuple(dict.fromkeys([*problems, *counts.get("problems", [])])),
        notes=notes,
    )


def _read_pages(
    sources: Mapping[str, Source], before: Mapping[str, str], folder: Path | None, progress: Progress
) -> tuple[Callable[[], dict[str, Page]], dict[str, str], list[str]]:
    """The pages (called for when needed), their hashes, and a line for each that could not be read.

    A page that cannot be read keeps its previous version, if there is one.
    """
    fresh: dict[str, Page] = {}
    hashes: dict[str, str] = {}
    problems: list[str] = []
    for number, (slug, source) in enumerate(sources.items(), start=1):
        if before.get(slug) == source.hash:
            hashes[slug] = source.hash
            continue
        try:
            fresh[slug] = read_page(source.path, source.entry)
            hashes[slug] = source.hash
        except PageError as error:
            kept = " De vorige versie blijft in gebruik." if slug in before else " De pagina is overgeslagen."
            problems.append(f"{error}{kept}")
            if slug in before:
                hashes[slug] = before[slug]
        progress("Pagina's lezen", number, len(sources))
    if not hashes:
        raise CorpusError(" ".join(["Geen enkele pagina is te lezen.", *problems]))

    def pages() -> dict[str, Page]:
        from ingest.index import read_pages

        stored = read_pages(folder) if folder and len(fresh) < len(hashes) else {}
        return {slug: fresh.get(slug) or stored[slug] for slug in hashes}

    return pages, hashes, problems


def _changes(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    both = sorted(before.keys() & after.keys())
    return {
        "added": tuple(sorted(after.keys() - before.keys())),
        "changed": tuple(slug for slug in both if before[slug] != after[slug]),
        "removed": tuple(sorted(before.keys() - after.keys())),
        "unchanged": tuple(slug for slug in both if before[slug] == after[slug]),
    }


def _rebuild_notes(manifest: Mapping[str, Any], embeddings: E5Embeddings) -> tuple[str, ...]:
    if not manifest:
        return ()
    if manifest.get("model") != embeddings.fingerprint:
        return ("De index was met een ander taalmodel gemaakt en is opnieuw opgebouwd.",)
    if manifest.get("code") != code_version():
        return ("De index was met een andere versie van Wegwijzer gemaakt en is opnieuw opgebouwd.",)
    return ()


def _build(
    settings: Settings,
    current: Path | None,
    id_: str,
    pages: dict[str, Page],
    hashes: dict[str, str],
    problems: Sequence[str],
    embeddings: E5Embeddings,
    progress: Progress,
) -> tuple[Path, int]:
    """A new whole index beside the one in use, and how many passages had to be embedded for it."""
    from ingest.index import write_index

    content, record_problems = make_content(pages)
    vectors, embedded = _vectors(content, current, embeddings, progress)
    manifest = {
        "id": id_,
        "code": code_version(),
        "model": embeddings.fingerprint,
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "sources": hashes,
        "passages": len(content.passages),
        "interventions": len(content.interventions),
        "problems": list(record_problems),
    }
    progress("Index schrijven en nakijken", 0, 1)
    folder = store.new_folder(settings.data_dir, id_)
    write_index(folder, content, vectors, manifest)
    progress("Index schrijven en nakijken", 1, 1)
    return folder, embedded


def make_content(pages: Mapping[str, Page]) -> tuple[Content, tuple[str, ...]]:
    """Passages and interventions of `pages`, and a Dutch line for each record that could not be read whole."""
    from ingest.index import Content
    from ingest.interventions import link_mentions, read_interventions_with_problems
    from ingest.passages import make_passages

    passages = tuple(passage for page in pages.values() for passage in make_passages(page))
    read = [read_interventions_with_problems(page) for page in pages.values()]
    interventions = link_mentions([one for found, _ in read for one in found], list(pages.values()))
    lines = tuple(line for _, problems in read for line in problems)
    return Content(dict(pages), passages, tuple(interventions)), lines


def _vectors(
    content: Content, current: Path | None, embeddings: E5Embeddings, progress: Progress
) -> tuple[dict[str, Vectors], int]:
    """The vector of every text by its hash, carried over where it is known; and how many passages were new."""
    from ingest.index import quotable_units, read_vectors, text_hash, unit_text

    known: dict[str, Vectors] = {}
    if current and store.read_manifest(current).get("model") == embeddings.fingerprint:
        known = read_vectors(current)
    of_passages = {text_hash(passage.embed): passage.embed for passage in content.passages}
    texts = [unit_text(content.pages, content.passages, unit) for unit in quotable_units(content.passages)]
    wanted = of_passages | {text_hash(text): text for text in texts}
    missing = [key for key in wanted if key not in known]
    vectors = {key: known[key] for key in wanted if key in known}
    if missing:
        progress("Taalmodel laden", 0, 1)
        embeddings.load()
        made = embeddings.encode_passages(
            [wanted[key] for key in missing], lambda done, total: progress("Tekst omzetten", done, total)
        )
        # Half precision is what is kept, so a carried-over vector equals a new one.
        vectors |= dict(zip(missing, made.astype("float16").astype("float32"), strict=True))
    return vectors, sum(key not in known for key in of_passages)


def open_current(settings: Settings, embeddings: E5Embeddings) -> Index:
    """The index in use; raises IndexMissingError when there is none or it was made by another version or model."""
    from ingest.index import Index

    folder = store.current_folder(settings.data_dir)
    manifest = store.read_manifest(folder) if folder else {}
    if folder is None or not manifest:
        raise IndexMissingError("Er is nog geen index. Maak hem met: wegwijzer ingest")
    if manifest.get("code") != code_version() or manifest.get("model") != embeddings.fingerprint:
        raise IndexMissingError(
            "De index is met een andere versie of een ander taalmodel gemaakt. Werk hem bij met: wegwijzer ingest"
        )
    return Index(folder, embeddings)
