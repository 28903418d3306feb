"""Indexes that several machines share through a Chroma server: each keeps a copy, the server searches the vectors.

The copies are folders like any index, but for the vectors, with a CURRENT of their own: a machine goes on answering
from its copy when the server is away, and then searches the vectors itself.
"""

from __future__ import annotations

import hashlib
import logging
import shutil
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from threading import Lock, Thread
from typing import TYPE_CHECKING

import numpy as np
from filelock import FileLock

from ingest import store
from ingest.errors import IndexMissingError, ServerError
from ingest.server import Server, State
from ingest.store import Version

if TYPE_CHECKING:
    from langchain_chroma import Chroma
    from langchain_core.documents import Document

    from ingest.embedding import E5Embeddings, Vectors
    from ingest.records import Passage

# An index that is not in use may be somebody's work for so long; for half of that it may still be put in use.
ABANDONED = 6 * 3600.0
SEARCH_SECONDS = 3.0
TRY_AGAIN = 10.0  # seconds after the server could not be reached

log = logging.getLogger(__name__)


class Shared:
    """A Chroma server, and the copies of its indexes in the data folder of this machine."""

    is_shared = True

    def __init__(self, data_dir: Path, url: str, token: str) -> None:
        self.data_dir = data_dir / "servers" / hashlib.sha256(url.encode()).hexdigest()[:12]
        self._server = Server(url, token)
        self._base = State()
        self._looking = Lock()
        self._next_look = 0.0

    def current(self) -> Path | None:
        """The index in use, fetched first when it is new; the copy that is here when the server is away."""
        try:
            state = self._pull()
        except ServerError as error:
            folder = store.current_folder(self.data_dir)
            if folder is None:
                raise
            log.warning("Answering from the copy on this machine, for the server failed: %s", error.__cause__ or error)
            return folder
        folder = store.current_folder(self.data_dir)
        if folder is None and state.number:
            raise IndexMissingError(
                "De index op de Chroma-server is niet te lezen. Maak hem opnieuw met: wegwijzer ingest"
            )
        return folder

    def glance(self) -> Path | None:
        """The index in use as far as it is known here; the server is looked at behind the scenes."""
        if time.monotonic() >= self._next_look and self._looking.acquire(blocking=False):
            Thread(target=self._look, name="look-at-server", daemon=True).start()
        return store.current_folder(self.data_dir)

    def _look(self) -> None:
        try:
            self._pull()
            self._next_look = 0.0
        except Exception as error:
            log.warning("No look at the server: %s", error.__cause__ or error)
            self._next_look = time.monotonic() + TRY_AGAIN
        finally:
            self._looking.release()

    def refresh(self) -> None:
        """Fetch every index that may be put in use."""
        self._pull(everything=True)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """The only writer on this machine; of several machines the first that switches."""
        with store.writing(self.data_dir):
            self._base = self._pull(everything=True)
            self._forget(_offered(self._base), 0.0)
            yield

    def write_vectors(self, folder: Path, passages: Sequence[Passage], vectors: Mapping[str, Vectors]) -> None:
        """Onto the server."""
        self._server.write_vectors(folder.name, passages, vectors)

    def open_vectors(self, folder: Path, embeddings: E5Embeddings, ids: Sequence[str], rows: Vectors) -> ServerVectors:
        """Those on the server, with `rows` for when it is away."""
        vectors = ServerVectors(self._server, folder.name, embeddings, ids, rows)
        vectors.connect()
        return vectors

    def publish(self, folder: Path, manifest: bytes) -> None:
        """Onto the server."""
        self._server.write_files(folder.name, folder, manifest)

    def switch(self, folder: Path) -> None:
        """Make `folder` the index in use; raises IndexBusyError when another machine switched meanwhile."""
        used = (folder.name, *(name for name in self._base.used if name != folder.name))
        self._put(folder, used[: store.KEEP_PREVIOUS + 1], ())

    def point_to(self, folder: Path, rolled_back: Collection[Version] = ()) -> None:
        """Go back to `folder`; raises IndexBusyError when another machine switched meanwhile."""
        self._put(folder, self._base.used, rolled_back)

    def prune(self, spare: Path | None = None) -> None:
        """Remove what is no longer kept, here and on the server."""
        keep = {self._base.current, *self._base.used, *([spare.name] if spare else [])}
        try:
            self._server.prune(keep, ABANDONED)
            self._forget({*keep, *_offered(self._server.state())}, 0.0)
        except ServerError as error:  # what is in use does not depend on it, and the next one removes more
            log.warning("Not everything that is no longer kept is removed: %s", error.__cause__ or error)

    def _put(self, folder: Path, used: tuple[str, ...], rolled_back: Collection[Version]) -> None:
        state = State(self._base.number + 1, folder.name, used, frozenset(rolled_back), self._base.begun)
        with self._alone():
            self._server.put(state)
            self._adopt(state)
        self._base = state

    def _pull(self, everything: bool = False) -> State:
        """Fetch the index in use, or `everything` that may be, and put in use here what is in use there."""
        with store.storage_errors(self.data_dir), self._alone():
            state = self._server.state()
            here = store.current_folder(self.data_dir)
            is_here = here is not None and here.name == state.current and store.is_whole(here)
            if everything or (state.current and not is_here):
                for name in _offered(state) if everything else [state.current]:
                    if not store.is_whole(self._folder(name)):
                        self._fetch(name)
                self._adopt(state)
                self._forget(_offered(state), ABANDONED)
        return state

    def _fetch(self, name: str) -> None:
        """Fetch an index beside, and put it in its place when it is whole."""
        beside = self.data_dir / "fetching"
        shutil.rmtree(beside, ignore_errors=True)  # of a process that was killed
        folder = beside / token_hex(4)
        folder.mkdir(parents=True)
        manifest = self._server.read_files(name, folder)
        if manifest is None:
            return
        (folder / store.MANIFEST).write_bytes(manifest)
        store.mark_used(folder / store.MANIFEST, 0)
        if store.is_whole(folder):
            store.flush(folder)
            target = self._folder(name)
            shutil.rmtree(target, ignore_errors=True)
            folder.replace(target)
            store.flush_folder(target.parent)

    def _adopt(self, state: State) -> None:
        """Put in use here what `state` says, with the order of use; an index that is not here whole is passed over."""
        if state.current and store.is_whole(self._folder(state.current)):
            store.point_to(self.data_dir, self._folder(state.current), state.rolled_back)
        order = {name: place for place, name in enumerate(reversed(state.used), start=1)}
        for folder in store.indexes_dir(self.data_dir).iterdir():
            if store.read_manifest(folder):
                store.mark_used(folder / store.MANIFEST, order.get(folder.name, 0))

    def _forget(self, keep: Collection[str], older_than: float) -> None:
        """Remove the copies but for `keep` that are older than so many seconds."""
        for folder in store.indexes_dir(self.data_dir).iterdir():
            if folder.is_dir() and folder.name not in keep and folder.stat().st_mtime <= time.time() - older_than:
                store.remove(folder)

    def _folder(self, name: str) -> Path:
        """The copy of an index. The name comes from the server: it must not lead elsewhere."""
        if not name or Path(name).name != name:
            raise ServerError(f"De Chroma-server op {self._server.url} noemt een index met een vreemde naam.")
        return store.indexes_dir(self.data_dir) / name

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """The only one on this machine that changes the copies."""
        root = store.indexes_dir(self.data_dir)
        root.mkdir(parents=True, exist_ok=True)
        with FileLock(root / "copies.lock"):
            yield


