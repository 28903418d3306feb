"""The last gate: no quote reaches a person that does not stand verbatim at its place in the stored text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.answer import Citation
from assistant.draft import Draft, Line, join_lines
from ingest.index import Index
from ingest.records import Page, Passage, Quote
from ingest.sheets import sheet_at


def is_verbatim(quote: Quote, pages: Mapping[str, Page]) -> bool:
    """Whether the page's stored text has exactly these words at these offsets."""
    page = pages.get(quote.page)
    return bool(
        page
        and quote.text.strip()
        and 0 <= quote.start < quote.end <= len(page.text)
        and page.text[quote.start : quote.end] == quote.text
    )


def verify(draft: Draft, index: Index) -> tuple[str, tuple[Citation, ...]]:
    """The draft's Markdown with `[n]` markers, and the citations; lines that do not hold are left out."""
    lines = [line for line in draft.lines if all(is_verbatim(quote, index.pages) for quote in line.quotes)]
    numbers: dict[Quote, int] = {}
    texts = [_render(line, numbers) for line in lines]
    citations = tuple(_citation(n, quote, index) for quote, n in numbers.items())
    return join_lines(texts), citations


def _render(line: Line, numbers: dict[Quote, int]) -> str:
    out = []
    for part in line.parts:
        if isinstance(part, Quote):
            number = numbers.setdefault(part, len(numbers) + 1)
            out.append(f"[{number}]")
        else:
            out.append(part)
    return "".join(out)


def _citation(n: int, quote: Quote, index: Index) -> Citation:
    page = index.pages[quote.page]
    passage = passage_of(quote, index.passages)
    start = passage.span.start if passage else quote.start
    end = passage.span.end if passage else quote.end
    return Citation(
        n=n,
        quote=quote.text,
        page=page.slug,
        title=page.title,
        section=passage.section if passage else "",
        url=page.url,
        start=quote.start,
        end=quote.end,
        before=page.text[min(start, quote.start) : quote.start],
        after=page.text[quote.end : max(end, quote.end)],
        sheet=sheet_at(page.sheets, quote.start),
    )


def passage_of(quote: Quote, passages: Sequence[Passage]) -> Passage | None:
    """The passage that holds the quote, or else the one that it begins in."""
    on_page = [passage for passage in passages if passage.page == quote.page]
    holding = [p for p in on_page if p.span.start <= quote.start and quote.end <= p.span.end]
    if holding:
        return min(holding, key=lambda passage: passage.span.end - passage.span.start)
    return next((p for p in on_page if p.span.start <= quote.start < p.span.end), None)
