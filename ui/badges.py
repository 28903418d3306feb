"""Evidence levels as badges: around the very words of a judgement, and a legend of what each level means."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from ingest.domain import DEJ_LEVELS, Term, field_key
from ingest.facets import find_term

_BY_VALUE = {level.value: level for level in DEJ_LEVELS}
_LADDER = sorted((level for level in DEJ_LEVELS if level.rank), key=lambda level: -(level.rank or 0))
_OFF_LADDER = [level for level in DEJ_LEVELS if not level.rank]


def badge(value: str) -> str:
    """The badge of a level on the databank's scale; any other word stays plain text."""
    level = _BY_VALUE.get(value)
    if level is None:
        return escape(value)
    return f'<span class="{_class(level)}" title="{escape(level.meaning)}">{escape(level.value)}</span>'


def legend() -> str:
    """Every level with what it means, strongest first, folded away."""
    items = "".join(f"<dt>{badge(level.value)}</dt><dd>{escape(level.meaning)}</dd>" for level in _LADDER)
    others = "".join(f"<dt>{badge(level.value)}</dt><dd>{escape(level.meaning)}</dd>" for level in _OFF_LADDER)
    return (
        '<details class="legenda"><summary>Wat betekenen de oordelen van de databank?</summary>'
        f"<p>De Databank Effectieve Jeugdinterventies kent {len(_LADDER)} treden, de sterkste bovenaan:</p>"
        f"<dl>{items}</dl><p>Geen trede op die ladder:</p><dl>{others}</dl></details>"
    )


def add_badges(html: str) -> tuple[str, bool]:
    """The answer's `html` with the words of the databank's judgements as badges, and whether there are any.

    Only what stands under the label of that judgement counts: the same words elsewhere may mean something else.
    """
    soup = BeautifulSoup(html, "html.parser")
    marked = [_mark(soup, place) for place in _judgements(soup)]
    return (str(soup), True) if any(marked) else (html, False)


def _judgements(soup: BeautifulSoup) -> Iterator[Tag]:
    """The cells of a judgement's column or row, and the items that open with its label."""
    for row in soup.select("tbody tr"):
        cells = row.find_all("td")
        whole_row = bool(cells) and _is_judgement(cells[0].get_text())
        yield from (cell for cell in cells if whole_row or _is_judgement(str(cell.get("data-label", ""))))
    for label in soup.select("li > strong:first-child, li > p > strong:first-child"):
        if label.parent is not None and _is_judgement(label.get_text()):
            yield label.parent


def _is_judgement(label: str) -> bool:
    return field_key(label) == "dej"


def _mark(soup: BeautifulSoup, place: Tag) -> bool:
    """Put the words of the level that `place` states in a badge; the words themselves stay as they are."""
    for words in place.find_all(string=True):
        if words.find_parent(["strong", "a"]) or not (found := find_term(str(words), DEJ_LEVELS)):
            continue
        level, match = found
        text, start = str(words), match.start()
        end = match.end() + text.startswith(".", match.end())  # or the full stop would stand alone on the next line
        span = soup.new_tag("span", attrs={"class": _class(level), "title": level.meaning})
        span.string = text[start:end]
        words.replace_with(NavigableString(text[:start]), span, NavigableString(text[end:]))
        return True
    return False


def _class(level: Term) -> str:
    return f"badge level-{level.rank or 0}"
