"""Where the indexes are: in the data folder of this machine, or on a Chroma server that several machines share.

Either way an index that is read or made is a folder below `data_dir`, for the functions of `store`. What differs is
what is here: where the vectors are searched, and how an index comes into use.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from ingest import store
from ingest.store import Version

if TYPE_CHECKING:
    from ingest.embedding import E5Embeddings, Vectors
    from ingest.records import Passage
    from ingest.settings import Settings
    from ingest.vectors import Nearest


class Place(Protocol):
    """Where the indexes are; see the functions of the same names in `store`."""

    data_dir: Path
    is_shared: bool

    def current(self) -> Path | None:
        """The index in use, brought here first when it is new."""
        ...

    def glance(self) -> Path | None:
        """The index in use as far as it is known here, at once; a newer one is brought here meanwhile."""
        ...

    def refresh(self) -> None:
        """Bring every index here that may be put in use."""
        ...

    def writing(self) -> AbstractContextManager[None]:
        """The only writer for as long as it lasts, or the only one whose switch will succeed."""
        ...

    def write_vectors(self, folder: Path, passages: Sequence[Passage], vectors: Mapping[str, Vectors]) -> None:
        """Put the vectors of the new index in `folder` where they will be searched, and verify them."""
        ...

    def open_vectors(self, folder: Path, embeddings: E5Embeddings, ids: Sequence[str], rows: Vectors) -> Nearest:
        """The vectors of the index in `folder` to search in; `rows` are the vectors of the passages `ids`."""
        ...

    def publish(self, folder: Path, manifest: bytes) -> None:
        """Let others have the new index in `folder`, whole but for its manifest; it is not in use yet."""
        ...

    def switch(self, folder: Path) -> None:
        """Make `folder` the index in use, in one step."""
        ...

    def point_to(self, folder: Path, rolled_back: Collection[Version] = ()) -> None:
        """The same, going back: these versions of pages were rolled back."""
        ...

    def prune(self, spare: Path | None = None) -> None:
        """Remove what is no longer kept."""
        ...


class Own:
    """The data folder of this machine, with an embedded Chroma in every index."""

    is_shared = False

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir

    def current(self) -> Path | None:
        """The index in use."""
        return store.current_folder(self.data_dir)

    glance = current

    def refresh(self) -> None:
        """Everything is here."""

    def writing(self) -> AbstractContextManager[None]:
        """The only writer."""
        return store.writing(self.data_dir)

    def write_vectors(self, folder: Path, passages: Sequence[Passage], vectors: Mapping[str, Vectors]) -> None:
        """Into the index itself."""
        from ingest.vectors import write_folder

        write_folder(folder / "chroma", passages, vectors)

    def open_vectors(self, folder: Path, embeddings: E5Embeddings, ids: Sequence[str], rows: Vectors) -> Nearest:
        """Those in the index itself."""
        from ingest.vectors import open_folder

        return open_folder(folder / "chroma", embeddings)

    def publish(self, folder: Path, manifest: bytes) -> None:
        """There are no others."""

    def switch(self, folder: Path) -> None:
        """Make `folder` the index in use."""
        store.switch(self.data_dir, folder)

    def point_to(self, folder: Path, rolled_back: Collection[Version] = ()) -> None:
        """Go back to `folder`."""
        store.point_to(self.data_dir, folder, rolled_back)

    def prune(self, spare: Path | None = None) -> None:
        """Remove what is no longer kept."""
        store.prune(self.data_dir, spare)


def place_of(settings: Settings) -> Place:
    """Where the indexes of these settings are; asks nothing of a server yet."""
    token = settings.chroma_token.get_secret_value() if settings.chroma_token else ""
    return _place(settings.data_dir, settings.chroma_url or "", token)


@lru_cache(maxsize=16)
def _place(data_dir: Path, url: str, token: str) -> Place:
    if not url:
        return Own(data_dir)
    from ingest.shared import Shared

    return Shared(data_dir, url, token)
