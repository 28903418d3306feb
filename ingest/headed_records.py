"""Fields of an intervention that have headings of their own ("Doelgroep", "Aanpak") below the heading of its name."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ingest.domain import CORE_FIELDS, GENERAL_HEADINGS, MANY, field_key, plain_label
from ingest.labelled import label_of
from ingest.records import Block, Field, Page, Span
from ingest.sentences import split_sentences

_MIN_FIELDS = 2
_SURE = 3  # so many show by themselves that they are about an intervention, where the page has no second one
_MAX_VALUE = 600  # characters of running text below a heading that count as the value of a field
_DEEPEST = 99


def fields_below_headings(page: Page) -> dict[Block, tuple[Field, ...]]:
    """The fields by the heading of the name, in reading order; labelled lines below that heading count too."""
    found: dict[int, list[Field]] = {}
    for number, block in enumerate(page.blocks):
        if block.kind == "heading" and field_key(block.span.of(page.text)):
            owner, value = heading_of(page, number, block.level), _value_below(page, number)
            if owner is not None and value is not None:
                label = block.span.of(page.text)
                found.setdefault(owner, []).append(Field(label, Span(block.span.start, value.end), value))
    for owner, field in _labelled_below(page, found) if found else ():
        if not any(_overlap(field, one) for one in found[owner]):
            found[owner].append(field)
    for fields in found.values():
        fields.sort(key=lambda field: field.span.start)
    known = {owner: {field_key(field.label) for field in fields} & set(CORE_FIELDS) for owner, fields in found.items()}
    several = sum(len(keys) >= _MIN_FIELDS for keys in known.values()) > 1
    enough = [owner for owner, keys in known.items() if len(keys) >= (_MIN_FIELDS if several else _SURE)]
    return {page.blocks[owner]: tuple(found[owner]) for owner in enough}


def _labelled_below(page: Page, owners: Collection[int]) -> Iterator[tuple[int, Field]]:
    """The labelled lines below the headings `owners`: in a record named by one, or in paragraphs."""
    headings = {page.blocks[owner].span: owner for owner in owners}
    for number, block in enumerate(page.blocks):
        if block.kind == "record" and block.name in headings:
            yield from ((headings[block.name], field) for field in block.fields)
        elif block.kind == "paragraph":
            label = label_of(block.span.of(page.text))
            owner = heading_of(page, number) if field_key(label) else None
            if owner is not None and owner in owners:
                value = page.text[block.span.start + len(label) : block.span.end].lstrip(" :\n")
                yield owner, Field(label, block.span, Span(block.span.end - len(value), block.span.end))


def _overlap(one: Field, other: Field) -> bool:
    return one.span.start < other.span.end and other.span.start < one.span.end


def heading_of(page: Page, number: int, level: int = _DEEPEST) -> int | None:
    """The number of the heading above `level` that names what block `number` is about, if that can be a name."""
    for at in range(number - 1, -1, -1):
        block = page.blocks[at]
        if block.kind != "heading" or block.level >= level:
            continue
        text = block.span.of(page.text)
        if plain_label(text) in GENERAL_HEADINGS or field_key(text):
            level = block.level
            continue
        return None if MANY.search(text) else at
    return None


def _value_below(page: Page, number: int) -> Span | None:
    """The running text or list right below a heading, as far as whole sentences of it are short enough."""
    span: Span | None = None
    for block in page.blocks[number + 1 :]:
        if block.kind not in ("paragraph", "list"):
            break
        if span is not None and block.span.end - span.start > _MAX_VALUE:
            break
        span = Span(span.start if span else block.span.start, block.span.end)
    if span is None or span.end - span.start <= _MAX_VALUE:
        return span
    ends = [sentence.end for sentence in split_sentences(span.of(page.text), span.start)]
    return Span(span.start, max((end for end in ends if end <= span.start + _MAX_VALUE), default=ends[0]))
