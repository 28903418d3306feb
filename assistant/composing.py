"""Quoting the running text: the sentences or the list that answer, in the page's own words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.draft import Line, as_markdown, line, make_quote
from assistant.question_words import EFFECT
from assistant.retrieval import Found, Hit
from ingest.index import Index
from ingest.records import Passage, Quote, Span
from ingest.words import stem, terms, words

# Whole paragraphs up to this length; longer ones only the sentences that answer.
_WHOLE = 600
_AS_GOOD = 0.012
_ASKS = 0.05  # a question on the page is no answer
_MAX_PASSAGES = 3
_MAX_SENTENCES = 3
# How much of the best passage's score another needs to be shown beside it.
_NEAR = 0.62
# A sentence that begins with one of these leans on the one before it.
_LEANING = frozenset(
    stem(word)
    for word in """dit deze die dat daarbij daarmee daardoor daarna daarnaast daarom daarvoor hierbij hierdoor hierin
    hiermee hiervoor zij ze hij het zo ook echter verder dan dergelijke zulke zodoende bovendien anders er en of
    maar want denk bijvoorbeeld onderdelen beide""".split()
)


@dataclass(frozen=True, slots=True)
class Choice:
    """What is quoted of one passage: stretches of its page, in reading order."""

    passage: Passage
    spans: tuple[Span, ...]


def quote_lines(index: Index, found: Found) -> tuple[Line, ...]:
    """The lines that answer from the best passages of `found`; empty when nothing was found."""
    choices = [choose(index, found, hit) for hit in best_hits(found)]
    lines: list[Line] = []
    heading = ""
    introductions: set[Span] = set()
    for choice in _reading_order(choices):
        above = place_heading(index, choice.passage)
        if above != heading:
            lines.append(line(above))
            heading = above
        lead_in = choice.passage.lead_in
        lines.extend(passage_lines(index, choice, introduced=lead_in in introductions))
        if lead_in:
            introductions.add(lead_in)
    return tuple(lines)


def best_hits(found: Found) -> list[Hit]:
    """The hits that are shown: the best, and those that come near it."""
    if not found.hits:
        return []
    floor = found.hits[0].score * _NEAR
    return [hit for hit in found.hits[:_MAX_PASSAGES] if hit.score >= floor]


def place_heading(index: Index, passage: Passage) -> str:
    """Where a passage stands, as a line of Markdown: the section, and the page with its publisher."""
    page = index.pages[passage.page]
    section = passage.path[-1] if passage.path else page.title
    title = as_markdown(page.title)
    return f"**{as_markdown(section)}** – {title}" if section not in page.title else f"**{title}**"


def choose(index: Index, found: Found, hit: Hit) -> Choice:
    """The part of the hit's passage that answers."""
    passage = index.passages[hit.number]
    length = passage.span.end - passage.span.start
    if passage.kind in ("record", "table") or len(passage.units) < 2 or length <= _WHOLE:
        return Choice(passage, (passage.span,))
    if (passage.kind == "list" and passage.units[0] == passage.lead_in) or passage.text.count("\n") >= 2:
        return Choice(passage, (passage.span,))
    scores = unit_scores(index, found, hit.number)
    window = _window(index, passage, scores)
    # Another sentence that answers as well, apart from the first.
    rest = [at for at, span in enumerate(passage.units) if span.end <= window.start or span.start >= window.end]
    second = max(rest, key=lambda at: scores[at], default=None)
    if second is None or scores[second] < max(scores) - _AS_GOOD:
        return Choice(passage, (window,))
    return Choice(passage, tuple(sorted((window, passage.units[second]), key=lambda span: span.start)))


def unit_scores(index: Index, found: Found, number: int) -> list[float]:
    """How well each sentence of a passage answers: nearness in meaning plus its share of the question's terms."""
    passage = index.passages[number]
    text = index.pages[passage.page].text
    rows = np.flatnonzero(index.unit_owner == number)
    cosines = index.unit_vectors[rows] @ found.vector
    wanted = set(found.terms)
    scores = []
    for span, cosine in zip(passage.units, cosines, strict=True):
        own = set(terms(span.of(text), index.vocabulary))
        share = len(own & wanted) / max(len(wanted), 1)
        asks = _ASKS * text[span.start : span.end].rstrip().endswith("?")
        about_effect = found.asks_effect and bool(EFFECT.search(span.of(text)))
        scores.append(float(cosine) + 0.06 * share + 0.02 * about_effect - asks)
    return scores


def _window(index: Index, passage: Passage, scores: Sequence[float]) -> Span:
    """The best sentence with those around it that it needs or that answer nearly as well."""
    text = index.pages[passage.page].text
    best = int(np.argmax(scores))
    first = last = best
    while first > 0 and last - first + 1 < _MAX_SENTENCES and _leans(passage.units[first].of(text)):
        first -= 1
    while (
        last + 1 < len(scores)
        and last - first + 1 < _MAX_SENTENCES
        and (_leans(passage.units[last + 1].of(text)) or scores[last + 1] >= scores[best] - 0.02)
    ):
        last += 1
    return Span(passage.units[first].start, passage.units[last].end)


def _leans(sentence: str) -> bool:
    start = words(sentence)[:1]
    return bool(start) and stem(start[0]) in _LEANING


def _reading_order(choices: Sequence[Choice]) -> list[Choice]:
    """The best passage first; what stands in the same section directly after it."""
    sections = list(dict.fromkeys((choice.passage.page, choice.passage.path) for choice in choices))
    return [c for section in sections for c in choices if (c.passage.page, c.passage.path) == section]


def passage_lines(index: Index, choice: Choice, introduced: bool = False) -> list[Line]:
    """The chosen stretches of a passage, after the sentence that introduces it (unless that was shown before)."""
    page = index.pages[choice.passage.page]
    lines: list[Line] = []
    for span in choice.spans:
        quote = make_quote(page, span)
        leads = (
            not introduced
            and choice.passage.lead_in
            and choice.passage.lead_in.end <= span.start
            and not choice.passage.record
        )
        if leads and choice.passage.lead_in:
            lines.append(line(as_markdown(choice.passage.lead_in.of(page.text))))
        lines.extend(span_lines(choice.passage, quote))
    return lines


def span_lines(passage: Passage, quote: Quote) -> list[Line]:
    """A quote as Markdown: list items as items, the lines of a record each on their own, the marker at the end."""
    rows = [row for row in quote.text.split("\n") if row.strip()]
    items = passage.kind == "list" and len(passage.units) > 1 and len(rows) > 1
    if not items:
        shown = "  \n".join(as_markdown(row.strip()) for row in rows)
        return [line(shown, " ", quote)]
    texts = [(row, row.strip().lstrip("•–-*· ").strip()) for row in rows]
    out = []
    for number, (row, text) in enumerate(texts):
        is_item = row.strip() != text or number > 0
        indent = "  " if row.startswith("   ") else ""
        shown = f"{indent}- {as_markdown(text)}" if is_item else as_markdown(text)
        out.append(shown)
    return [line("\n".join([out[0], "", *out[1:]]) if not out[0].startswith("- ") else "\n".join(out), " ", quote)]
