"""The chat window in a real browser: what a person sees and can do, and that nothing leaves the machine."""

import contextlib
import csv
import http.client
import io
import os
import re
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

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


def test_a_question_to_the_real_pages_shows_its_quote_marked_when_its_citation_is_clicked(
    browser: Browser, real_assistant: Any
) -> None:
    with served(lambda: real_assistant) as address:
        for page in opened(browser, address, DESKTOP):
            ask(page, "Voor wie is VoorZorg bedoeld?")
            expect(page.locator(".antwoord")).to_contain_text("niet langer dan 28 weken zwanger")
            link = page.locator(".antwoord :has-text('28 weken zwanger') > a.verwijzing").first
            link.click()
            mark = page.locator(str(link.get_attribute("href")))
            expect(mark).to_contain_text("niet langer dan 28 weken zwanger")
            expect(mark).to_have_class("gekozen")
            expect(mark).to_be_focused()
            expect(mark).to_be_in_viewport()
            expect(page.locator(".bron", has=mark)).to_contain_text("Richtlijn Kindermishandeling")
            website = page.locator(".bron", has=mark).get_by_role("link", name="website").first
            expect(website).to_have_attribute("href", contains("https://richtlijnenjeugdhulp.nl/", "#:~:text="))


def contains(*parts: str) -> re.Pattern[str]:
    """A pattern for text with these parts in this order."""
    return re.compile(".*".join(map(re.escape, parts)))


def test_the_page_is_dutch_and_says_what_it_is_and_is_not(page: Page) -> None:
    assert page.evaluate("document.documentElement.lang") == "nl"
    assert page.title() == "Wegwijzer"
    expect(page.get_by_role("heading", level=1)).to_have_text("Wegwijzer")
    expect(page.locator(".wat")).to_contain_text("geen advies over een kind of gezin")
    assert page.locator("footer").count() == 0


def test_an_example_question_is_asked_with_one_click(page: Page) -> None:
    example = page.locator("button.voorbeeld").first
    text = example.inner_text()
    example.click()
    expect(page.locator(".antwoord")).to_contain_text(f"Antwoord op {text}")
    expect(page.locator("button.voorbeeld").first).to_be_hidden()
    expect(page.get_by_label("Uw vraag")).to_have_value("")


def test_a_citation_works_with_the_keyboard_and_leads_back(page: Page) -> None:
    ask(page, "eerste")
    ask(page, "tweede")
    old = page.locator(".beurt").first
    expect(old.locator("mark")).to_be_hidden()
    old.locator("a.verwijzing").focus()
    page.keyboard.press("Enter")
    expect(old.locator("mark")).to_be_focused()
    expect(old.locator("mark")).to_have_class("gekozen")
    old.locator("a.terug").focus()
    page.keyboard.press("Enter")
    expect(old.locator("a.verwijzing")).to_be_focused()


def test_a_new_answer_is_announced_and_the_question_box_keeps_the_focus(page: Page) -> None:
    ask(page, "eerste")
    expect(page.locator("#aankondiging[aria-live=polite]")).to_contain_text("Antwoord op eerste")
    expect(page.get_by_label("Uw vraag")).to_be_focused()


def test_the_danger_card_comes_before_the_answer_and_can_be_called(page: Page) -> None:
    ask(page, "gevaar")
    card, body = page.locator(".gevaar").bounding_box(), page.locator(".antwoord").bounding_box()
    assert card and body and card["y"] + card["height"] <= body["y"]
    assert [link.get_attribute("href") for link in page.locator(".gevaar a").all()] == ["tel:112", "tel:08002000"]


def test_hostile_text_is_shown_as_text_and_never_runs(page: Page) -> None:
    ask(page, HOSTILE)
    ask(page, "vijandig")
    page.locator("a.verwijzing").last.click()
    page.wait_for_timeout(300)
    assert page.evaluate("window.pwned") is None
    for place in (".vraag", ".gevaar", ".antwoord", ".bron h3", ".bron .sectie", "mark"):
        expect(page.locator(f"#gesprek {place}", has_text="{{7*7}} ${window.pwned=1}").last).to_be_attached()
    assert page.locator("#gesprek :is(img, script, iframe)").count() == 0
    assert page.locator("#gesprek a[href*=javascript]").count() == 0


def test_an_error_is_one_dutch_line_and_the_conversation_goes_on(page: Page) -> None:
    ask(page, "model weg")
    ask(page, "kapot")
    lines = page.locator(".melding").all_inner_texts()
    assert lines[0] == "Het taalmodel is niet gevonden."
    assert lines[1] == "Er ging iets mis bij het beantwoorden van uw vraag. Probeer het nog eens."
    assert "geheim" not in page.content()
    ask(page, "verder")
    expect(page.locator(".antwoord")).to_contain_text("Antwoord op verder")


