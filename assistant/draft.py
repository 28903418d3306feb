"""A draft answer: lines of words and quotes. Quotes become `[n]` only after they have been verified."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from assistant.answer import Status
from ingest.records import Page, Quote, Span

Part = str | Quote

_SPECIAL = re.compile(r"([\\`*_<>|~])|(!(?=\[))|(\[(?=[^\]]*\]\())")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_OWN_MARKER = re.compile(r"\[(?=\d+\])")
_BLOCK_START = re.compile(r"^(\s*(?:\d+(?=[.)]))?)([#+\-=.)])", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Line:
    """One Markdown block: words of the assistant and escaped words of pages; a Quote stands for its `[n]`.

    A line whose quote turns out not to be verbatim is dropped whole. `anchor` lines (headings, explanations)
    need no quote of their own; they go when no quoted line follows them.
    """

    parts: tuple[Part, ...]

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """The quotes that this line rests on."""
        return tuple(part for part in self.parts if isinstance(part, Quote))


@dataclass(frozen=True, slots=True)
class Draft:
    """What a composer gives: lines in reading order, whether that answers the question, and why so."""

    lines: tuple[Line, ...]
    status: Status = "answered"
    notes: dict[str, Any] = field(default_factory=dict)


def line(*parts: Part) -> Line:
    """A line of these parts."""
    return Line(tuple(parts))


def make_quote(page: Page, span: Span) -> Quote:
    """The words of `page` at `span`."""
    return Quote(page.slug, span.start, span.end, span.of(page.text))


def as_markdown(text: str) -> str:
    """Words of a page or a person as Markdown that shows them as they are: no markup, link, image or `[n]` in it."""
    escaped = _SPECIAL.sub(lambda match: "\\" + match.group(0), text)
    escaped = _ENTITY.sub("&amp;", escaped)
    # A word joiner keeps a page's own "[1]" from being taken for a citation; it does not show.
    escaped = _OWN_MARKER.sub("[\u2060", escaped)
    return _BLOCK_START.sub(lambda match: f"{match.group(1)}\\{match.group(2)}", escaped)


def in_cell(text: str) -> str:
    """The same for a table cell: on one line."""
    return " ".join(as_markdown(" ".join(text.split())).split())


def join_lines(lines: Iterable[str]) -> str:
    """Markdown blocks into one text; items of one list and rows of one table stay together."""
    out: list[str] = []
    for text in lines:
        same = out and _kind(text) and _kind(out[-1]) == _kind(text)
        out.append(("\n" if same else "\n\n") + text if out else text)
    return "".join(out)


def _kind(text: str) -> str:
    start = text.lstrip("\n")[:2]
    return {"- ": "item", "| ": "row", "|-": "row"}.get(start, "")
