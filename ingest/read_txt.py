"""Plain text (`.txt`) into pieces: bare short lines are headings, bullets are lists, indented lines go on."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ingest.pieces import LABEL, Piece, looks_like_heading
from ingest.text import normalise_line

_BULLET = re.compile(r"^(\s*)([•●▪◦‣·*–-]|\d{1,2}[.)])\s+(?=\S)")
_INDENT = re.compile(r"^\s*")
_WRAPPED_MIN = 50
_WIDTHS = range(60, 121)


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    width: int
    indent: int
    marker: str
    blank_before: bool
    blank_after: bool


def read_txt(raw: str) -> list[Piece]:
    """The pieces of a plain text file."""
    pieces: list[Piece] = []
    bullets: list[int] = []  # indents of the open list, outermost first
    group = 0
    previous: _Line | None = None
    lines = _lines(raw)
    width = max((line.width for line in lines), default=0)
    for line in lines:
        if line.marker:
            if not bullets:
                group += 1
            bullets = [indent for indent in bullets if indent < line.indent] + [line.indent]
            pieces.append(Piece("item", line.text, level=len(bullets) - 1, marker=line.marker, group=group))
        elif previous and _goes_on(previous, line, width):
            pieces[-1] = replace(pieces[-1], text=f"{pieces[-1].text} {line.text}")
        elif bullets and line.indent > bullets[0]:
            pieces[-1] = replace(pieces[-1], text=f"{pieces[-1].text}\n{line.text}")
        else:
            bullets = []
            alone = line.blank_after and (line.blank_before or (previous is not None and bool(previous.marker)))
            kind = "heading" if alone and looks_like_heading(line.text) else "paragraph"
            pieces.append(Piece(kind, line.text))  # type: ignore[arg-type]
        previous = line
    return pieces


def _lines(raw: str) -> list[_Line]:
    """The lines with text, each with its indent and whether it stands alone."""
    rows = raw.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    filled = [bool(normalise_line(row)) for row in rows]
    lines = []
    for number, row in enumerate(rows):
        if not filled[number]:
            continue
        bullet = _BULLET.match(row)
        text = normalise_line(row[bullet.end() :] if bullet else row)
        marker = bullet.group(2) if bullet else ""
        indent = len(bullet.group(1) if bullet else _INDENT.match(row).group())  # type: ignore[union-attr]
        before = number == 0 or not filled[number - 1]
        after = number + 1 == len(rows) or not filled[number + 1]
        lines.append(_Line(text, len(row.rstrip()), indent, marker, before, after))
    return lines


def _goes_on(previous: _Line, line: _Line, width: int) -> bool:
    """Whether `line` is the rest of a sentence cut by hand; `width` is that of the longest line of the file."""
    if line.blank_before or len(previous.text) < _WRAPPED_MIN or re.search(r"[.:;!?]$", previous.text):
        return False
    was_full = width in _WIDTHS and previous.width + 1 + len(line.text.split()[0]) > width
    return line.text[0].islower() or (was_full and not LABEL.match(line.text))
