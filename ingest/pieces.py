"""The pieces that every reader cuts a file into before they become one text with blocks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

LABEL = re.compile(r"^([^\W\d_][^:.!?\n]{1,80}):[ \n]*(?=\S)")
"""The label of a labelled line, such as "Doelgroep: "."""

PieceKind = Literal["heading", "paragraph", "item", "row"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A heading, paragraph, list item or table row, normalised. `text` may hold line breaks.

    `level` is the heading level (0 = not known) or the depth of a list item. `marker` is the bullet as the file
    has it. `cells` are a row's texts, `is_header` marks the row with column names; `group` numbers lists and tables.
    """

    kind: PieceKind
    text: str
    level: int = 0
    marker: str = ""
    cells: tuple[str, ...] = ()
    is_header: bool = False
    group: int = 0


_MAX_HEADING_WORDS = 14
_MAX_HEADING_CHARS = 120


def looks_like_heading(line: str) -> bool:
    """Whether a line that stands alone reads as a heading: short, opens with a capital, no closing punctuation."""
    if not line or len(line) > _MAX_HEADING_CHARS or len(line.split()) > _MAX_HEADING_WORDS:
        return False
    return (line[0].isupper() or line[0].isdigit()) and not re.search(r"[.:;,]$", line)
