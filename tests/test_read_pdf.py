"""PDF files become pieces that know their sheet: by their tags where they have them, else by how the page looks."""

import io
import zlib

import pytest
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    EncodedStreamObject,
    NameObject,
    NullObject,
    NumberObject,
)

from ingest.errors import PageError
from ingest.pieces import Piece
from ingest.read_pdf import read_pdf
from ingest.sheets import PagedPiece

Line = tuple[float, float, float, str]
"""x, y, size (negative = bold) and text."""


def _names(**values: object) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{key}"): value for key, value in values.items()})


def _add_sheet(writer: PdfWriter, stream: bytes) -> None:
    sheet = writer.add_blank_page(400, 600)
    fonts = DictionaryObject()
    for name, face in (("/F", "/Helvetica"), ("/B", "/Helvetica-Bold")):
        fonts[NameObject(name)] = _names(
            Type=NameObject("/Font"),
            Subtype=NameObject("/Type1"),
            BaseFont=NameObject(face),
            Encoding=NameObject("/WinAnsiEncoding"),
        )
    sheet[NameObject("/Resources")] = _names(Font=fonts)
    content = DecodedStreamObject()
    content.set_data(stream)
    sheet[NameObject("/Contents")] = writer._add_object(content)


def _show(line: Line) -> bytes:
    x, y, size, text = line
    letters = text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    return f"BT /{'B' if size < 0 else 'F'} {abs(size)} Tf {x} {y} Td (".encode() + letters + b") Tj ET\n"


