"""The keeper's work in the tab 'Bronnen': fetching, looking, removing, taking over, going back, stopping."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import Future
from dataclasses import astuple
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from filelock import FileLock
from playwright.sync_api import Browser, expect
from playwright.sync_api import Page as Window
from test_sources_tab import HELP, NEW, OLD, SECRET, change, open_sources, settings  # noqa: F401 - fixtures
from test_window import DESKTOP, PHONE, browser, opened  # noqa: F401 - a fixture
from test_window import served as serve_window
from website import Site, serving, with_marks

from assistant.chain import load_assistant
from ingest import store
from ingest.download import Limits
from ingest.history import history
from ingest.keeping import last_checks
from ingest.pipeline import ingest
from ingest.settings import Settings
from ui.keeper import (
    ASK_FIRST,
    BUSY,
    CANCELLED,
    CHANGES,
    CHECK_FIRST,
    NO_CHANGE,
    NOT_COMPARED,
    NOTHING_TO_STOP,
    STOPPED_FETCHING,
    WRONG,
    Keeper,
)
from ui.live import Live
from ui.work import STOPPED, Outcome, bar

QUICK = Limits(seconds=2, read_seconds=1, connect_seconds=1, pause=0)


def keeper_of(made: Settings) -> Keeper:
    loaded: Future[Live] = Future()
    loaded.set_result(Live(load_assistant(made), made))
    return Keeper(made, loaded, QUICK)


@pytest.fixture
def keeper(settings: Settings) -> Keeper:  # noqa: F811
    return keeper_of(settings)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as made:
        yield made


@pytest.fixture
def online(settings: Settings, site: Site) -> Settings:  # noqa: F811
    """The corpus with three pages that have an address: a changed one, one that is gone, one behind a login."""
    register = "".join(
        f'[{slug}]\ntitle = "{title}"\nurl = "{site.url("/" + slug)}"\n'
        for slug, title in (("hulp", "De hulp"), ("fietsen", "Het fietsen"), ("zwemmen", "Het zwemmen"))
    )
    (settings.corpus_dir / "register.toml").write_text(register, "utf-8")
    ingest(settings)
    site.answers["/hulp"] = with_marks(HELP.replace(OLD, NEW).encode())
    site.answers["/zwemmen"] = b"<html><body><h1>Inloggen</h1><input type=password></body></html>"
    return settings.model_copy(update={"fetch_allowed_hosts": f"127.0.0.1:{site.port}"})


def words(html: str) -> str:
    return BeautifulSoup(html, "html.parser").get_text(" ", strip=True)


async def all_of(outcomes: AsyncIterator[Outcome]) -> list[Outcome]:
    return [shown async for shown in outcomes]


def last(outcomes: AsyncIterator[Outcome]) -> Outcome:
    """What came of it in the end."""
    return asyncio.run(all_of(outcomes))[-1]


def said(outcomes: AsyncIterator[Outcome]) -> str:
    return words(last(outcomes).line)


def check(keeper: Keeper, fetch_first: bool = False, compare: bool = False) -> Outcome:
    return last(keeper.check(SECRET, fetch_first, compare))


def in_use(made: Settings) -> Path | None:
    return store.current_folder(made.data_dir)


# --- The password -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("password", ["", None, "een goed geheim ", "x" * 10_000, "\ud800"])
def test_a_wrong_password_opens_nothing_and_takes_a_second(keeper, settings, password, caplog) -> None:  # noqa: F811
    change(settings)
    before, started = in_use(settings), time.monotonic()
    outcome = last(keeper.take_over(password, "x"))
    assert (words(outcome.line), *astuple(outcome)[1:]) == (WRONG, None, None, None, None, False)
    assert time.monotonic() - started >= 1
    assert in_use(settings) == before
    assert caplog.text == ""


def test_guesses_at_the_same_time_wait_for_each_other(keeper) -> None:
    async def guess() -> None:
        await asyncio.gather(*(all_of(keeper.check(f"fout {number}", False, False)) for number in range(3)))

    started = time.monotonic()
    asyncio.run(guess())
    assert time.monotonic() - started >= 3


@pytest.mark.parametrize("action", ["check", "remove", "take_over", "ask_back", "back", "stop"])
def test_without_a_password_in_the_settings_none_is_right(small_settings: Settings, action: str) -> None:
    values: dict[str, tuple[Any, ...]] = {
        "check": (True, True),
        "remove": (("hulp",),),
        "take_over": ("x",),
        "back": ("x",),
    }
    made = Keeper(small_settings, Future())
    assert said(getattr(made, action)("", *values.get(action, ()))) == WRONG


# --- Looking and taking over --------------------------------------------------------------------------------------


def test_a_check_shows_what_differs_and_changes_nothing(keeper, settings) -> None:  # noqa: F811
    outcome = check(keeper)
    assert (words(outcome.line), outcome.report, outcome.checked) == (NO_CHANGE, "", "")
    before = in_use(settings)
    change(settings)
    outcome = check(keeper)
    assert words(outcome.line) == CHANGES
    assert "<del>4</del> <ins>6</ins>" in outcome.report
    assert "Antwoorden" not in outcome.report  # these are not compared here
    assert outcome.checked
    assert in_use(settings) == before


def test_only_what_was_looked_at_is_taken_over(keeper, settings) -> None:  # noqa: F811
    before = in_use(settings)
    change(settings)
    assert said(keeper.take_over(SECRET, "")) == CHECK_FIRST
    checked = check(keeper).checked
    change(settings, NEW, "tieners")
    assert "weer veranderd" in said(keeper.take_over(SECRET, checked))
    assert in_use(settings) == before
    change(settings, "tieners", NEW)
    assert said(keeper.take_over(SECRET, checked)).startswith(f"Overgenomen. In gebruik is nu index {checked}")
    assert store.read_manifest(in_use(settings))["id"] == checked


def test_the_answers_are_compared_only_when_that_is_asked(keeper, settings) -> None:  # noqa: F811
    (settings.corpus_dir / "hulp.html").write_text(HELP.replace("Niet erkend.", "Goed onderbouwd."), "utf-8")
    report = BeautifulSoup(check(keeper, compare=True).report, "html.parser")
    (heading,) = (one.text for one in report.select("h2") if one.text.startswith("Antwoorden"))
    asked = {one.summary.small.text.split(", ")[1]: one.p.text for one in report.select("details")}
    assert heading.startswith(f"Antwoorden ({len(asked)} van ")
    assert "Sterk Samen" in asked["interventies-lijst-05"]  # how many are goed onderbouwd


# --- Fetching -----------------------------------------------------------------------------------------------------


def test_pages_are_fetched_first_and_what_asks_for_attention_comes_on_top(online: Settings) -> None:
    keeper, before = keeper_of(online), in_use(online)
    outcome = check(keeper, fetch_first=True)
    assert words(outcome.line) == (
        f"{CHANGES} Niet opgehaald: 1 pagina; hieronder staat waarom. Niet meer op de website: 1 pagina."
    )
    lines = [item.text for item in BeautifulSoup(outcome.report, "html.parser").select(".opgehaald li")]
    assert [line.partition(":")[0] for line in lines] == ["Het fietsen", "Het zwemmen", "De hulp"]
    assert lines[0] == "Het fietsen: De site heeft deze pagina niet meer (404)."
    assert "vraagt om in te loggen" in lines[1]
    assert "oordeel" not in words(outcome.report)
    assert "leeftijd (afgeleid)" in words(outcome.report)
    assert (outcome.gone, in_use(online)) == (("fietsen",), before)
    assert (online.corpus_dir / "fietsen.md").exists()
    assert last_checks(online.corpus_dir).keys() == {"hulp"}
    assert said(keeper.take_over(SECRET, outcome.checked)).startswith("Overgenomen.")


def test_a_page_that_is_gone_is_removed_only_when_that_is_asked(online: Settings) -> None:
    keeper = keeper_of(online)
    gone = check(keeper, fetch_first=True).gone
    outcome = last(keeper.remove(SECRET, gone))
    assert words(outcome.line) == (
        f"Uit de map gehaald: fietsen. De bestanden staan nog in de map originals. {CHANGES}"
    )
    assert "verwijderde pagina, fietsen" in words(outcome.report)
    assert outcome.gone == ()
    assert not (online.corpus_dir / "fietsen.md").exists()
    assert (online.corpus_dir / "originals/fietsen.gone.md").exists()
    assert "fietsen" in load_assistant(online).index.pages
    last(keeper.take_over(SECRET, outcome.checked))
    assert "fietsen" not in load_assistant(online).index.pages


def test_without_a_network_every_page_has_its_line_and_it_ends_soon(online: Settings) -> None:
    offline = online.model_copy(update={"fetch_allowed_hosts": ""})
    started = time.monotonic()
    outcome = check(keeper_of(offline), fetch_first=True)
    assert time.monotonic() - started < 5
    assert words(outcome.line) == f"{NO_CHANGE} Niet opgehaald: 3 pagina’s; hieronder staat waarom."
    assert len(BeautifulSoup(outcome.report, "html.parser").select("li[data-uitkomst=failed]")) == 3


# --- Stopping, and two at once ------------------------------------------------------------------------------------


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


def test_stopping_while_text_is_embedded_leaves_nothing(keeper, settings, toy, monkeypatch) -> None:  # noqa: F811
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


def test_stopping_while_answers_are_compared_keeps_the_rest(keeper, settings, monkeypatch) -> None:  # noqa: F811
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


# --- Going back ---------------------------------------------------------------------------------------------------


def test_going_back_says_first_where_to_and_goes_there_and_nowhere_else(keeper, settings) -> None:  # noqa: F811
    first = in_use(settings)
    for new in ("tieners", "baby’s"):
        change(settings, OLD if new == "tieners" else "tieners", new)
        last(keeper.take_over(SECRET, check(keeper).checked))
    newest, middle, oldest = history(settings)
    before = in_use(settings)
    outcome = last(keeper.ask_back(SECRET))
    assert outcome.back_to == middle.id
    assert words(outcome.line).startswith(f"U gaat terug naar index {middle.id}, gemaakt op ")
    assert "4 pagina’s, 5 passages, 1 interventie. Nu in gebruik is index " + newest.id in words(outcome.line)
    assert in_use(settings) == before
    assert said(keeper.back(SECRET, "")) == ASK_FIRST
    assert words(keeper.cancel().line) == CANCELLED
    assert in_use(settings) == before
    # What was shown is what is put back, also when another index came into use in between.
    assert said(keeper.back(SECRET, oldest.id)).startswith(f"Teruggezet. In gebruik is nu index {oldest.id}")
    assert in_use(settings) == first


def test_with_no_earlier_index_there_is_nothing_to_go_back_to(keeper) -> None:
    outcome = last(keeper.ask_back(SECRET))
    assert (outcome.back_to, "geen eerdere index" in words(outcome.line)) == ("", True)


def test_what_was_rolled_back_comes_again_only_after_a_look_that_says_so(keeper, settings) -> None:  # noqa: F811
    change(settings)
    last(keeper.take_over(SECRET, check(keeper).checked))
    assert said(keeper.back(SECRET, last(keeper.ask_back(SECRET)).back_to)).startswith("Teruggezet.")
    outcome = check(keeper)
    assert "Van deze pagina’s komt een teruggedraaide versie terug: hulp." in outcome.report
    assert said(keeper.take_over(SECRET, outcome.checked)).startswith("Overgenomen.")


# --- In the browser -----------------------------------------------------------------------------------------------


@pytest.fixture
def window(browser: Browser, settings: Settings) -> Iterator[Window]:  # noqa: F811
    with serve_window(lambda: load_assistant(settings), settings) as address:
        yield from opened(browser, address, DESKTOP)


def press(page: Window, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def expect_line(page: Window, line: str) -> None:
    expect(page.locator("#voortgang")).to_contain_text(line, timeout=20_000)


def test_the_keeper_checks_takes_over_and_goes_back(window: Window, settings: Settings) -> None:  # noqa: F811
    open_sources(window)
    expect(window.get_by_label("Haal de pagina’s eerst op")).not_to_be_checked()  # no page has an address
    expect(window.get_by_role("button", name="Overnemen")).to_be_disabled()
    window.get_by_label("Wachtwoord").fill("fout")
    press(window, "Controleer op wijzigingen")
    expect_line(window, WRONG)
    window.get_by_label("Wachtwoord").fill(SECRET)
    change(settings, "een uur.", "twee uur. <img src=x onerror='window.pwned=1'> {{7*7}}")
    press(window, "Controleer op wijzigingen")
    expect_line(window, CHANGES)
    expect(window.locator("#aankondiging")).to_contain_text(CHANGES)
    expect(window.locator("#verslag ins").first).to_contain_text("twee")
    expect(window.locator("#verslag")).to_contain_text("{{7*7}}")
    assert window.locator("#verslag img").count() == 0
    assert window.evaluate("window.pwned") is None
    size = window.locator(".paginalijst > li").last.locator("dd").nth(3)
    before = size.inner_text()
    press(window, "Overnemen")
    expect_line(window, "Overgenomen.")
    expect(size).not_to_have_text(before)
    expect(window.get_by_role("button", name="Overnemen")).to_be_disabled()
    press(window, "Terug")
    expect_line(window, "U gaat terug naar index")
    press(window, "Annuleren")
    expect_line(window, CANCELLED)
    expect(window.get_by_role("button", name="Ja, zet die index terug")).to_be_hidden()
    press(window, "Terug")
    press(window, "Ja, zet die index terug")
    expect_line(window, "Teruggezet.")
    expect(size).to_have_text(before)
    assert SECRET not in window.content()


@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_fetching_shows_a_bar_can_be_stopped_and_removes_only_on_request(
    browser: Browser,  # noqa: F811
    online: Settings,
    site: Site,
    screen: Any,
) -> None:
    go_on, answer = threading.Event(), site.answers["/hulp"]

    def slow(handler: Any) -> None:
        go_on.wait(20)
        answer(handler)  # type: ignore[operator]

    site.answers["/hulp"] = slow
    with serve_window(lambda: load_assistant(online), online) as address:
        for page in opened(browser, address, screen):
            open_sources(page)
            expect(page.get_by_label("Haal de pagina’s eerst op")).to_be_checked()
            page.get_by_label("Wachtwoord").fill(SECRET)
            press(page, "Controleer op wijzigingen")
            progress = page.get_by_role("progressbar", name="Pagina’s ophalen")
            expect(progress).to_be_visible()
            expect(page.locator("#voortgang")).to_contain_text("Pagina’s ophalen: 0 van 3 De hulp")
            assert progress.evaluate("bar => [bar.value, bar.max]") == [0, 3]
            for name in ("Controleer op wijzigingen", "Overnemen", "Terug"):
                expect(page.get_by_role("button", name=name, exact=True)).to_be_disabled()
            expect(page.get_by_role("button", name="Stoppen")).to_be_focused()
            page.keyboard.press("Enter")
            expect_line(page, "Wordt gestopt…")
            go_on.set()
            expect_line(page, STOPPED_FETCHING)
            checked = page.locator(".paginalijst > li", has_text="De hulp").locator("dd").nth(2)
            press(page, "Controleer op wijzigingen")
            expect_line(page, CHANGES)
            expect(checked).to_contain_text(" om ")
            expect(page.get_by_role("button", name="Controleer op wijzigingen")).to_be_focused()
            expect(page.locator(".opgehaald li").first).to_contain_text("De site heeft deze pagina niet meer (404).")
            assert page.evaluate("document.documentElement.scrollWidth") <= screen["width"]
            press(page, "Verwijder wat de site niet meer heeft")
            expect_line(page, "Uit de map gehaald: fietsen.")
            expect(page.get_by_role("button", name="Verwijder wat de site niet meer heeft")).to_be_hidden()
            press(page, "Overnemen")
            expect(page.locator(".paginalijst > li")).to_have_count(3)
