"""A real Chroma server on this machine, and two machines (each a data folder of its own) that share their index there.

A test that takes the fixture `chroma` imports it from here; the server itself is started once, by `conftest.py`.
"""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import chromadb
import httpx
import pytest
from conftest import ToyEmbeddings

from ingest import places
from ingest.settings import Settings

QUESTIONS = (
    "Voor welke kinderen is het zwemdiploma A?",
    "Heeft een fiets een rood licht achter?",
    "Welk licht heeft een fiets?",
    "Is lid worden gratis?",
)
NEW_PAGE = "# Fietsen\n\n## Bel\n\nEen fiets heeft een bel, en die zit links op het stuur.\n"
BELL = "Heeft een fiets een bel op het stuur?"


class Chroma:
    """A real Chroma server on this machine, on a port of its own, that can be stopped and started again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        # What the command `chroma` does.
        code = "from chromadb.cli.cli import app; app()"
        options = ["--host", "127.0.0.1", "--port", str(self.port), "--path", str(self.folder / "db")]
        with (self.folder / "log.txt").open("ab") as log:
            self._process = subprocess.Popen([sys.executable, "-c", code, "run", *options], stdout=log, stderr=log)
        for _ in range(600):
            try:
                httpx.get(f"{self.url}/api/v2/heartbeat", timeout=5).raise_for_status()
                return
            except httpx.HTTPError:
                assert self._process.poll() is None, (self.folder / "log.txt").read_text("utf-8")[-2000:]
                time.sleep(0.1)
        raise TimeoutError("the Chroma server did not start")

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(timeout=20)
            self._process = None

    def hang(self) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)

    def client(self) -> Any:
        quiet = chromadb.config.Settings(anonymized_telemetry=False)
        return chromadb.HttpClient("127.0.0.1", self.port, settings=quiet)

    def names(self, kind: str) -> set[str]:
        """What there is on the server of one kind: `index`, `files` or `use`."""
        return {
            one.name.removeprefix(f"wegwijzer-{kind}-")
            for one in self.client().list_collections()
            if one.name.startswith(f"wegwijzer-{kind}-")
        }


@pytest.fixture
def chroma(chroma_running: Chroma, toy: ToyEmbeddings) -> Chroma:
    """The server, empty; and nothing that remembers an earlier one."""
    client = chroma_running.client()
    for one in client.list_collections():
        client.delete_collection(one.name)
    places._place.cache_clear()
    return chroma_running


@pytest.fixture
def one(chroma: Chroma, small_settings: Settings) -> Settings:
    """The machine that has the pages."""
    return small_settings.model_copy(update={"chroma_url": chroma.url})


@pytest.fixture
def other(one: Settings, tmp_path: Path) -> Settings:
    """A machine without pages."""
    return one.model_copy(update={"data_dir": tmp_path / "andere", "corpus_dir": tmp_path / "nergens"})


def until(is_so: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.05)


def asked_the_server(index: Any) -> bool:
    """Whether the searches so far went to the server."""
    return index.store._chroma is not None and index.store._not_before == 0.0