def _offered(state: State) -> list[str]:
    """The indexes that may be put in use: the kept ones, and new ones that somebody may want to."""
    young = time.time() - ABANDONED / 2
    names = [state.current, *state.used, *(name for name, begun in state.begun.items() if begun > young)]
    return [name for name in dict.fromkeys(names) if name]


class ServerVectors:
    """The vectors of one index: the server searches them, or this process does while the server is away."""

    def __init__(self, server: Server, name: str, embeddings: E5Embeddings, ids: Sequence[str], rows: Vectors) -> None:
        self._server, self._name, self._embeddings, self._ids = server, name, embeddings, ids
        self._rows: Vectors = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
        self._chroma: Chroma | None = None
        self._not_before = 0.0

    def connect(self) -> None:
        """Open the vectors on the server, so that the first question need not wait for that."""
        try:
            self._opened()
        except ServerError as error:
            self._leave_alone(error)

    def similarity_search_by_vector_with_relevance_scores(
        self, embedding: list[float], k: int
    ) -> list[tuple[Document, float]]:
        """The `k` nearest passages, nearest first, with their cosine distance."""
        if time.monotonic() >= self._not_before:
            try:
                found = self._there(embedding, k)
                self._not_before = 0.0
                return found
            except ServerError as error:
                self._leave_alone(error)
        return self._here(embedding, k)

    def _leave_alone(self, error: ServerError) -> None:
        """Ask the server nothing for a while."""
        log.warning("Searching the vectors here, for the server failed: %s", error.__cause__ or error)
        self._not_before = time.monotonic() + TRY_AGAIN

    def _opened(self) -> Chroma:
        if self._chroma is None:
            self._chroma = self._server.open_vectors(self._name, self._embeddings, SEARCH_SECONDS)
        return self._chroma

    def _there(self, embedding: list[float], k: int) -> list[tuple[Document, float]]:
        with self._server.errors():
            return self._opened().similarity_search_by_vector_with_relevance_scores(embedding, k=k)

    def _here(self, embedding: list[float], k: int) -> list[tuple[Document, float]]:
        from langchain_core.documents import Document

        vector = np.asarray(embedding, np.float32)
        distances = 1.0 - self._rows @ (vector / max(float(np.linalg.norm(vector)), 1e-9))
        nearest = np.argsort(distances, kind="stable")[:k].tolist()
        return [(Document(page_content="", id=self._ids[at]), float(distances[at])) for at in nearest]
