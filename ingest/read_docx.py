"""Word (`.docx`) into pieces: headings by style, lists with their depth, tables."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from itertools import count
from typing import Any

from ingest.errors import PageError
from ingest.pieces import Piece
from ingest.text import normalise

_MAX_UNPACKED = 100_000_000
_MAX_PARTS = 5_000
_OLE = b"\xd0\xcf\x11\xe0"
_HEADING_STYLE = re.compile(r"^(?:heading|kop) ?([1-9])$", re.IGNORECASE)
_TITLE_STYLES = ("title", "titel")
_LIST_STYLE = re.compile(
    r"^(?:list|lijst)\w*(?: (?:bullet|number|opsom\w*|nummer\w*|paragraph|alinea))?(?: ([1-9]))?$", re.I
)
_ROW_HEADING_LEVEL = 6
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def read_docx(data: bytes, name: str = "") -> list[Piece]:
    """The pieces of a Word file. Raises PageError with one line when it is locked, damaged or unpacks to too much."""
    from docx import Document

    file = f"Het Word-bestand {name}".rstrip()
    if data.startswith(_OLE):
        raise PageError(f"{file} is beveiligd met een wachtwoord of van een oude soort (.doc).")
    try:
        _check_size(data, file)
        document = Document(io.BytesIO(data))
        return list(_Reader(document).pieces())
    except PageError:
        raise
    except Exception as error:  # a damaged file can make any part of the parser fail
        raise PageError(f"{file} is beschadigd of geen Word-bestand.") from error


def _check_size(data: bytes, file: str) -> None:
    """Refuse an archive that unpacks to too much. The sizes that it declares are checked by unpacking, too."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        left = _MAX_UNPACKED
        if len(parts) > _MAX_PARTS or sum(part.file_size for part in parts) > left:
            raise PageError(f"{file} pakt uit tot meer dan te verwerken is.")
        for part in parts:
            with archive.open(part) as stream:
                while left >= 0 and (step := stream.read(1_000_000)):
                    left -= len(step)
        if left < 0:
            raise PageError(f"{file} pakt uit tot meer dan te verwerken is.")


class _Reader:
    """Goes through the body in order; lists and tables get numbers of their own."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._groups = count(1)
        self._list = 0

    def pieces(self) -> Iterator[Piece]:
        """The pieces of the document's body."""
        from docx.table import Table

        for block in self._document.iter_inner_content():
            if isinstance(block, Table):
                self._list = 0
                yield from self._table(block)
            else:
                yield from self._paragraph(block)

    def _paragraph(self, paragraph: Any) -> Iterator[Piece]:
        text = _clean(_text(paragraph))
        if not text:
            return
        style = str(paragraph.style.name or "") if paragraph.style is not None else ""
        level = _heading_level(paragraph, style)
        depth = None if level else _list_depth(paragraph, style)
        if depth is None:
            self._list = 0
            yield Piece("heading", text.replace("\n", " "), level) if level else Piece("paragraph", text)
            return
        self._list = self._list or next(self._groups)
        yield Piece("item", text, level=depth, group=self._list)

    def _table(self, table: Any) -> Iterator[Piece]:
        group = next(self._groups)
        rows = [_cells(row) for row in table.rows]
        width = max((len(cells) for cells in rows), default=0)
        for number, (row, cells) in enumerate(zip(table.rows, rows, strict=True)):
            distinct = {id(cell._tc) for cell in row.cells}
            if len(distinct) == 1 and width > 1 and cells and cells[0]:
                yield Piece("heading", cells[0].replace("\n", " "), level=_ROW_HEADING_LEVEL)
            elif any(cells):
                is_header = number == 0 and row._tr.find(f"{_W}trPr/{_W}tblHeader") is not None
                filled = "\n".join(cell for cell in cells if cell)
                yield Piece("row", filled, cells=cells, is_header=is_header, group=group)


def _cells(row: Any) -> tuple[str, ...]:
    """The texts of a row: a cell merged over rows is repeated in each, one over columns stands in the first."""
    texts: list[str] = []
    previous = None
    for cell in row.cells:
        texts.append("" if previous is cell._tc else _clean("\n".join(_text(par) for par in cell.paragraphs)))
        previous = cell._tc
    return tuple(texts)


def _text(paragraph: Any) -> str:
    """The words of a paragraph, links included; what was deleted under "track changes" is left out."""
    parts: list[str] = []
    for node in paragraph._p.iter(f"{_W}t", f"{_W}br", f"{_W}cr", f"{_W}tab", f"{_W}noBreakHyphen"):
        if node.getparent().tag != f"{_W}r":
            continue  # a tab stop of the style is no tab in the text
        if node.tag == f"{_W}t":
            parts.append(node.text or "")
        else:
            parts.append({f"{_W}tab": " ", f"{_W}noBreakHyphen": "-"}.get(node.tag, "\n"))
    return "".join(parts)


def _clean(text: str) -> str:
    return re.sub(r"\n{2,}", "\n", normalise(text)).strip()


def _heading_level(paragraph: Any, style: str) -> int:
    """1 to 6 for a heading (by style or by the paragraph's own outline level), 0 for anything else."""
    if style.lower() in _TITLE_STYLES:
        return 1
    match = _HEADING_STYLE.match(style)
    if match:
        return min(int(match.group(1)), 6)
    outline = paragraph._p.find(f"{_W}pPr/{_W}outlineLvl")
    value = int(outline.get(f"{_W}val", "9")) if outline is not None else 9
    return min(value + 1, 6) if value < 9 else 0


def _list_depth(paragraph: Any, style: str) -> int | None:
    """How deep a list item is nested, or None for a paragraph that is no item."""
    numbering = paragraph._p.find(f"{_W}pPr/{_W}numPr")
    by_name = _LIST_STYLE.match(style)
    named = int(by_name.group(1) or 1) - 1 if by_name else None
    if numbering is None:
        return named
    number = numbering.find(f"{_W}numId")
    if number is not None and number.get(f"{_W}val") == "0":  # numbering switched off for this paragraph
        return None
    level = numbering.find(f"{_W}ilvl")
    own = int(level.get(f"{_W}val", "0")) if level is not None else 0
    return max(own, named or 0)
