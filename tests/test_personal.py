from __future__ import annotations

import json
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.personal import Found, find_personal, mask, notice

SETS = Path(__file__).resolve().parent.parent / "evals" / "questions"


def found(text: str) -> list[tuple[str, str]]:
    return [(one.kind, text[one.start : one.end]) for one in find_personal(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # 1·9+2·8+3·7+4·6+5·5+6·4+7·3+8·2-2 = 154 = 14 × 11
        ("Het bsn is 123456782.", [("bsn", "123456782")]),
        ("BSN 123 456 782", [("bsn", "123 456 782")]),
        ("bel mij op 06-12345678", [("phone", "06-12345678")]),
        ("nummer +31 6 12345678", [("phone", "+31 6 12345678")]),
        ("(020) 123 4567 is van moeder", [("phone", "(020) 123 4567")]),
        ("mail naar jan.de-vries@school.nl graag", [("email", "jan.de-vries@school.nl")]),
        ("geboren op 3 maart 2014", [("birth_date", "3 maart 2014")]),
        ("Geboortedatum: 12-05-2011", [("birth_date", "12-05-2011")]),
        ("Mijn cliënt Jan de Vries is mishandeld", [("name", "Jan de Vries")]),
        ("Een meisje, Fatima el Idrissi (12), komt", [("name", "Fatima el Idrissi")]),
        ("Lisa (8) wordt geslagen", [("name", "Lisa")]),
        ("mevrouw A. van der Berg belde", [("name", "A. van der Berg")]),
        ("hij heet Mo", [("name", "Mo")]),
    ],
)
def test_personal_data_is_found_where_it_stands(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Bel 112, 113, 0800-2000, 0800 0432 of 0800-0113",
        "Is Triple P Niveau 4 geschikt voor een kind van 5?",
        "Wat doet Families First volgens het onderzoek van 2018?",
        "Past Horizon bij een meisje van 12 jaar?",
        "Voor een jongere Horizon of EMDR?",
        "Wat is er voor een baby, Home-start of VoorZorg?",
        "VHT (4-12), K-VHT (0-4) en MST-CAN (6-17 jaar)",
        "Wanneer bel ik Veilig Thuis over mijn leerling?",
        "een IQ tussen 50 en 70 en 180 dagen",
        "de pagina van 12-05-2019",
        "nummer 123456789",  # fails the eleven-check
        "Dijkstra et al. (2016)",
    ],
)
def test_public_numbers_ages_years_and_programmes_are_no_personal_data(text: str) -> None:
    assert found(text) == []


def test_no_question_of_the_sets_without_personal_data_is_taken_for_it() -> None:
    # Made up for a lesson; the contact person that the pages name; children in made-up messages, rightly seen.
    allowed = {"Lisa", "Daan", "Holdorp", "Rayan", "Fatoumata", "Jesse"}
    taken = []
    for path in sorted(SETS.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            for turn in json.loads(line)["turns"]:
                taken += [value for kind, value in found(turn) if value not in allowed]
    assert taken == []


def test_a_known_programme_after_my_client_is_no_name() -> None:
    text = "Is voor mijn leerling Horizon geschikt?"
    assert find_personal(text) != ()
    assert find_personal(text, ["Horizonmethodiek"]) == ()


def test_the_mask_replaces_each_and_keeps_the_rest() -> None:
    masked = mask("Mijn cliënt Jan de Vries, bsn 123456782, bel 06-12345678 of a@b.nl. Welke hulp past?")
    assert masked == (
        "Mijn cliënt [naam], bsn [burgerservicenummer], bel [telefoonnummer] of [e-mailadres]. Welke hulp past?"
    )


def test_the_notice_names_each_kind_once_and_nothing_that_was_typed() -> None:
    text = "Mijn cliënt Jan, bel 06-12345678 of 06-87654321, a@b.nl"
    assert notice(find_personal(text)).startswith(
        "In uw vraag lijkt een naam, een telefoonnummer en een e-mailadres te staan."
    )
    assert notice(()) == ""
    assert notice([Found(0, 3, "bsn")]).startswith("In uw vraag lijkt een burgerservicenummer te staan.")


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_places_are_in_order_and_a_text_without_finds_is_left_alone(text: str) -> None:
    places = find_personal(text)
    assert all(before.end <= after.start for before, after in pairwise(places))
    assert places or mask(text) == text


@pytest.mark.parametrize("piece", ["a@", "06-1", "Mijn kind Aa ", "1 2 ", "van de ", "geboren 1-1-", "a.b-c@d."])
def test_long_odd_text_takes_little_time(piece: str) -> None:
    start = time.perf_counter()
    mask(piece * 2000)
    assert time.perf_counter() - start < 2
