"""The keeper's work in the tab 'Bronnen', in a real browser: the buttons, the progress and what the tab shows then."""

# ruff: noqa: F811 - a fixture is imported, and a test takes it by its name

from __future__ import annotations

import threading
from typing import Any

import pytest
from keeping import SECRET, change, online, open_sources, settings, window  # noqa: F401 - fixtures
from playwright.sync_api import Browser, expect
from playwright.sync_api import Page as Window
from website import Site, site  # noqa: F401 - a fixture
from window import DESKTOP, PHONE, browser, opened  # noqa: F401 - a fixture
from window import served as serve_window

from assistant.chain import load_assistant
from ingest.settings import Settings
from ui.keeper import CANCELLED, CHANGES, STOPPED_FETCHING, WRONG


def press(page: Window, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def expect_line(page: Window, line: str) -> None:
    expect(page.locator("#voortgang")).to_contain_text(line, timeout=20_000)


def test_the_keeper_checks_takes_over_and_goes_back(window: Window, settings: Settings) -> None:
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
    browser: Browser,
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
