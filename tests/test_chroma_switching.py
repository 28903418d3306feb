"""Several machines that share an index through a Chroma server: another index in use, and what a keeper does."""

# ruff: noqa: F811 - a fixture is imported, and a test takes it by its name

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import AsyncIterator
from concurrent.futures import Future
from typing import Any

import pytest
from chroma_server import BELL, NEW_PAGE, QUESTIONS, chroma, one, other, until  # noqa: F401 - fixtures
from pydantic import SecretStr

from assistant.answer import Question
from assistant.chain import load_assistant
from evals.answer_changes import Asked, compare_indexes
from ingest.errors import IndexBusyError
from ingest.history import history, rollback
from ingest.pipeline import ingest, open_current
from ingest.server import Server, State
from ingest.settings import Settings
from ui.cli import app
from ui.keeper import CHANGES, Keeper
from ui.live import Live
from ui.render import Turn, render_conversation
from ui.terminal import run

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


# --- What a keeper does -------------------------------------------------------------------------------------------


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
