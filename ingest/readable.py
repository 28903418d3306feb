"""Pieces as Markdown that reads well in a diff (a sentence a line), and back to the same pieces.

Four things that Markdown has no sign for are written in one of our own, which `restore` turns back after
`read_markdown`: `[[pagina 3]]` where a page of a PDF begins; in a table `<br>` for a new line in a cell, `[[titel 5]]`
for a heading above the column names and `[[kop 6]]` for one between the rows (the number is its level).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import fields, replace
from itertools import pairwise

from ingest.blocks import _DEPENDENT  # a heading without a level must get the same one after a round trip
from ingest.furniture import remove_furniture
from ingest.pieces import Piece
from ingest.sentences import split_sentences
from ingest.sheets import PagedPiece, Sheets

_MARK = re.compile(r"\[\[pagina (\d+)\]\]\s?")
_SIGNS = re.compile(r"[\\`*_\[\]<|~]|&(?=#?\w+;)")
_HEADING = re.compile(r"\[\[(?:kop|titel) (\d)\]\] ?")
_TITLE = re.compile(r"\[\[titel ")
_OPENING = re.compile(r"^([#+=>-])|^(\d{1,9})(?=[.)](?:\s|$))")


def to_markdown(pieces: Sequence[Piece]) -> str:
    """The pieces as Markdown, with a blank line between blocks."""
    chunks: list[str] = []
    number, sheet, bullet = 0, 0, "-"
    while number < len(pieces):
        run = _run(pieces, number)
        first = run[0]
        if _first_sheet(first) > sheet:
            sheet = _first_sheet(first)
            chunks.append(_mark(sheet))
        if first.kind == "item":
            follows_list = number > 0 and pieces[number - 1].kind == "item"
            bullet = "*" if follows_list and bullet == "-" else "-"
            chunks.append(_list(run, bullet, sheet))
        elif any(piece.kind == "row" for piece in run):
            chunks.append(_table(run, sheet))
        elif first.kind == "heading":
            chunks.append("#" * _level(pieces, number) + " " + _escape(first.text).replace("#", "\\#"))
        else:
            chunks.append(_text(first, sheet))
        sheet = max([sheet, *(_last_sheet(piece) for piece in run)])
        number += len(run)
    return "\n\n".join(chunks) + "\n"


def restore(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces of such Markdown as `read_markdown` gives them, with the marks turned back into sheets."""
    result: list[Piece] = []
    sheet = 0
    for piece in pieces:
        if piece.kind == "row":
            row, sheet = _restored_row(piece, sheet)
            above = bool(_TITLE.match(piece.text)) and bool(result) and result[-1].group == piece.group
            result.insert(len(result) - above, row)
            continue
        text, sheets = _take_marks(piece.text, sheet)
        sheet = sheets[-1][1] if sheets else sheet
        if text:
            result.append(_on_sheets(replace(piece, text=text), sheets))
    return result


def _restored_row(piece: Piece, sheet: int) -> tuple[Piece, int]:
    """A table row, or the heading that it stands for, and the sheet on which it ends."""
    marks = [int(mark) for cell in piece.cells for mark in _MARK.findall(cell)]
    sheets = ((0, marks[0] if marks else sheet),) if marks or sheet else ()
    cells = tuple(_MARK.sub("", cell).replace("<br>", "\n").strip() for cell in piece.cells)
    heading = _HEADING.match(cells[0]) if cells else None
    if heading:
        made = Piece("heading", cells[0][heading.end() :], level=int(heading.group(1)), group=piece.group)
    else:
        made = replace(piece, text="\n".join(cell for cell in cells if cell), cells=cells)
    return _on_sheets(made, sheets), marks[-1] if marks else sheet


def without_furniture(pieces: Sequence[Piece]) -> list[Piece]:
    """`pieces` without what the furniture rules cut, in a form on which those rules give the same result again."""
    clean = remove_furniture(list(pieces))
    kept = {line for piece in clean for line in piece.text.split("\n")}
    rest = [piece for piece in pieces if kept.issuperset(piece.text.split("\n"))]
    return rest if remove_furniture(rest) == clean else list(pieces)


def _run(pieces: Sequence[Piece], number: int) -> Sequence[Piece]:
    """The list or table (with the headings inside it) that begins at `number`, or that one piece."""
    first = pieces[number]
    end = number + 1
    while first.group and end < len(pieces) and pieces[end].group == first.group:
        if (pieces[end].kind == "item") != (first.kind == "item"):
            break
        end += 1
    return pieces[number:end]