def test_not_in_the_sources_looks_different(page: Page) -> None:
    ask(page, "onbekend")
    expect(page.locator(".niet-in-bronnen")).to_contain_text("De bronnen zeggen hierover niets.")
    assert page.locator(".bronnen").count() == 0


def test_a_blank_question_is_not_asked(page: Page, scripted: Scripted) -> None:
    before = len(scripted.asked)
    page.get_by_label("Uw vraag").fill("   ")
    page.keyboard.press("Enter")
    page.wait_for_timeout(500)
    assert page.locator(".beurt").count() == 0
    assert len(scripted.asked) == before


def test_a_follow_up_carries_the_answers_of_its_own_conversation_only(
    browser: Browser, address: str, page: Page, scripted: Scripted
) -> None:
    ask(page, "eerste")
    ask(page, "kapot")
    for other in opened(browser, address, DESKTOP):
        ask(other, "van een ander")
        assert scripted.asked[-1].history == ()
    ask(page, "vervolg")
    assert [answer.question for answer in scripted.asked[-1].history] == ["eerste"]
    page.get_by_role("button", name="Nieuw gesprek").click()
    expect(page.locator(".beurt")).to_have_count(0)
    expect(page.locator("button.voorbeeld").first).to_be_visible()
    ask(page, "opnieuw")
    assert scripted.asked[-1].history == ()


def test_one_slow_answer_holds_up_nobody_else_and_a_new_conversation_drops_it(
    browser: Browser, address: str, page: Page, scripted: Scripted
) -> None:
    page.get_by_label("Uw vraag").fill("langzaam")
    page.keyboard.press("Enter")
    expect(page.locator(".bezig")).to_have_text("De bronnen worden doorzocht…")
    try:
        for other in opened(browser, address, DESKTOP):
            ask(other, "snel")
        page.get_by_role("button", name="Nieuw gesprek").click()
        expect(page.locator(".beurt")).to_have_count(0)
    finally:
        scripted.release.set()
    page.wait_for_timeout(800)
    expect(page.locator(".beurt")).to_have_count(0)
    ask(page, "daarna")
    expect(page.locator(".beurt")).to_have_count(1)
    assert scripted.asked[-1].history == ()


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


def test_on_a_phone_the_sources_stand_below_the_answer_and_nothing_sticks_out(phone: Page) -> None:
    ask(phone, "tabel")
    answer, found = phone.locator(".antwoord").bounding_box(), phone.locator(".bronnen").bounding_box()
    assert answer and found and answer["y"] + answer["height"] <= found["y"]
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    phone.locator("a.verwijzing").click()
    expect(phone.locator("mark")).to_be_in_viewport()
    expect(phone.locator("a.terug")).to_be_visible()


def test_on_a_phone_a_table_row_is_a_card_with_the_column_names(phone: Page) -> None:
    ask(phone, "tabel")
    first, second = (phone.locator(".antwoord td").nth(at).bounding_box() for at in (0, 1))
    assert first and second and second["y"] >= first["y"] + first["height"]
    label = "cell => getComputedStyle(cell, '::before').content"
    assert phone.locator(".antwoord td").nth(1).evaluate(label) == '"Voor wie"'


def test_on_a_desktop_the_sources_stand_beside_the_answer(page: Page) -> None:
    ask(page, "tabel")
    answer, found = page.locator(".antwoord").bounding_box(), page.locator(".bronnen").bounding_box()
    assert answer and found and answer["x"] + answer["width"] <= found["x"]
    assert page.locator(".antwoord td").nth(1).evaluate("cell => getComputedStyle(cell, '::before').content") == "none"


def test_dark_mode_has_light_letters_on_a_dark_ground(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport=DESKTOP, color_scheme="dark")  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address)
    ask(page, "eerste")
    brightness = """element => {
        const sum = (colour) => colour.match(/\\d+/g).slice(0, 3).reduce((a, b) => a + Number(b), 0);
        const style = getComputedStyle(element);
        return [sum(style.color), sum(style.backgroundColor)];
    }"""
    letters, ground = page.locator(".antwoord").evaluate(brightness)
    assert letters > 550 > 200 > ground
    context.close()


def names_shown(page: Page) -> list[str]:
    """The first word or two of the names in the tab that are not filtered away."""
    return [" ".join(name.split()[:2]) for name in page.locator(".interventies > li:visible .naam").all_text_contents()]


def open_catalogue(page: Page) -> None:
    page.get_by_role("tab", name="Interventies").click()
    expect(page.locator(".interventies > li").first).to_be_visible(timeout=20_000)


A, B, C, BAD = "Programma A", "Café B", "Programma C", "<script>window.pwned=1</script> <img"


def test_the_tab_shows_all_interventions_and_filters_them(page: Page) -> None:
    open_catalogue(page)
    assert names_shown(page) == [A, B, C, BAD]
    page.get_by_label("Soort hulp").select_option("Groep")
    assert names_shown(page) == [B, C, BAD]
    page.get_by_label("Oordeel databank").select_option("De bron geeft geen oordeel")
    assert names_shown(page) == [C]
    expect(page.locator(".telling[role=status]")).to_have_text("1 van 4 interventies.")
    page.get_by_role("button", name="Wis filters").click()
    assert names_shown(page) == [A, B, C, BAD]
    expect(page.get_by_label("Zoeken", exact=True)).to_be_focused()


