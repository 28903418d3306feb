"""The frozen record types that every stage passes on. Offsets count characters of `Page.text`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

BlockKind = Literal["heading", "paragraph", "list", "table", "record"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a page's text: `text[start:end]`."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The characters of `text` in this stretch."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Item:
    """One list item: its own words without the bullet, and how deep it is nested (0 = outermost)."""

    span: Span
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Field:
    """One labelled line of a record: `label` as the page writes it ("Doelgroep"), `value` its words.

    `span` covers label and value where they stand together, else (table cell) the value alone.
    """

    label: str
    span: Span
    value: Span


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a page: its stretch of text, its kind, and the headings above it (outermost first).

    `lead_in` is the sentence that introduces a list, table or record (it lies before `span`).
    `items` belong to a list. `rows` belong to a table: one tuple of cells a row, header excluded;
    `header` holds the column names. `name` and `fields` belong to a record.
    """

    kind: BlockKind
    span: Span
    path: tuple[str, ...] = ()
    level: int = 0
    lead_in: Span | None = None
    items: tuple[Item, ...] = ()
    header: tuple[str, ...] = ()
    rows: tuple[tuple[Span, ...], ...] = ()
    name: Span | None = None
    fields: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """One page as read: normalised text plus the blocks that point into it.

    `sheets` says from which character on the text stands on which sheet of paper (PDF only).
    """

    slug: str
    title: str
    text: str
    blocks: tuple[Block, ...]
    publisher: str = ""
    url: str | None = None
    retrieved: str = ""
    sheets: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """What is retrieved and shown: `span` of the page, with the headings above it.

    `units` are the quotable pieces inside (sentences, list items, fields), in order.
    `context` is what stands above it (page title, headings, lead-in); words are searched in it too. `embed` is
    the text that is embedded: the nearest heading, the lead-in, then the passage.
    `record` is the intervention's name when the passage is a record or table row.
    """

    id: str
    page: str
    span: Span
    path: tuple[str, ...]
    kind: BlockKind
    text: str
    context: str
    embed: str
    lead_in: Span | None = None
    units: tuple[Span, ...] = ()
    record: str = ""

    @property
    def section(self) -> str:
        """The heading path as one line."""
        return " › ".join(self.path)


@dataclass(frozen=True, slots=True)
class Quote:
    """Verbatim words of a page: `pages[page].text[start:end] == text`."""

    page: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class AgeRange:
    """Ages in whole months, both inclusive as the page means them; None = no bound given."""

    low: int | None
    high: int | None
    quote: Quote


@dataclass(frozen=True, slots=True)
class Facet:
    """A derived property (`value` from the domain's fixed words) and the quote that it was derived from."""

    value: str
    quote: Quote


@dataclass(frozen=True, slots=True)
class Intervention:
    """One intervention as a page describes it. What the page does not give is None or empty, never guessed.

    `fields` maps the standard field keys of `ingest.domain.FIELDS` to the quote of the value.
    """

    name: str
    page: str
    section: str
    name_quote: Quote
    quote: Quote
    other_names: tuple[str, ...] = ()
    overview: Facet | None = None
    fields: dict[str, Quote] = field(default_factory=dict)
    ages: AgeRange | None = None
    kinds_of_help: tuple[Facet, ...] = ()
    dej_level: Facet | None = None
    kjp_judgement: Facet | None = None
    mentions: tuple[Quote, ...] = ()
