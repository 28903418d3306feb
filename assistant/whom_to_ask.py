"""Whom to call or to ask: the contact box of the pages, and the contact person that a page gives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from assistant.composing import place_heading
from assistant.draft import Draft, Line, as_markdown, line, make_quote
from assistant.question_words import (
    CONTACT_PERSON,
    OF_THE_SITE,
    SIGNS_OF_HARM,
    SUSPICION,
    WHAT_TO_DO,
    WHERE_TO_GO,
    WHOM_TO_ASK,
)
from assistant.understanding import Request
from ingest.furniture import CONTACT, gives_a_number, names_a_person
from ingest.index import Index
from ingest.records import Page, Passage
from ingest.words import content_words, stem

_A_FEW = 3
_SIGNS = "Wat u dan stap voor stap doet, zeggen de bronnen niet. Wel wie u kunt bellen bij een vermoeden:"


def whom_to_ask(index: Index, request: Request) -> Draft | None:
    """Whom to call about a suspicion, or the contact person of a page; None for another question."""
    return None if request.names else _whom_to_call(index, request) or _contact_person(index, request)


def whom_to_call_at_last(index: Index, request: Request) -> Draft | None:
    """The contact box for one who asks what to do with a suspicion or signs of harm, where no page tells that."""
    text = request.search
    if request.names or not (WHAT_TO_DO.search(text) and (SUSPICION.search(text) or SIGNS_OF_HARM.search(text))):
        return None
    box = _contact_box(index)
    return Draft((line(_SIGNS), *box.lines), "not_in_sources", {"why": "contact"}) if box else None


def _whom_to_call(index: Index, request: Request) -> Draft | None:
    """The contact box for one who asks where to go with a suspicion."""
    asked = WHERE_TO_GO.search(request.search) and SUSPICION.search(request.search)
    return _contact_box(index) if asked else None


def _contact_box(index: Index) -> Draft | None:
    boxes = {passage.text: passage for passage in reversed(index.passages) if _gives_a_number(index, passage)}
    return _shown(index, list(boxes.values())[::-1][:_A_FEW]) if boxes else None


def _contact_person(index: Index, request: Request) -> Draft | None:
    """The contact person of the page that is asked about, or of every page if of none."""
    text = request.search
    if not (CONTACT_PERSON.search(text) or WHOM_TO_ASK.search(text)):
        return None
    pages = _pages_meant(index, text)
    general = OF_THE_SITE.search(text) or (CONTACT_PERSON.search(text) and len(content_words(text)) <= _A_FEW)
    if not general and not (pages and CONTACT_PERSON.search(text)):
        return None
    places = [passage for passage in index.passages if _gives_a_person(index, passage)]
    chosen = [passage for passage in places if passage.page in pages] if pages else places
    if chosen:
        return _shown(index, chosen)
    titles = " en ".join(f"‘{as_markdown(index.pages[slug].title)}’" for slug in sorted(pages))
    told = f"De bronnen vermelden geen contactpersoon{' bij ' + titles if titles else ''}."
    return Draft((line(told),), "not_in_sources", {"why": "contactpersoon"})


def _shown(index: Index, passages: Sequence[Passage]) -> Draft:
    """These passages whole, each line cited."""
    lines: list[Line] = []
    for passage in passages:
        lines.append(line(place_heading(index, passage)))
        for span in passage.units:
            quote = make_quote(index.pages[passage.page], span)
            lines.append(line(as_markdown(" ".join(quote.text.split())), " ", quote))
    return Draft(tuple(lines), "answered", {"why": "contact"})


def _gives_a_number(index: Index, passage: Passage) -> bool:
    return passage.section == CONTACT and gives_a_number(passage.span.of(index.pages[passage.page].text))


def _gives_a_person(index: Index, passage: Passage) -> bool:
    return passage.section == CONTACT and names_a_person(passage.span.of(index.pages[passage.page].text))


def _pages_meant(index: Index, text: str) -> set[str]:
    """The pages of which the question has at least half of the words of the title that no other title has."""
    asked = {stem(word) for word in content_words(text)}
    titles = {slug: _title_words(page) for slug, page in index.pages.items()}
    often = Counter(word for words in titles.values() for word in words)
    own = {slug: {word for word in words if often[word] == 1} for slug, words in titles.items()}
    return {slug for slug, words in own.items() if words and 2 * len(words & asked) >= len(words)}


def _title_words(page: Page) -> set[str]:
    return {stem(word) for word in content_words(page.title)}
