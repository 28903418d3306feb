"""The name of an intervention out of the line or cell in which it stands, and its other names."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Name:
    """A cleaned name, where it stands in the text that it was read from, and the other names in it."""

    text: str
    start: int
    end: int
    others: tuple[str, ...] = ()


_ALIAS_WORDS = (
    r"(?:voorheen|vroeger|eerder|afgekort|afkorting|kortweg|ook\s+wel|ook|ofwel|oftewel|of|voluit)\b"
    r"(?:\s+(?:bekend\s+(?:als|onder\s+de\s+naam)|genoemd|heet(?:te)?|geheten|als|tot|wel))*\s*:?\s*"
)
_ALIAS = re.compile(rf"^{_ALIAS_WORDS}(?P<alias>.+)$", re.IGNORECASE)
_ALIAS_TAIL = re.compile(rf"(?:,|\s[–-])\s*(?!(?:of|ook)\b(?!\s+wel)){_ALIAS_WORDS}(?P<alias>[^()]+)$", re.IGNORECASE)
_JOINED_LINE = re.compile(rf"\s*(?:\(|{_ALIAS_WORDS})", re.IGNORECASE)
# "3. ", "b) ", and what it is before a name with a capital ("Interventie Xyz").
_NUMBERING = re.compile(
    r"^\s*(?:\d{1,2}[.)]\s+|[a-z]\)\s+)?(?:(?:[Ii]nterventie|[Pp]rogramma|[Mm]ethodiek):?\s+(?=[A-ZÀ-Þ]))?"
)
# What may hang behind a name: footnote marks, footnote digits stuck to a letter, literature references, a trade mark.
_TAIL = re.compile(
    r"(?:\s*[:;,]|\s*\[[\d\s,;–-]+\]|\s*[*†‡]+|(?<=[^\W\d_])(?<!\b[A-Z])\d{1,2}(?:,\s?\d{1,2})*|(?<=[)!?'’])\d{1,2}(?:,\s?\d{1,2})*|"
    r"\s*\((?:[^()]*[^()\d])?(?:19|20)\d{2}[a-z]?(?:[^()\d][^()]*)?\)|\s*\[[^\[\]]*\b(?:19|20)\d{2}[^\[\]]*\]|"
    r"(?<=[a-z])(?:TM|®)|\s+)$"
)
_INNER_FOOTNOTE = re.compile(r"(?<=[^\W\d_])\d{1,2}(?:,\s?\d{1,2})*(?=\s\()|\s*\[\d[\d\s,;–-]*\]")
_PAREN = re.compile(r"\s*\(([^()]*)\)")
_TRAILING_ABBREVIATION = re.compile(r"^(?P<long>.+?)\s+[-–]\s?(?P<short>[A-Z][\w&-]*)$")
_LIST_OF_NAMES = re.compile(r"\bzoals\s+(?P<names>.+)$", re.IGNORECASE)
_EDITION = re.compile(r"^(?P<base>.+?)\s+(?:niveau|versie|module|variant|fase|deel)\b", re.IGNORECASE)
_TWO_NAMES = re.compile(r"^(?P<one>[^\W\d_]\S*(?:\s+\S+)+?)\s+en\s+(?P<two>[A-ZÀ-Þ]\S*(?:\s+\S+)+)$")


def is_abbreviation(word: str) -> bool:
    """Whether `word` is written mostly in capitals, like "AB-CD"."""
    letters = [char for char in word if char.isalpha()]
    capitals = sum(char.isupper() for char in letters)
    return " " not in word and capitals >= 2 and capitals * 2 >= len(letters)


def read_name(text: str) -> Name | None:
    """The name in `text` (a bullet's first line, a table cell, a heading); None when there are no letters in it."""
    first, *more = text.split("\n")
    end = len(first)
    if more and _JOINED_LINE.match(more[0]):
        end += 1 + len(more[0])
    match = _NUMBERING.match(text)
    start = match.end() if match else 0
    while tail := _TAIL.search(text[start:end]):
        end = start + tail.start()
    aliases: list[str] = []
    if alias := _ALIAS_TAIL.search(text[start:end]):
        aliases.append(alias["alias"])
        end = start + alias.start()
    name = _INNER_FOOTNOTE.sub("", text[start:end].replace("\n", " ")).strip()
    if not any(char.isalpha() for char in name):
        return None
    return Name(name, start, end, _other_names(name, aliases))


def _other_names(name: str, aliases: list[str]) -> tuple[str, ...]:
    """Every other name that the name line itself gives, in the order in which it gives them."""
    base = _PAREN.sub("", name).strip()
    found = [base]
    for content in _PAREN.findall(name):
        found.extend(_in_parentheses(base, content))
    found.extend(aliases)
    found.extend(_parts(base))
    found = [part for alias in found for part in _split_abbreviation(alias.strip(" .,;:"))]
    unique = {alias.casefold(): alias for alias in reversed(found) if any(char.isalpha() for char in alias)}
    unique.pop(name.casefold(), None)
    return tuple(alias for alias in dict.fromkeys(found) if unique.get(alias.casefold()) == alias)


def _in_parentheses(base: str, content: str) -> list[str]:
    """Abbreviations, former names and full names; not a remark such as "(basis)" or an age."""
    names = []
    for part in re.split(r"\s*;\s*", content):
        alias = _ALIAS.match(part)
        spelled_out = is_abbreviation(base) and len(part.split()) >= 2 and part[:1].isupper()
        if alias:
            names.append(alias["alias"])
        elif is_abbreviation(part) or spelled_out:
            names.append(part)
    return names


def _parts(base: str) -> list[str]:
    """The single names in a line that gives several, and the name without its level or version."""
    if listed := _LIST_OF_NAMES.search(base):
        return re.split(r"\s*,\s*(?:en\s+)?|\s+en\s+(?=[A-ZÀ-Þ])", listed["names"])
    if edition := _EDITION.match(base):
        return [edition["base"]]
    two = _TWO_NAMES.match(base)
    return [two["one"], two["two"]] if two else []


def _split_abbreviation(alias: str) -> list[str]:
    match = _TRAILING_ABBREVIATION.match(alias)
    return [match["long"], match["short"]] if match and is_abbreviation(match["short"]) else [alias]
