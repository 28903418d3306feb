"""Several machines (each a data folder of its own) that share their index through a real Chroma server."""

from __future__ import annotations

import asyncio
import errno
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import Future
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import chromadb
import httpx
import pytest
from conftest import ToyEmbeddings
from pydantic import SecretStr

from assistant.answer import Question
from assistant.chain import load_assistant
from assistant.retrieval import Searcher
from evals.answer_changes import Asked, compare_indexes
from ingest import places, server, shared, store
from ingest.errors import IndexBusyError, IndexMissingError, ServerError, SettingsError
from ingest.history import history, rollback
from ingest.pipeline import ingest, may_make_unasked, open_current
from ingest.places import place_of
from ingest.server import Server, State
from ingest.settings import Settings, load_settings
from ui.cli import app
from ui.keeper import CHANGES, Keeper
from ui.live import Live
from ui.render import Turn, render_conversation
from ui.terminal import run

TESTS = Path(__file__).resolve().parent
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


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chroma]:
    chroma = Chroma(tmp_path_factory.mktemp("chroma"))
    chroma.start()
    yield chroma
    chroma.stop()


@pytest.fixture
def chroma(running: Chroma, toy: ToyEmbeddings) -> Chroma:
    """The server, empty; and nothing that remembers an earlier one."""
    client = running.client()
    for one in client.list_collections():
        client.delete_collection(one.name)
    places._place.cache_clear()
    return running


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


# --- The same answers ---------------------------------------------------------------------------------------------


def test_two_machines_answer_as_an_embedded_index_does(one, other, chroma, tmp_path, toy, monkeypatch) -> None:
    monkeypatch.setattr(server, "_PIECE", 1000)  # so that the files go in several pieces
    embedded = one.model_copy(update={"chroma_url": None, "data_dir": tmp_path / "eigen"})
    ingest(embedded)
    report = ingest(one)
    assert report.added == ("fietsen", "lezen", "zwemmen")
    (name,) = chroma.names("files")
    assert chroma.client().get_collection(f"wegwijzer-files-{name}", embedding_function=None).count() > 3
    own, *served = (open_current(settings, toy) for settings in (embedded, one, other))
    for index in served:
        assert not list(index.folder.rglob("chroma.sqlite3"))
        assert (index.id, index.pages, index.passages) == (own.id, own.pages, own.passages)
        for question in QUESTIONS:
            vector = toy.encode_query(question)
            assert [at for at, _ in index.nearest(vector, 9)] == [at for at, _ in own.nearest(vector, 9)]
            expected = pytest.approx([cosine for _, cosine in own.nearest(vector, 9)], abs=1e-5)
            assert [cosine for _, cosine in index.nearest(vector, 9)] == expected
            found, wanted = (Searcher(each).search(question).hits for each in (index, own))
            assert [hit.number for hit in found] == [hit.number for hit in wanted]
        assert asked_the_server(index)
    answers = [
        [{**assistant.invoke(Question(question)).as_json(), "seconds": 0} for question in QUESTIONS]
        for assistant in map(load_assistant, (embedded, one, other))
    ]
    assert answers[0] == answers[1] == answers[2]
    assert "5 jaar" in answers[2][0]["answer"]


def test_nothing_is_made_where_there_is_nothing_yet(one, other) -> None:
    assert place_of(other).current() is None
    assert may_make_unasked(other)
    assert history(other) == ()


def test_an_index_that_others_use_is_not_replaced_unasked(one, other, toy, monkeypatch) -> None:
    ingest(one)
    toy.fingerprint = "een ander model"
    with pytest.raises(IndexMissingError, match="een ander taalmodel"):
        open_current(other, toy)
    assert not may_make_unasked(other)


# --- A new index --------------------------------------------------------------------------------------------------


