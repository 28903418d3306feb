"""The sources of an answer as HTML: each quote marked inside its passage, with a link to those very words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import quote as percent_encode

from assistant.answer import Citation

_WEB = re.compile(r"https?://[^\s]+", re.IGNORECASE)
_BULLET = re.compile(r"^\s*(?:[•▪◦‣*–-]|\d{1,3}[.)])\s+")
_WHOLE = 12  # a quote of at most so many words goes into the link whole, a longer one by its first and last words
_EDGE = 6


@dataclass(frozen=True, slots=True)
class Source:
    """One passage with the citations inside it, in the order of the text; `start` is its place in the page."""

    start: int
    text: str
    citations: tuple[Citation, ...]


def sources(citations: Sequence[Citation]) -> tuple[Source, ...]:
    """The passages that the citations stand in: citations of one passage together, in the order first cited."""
    groups: dict[tuple[str, int, str], list[Citation]] = {}
    for citation in citations:
        start = citation.start - len(citation.before)
        groups.setdefault((citation.page, start, citation.before + citation.quote + citation.after), []).append(
            citation
        )
    return tuple(
        Source(start, text, tuple(sorted(group, key=lambda citation: (citation.start, citation.end))))
        for (_, start, text), group in groups.items()
    )


def render_sources(citations: Sequence[Citation], turn: int, open_: bool) -> str:
    """The sources panel of answer number `turn` (empty without citations), unfolded when `open_`."""
    found = sources(citations)
    if not found:
        return ""
    items = "".join(_source(source, turn) for source in found)
    return (
        f'<aside class="bronnen" aria-label="Bronnen bij vraag {turn}"><details{" open" if open_ else ""}>'
        f'<summary>Bronnen <span class="aantal">{len(citations)}</span></summary>'
        f'<p class="uitleg">Wat gemarkeerd is, staat letterlijk zo in de bron.</p>'
        f'<ol class="bronlijst">{items}</ol></details></aside>'
    )


def link_to_quote(citation: Citation) -> str:
    """The address of the page with a text fragment of the exact quote; empty when no web address is known."""
    url = citation.url or ""
    if not _WEB.fullmatch(url):
        return ""
    return f"{url}{':~:' if '#' in url else '#:~:'}text={text_fragment(citation.quote)}"


def text_fragment(quote: str) -> str:
    """The `text=` value that makes a browser find `quote`: whole when short, else its first and last words.

    A browser matches one text directive within one block of the page, so a quote of several lines always
    goes by its ends, without the bullets, which are not in the page's text.
    """
    lines = [line.split() for line in (_BULLET.sub("", line) for line in quote.splitlines()) if line.split()]
    if not lines:
        return ""
    if len(lines) == 1 and len(lines[0]) <= _WHOLE:
        return _encode(lines[0])
    return f"{_encode(lines[0][:_EDGE])},{_encode(lines[-1][-_EDGE:])}"


def _encode(words: Iterable[str]) -> str:
    """Percent-encoded words, with the hyphen: like a comma or ampersand it has a meaning inside a text directive."""
    return percent_encode(" ".join(words), safe="").replace("-", "%2D")


def _source(source: Source, turn: int) -> str:
    first = source.citations[0]
    place = " · ".join(part for part in (first.section, f"bladzijde {first.sheet}" if first.sheet else "") if part)
    section = f'<p class="sectie">{escape(place)}</p>' if place else ""
    return (
        f'<li class="bron"><h3>{escape(first.title)}</h3>{section}'
        f'<blockquote class="passage">{_marked(source, turn)}</blockquote>'
        f'<p class="bronlinks">{_links(source.citations)}'
        f'<a class="terug" href="#vraag-{turn}">Terug naar het antwoord</a></p></li>'
    )


def _marked(source: Source, turn: int) -> str:
    """The passage with its quotes marked. Where quotes overlap, each character is marked once."""
    parts: list[str] = []
    done = 0
    for citation in source.citations:
        start, end = citation.start - source.start, citation.end - source.start
        parts.append(escape(source.text[done : max(done, start)]))
        begin, done = max(done, start), max(done, end)
        name = f'id="bron-{turn}-{citation.n}" data-nummer="{citation.n}"'
        parts.append(f'<mark {name} tabindex="-1">{escape(source.text[begin:done])}</mark>')
    parts.append(escape(source.text[done:]))
    return "".join(parts)


def _links(citations: Sequence[Citation]) -> str:
    links = []
    for citation in citations:
        if url := link_to_quote(citation):
            words = "Open op de website" if len(citations) == 1 else f"Open citaat {citation.n} op de website"
            links.append(f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer">{words}</a>')
    return "".join(links)
