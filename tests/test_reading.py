"""Files into pages: the register, slugs, encodings, and files that cannot be read."""

import io
from pathlib import Path

import docx
import pytest
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from ingest.errors import CorpusError, PageError
from ingest.reading import MAX_BYTES, RegisterEntry, list_files, read_page, read_register
from ingest.sheets import sheet_at

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
TEXT = "Één titel\n\nCoördinatie door cliënten – ‘samen’.\n"


def _file(folder: Path, content: str | bytes, name: str = "proef.txt") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def _refused(path: Path) -> str:
    with pytest.raises(PageError) as caught:
        read_page(path)
    message = str(caught.value)
    assert path.name in message
    assert "\n" not in message
    return message


def test_the_register_of_the_corpus_names_each_page_and_makes_nothing_up() -> None:
    register = read_register(CORPUS)
    assert sorted(register) == sorted(path.stem for path in list_files(CORPUS))
    assert register["wat-werkt"].url == ""
    assert register["toewerken-naar-herstel"].url == "https://www.nji.nl/kindermishandeling/toewerken-naar-herstel"


def test_a_page_takes_what_the_register_says(tmp_path: Path) -> None:
    _file(
        tmp_path,
        '\ufeff[proef]\ntitle = "Uit het register"\nurl = "https://voorbeeld.nl/a"\nextra = 1\n',
        "register.toml",
    )
    page = read_page(_file(tmp_path, TEXT), read_register(tmp_path)["proef"])
    assert (page.slug, page.title, page.url, page.publisher) == (
        "proef",
        "Uit het register",
        "https://voorbeeld.nl/a",
        "",
    )


def test_an_address_that_is_not_of_the_web_is_not_taken(tmp_path: Path) -> None:
    assert read_page(_file(tmp_path, TEXT), RegisterEntry(url="javascript:alert(1)")).url is None


def test_without_a_register_there_are_no_entries(tmp_path: Path) -> None:
    assert read_register(tmp_path) == {}


@pytest.mark.parametrize("content", ["[proef\n", "proef = 3\n", b"\xff\xfe\x00"])
def test_a_register_that_cannot_be_read_is_one_clear_line(tmp_path: Path, content: str | bytes) -> None:
    _file(tmp_path, content, "register.toml")
    with pytest.raises(CorpusError, match=r"^[^\n]*register\.toml[^\n]*$"):
        read_register(tmp_path)


def test_every_supported_file_below_the_folder_is_a_page_readme_and_hidden_files_aside(tmp_path: Path) -> None:
    for name in (
        "a.txt",
        "diep/er/b.MD",
        "c.html",
        "d.htm",
        "README.md",
        "diep/readme.nl.txt",
        "x.jpg",
        ".git/e.txt",
        ".f.txt",
    ):
        _file(tmp_path, TEXT, name)
    assert sorted(path.name for path in list_files(tmp_path)) == ["a.txt", "b.MD", "c.html", "d.htm"]


def test_what_a_site_sent_is_kept_but_is_no_page(tmp_path: Path) -> None:
    for name in ("pages/a.md", "originals/a.html", "originals/a.before.txt", "originals/diep/b.pdf", "~$c.docx"):
        _file(tmp_path, TEXT, name)
    assert [path.name for path in list_files(tmp_path)] == ["a.md"]


def test_of_one_page_in_two_forms_in_one_folder_the_markdown_counts(tmp_path: Path) -> None:
    for name in ("a.txt", "a.md", "b.html", "b.txt", "elders/a.txt"):
        _file(tmp_path, TEXT, name)
    found = [path.relative_to(tmp_path).as_posix() for path in list_files(tmp_path)]
    assert found == ["a.md", "b.html", "b.txt", "elders/a.txt"]


