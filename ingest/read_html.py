"""HTML (`.html`) and Markdown (`.md`, by way of HTML) into pieces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, PreformattedString, Tag
from markdown_it import MarkdownIt

from ingest.pieces import Piece, looks_like_heading
from ingest.text import normalise, normalise_line

_DROPPED = (
    "script style noscript template svg iframe nav footer form button select input textarea dialog figure "
    "aside audio video canvas object head"
).split()
_DROPPED_ROLES = {"navigation", "banner", "contentinfo", "search", "complementary", "dialog", "alertdialog"}
_DROPPED_NAMES = re.compile(
    r"(^|[-_ ])(cookie\w*|breadcrumbs?|kruimelpad|menu|navbar|skip\w*|share|sharing|social|related|gerelateerd|sidebar|"
    r"newsletter|nieuwsbrief|pagination|visually-hidden|sr-only|screen-reader-text|reageer|feedback)([-_ ]|$)",
    re.IGNORECASE,
)
_HEADING = re.compile(r"^h([1-6])$")
_BLOCKS = (
    "p div section article main ul ol dl li table h1 h2 h3 h4 h5 h6 blockquote details summary pre header "
    "hr address fieldset body"
).split()
_SUMMARY_LEVEL = 4
_ROW_HEADING_LEVEL = 6


def read_markdown(raw: str) -> list[Piece]:
    """The pieces of a Markdown file; a YAML front matter is left out."""
    body = re.sub(r"\A---\n.*?\n---\n", "", raw.replace("\r\n", "\n"), flags=re.DOTALL)
    return read_html(MarkdownIt("commonmark", {"html": False}).enable("table").render(body))


def read_html(raw: str) -> list[Piece]:
    """The pieces of the main text of an HTML page."""
    soup = BeautifulSoup(raw, "lxml")
    root = _main(soup)
    return list(_Walker().walk(root)) if root else []


def html_title(raw: str) -> str:
    """The words of `<title>`, or an empty string."""
    title = BeautifulSoup(raw, "lxml").title
    return normalise_line(title.get_text()) if title else ""


def _main(soup: BeautifulSoup) -> Tag | None:
    """The element that holds the page's own text, furniture removed."""
    for tag in soup.find_all(_DROPPED):
        tag.decompose()
    for tag in soup.find_all(True):
        if tag.decomposed or tag.name in ("html", "body", "main", "article"):
            continue
        names = " ".join([*(tag.get_attribute_list("class")), str(tag.get("id") or "")]) if tag.attrs else ""
        hidden = tag.has_attr("hidden") or tag.get("aria-hidden") == "true"
        if hidden or tag.get("role") in _DROPPED_ROLES or _DROPPED_NAMES.search(names.replace("None", "")):
            tag.decompose()
    for candidate in (soup.find("main"), soup.select_one("[role=main]"), soup.find("article"), soup.body):
        if isinstance(candidate, Tag) and candidate.get_text(strip=True):
            return candidate
    return None