def test_a_window_on_another_machine_takes_up_a_new_index_and_keeps_the_conversation(one, other, toy) -> None:
    ingest(one)
    live = Live(load_assistant(other), other)
    before = live.invoke(Question(QUESTIONS[1]))
    assert [citation.quote for citation in before.citations] != []
    (one.corpus_dir / "fietsen.md").write_text(NEW_PAGE, "utf-8")
    report = ingest(one)

    def is_taken_up() -> bool:
        live._next_look = min(live._next_look, time.monotonic())  # as if a second has gone by
        return live.index.id == report.index

    until(is_taken_up)
    after = live.invoke(Question(BELL, (before,)))
    assert (after.index, after.citations[0].quote) == (
        report.index,
        "Een fiets heeft een bel, en die zit links op het stuur.",
    )
    shown = render_conversation((Turn(1, QUESTIONS[1], before), Turn(2, BELL, after)), shortened=False)
    assert "een wit licht voor" in shown and "zit links op het stuur" in shown


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_a_server_that_hangs_holds_no_question_up_for_long(one, chroma, toy, monkeypatch) -> None:
    monkeypatch.setattr(shared, "SEARCH_SECONDS", 0.5)
    ingest(one)
    live = Live(load_assistant(one), one)
    before = live.invoke(Question(QUESTIONS[0]))
    until(lambda: not place_of(one)._looking.locked())
    chroma.hang()
    try:
        live._next_look = 0.0
        started = time.monotonic()
        assert live.index.id == before.index
        assert time.monotonic() - started < 0.3
        assert place_of(one)._looking.locked()  # the look at the server still waits for its answer
        after = live.invoke(Question(f"{QUESTIONS[0]} Ja?"))
        assert time.monotonic() - started < 3
        assert after.citations == before.citations != ()
        assert not asked_the_server(live.index)
    finally:
        chroma.go_on()
    until(lambda: not place_of(one)._looking.locked())
    assert place_of(one)._next_look == 0.0


def test_of_two_machines_that_switch_at_once_one_comes_too_late_and_loses_nothing(one, other, tmp_path, toy) -> None:
    ingest(one)
    other_pages = tmp_path / "andere paginas"
    other_pages.mkdir()
    (other_pages / "fietsen.md").write_text(NEW_PAGE, "utf-8")
    second = other.model_copy(update={"corpus_dir": other_pages})
    (one.corpus_dir / "zwemmen.txt").write_text(
        "Zwemmen\n\nDiploma\n\nHet diploma is voor iedereen vanaf 6.\n", "utf-8"
    )

    def meanwhile(update: Any) -> bool:
        ingest(second)
        return True

    with pytest.raises(IndexBusyError, match="Een andere computer"):
        ingest(one, review=meanwhile)
    for settings in (one, second):
        assert set(open_current(settings, toy).pages) == {"fietsen"}
    encoded = toy.encoded
    assert ingest(one).added == ("lezen", "zwemmen")
    assert toy.encoded == encoded  # what was made before is still there
    assert set(open_current(second, toy).pages) == {"fietsen", "lezen", "zwemmen"}


