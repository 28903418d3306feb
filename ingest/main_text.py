"""A page as a site sends it, made ready for `ingest.read_html`: panels opened, wrappers kept, asides closed.

Why not trafilatura (2.3.1), the best-known extractor: tried on one page in three layouts, with a menu, a cookie bar,
related links, a table and accordions, it left out the cell that spans two rows or put the next cell in its place (the
judgement of "B" came under its target group), lost the titles of accordion panels, and in a page that stands in a
<form> all headings, while it kept the cookie bar. Here a shifted cell is a wrong statement about an intervention, so
the project's own reader stays, and this module mends what that cannot see in a live page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup
from bs4.element import Tag

from ingest.errors import PageError

_WRAPPERS = ("form", "div", "section", "figure", "header", "aside")
_PANEL_LEVEL = "h4"
_MAX_DEPTH = 100
_MORE_LINKS = re.compile(
    r"^(?:gerelateerd\w*(?: .{1,40})?|lees (?:ook|verder|meer)|zie ook|(?:bekijk|kijk) ook|meer (?:lezen|weten)|"
    r"(?:ook|misschien ook) interessant|aanbevolen(?: .{1,30})?|uitgelicht|laatste nieuws|nieuws|"
    r"meer (?:over|informatie over) (?:dit onderwerp|deze? .{1,20})|deel (?:dit|deze) .{1,20}|snel naar|volg ons)\W*$",
    re.IGNORECASE,
)
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")


def open_up(html: str) -> str:
    """`html` with every panel open and titled, wrappers freed from telling names, and lists of more links cut.

    Raises PageError when it is nested too deeply.
    """
    soup = BeautifulSoup(html, "lxml")
    if _is_too_deep(soup):
        raise PageError("De pagina is te diep genest om te lezen.")
    for button, panel in _togglers(soup):
        _open_panel(button, panel)
    for figure in soup.find_all("figure"):
        if figure.find("table"):
            figure.name = "div"
    _free_wrappers(soup)
    for heading in soup.find_all(_HEADINGS):
        _cut_more_links(heading)
    return str(soup)


def _is_too_deep(soup: BeautifulSoup) -> bool:
    """Whether elements lie in each other so deeply that reading them would take for ever: no page needs that."""
    depths: dict[int, int] = {}
    for tag in soup.find_all(True):
        depths[id(tag)] = depths.get(id(tag.parent), 0) + 1
        if depths[id(tag)] > _MAX_DEPTH:
            return True
    return False


def _togglers(soup: BeautifulSoup) -> Iterator[tuple[Tag, Tag]]:
    """What opens and closes a panel of the page's own text (not a menu or a search field), each with its panel."""
    panels = {str(tag["id"]): tag for tag in soup.find_all(id=True)}
    for tag in soup.select("[aria-expanded], [aria-controls], [data-bs-toggle=collapse], [data-toggle=collapse]"):
        names = (tag.get(key) for key in ("aria-controls", "data-bs-target", "data-target", "href"))
        panel = panels.get(next((str(name) for name in names if name), "").lstrip("#"))
        if panel is None or panel.name in ("nav", "form") or tag.name not in ("button", "a", "div", "span"):
            continue
        if not tag.find_parent(["nav", "footer"]) and not panel.find_parent(["nav", "footer"]):
            yield tag, panel


def _open_panel(button: Tag, panel: Tag) -> None:
    for name in ("hidden", "aria-hidden", "role"):
        panel.attrs.pop(name, None)
    if button.find_parent(["h1", *_HEADINGS, "summary", "dt"]):
        button.unwrap()
    elif button.get_text(strip=True) and not button.find_parent("header"):
        button.name = _PANEL_LEVEL


def _free_wrappers(soup: BeautifulSoup) -> None:
    """An element around the page's main heading, or around half of its words, is no furniture, whatever its name."""
    whole = len(soup.get_text(" ", strip=True)) / 2
    for tag in soup.find_all(_WRAPPERS):
        if tag.find(["h1", "main", "article"]) or len(tag.get_text(" ", strip=True)) > whole:
            for name in ("class", "id", "role"):
                tag.attrs.pop(name, None)
            if tag.name in ("form", "aside", "figure"):
                tag.name = "div"


def _cut_more_links(heading: Tag) -> None:
    """Remove `heading` with what follows when it announces other pages and nothing but links comes after it."""
    if not _MORE_LINKS.match(heading.get_text(" ", strip=True)):
        return
    below: list[Tag] = []
    for sibling in heading.find_next_siblings():
        if sibling.name in ("h1", *_HEADINGS) and sibling.name <= heading.name:
            break
        below.append(sibling)
    if below and all(_only_links(tag) for tag in below):
        for tag in (*below, heading):
            tag.decompose()


def _only_links(tag: Tag) -> bool:
    linked = sum(len(link.get_text(strip=True)) for link in tag.find_all("a"))
    return linked >= 0.9 * len(tag.get_text(strip=True))
