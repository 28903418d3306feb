"""What tests of the tab 'Bronnen' and the keeper's work in it share: pages to change, a keeper, and an open window."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from conftest import ToyEmbeddings
from playwright.sync_api import Browser, expect
from playwright.sync_api import Page as Window
from website import Site, with_marks
from window import DESKTOP, opened
from window import served as serve_window

from assistant.chain import load_assistant
from ingest import store
from ingest.download import Limits
from ingest.pipeline import ingest
from ingest.settings import Settings
from ui.keeper import Keeper
from ui.live import Live
from ui.work import Outcome

SECRET = "een goed geheim"
OLD, NEW = "kinderen van 0 tot 4 jaar", "kinderen van 0 tot 6 jaar"
HELP = (
    "<html><body><main><h1>Hulp</h1><h2>Preventie</h2><table>"
    "<tr><th>Interventie</th><th>Aanpak en doel</th><th>Doelgroep</th><th>Effectiviteit</th></tr>"
    f"<tr><td>Sterk Samen</td><td>Huisbezoek aan gezinnen.</td><td>Ouders met {OLD}.</td><td>Niet erkend.</td></tr>"
    "</table></main></body></html>"
)
QUICK = Limits(seconds=2, read_seconds=1, connect_seconds=1, pause=0)


def change(settings: Settings, old: str = OLD, new: str = NEW) -> None:
    """Replace `old` on the page that has it."""
    (file,) = (one for one in settings.corpus_dir.iterdir() if old in one.read_text("utf-8"))
    file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")


@pytest.fixture
def settings(small_corpus: Path, tmp_path: Path, toy: ToyEmbeddings) -> Settings:
    """The small corpus and a page with an intervention, read in, with a keeper."""
    (small_corpus / "hulp.html").write_text(HELP, "utf-8")
    made = Settings(corpus_dir=small_corpus, data_dir=tmp_path / "data", keeper_password=SECRET, _env_file=None)
    ingest(made)
    return made


def keeper_of(made: Settings) -> Keeper:
    loaded: Future[Live] = Future()
    loaded.set_result(Live(load_assistant(made), made))
    return Keeper(made, loaded, QUICK)


@pytest.fixture
def keeper(settings: Settings) -> Keeper:
    return keeper_of(settings)


@pytest.fixture
def online(settings: Settings, site: Site) -> Settings:
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


@pytest.fixture
def window(browser: Browser, settings: Settings) -> Iterator[Window]:
    with serve_window(lambda: load_assistant(settings), settings) as address:
        yield from opened(browser, address, DESKTOP)


def open_sources(page: Window) -> None:
    page.get_by_role("tab", name="Bronnen").click()
    expect(page.locator(".paginalijst > li").first).to_be_visible(timeout=20_000)
