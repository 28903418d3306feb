"""Pieces into one text with blocks that point into it."""

from ingest.blocks import Assembly
from ingest.furniture import remove_furniture
from ingest.pieces import Piece
from ingest.read_html import read_html
from ingest.read_txt import read_txt
from ingest.records import Block


def _txt(raw: str) -> Assembly:
    return Assembly(remove_furniture(read_txt(raw)))


def _html(raw: str) -> Assembly:
    return Assembly(remove_furniture(read_html(raw)))


def _of(made: Assembly, kind: str) -> list[Block]:
    return [block for block in made.blocks if block.kind == kind]


def test_the_bare_headings_on_top_are_the_title_and_no_section() -> None:
    made = _txt("Thema\n\nHoofdstuk\n\nPagina\n\nEen zin.\n\nSectie\n\nNog een zin.\n")
    assert made.title == "Thema – Hoofdstuk – Pagina"
    assert [block.path for block in _of(made, "paragraph")] == [("Pagina",), ("Sectie",)]


def test_a_dependent_heading_stands_below_the_heading_above_it() -> None:
    made = _txt("Titel\n\nZin.\n\nPreventie\n\nZin.\n\nDiscussie\n\nZin.\n\nHerstel\n\nZin.\n")
    assert [block.path for block in _of(made, "paragraph")] == [
        ("Titel",), ("Preventie",), ("Preventie", "Discussie"), ("Herstel",),
    ]  # fmt: skip


def test_a_list_has_its_lead_in_and_its_nested_items() -> None:
    made = _txt("Titel\n\nEen zin. De hulp bestaat uit:\n\n • praten\n   • thuis\n • spelen\n")
    (found,) = _of(made, "list")
    assert found.lead_in is not None
    assert found.lead_in.of(made.text) == "De hulp bestaat uit:"
    assert [(item.span.of(made.text), item.depth) for item in found.items] == [
        ("praten", 0),
        ("thuis", 1),
        ("spelen", 0),
    ]
    assert found.span.of(made.text) == "• praten\n  • thuis\n• spelen"


RECORDS = """\
Titel

Overzicht van hulp:

 • Alfa
  Doelgroep: Ouders
  Aanpak: Gesprekken over
   • slapen
   • eten
  Effect: Goed
 • Beta
  Doelgroep: Kinderen
  Vaak gebruikt.
"""


def test_items_with_labelled_lines_are_records_with_all_that_is_nested_in_them() -> None:
    made = _txt(RECORDS)
    alfa, beta = _of(made, "record")
    assert not _of(made, "list")
    assert alfa.name is not None
    assert alfa.name.of(made.text) == "Alfa"
    assert [(field.label, field.value.of(made.text)) for field in alfa.fields] == [
        ("Doelgroep", "Ouders"),
        ("Aanpak", "Gesprekken over\n  • slapen\n  • eten"),
        ("Effect", "Goed"),
    ]
    assert [(field.label, field.value.of(made.text)) for field in beta.fields] == [
        ("Doelgroep", "Kinderen"),
        ("", "Vaak gebruikt."),
    ]
    assert alfa.lead_in == beta.lead_in


def test_labelled_paragraphs_below_a_heading_are_a_record_named_by_it() -> None:
    made = _html("<h1>T</h1><p>Inleiding.</p><h3>Alfa</h3><p>Doelgroep: ouders</p><p>Aanpak: praten</p>")
    (record,) = _of(made, "record")
    assert record.span.of(made.text) == "Alfa\n\nDoelgroep: ouders\nAanpak: praten"
    assert [field.label for field in record.fields] == ["Doelgroep", "Aanpak"]


def test_a_heading_inside_a_table_holds_until_the_table_ends() -> None:
    made = _html(
        "<h1>T</h1><h2>Hulp</h2><table><caption>Overzicht 4</caption><tr><th>Naam</th><th>Effect</th></tr>"
        "<tr><td colspan=2>Preventie</td></tr><tr><td>Alfa</td><td>goed</td></tr>"
        "<tr><td colspan=2>Herstel</td></tr><tr><td>Beta</td><td>matig</td></tr></table><p>Na de tabel.</p>"
    )
    assert [(block.path, block.header) for block in _of(made, "table")] == [
        (("Hulp", "Overzicht 4", "Preventie"), ("Naam", "Effect")),
        (("Hulp", "Overzicht 4", "Herstel"), ("Naam", "Effect")),
    ]
    assert [block.path for block in _of(made, "paragraph")] == [("Hulp",)]


def test_column_names_below_each_other_become_one() -> None:
    made = _html(
        "<table><thead><tr><th rowspan=2>Naam</th><th colspan=2>Oordeel</th></tr>"
        "<tr><th>DEJ</th><th>KJP</th></tr></thead>"
        "<tr><td>Alfa</td><td>goed</td><td></td></tr></table>"
    )
    (table,) = _of(made, "table")
    assert table.header == ("Naam", "Oordeel DEJ", "KJP")
    assert [[cell.of(made.text) for cell in row] for row in table.rows] == [["Alfa", "goed", ""]]


def test_a_table_of_two_columns_without_names_loses_no_row() -> None:
    made = _html("<table><tr><td>Doelgroep</td><td>Ouders</td></tr><tr><td>Aanpak</td><td>Praten</td></tr></table>")
    (table,) = _of(made, "table")
    assert (table.header, len(table.rows)) == ((), 2)


def test_text_after_a_contact_keeps_its_own_section() -> None:
    made = _txt("Titel\n\nZin.\n\nSectie\n\nAnna de Vries is contactpersoon.\n\nNog een zin hier.\n")
    assert [(block.path, block.span.of(made.text)) for block in _of(made, "paragraph")] == [
        (("Titel",), "Zin."),
        (("Contact",), "Anna de Vries is contactpersoon."),
        (("Sectie",), "Nog een zin hier."),
    ]


def test_no_pieces_give_no_text() -> None:
    assert (Assembly([]).text, Assembly([]).blocks) == ("", [])


def test_a_page_of_one_piece_has_one_block() -> None:
    made = Assembly([Piece("paragraph", "Een zin.")])
    assert [(block.kind, block.span.of(made.text), block.path) for block in made.blocks] == [
        ("paragraph", "Een zin.", ())
    ]
