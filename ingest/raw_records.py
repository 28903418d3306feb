"""Which labelled records and table rows of a page describe an intervention, before their fields are read.

A record or table is about interventions when at least two of its labels are known fields.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from ingest.domain import CORE_FIELDS, DEJ_LEVELS, NAME_LABELS, field_key, plain_label
from ingest.facets import find_term
from ingest.furniture import CONTACT
from ingest.headed_records import fields_below_headings, heading_of
from ingest.records import Block, Field, Page, Span

_MIN_FIELDS = 2
_MAX_JUDGEMENT = 120


@dataclass(frozen=True, slots=True)
class RawRecord:
    """One intervention as it stands on the page: where its name is, if it has one, and its labelled values."""

    block: Block
    whole: Span
    name: Span | None
    fields: tuple[Field, ...]


def find_records(page: Page, problems: list[str]) -> Iterator[RawRecord]:
    """The raw records of `page`, those with headed fields first; what cannot be read adds a line to `problems`."""
    runs = {(block.path, block.lead_in) for block in page.blocks if len(_known(block)) >= _MIN_FIELDS}
    headed = fields_below_headings(page)
    headings = {block.span: number for number, block in enumerate(page.blocks) if block.kind == "heading"}
    for heading, fields in headed.items():
        whole = Span(heading.span.start, fields[-1].span.end)
        yield _with_section(page, RawRecord(heading, whole, heading.span, fields), headings)
    taken = {heading.span for heading in headed}
    for number, block in enumerate(page.blocks):
        in_run = (block.path, block.lead_in) in runs
        known = len(_known(block))
        if block.kind == "record" and block.name in taken:
            continue
        if block.kind == "record" and (known >= _MIN_FIELDS or (known and in_run)):
            yield _with_section(page, _named(RawRecord(block, block.span, block.name, block.fields)), headings)
        elif block.kind == "table":
            yield from _rows(page, block, problems)
        elif in_run and (block.kind == "record" or _is_bullet_among_records(page, number)):
            problems.append(f"het onderdeel “{shorten(page, block.span)}” heeft geen velden die herkend worden")


def _with_section(page: Page, raw: RawRecord, headings: Mapping[Span, int]) -> RawRecord:
    """`raw` with all that stands below the heading that is its name, unless another record stands there too.

    `headings` are the numbers of the page's heading blocks.
    """
    at = headings.get(raw.name) if raw.name else None
    if at is None:
        return raw
    end = raw.whole.end
    for block in page.blocks[at + 1 :]:
        if block.span.start < end:
            continue
        if block.kind == "heading" and block.level <= page.blocks[at].level:
            break
        if block.kind in ("record", "table"):
            return raw
        if block.path != (CONTACT,):
            end = block.span.end
    return replace(raw, whole=Span(raw.whole.start, end))


def shorten(page: Page, span: Span) -> str:
    """The first words at `span`, for use in a problem line."""
    words = span.of(page.text).split("\n")[0].lstrip("•*- ").rstrip(".")
    return words if len(words) <= 60 else words[:59].rstrip() + "…"


def _known(block: Block) -> set[str]:
    return {key for field in block.fields if (key := field_key(field.label)) in CORE_FIELDS}


def _is_bullet_among_records(page: Page, number: int) -> bool:
    """Whether a block is one list item right before or after a record."""
    around = page.blocks[max(0, number - 1) : number] + page.blocks[number + 1 : number + 2]
    return len(page.blocks[number].items) == 1 and any(block.kind == "record" for block in around)


def _named(raw: RawRecord) -> RawRecord:
    """`raw` with its name taken from a field "Naam: …", or "Interventie: …" when it has no name line."""
    for field in raw.fields:
        label = plain_label(field.label)
        if label in NAME_LABELS and (raw.name is None or label.startswith("naam")):
            rest = tuple(other for other in raw.fields if other is not field)
            return RawRecord(raw.block, raw.whole, field.value, rest)
    return raw


def _rows(page: Page, table: Block, problems: list[str]) -> Iterator[RawRecord]:
    """The rows of a table about interventions."""
    table = _with_header(page, table)
    keys = [field_key(label) for label in table.header]
    if len({key for key in keys if key in CORE_FIELDS}) < _MIN_FIELDS:
        record = _upright(page, table)
        if record:
            yield record
        else:
            _report_headless(page, table, problems)
        return
    columns = ", ".join(f"“{label}”" if label else "(leeg)" for label in table.header)
    name_at = _name_column(table.header, keys)
    if name_at is None:
        problems.append(f"de tabel met de kolommen {columns} heeft geen kolom met de naam; hij is niet gelezen")
        return
    for at, label in enumerate(table.header):
        if not label and at != name_at:
            problems.append(f"kolom {at + 1} van de tabel met de kolommen {columns} heeft geen kopje")
    labels = table.header
    for row in table.rows:
        if refined := _second_header(labels, [cell.of(page.text) for cell in row], name_at):
            labels = refined
        elif len(row) < len(labels):
            short = f"de rij “{shorten(page, row[0])}” heeft {len(row)} van de {len(labels)} kolommen"
            problems.append(f"{short}; zij is niet gelezen")
        else:
            yield from _row(table, labels, row, name_at)


def _with_header(page: Page, table: Block) -> Block:
    """`table`, its first row taken for column names when the page marks none and the row holds at least two fields."""
    first = tuple(cell.of(page.text) for cell in table.rows[0]) if table.rows else ()
    known = {key for label in first if (key := field_key(label)) in CORE_FIELDS}
    if table.header or len(known) < _MIN_FIELDS:
        return table
    return replace(table, header=first, rows=table.rows[1:])


def _upright(page: Page, table: Block) -> RawRecord | None:
    """The one record in a table of two columns, label and value; named in a row of its own or by the page's title."""
    if len(table.header) not in (0, 2) or any(len(row) != 2 for row in table.rows):
        return None
    pairs = [(row[0].of(page.text), row[1]) for row in table.rows]
    if table.header:  # the first row was taken for column names
        start = page.text.rfind(table.header[1], 0, table.span.start)
        pairs.insert(0, (table.header[0], Span(start, start + len(table.header[1]))))
    fields = tuple(Field(label, value, value) for label, value in pairs if value.end > value.start)
    if len({key for field in fields if (key := field_key(field.label)) in CORE_FIELDS}) < _MIN_FIELDS:
        return None
    whole = Span(min(table.span.start, fields[0].span.start), table.span.end)
    at = next(number for number, block in enumerate(page.blocks) if block.span.end == table.span.end)
    owner = heading_of(page, at)
    heading = page.blocks[owner] if owner is not None else None
    is_near = heading and (heading.level == 1 or not page.text[heading.span.end : whole.start].strip())
    title = heading.span if heading and is_near else None
    raw = _named(RawRecord(table, whole, None, fields))
    return raw if raw.name else RawRecord(table, whole, title, fields)