def _bytes(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _drawn(*sheets: list[Line]) -> bytes:
    writer = PdfWriter()
    for lines in sheets:
        _add_sheet(writer, b"".join(map(_show, lines)))
    return _bytes(writer)


def _column(top: float, *texts: str, x: float = 40, size: float = 10, leading: float = 13) -> list[Line]:
    return [(x, top - leading * number, size, text) for number, text in enumerate(texts)]


LONG = "Werk samen met het hele gezin en met het netwerk aan de veiligheid"


def _plain(pieces: list[Piece]) -> list[tuple[str, int, str]]:
    return [(piece.kind, piece.level, piece.text) for piece in pieces]


def test_headings_by_size_and_weight_and_paragraphs_over_line_ends() -> None:
    data = _drawn(
        [
            (40, 560, 20, "Hulp na"),
            (40, 536, 20, "mishandeling"),
            *_column(500, LONG, "van alle kinderen."),
            (40, 450, 14, "Veiligheid"),
            *_column(430, "Dit is een tweede alinea, die ook over twee regels gaat en", "dan eindigt."),
            (40, 390, -10, "Wat werkt"),
            *_column(376, "Steun helpt."),
        ]
    )
    assert _plain(read_pdf(data)) == [
        ("heading", 1, "Hulp na mishandeling"),
        ("paragraph", 0, f"{LONG} van alle kinderen."),
        ("heading", 2, "Veiligheid"),
        ("paragraph", 0, "Dit is een tweede alinea, die ook over twee regels gaat en dan eindigt."),
        ("heading", 3, "Wat werkt"),
        ("paragraph", 0, "Steun helpt."),
    ]


def test_a_short_last_line_ends_a_paragraph_without_a_gap() -> None:
    data = _drawn(
        _column(500, LONG, "van kinderen.", "De volgende alinea begint hier en is ook weer vrij lang,", "toch.")
    )
    assert [piece.text for piece in read_pdf(data)] == [
        f"{LONG} van kinderen.",
        "De volgende alinea begint hier en is ook weer vrij lang, toch.",
    ]


def test_broken_words_are_made_whole_and_real_hyphens_kept() -> None:
    data = _drawn(
        _column(
            500,
            "De behandeling van ouder-kindrelaties en de onder-",
            "steuning van gezinnen; ook instrumenten voor ouder-",
            "kindrelaties, in-",
            "en uitstroom en de NJi-",
            "Databank horen erbij in deze lange alinea over hulp.",
        )
    )
    assert [piece.text for piece in read_pdf(data)] == [
        "De behandeling van ouder-kindrelaties en de ondersteuning van gezinnen; ook instrumenten voor "
        "ouder-kindrelaties, in- en uitstroom en de NJi-Databank horen erbij in deze lange alinea over hulp."
    ]


def test_bullets_are_items_with_their_depth_and_their_labelled_lines() -> None:
    data = _drawn(
        [
            (40, 560, 10, "Het gaat om:"),
            (50, 540, 10, "• Voorbeeldtraining"),
            (60, 527, 10, "Aanpak en doel: Huisbezoeken om de band te"),
            (60, 514, 10, "versterken."),
            (60, 501, 10, "Doelgroep: Ouders van jonge kinderen."),
            (50, 488, 10, "• Gezinskracht"),
            (70, 475, 10, "– met het kind"),
            (50, 462, 10, "• Slot"),
            (40, 430, 10, "Na de lijst."),
        ]
    )
    assert _plain(read_pdf(data)) == [
        ("paragraph", 0, "Het gaat om:"),
        (
            "item",
            0,
            "Voorbeeldtraining\nAanpak en doel: Huisbezoeken om de band te versterken.\n"
            "Doelgroep: Ouders van jonge kinderen.",
        ),
        ("item", 0, "Gezinskracht"),
        ("item", 1, "met het kind"),
        ("item", 0, "Slot"),
        ("paragraph", 0, "Na de lijst."),
    ]


def test_running_headers_and_sheet_numbers_go_and_a_sentence_runs_on_overleaf() -> None:
    first = [
        (40, 580, 8, "Richtlijn – versie 1"),
        *_column(540, "Eerste alinea.", ""),
        *_column(500, LONG),
        (200, 20, 8, "1"),
    ]
    second = [
        (40, 580, 8, "Richtlijn – versie 1"),
        *_column(540, "van alle kinderen."),
        *_column(400, "Slot."),
        (200, 20, 8, "2"),
    ]
    pieces = read_pdf(_drawn(first, second))
    assert [piece.text for piece in pieces] == ["Eerste alinea.", f"{LONG} van alle kinderen.", "Slot."]
    assert [piece.sheets for piece in pieces if isinstance(piece, PagedPiece)] == [
        ((0, 1),),
        ((0, 1), (len(LONG) + 1, 2)),
        ((0, 2),),
    ]


def _tagged() -> bytes:
    """A heading, a list with a nested list, and a table with a cell over two rows, in tags; bullets as drawings."""
    texts = ["Gids", "eerst veiligheid en", "dan herstel:", "met het kind", "Naam", "Leeftijd", "Oordeel"]
    texts += ["A", "0-4", "goed", "B", "matig"]
    stream = b"/Artifact BMC\n" + _show((40, 590, 8, "Kopregel van de site")) + b"EMC\n"
    for number, text in enumerate(texts):
        stream += f"/Span <</MCID {number}>> BDC\n".encode() + _show((40, 560 - 13 * number, 10, text)) + b"EMC\n"
    writer = PdfWriter()
    _add_sheet(writer, stream)

    def tag(role: str, *children: object, **more: object) -> DictionaryObject:
        kids = [NumberObject(child) if isinstance(child, int) else child for child in children]
        return _names(S=NameObject(f"/{role}"), K=ArrayObject(kids), Pg=writer.pages[0].indirect_reference, **more)

    spans = _names(O=NameObject("/Table"), RowSpan=NumberObject(2))
    table = tag(
        "Table",
        tag("TR", tag("TH", 4), tag("TH", 5), tag("TH", 6)),
        tag("TR", tag("TD", 7), tag("TD", 8, A=spans), tag("TD", 9)),
        tag("TR", tag("TD", 10), tag("TD", 11)),
    )
    items = tag("L", tag("LI", tag("LBody", 1, 2, tag("L", tag("LI", tag("LBody", 3))))))
    root = _names(K=ArrayObject([tag("Document", tag("Kop", 0), items, table)]))
    root[NameObject("/RoleMap")] = _names(Kop=NameObject("/H1"))
    writer.root_object[NameObject("/StructTreeRoot")] = writer._add_object(root)
    return _bytes(writer)


def test_tags_tell_lists_and_tables_that_cannot_be_seen() -> None:
    pieces = read_pdf(_tagged())
    assert [(piece.kind, piece.level, piece.cells or piece.text) for piece in pieces] == [
        ("heading", 1, "Gids"),
        ("item", 0, "eerst veiligheid en dan herstel:"),
        ("item", 1, "met het kind"),
        ("row", 0, ("Naam", "Leeftijd", "Oordeel")),
        ("row", 0, ("A", "0-4", "goed")),
        ("row", 0, ("B", "0-4", "matig")),
    ]
    assert {piece.sheets for piece in pieces if isinstance(piece, PagedPiece)} == {((0, 1),)}
    assert all(isinstance(piece, PagedPiece) for piece in pieces)


def test_tags_that_go_in_a_circle_are_passed_over() -> None:
    writer = PdfWriter()
    _add_sheet(writer, _show((40, 500, 10, "Gewone zin.")))
    root = writer._add_object(DictionaryObject())
    root.get_object()[NameObject("/K")] = root  # type: ignore[index]
    writer.root_object[NameObject("/StructTreeRoot")] = root
    assert [piece.text for piece in read_pdf(_bytes(writer))] == ["Gewone zin."]


def _locked() -> bytes:
    writer = PdfWriter()
    _add_sheet(writer, _show((40, 500, 10, "Geheim.")))
    writer.encrypt("geheim", algorithm="RC4-128")
    return _bytes(writer)


def _bomb() -> bytes:
    writer = PdfWriter()
    sheet = writer.add_blank_page(400, 600)
    content = EncodedStreamObject()
    packer = zlib.compressobj(9)
    content._data = b"".join(packer.compress(bytes(1_000_000)) for _ in range(120)) + packer.flush()
    content[NameObject("/Filter")] = NameObject("/FlateDecode")
    sheet[NameObject("/Contents")] = writer._add_object(content)
    return _bytes(writer)


def _scan() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(400, 600)
    return _bytes(writer)


def _without_sheets() -> bytes:
    writer = PdfWriter()
    _add_sheet(writer, _show((40, 500, 10, "Zin.")))
    writer.root_object[NameObject("/Pages")] = NullObject()
    return _bytes(writer)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (_locked, "wachtwoord"),
        (_bomb, "pakt uit tot meer"),
        (_scan, "geen tekst"),
        (_without_sheets, "beschadigd"),
        (lambda: b"%PDF-1.7\nonzin\n%%EOF", "beschadigd"),
        (lambda: b"", "beschadigd"),
        (lambda: _drawn(_column(500, LONG))[:400], "beschadigd"),
    ],
)
def test_what_cannot_be_read_gives_one_line(make: object, words: str) -> None:
    with pytest.raises(PageError, match=words) as caught:
        read_pdf(make(), "gids.pdf")  # type: ignore[operator]
    assert "gids.pdf" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_too_much_work_is_broken_off() -> None:
    with pytest.raises(PageError, match="te ingewikkeld"):
        read_pdf(_drawn(_column(500, LONG)), seconds=-1)


def test_a_file_that_is_only_locked_against_printing_is_read() -> None:
    writer = PdfWriter()
    _add_sheet(writer, _show((40, 500, 10, "Gewone zin.")))
    writer.encrypt("", "eigenaar", algorithm="RC4-128")
    assert [piece.text for piece in read_pdf(_bytes(writer))] == ["Gewone zin."]
