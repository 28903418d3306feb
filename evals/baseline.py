"""The usual recipe, to compare with: chunks of 1000 characters with 200 overlap, in Chroma, the nearest ones.

It has the same model, with the same prompts. There is no answer to compare: a small language model would write that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from evals.metrics import ranking
from evals.questions import Case
from ingest.errors import WegwijzerError

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

CHUNK, OVERLAP, TOP = 1000, 200, 4


class Recipe:
    """The files as chunks in a Chroma in memory; `search` gives the texts of the nearest chunks."""

    def __init__(self, texts: Mapping[str, str], embeddings: Embeddings) -> None:
        """Cut and embed the raw `texts` (by name)."""
        from langchain_chroma import Chroma

        chunks = [(name, chunk) for name, text in texts.items() for chunk in cut(text)]
        # Clients in memory share one database a process, hence a name of its own.
        self.store = Chroma(f"recipe-{uuid4().hex}", embeddings, collection_metadata={"hnsw:space": "cosine"})
        self.store.add_texts([chunk for _, chunk in chunks], [{"page": name} for name, _ in chunks])
        self.chunks = len(chunks)

    def search(self, question: str, k: int = TOP) -> list[str]:
        """The texts of the `k` nearest chunks, nearest first."""
        return [document.page_content for document in self.store.similarity_search(question, k=k)]


def cut(text: str) -> list[str]:
    """The text in overlapping chunks."""
    try:
        from langchain_text_splitters import RecursiveCharacterTextSplitter
    except ImportError as error:
        raise WegwijzerError(
            "Voor de vergelijking is langchain-text-splitters nodig: pip install -e '.[dev]'."
        ) from error
    return RecursiveCharacterTextSplitter(chunk_size=CHUNK, chunk_overlap=OVERLAP).split_text(text)


def raw_texts(corpus_dir: Path) -> dict[str, str]:
    """The page files as they are, without reading their structure."""
    from ingest.reading import list_files

    return {path.stem: path.read_text(encoding="utf-8", errors="replace") for path in list_files(corpus_dir)}


def comparable(cases: Sequence[Case]) -> tuple[Case, ...]:
    """The questions that can be compared: with labels, and not asking about an earlier turn."""
    return tuple(case for case in cases if case.labels and len(case.turns) == 1)


def score_recipe(recipe: Any, cases: Sequence[Case]) -> list[dict[str, float]]:
    """Per question its scores. A chunk is right when it holds half of the labelled words: chunks cut through them."""
    return [ranking(recipe.search(case.turns[0], 10), case.labels, lenient=True) for case in cases]