def _name_column(header: tuple[str, ...], keys: list[str | None]) -> int | None:
    """The column that is called "Interventie", else the first one when its label is not a field."""
    named = [at for at, label in enumerate(header) if plain_label(label) in NAME_LABELS]
    if named:
        return named[0]
    return 0 if keys[0] is None else None


def _second_header(labels: tuple[str, ...], texts: list[str], name_at: int) -> tuple[str, ...] | None:
    """The labels, refined by a repeated or second row of column names ("DEJ" and "KJP" below "Effectiviteit")."""
    if len(texts) != len(labels) or texts[name_at] not in ("", labels[name_at]):
        return None
    if not any(texts) or not all(not text or text in labels or field_key(text) for text in texts):
        return None
    return tuple(new or old for new, old in zip(texts, labels, strict=True))


def _row(table: Block, labels: tuple[str, ...], row: tuple[Span, ...], name_at: int) -> Iterator[RawRecord]:
    longer = (*labels, *[""] * (len(row) - len(labels)))
    cells = [(label, cell) for at, (label, cell) in enumerate(zip(longer, row, strict=True)) if at != name_at]
    fields = tuple(Field(label, cell, cell) for label, cell in cells if cell.end > cell.start)
    filled = [cell for cell in row if cell.end > cell.start]
    if filled:
        yield RawRecord(table, Span(filled[0].start, filled[-1].end), row[name_at], fields)


def _report_headless(page: Page, table: Block, problems: list[str]) -> None:
    """Reports a table that gives judgements (so it is about interventions) without column names that are known."""
    cells = [*table.header, *(cell.of(page.text) for row in table.rows for cell in row)]
    if any(len(cell) <= _MAX_JUDGEMENT and find_term(cell, DEJ_LEVELS) for cell in cells):
        first = next((text.split("\n")[0] for text in cells if text), "")[:60]
        problems.append(
            f"de tabel die begint met “{first}” geeft oordelen, maar de kolommen hebben geen kopjes die "
            "herkend worden; hij is niet gelezen"
        )
