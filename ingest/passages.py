"""A page into passages: whole paragraphs, lists with their lead-in, records and table rows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace

from ingest.records import Block, Item, Page, Passage, Span
from ingest.sentences import split_sentences
from ingest.text import without_bullets

# A passage longer than this is cut between sentences or items: e5 reads 512 tokens, about 1,800 characters.
MAX_CHARS = 1200
_MAX_LIST_CHARS = 900
_MAX_ITEM_CHARS = 300


def make_passages(page: Page) -> tuple[Passage, ...]:
    """The passages of `page` in reading order; none starts or ends inside a sentence, item or record."""
    passages: list[Passage] = []
    seen: dict[str, int] = {}
    for number, block in enumerate(page.blocks):
        following = page.blocks[number + 1] if number + 1 < len(page.blocks) else None
        for passage in _cut(page, block, following):
            repeated = seen.get(passage.id, 0)
            seen[passage.id] = repeated + 1
            passages.append(_renamed(passage, repeated) if repeated else passage)
    return tuple(passages)


def _cut(page: Page, block: Block, following: Block | None) -> Iterator[Passage]:
    if block.kind == "paragraph":
        yield from _paragraph(page, block, following)
    elif block.kind == "list":
        yield from _list(page, block)
    elif block.kind == "record":
        units = [block.name] if block.name else []
        name = block.name.of(page.text) if block.name else ""
        units += [field.span for field in block.fields]
        yield _passage(page, block, block.span, units, name, block.lead_in)
    elif block.kind == "table":
        for row in block.rows:
            cells = [cell for cell in row if cell.end > cell.start]
            if cells:
                name = row[0].of(page.text)
                made = _passage(page, block, Span(cells[0].start, cells[-1].end), cells, name, block.lead_in)
                yield replace(made, embed=_labelled(page, block.header, row) or made.embed)


def _labelled(page: Page, header: tuple[str, ...], row: tuple[Span, ...]) -> str:
    """A table row as it is searched by meaning: every cell but the first after its column's name, as in a record.

    A cell with only a dash says nothing, so it is left out.
    """
    labels = ["", *(" ".join(name.split()) for name in header[1:]), *[""] * len(row)]
    cells = [(label, cell.of(page.text)) for label, cell in zip(labels, row, strict=False)]
    cells = [(label, text) for label, text in cells if text.strip("–—- \n")]
    return "\n".join(f"{label}: {text}" if label else text for label, text in cells)


def _paragraph(page: Page, block: Block, following: Block | None) -> Iterator[Passage]:
    """The paragraph, cut between sentences when long; a closing lead-in goes with the list that it introduces."""
    sentences = split_sentences(block.span.of(page.text), block.span.start)
    if following and following.lead_in and sentences and following.lead_in == sentences[-1]:
        sentences = sentences[:-1]
    parts = -(-sum(s.end - s.start for s in sentences) // MAX_CHARS)
    for part in _even_parts(sentences, parts):
        yield _passage(page, block, Span(part[0].start, part[-1].end), part)


def _even_parts(sentences: list[Span], parts: int) -> Iterator[list[Span]]:
    """`sentences` in about `parts` runs of even length."""
    if not sentences:
        return
    limit = (sentences[-1].end - sentences[0].start) / max(parts, 1)
    run: list[Span] = []
    for sentence in sentences:
        if run and sentence.end - run[0].start > limit * 1.1:
            yield run
            run = []
        run.append(sentence)
    yield run


def _list(page: Page, block: Block) -> Iterator[Passage]:
    """A short list whole, with its lead-in; a list of long items as one passage an outer item."""
    near = block.lead_in and not page.text[block.lead_in.end : block.span.start].strip()
    start = block.lead_in.start if block.lead_in and near else block.span.start
    longest = max(item.span.end - item.span.start for item in block.items)
    if block.span.end - start <= _MAX_LIST_CHARS and longest <= _MAX_ITEM_CHARS:
        units = [*([block.lead_in] if block.lead_in and near else []), *(item.span for item in block.items)]
        yield _passage(page, block, Span(start, block.span.end), units, lead_in=None if near else block.lead_in)
        return
    for items in _outer_items(block.items):
        span = Span(items[0].span.start, items[-1].span.end)
        units = [unit for item in items for unit in split_sentences(item.span.of(page.text), item.span.start)]
        yield _passage(page, block, span, units, lead_in=block.lead_in)


def _outer_items(items: tuple[Item, ...]) -> list[list[Item]]:
    """The items grouped by outermost item."""
    groups: list[list[Item]] = []
    for item in items:
        if item.depth == 0 or not groups:
            groups.append([item])
        else:
            groups[-1].append(item)
    return groups


def _passage(
    page: Page, block: Block, span: Span, units: list[Span], record: str = "", lead_in: Span | None = None
) -> Passage:
    text = span.of(page.text)
    introduction = [lead_in.of(page.text)] if lead_in else []
    context = " › ".join(dict.fromkeys([page.title.rsplit(" – ", 1)[-1], *block.path, *introduction]))
    # A record names itself; anything else is read with the nearest heading and the words that introduce it.
    nearest = [] if record else [*block.path[-1:], *introduction]
    embed = without_bullets("\n".join([*nearest, text]))
    digest = hashlib.sha256(f"{page.slug}\0{context}\0{text}".encode()).hexdigest()[:16]
    return Passage(
        id=f"{page.slug}-{digest}",
        page=page.slug,
        span=span,
        path=block.path,
        kind=block.kind,
        text=text,
        context=context,
        embed=embed,
        lead_in=lead_in,
        units=tuple(units),
        record=record,
    )


def _renamed(passage: Passage, repeated: int) -> Passage:
    """The same passage under an id of its own (a page may say the same thing twice in one section)."""
    return replace(passage, id=f"{passage.id}-{repeated}")
