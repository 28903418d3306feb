"""The tab 'Bronnen', the keeper's controls in it, and a new index that an open window takes up."""

# ruff: noqa: F811 - a fixture is imported, and a test takes it by its name

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from keeping import NEW, OLD, change, open_sources, settings, window  # noqa: F401 - fixtures
from playwright.sync_api import Browser, expect
from playwright.sync_api import Page as Window
from window import HOSTILE, PHONE, Scripted, ask, browser, opened  # noqa: F401 - a fixture
from window import served as serve_window

from assistant.answer import Question
from assistant.chain import load_assistant
from ingest import store
from ingest.changes import Changes, PageChange, PassageChange
from ingest.fetch_report import FetchReport, Outcome
from ingest.keeping import last_checks
from ingest.pipeline import Report, ingest
from ingest.records import Page
from ingest.settings import Settings
from ui.change_report import UpdateReport
from ui.live import Live
from ui.sources_tab import NO_DATE, NOT_CHECKED, moment, render_fetched, render_pages, render_update

QUESTION = "Voor wie is Sterk Samen bedoeld?"
TESTS = Path(__file__).resolve().parent


def ingest_elsewhere(settings: Settings) -> None:
    """An ingest in a process of its own, as the command line does it."""
    code = (
        "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[1])\n"
        "import ingest.embedding as embedding; from conftest import ToyEmbeddings\n"
        "embedding.load_embeddings = lambda settings: ToyEmbeddings()\n"
        "from ingest.pipeline import ingest; from ingest.settings import Settings\n"
        "ingest(Settings(corpus_dir=Path(sys.argv[2]), data_dir=Path(sys.argv[3]), _env_file=None))\n"
    )
    command = [sys.executable, "-c", code, str(TESTS), str(settings.corpus_dir), str(settings.data_dir)]
    done = subprocess.run(command, cwd=TESTS.parent, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr


# --- What the tab shows -------------------------------------------------------------------------------------------


def test_every_page_has_its_facts(settings: Settings) -> None:
    index = load_assistant(settings).index
    found = BeautifulSoup(render_pages(index.pages, index.passages, index.interventions, ""), "html.parser")
    assert [title.text for title in found.select("h3")] == ["Fietsen", "Hulp", "Lezen", "Zwemmen – Diploma"]
    facts = {row.dt.text: row.dd.text for row in found.select("li")[1].select("dl > div")}
    assert facts == {
        "Uitgever": "niet bekend",
        "Datum": NO_DATE,
        "Laatst gecontroleerd": NOT_CHECKED,
        "Omvang": f"{len(index.pages['hulp'].text)} tekens",
        "Passages": "1",
        "Interventies": "1",
    }


def test_a_page_shows_its_date_its_publisher_and_a_link() -> None:
    page = Page("p", "De pagina", "a" * 12345, (), "Uitgever X", "https://nergens.example/p?a=1&b=2", "2026-03-05")
    html = render_pages({"p": page}, (), (), "2026-03-06T12:00:00+00:00", {"p": "2026-03-07T12:00:00+00:00"})
    found = BeautifulSoup(html, "html.parser")
    publisher, copied, checked, size, *_ = (dd.text for dd in found.select("dd"))
    assert (publisher, copied, size) == ("Uitgever X", "5 maart 2026", "12.345 tekens")
    assert checked.startswith("7 maart 2026 om ")
    assert found.a["href"] == "https://nergens.example/p?a=1&b=2"
    told = found.select_one(".uitleg").text
    assert told.startswith("Wegwijzer zoekt in 1 pagina. De index is gemaakt op 6 maart 2026 om ")


@pytest.mark.parametrize("text", ["gisteren", "0001-01-01T00:00:00", "9999-12-31T23:59:59+00:00"])
def test_a_moment_that_is_no_moment_of_our_time_stays_as_it_is_or_is_a_day(text: str) -> None:
    assert moment(text) == text or " om " in moment(text)


@pytest.mark.parametrize(
    "content",
    [
        None,
        b"",
        b"kapot",
        b"\xff\xfe",
        b"[]",
        b'{"hulp": 3}',
        b'{"hulp": {"url": "u", "checked": 3}}',
        b"[" * 100_000,
    ],
)
def test_a_memory_of_checks_that_is_missing_or_damaged_counts_as_none(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "fetched.json").write_bytes(content)
    assert last_checks(tmp_path) == {}


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "http://[", "", None])
def test_only_a_web_address_becomes_a_link(url: str | None) -> None:
    assert "<a" not in render_pages({"p": Page("p", "De pagina", "", (), url=url)}, (), ())


