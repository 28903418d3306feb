"""HTML and Markdown into pieces."""

import pytest

from ingest.read_html import html_title, read_html, read_markdown


def _short(html: str) -> list[tuple[str, str]]:
    return [(piece.kind, piece.text) for piece in read_html(html)]


def _texts(html: str) -> list[str]:
    return [piece.text for piece in read_html(html)]


PAGE = """
<html><head><title>Hulp | Site</title><style>p {}</style><script>alert(1)</script></head><body>
<a class="skip-link" href="#main">Spring naar de tekst</a>
<header><nav><ul><li>Home</li><li>Thema's</li></ul></nav></header>
<div class="cookie-banner"><p>Wij gebruiken koekjes.</p><button>Prima</button></div>
<main id="main"><div class="breadcrumbs">Home / Hulp</div>
<h1>Hulp bij <em>verwaarlozing</em></h1>
<p>Een <b>alinea</b> met <a href="#">een
  link</a>.</p>
<ul><li>een<ul><li>een a</li><li>een b</li></ul></li><li>twee</li></ul>
<div class="related-links"><h2>Zie ook</h2><ul><li>Iets anders</li></ul></div>
<aside><p>Reclame voor een boek.</p></aside>
<div class="reageer"><p>Reageer!</p><textarea></textarea></div>
</main><footer>Voettekst</footer></body></html>"""


def test_only_the_pages_own_text_is_left() -> None:
    assert _short(PAGE) == [
        ("heading", "Hulp bij verwaarlozing"),
        ("paragraph", "Een alinea met een link."),
        ("item", "een"),
        ("item", "een a"),
        ("item", "een b"),
        ("item", "twee"),
    ]
    assert [piece.level for piece in read_html(PAGE)] == [1, 0, 0, 1, 1, 0]
    assert html_title(PAGE) == "Hulp | Site"


@pytest.mark.parametrize(
    "accordion",
    [
        "<details><summary>Voor wie?</summary><p>Voor ouders.</p></details>",
        '<h4><button aria-controls="p1">Voor wie?</button></h4><div id="p1" hidden><p>Voor ouders.</p></div>',
        '<button aria-controls="p1">Voor wie?</button><div id="p1" aria-hidden="true"><p>Voor ouders.</p></div>',
    ],
)
def test_an_accordion_gives_a_heading_and_its_closed_panel(accordion: str) -> None:
    pieces = read_html(f"<main><h1>Titel</h1>{accordion}</main>")
    assert [(piece.kind, piece.text, piece.level) for piece in pieces[1:]] == [
        ("heading", "Voor wie?", 4),
        ("paragraph", "Voor ouders.", 0),
    ]


def test_what_is_hidden_and_opened_by_nothing_goes() -> None:
    assert _texts('<main><h1>T</h1><p hidden>Weg.</p><p aria-hidden="true">Ook weg.</p><p>Blijft.</p></main>') == [
        "T",
        "Blijft.",
    ]


@pytest.mark.parametrize("around", ['<div class="layout has-sidebar">', '<div id="menu">', '<form action="/">'])
def test_what_holds_the_page_is_no_furniture_whatever_it_is_called(around: str) -> None:
    assert _texts(f"<body>{around}<h1>Titel</h1><p>Inhoud.</p></body>") == ["Titel", "Inhoud."]


def test_a_contact_person_beside_the_text_is_kept() -> None:
    html = "<main><h1>T</h1><p>Tekst.</p><aside><p>Anna de Vries</p><p>adviseur jeugd</p></aside></main>"
    assert _texts(html) == ["T", "Tekst.", "Anna de Vries", "adviseur jeugd"]


def test_a_page_of_several_articles_keeps_them_all() -> None:
    assert _texts("<article><h2>A</h2><p>Een.</p></article><article><h2>B</h2><p>Twee.</p></article>") == [
        "A", "Een.", "B", "Twee.",
    ]  # fmt: skip


def test_source_lines_do_not_cut_a_sentence_and_br_does_make_a_line() -> None:
    assert _texts("<div>Een zin die\n   over regels\n\n loopt.<br>Een nieuwe regel.<br><br>Een alinea.</div>") == [
        "Een zin die over regels loopt.\nEen nieuwe regel.",
        "Een alinea.",
    ]


def test_a_note_mark_goes_and_a_power_stays() -> None:
    html = (
        "<p>Uit onderzoek<sup>1</sup> en <b>Beta</b><sup>[2]</sup> blijkt dit<sup><a href='#n'>3</a></sup>.</p>"
        "<p>Een kamer van 9 m<sup>2</sup>.</p>"
    )
    assert _texts(html) == ["Uit onderzoek en Beta blijkt dit.", "Een kamer van 9 m2."]


SPANS = """<table><caption>Overzicht 4</caption>
<thead><tr><th>Interventie</th><th>Doelgroep</th><th>Effect</th></tr></thead><tbody>
<tr><td rowspan="2">Alfa</td><td>ouders</td><td>goed</td></tr>
<tr><td>kinderen</td><td>matig</td></tr>
<tr><td colspan="3">Herstel</td></tr>
<tr><td>Beta</td><td colspan="2">iedereen</td></tr></tbody></table>"""


def test_cells_over_rows_are_repeated_and_cells_over_columns_leave_room() -> None:
    rows = [piece for piece in read_html(SPANS) if piece.kind == "row"]
    assert [(row.cells, row.is_header) for row in rows] == [
        (("Interventie", "Doelgroep", "Effect"), True),
        (("Alfa", "ouders", "goed"), False),
        (("Alfa", "kinderen", "matig"), False),
        (("Beta", "iedereen", ""), False),
    ]


def test_caption_and_row_over_all_columns_are_headings_of_the_table() -> None:
    headings = [piece for piece in read_html(SPANS) if piece.kind == "heading"]
    rows = [piece for piece in read_html(SPANS) if piece.kind == "row"]
    assert [heading.text for heading in headings] == ["Overzicht 4", "Herstel"]
    assert {piece.group for piece in headings + rows} == {rows[0].group}


def test_one_cell_beside_a_cell_over_rows_is_no_heading() -> None:
    html = "<table><tr><td rowspan=2>Alfa</td><td>ouders</td></tr><tr><td>kinderen</td></tr></table>"
    assert [piece.cells for piece in read_html(html)] == [("Alfa", "ouders"), ("Alfa", "kinderen")]


def test_a_table_inside_a_cell_is_words_of_that_cell() -> None:
    html = "<table><tr><td>Alfa</td><td><table><tr><td>x</td></tr></table></td></tr></table>"
    assert [piece.cells for piece in read_html(html)] == [("Alfa", "x")]


MARKDOWN = """\
---
titel: x
---
# Titel

Een alinea
op twee regels.

- een
  - twee

| A | B |
|---|---|
| 1 | 2 |
"""


def test_markdown_gives_headings_lists_and_tables_and_leaves_its_front_matter_out() -> None:
    pieces = read_markdown(MARKDOWN)
    assert [(piece.kind, piece.text, piece.level) for piece in pieces] == [
        ("heading", "Titel", 1),
        ("paragraph", "Een alinea op twee regels.", 0),
        ("item", "een", 0),
        ("item", "twee", 1),
        ("row", "A\nB", 0),
        ("row", "1\n2", 0),
    ]
    assert pieces[4].is_header


def test_broken_html_is_read_as_far_as_it_goes() -> None:
    assert _texts("<h1>Titel<p>Een <b>alinea</b><ul><li>een<li>twee</table>") == ["Titel", "Een alinea", "een", "twee"]
    assert _texts("") == []
