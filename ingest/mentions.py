"""Where running text speaks of an intervention."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from ingest.names import is_abbreviation
from ingest.records import Block, Intervention, Page, Quote, Span
from ingest.sentences import split_sentences
from ingest.text import fold

_JOINT = re.compile(r"[\s\-–]+")
_BRACKETS = re.compile(r"\s*\((?P<name>[A-ZÀ-Þ][^()]*\s[^()]*)\)")
_AND = re.compile(r"\s*(?:&|\b(?:en|and)\b)\s*", re.IGNORECASE)


def link_mentions(interventions: Iterable[Intervention], pages: Iterable[Page]) -> tuple[Intervention, ...]:
    """The interventions, each with the sentences of running text (outside records) in which it is named.

    A full name that such a sentence gives in brackets after an abbreviation joins the other names.
    """
    listed = tuple(interventions)
    owners: dict[str, list[int]] = defaultdict(list)
    for number, intervention in enumerate(listed):
        for name in (intervention.name, *intervention.other_names):
            if number not in owners[_key(name)]:
                owners[_key(name)].append(number)
    mentions: dict[int, list[Quote]] = defaultdict(list)
    spelled: dict[int, list[str]] = defaultdict(list)
    pattern = _pattern(listed)
    for page in pages if pattern else ():
        for sentence in _running_sentences(page):
            quote = Quote(page.slug, sentence.start, sentence.end, sentence.of(page.text))
            for match in pattern.finditer(page.text, sentence.start, sentence.end):
                full_name = _spelled_out(match, sentence.end)
                for number in owners.get(_key(match.group()), ()):
                    mentions[number].append(quote)
                    spelled[number].extend([full_name] if full_name else [])
    return tuple(
        replace(
            item,
            mentions=tuple(dict.fromkeys(mentions[number])),
            other_names=tuple(dict.fromkeys((*item.other_names, *spelled[number]))),
        )
        for number, item in enumerate(listed)
    )


def _spelled_out(match: re.Match[str], end: int) -> str:
    """The full name in brackets right after an abbreviation, when its initials are that abbreviation's letters."""
    bracket = _BRACKETS.match(match.string, match.end(), end)
    letters = [char for char in match.group().lower() if char.isalpha()]
    if not bracket or not is_abbreviation("".join(match.group().split())):
        return ""
    initials = iter(word[0].lower() for word in _JOINT.split(bracket["name"].strip()) if word)
    return bracket["name"].strip() if all(letter in initials for letter in letters) else ""


def _running_sentences(page: Page) -> Iterator[Span]:
    for block in page.blocks:
        for span in _running_spans(block):
            yield from split_sentences(span.of(page.text), span.start)


def _running_spans(block: Block) -> list[Span]:
    if block.kind == "paragraph":
        return [block.span]
    return [item.span for item in block.items] if block.kind == "list" else []


def _pattern(interventions: tuple[Intervention, ...]) -> re.Pattern[str]:
    """One pattern for all names, the longest first, so that a name inside a longer name is not taken for itself."""
    names = {name for item in interventions for name in (item.name, *item.other_names)}
    forms = sorted((form for name in names if (form := _form(name))), key=len, reverse=True)
    # A trade mark sign reads "TM" once the text has been normalised. No names: a pattern that never matches.
    return re.compile(rf"(?<![\w-])(?:{'|'.join(forms)})(?:(?!\w)|(?=TM))" if forms else r"(?!)")


def _form(name: str) -> str:
    """`name` as a pattern: spaces and hyphens alike, "&" or "en"; capitals count in an abbreviation and up front."""
    words = [word for word in _JOINT.split(name) if word]
    joined = r"[\s\-–]*".join(
        "(?:&|en|and)" if word in ("&", "en", "and") else re.sub("['’‘]", "['’‘]", re.escape(word)) for word in words
    )
    if is_abbreviation("".join(words)) or not words or not name[0].isalpha():
        return joined
    return f"{name[0]}(?i:{joined[1:]})"


def _key(name: str) -> str:
    """What all spellings of a name have in common."""
    return _JOINT.sub("", _AND.sub("&", fold(name)))
