"""Pages into a whole new index: their passages and interventions, and the vectors of what is new."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest import store
from ingest.neighbours import neighbours
from ingest.records import Page
from ingest.sources import Progress

if TYPE_CHECKING:
    from ingest.embedding import E5Embeddings, Vectors
    from ingest.index import Content
    from ingest.places import Place


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


def build(
    place: Place,
    folder: Path,
    pages: Mapping[str, Page],
    embeddings: E5Embeddings,
    previous: Path | None,
    made_of: Mapping[str, Any],
    progress: Progress,
) -> int:
    """Write a whole index into the new `folder`; gives how many passages were not in `previous` and were embedded.

    When it fails or is stopped, nothing of it is left.
    """
    from ingest.index import write_index

    content, problems = make_content(pages)
    vectors, embedded = _vectors(content, previous, embeddings, progress)
    manifest = {
        **made_of,
        "model": embeddings.fingerprint,
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "passages": len(content.passages),
        "interventions": len(content.interventions),
        "problems": list(problems),
    }
    progress("Index schrijven en nakijken", 0, 1)
    try:
        write_index(folder, content, vectors, manifest, place)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)  # a full disk needs the room
        raise
    progress("Index schrijven en nakijken", 1, 1)
    return embedded


def _vectors(
    content: Content, previous: Path | None, embeddings: E5Embeddings, progress: Progress
) -> tuple[dict[str, Vectors], int]:
    """The vector of every text by its hash, carried over where it is known; and how many passages were new."""
    from ingest.index import quotable_units, unit_text
    from ingest.vectors import text_hash

    known = _known_vectors(previous, embeddings)
    of_passages = {text_hash(passage.embed): passage.embed for passage in content.passages}
    texts = [unit_text(content.pages, content.passages, unit) for unit in quotable_units(content.passages)]
    texts += [one.text for one in neighbours()]
    wanted = of_passages | {text_hash(text): text for text in texts}
    missing = [key for key in wanted if key not in known]
    vectors = {key: known[key] for key in wanted if key in known}
    if missing:
        progress("Taalmodel laden", 0, 1)
        embeddings.load()
        progress("Taalmodel laden", 1, 1)
        made = embeddings.encode_passages(
            [wanted[key] for key in missing], lambda done, total: progress("Tekst omzetten", done, total)
        )
        # Half precision is what is kept, so a carried-over vector equals a new one.
        vectors |= dict(zip(missing, made.astype("float16").astype("float32"), strict=True))
    return vectors, sum(key not in known for key in of_passages)


def _known_vectors(previous: Path | None, embeddings: E5Embeddings) -> dict[str, Vectors]:
    from ingest.index import read_vectors

    if previous is None or store.read_manifest(previous).get("model") != embeddings.fingerprint:
        return {}
    try:
        return read_vectors(previous)
    except Exception:  # a damaged file: zip, numpy and the file system each raise their own error
        return {}
