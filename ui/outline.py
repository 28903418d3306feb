"""A page's outline as lines of text: its headings, and under each the passages that are searched."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.passages import make_passages
from ingest.records import Page

_KINDS = {"heading": "kop", "paragraph": "alinea", "list": "lijst", "table": "tabelrij", "record": "record"}
_WIDTH = 72


def outline(page: Page) -> Iterator[str]:
    """The lines: title, headings by level, and per passage its kind, place (start–end) and first words."""
    passages = make_passages(page)
    headings = [block for block in page.blocks if block.kind == "heading"]
    yield f"{page.slug}: {page.title}"
    yield f"{len(page.text)} tekens, {len(headings)} koppen, {len(passages)} passages"
    lines = [(block.span.start, f"\n{'#' * max(block.level, 1)} {block.span.of(page.text)}") for block in headings]
    for passage in passages:
        place = f"{passage.span.start}–{passage.span.end}"
        words = _shortened(f"{passage.record}: {passage.text}" if passage.kind == "table" else passage.text)
        lines.append((passage.span.start, f"  {_KINDS[passage.kind]:<8} {place:>13}  {words}"))
    for _, line in sorted(lines, key=lambda item: item[0]):
        yield line


def _shortened(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _WIDTH else words[: _WIDTH - 1].rsplit(" ", 1)[0] + " …"
