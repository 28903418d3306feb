"""What tests share: a toy embedder, a small corpus, a scripted chat model, and the real index over the five pages."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from langchain_core.embeddings import Embeddings
from langchain_core.language_models.fake_chat_models import GenericFakeChatModel
from langchain_core.messages import AIMessage

from assistant.chain import Assistant, load_assistant
from ingest.embedding import load_embeddings
from ingest.index import Index
from ingest.pipeline import ingest
from ingest.settings import PROJECT, Settings
from ingest.words import terms

if TYPE_CHECKING:
    from chroma_server import Chroma

# Tests make indexes of their own: never on the server that other machines use.
os.environ["WEGWIJZER_CHROMA_URL"] = "none"
# An assertion that fails in these tells as much as in a test.
pytest.register_assert_rewrite("chroma_server", "fetching", "keeping", "window")

SMALL_CORPUS = {
    "zwemmen.txt": "Zwemmen\n\nDiploma\n\nHet zwemdiploma A is voor kinderen vanaf 5 jaar. De lessen duren een uur.\n",
    "fietsen.md": "# Fietsen\n\n## Verlichting\n\nEen fiets heeft een wit licht voor en een rood licht achter.\n",
    "lezen.html": "<html><body><main><h1>Lezen</h1><h2>Bibliotheek</h2><p>Lid worden is gratis tot 18 jaar.</p>"
    "<p>Neem mee:</p><ul><li>een paspoort</li><li>een pasfoto</li></ul></main></body></html>",
}


class ToyEmbeddings(Embeddings):
    """Every term at a place of its own in 64 dimensions: texts that share words are near, and nothing is loaded."""

    fingerprint = "toy"

    def __init__(self) -> None:
        self.encoded = 0

    def load(self) -> None:
        """There is no model."""

    def encode_passages(self, texts: Sequence[str], progress: object = None) -> np.ndarray:
        self.encoded += len(texts)
        return np.asarray([self.encode_query(text) for text in texts], dtype=np.float32).reshape(len(texts), -1)

    def encode_query(self, text: str) -> np.ndarray:
        vector = np.full(64, 0.01, np.float32)
        for term in terms(text):
            vector[int(hashlib.sha256(term.encode()).hexdigest(), 16) % 64] += 1
        return vector / np.linalg.norm(vector)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return self.encode_passages(texts).tolist()

    def embed_query(self, text: str) -> list[float]:
        return self.encode_query(text).tolist()


@pytest.fixture
def toy(monkeypatch: pytest.MonkeyPatch) -> ToyEmbeddings:
    """The toy embedder in the place of the model, for tests about everything but meaning."""
    embeddings = ToyEmbeddings()
    monkeypatch.setattr("ingest.embedding.load_embeddings", lambda settings: embeddings)
    monkeypatch.setattr("assistant.chain.load_embeddings", lambda settings: embeddings)
    return embeddings


@pytest.fixture
def small_corpus(tmp_path: Path) -> Path:
    """A corpus folder of three pages, one of each format, without a register."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    for name, text in SMALL_CORPUS.items():
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.fixture
def small_settings(small_corpus: Path, tmp_path: Path) -> Settings:
    """Settings over the small corpus with a data folder of its own."""
    return Settings(corpus_dir=small_corpus, data_dir=tmp_path / "data", _env_file=None)


@pytest.fixture
def scripted_model() -> type[GenericFakeChatModel]:
    """A chat model that gives prepared answers: `scripted_model(messages=iter([...]))`."""
    return GenericFakeChatModel


def message(text: str) -> AIMessage:
    """One prepared answer of the scripted model."""
    return AIMessage(content=text)


@pytest.fixture(scope="session")
def real_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings over the project's own corpus, with a data folder that lasts for the test run."""
    return Settings(corpus_dir=PROJECT / "corpus", data_dir=tmp_path_factory.mktemp("wegwijzer"), _env_file=None)


@pytest.fixture(scope="session")
def real_index(real_settings: Settings) -> Index:
    """The real index over the five pages, made with the real model."""
    import torch

    from ingest.pipeline import open_current

    ingest(real_settings)
    # One question is too little work for several threads: on a busy machine they only wait for each other.
    torch.set_num_threads(1)
    return open_current(real_settings, load_embeddings(real_settings))


@pytest.fixture(scope="session")
def real_assistant(real_settings: Settings, real_index: Index) -> Assistant:
    """The whole chain over the real index."""
    return load_assistant(real_settings)


@pytest.fixture(scope="session")
def chroma_running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chroma]:
    """The one Chroma server of the tests, from the first that needs it; `chroma` in `chroma_server.py` empties it."""
    from chroma_server import Chroma

    chroma = Chroma(tmp_path_factory.mktemp("chroma"))
    chroma.start()
    yield chroma
    chroma.stop()
