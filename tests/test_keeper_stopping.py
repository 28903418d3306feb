"""The keeper's work in the tab 'Bronnen': how far it is, stopping it, and two that are at work at once."""

# ruff: noqa: F811 - a fixture is imported, and a test takes it by its name

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from filelock import FileLock
from keeping import (  # noqa: F401 - fixtures
    NEW,
    SECRET,
    all_of,
    change,
    check,
    in_use,
    keeper,
    keeper_of,
    online,
    said,
    settings,
    words,
)
from website import Site, site  # noqa: F401 - a fixture

from ingest import store
from ingest.download import Limits
from ingest.settings import Settings
from ui.keeper import BUSY, CHANGES, NO_CHANGE, NOT_COMPARED, NOTHING_TO_STOP, STOPPED_FETCHING, WRONG, Keeper
from ui.work import STOPPED, Outcome, bar


def stopped(keeper: Keeper, begin: Callable[[], AsyncIterator[Outcome]], busy: threading.Event, go_on: Any) -> Outcome:
    """What comes of it when the keeper stops it once it is `busy`."""

    async def run() -> Outcome:
        task = asyncio.create_task(all_of(begin()))
        await asyncio.to_thread(busy.wait, 20)
        assert words((await all_of(keeper.stop("fout")))[-1].line) == WRONG
        stopping = asyncio.create_task(all_of(keeper.stop(SECRET)))
        await asyncio.sleep(0.3)
        go_on.set()
        of_stop, of_work = (await stopping)[-1], (await task)[-1]
        assert of_stop == of_work
        return of_work

    return asyncio.run(run())


def test_stopping_while_text_is_embedded_leaves_nothing(keeper, settings, toy, monkeypatch) -> None:
    change(settings)
    folders = set(store.indexes_dir(settings.data_dir).iterdir())
    busy, go_on, encode = threading.Event(), threading.Event(), toy.encode_passages

    def slow(texts: Any, progress: Any) -> Any:
        busy.set()
        go_on.wait(20)
        progress(1, 2)
        return encode(texts)

    monkeypatch.setattr(toy, "encode_passages", slow)
    outcome = stopped(keeper, lambda: keeper.check(SECRET, False, False), busy, go_on)
    assert (words(outcome.line), outcome.checked) == (STOPPED, "")
    assert set(store.indexes_dir(settings.data_dir).iterdir()) == folders


def test_stopping_while_pages_are_fetched_asks_no_other_page(online: Settings, site: Site) -> None:
    busy, go_on, before = threading.Event(), threading.Event(), in_use(online)
    answer = site.answers["/hulp"]

    def slow(handler: Any) -> None:
        busy.set()
        go_on.wait(20)
        answer(handler)  # type: ignore[operator]

    site.answers["/hulp"] = slow
    made = Keeper(online, keeper_of(online)._loaded, Limits(pause=0))
    outcome = stopped(made, lambda: made.check(SECRET, True, False), busy, go_on)
    assert words(outcome.line) == STOPPED_FETCHING
    assert site.paths() == ["/robots.txt", "/hulp"]
    assert in_use(online) == before
    assert NEW in (online.corpus_dir / "hulp.md").read_text("utf-8")


def test_stopping_while_answers_are_compared_keeps_the_rest(keeper, settings, monkeypatch) -> None:
    change(settings)
    busy, go_on = threading.Event(), threading.Event()
    from assistant.chain import Assistant

    ask = Assistant.invoke

    def slow(*args: Any, **more: Any) -> Any:
        busy.set()
        go_on.wait(20)
        return ask(*args, **more)

    monkeypatch.setattr(Assistant, "invoke", slow)
    outcome = stopped(keeper, lambda: keeper.check(SECRET, False, True), busy, go_on)
    assert words(outcome.line) == CHANGES
    assert NOT_COMPARED in words(outcome.report)
    assert "<del>4</del> <ins>6</ins>" in outcome.report
    assert said(keeper.take_over(SECRET, outcome.checked)).startswith("Overgenomen.")


def test_with_nothing_to_stop_that_is_said(keeper) -> None:
    assert said(keeper.stop(SECRET)) == NOTHING_TO_STOP


def test_a_second_keeper_is_told_at_once_that_someone_is_busy_and_sees_how_far_it_is(
    online: Settings, site: Site
) -> None:
    keeper, busy, go_on = keeper_of(online), threading.Event(), threading.Event()

    def slow(handler: Any) -> None:
        busy.set()
        go_on.wait(20)
        handler.send_error(500)

    site.answers["/robots.txt"] = slow

    async def two() -> tuple[list[Outcome], list[Outcome]]:
        first = asyncio.create_task(all_of(keeper.check(SECRET, True, False)))
        await asyncio.to_thread(busy.wait, 20)
        second = asyncio.create_task(all_of(keeper.take_over(SECRET, "x")))
        await asyncio.sleep(0.5)
        go_on.set()
        return await first, await second

    first, second = asyncio.run(two())
    assert words(second[0].line).startswith(f"{BUSY} Pagina’s ophalen: 0 van 3")
    assert second[-1] == first[-1]
    assert words(first[-1].line).startswith(NO_CHANGE)
    assert words(check(keeper).line) == NO_CHANGE


@pytest.mark.parametrize(
    ("lock", "fetch_first", "line"),
    [
        ("indexes/writer.lock", False, "Een ander proces werkt de index al bij. Probeer het straks opnieuw."),
        (".fetch.lock", True, "Er worden al pagina's opgehaald. Wacht tot dat klaar is."),
    ],
)
def test_a_command_that_is_at_work_is_told_in_one_line(
    online: Settings, lock: str, fetch_first: bool, line: str
) -> None:
    folder = online.corpus_dir if fetch_first else online.data_dir
    with FileLock(folder / lock):
        assert words(check(keeper_of(online), fetch_first).line) == line


def test_the_progress_is_a_bar_with_a_name_and_of_one_step_it_is_not_known_how_far() -> None:
    found = BeautifulSoup(bar("Tekst <omzetten>", 3, 8, "De {pagina}"), "html.parser")
    assert found.p.get_text(" ", strip=True) == "Tekst <omzetten>: 3 van 8 De {pagina}"
    assert found.progress.attrs == {"aria-label": "Tekst <omzetten>", "value": "3", "max": "8"}
    found = BeautifulSoup(bar("Taalmodel laden", 0, 1), "html.parser")
    assert (found.p.text, found.progress.attrs) == ("Taalmodel laden…", {"aria-label": "Taalmodel laden"})
