"""The chat window in a real browser: a question, how its answer is shown, and the conversation that goes on."""

# ruff: noqa: F811 - a fixture is imported, and a test takes it by its name

from typing import Any

from playwright.sync_api import Browser, Page, expect
from window import (  # noqa: F401 - fixtures
    DESKTOP,
    HOSTILE,
    PHONE,
    Scripted,
    address,
    ask,
    browser,
    contains,
    opened,
    page,
    phone,
    scripted,
    served,
)


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


# --- How it looks on a desktop and on a phone ---------------------------------------------------------------------


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


def test_a_judgement_in_an_answer_is_a_badge_with_a_legend(page: Page) -> None:
    ask(page, "oordeel")
    expect(page.locator("td .badge")).to_have_text("Erkenning verlopen")
    expect(page.locator("td", has=page.locator(".badge"))).to_have_text("Erkenning verlopen, ooit goed onderbouwd.")
    legend = page.locator("#gesprek .legenda")
    expect(legend.locator("dl").first).to_be_hidden()
    legend.locator("summary").click()
    expect(legend.locator("dt .badge").first).to_have_text("effectief volgens sterke aanwijzingen")
