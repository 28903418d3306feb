from __future__ import annotations

import re

import pytest

from assistant.card import card, contacts
from assistant.danger import KINDS, Danger

EMERGENCY, VEILIG_THUIS = "[112](tel:112)", "[0800-2000](tel:08002000)"
KINDERTELEFOON, SUICIDE = "[0800-0432](tel:08000432)", "[113](tel:113) of [0800-0113](tel:08000113)"


def test_no_danger_has_no_card() -> None:
    assert card(Danger()) == ""


@pytest.mark.parametrize(
    ("kinds", "shown", "absent"),
    [
        (("acute",), [EMERGENCY, VEILIG_THUIS], [KINDERTELEFOON, SUICIDE]),
        (("suspicion",), [EMERGENCY, VEILIG_THUIS], [KINDERTELEFOON, SUICIDE]),
        (("disclosure", "child"), [EMERGENCY, VEILIG_THUIS, KINDERTELEFOON], [SUICIDE]),
        (("child",), [EMERGENCY, VEILIG_THUIS, KINDERTELEFOON], [SUICIDE]),
        (("suicide",), [EMERGENCY, SUICIDE], [VEILIG_THUIS, KINDERTELEFOON]),
        (("child", "suicide"), [EMERGENCY, SUICIDE, KINDERTELEFOON], [VEILIG_THUIS]),
        (("disclosure", "child", "suicide"), [EMERGENCY, SUICIDE, VEILIG_THUIS, KINDERTELEFOON], []),
    ],
)
def test_only_the_numbers_that_fit_are_shown(kinds: tuple[str, ...], shown: list[str], absent: list[str]) -> None:
    text = card(Danger(kinds))
    assert [link for link in shown if link not in text] == []
    assert [link for link in absent if link in text] == []


@pytest.mark.parametrize("kind", KINDS)
def test_112_comes_before_every_other_number(kind: str) -> None:
    assert re.findall(r"\]\(tel:(\d+)\)", card(Danger((kind,))))[0] == "112"


def test_a_child_is_spoken_to_with_je_and_an_adult_with_u() -> None:
    child, adult = card(Danger(("child", "suicide"))), card(Danger(("suicide",)))
    assert "Je hoeft" in child and not re.search(r"\bu(w|zelf)?\b", child, re.IGNORECASE)
    assert "U hoeft" in adult and not re.search(r"\bj(e|ij|ezelf)\b", adult, re.IGNORECASE)


def test_acute_danger_says_now() -> None:
    assert "**nu** [112]" in card(Danger(("acute",)))
    assert "**nu** [112]" not in card(Danger(("suspicion",)))


@pytest.mark.parametrize("kinds", [("acute",), KINDS])
def test_the_card_is_short(kinds: tuple[str, ...]) -> None:
    assert len(card(Danger(kinds)).split()) < 75


def test_every_contact_can_be_dialled_and_says_where_and_when_it_was_checked() -> None:
    for contact in contacts().values():
        assert contact.tel == contact.number.replace("-", "")
        assert contact.source.startswith("https://")
        assert re.fullmatch(r"20\d\d-\d\d", contact.checked)
        assert contact.purpose and contact.hours
