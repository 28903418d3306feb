"""On which sheet (printed page) of a PDF a piece of text stands, kept through to the citation."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.pieces import Piece

Sheets = tuple[tuple[int, int], ...]
"""Pairs (offset, sheet number): from that character on, the text stands on that sheet."""


@dataclass(frozen=True, slots=True)
class PagedPiece(Piece):
    """A piece that knows its sheets: the first pair has offset 0, later ones where the text runs on overleaf."""

    sheets: Sheets = ()


def sheets_of(text: str, pieces: Sequence[Piece]) -> Sheets:
    """Where each sheet begins in the page `text` that was put together from `pieces`; empty when none is known."""
    found: list[tuple[int, int]] = []
    at = 0
    for piece in pieces:
        start = text.find(piece.text, at) if piece.text else -1
        if start < 0:
            continue  # moved or cut by the furniture rules
        at = start + len(piece.text)
        for offset, sheet in piece.sheets if isinstance(piece, PagedPiece) else ():
            if not found or sheet != found[-1][1]:
                found.append((start + offset, sheet))
    return tuple(found)


def sheet_at(sheets: Sheets, offset: int) -> int | None:
    """The sheet on which the character at `offset` stands, or None."""
    number = bisect_right(sheets, offset, key=lambda pair: pair[0])
    return sheets[number - 1][1] if number else None