def test_a_folder_that_is_missing_or_has_no_pages_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="bestaat niet"):
        list_files(tmp_path / "weg")
    with pytest.raises(CorpusError, match="bevat geen pagina's"):
        list_files(tmp_path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_page_reads_the_same_in_each_encoding(tmp_path: Path, encoding: str) -> None:
    page = read_page(_file(tmp_path, TEXT.encode(encoding)))
    assert (page.title, page.text) == ("Één titel", TEXT.strip())


def test_line_ends_of_other_systems_make_no_difference(tmp_path: Path) -> None:
    texts = {read_page(_file(tmp_path, TEXT.replace("\n", end))).text for end in ("\n", "\r\n", "\r", "\u2028", "\v")}
    assert texts == {TEXT.strip()}


@pytest.mark.parametrize("content", ["", " \n\t\n", "\ufeff"])
def test_an_empty_page_is_refused(tmp_path: Path, content: str) -> None:
    assert "geen leesbare tekst" in _refused(_file(tmp_path, content)) or "is leeg" in _refused(
        _file(tmp_path, content)
    )


def test_a_page_of_furniture_only_is_refused(tmp_path: Path) -> None:
    assert "geen leesbare tekst" in _refused(_file(tmp_path, "<nav>Menu</nav><footer>Voet</footer>", "p.html"))


@pytest.mark.parametrize(
    "content",
    [
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20,
        "zonder teken".encode("utf-16-le"),
        "één cliënt, naïef".encode() + b"\xff",  # UTF-8 with a broken end
    ],
)
def test_what_is_not_text_is_refused(tmp_path: Path, content: bytes) -> None:
    assert "geen leesbare tekst" in _refused(_file(tmp_path, content))


def test_a_file_of_50_mb_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "groot.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    assert "te groot: 50 MB" in _refused(path)
    assert MAX_BYTES < 50_000_000


def test_a_file_that_is_not_there_is_one_clear_line(tmp_path: Path) -> None:
    assert "niet te lezen" in _refused(tmp_path / "weg.txt")


def test_markup_nested_too_deep_is_one_clear_line(tmp_path: Path) -> None:
    assert "te diep genest" in _refused(_file(tmp_path, "<div>" * 20_000 + "tekst", "diep.html"))


def test_a_page_without_a_heading_is_named_after_its_file(tmp_path: Path) -> None:
    page = read_page(_file(tmp_path, "gewoon een zin zonder kop.\n", "hulp-thuis.txt"))
    assert (page.title, [block.path for block in page.blocks]) == ("Hulp thuis", [()])


def test_a_html_page_without_a_first_heading_takes_its_title_tag(tmp_path: Path) -> None:
    page = read_page(_file(tmp_path, "<title>Hulp thuis</title><p>Een zin.</p>", "p.html"))
    assert page.title == "Hulp thuis"


def test_every_real_page_keeps_its_words_and_loses_its_furniture() -> None:
    register = read_register(CORPUS)
    for path in list_files(CORPUS):
        page = read_page(path, register[path.stem])
        assert "\u00a0" not in page.text
        for gone in ("Reageer!", "Vragen?", "cookie", "WERKEN AAN DE KWALITEIT", "Foto ", "… Meer"):
            assert gone not in page.text, (path.name, gone)


def test_contact_person_and_veilig_thuis_are_kept() -> None:
    page = read_page(CORPUS / "pages" / "wat-werkt.txt")
    contact = [block.span.of(page.text) for block in page.blocks if block.path == ("Contact",)]
    assert contact[0] == "Josine Holdorp is contactpersoon."
    assert contact[1].endswith("Veilig Thuis: 0800 - 2000 (gratis) - www.vooreenveiligthuis.nl")


PDF_TEXT = [["Hulp thuis", "De hulp begint thuis."], ["De hulp duurt zes weken."]]


def test_a_pdf_is_a_page_that_knows_its_sheets(tmp_path: Path) -> None:
    page = read_page(_file(tmp_path, pdf(PDF_TEXT), "hulp.pdf"))
    assert "De hulp duurt zes weken." in page.text
    assert sheet_at(page.sheets, page.text.index("begint thuis")) == 1
    assert sheet_at(page.sheets, page.text.index("duurt zes")) == 2


def test_a_word_file_is_a_page(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Hulp thuis", level=1)
    document.add_paragraph("De hulp duurt zes weken.")
    document.save(str(tmp_path / "hulp.docx"))
    page = read_page(tmp_path / "hulp.docx")
    assert (page.title, page.text) == ("Hulp thuis", "Hulp thuis\n\nDe hulp duurt zes weken.")
    assert page.sheets == ()


@pytest.mark.parametrize("name", ["p.pdf", "p.docx"])
def test_a_damaged_document_is_one_clear_line(tmp_path: Path, name: str) -> None:
    assert "beschadigd" in _refused(_file(tmp_path, b"%PDF-1.7\nniets", name))


def test_the_page_number_marks_of_a_fetched_pdf_are_no_text(tmp_path: Path) -> None:
    page = read_page(_file(tmp_path, "[[pagina 1]]\n\n# Hulp\n\nEen zin.\n\n[[pagina 2]]\n\nNog een zin.\n", "p.md"))
    assert page.text == "Hulp\n\nEen zin.\n\nNog een zin."
    assert page.sheets == ((0, 1), (page.text.index("Nog"), 2))


def test_a_saved_web_page_with_a_panel_opened_by_a_link_keeps_the_panel(tmp_path: Path) -> None:
    html = """<main><h1>Titel</h1><p>Tekst.</p><a href="#p1" data-toggle="collapse">Voor wie?</a>
    <div id="p1" hidden><p>Voor ouders.</p></div></main>"""
    assert "Voor wie?\n\nVoor ouders." in read_page(_file(tmp_path, html, "p.html")).text


def pdf(sheets: list[list[str]]) -> bytes:
    """A PDF with these lines on each sheet."""
    writer = PdfWriter()
    font = DictionaryObject(
        {
            NameObject(f"/{key}"): NameObject(f"/{value}")
            for key, value in (("Type", "Font"), ("Subtype", "Type1"), ("BaseFont", "Helvetica"))
        }
    )
    for lines in sheets:
        sheet = writer.add_blank_page(595, 842)
        sheet[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
        )
        content = DecodedStreamObject()
        shown = "".join(f"1 0 0 1 72 {780 - 40 * at} Tm ({line}) Tj\n" for at, line in enumerate(lines))
        content.set_data(f"BT /F1 12 Tf\n{shown}ET".encode())
        sheet[NameObject("/Contents")] = content
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
