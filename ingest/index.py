"""One index: a folder that is written once, verified, and only read after that.

manifest.json        what it was made of; written last, so a folder without it is not an index
pages.json, passages.json, interventions.json
chroma/              the passages with their vectors (cosine); not there when a Chroma server has them
bm25/, bm25-pages/   the search terms of the passages, and of whole pages, Dutch stems
vectors.npz          every vector by the hash of its text, to carry over to the next index
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

import bm25s
import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

from ingest.embedding import E5Embeddings, Vectors
from ingest.errors import IndexMissingError
from ingest.neighbours import neighbours
from ingest.places import Own, Place
from ingest.records import Intervention, Page, Passage, Quote, Span
from ingest.store import MANIFEST, files_below, flush, flush_folder, mark_used
from ingest.vectors import text_hash, together
from ingest.words import make_vocabulary, terms

_VECTORS = "vectors.npz"
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Content:
    """What an index holds, apart from vectors: pages by slug, passages in reading order, interventions."""

    pages: dict[str, Page]
    passages: tuple[Passage, ...]
    interventions: tuple[Intervention, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """A quotable piece of a passage: the passage's number in the index, and where the piece stands on its page."""

    passage: int
    span: Span


class Index:
    """An opened index. `id` names what it was made of; `passages` are numbered by their place in the tuple."""

    def __init__(self, folder: Path, embeddings: E5Embeddings, place: Place | None = None) -> None:
        """Read the folder, and its vectors where `place` has them; raises IndexMissingError when it is not whole."""
        self.folder = folder
        self.embeddings = embeddings
        try:
            self.manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text("utf-8"))
            self.pages, self.passages, self.interventions = _read_content(folder)
            self.lexical = bm25s.BM25.load(folder / "bm25", show_progress=False)
            self.lexical_pages = bm25s.BM25.load(folder / "bm25-pages", show_progress=False)
            vectors = read_vectors(folder)
            rows = _stack(vectors, [passage.embed for passage in self.passages])
            # Of the passages with one vector only the first is stored; here are the numbers of all, by its id.
            self._numbers = {self.passages[same[0]].id: same for same in together(rows)}
            firsts = [same[0] for same in self._numbers.values()]
            ids = [self.passages[at].id for at in firsts]
            self.store = (place or _own(folder)).open_vectors(folder, embeddings, ids, rows[firsts])
            self.id = str(self.manifest["id"])
            self.units = quotable_units(self.passages)
            self.unit_vectors = _stack(vectors, [unit_text(self.pages, self.passages, unit) for unit in self.units])
            self.page_vectors = _page_vectors(self.pages, self.passages, rows)
            self.neighbour_vectors = _stack(vectors, [one.text for one in neighbours()])
        except Exception as error:  # a damaged file makes each library raise an error of its own
            raise IndexMissingError("De index is niet te lezen. Maak hem opnieuw met: wegwijzer ingest") from error

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The words of the corpus that compounds may be split into."""
        return make_vocabulary(searchable(passage) for passage in self.passages)

    @cached_property
    def unit_owner(self) -> NDArray[np.int64]:
        """Per unit the number of its passage."""
        return np.asarray([unit.passage for unit in self.units], dtype=np.int64)

    @cached_property
    def page_of(self) -> NDArray[np.int64]:
        """Per passage the number of its page."""
        number = {slug: at for at, slug in enumerate(self.pages)}
        return np.asarray([number[passage.page] for passage in self.passages], dtype=np.int64)

    @cached_property
    def _passages_on(self) -> Mapping[str, Sequence[int]]:
        """Per page the numbers of its passages."""
        return {slug: np.flatnonzero(self.page_of == at).tolist() for at, slug in enumerate(self.pages)}

    @cached_property
    def naming(self) -> frozenset[tuple[str, int]]:
        """The page and start of every sentence of running text that names an intervention."""
        return frozenset((quote.page, quote.start) for one in self.interventions for quote in one.mentions)

    def passages_over(self, quote: Quote) -> list[int]:
        """The numbers of the passages that share words with `quote`."""
        spans = ((number, self.passages[number].span) for number in self._passages_on.get(quote.page, ()))
        return [number for number, span in spans if span.start < quote.end and quote.start < span.end]

    def nearest(self, vector: Vectors, k: int) -> list[tuple[int, float]]:
        """The `k` passages nearest to `vector`, nearest first: (number, cosine)."""
        most = min(k, len(self._numbers))
        found = self.store.similarity_search_by_vector_with_relevance_scores(vector.tolist(), k=most)
        numbers = ((number, 1.0 - far) for document, far in found for number in self._numbers[str(document.id)])
        return list(islice(numbers, k))


def searchable(passage: Passage) -> str:
    """The words by which a passage is found: its own and those above it; of a table row also its columns' names."""
    return f"{passage.context}\n{passage.embed if passage.kind == 'table' else passage.text}"


def quotable_units(passages: Sequence[Passage]) -> tuple[Unit, ...]:
    """The sentences and items of running text and lists; a record or table row is one unit."""
    return tuple(
        Unit(number, span)
        for number, passage in enumerate(passages)
        for span in (passage.units if passage.kind in ("paragraph", "list") and passage.units else (passage.span,))
    )


