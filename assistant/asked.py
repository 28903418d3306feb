"""The property that a question asks in words of its own: one of the known ones, or a number of whatever it names."""

from __future__ import annotations

import re

from assistant.question_words import CATALOGUE_FILLER, NUMBER, PROPERTIES, Property
from ingest.words import STOP_WORDS, stem

_HOW_MANY = re.compile(r"\bhoeveel\s+(?:\w+e\s+)?(?P<thing>[^\W\d_][\w'’-]{2,})", re.IGNORECASE)


def asked_properties(text: str) -> tuple[Property, ...]:
    """The known properties that `text` asks."""
    return tuple(prop for prop in PROPERTIES if prop.asked.search(text))


def asked_number(text: str) -> Property | None:
    """The number of things that `text` asks ("hoeveel gemeenten"): only a number right before that word tells it."""
    match = _HOW_MANY.search(text)
    thing = match["thing"].lower() if match else ""
    if not match or thing in STOP_WORDS or thing in CATALOGUE_FILLER or not thing.endswith(("en", "s")):
        return None
    told = rf"\b(?!een\b|één\b){NUMBER}\s+(?:\(?\w+\)?\s+){{0,2}}?{re.escape(stem(thing))}"
    return Property("how_many", f"het aantal {thing}", _HOW_MANY, re.compile(told, re.IGNORECASE))
