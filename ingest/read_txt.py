"""Plain text (`.txt`) into pieces: bare short lines are headings, bullets are lists, indented lines go on."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ingest.pieces import Piece, looks_like_heading
from ingest.text import normalise_line

_BULLET = re.compile(r"^(\s*)([•●▪◦‣·*–-]|\d{1,2}[.)])\s+(?=\S)")
_INDENT = re.compile(r"^\s*")
_WRAPPED_MIN = 50


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
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
    for line in _lines(raw):
        if line.marker:
            if not bullets:
                group += 1
            bullets = [indent for indent in bullets if indent < line.indent] + [line.indent]
            pieces.append(Piece("item", line.text, level=len(bullets) - 1, marker=line.marker, group=group))
        elif bullets and line.indent > bullets[-1]:
            pieces[-1] = replace(pieces[-1], text=f"{pieces[-1].text}\n{line.text}")
        elif previous and _goes_on(previous, line):
            pieces[-1] = replace(pieces[-1], text=f"{pieces[-1].text} {line.text}")
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
        lines.append(_Line(text, indent, marker, before, after))
    return lines


def _goes_on(previous: _Line, line: _Line) -> bool:
    """Whether `line` is the rest of a hard-wrapped sentence."""
    if line.blank_before or len(previous.text) < _WRAPPED_MIN:
        return False
    return line.text[0].islower() and not re.search(r"[.:;!?]$", previous.text)