class _Walker:
    """Goes through the elements in reading order and yields pieces."""

    def __init__(self) -> None:
        self._groups = count(1)

    def walk(self, parent: Tag) -> Iterator[Piece]:
        """The pieces below `parent`; loose text between blocks becomes a paragraph or heading of its own."""
        loose: list[PageElement] = []
        for child in parent.children:
            if isinstance(child, Tag) and (child.name in _BLOCKS or child.find(_BLOCKS)):
                yield from self._loose(loose)
                loose = []
                yield from self._block(child)
            else:
                loose.append(child)
        yield from self._loose(loose)

    def _block(self, tag: Tag) -> Iterator[Piece]:
        heading = _HEADING.match(tag.name)
        if heading or tag.name == "summary":
            text = normalise_line(_text([tag]).replace("\n", " "))
            if text:
                yield Piece("heading", text, level=int(heading.group(1)) if heading else _SUMMARY_LEVEL)
        elif tag.name in ("ul", "ol"):
            yield from self._items(tag, 0, next(self._groups))
        elif tag.name == "dl":
            yield from self._definitions(tag)
        elif tag.name == "table":
            yield from self._table(tag)
        elif tag.name == "p" and not tag.find(_BLOCKS):
            text = _text([tag])
            if text:
                yield Piece("paragraph", text)
        else:
            yield from self.walk(tag)

    def _loose(self, nodes: list[PageElement]) -> Iterator[Piece]:
        for part in re.split(r"\n{2,}", _text(nodes, keep_breaks=True)):
            text = normalise(part).strip()
            if text:
                yield Piece("heading" if looks_like_heading(text) else "paragraph", text)

    def _items(self, tag: Tag, depth: int, group: int) -> Iterator[Piece]:
        for item in tag.find_all("li", recursive=False):
            nested = [child for child in item.find_all(["ul", "ol"]) if child.find_parent("li") is item]
            own = BeautifulSoup(str(item), "lxml").li
            if own is None:
                continue
            for inner in own.find_all(["ul", "ol"]):
                inner.decompose()
            text = _text([own])
            if text:
                yield Piece("item", text, level=depth, group=group)
            for inner in nested:
                yield from self._items(inner, depth + 1, group)

    def _definitions(self, tag: Tag) -> Iterator[Piece]:
        """A definition list as one paragraph a pair: term and description on lines of their own."""
        term = ""
        for child in tag.find_all(["dt", "dd"]):
            text = _text([child])
            if child.name == "dt":
                term = text
            elif text:
                yield Piece("paragraph", f"{term}\n{text}" if term else text)

    def _table(self, tag: Tag) -> Iterator[Piece]:
        group = next(self._groups)
        for row, cells in _grid(tag):
            own = row.find_all(["td", "th"])
            if len(own) == 1 and len(cells) > 1 and cells[0]:
                yield Piece("heading", cells[0].replace("\n", " "), level=_ROW_HEADING_LEVEL)
                continue
            is_header = row.find_parent("thead") is not None or all(cell.name == "th" for cell in own)
            if any(cells):
                filled = "\n".join(text for text in cells if text)
                yield Piece("row", filled, cells=tuple(cells), is_header=is_header, group=group)


def _grid(table: Tag) -> list[tuple[Tag, list[str]]]:
    """The rows of a table with their cell texts; a cell over several rows is repeated in each."""
    grid: list[tuple[Tag, list[str]]] = []
    hanging: dict[int, tuple[int, str]] = {}
    for row in table.find_all("tr"):
        cells: list[str] = []
        carried, hanging = hanging, {}
        fresh = row.find_all(["td", "th"])
        while fresh or len(cells) in carried:
            column, width = len(cells), 1
            if column in carried:
                rows, text = carried[column]
            else:
                cell = fresh.pop(0)
                rows, text, width = _span(cell, "rowspan"), _text([cell]), _span(cell, "colspan")
            for extra in range(width):
                if rows > 1:
                    hanging[column + extra] = (rows - 1, text)
                cells.append("" if extra else text)
        grid.append((row, cells))
    return grid


def _span(cell: Tag, name: str) -> int:
    value = str(cell.get(name) or "1")
    return min(int(value), 50) if value.isdigit() and int(value) else 1


def _text(nodes: list[PageElement], keep_breaks: bool = False) -> str:
    """The words of `nodes`, normalised; only `<br>`, paragraphs and list items make a new line."""
    parts: list[str] = []
    for node in nodes:
        _collect(node, parts, keep_breaks)
    text = re.sub(r"[ \t\x01]*\x00[ \t\x01]*", "\n", "".join(parts))
    if keep_breaks:
        return text
    return re.sub(r"\n{2,}", "\n", normalise(text)).strip()


def _collect(node: PageElement, parts: list[str], keep_breaks: bool) -> None:
    if isinstance(node, NavigableString):
        if not isinstance(node, PreformattedString):
            parts.append(str(node) if keep_breaks else re.sub(r"\s+", " ", str(node)))
    elif isinstance(node, Tag):
        if node.name == "br":
            parts.append("\x00")
            return
        is_block = node.name in _BLOCKS
        if is_block:
            parts.append("\x00")
        for child in node.children:
            _collect(child, parts, keep_breaks)
        if is_block:
            parts.append("\x00")
