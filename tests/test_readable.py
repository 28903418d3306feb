"""Pieces written as Markdown come back as the same pieces, and what is written reads well in a diff."""

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.blocks import Assembly
from ingest.furniture import remove_furniture
from ingest.pieces import Piece
from ingest.read_html import read_html, read_markdown
from ingest.readable import restore, to_markdown, without_furniture
from ingest.sheets import PagedPiece, sheet_at, sheets_of
from ingest.text import normalise_line

_ALPHABET = "aB1. -#*_|<>&;`~=+[]()\\!:éé\n'\"/"
_texts = (
    st.text(_ALPHABET, min_size=1, max_size=40)
    .map(lambda raw: "\n".join(line for line in map(normalise_line, raw.split("\n")) if line))
    .filter(bool)
)


def _again(pieces: list[Piece]) -> list[Piece]:
    return restore(read_markdown(to_markdown(pieces)))


@settings(max_examples=150, deadline=None)
@given(st.lists(_texts, min_size=1, max_size=4))
def test_paragraphs_come_back_whatever_signs_they_hold(texts: list[str]) -> None:
    pieces = [Piece("paragraph", text) for text in texts]
    assert _again(pieces) == pieces


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(_texts, st.integers(0, 2)), min_size=1, max_size=5))
def test_items_come_back_with_their_depth(items: list[tuple[str, int]]) -> None:
    pieces, depth = [], -1
    for text, wanted in items:
        depth = min(wanted, depth + 1)
        pieces.append(Piece("item", text, level=depth, group=1))
    assert _again(pieces) == pieces


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(_texts, _texts), min_size=2, max_size=4))
def test_table_cells_come_back_with_their_lines(rows: list[tuple[str, str]]) -> None:
    pieces = [
        Piece("row", f"{one}\n{two}", cells=(one, two), is_header=number == 0, group=1)
        for number, (one, two) in enumerate(rows)
    ]
    assert _again(pieces) == pieces


@settings(max_examples=100, deadline=None)
@given(st.text(_ALPHABET.replace("\n", ""), min_size=1, max_size=30).map(normalise_line).filter(bool))
def test_headings_come_back(text: str) -> None:
    assert _again([Piece("heading", text, level=2)]) == [Piece("heading", text, level=2)]


def test_every_sentence_has_a_line_of_its_own() -> None:
    text = to_markdown(
        [Piece("paragraph", "Zin een, bijv. deze. Zin twee!\nNieuwe regel."), Piece("item", "Een. Twee.")]
    )
    assert text == "Zin een, bijv. deze.\nZin twee!\\\nNieuwe regel.\n\n- Een.\n  Twee.\n"


def test_two_lists_in_a_row_stay_two_lists() -> None:
    pieces = [Piece("item", "a", group=1), Piece("item", "b", group=2), Piece("item", "c", group=3)]
    assert to_markdown(pieces) == "- a\n\n* b\n\n- c\n"
    assert _again(pieces) == pieces


def test_a_table_with_headings_inside_keeps_them() -> None:
    html = (
        "<h1>T</h1><p>Zin.</p><table><caption>Overzicht &amp; uitleg</caption><tr><th>Naam</th><th>Oordeel</th></tr>"
        "<tr><td colspan=2>Preventie</td></tr><tr><td>A</td><td>goed<br>sterk</td></tr>"
        "<tr><td colspan=2>Herstel</td></tr><tr><td>B</td><td>p &lt; 0,05 en <i>matig</i></td></tr></table><p>Slot.</p>"
    )
    pieces = read_html(html)
    assert [piece.text for piece in pieces if piece.kind == "heading"] == [
        "T",
        "Overzicht & uitleg",
        "Preventie",
        "Herstel",
    ]
    assert _again(pieces) == pieces
    assert "| A | goed<br>sterk |" in to_markdown(pieces).splitlines()


def test_a_table_without_column_names_gets_none() -> None:
    pieces = [Piece("row", "A\ngoed", cells=("A", "goed"), group=1)]
    assert _again(pieces) == pieces


def test_furniture_is_left_out_and_contact_lines_stay_recognisable() -> None:
    pieces = [
        Piece("heading", "Herstel", level=1),
        Piece("paragraph", "Steun van een volwassene helpt."),
        Piece("paragraph", "Deel deze pagina"),
        Piece("paragraph", "Wij gebruiken cookies. Lees meer"),
        Piece("paragraph", "Anna de Vries"),
        Piece("paragraph", "senior medewerker inhoud"),
    ]
    kept = without_furniture(pieces)
    assert [piece.text for piece in kept] == [pieces[0].text, pieces[1].text, pieces[4].text, pieces[5].text]
    assert remove_furniture(_again(kept)) == remove_furniture(pieces)


def test_the_page_of_a_pdf_is_kept_also_inside_a_paragraph_that_runs_on() -> None:
    pieces: list[Piece] = [
        PagedPiece("heading", "Kop", level=2, sheets=((0, 2),)),
        PagedPiece("paragraph", "Op twee. Nog op twee en op drie.", sheets=((0, 2), (24, 3))),
        PagedPiece("item", "Ook op drie", group=1, sheets=((0, 3),)),
        PagedPiece("item", "Op vier", group=1, sheets=((0, 4),)),
    ]
    assert _again(pieces) == pieces
    text = Assembly(list(pieces)).text
    sheets = sheets_of(text, pieces)
    assert [
        sheet_at(sheets, text.index(words)) for words in ("Kop", "Op twee", "en op", "op drie", "Ook", "Op vier")
    ] == [
        2,
        2,
        2,
        3,
        3,
        4,
    ]
    assert sheet_at((), 5) is None