def _level(pieces: Sequence[Piece], number: int) -> int:
    piece = pieces[number]
    on_top = all(above.kind == "heading" and above.level in (0, 1) for above in pieces[:number])
    return piece.level or (1 if on_top else 3 if _DEPENDENT.match(piece.text) else 2)


def _list(run: Sequence[Piece], bullet: str, sheet: int) -> str:
    lines, depth = [], -1
    for piece in run:
        depth = min(piece.level, depth + 1)
        indent = "  " * depth
        mark = _mark(_first_sheet(piece)) + " " if _first_sheet(piece) > sheet else ""
        sheet = max(sheet, _first_sheet(piece))
        lines.append(f"{indent}{bullet} {mark}" + _text(piece, sheet).replace("\n", f"\n{indent}  "))
        sheet = max(sheet, _last_sheet(piece))
    return "\n".join(lines)


def _text(piece: Piece, sheet: int) -> str:
    """The words of `piece`, a sentence a line; a line break of its own is a backslash at the end of the line."""
    turns = {offset: number for offset, number in _sheets(piece) if offset and number > sheet}
    lines = []
    at = 0
    for line in piece.text.split("\n"):
        parts = []
        for span in split_sentences(line, at):
            cuts = [span.start, *(cut for cut in sorted(turns) if span.start < cut < span.end), span.end]
            marks = [_mark(turns[span.start]) + " " if span.start in turns else ""]
            marks += [_mark(turns[cut]) + " " for cut in cuts[1:-1]]
            words = [_escape(piece.text[a:b]) for a, b in pairwise(cuts)]
            parts.append(_opening("".join(mark + word for mark, word in zip(marks, words, strict=True))))
        lines.append("\n".join(parts))
        at += len(line) + 1
    return "\\\n".join(lines)


def _table(run: Sequence[Piece], sheet: int) -> str:
    """A table with the headings inside it."""
    width = max(len(piece.cells) for piece in run)
    first = next(number for number, piece in enumerate(run) if piece.kind == "row")
    # The assembly of blocks takes the first of several rows as column names.
    has_header = run[first].is_header or len(run) > first + 1
    lines = []
    for number, piece in enumerate(run):
        mark = _mark(_first_sheet(piece)) + " " if _first_sheet(piece) > sheet else ""
        sheet = max(sheet, _first_sheet(piece))
        if piece.kind == "heading":
            mark += f"[[{'titel' if number < first else 'kop'} {piece.level}]] "
        lines.append(_row(piece.cells or (piece.text,), mark, width))
    header = lines.pop(first) if has_header else _row((), "", width)
    return "\n".join([header, "| " + " | ".join(["---"] * width) + " |", *lines])


def _row(cells: tuple[str, ...], mark: str, width: int) -> str:
    full = [*cells, *[""] * (width - len(cells))]
    return f"| {mark}" + " | ".join(_escape(cell).replace("\n", "<br>") for cell in full) + " |"


def _escape(text: str) -> str:
    return _SIGNS.sub(r"\\\g<0>", text)


def _opening(line: str) -> str:
    """`line` with a first sign that would make it a heading, a list or a quotation escaped."""
    return _OPENING.sub(lambda match: f"\\{match[1]}" if match[1] else f"{match[2]}\\", line)


def _mark(sheet: int) -> str:
    return f"[[pagina {sheet}]]"


def _take_marks(text: str, sheet: int) -> tuple[str, Sheets]:
    """`text` without its marks, and on which sheets it stands (`sheet` is where the text before it ended)."""
    parts: list[str] = []
    sheets = [(0, sheet)] if sheet else []
    length = 0
    for number, part in enumerate(_MARK.split(text)):
        if number % 2:
            sheets = [pair for pair in sheets if pair[0] != length] + [(length, int(part))]
        else:
            parts.append(part)
            length += len(part)
    return "".join(parts).strip(), tuple(sheets)


def _on_sheets(piece: Piece, sheets: Sheets) -> Piece:
    own = {field.name: getattr(piece, field.name) for field in fields(Piece)}
    return PagedPiece(**own, sheets=sheets) if sheets else piece


def _sheets(piece: Piece) -> Sheets:
    return piece.sheets if isinstance(piece, PagedPiece) else ()


def _first_sheet(piece: Piece) -> int:
    sheets = _sheets(piece)
    return sheets[0][1] if sheets else 0


def _last_sheet(piece: Piece) -> int:
    sheets = _sheets(piece)
    return sheets[-1][1] if sheets else 0