def unit_text(pages: Mapping[str, Page], passages: Sequence[Passage], unit: Unit) -> str:
    """The words of a unit as they are embedded: a record or table row as the passage that it is."""
    passage = passages[unit.passage]
    return passage.embed if passage.kind in ("record", "table") else unit.span.of(pages[passage.page].text)


def write_index(
    folder: Path,
    content: Content,
    vectors: Mapping[str, Vectors],
    manifest: dict[str, Any],
    place: Place | None = None,
) -> None:
    """Write everything into the new `folder`, its vectors into `place` (by default itself), and the manifest last.

    What was written is verified and flushed before that.
    """
    place = place or _own(folder)
    folder.mkdir(parents=True)
    for name, value in (
        ("pages", tuple(content.pages.values())),
        ("passages", content.passages),
        ("interventions", content.interventions),
    ):
        (folder / f"{name}.json").write_bytes(_adapter(name).dump_json(value))
    _write_bm25(folder, content)
    _write_vectors(folder / _VECTORS, vectors)
    place.write_vectors(folder, content.passages, vectors)
    flush(folder)
    files = {path.relative_to(folder).as_posix(): path.stat().st_size for path in files_below(folder)}
    whole = json.dumps({**manifest, "files": files}, indent=1) + "\n"
    place.publish(folder, whole.encode())
    part = folder / f"{MANIFEST}.part"
    part.write_text(whole, "utf-8")
    flush(folder)
    mark_used(part, 0)  # before the index is whole: a kill may come at any step
    part.replace(folder / MANIFEST)
    flush_folder(folder)


def read_vectors(folder: Path) -> dict[str, Vectors]:
    """Every vector of an index by the hash of its text, float32."""
    with np.load(folder / _VECTORS, allow_pickle=False) as data:
        return dict(zip(data["keys"].tolist(), data["vectors"].astype(np.float32), strict=True))


def _own(folder: Path) -> Place:
    """The place of an index that has its vectors in itself."""
    return Own(folder.parent.parent)


@lru_cache(maxsize=3)
def _adapter(name: str) -> TypeAdapter[Any]:
    kinds: dict[str, Any] = {
        "pages": tuple[Page, ...],
        "passages": tuple[Passage, ...],
        "interventions": tuple[Intervention, ...],
    }
    return TypeAdapter(kinds[name])


def _read_content(folder: Path) -> tuple[dict[str, Page], tuple[Passage, ...], tuple[Intervention, ...]]:
    pages, passages, interventions = (
        _adapter(name).validate_json((folder / f"{name}.json").read_bytes())
        for name in ("pages", "passages", "interventions")
    )
    return {page.slug: page for page in pages}, passages, interventions


def read_content(folder: Path) -> Content:
    """What an index holds, without its vectors; raises OSError or ValueError when it cannot be read."""
    return Content(*_read_content(folder))


def read_pages(folder: Path) -> dict[str, Page]:
    """The pages of an index by slug, without opening the rest of it."""
    return {page.slug: page for page in _adapter("pages").validate_json((folder / "pages.json").read_bytes())}


def read_interventions_of(folder: Path) -> tuple[Intervention, ...]:
    """The interventions of an index, without opening the rest; raises IndexMissingError when it cannot be read."""
    try:
        found: tuple[Intervention, ...] = _adapter("interventions").validate_json(
            (folder / "interventions.json").read_bytes()
        )
    except (OSError, ValueError) as error:
        raise IndexMissingError("De index is niet te lezen. Maak hem opnieuw met: wegwijzer ingest") from error
    return found


def _write_bm25(folder: Path, content: Content) -> None:
    """The words of every passage, and of every page as the sum of its passages."""
    vocabulary = make_vocabulary(searchable(passage) for passage in content.passages)
    of_passages = [terms(searchable(passage), vocabulary) for passage in content.passages]
    # A page's title and publisher count more than once: people name them ("volgens de richtlijn", "wat zegt het NJi").
    of_pages = {
        slug: _NAMED * terms(f"{page.title} {page.publisher}", vocabulary) for slug, page in content.pages.items()
    }
    for passage, found in zip(content.passages, of_passages, strict=True):
        of_pages[passage.page] += found
    for name, corpus in (("bm25", of_passages), ("bm25-pages", list(of_pages.values()))):
        lexical = bm25s.BM25()
        lexical.index(corpus, show_progress=False)
        lexical.save(folder / name, show_progress=False)


def _write_vectors(file: Path, vectors: Mapping[str, Vectors]) -> None:
    keys = np.asarray(sorted(vectors))
    np.savez(file, keys=keys, vectors=np.asarray([vectors[key] for key in keys.tolist()], dtype=np.float16))


def _stack(vectors: Mapping[str, Vectors], texts: Sequence[str]) -> Vectors:
    """The vectors of `texts`, one row each."""
    rows = [vectors[text_hash(text)] for text in texts]
    return np.asarray(rows, dtype=np.float32)


def _page_vectors(pages: Mapping[str, Page], passages: Sequence[Passage], rows: Vectors) -> Vectors:
    """Per page the direction of the sum of its passages' vectors."""
    number = {slug: at for at, slug in enumerate(pages)}
    sums = np.zeros((len(pages), rows.shape[1]), np.float32)
    np.add.at(sums, [number[passage.page] for passage in passages], rows)
    directions: Vectors = sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)
    return directions
