"""The address of the Chroma server: how it is set, what else may be there, and a server behind a login."""

# ruff: noqa: F811 - a fixture is imported, and a test takes it by its name

from __future__ import annotations

import errno
import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import httpx
import pytest
from chroma_server import QUESTIONS, asked_the_server, chroma, one, other  # noqa: F401 - fixtures
from conftest import ToyEmbeddings

from ingest import server, store
from ingest.errors import IndexBusyError, ServerError, SettingsError
from ingest.pipeline import ingest, open_current
from ingest.places import place_of
from ingest.server import Server, State
from ingest.settings import Settings, load_settings
from ui.cli import app
from ui.terminal import run


@pytest.mark.parametrize(
    ("url", "read"),
    [
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("https://chroma.example/", "https://chroma.example"),
        ("HTTP://Chroma.Example:80", "http://chroma.example:80"),
        ("http://[::1]:8000", "http://[::1]:8000"),
        ("none", None),
        ("", None),
    ],
)
def test_an_address_of_a_server(url, read, monkeypatch, tmp_path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WEGWIJZER_CHROMA_URL", url)
    assert load_settings().chroma_url == read


@pytest.mark.parametrize(
    "url",
    [
        "127.0.0.1:8000",
        "localhost:8000",
        "ftp://chroma.example",
        "http://",
        "http://:8000",
        "http://chroma.example/pad",
        "http://chroma.example:poort",
        "http://chroma.example:99999",
        "http://ik:geheim@chroma.example",
        "http://chroma.example?a=b",
        "http://[::1",
    ],
)
def test_a_wrong_address_is_one_line(url, monkeypatch, capsys) -> None:
    monkeypatch.setenv("WEGWIJZER_CHROMA_URL", url)
    with pytest.raises(SettingsError):
        load_settings()
    assert run(app, ["history"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == (
        "De instelling WEGWIJZER_CHROMA_URL klopt niet: geef een adres als http://127.0.0.1:8000, zonder pad, naam of "
        "wachtwoord.\n"
    )


class Stub(BaseHTTPRequestHandler):
    """Something at the address: says the same to every question, or passes questions with the right token on."""

    status, body, behind = 200, b"", ""
    swallows = b"\0"  # what is asked with these words is passed on, but nobody hears what came of it

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        status, said = self.status, self.body
        if self.behind:
            status, said = 401, b"<h1>Unauthorized</h1>"
            if self.headers.get("Authorization") == "Bearer sesam":
                headers = {"Content-Type": "application/json"}
                got = httpx.request(self.command, self.behind + self.path, content=body, headers=headers, timeout=30)
                status, said = got.status_code, got.content
                if self.swallows in body:
                    self.close_connection = True
                    return
        self.send_response(status)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    do_GET = do_POST = do_DELETE = do_PUT = _answer  # noqa: N815

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing."""


@pytest.fixture
def at_address(toy: ToyEmbeddings) -> Iterator[Callable[..., str]]:
    """Puts something else at an address of this machine, and gives the address."""
    served: list[HTTPServer] = []

    def put(status: int = 200, body: bytes = b"", behind: str = "", swallows: bytes = b"\0") -> str:
        said = {"status": status, "body": body, "behind": behind, "swallows": swallows}
        handler = type("Other", (Stub,), said)
        served.append(HTTPServer(("127.0.0.1", 0), handler))
        threading.Thread(target=served[-1].serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{served[-1].server_address[1]}"

    yield put
    for one_server in served:
        one_server.shutdown()
        one_server.server_close()


def says_on_every_command(settings: Settings, url: str, monkeypatch: Any, capsys: Any) -> str:
    """The one line on stderr of four commands, which must be the same, with status 1."""
    for name, value in (("CHROMA_URL", url), ("CORPUS_DIR", settings.corpus_dir), ("DATA_DIR", settings.data_dir)):
        monkeypatch.setenv(f"WEGWIJZER_{name}", str(value))
    lines = set()
    for command in ("ingest", "history", "rollback", "catalogue"):
        assert run(app, [command]) == 1
        said = capsys.readouterr()
        assert said.out == ""
        lines.add(said.err)
    (line,) = lines
    assert line.count("\n") == 1
    assert store.whole_indexes(place_of(load_settings()).data_dir) == []
    return line


@pytest.mark.parametrize(
    ("status", "body", "line"),
    [
        (200, b"<html>Een andere website</html>", "antwoordt geen Chroma-server"),
        (404, b"", "antwoordt geen Chroma-server"),
        (502, b"<h1>Bad Gateway</h1>", "antwoordt geen Chroma-server"),
        (200, b'"0.6.3"', "is te oud en daarmee onveilig. Werk hem bij tot ten minste 1.5.9."),
        (200, b'"1.5.8"', "is te oud en daarmee onveilig. Werk hem bij tot ten minste 1.5.9."),
        (401, b"", "weigert de toegang. Controleer WEGWIJZER_CHROMA_TOKEN."),
    ],
)
def test_what_is_no_good_chroma_server_is_one_line(
    status, body, line, at_address, small_settings, monkeypatch, capsys
) -> None:
    said = says_on_every_command(small_settings, at_address(status, body), monkeypatch, capsys)
    assert line in said


def test_a_server_that_is_not_there_is_one_line(small_settings, toy, monkeypatch, capsys) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{probe.getsockname()[1]}"
    said = says_on_every_command(small_settings, url, monkeypatch, capsys)
    assert said == (
        f"De Chroma-server op {url} is niet bereikbaar ([Errno {errno.ECONNREFUSED}] Connection refused). "
        "Controleer of hij draait, en of WEGWIJZER_CHROMA_URL klopt.\n"
    )


def test_a_server_that_never_answers_is_one_line_in_time(small_settings, toy, monkeypatch, capsys) -> None:
    monkeypatch.setattr(server, "CONNECT_SECONDS", 0.3)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        started = time.monotonic()
        assert "niet bereikbaar" in says_on_every_command(small_settings, url, monkeypatch, capsys)
        assert time.monotonic() - started < 5


def test_a_token_opens_a_server_behind_a_login(one, other, chroma, at_address, toy) -> None:
    url = at_address(behind=chroma.url)
    for settings in (one, other):
        settings.chroma_url, settings.chroma_token = url, None
    with pytest.raises(ServerError, match="weigert de toegang"):
        ingest(one)
    assert chroma.names("index") == set()
    with_token = [
        Settings(**{**settings.model_dump(), "chroma_token": "sesam"}, _env_file=None) for settings in (one, other)
    ]
    assert "sesam" not in repr(with_token)
    ingest(with_token[0])
    index = open_current(with_token[1], toy)
    assert index.nearest(toy.encode_query(QUESTIONS[0]), 1) != []
    assert asked_the_server(index)


def test_a_switch_whose_answer_got_lost_is_looked_up(chroma, at_address) -> None:
    lost = Server(at_address(behind=chroma.url, swallows=b"wegwijzer-use-"), "sesam")
    lost.put(State(1, "een", ("een",)))  # came about, so no error
    assert lost.state().current == "een"
    Server(chroma.url, "").put(State(2, "twee", ("twee", "een")))
    with pytest.raises(IndexBusyError):
        lost.put(State(2, "drie", ("drie", "een")))