@pytest.mark.parametrize(("age", "names"), [("0", [A]), ("4", [A, BAD]), ("5", [B, BAD]), ("6", [B]), ("26", [B])])
def test_an_age_in_years_shows_those_for_any_month_of_that_year(page: Page, age: str, names: list[str]) -> None:
    open_catalogue(page)
    page.get_by_label("Leeftijd in jaren").fill(age)
    assert names_shown(page) == names
    expect(page.locator(".telling")).to_contain_text("Bij 1 andere vermeldt de bron geen leeftijd.")


@pytest.mark.parametrize("age", ["140", "-3", "4.5"])
def test_an_age_that_cannot_be_is_said_and_filters_nothing(page: Page, age: str) -> None:
    open_catalogue(page)
    page.get_by_label("Leeftijd in jaren").fill(age)
    assert names_shown(page) == [A, B, C, BAD]
    expect(page.locator(".telling")).to_have_text(contains("4 interventies.", "heel getal in, van 0 tot en met 26"))


def test_words_are_searched_without_regard_to_case_or_accents(page: Page) -> None:
    open_catalogue(page)
    page.get_by_label("Zoeken", exact=True).fill("ZO werkt cafe")
    assert names_shown(page) == [B]
    page.get_by_label("Zoeken", exact=True).fill("zwemles")
    assert names_shown(page) == []
    expect(page.locator(".geen")).to_be_visible()
    expect(page.get_by_role("button", name="Download als CSV")).to_be_disabled()


def test_a_row_opens_its_record_with_the_keyboard(page: Page) -> None:
    open_catalogue(page)
    row = page.locator(".interventies > li").first
    expect(row.locator("blockquote").first).to_be_hidden()
    row.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(row.locator("blockquote").first).to_have_text(f"{PASSAGE} Zo werkt {A}.")
    expect(row.locator(".vindplaats")).to_contain_text("De pagina › Hulp")
    link = row.get_by_role("link", name="Open op de website").first
    expect(link).to_have_attribute("href", "https://nergens.example/p#:~:text=Bel%20eerst.")


def test_hostile_words_in_a_record_are_shown_as_text(page: Page) -> None:
    open_catalogue(page)
    page.locator(".interventies summary").last.click()
    expect(page.locator(".interventies > li").last).to_contain_text("{{7*7}} ${window.pwned=1}")
    assert page.evaluate("window.pwned") is None
    assert page.locator(".catalogus :is(img, script, iframe)").count() == 0


def test_the_download_holds_the_rows_that_are_shown(page: Page) -> None:
    open_catalogue(page)
    page.get_by_label("Soort hulp").select_option("Groep")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download als CSV").click()
    assert download.value.suggested_filename == "interventies.csv"
    text = Path(download.value.path()).read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert [row["Naam"] for row in rows] == ["Café B", "Programma C", HOSTILE]
    assert rows[0]["Vanaf (maanden)"] == "60"
    assert rows[2]["Niveau databank"] == "'=2+5"


def test_a_new_conversation_is_shown_at_once_from_the_other_tab(page: Page) -> None:
    ask(page, "eerste")
    open_catalogue(page)
    page.get_by_role("button", name="Nieuw gesprek").click()
    expect(page.get_by_label("Uw vraag")).to_be_visible()
    expect(page.locator(".beurt")).to_have_count(0)


def test_going_to_the_other_tab_and_back_keeps_the_conversation_and_the_filters(page: Page) -> None:
    ask(page, "eerste")
    open_catalogue(page)
    page.get_by_label("Soort hulp").select_option("Huisbezoek")
    page.get_by_role("tab", name="Vragen").click()
    expect(page.locator(".antwoord")).to_contain_text("Antwoord op eerste")
    page.get_by_role("tab", name="Interventies").click()
    assert names_shown(page) == [A, C]


def test_a_judgement_in_an_answer_is_a_badge_with_a_legend(page: Page) -> None:
    ask(page, "oordeel")
    expect(page.locator("td .badge")).to_have_text("Erkenning verlopen")
    expect(page.locator("td", has=page.locator(".badge"))).to_have_text("Erkenning verlopen, ooit goed onderbouwd.")
    legend = page.locator("#gesprek .legenda")
    expect(legend.locator("dl").first).to_be_hidden()
    legend.locator("summary").click()
    expect(legend.locator("dt .badge").first).to_have_text("effectief volgens sterke aanwijzingen")


def test_the_tab_fits_on_a_phone(phone: Page) -> None:
    open_catalogue(phone)
    phone.locator(".interventies summary").first.click()
    phone.locator(".interventies summary").last.click()
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
