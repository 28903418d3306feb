"""HTML (`.html`) and Markdown (`.md`, by way of HTML) into pieces."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import count

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, PreformattedString, Tag
from markdown_it import MarkdownIt

from ingest.domain import field_key
from ingest.furniture import has_contact
from ingest.pieces import Piece, looks_like_heading
from ingest.text import normalise, normalise_line

_DROPPED = (
    "script style noscript template svg iframe nav footer form button select input textarea dialog figure "
    "audio video canvas object head"
).split()
_DROPPED_ROLES = {"navigation", "banner", "contentinfo", "search", "complementary", "dialog", "alertdialog"}
# A name such as "has-sidebar" tells about the page around it.
_DROPPED_NAMES = re.compile(
    r"(?:^|\s)(?!(?:has|no|with|without|is|met|zonder)[-_])(?:\S*[-_])?(?:cookie\w*|breadcrumbs?|kruimelpad|menu|navbar|skip\w*|share|sharing|social|related|gerelateerd|sidebar|"
    r"newsletter|nieuwsbrief|pagination|visually-hidden|sr-only|screen-reader-text|reageer|feedback)(?=[-_\s]|$)",
    re.IGNORECASE,
)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = (
    "p div section article main ul ol dl li table h1 h2 h3 h4 h5 h6 blockquote details summary pre header "
    "hr address fieldset body"
).split()
_INLINE = ("strong", "b", "em", "span", "label")
_SUMMARY_LEVEL = 4
_CAPTION_LEVEL = 5
_ROW_HEADING_LEVEL = 6
# The mark of a note in small raised type, unless it belongs to a unit or number (m2, 10 to the power of 3).
_NOTE_MARK = re.compile(r"[\[(]?(?:\d{1,3}|[*†])(?:[,–-] ?\d{1,3})*[\])]?")
_MARKED_LABEL = re.compile(r"(?<=[^\s|>])\n[*_]{0,3}([A-Z][^:*_\n]{1,60}?)[*_]{0,3}\s?:")
_POWER = re.compile(r"(?:\d|\b[ckmd]?m)$")


def read_markdown(raw: str) -> list[Piece]:
    """The pieces of a Markdown file; a YAML front matter is left out."""
    body = re.sub(r"\A---\n.*?\n---\n", "", raw.replace("\r\n", "\n"), flags=re.DOTALL)
    body = _MARKED_LABEL.sub(_own_line, body)
    return read_html(MarkdownIt("commonmark", {"html": False}).enable("table").render(body))


def _own_line(match: re.Match[str]) -> str:
    """A line that opens with a label that is known begins anew, though Markdown would run it on."""
    return f"  {match.group()}" if field_key(match.group(1)) else match.group()


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
    panels = _open_accordions(soup)
    for tag in soup.find_all(True):
        if _is_furniture(tag, panels):
            tag.extract()
    articles = soup.find_all("article")
    only = articles[0] if len(articles) == 1 else None
    for candidate in (soup.find("main"), soup.select_one("[role=main]"), only, soup.body):
        if isinstance(candidate, Tag) and candidate.get_text(strip=True):
            return candidate
    return None


def _open_accordions(soup: BeautifulSoup) -> set[str]:
    """Makes headings of the buttons that open a panel; gives the ids of those panels."""
    panels = set()
    for button in soup.find_all("button"):
        panel = str(button.get("aria-controls") or "")
        if panel:
            panels.add(panel)
        if button.find_parent([*_HEADINGS, "summary"]):
            button.unwrap()
        elif panel and isinstance(body := soup.find(id=panel), Tag) and body.find(["p", "li"]):
            button.name = "summary"
    return panels


def _is_furniture(tag: Tag, panels: set[str]) -> bool:
    """Whether `tag` goes: by its name, role, class or being hidden, unless it holds the page's text or a contact."""
    if tag.name in ("html", "body", "main", "article"):
        return False
    if tag.name == "sup":
        before = str(tag.previous_sibling or "")
        return bool(_NOTE_MARK.fullmatch(tag.get_text(strip=True)) and not _POWER.search(before))
    if tag.name in _DROPPED:
        return not _holds_page(tag)
    names = " ".join(str(name) for name in (*tag.get_attribute_list("class"), tag.get("id")) if name)
    hidden = (tag.has_attr("hidden") or tag.get("aria-hidden") == "true") and tag.get("id") not in panels
    beside = tag.name == "aside" or tag.get("role") in _DROPPED_ROLES or bool(_DROPPED_NAMES.search(names))
    if hidden or not beside:
        return hidden
    return not _holds_page(tag) and not has_contact([normalise_line(text) for text in tag.stripped_strings])


