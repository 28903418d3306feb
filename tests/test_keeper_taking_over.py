"""The keeper's work in the tab 'Bronnen': the password, fetching, looking, removing, taking over and going back."""

# ruff: noqa: F811 - a fixture is imported, and a test takes it by its name

from __future__ import annotations

import asyncio
import time
from concurrent.futures import Future
from dataclasses import astuple
from typing import Any

import pytest
from bs4 import BeautifulSoup
from keeping import (  # noqa: F401 - fixtures
    HELP,
    NEW,
    OLD,
    SECRET,
    all_of,
    change,
    check,
    in_use,
    keeper,
    keeper_of,
    last,
    online,
    said,
    settings,
    words,
)
from website import site  # noqa: F401 - a fixture

from assistant.chain import load_assistant
from ingest import store
from ingest.history import history
from ingest.keeping import last_checks
from ingest.settings import Settings
from ui.keeper import ASK_FIRST, CANCELLED, CHANGES, CHECK_FIRST, NO_CHANGE, WRONG, Keeper

# --- The password -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("password", ["", None, "een goed geheim ", "x" * 10_000, "\ud800"])
def test_a_wrong_password_opens_nothing_and_takes_a_second(keeper, settings, password, caplog) -> None:
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


def test_a_check_shows_what_differs_and_changes_nothing(keeper, settings) -> None:
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


def test_only_what_was_looked_at_is_taken_over(keeper, settings) -> None:
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


def test_the_answers_are_compared_only_when_that_is_asked(keeper, settings) -> None:
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


# --- Going back ---------------------------------------------------------------------------------------------------


def test_going_back_says_first_where_to_and_goes_there_and_nowhere_else(keeper, settings) -> None:
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


def test_what_was_rolled_back_comes_again_only_after_a_look_that_says_so(keeper, settings) -> None:
    change(settings)
    last(keeper.take_over(SECRET, check(keeper).checked))
    assert said(keeper.back(SECRET, last(keeper.ask_back(SECRET)).back_to)).startswith("Teruggezet.")
    outcome = check(keeper)
    assert "Van deze pagina’s komt een teruggedraaide versie terug: hulp." in outcome.report
    assert said(keeper.take_over(SECRET, outcome.checked)).startswith("Overgenomen.")