def test_of_many_that_switch_at_the_very_same_moment_one_succeeds(chroma) -> None:
    servers = [Server(chroma.url, "") for _ in range(6)]
    for one_server in servers:
        one_server.state()
    for number in range(1, 6):
        barrier, endings = threading.Barrier(len(servers)), []

        def switch(mine: Server, name: str, number: int = number, barrier=barrier, endings=endings) -> None:
            barrier.wait()
            try:
                mine.put(State(number, name, (name,)))
                endings.append(name)
            except IndexBusyError:
                pass

        threads = [threading.Thread(target=switch, args=(one, f"nr{at}")) for at, one in enumerate(servers)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert endings == [servers[0].state().current]
        assert servers[0].state().number == number


def test_a_switch_from_an_old_number_is_refused(chroma) -> None:
    mine = Server(chroma.url, "")
    mine.put(State(1, "een", ("een",)))
    mine.put(State(2, "twee", ("twee", "een")))
    chroma.client().delete_collection("wegwijzer-use-000000001")  # as pruning does in time
    with pytest.raises(IndexBusyError):
        mine.put(State(1, "drie", ("drie",)))
    assert mine.state().current == "twee"


# --- What a keeper does ---------------------------------------------------------------------------------------------


def test_a_rollback_on_one_machine_is_seen_by_the_other(one, other, toy) -> None:
    first = ingest(one).index
    (one.corpus_dir / "fietsen.md").write_text(NEW_PAGE, "utf-8")
    second = ingest(one).index
    assert [(kept.id, kept.in_use) for kept in history(other)] == [(second, True), (first, False)]
    assert rollback(other).id == first
    for settings in (one, other):
        assert open_current(settings, toy).id == first
        assert [(kept.id, kept.in_use) for kept in history(settings)] == [(second, False), (first, True)]
    assert ingest(one).index == first  # what was rolled back does not come in again by itself
    assert "fietsen" in ingest(one).notes[0]
    assert ingest(one, review=lambda _: True).index == second
    assert open_current(other, toy).id == second


def test_a_trial_changes_nothing_and_what_it_made_is_taken_over(one, other, toy) -> None:
    first = ingest(one).index
    (one.corpus_dir / "fietsen.md").write_text(NEW_PAGE, "utf-8")
    updates = []
    ingest(one, review=lambda update: updates.append(update) or False)
    (update,) = updates
    assert open_current(one, toy).id == open_current(other, toy).id == first
    (change,) = compare_indexes(one, update.before, update.after, [Asked("bel", (BELL,))])
    assert "zit links op het stuur" in change.after
    encoded = toy.encoded
    ingest(one)
    assert toy.encoded == encoded
    assert open_current(other, toy).folder.name == update.after.name


def test_the_last_few_indexes_stay_on_the_server_and_on_every_machine(one, other, chroma, monkeypatch) -> None:
    monkeypatch.setattr(shared, "ABANDONED", 0.0)
    made = []
    for number in range(6):
        (one.corpus_dir / "fietsen.md").write_text(f"# Fietsen\n\nFiets nummer {number} is rood en snel.\n", "utf-8")
        made.append(ingest(one).index)
        place_of(other).current()
    kept = set(made[-4:])  # in use, and three before it
    for kind in ("index", "files"):
        assert {name.partition("-")[0] for name in chroma.names(kind)} == kept
    assert [index.id for index in history(other)] == list(reversed(made[-4:]))
    for settings in (one, other):
        folders = store.whole_indexes(place_of(settings).data_dir)
        assert [store.read_manifest(folder)["id"] for folder in folders] == list(reversed(made[-4:]))


def test_what_may_be_the_work_of_another_machine_is_not_removed(one, chroma) -> None:
    client = chroma.client()
    client.create_collection("wegwijzer-index-bezig-1", metadata={"begun": time.time() - 3600}, embedding_function=None)
    client.create_collection("wegwijzer-index-dood-2", metadata={"begun": time.time() - 86400}, embedding_function=None)
    client.create_collection("van-iemand-anders", embedding_function=None)
    report = ingest(one)
    assert {name.partition("-")[0] for name in chroma.names("index")} == {report.index, "bezig"}
    assert "van-iemand-anders" in {found.name for found in client.list_collections()}


def test_an_index_that_is_about_to_be_removed_is_not_put_in_use(one, other, chroma, toy) -> None:
    first = ingest(one)
    (one.corpus_dir / "fietsen.md").write_text(NEW_PAGE, "utf-8")
    updates = []
    ingest(one, review=lambda update: updates.append(update) or False)
    name = updates[0].after.name
    assert [kept.id for kept in history(one)] == [first.index, updates[0].report.index]
    for kind in ("index", "files"):
        found = chroma.client().get_collection(f"wegwijzer-{kind}-{name}", embedding_function=None)
        found.modify(metadata={"begun": time.time() - 5 * 3600})
    assert [kept.id for kept in history(other)] == [first.index]
    with pytest.raises(IndexMissingError):
        rollback(other, updates[0].report.index)
    assert ingest(one).index == updates[0].report.index
    assert open_current(other, toy).folder.name != name  # made anew, for the other may be gone in a moment


def test_old_switches_are_removed_and_the_last_stay(one, chroma) -> None:
    first = ingest(one).index
    (one.corpus_dir / "fietsen.md").write_text(NEW_PAGE, "utf-8")
    second = ingest(one).index
    for _ in range(6):
        rollback(one, first)
        rollback(one, second)
    (one.corpus_dir / "lezen.html").unlink()
    ingest(one)
    assert chroma.names("use") == {f"{number:09d}" for number in range(6, 16)}


def test_a_damaged_copy_is_fetched_again(one, other, toy) -> None:
    ingest(one)
    folder = open_current(other, toy).folder
    (folder / "passages.json").write_bytes(b"[]")
    assert len(open_current(other, toy).passages) == len(open_current(one, toy).passages) > 0


def test_files_that_are_not_whole_on_the_server_are_no_index(one, other, chroma, toy) -> None:
    ingest(one)
    (name,) = chroma.names("files")
    files = chroma.client().get_collection(f"wegwijzer-files-{name}", embedding_function=None)
    files.update(ids=["0"], metadatas=[{"data": "AAAA"}])
    with pytest.raises(IndexMissingError, match="op de Chroma-server is niet te lezen"):
        open_current(other, toy)
    assert store.whole_indexes(place_of(other).data_dir) == []


def test_a_name_on_the_server_cannot_lead_out_of_the_folder(one, other, chroma) -> None:
    Server(chroma.url, "").put(State(1, "../../elders", ("../../elders",)))
    with pytest.raises(ServerError, match="een vreemde naam"):
        place_of(other).current()


def test_a_server_that_was_emptied_is_filled_again(one, other, chroma, toy) -> None:
    first = ingest(one).index
    assert open_current(other, toy).id == first
    client = chroma.client()
    for found in client.list_collections():
        client.delete_collection(found.name)
    assert open_current(other, toy).id == first  # from its copy
    report = ingest(one)
    assert (report.index, report.notes) == (first, ("De index was beschadigd en is opnieuw opgebouwd.",))
    index = open_current(other, toy)
    assert index.nearest(toy.encode_query(QUESTIONS[0]), 1) != []
    assert asked_the_server(index)
    assert {index.folder.name} == chroma.names("index")


def test_the_commands_work_as_they_do_on_one_machine(one, other, chroma, monkeypatch, capsys) -> None:
    def command(settings: Settings, *words: str) -> Any:
        for name in ("chroma_url", "corpus_dir", "data_dir"):
            monkeypatch.setenv(f"WEGWIJZER_{name.upper()}", str(getattr(settings, name)))
        assert run(app, [*words, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    assert command(one, "ingest")["added"] == ["fietsen", "lezen", "zwemmen"]
    (one.corpus_dir / "fietsen.md").write_text(NEW_PAGE, "utf-8")
    assert command(one, "ingest", "--dry-run", "--no-answers")["changed"] == ["fietsen"]
    assert [kept["remark"] for kept in command(other, "history")["indexes"]] == [
        "",
        "klaargezet, nog niet in gebruik geweest",
    ]
    assert command(one, "ingest")["embedded"] == 0
    assert "bel" in command(other, "ask", BELL)["answer"]
    earlier = command(other, "rollback")["id"]
    assert command(one, "ask", QUESTIONS[1])["index"] == earlier
    assert command(one, "ask", QUESTIONS[1])["citations"][0]["quote"].startswith("Een fiets heeft een wit licht")
    assert command(other, "catalogue") == []


def test_the_keeper_of_one_window_changes_the_index_of_all(one, other, toy) -> None:
    keeper_of = one.model_copy(update={"keeper_password": SecretStr("geheim")})
    first = ingest(one).index
    loaded: Future[Live] = Future()
    loaded.set_result(Live(load_assistant(keeper_of), keeper_of))
    keeper = Keeper(keeper_of, loaded)
    (one.corpus_dir / "fietsen.md").write_text(NEW_PAGE, "utf-8")

    def outcome_of(steps: AsyncIterator[Any]) -> Any:
        async def last() -> Any:
            return [step async for step in steps][-1]

        return asyncio.run(last())

    looked = outcome_of(keeper.check("geheim", fetch_first=False, compare=False))
    checked = looked.checked
    assert CHANGES in looked.line and "bel" in looked.report
    assert open_current(other, toy).id == first
    assert "Overgenomen" in outcome_of(keeper.take_over("geheim", checked)).line
    assert loaded.result().index.id == open_current(other, toy).id == checked
    back_to = outcome_of(keeper.ask_back("geheim")).back_to
    assert "Teruggezet" in outcome_of(keeper.back("geheim", back_to)).line
    assert loaded.result().index.id == open_current(other, toy).id == first


# --- The server away ------------------------------------------------------------------------------------------------


def test_while_the_server_is_away_machines_answer_from_their_copy(
    one, other, chroma, tmp_path, toy, monkeypatch
) -> None:
    monkeypatch.setattr(shared, "TRY_AGAIN", 0.3)
    ingest(one)
    assistant = load_assistant(other)
    before = [assistant.invoke(Question(question)) for question in QUESTIONS]
    chroma.stop()
    try:
        without = [assistant.invoke(Question(question)) for question in QUESTIONS]
        places._place.cache_clear()  # as after a restart
        again = [load_assistant(other).invoke(Question(question)) for question in QUESTIONS]
        line = f"De Chroma-server op {chroma.url} is niet bereikbaar"
        (one.corpus_dir / "fietsen.md").write_text(NEW_PAGE, "utf-8")
        for work in (lambda: ingest(one), lambda: history(other), lambda: rollback(one)):
            with pytest.raises(ServerError, match=line):
                work()
        new = other.model_copy(update={"data_dir": tmp_path / "nieuw"})
        with pytest.raises(ServerError, match=line):
            open_current(new, toy)
    finally:
        chroma.start()
    time.sleep(0.3)
    back = [assistant.invoke(Question(question)) for question in QUESTIONS]
    assert asked_the_server(assistant.index)
    for answers in (without, again, back):
        assert [replace(one, seconds=0, notes={}) for one in answers] == [
            replace(one, seconds=0, notes={}) for one in before
        ]
    vector = toy.encode_query(QUESTIONS[0])
    here = assistant.index.store._here(vector.tolist(), 9)
    there = assistant.index.store._there(vector.tolist(), 9)
    assert [document.id for document, _ in here] == [document.id for document, _ in there]
    assert [far for _, far in here] == pytest.approx([far for _, far in there], abs=1e-5)
    assert ingest(one).changed == ("fietsen",)
    assert open_current(other, toy).pages["fietsen"].text.count("bel") == 1


def test_an_index_whose_vectors_are_gone_goes_on_answering(one, other, chroma, toy) -> None:
    ingest(one)
    assistant = load_assistant(other)
    before = assistant.invoke(Question(QUESTIONS[0]))
    (name,) = chroma.names("index")
    chroma.client().delete_collection(f"wegwijzer-index-{name}")
    after = assistant.invoke(Question(f"{QUESTIONS[0]} Ja?"))
    assert [citation.quote for citation in after.citations] == [citation.quote for citation in before.citations] != []
    assert not asked_the_server(assistant.index)


# --- Settings, and what may be at the address -------------------------------------------------------------------------


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
