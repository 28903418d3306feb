"""The property that a question asks in words of its own: one of the known ones, or a number of whatever it names."""

from __future__ import annotations

import re

from assistant.property_words import FIGURE, NUMBER, PROPERTIES, Property
from assistant.question_words import CATALOGUE_FILLER
from ingest.words import STOP_WORDS, stem

_HOW_MANY = re.compile(r"\bhoeveel\s+(?:\w+e\s+)?(?P<thing>[^\W\d_][\w'’-]{2,})", re.IGNORECASE)


_EACH = re.compile(
    r"\bper\s+\w|\btegelijk\w*|\b(?:heeft|begeleidt|helpt|doet|krijgt|ziet|bedient)\s+(?:een|één|elke|iedere|zo'n)\b",
    re.IGNORECASE,
)


def asked_properties(text: str) -> tuple[Property, ...]:
    """The known properties that `text` asks."""
    return tuple(prop for prop in PROPERTIES if prop.asked.search(text))


def asked_beside(text: str, prop: Property) -> tuple[Property, ...]:
    """The known properties that `text` asks in other words than those that ask `prop`."""
    own = [match.span() for match in prop.asked.finditer(text)]

    def is_apart(other: Property) -> bool:
        places = (match.span() for match in other.asked.finditer(text))
        return any(all(end <= start or stop <= begin for start, stop in own) for begin, end in places)

    return tuple(other for other in asked_properties(text) if other.key != prop.key and is_apart(other))


def asked_number(text: str) -> Property | None:
    """The number of things that `text` asks ("hoeveel gemeenten"): only a number right before that word tells it."""
    match = _HOW_MANY.search(text)
    thing = match["thing"].lower() if match else ""
    if not match or thing in STOP_WORDS or thing in CATALOGUE_FILLER or not thing.endswith(("en", "s")):
        return None
    return _number_of(thing)


def asked_each(text: str) -> Property | None:
    """The number of things for each other one ("hoeveel gezinnen heeft een therapeut"): no share of them."""
    match = _HOW_MANY.search(text)
    return _number_of(match["thing"].lower(), FIGURE) if match and _EACH.search(text, match.end()) else None


def _number_of(thing: str, number: str = NUMBER) -> Property:
    told = rf"\b(?!een\b|één\b){number}\s+(?:\(?\w+\)?\s+){{0,2}}?{re.escape(stem(thing))}"
    return Property("how_many", f"het aantal {thing}", _HOW_MANY, re.compile(told, re.IGNORECASE))
