"""Site furniture goes by rule; content and contact facts stay."""

import pytest

from ingest.furniture import CONTACT, contact_persons, has_contact, remove_furniture
from ingest.pieces import Piece
from ingest.read_txt import read_txt


def _left(raw: str) -> list[str]:
    return [piece.text for piece in remove_furniture(read_txt(raw))]


def _alone(line: str) -> list[str]:
    return _left(f"Titel\n\nEerste zin.\n\n{line}\n\nLaatste zin.\n")[2:-1]


@pytest.mark.parametrize(
    "line",
    [
        "Vragen?",
        "Reageer!",
        "Menu",
        "Direct naar de inhoud",
        "Naar hoofdinhoud",
        "Terug naar boven",
        "Deel deze pagina",
        "Lees meer over cijfers",
        "Foto Anna de Vries",
        "Home › Thema's › Hulp",
        "U bent hier: Home",
        "Toelichting op de aanbeveling",
        "Wij gebruiken cookies om de site te verbeteren.",
        "Deze site plaatst functionele cookies.",
        "Cookievoorkeuren beheren",
        "Alles accepteren",
    ],
)
def test_a_control_of_the_site_goes(line: str) -> None:
    assert _alone(line) == []


@pytest.mark.parametrize(
    "line",
    [
        "Terug naar huis",
        "Naar een veilig gezin",
        "Beeld van het gezin",
        "Vragen aan ouders",
        "Van de 120 gezinnen vond 80 procent dit belangrijk.",
        "De hulp is gratis voor 150 ouders.",
        "Expert in opvoeden worden kost tijd. Dat weten ouders.",
        "Elke ouder is contactpersoon voor de school.",
    ],
)
def test_content_that_looks_a_little_like_it_stays_where_it_stands(line: str) -> None:
    pieces = remove_furniture(read_txt(f"Titel\n\nEerste zin.\n\n{line}\n\nLaatste zin.\n"))
    assert [piece.text for piece in pieces[2:-1]] == [line]
    assert all(piece.marker != CONTACT for piece in pieces)


def test_a_motto_in_capitals_above_the_first_heading_goes() -> None:
    assert _left(" • SAMEN STERK\n • VOOR JEUGD\nTitel\n\nEen zin.\n") == ["Titel", "Een zin."]


def test_a_list_in_capitals_that_opens_the_text_stays() -> None:
    assert _left(" • EMDR\n • PCIT\n\nEen zin na de lijst.\n") == ["EMDR", "PCIT", "Een zin na de lijst."]


def test_more_and_the_titles_of_neighbouring_pages_go() -> None:
    assert _left("Titel\n\nEen zin.\n\n… Meer\n\nEen andere pagina\nReageer!") == ["Titel", "Een zin."]


def test_bare_titles_at_the_end_go() -> None:
    assert _left("Titel\n\nEen zin.\n\nGerelateerd\n\nEen andere pagina\n") == ["Titel", "Een zin."]


def test_a_sentence_whose_links_were_lost_goes_and_one_with_its_list_stays() -> None:
    assert _left("Titel\n\nEen zin.\n\nZie voor meer informatie:\n\nNog een zin.\n") == [
        "Titel",
        "Een zin.",
        "Nog een zin.",
    ]
    assert _left("Titel\n\nZie voor meer informatie:\n\n • de gids\n") == [
        "Titel",
        "Zie voor meer informatie:",
        "de gids",
    ]


def test_a_contact_person_is_one_paragraph_with_the_role() -> None:
    raw = "Titel\n\nEen zin.\n\nAnna de Vries\n\nAnna de Vries\n\nsenior adviseur jeugd\n"
    last = remove_furniture(read_txt(raw))[-1]
    assert last == Piece("paragraph", "Anna de Vries\nsenior adviseur jeugd", marker=CONTACT)


def test_the_contact_persons_of_a_page_are_those_that_it_gives() -> None:
    text = "Anna de Wit is de contactpersoon.\nContactpersoon: Bo Jansen\nVolgens Cor Smit is contact van belang."
    assert contact_persons(text) == ["Anna de Wit", "Bo Jansen"]


def test_a_contact_box_is_one_paragraph() -> None:
    raw = "Titel\n\nHebt u een vermoeden?\nBel voor advies:\nVeilig Thuis: 0800 - 2000 (gratis)\n\nNog een zin.\n"
    assert remove_furniture(read_txt(raw))[1:] == [
        Piece(
            "paragraph", "Hebt u een vermoeden?\nBel voor advies:\nVeilig Thuis: 0800 - 2000 (gratis)", marker=CONTACT
        ),
        Piece("paragraph", "Nog een zin."),
    ]


def test_a_name_that_is_no_person_is_no_contact() -> None:
    assert not has_contact(["Signs of Safety", "De onderzoekers vonden een klein effect."])
    assert has_contact(["Iets anders.", "Contactpersoon: Anna de Vries"])


def test_a_table_row_is_never_furniture() -> None:
    row = Piece("row", "Menu\nCookies gebruiken", cells=("Menu", "Cookies gebruiken"), group=1)
    assert remove_furniture([row]) == [row]


def test_a_phone_number_directly_below_a_heading_stays_below_it():
    pieces = [
        Piece("heading", "Opvang in een pleeggezin", level=2),
        Piece("paragraph", "Bel voor opvang het nummer 0800 - 1234."),
    ]
    assert [piece.marker for piece in remove_furniture(pieces)] == ["", ""]
