"""The chat window in a real browser: the tab 'Interventies', and going from one tab to the other."""

# ruff: noqa: F811 - a fixture is imported, and a test takes it by its name

import csv
import io
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from window import (  # noqa: F401 - fixtures
    HOSTILE,
    PASSAGE,
    PHONE,
    address,
    ask,
    browser,
    contains,
    page,
    phone,
    scripted,
)


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


def test_the_tab_fits_on_a_phone(phone: Page) -> None:
    open_catalogue(phone)
    phone.locator(".interventies summary").first.click()
    phone.locator(".interventies summary").last.click()
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
