"""Lines with labels ("Doelgroep: ..."): which label a line has, and pieces arranged so that each has its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.domain import CORE_FIELDS, NAME_LABELS, field_key, plain_label
from ingest.pieces import LABEL, Piece, looks_like_heading

MIN_KNOWN = 2
"""So many labels that are fields of an intervention make a record where no other sign does."""


def label_of(line: str) -> str:
    """The label that `line` opens with ("Doelgroep: ..."), or that it is by itself when it is a known one."""
    match = LABEL.match(line)
    if match and match.group(1).count("(") == match.group(1).count(")"):
        return match.group(1)
    bare = line.rstrip(": ")
    return bare if field_key(bare) else ""


def labels_of(text: str) -> list[str]:
    """The labels of the lines of a piece; none when its first line has none, or is a label with nothing below it."""
    lines = text.split("\n")
    labels = [label_of(line) for line in lines]
    opens = bool(labels[0]) and (len(lines) > 1 or ":" in lines[0].rstrip(": "))
    return [label for label in labels if label] if opens else []


def knows_enough(labels: Sequence[str]) -> bool:
    """Whether the labels are those of an intervention."""
    return len({key for label in labels if (key := field_key(label)) in CORE_FIELDS}) >= MIN_KNOWN


def is_name_label(label: str) -> bool:
    """Whether the name of an intervention stands behind `label`."""
    return plain_label(label) in NAME_LABELS


def arranged(pieces: Sequence[Piece]) -> list[Piece]:
    """The same words, with a label that stands alone joined to the text below it, and a name parted from its fields."""
    found: list[Piece] = []
    for piece in pieces:
        if found and piece.kind == "paragraph" and _stands_alone(found[-1]) and not labels_of(piece.text):
            found[-1] = Piece("paragraph", f"{found[-1].text}\n{piece.text}")
        else:
            found += _parted(piece)
    return found


def _stands_alone(piece: Piece) -> bool:
    """Whether a piece is only a label, and no heading that the page itself marks."""
    return piece.kind == "paragraph" and "\n" not in piece.text and bool(field_key(piece.text.rstrip(": ")))


def _parted(piece: Piece) -> Iterator[Piece]:
    """A paragraph of a name and fields below it ("Naam\\nDoelgroep: ...\\nAanpak: ...") as two."""
    first, _, rest = piece.text.partition("\n")
    is_name = piece.kind == "paragraph" and rest and not label_of(first) and looks_like_heading(first)
    if is_name and knows_enough(labels_of(rest)):
        yield replace(piece, text=first)
        yield replace(piece, text=rest)
    else:
        yield piece
