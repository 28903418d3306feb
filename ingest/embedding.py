"""The embedding model: where its name, its prompts and its loading are known, and nowhere else."""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from ingest.errors import ModelError
from ingest.settings import DEFAULT_MODEL, Settings
from ingest.weights import LAYOUT, PACKED_SHA256, packed_file, unpack

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = NDArray[np.float32]

# The weights that are learnt from vectors (of answerability and danger) know only those of this model.
_LEARNT_WITH = DEFAULT_MODEL.rsplit("/", 1)[-1]
# E5 was trained with these in front of every text (Wang et al. 2024, Multilingual E5 Text Embeddings).
_QUERY_PROMPT = "query: "
_PASSAGE_PROMPT = "passage: "
_BATCH = 16
# A question is bounded elsewhere; this bounds what any caller can make the model chew on.
_MAX_CHARS = 4000


class E5Embeddings(Embeddings):
    """Texts to unit vectors (float32) with a sentence-transformers model that is loaded on first use.

    `locate` gives the folder or hub name, and may unpack weights first. `fingerprint` names the model in an
    index; it is known without loading anything.
    """

    def __init__(self, locate: Callable[[], str], fingerprint: str) -> None:
        self.fingerprint = fingerprint
        self._locate = locate
        self._model: SentenceTransformer | None = None
        self._lock = threading.Lock()

    def load(self) -> SentenceTransformer:
        """The model, loaded once a process; raises ModelError with one line when that fails."""
        with self._lock:
            if self._model is None:
                self._model = _load(self._locate())
            return self._model

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int, int], None] | None = None) -> Vectors:
        """One row a text, (n, dimensions); `progress(done, total)` after every batch."""
        return self._encode_many(_PASSAGE_PROMPT, texts, progress)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """One row a question, (n, dimensions)."""
        return self._encode_many(_QUERY_PROMPT, texts)

    def _encode_many(
        self, prompt: str, texts: Sequence[str], progress: Callable[[int, int], None] | None = None
    ) -> Vectors:
        if not texts:
            return np.zeros((0, 0), np.float32)
        model = self.load()
        # Texts of like length together: less padding, so less work.
        order = sorted(range(len(texts)), key=lambda number: len(texts[number]))
        rows: list[Any] = [None] * len(texts)
        with all_cores():
            for start in range(0, len(order), _BATCH):
                batch = order[start : start + _BATCH]
                vectors = self._encode(model, [_as_read(prompt, texts[number]) for number in batch])
                for number, vector in zip(batch, vectors, strict=True):
                    rows[number] = vector
                if progress:
                    progress(start + len(batch), len(order))
        return np.asarray(rows, dtype=np.float32).reshape(len(texts), -1)

    def encode_query(self, text: str) -> Vectors:
        """The vector of a question, (dimensions,)."""
        vector: Vectors = self._encode(self.load(), [as_query(text)])[0]
        return vector

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """LangChain's name for encode_passages, as lists."""
        return [[float(x) for x in row] for row in self.encode_passages(texts)]

    def embed_query(self, text: str) -> list[float]:
        """LangChain's name for encode_query, as a list."""
        return [float(x) for x in self.encode_query(text)]

    @staticmethod
    def _encode(model: SentenceTransformer, texts: list[str]) -> Vectors:
        vectors: Vectors = model.encode(
            texts, batch_size=_BATCH, normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False
        )
        return vectors


def as_query(text: str) -> str:
    """A question as the model reads it: bounded, after the prompt that it was trained with."""
    return _as_read(_QUERY_PROMPT, text)


def _as_read(prompt: str, text: str) -> str:
    return prompt + text[:_MAX_CHARS]


def is_learnt_with(fingerprint: str) -> bool:
    """Whether weights learnt from vectors may be used with those of the model of this fingerprint."""
    return _LEARNT_WITH in fingerprint


def load_embeddings(settings: Settings) -> E5Embeddings:
    """The embeddings of the settings: the packed weights, a local folder, or a hub name that is on this machine."""
    name = settings.embedding_model
    folder = Path(name).expanduser()
    if name == DEFAULT_MODEL and packed_file() is not None:
        target = settings.data_dir / "models" / f"{name.rsplit('/', 1)[-1]}-{LAYOUT}"
        return E5Embeddings(lambda: str(unpack(target)), f"{name}@{PACKED_SHA256[:12]}")
    if folder.is_dir():
        return E5Embeddings(lambda: str(folder), f"{folder.name}@{_folder_hash(folder)}")
    return E5Embeddings(lambda: name, name)


def _folder_hash(folder: Path) -> str:
    """A hash of what a local model folder holds: the names and sizes of its files, and its configuration."""
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    digest = hashlib.sha256()
    for file in files:
        digest.update(f"{file.relative_to(folder).as_posix()} {file.stat().st_size}\n".encode())
        if file.suffix == ".json" and file.stat().st_size < 100_000:
            digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def _load(place: str) -> SentenceTransformer:
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging as transformers_logging

    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    transformers_logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    try:
        model = SentenceTransformer(place, device="cpu", local_files_only=True)
    except Exception as error:  # the libraries raise many kinds for a missing or broken model
        raise ModelError(
            f"Het taalmodel '{place}' is niet te laden ({type(error).__name__}). Zet het als map op deze "
            "computer en geef die map op in WEGWIJZER_EMBEDDING_MODEL."
        ) from error
    _use_cores(1)  # a question is too short to share; threads that wait for each other make it slower under load
    return model.eval()


def _use_cores(number: int) -> None:
    import torch

    torch.set_num_threads(number)


@contextmanager
def all_cores() -> Iterator[None]:
    """Many long texts are worth every core."""
    _use_cores(os.cpu_count() or 1)
    try:
        yield
    finally:
        _use_cores(1)
