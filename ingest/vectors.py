"""The passages with their vectors in a Chroma collection: written, verified, opened; and the embedded Chroma."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from weakref import finalize

import numpy as np

from ingest.embedding import E5Embeddings, Vectors
from ingest.records import Passage
from ingest.store import writable

if TYPE_CHECKING:
    from langchain_chroma import Chroma
    from langchain_core.documents import Document

COLLECTION = "passages"
# Wider than usual: pages that repeat each other with another number or name must all be found.
COSINE: dict[str, Any] = {"hnsw": {"space": "cosine", "max_neighbors": 64, "ef_construction": 400, "ef_search": 400}}
_NEIGHBOURS = "index_metadata.pickle"
_AT_ONCE = 1000


class Nearest(Protocol):
    """What an index needs of whatever its vectors are in; LangChain's own name for it."""

    def similarity_search_by_vector_with_relevance_scores(
        self, embedding: list[float], k: int
    ) -> list[tuple[Document, float]]:
        """The `k` nearest passages, nearest first, with their cosine distance."""
        ...


def text_hash(text: str) -> str:
    """The key of a text's vector."""
    return hashlib.sha256(text.encode()).hexdigest()[:20]


def open_folder(folder: Path, embeddings: E5Embeddings) -> Chroma:
    """The embedded Chroma in `folder`; raises FileNotFoundError when there is none."""
    from langchain_chroma import Chroma

    if not (folder / "chroma.sqlite3").is_file():  # opening would quietly make an empty one
        raise FileNotFoundError(folder)
    client = _client(writable(folder))
    store = Chroma(COLLECTION, embedding_function=embeddings, client=client, create_collection_if_not_exists=False)
    # Chroma keeps every folder that it opened, with its files, until its client is closed.
    finalize(store, client.close)
    return store


def write_folder(folder: Path, passages: Sequence[Passage], vectors: Mapping[str, Vectors]) -> None:
    """Put the passages in a new embedded Chroma and check that each is there."""
    client = _client(folder)
    fill(client.create_collection(COLLECTION, embedding_function=None, configuration=COSINE), passages, vectors)
    client.close()
    # Below its threshold Chroma keeps no nearest neighbours: every process that asks empties these files and makes them
    # anew. They are no part of the index: one that is killed meanwhile leaves them empty, and that is no damage.
    for part in (path for path in folder.iterdir() if path.is_dir() and not (path / _NEIGHBOURS).exists()):
        shutil.rmtree(part)


def together(rows: Vectors) -> list[list[int]]:
    """The numbers of the rows, together where the vector is the same."""
    numbers: dict[bytes, list[int]] = {}
    for number, row in enumerate(rows):
        numbers.setdefault(row.tobytes(), []).append(number)
    return list(numbers.values())


def fill(collection: Any, content: Sequence[Passage], vectors: Mapping[str, Vectors], at_once: int = _AT_ONCE) -> None:
    """Add the passages to a new collection and check that each is there and is found by its own vector.

    Of those with the same vector only one: dozens of them would have just each other as neighbours in Chroma's graph,
    and no search would come to them.
    """
    own = np.asarray([vectors[text_hash(passage.embed)] for passage in content])
    passages = [content[numbers[0]] for numbers in together(own)]
    for start in range(0, len(passages), at_once):
        batch = passages[start : start + at_once]
        rows = [vectors[text_hash(passage.embed)] for passage in batch]
        collection.add(
            ids=[passage.id for passage in batch],
            embeddings=rows,
            documents=[passage.text for passage in batch],
            metadatas=[{"page": passage.page, "section": passage.section} for passage in batch],
        )
    _verify(collection, passages, vectors, at_once)


def _client(folder: Path) -> Any:
    import chromadb

    return chromadb.PersistentClient(
        str(folder), settings=chromadb.config.Settings(anonymized_telemetry=False, allow_reset=False)
    )


def _verify(collection: Any, passages: Sequence[Passage], vectors: Mapping[str, Vectors], at_once: int) -> None:
    """Raise RuntimeError unless every passage is present by id and comes first for its own vector."""
    for start in range(0, len(passages), at_once):
        batch = passages[start : start + at_once]
        rows = [vectors[text_hash(passage.embed)] for passage in batch]
        present = set(collection.get(ids=[passage.id for passage in batch], include=[])["ids"])
        found = collection.query(query_embeddings=rows, n_results=1, include=["distances"])
        for passage, distances in zip(batch, found["distances"], strict=True):
            if passage.id not in present or not distances or distances[0] > 1e-3:
                raise RuntimeError(f"passage {passage.id} is missing from the new index")