def test_hostile_words_of_a_page_stay_text() -> None:
    page = Page("p", HOSTILE, HOSTILE, (), HOSTILE, HOSTILE, HOSTILE)
    html = render_pages({"p": page}, (), (), HOSTILE, {"p": HOSTILE})
    assert BeautifulSoup(html, "html.parser").find_all(["img", "script", "a"]) == []
    assert not set("{}$`") & set(html)


def test_hostile_words_in_a_report_stay_text() -> None:
    hostile = f"</body></h1>{HOSTILE}"
    changed = PageChange("changed", hostile, hostile, (hostile,), (), (PassageChange(hostile, "oud", hostile),))
    html = render_update(UpdateReport(Report(problems=(hostile,)), Changes((changed,)), remarks=(hostile,)))
    html += render_fetched(FetchReport((Outcome(hostile, "failed", hostile),), 1.0), {hostile: hostile})
    found = BeautifulSoup(html, "html.parser")
    assert found.find_all(["img", "script", "a", "style", "body", "h1"]) == []
    assert found.select_one("h3").text.startswith(hostile)
    assert not set("{}$`") & set(html)


# --- Taking up a new index ----------------------------------------------------------------------------------------


def until(true: Any, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_a_new_index_is_taken_up_while_the_old_one_answers(settings: Settings, monkeypatch: Any) -> None:
    first = load_assistant(settings)
    may_load = threading.Event()

    def slow(*args: Any) -> Any:
        may_load.wait(20)
        return load_assistant(*args)

    monkeypatch.setattr("assistant.chain.load_assistant", slow)
    live = Live(first, settings)
    assert OLD in live.invoke(Question(QUESTION)).body
    change(settings)
    ingest(settings)
    time.sleep(1.1)  # it looks at most once a second
    assert OLD in live.invoke(Question(QUESTION)).body
    may_load.set()
    until(lambda: live.index is not first.index)
    assert NEW in live.invoke(Question(QUESTION)).body
    assert live.index.embeddings is first.index.embeddings  # type: ignore[attr-defined]


def test_an_index_that_cannot_be_loaded_leaves_the_old_one_answering(settings: Settings, caplog: Any) -> None:
    live = Live(load_assistant(settings), settings)
    change(settings)
    ingest(settings)
    current = store.current_folder(settings.data_dir)
    assert current
    (current / "passages.json").write_text("kapot", "utf-8")
    live.renew()
    assert OLD in live.invoke(Question(QUESTION)).body
    assert "could not be loaded" in caplog.text


def test_a_data_folder_without_an_index_in_use_leaves_the_old_one_answering(settings: Settings) -> None:
    live = Live(load_assistant(settings), settings)
    (store.indexes_dir(settings.data_dir) / "CURRENT").unlink()
    live.renew()
    assert OLD in live.invoke(Question(QUESTION)).body


# --- In the browser -----------------------------------------------------------------------------------------------


def test_without_a_password_the_tab_has_pages_and_no_controls(browser: Browser) -> None:
    with serve_window(Scripted) as address:
        for page in opened(browser, address, PHONE):
            open_sources(page)
            expect(page.locator(".paginalijst > li")).to_contain_text(NO_DATE)
            link = page.locator(".paginalijst").get_by_role("link", name="Open op de website")
            expect(link).to_have_attribute("href", "https://nergens.example/p")
            assert page.locator("#beheer, input[type=password]").count() == 0
            assert page.get_by_role("button", name="Overnemen").count() == 0
            assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_an_open_window_answers_from_the_new_index_and_earlier_citations_still_open(
    window: Window, settings: Settings
) -> None:
    ask(window, QUESTION)
    expect(window.locator(".antwoord")).to_contain_text(OLD)
    change(settings)
    ingest_elsewhere(settings)
    for _ in range(5):
        window.wait_for_timeout(1100)
        ask(window, QUESTION)
        if NEW in window.locator(".antwoord").last.inner_text():
            break
    expect(window.locator(".antwoord").last).to_contain_text(NEW)
    first = window.locator(".beurt").first
    first.locator("a.verwijzing").first.click()
    expect(first.locator("mark.gekozen")).to_contain_text(OLD)
