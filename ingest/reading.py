"""A supported file into a Page: decoded, cut into pieces, furniture removed, assembled."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from ingest.blocks import Assembly
from ingest.errors import CorpusError, PageError
from ingest.furniture import remove_furniture
from ingest.read_html import html_title, read_html, read_markdown
from ingest.read_txt import read_txt
from ingest.records import Page
from ingest.text import normalise_line

SUFFIXES = (".txt", ".md", ".html", ".htm")
MAX_BYTES = 10_000_000
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
    """Every page file anywhere below the corpus folder, by slug. Raises CorpusError when there is none."""
    if not corpus_dir.is_dir():
        raise CorpusError(f"De map met pagina's bestaat niet: {corpus_dir}.")
    files = sorted(
        path
        for path in corpus_dir.rglob("*")
        if path.is_file()
        and path.suffix.lower() in SUFFIXES
        and path.name.split(".")[0].lower() != "readme"
        and not any(part.startswith(".") for part in path.relative_to(corpus_dir).parts)
    )
    if not files:
        raise CorpusError(f"De map {corpus_dir} bevat geen pagina's ({', '.join(SUFFIXES)}).")
    return files


def read_page(path: Path, entry: RegisterEntry | None = None) -> Page:
    """The page in `path`. Raises PageError with one line when it is empty, too large or not text."""
    entry = entry or RegisterEntry()
    raw = _decode(path)
    suffix = path.suffix.lower()
    read = {".txt": read_txt, ".md": read_markdown}.get(suffix, read_html)
    try:
        pieces = read(raw)
    except RecursionError:
        raise PageError(f"De pagina {path.name} is niet te lezen: de opmaak is te diep genest.") from None
    assembly = Assembly(remove_furniture(pieces))
    if not assembly.text.strip():
        raise PageError(f"De pagina {path.name} bevat geen leesbare tekst.")
    title = entry.title or assembly.title or (html_title(raw) if suffix in (".html", ".htm") else "")
    return Page(
        slug=path.stem,
        title=title or path.stem.replace("-", " ").capitalize(),
        text=assembly.text,
        blocks=tuple(assembly.blocks),
        publisher=entry.publisher,
        url=entry.url if entry.url.startswith(("http://", "https://")) else None,
        retrieved=entry.retrieved,
    )


def _decode(path: Path) -> str:
    """The file's text: UTF-8 (or UTF-16 with its mark), else Windows-1252 when that gives plain text."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            limit = MAX_BYTES // 1_000_000
            raise PageError(f"De pagina {path.name} is te groot: {size / 1e6:.0f} MB (hoogstens {limit} MB).")
        data = path.read_bytes()
    except OSError as error:
        raise PageError(f"De pagina {path.name} is niet te lezen: {error.strerror}.") from error
    if not data.strip():
        raise PageError(f"De pagina {path.name} is leeg.")
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
    raise PageError(f"De pagina {path.name} is geen leesbare tekst (verwacht UTF-8).")