def _holds_page(tag: Tag) -> bool:
    return bool(tag.find("main") or (tag.find("h1") and tag.find("p")))


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
        if tag.name in (*_HEADINGS, "summary"):
            text = normalise_line(_text([tag]))
            if text:
                yield Piece("heading", text, level=int(tag.name[1]) if tag.name in _HEADINGS else _SUMMARY_LEVEL)
        elif tag.name in ("ul", "ol"):
            yield from self._items(tag, 0, next(self._groups))
        elif tag.name == "dl":
            yield from self._definitions(tag)
        elif tag.name == "table":
            yield from self._table(tag)
        elif tag.name == "p" and not tag.find(_BLOCKS):
            text = _text(_labelled_apart(list(tag.children)))
            if text:
                yield Piece("paragraph", text)
        else:
            yield from self.walk(tag)

    def _loose(self, nodes: list[PageElement]) -> Iterator[Piece]:
        for text in re.split(r"\n{2,}", _broken(_labelled_apart(nodes))):
            if text:
                is_heading = looks_like_heading(text) and not field_key(text)
                yield Piece("heading" if is_heading else "paragraph", text)

    def _items(self, tag: Tag, depth: int, group: int) -> Iterator[Piece]:
        for item in tag.find_all("li", recursive=False):
            nested = [child for child in item.find_all(["ul", "ol"]) if child.find_parent("li") is item]
            for inner in nested:
                inner.extract()
            text = _text(_labelled_apart(list(item.children)))
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
        if tag.caption and (words := normalise_line(_text([tag.caption]))):
            yield Piece("heading", words, level=_CAPTION_LEVEL, group=group)
        for row, cells in _grid(tag):
            own = _own(tag, row, ["td", "th"])
            if len(own) == 1 and 1 < len(cells) <= _span(own[0], "colspan") and cells[0]:
                yield Piece("heading", normalise_line(cells[0]), level=_ROW_HEADING_LEVEL, group=group)
            elif any(cells):
                is_header = row.find_parent("thead") is not None or all(cell.name == "th" for cell in own)
                filled = "\n".join(text for text in cells if text)
                yield Piece("row", filled, cells=tuple(cells), is_header=is_header, group=group)


def _labelled_apart(nodes: Iterable[PageElement]) -> list[PageElement]:
    """The nodes, with a new line after a label that opens them and has no colon ("<b>Doelgroep</b> Kinderen ...")."""
    filled = [node for node in nodes if str(node).strip()]
    first = filled[0] if filled else None
    if isinstance(first, Tag) and first.name in _INLINE and field_key(first.get_text(strip=True)) and filled[1:]:
        second = filled[1].get_text() if isinstance(filled[1], Tag) else str(filled[1])
        if not second.lstrip().startswith(":") and not first.get_text().rstrip().endswith(":"):
            return [first, Tag(name="br"), *filled[1:]]
    return list(nodes)


def _own(table: Tag, parent: Tag, names: list[str]) -> list[Tag]:
    """The elements below `parent` that belong to `table` itself, not to a table inside one of its cells."""
    return [tag for tag in parent.find_all(names) if tag.find_parent("table") is table]


def _grid(table: Tag) -> list[tuple[Tag, list[str]]]:
    """The rows of a table with their cell texts; a cell over several rows is repeated in each."""
    grid: list[tuple[Tag, list[str]]] = []
    hanging: dict[int, tuple[int, str]] = {}
    for row in _own(table, table, ["tr"]):
        cells: list[str] = []
        carried, hanging = hanging, {}
        fresh = _own(table, row, ["td", "th"])
        while fresh or len(cells) in carried:
            column, width = len(cells), 1
            if column in carried:
                rows, text = carried[column]
            else:
                cell = fresh.pop(0)
                rows, text, width = _span(cell, "rowspan"), _text([cell]), _span(cell, "colspan")
            for extra in range(width):
                shown = "" if extra else text
                if rows > 1:
                    hanging[column + extra] = (rows - 1, shown)
                cells.append(shown)
        grid.append((row, cells))
    return grid


def _span(cell: Tag, name: str) -> int:
    value = str(cell.get(name) or "1")
    return min(int(value), 50) if value.isdigit() and int(value) else 1


def _text(nodes: Iterable[PageElement]) -> str:
    """The words of `nodes`, normalised; only `<br>` and block elements make a new line."""
    return re.sub(r"\n{2,}", "\n", _broken(nodes))


def _broken(nodes: Iterable[PageElement]) -> str:
    """As `_text`, with an empty line where two or more breaks follow each other."""
    parts: list[str] = []
    for node in nodes:
        _collect(node, parts)
    return normalise("".join(parts)).strip()


def _collect(node: PageElement, parts: list[str], is_pre: bool = False) -> None:
    if isinstance(node, NavigableString):
        if not isinstance(node, PreformattedString):
            parts.append(str(node) if is_pre else re.sub(r"\s+", " ", str(node)))
    elif isinstance(node, Tag):
        around = "\n" if node.name == "br" or node.name in _BLOCKS else ""
        parts.append(around)
        for child in node.children:
            _collect(child, parts, is_pre or node.name == "pre")
        parts.append(around if node.name != "br" else "")
