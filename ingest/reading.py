"""A supported file into a Page: decoded, cut into pieces, furniture removed, assembled."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from ingest.blocks import Assembly
from ingest.errors import CorpusError, PageError
from ingest.furniture import remove_furniture
from ingest.main_text import open_up
from ingest.pieces import Piece
from ingest.read_docx import read_docx
from ingest.read_html import html_title, read_html, read_markdown
from ingest.read_pdf import read_pdf
from ingest.read_txt import read_txt
from ingest.readable import restore
from ingest.records import Page
from ingest.sheets import sheets_of
from ingest.text import normalise_line

SUFFIXES = (".txt", ".md", ".html", ".htm", ".pdf", ".docx")
ORIGINALS = "originals"
"""The folder in the corpus with the files as the sites sent them; nothing in it is a page."""
MAX_BYTES = 10_000_000
_MAX_BYTES_WITH_PICTURES = 50_000_000
REGISTER = "register.toml"
# Line and page ends of word processors and other systems.
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# What UTF-8 looks like when it is read as Windows-1252: then the file is damaged UTF-8.
_MISREAD = re.compile("Ã[\u0080-\u00bf]|â€")


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """What the register says of one page; unknown stays empty."""

    title: str = ""
    publisher: str = ""
    url: str = ""
    retrieved: str = ""


def read_register(corpus_dir: Path) -> dict[str, RegisterEntry]:
    """The register by slug; empty when there is none. Raises CorpusError when it cannot be read."""
    path = corpus_dir / REGISTER
    if not path.is_file():
        return {}
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise CorpusError(f"Het register {REGISTER} is niet te lezen: {normalise_line(str(error))}.") from error
    known = RegisterEntry.__dataclass_fields__
    entries = {}
    for slug, values in data.items():
        if not isinstance(values, dict):
            raise CorpusError(f"Het register {REGISTER} heeft bij '{slug}' geen tabel met gegevens.")
        entries[slug] = RegisterEntry(**{key: str(values[key]).strip() for key in known if key in values})
    return entries


def list_files(corpus_dir: Path) -> list[Path]:
    """Every page file anywhere below the corpus folder, by slug. Raises CorpusError when there is none.

    Of two files of one page in one folder the Markdown counts: fetching was killed before it set the other aside.
    """
    if not corpus_dir.is_dir():
        raise CorpusError(f"De map met pagina's bestaat niet: {corpus_dir}.")
    files = sorted(path for path in corpus_dir.rglob("*") if _is_page(path.relative_to(corpus_dir)) and path.is_file())
    fetched = {path.with_suffix("") for path in files if path.suffix.lower() == ".md"}
    files = [path for path in files if path.suffix.lower() == ".md" or path.with_suffix("") not in fetched]
    if not files:
        raise CorpusError(f"De map {corpus_dir} bevat geen pagina's ({', '.join(SUFFIXES)}).")
    return files


def _is_page(path: Path) -> bool:
    """Whether a file at this place below the corpus folder is a page."""
    is_hidden = any(part.startswith(".") for part in path.parts)
    is_readme = path.name.split(".")[0].lower() == "readme"
    is_supported = path.suffix.lower() in SUFFIXES and not path.name.startswith("~$")  # Word has that file open
    return is_supported and not is_hidden and not is_readme and ORIGINALS not in path.parts[:-1]


def read_page(path: Path, entry: RegisterEntry | None = None) -> Page:
    """The page in `path`. Raises PageError with one line when it is empty, too large, damaged or not text."""
    entry = entry or RegisterEntry()
    read = _read(path)
    pieces = remove_furniture(read.pieces)
    assembly = Assembly(pieces)
    if not assembly.text.strip():
        raise PageError(f"De pagina {path.name} bevat geen leesbare tekst.")
    return Page(
        slug=path.stem,
        title=entry.title or assembly.title or read.title or path.stem.replace("-", " ").capitalize(),
        text=assembly.text,
        blocks=tuple(assembly.blocks),
        publisher=entry.publisher,
        url=entry.url if entry.url.startswith(("http://", "https://")) else None,
        retrieved=entry.retrieved,
        sheets=sheets_of(assembly.text, pieces),
    )


class _Read(NamedTuple):
    """A file as pieces, and the title that it gives outside its text."""

    pieces: list[Piece]
    title: str = ""


def _read(path: Path) -> _Read:
    suffix = path.suffix.lower()
    if suffix in (".pdf", ".docx"):
        data = _bytes(path, _MAX_BYTES_WITH_PICTURES)
        return _Read(read_pdf(data, path.name) if suffix == ".pdf" else read_docx(data, path.name))
    raw = _decode(path.name, _bytes(path, MAX_BYTES))
    if suffix == ".txt":
        return _Read(read_txt(raw))
    try:
        if suffix == ".md":
            return _Read(restore(read_markdown(raw)))
        return _Read(read_html(open_up(raw)), html_title(raw))
    except (RecursionError, PageError):
        raise PageError(f"De pagina {path.name} is niet te lezen: de opmaak is te diep genest.") from None


def _bytes(path: Path, limit: int) -> bytes:
    try:
        size = path.stat().st_size
        if size > limit:
            megabytes = f"{size / 1e6:.0f} MB (hoogstens {limit // 1_000_000} MB)"
            raise PageError(f"De pagina {path.name} is te groot: {megabytes}.")
        data = path.read_bytes()
    except OSError as error:
        raise PageError(f"De pagina {path.name} is niet te lezen: {error.strerror}.") from error
    if not data.strip():
        raise PageError(f"De pagina {path.name} is leeg.")
    return data


def _decode(name: str, data: bytes) -> str:
    """The file's text: UTF-8 (or UTF-16 with its mark), else Windows-1252 when that gives plain text."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        text = _LINE_ENDS.sub("\n", text)
        odd = sum(char < " " and char not in "\t\n" for char in text)
        if "\x00" not in text and odd <= len(text) // 1000 and not (encoding == "cp1252" and _MISREAD.search(text)):
            return text
    raise PageError(f"De pagina {name} is geen leesbare tekst (verwacht UTF-8).")
