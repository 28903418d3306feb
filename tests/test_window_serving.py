"""The chat window in a real browser: while the model loads, and that nothing leaves the machine."""

# ruff: noqa: F811 - a fixture is imported, and a test takes it by its name

import http.client
import threading
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect
from window import (  # noqa: F401 - fixtures
    DESKTOP,
    Scripted,
    address,
    ask,
    browser,
    opened,
    page,
    scripted,
    served,
)

from ingest.errors import ModelError


def test_the_page_is_there_while_the_model_loads_and_the_question_waits(browser: Browser) -> None:
    loaded = threading.Event()

    def load() -> Scripted:
        loaded.wait(20)
        return Scripted()

    with served(load) as address:
        for page in opened(browser, address, DESKTOP):
            expect(page.locator("#stand")).to_contain_text("Het taalmodel wordt geladen…")
            page.get_by_label("Uw vraag").fill("geduld")
            page.get_by_role("button", name="Verstuur").click()
            expect(page.locator(".bezig")).to_have_text("Het taalmodel wordt geladen…")
            loaded.set()
            expect(page.locator(".antwoord")).to_contain_text("Antwoord op geduld")
            expect(page.locator("#stand")).not_to_contain_text("geladen")


def test_a_question_dropped_while_the_model_loads_does_not_stop_the_loading(browser: Browser) -> None:
    loaded, assistant = threading.Event(), Scripted()

    def load() -> Scripted:
        loaded.wait(20)
        return assistant

    with served(load) as address:
        for page in opened(browser, address, DESKTOP):
            page.get_by_label("Uw vraag").fill("toch niet")
            page.keyboard.press("Enter")
            expect(page.locator(".bezig")).to_be_visible()
            # The window is empty at once; that the question is dropped reaches the server a moment later.
            with page.expect_response(lambda response: response.url.endswith("/cancel")):
                page.get_by_role("button", name="Nieuw gesprek").click()
            expect(page.locator(".beurt")).to_have_count(0)
            loaded.set()
            ask(page, "dan maar dit")
            expect(page.locator(".antwoord")).to_contain_text("Antwoord op dan maar dit")
            assert [question.text for question in assistant.asked] == ["dan maar dit"]


def test_a_model_that_cannot_be_loaded_is_said_in_one_line(browser: Browser) -> None:
    def load() -> Scripted:
        raise ModelError("Het taalmodel is niet gevonden. Zie de README.")

    with served(load) as address:
        for page in opened(browser, address, DESKTOP):
            expect(page.locator("#stand .fout")).to_have_text("Het taalmodel is niet gevonden. Zie de README.")
            ask(page, "iets")
            expect(page.locator(".melding")).to_have_text("Het taalmodel is niet gevonden. Zie de README.")


def test_nothing_is_asked_of_any_other_machine(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport=DESKTOP)  # type: ignore[arg-type]
    page = context.new_page()
    seen: list[str] = []
    page.on("request", lambda request: seen.append(request.url))
    page.on("websocket", lambda ws: seen.append(ws.url))
    page.goto(address)
    ask(page, "vijandig")
    ask(page, "tabel")
    context.close()
    hosts = {urlsplit(url).hostname for url in seen if not url.startswith("data:")}
    assert hosts == {"127.0.0.1"}
    assert len(seen) > 5


def test_the_policy_of_the_page_forbids_loading_from_elsewhere(page: Page) -> None:
    outcome = page.evaluate(
        """async () => {
            const blocked = new Promise((done) =>
                document.addEventListener("securitypolicyviolation", (event) => done(event.blockedURI)));
            new Image().src = "https://weg.example/p.png";
            return blocked;
        }"""
    )
    assert outcome == "https://weg.example/p.png"


@pytest.mark.parametrize(
    ("method", "path", "host", "status"),
    [
        ("GET", "/", None, 200),
        ("GET", "/", "aanvaller.example", 400),
        ("POST", "/gradio_api/upload", None, 404),
        ("POST", "/gradio_api/call/ask", None, 404),
        ("POST", "/gradio_api/run/ask", None, 404),
        ("GET", "/gradio_api/file=/etc/hostname", None, 404),
        ("GET", "/gradio_api/proxy=https://weg.example/", None, 404),
        ("GET", "/gradio_api/openapi.json", None, 404),
        ("GET", "/gradio_api/runs", None, 404),
        ("GET", "/monitoring", None, 404),
        ("GET", "/docs", None, 404),
    ],
)
def test_the_server_answers_only_what_the_window_needs(
    address: str, method: str, path: str, host: str | None, status: int
) -> None:
    place = urlsplit(address)
    connection = http.client.HTTPConnection(str(place.hostname), place.port, timeout=10)
    connection.request(method, path, headers={"Host": host or place.netloc})
    assert connection.getresponse().status == status
    connection.close()


def test_no_endpoint_is_offered_to_programs(page: Page, address: str) -> None:
    info = page.request.get(f"{address}/gradio_api/info").json()
    assert info == {"named_endpoints": {}, "unnamed_endpoints": {}}
