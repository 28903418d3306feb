"""Which interventions a question names: by name, abbreviation or other name, spelling slips included."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from ingest.records import Intervention
from ingest.text import fold
from ingest.words import STOP_WORDS, words

_BRACKETS = re.compile(r"\(([^()]*)\)")
_TAIL = re.compile(r"\s+(?:niveau|level|versie|module|deel|fase)\b.*$|\s+\d.*$", re.IGNORECASE)
_AMPERSAND = re.compile(r"\s*&\s*")
_VARIANT = re.compile(
    r"^\W*(?:niveau|level|versie|module|deel|fase|nivo)?\W*((?:\d+\W*(?:en|of|/|-)?\W*)+)", re.IGNORECASE
)
_NUMBER = re.compile(r"\d+")
_MAX_WORDS = 8


@dataclass(frozen=True, slots=True)
class Alias:
    """One way to write a name: its words run together, how many there are, and whose it is."""

    key: str
    size: int
    name: str
    full: bool


@dataclass(frozen=True, slots=True)
class Mention:
    """An intervention named in a question: its name, the stretch of the question, and how many slips it had.

    `variant` is a level or version asked that the record's own name does not hold ("niveau 3").
    """

    name: str
    start: int
    end: int
    slips: int = 0
    variant: str = ""


class NameFinder:
    """Finds the names of one catalogue in questions."""

    def __init__(self, interventions: Sequence[Intervention], vocabulary: Collection[str]) -> None:
        self.aliases = tuple(alias for one in _unique(interventions) for alias in _aliases(one))
        self._vocabulary = frozenset(vocabulary)
        self._numbers = {one.name: set(_NUMBER.findall(one.name)) for one in interventions}

    def find(self, text: str) -> tuple[Mention, ...]:
        """The names in `text` in reading order; of names that overlap the longest and best spelt."""
        found = sorted(self._candidates(text), key=lambda m: (-(m.end - m.start), m.slips, m.start))
        taken: list[Mention] = []
        for mention in found:
            if all(
                mention.end <= other.start or other.end <= mention.start or _same(mention, other) for other in taken
            ):
                taken.append(mention)
        return tuple(dict.fromkeys(sorted((self._with_variant(m, text) for m in taken), key=lambda m: m.start)))

    def _candidates(self, text: str) -> Iterable[Mention]:
        tokens = [(match.group(), match.start(), match.end()) for match in re.finditer(r"[^\W_]+", text)]
        folded = [fold(token) for token, _, _ in tokens]
        for first in range(len(tokens)):
            for last in range(first, min(first + _MAX_WORDS, len(tokens))):
                window = folded[first : last + 1]
                key = "".join("en" if word == "and" else word for word in window)
                for alias in self.aliases:
                    slips = self._slips(key, window, alias)
                    if slips is not None:
                        yield Mention(alias.name, tokens[first][1], tokens[last][2], slips)

    def _slips(self, key: str, window: Sequence[str], alias: Alias) -> int | None:
        """How many slips `window` is from the alias; None when that is too many."""
        if key == alias.key:
            return 0 if len(window) >= alias.size or window[0] not in STOP_WORDS else None
        if window[0] in STOP_WORDS and not alias.key.startswith(window[0]):
            return None
        if window[-1] in STOP_WORDS and not alias.key.endswith(window[-1]):
            return None
        allowed = _allowed(len(alias.key))
        if not allowed or abs(len(key) - len(alias.key)) > allowed or abs(len(window) - alias.size) > 2:
            return None
        if len(window) == 1 and key in self._vocabulary:  # a word that the pages use is no slip
            return None
        slips = OSA.distance(key, alias.key, score_cutoff=allowed)
        return slips if slips <= allowed else None

    def _with_variant(self, mention: Mention, text: str) -> Mention:
        match = _VARIANT.match(text[mention.end :])
        if not match:
            return mention
        asked = _NUMBER.findall(match.group(1))
        known = self._numbers[mention.name]
        unknown = [number for number in asked if number not in known]
        follows_age = re.match(r"\W*(?:jaar|jarig|maand|kind)", text[mention.end + match.end() :])
        if follows_age or not (known or match.group().strip()[:1].isalpha()) or not unknown:
            return mention
        return Mention(mention.name, mention.start, mention.end + match.end(), mention.slips, match.group().strip())


def _allowed(length: int) -> int:
    """How many slips a name of this many letters may have."""
    return 0 if length < 5 else 1 if length < 8 else 2 if length < 16 else 3


def _same(one: Mention, other: Mention) -> bool:
    return (one.start, one.end) == (other.start, other.end) and one.slips == other.slips


def _unique(interventions: Sequence[Intervention]) -> list[Intervention]:
    """The records by name, with the other names of all records of that name."""
    return list(interventions)


def _aliases(one: Intervention) -> list[Alias]:
    """The ways to write the names of `one`: with and without brackets, versions and what stands in brackets."""
    forms: dict[str, bool] = {}
    for number, name in enumerate([one.name, *one.other_names]):
        bare = _BRACKETS.sub(" ", name)
        for form in (name, bare, _TAIL.sub("", bare)):
            forms.setdefault(form.strip(" ,;-–"), number == 0)
    aliases = []
    for form, full in forms.items():
        folded = words(_AMPERSAND.sub(" en ", form))
        parts = [part for word in folded for part in re.findall(r"[^\W_]+", word)]
        key = "".join(parts)
        if len(key) >= 3 and not key.isdigit():
            aliases.append(Alias(key, len(parts), one.name, full))
    return list(dict.fromkeys(aliases))
