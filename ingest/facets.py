"""What can be derived from the words of a record, each with the words that it was derived from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from ingest.ages import Found, find_ages
from ingest.domain import (
    DEJ_LEVELS,
    KINDS_OF_HELP,
    KJP_JUDGEMENTS,
    NEGATED,
    OVERVIEWS,
    PARENTS_FIRST,
    TRAINING,
    TRAUMA_IN_NAME,
    WHOLE_FAMILY,
    Term,
)
from ingest.records import AgeRange, Facet, Page, Quote, Span
from ingest.sentences import split_sentences

_MAX_CHILD_MONTHS = 30 * 12
# Behind such a label "3-7" is an age without "jaar".
_AGE_LABEL = re.compile(r"\bleeftijd\w*\W*\Z", re.IGNORECASE)
_LABEL_ROOM = 30


def quote(page: Page, span: Span) -> Quote:
    """The words of `page` at `span`."""
    return Quote(page.slug, span.start, span.end, span.of(page.text))


def find_term(text: str, terms: Sequence[Term]) -> tuple[Term, re.Match[str]] | None:
    """The term that `text` states and where: the earliest, but a lapsed recognition before what was recognised."""
    found = [(term, match) for term in terms if (match := term.pattern.search(text))]
    if found and found[0][0].value == DEJ_LEVELS[0].value:
        return found[0]
    return min(found, key=lambda pair: pair[1].start(), default=None)


def dej_level(page: Page, span: Span) -> Facet | None:
    """The level on the scale of the databank that the words at `span` state."""
    found = find_term(span.of(page.text), DEJ_LEVELS)
    return _facet(page, span, *found) if found else None


def kjp_judgement(page: Page, span: Span) -> Facet | None:
    """The judgement of the KJP that the words at `span` state, quoted as the whole sentence without its full stop."""
    for sentence in split_sentences(span.of(page.text), span.start):
        text = sentence.of(page.text)
        if found := find_term(text, KJP_JUDGEMENTS):
            return Facet(found[0].value, quote(page, Span(sentence.start, sentence.start + len(text.rstrip(". ")))))
    return None


def overview(page: Page, headings: Iterable[Span]) -> Facet | None:
    """The overview that the nearest heading or lead-in names; one that names two tells nothing."""
    for heading in headings:
        named = [(term, match) for term in OVERVIEWS if (match := term.pattern.search(heading.of(page.text)))]
        if len(named) == 1:
            return Facet(named[0][0].value, quote(page, heading))
    return None


def kinds_of_help(page: Page, words: Sequence[Span], name: Span, target_group: Span | None) -> tuple[Facet, ...]:
    """The kinds of help that the approach (`words`), the name and the target group state, in the domain's order."""
    places = [*words, name, *([target_group] if target_group else [])]
    facets = []
    for term in KINDS_OF_HELP:
        patterns = [(term.pattern, span) for span in places] + _special(page, term, words, name, target_group)
        facet = next((found for pattern, span in patterns if (found := _stated(page, span, term, pattern))), None)
        if facet:
            facets.append(facet)
    return tuple(facets)


def _special(
    page: Page, term: Term, words: Sequence[Span], name: Span, target_group: Span | None
) -> list[tuple[re.Pattern[str], Span]]:
    """Where else a kind of help may show: a name, a target group, or two fields that tell it together."""
    if term.value == "traumabehandeling":
        return [(TRAUMA_IN_NAME, name)]
    if term.value == "gezin" and target_group:
        return [(WHOLE_FAMILY, target_group)]
    if term.value == "oudertraining" and target_group and PARENTS_FIRST.match(target_group.of(page.text)):
        return [(TRAINING, span) for span in words]
    return []


def _stated(page: Page, span: Span, term: Term, pattern: re.Pattern[str]) -> Facet | None:
    """The first match of `pattern` that is not negated ("geen huisbezoek")."""
    text = span.of(page.text)
    for match in pattern.finditer(text):
        if not NEGATED.search(text[max(0, match.start() - 60) : match.start()]):
            return _facet(page, span, term, match)
    return None


def _facet(page: Page, span: Span, term: Term, match: re.Match[str]) -> Facet:
    return Facet(term.value, quote(page, Span(span.start + match.start(), span.start + match.end())))


def age_range(page: Page, target_group: Span | None, approach: Span | None) -> tuple[AgeRange | None, str]:
    """The children's ages of a record, and what is wrong with them ("" when nothing).

    Numbers in the target group, else words there ("peuters"), else numbers in the approach; several join.
    """
    attempts = [(target_group, "number"), (target_group, "word"), (approach, "number")]
    for span, kind in attempts:
        bare = bool(span and _AGE_LABEL.search(page.text, max(0, span.start - _LABEL_ROOM), span.start))
        ages = [found for found in find_ages(span.of(page.text), loose=bare) if found.kind == kind] if span else []
        ages = [found for found in ages if found.who == "child"]
        if span and ages:
            return _joined(page, span, ages)
    return None, ""


def _joined(page: Page, span: Span, ages: list[Found]) -> tuple[AgeRange | None, str]:
    words = quote(page, Span(span.start + ages[0].start, span.start + ages[-1].end))
    for found in ages:
        low, high = found.low or 0, _MAX_CHILD_MONTHS if found.high is None else found.high
        if low > high or high > _MAX_CHILD_MONTHS:
            return None, f"de leeftijd is niet te begrijpen: “{words.text}”"
    problem = f"de leeftijden sluiten niet op elkaar aan: “{words.text}”" if _has_gap(ages) else ""
    return AgeRange(_outer(min, [age.low for age in ages]), _outer(max, [age.high for age in ages]), words), problem


def _outer(choose: Callable[[list[int]], int], bounds: list[int | None]) -> int | None:
    """The outermost of `bounds`; None, no bound, lies furthest out."""
    known = [bound for bound in bounds if bound is not None]
    return choose(known) if len(known) == len(bounds) else None


def _has_gap(ages: list[Found]) -> bool:
    """Whether some age between the lowest and the highest belongs to none of `ages`."""
    reached = -1
    for number, found in enumerate(sorted(ages, key=lambda age: age.low or 0)):
        if number and (found.low or 0) > reached + 1:
            return True
        reached = max(reached, _MAX_CHILD_MONTHS if found.high is None else found.high)
    return False
