"""The chat window in a real browser, as tests of it share it: a scripted assistant, its server, and an open page.

A test that takes one of the fixtures imports those that it builds on too. The browser lasts for one test file: while it
runs no other event loop can, so it is not kept for the whole run.
"""

import contextlib
import os
import re
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect, sync_playwright

from assistant.answer import Answer, Citation, Question
from ingest.errors import ModelError
from ingest.index import Content
from ingest.records import AgeRange, Facet, Intervention, Quote
from ingest.records import Page as SourcePage
from ingest.settings import Settings
from ui.app import web_app

DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
PASSAGE = "Bel eerst. Blijf daarna bij het kind."
HOSTILE = (
    "<script>window.pwned=1</script> <img src=x onerror='window.pwned=1'> {{7*7}} ${window.pwned=1} "
    "![plaatje](https://weg.example/p.png) [hier](javascript:window.pwned=1)"
)
TABLE = "| Naam | Voor wie |\n|---|---|\n| Programma A [1] | ouders van jonge kinderen |\n"
JUDGED = (
    "| Interventie | Oordeel databank |\n|---|---|\n| Programma A [1] | Erkenning verlopen, ooit goed onderbouwd. |\n"
)


def record(name: str, low: int | None = None, high: int | None = None, level: str = "", *kinds: str) -> Intervention:
    """An intervention of page "p"; every quote has the same words."""
    words = Quote("p", 0, 10, PASSAGE[:10])
    return Intervention(
        name,
        "p",
        "Hulp",
        words,
        words,
        fields={"approach": Quote("p", 0, len(PASSAGE), f"{PASSAGE} Zo werkt {name}.")},
        ages=AgeRange(low, high, words) if low is not None or high is not None else None,
        kinds_of_help=tuple(Facet(kind, words) for kind in kinds),
        dej_level=Facet(level, words) if level else None,
    )


RECORDS = (
    record("Programma A", 0, 48, "goed onderbouwd", "huisbezoek"),
    record("Café B", 60, None, "niet erkend", "groep"),
    record("Programma C", None, None, "", "huisbezoek", "groep"),
    record(HOSTILE, 48, 71, "=2+5", "groep"),
)
PAGES = {"p": SourcePage("p", "De pagina", PASSAGE, (), url="https://nergens.example/p")}


class Scripted:
    """Answers by the words of the question, and remembers what it was asked."""

    index = Content(PAGES, (), RECORDS)

    def __init__(self) -> None:
        self.asked: list[Question] = []
        self.release = threading.Event()

    def invoke(self, question: Question, /) -> Answer:
        self.asked.append(question)
        first = Citation(
            1, PASSAGE[:10], "p", "De pagina", "Hulp", "https://nergens.example/p", 0, 10, "", PASSAGE[10:]
        )
        match question.text:
            case "model weg":
                raise ModelError("Het taalmodel is niet gevonden.")
            case "langzaam":
                self.release.wait(60)
            case "kapot":
                raise RuntimeError("geheim pad /home/x")
            case "gevaar":
                return Answer("gevaar", "answered", True, "Bel eerst. [1]", (first,), card="**Bel 112**, of 0800-2000.")
            case "vijandig":
                bad = Citation(1, HOSTILE, "p", HOSTILE, HOSTILE, "javascript:window.pwned=1", 0, len(HOSTILE))
                return Answer("vijandig", "answered", True, f"{HOSTILE} [1]", (bad,), card=HOSTILE)
            case "tabel":
                return Answer("tabel", "answered", False, TABLE, (first,))
            case "oordeel":
                return Answer("oordeel", "answered", False, JUDGED, (first,))
            case "onbekend":
                return Answer("onbekend", "not_in_sources", False, "De bronnen zeggen hierover niets.")
        return Answer(question.text, "answered", False, f"Antwoord op {question.text}: Bel eerst. [1]", (first,))


@contextlib.contextmanager
def served(load: Callable[[], Any], settings: Settings | None = None) -> Iterator[str]:
    """The window's address while it is served in a thread."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(
        uvicorn.Config(web_app(load, settings=settings), log_level="error", timeout_graceful_shutdown=1)
    )
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(20)
        listener.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        assert not os.environ.get("CI"), "the window must be tested, and there is no Chromium"
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture(scope="module")
def scripted() -> Scripted:
    return Scripted()


@pytest.fixture(scope="module")
def address(scripted: Scripted) -> Iterator[str]:
    with served(lambda: scripted) as found:
        yield found


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    yield from opened(browser, address, DESKTOP)


@pytest.fixture
def phone(browser: Browser, address: str) -> Iterator[Page]:
    yield from opened(browser, address, PHONE)


def opened(browser: Browser, address: str, size: Any) -> Iterator[Page]:
    context = browser.new_context(viewport=size, reduced_motion="reduce")
    page = context.new_page()
    page.goto(address)
    expect(page.get_by_label("Uw vraag")).to_be_visible(timeout=20_000)
    yield page
    context.close()


def ask(page: Page, text: str) -> None:
    """Type a question, press Enter and wait for what comes of it."""
    number = page.locator(".beurt").count() + 1
    page.get_by_label("Uw vraag").fill(text)
    page.keyboard.press("Enter")
    expect(page.locator(f"#gesprek .beurt[data-stand=klaar] #vraag-{number}")).to_be_attached(timeout=20_000)


def contains(*parts: str) -> re.Pattern[str]:
    """A pattern for text with these parts in this order."""
    return re.compile(".*".join(map(re.escape, parts)))
