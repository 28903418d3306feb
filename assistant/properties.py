"""Which sentences tell what is asked in words of its own: a duration, a price, a year, a number of things."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from assistant.asked import asked_properties
from assistant.composing import place_heading
from assistant.draft import Line, as_markdown, line, make_quote
from assistant.nouns import nouns
from assistant.property_words import Property
from assistant.retrieval import Found
from assistant.understanding import Request
from ingest.ages import find_ages
from ingest.index import Index
from ingest.text import blank_out
from ingest.words import content_words, stem, terms

_UNIT = re.compile(r"\bhoeveel\s+(uur|uren|dagen|werkdagen|weken|maanden)\b", re.IGNORECASE)
# The nearest sentence of all may tell these of something else than what is asked.
_OF_ANYTHING = frozenset({"duration", "author"})
# Such a sentence is about what the ones before it said.
_SEE_ALSO = re.compile(r"\W*(?:zie|kijk|lees|meer\s+informatie)\b", re.IGNORECASE)
_FEW = 4  # a fourth of the words that are asked must be in the sentence
# "(2018)", "(Naam et al., 2018)", "Naam et al. (2018)": when a text was written, not when something happened.
_REFERENCE = re.compile(r"\((?:[^()]{0,80},?\s*)?(?:19|20)\d{2}[a-z]?\)")


def tells(index: Index, request: Request, found: Found, prop: Property) -> list[tuple[int, int]]:
    """The sentences (passage number, unit number) that can answer the asked property, best first.

    They must have its shape, and speak of what is asked: of the named intervention, in words of the question, or as the
    nearest sentence of all.
    """
    about = {stem(word) for word in content_words(prop.asked.sub(" ", request.search))}
    things = {stem(word) for word in nouns(request.unnamed)}
    limited = bool(request.names)
    several = asked_properties(request.unnamed)
    nearest = max((hit.cosine for hit in found.hits), default=1.0)
    options = []
    for hit in found.hits[: 12 if limited else 5]:
        passage = index.passages[hit.number]
        if limited and hit.number not in found.named:
            continue
        text = index.pages[passage.page].text
        # Below a heading such as "Kosten" or "Ontwikkeld door" the words need not say so again.
        heading = passage.path[-1] if passage.path else ""
        headed = bool(prop.asked.search(heading) or prop.told.search(_bare(heading)))
        cosines = index.unit_vectors[np.flatnonzero(index.unit_owner == hit.number)] @ found.aim
        for at, span in enumerate(passage.units):
            sentence = span.of(text)
            if not (headed or prop.told.search(_bare(sentence))):
                continue
            said = passage.text if _SEE_ALSO.match(sentence) else sentence
            own = set(terms(f"{passage.section} {said}", index.vocabulary))
            is_about = _is_about(index, request.names, hit.number, at) and not _asks_unit(prop, request, sentence)
            cosine = float(cosines[at]) if at < len(cosines) else hit.cosine
            nearest_of_all = cosine >= nearest and (prop.key not in _OF_ANYTHING or bool(things & own) or not things)
            tells_all = len(several) > 1 and all(other.told.search(sentence) for other in several)
            near = _FEW * len(about & own) >= len(about) or nearest_of_all or tells_all
            if not (is_about or things & own if limited else near):
                continue
            options.append((cosine + (0.05 if hit.number == found.hits[0].number else 0), hit.number, at))
    return [(number, at) for _, number, at in sorted(options, reverse=True)]


def told_lines(index: Index, places: Sequence[tuple[int, int]]) -> list[Line]:
    """Those sentences as quotes, of the two best passages the two best of each."""
    lines: list[Line] = []
    chosen = dict.fromkeys(number for number, _ in places[:4])
    for number in list(chosen)[:2]:
        passage = index.passages[number]
        units = [passage.units[at] for where, at in places if where == number][:2]
        lines.append(line(place_heading(index, passage)))
        for span in sorted(units, key=lambda span: span.start):
            quote = make_quote(index.pages[passage.page], span)
            lines.append(line(as_markdown(" ".join(quote.text.split())), " ", quote))
    return lines


def _asks_unit(prop: Property, request: Request, sentence: str) -> bool:
    """Whether a unit of time is asked ("hoeveel uur") that the sentence does not give."""
    unit = _UNIT.search(request.unnamed)
    return bool(prop.key in ("duration", "deadline") and unit and stem(unit.group(1).lower()) not in terms(sentence))


def _bare(sentence: str) -> str:
    """The sentence without ages and references: "tot 6 jaar" is no duration, "(2018)" no year of an event."""
    spans = [(age.start, age.end) for age in find_ages(sentence)]
    spans += [match.span() for match in _REFERENCE.finditer(sentence)]
    return blank_out(sentence, spans)


def _is_about(index: Index, names: Sequence[str], number: int, at: int) -> bool:
    """Whether a sentence is part of a named record, names it, or follows a sentence that does."""
    passage = index.passages[number]
    last = passage.units[max(at - 1, 0)]
    for one in index.interventions:
        if one.name not in names or one.page != passage.page:
            continue
        if one.quote.start <= passage.units[at].start < one.quote.end:
            return True
        if any(quote.start < passage.units[at].end and last.start < quote.end for quote in one.mentions):
            return True
    return False
