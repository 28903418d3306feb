"""Word files become the same pieces as a web page with the same content."""

import io
import zipfile

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from ingest.errors import PageError
from ingest.pieces import Piece
from ingest.read_docx import read_docx


def _saved(document: "docx.document.Document") -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_headings_paragraphs_and_nested_lists_keep_their_place() -> None:
    document = docx.Document()
    document.add_heading("Hulp na mishandeling", 0)
    document.add_heading("Veiligheid", 1)
    document.add_paragraph("Samen werken  aan veiligheid:")
    document.add_paragraph("eerst op korte termijn", style="List Bullet")
    document.add_paragraph("met het kind", style="List Bullet 2")
    document.add_paragraph("daarna herstel", style="List Bullet")
    document.add_paragraph("Slotzin.")
    assert read_docx(_saved(document)) == [
        Piece("heading", "Hulp na mishandeling", 1),
        Piece("heading", "Veiligheid", 1),
        Piece("paragraph", "Samen werken aan veiligheid:"),
        Piece("item", "eerst op korte termijn", level=0, group=1),
        Piece("item", "met het kind", level=1, group=1),
        Piece("item", "daarna herstel", level=0, group=1),
        Piece("paragraph", "Slotzin."),
    ]


def test_a_labelled_record_in_a_list_item_keeps_its_lines() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Voorbeeldtraining", style="List Bullet")
    paragraph.runs[0].add_break()
    paragraph.add_run("Doelgroep: kinderen tot 6 jaar.")
    assert read_docx(_saved(document)) == [Piece("item", "Voorbeeldtraining\nDoelgroep: kinderen tot 6 jaar.", group=1)]


def test_depth_from_the_numbering_of_the_paragraph_itself() -> None:
    document = docx.Document()
    for text, depth in (("buiten", 0), ("binnen", 1)):
        properties = document.add_paragraph(text)._p.get_or_add_pPr()
        numbering = properties._add_numPr()
        numbering._add_ilvl().val = depth
        numbering._add_numId().val = 1
    assert [(piece.text, piece.level, piece.kind) for piece in read_docx(_saved(document))] == [
        ("buiten", 0, "item"),
        ("binnen", 1, "item"),
    ]


def test_table_cells_over_rows_are_repeated_and_a_full_row_is_a_heading() -> None:
    document = docx.Document()
    table = document.add_table(rows=4, cols=3)
    for number, texts in enumerate(
        [("Naam", "Doelgroep", "Oordeel"), ("Preventie", "", ""), ("A", "0-4", "goed"), ("B", "", "eerste")]
    ):
        for column, text in enumerate(texts):
            table.cell(number, column).text = text
    table.cell(1, 0).merge(table.cell(1, 2))
    table.cell(2, 1).merge(table.cell(3, 1))
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    pieces = read_docx(_saved(document))
    assert [(piece.kind, piece.cells or piece.text, piece.is_header) for piece in pieces] == [
        ("row", ("Naam", "Doelgroep", "Oordeel"), True),
        ("heading", "Preventie", False),
        ("row", ("A", "0-4", "goed"), False),
        ("row", ("B", "0-4", "eerste"), False),
    ]


def test_links_count_and_deleted_words_do_not() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Zie ")
    link = OxmlElement("w:hyperlink")
    link.append(paragraph.add_run("de website")._r)
    paragraph._p.append(link)
    deleted = OxmlElement("w:del")
    run = OxmlElement("w:r")
    words = OxmlElement("w:delText")
    words.text = " weg"
    words.set(qn("xml:space"), "preserve")
    run.append(words)
    deleted.append(run)
    paragraph._p.append(deleted)
    assert read_docx(_saved(document)) == [Piece("paragraph", "Zie de website")]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"geen archief", "beschadigd"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "wachtwoord"),
    ],
)
def test_a_locked_or_damaged_file_gives_one_line(data: bytes, words: str) -> None:
    with pytest.raises(PageError, match=words) as caught:
        read_docx(data, "map.docx")
    assert "\n" not in str(caught.value)
    assert "map.docx" in str(caught.value)


def _bomb(declared: int | None) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("word/document.xml", "w", force_zip64=True) as part:
            for _ in range(110):
                part.write(bytes(1_000_000))
        if declared is not None:
            archive.getinfo("word/document.xml").file_size = declared
    return out.getvalue()


def test_a_bomb_is_refused() -> None:
    with pytest.raises(PageError, match="pakt uit tot meer"):
        read_docx(_bomb(None))


def test_a_bomb_that_lies_about_its_size_is_refused() -> None:
    with pytest.raises(PageError, match=r"pakt uit tot meer|beschadigd"):
        read_docx(_bomb(1000))
