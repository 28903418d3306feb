"""Subjects next to the sources': plausible sentences about what such pages usually do not treat.

A question that lies nearer to these than to the pages is not answered by them. The sentences make no claim and are
never shown; only their subject is named. A page that does treat the subject lies nearer than they do.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("neighbours.txt")


@dataclass(frozen=True, slots=True)
class Neighbour:
    """One sentence and its subject, as it can be named in Dutch."""

    subject: str
    text: str


@cache
def neighbours() -> tuple[Neighbour, ...]:
    """All sentences of neighbours.txt, one a line: `subject | sentence`."""
    lines = _FILE.read_text("utf-8").splitlines()
    pairs = (line.split(" | ", 1) for line in lines if " | " in line)
    return tuple(Neighbour(subject.strip(), text.strip()) for subject, text in pairs)
