"""A Chroma server that holds the indexes of several machines. Every request has a time limit, every error one line.

wegwijzer-index-<name>      the passages of an index with their vectors (cosine)
wegwijzer-files-<name>      its other files, as a zip in pieces; the manifest comes last: without it there is no index
wegwijzer-use-<number>      the highest number says which index is in use. The server makes a collection with a name
                            that is taken for nobody, so of two machines that switch at once one comes too late
"""

from __future__ import annotations

import base64
import hashlib
import json
import time
import zipfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx

from ingest.errors import IndexBusyError, ServerError, WegwijzerError
from ingest.store import Version, files_below

if TYPE_CHECKING:
    from langchain_chroma import Chroma

    from ingest.embedding import E5Embeddings, Vectors
    from ingest.records import Passage

OLDEST = (1, 5, 9)
CONNECT_SECONDS, SECONDS = 3.0, 60.0
_INDEX, _FILES, _USE = "wegwijzer-index-", "wegwijzer-files-", "wegwijzer-use-"
_MANIFEST = "manifest"
# Requests stay below 1 MB: a proxy may let no more through (nginx: client_max_body_size).
_PIECE, _AT_ONCE = 384 * 1024, 75
_KEEP_USES = 10
# What every server in Rust says, whichever it is: chroma-core/chroma#4849. Those before 1.5 lack this address.
_SAID_BY_ALL = "1.0.0"
_SINCE_1_5 = (
    "/api/v2/tenants/default_tenant/databases/default_database"
    "/collections/00000000-0000-0000-0000-000000000000/indexing_status"
)


@dataclass(frozen=True, slots=True)
class State:
    """What the server says: which index is in use, the kept ones in the order of their use (newest first).

    `rolled_back` are the versions of pages that were rolled back; `begun` says of every index that is there,
    whole or not, when it was begun (seconds since 1970).
    """

    number: int = 0
    current: str = ""
    used: tuple[str, ...] = ()
    rolled_back: frozenset[Version] = frozenset()
    begun: Mapping[str, float] = field(default_factory=dict)


class Server:
    """One Chroma server; the connection is made when it is first needed."""

    def __init__(self, url: str, token: str) -> None:
        self.url = url
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}
        self.client = lru_cache(maxsize=2)(self._connect)

    def state(self) -> State:
        """Which index is in use, and which others there are."""
        begun: dict[str, float] = {}
        with self.errors():
            collections = {one.name: one.metadata or {} for one in self.client(SECONDS).list_collections()}
            for name, about in collections.items():
                for prefix in (_INDEX, _FILES):
                    if name.startswith(prefix):
                        begun[name.removeprefix(prefix)] = float(about.get("begun", 0))
            number = max((_number(name) for name in collections), default=0)
            if not number:
                return State(begun=begun)
            said = json.loads(collections[_use(number)]["state"])
            rolled_back = frozenset((slug, hash_) for slug, hash_ in said["rolled_back"])
            return State(number, said["current"], tuple(said["used"]), rolled_back, begun)

    def put(self, state: State) -> None:
        """Put `state` in the place of the one before it, in one step; raises IndexBusyError when another did."""
        said = {"current": state.current, "used": state.used, "rolled_back": sorted(state.rolled_back)}
        mark = token_hex(8)
        came_first = self.state().number >= state.number
        try:
            if not came_first:
                with self.errors():
                    self.client(SECONDS).create_collection(
                        _use(state.number), metadata={"state": json.dumps(said), "by": mark}, embedding_function=None
                    )
        except ServerError:  # the name was taken, or only the answer got lost
            by = self._by(state.number)
            if by is None:
                raise
            came_first = by != mark
        if came_first:
            raise IndexBusyError("Een andere computer heeft de index net bijgewerkt. Probeer het opnieuw.")

    def _by(self, number: int) -> str | None:
        with self.errors():
            found = [one for one in self.client(SECONDS).list_collections() if one.name == _use(number)]
        return str((found[0].metadata or {}).get("by")) if found else None

    def write_vectors(self, name: str, passages: Sequence[Passage], vectors: Mapping[str, Vectors]) -> None:
        """Put the passages of a new index on the server and check that each is there."""
        from ingest.vectors import COSINE, fill

        with self.errors():
            collection = self.client(SECONDS).create_collection(
                f"{_INDEX}{name}",
                metadata={"begun": time.time()},
                embedding_function=None,
                configuration=COSINE,
            )
            fill(collection, passages, vectors, _AT_ONCE)

    def open_vectors(self, name: str, embeddings: E5Embeddings, seconds: float) -> Chroma:
        """The passages of an index to search in, with a time limit for one search."""
        from langchain_chroma import Chroma

        with self.errors():
            return Chroma(
                f"{_INDEX}{name}",
                embedding_function=embeddings,
                client=self.client(seconds),
                create_collection_if_not_exists=False,
            )

    def write_files(self, name: str, folder: Path, manifest: bytes) -> None:
        """Put all files of a new index on the server, and then its manifest."""
        with TemporaryFile() as packed:
            with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
                for path in files_below(folder):
                    archive.write(path, path.relative_to(folder).as_posix())
            size, sha256 = packed.tell(), _sha256(packed)
            with self.errors():
                files = self.client(SECONDS).create_collection(
                    f"{_FILES}{name}", metadata={"begun": time.time()}, embedding_function=None
                )
                packed.seek(0)
                for number in range(0, size, _PIECE):
                    _add(files, str(number // _PIECE), {"data": base64.b64encode(packed.read(_PIECE)).decode()})
                about = {"data": manifest.decode(), "pieces": -(-size // _PIECE), "sha256": sha256}
                _add(files, _MANIFEST, about)

    def read_files(self, name: str, folder: Path) -> bytes | None:
        """Put all files of an index in the new `folder`; gives its manifest, or None when it is not whole."""
        with TemporaryFile() as packed:
            with self.errors():
                if not any(one.name == f"{_FILES}{name}" for one in self.client(SECONDS).list_collections()):
                    return None
                files = self.client(SECONDS).get_collection(f"{_FILES}{name}", embedding_function=None)
                about = _get(files, _MANIFEST)
                for number in range(about.get("pieces", 0)):
                    packed.write(base64.b64decode(_get(files, str(number)).get("data", "")))
            if not about or _sha256(packed) != about["sha256"]:
                return None
            with zipfile.ZipFile(packed) as archive:
                archive.extractall(folder)
        return str(about["data"]).encode()

    def prune(self, keep: Collection[str], older_than: float) -> None:
        """Remove indexes that were begun longer ago than so many seconds, but for `keep`, and old switches."""
        state = self.state()
        names = [name for name, begun in state.begun.items() if name not in keep and begun < time.time() - older_than]
        with self.errors():
            client = self.client(SECONDS)
            there = {one.name for one in client.list_collections()}
            # The files go first: a removal that is interrupted leaves no index that looks whole.
            gone = [f"{prefix}{name}" for name in names for prefix in (_FILES, _INDEX)]
            gone += sorted(name for name in there if 0 < _number(name) <= state.number - _KEEP_USES)
            for name in (name for name in gone if name in there):
                client.delete_collection(name)

    @contextmanager
    def errors(self) -> Iterator[None]:
        """Turns whatever goes wrong with the server into a ServerError with one line."""
        try:
            yield
        except WegwijzerError:
            raise
        except httpx.HTTPError as error:
            raise ServerError(
                f"De Chroma-server op {self.url} is niet bereikbaar ({_short(error)}). Controleer of hij draait, en of "
                "WEGWIJZER_CHROMA_URL klopt."
            ) from error
        except Exception as error:  # Chroma raises bare exceptions too, such as for the answer of a proxy
            raise ServerError(f"De Chroma-server op {self.url} geeft een fout: {_short(error)}") from error

    def _connect(self, seconds: float) -> Any:
        import chromadb

        parts = urlsplit(self.url)
        with self.errors():
            self._check()
            is_https = parts.scheme == "https"
            client = chromadb.HttpClient(
                parts.netloc.removesuffix(f":{parts.port}"),
                parts.port or (443 if is_https else 80),
                ssl=is_https,
                headers=dict(self._headers),
                settings=chromadb.config.Settings(anonymized_telemetry=False),
            )
            # Chroma sets no limit and has no setting for one (chromadb.api.fastapi.FastAPI.__init__).
            client._server._session.timeout = httpx.Timeout(seconds, connect=CONNECT_SECONDS)  # type: ignore[attr-defined]
        return client

    def _check(self) -> None:
        """Raise ServerError unless this is a Chroma server that is new enough, as far as it says."""
        limit = httpx.Timeout(CONNECT_SECONDS)
        with httpx.Client(base_url=self.url, headers=self._headers, timeout=limit) as http:
            answer = http.get("/api/v2/version")
            if answer.status_code in (401, 403):
                raise ServerError(
                    f"De Chroma-server op {self.url} weigert de toegang. Controleer WEGWIJZER_CHROMA_TOKEN."
                )
            version = _version(answer)
            is_new = bool(http.get(_SINCE_1_5).content) if version == (1, 0, 0) else version >= OLDEST
        if not version:
            raise ServerError(f"Op {self.url} antwoordt geen Chroma-server. Controleer WEGWIJZER_CHROMA_URL.")
        if not is_new:
            raise ServerError(
                f"De Chroma-server op {self.url} is te oud en daarmee onveilig. Werk hem bij tot ten minste 1.5.9."
            )


def _version(answer: httpx.Response) -> tuple[int, ...]:
    """The version in an answer; empty when there is none in it."""
    try:
        return tuple(int(part) for part in str(answer.json()).split("."))
    except ValueError:
        return ()


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:150] or type(error).__name__


def _use(number: int) -> str:
    return f"{_USE}{number:09d}"


def _number(name: str) -> int:
    """The number of a switch; 0 for the name of anything else."""
    digits = name.removeprefix(_USE)
    return int(digits) if name.startswith(_USE) and digits.isascii() and digits.isdigit() else 0


def _add(files: Any, id_: str, about: Mapping[str, Any]) -> None:
    # In the metadata: of documents Chroma makes a search index of every three letters. A row must have a vector.
    files.add(ids=[id_], embeddings=[[1.0]], metadatas=[about])


def _get(files: Any, id_: str) -> dict[str, Any]:
    found = files.get(ids=[id_], include=["metadatas"])["metadatas"]
    return dict(found[0]) if found else {}


def _sha256(file: IO[bytes]) -> str:
    file.seek(0)
    digest = hashlib.sha256()
    while piece := file.read(_PIECE):
        digest.update(piece)
    return digest.hexdigest()
