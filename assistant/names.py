"""Which interventions a question names: by name, abbreviation or other name, spelling slips included."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from assistant.common_words import everyday_words, is_common
from ingest.records import Intervention
from ingest.text import fold
from ingest.words import STOP_WORDS, compound_parts, words

_BRACKETS = re.compile(r"\(([^()]*)\)")
_TAIL = re.compile(r"\s+(?:niveau|level|versie|module|deel|fase)\b.*$|\s+\d.*$", re.IGNORECASE)
_KIND = re.compile(r"(?<=\w{5})(?:methodiek|methode|programma|training|therapie|aanpak)$", re.IGNORECASE)
_SUFFIX = re.compile(r"(?<=\w{5})(?:methodiek|programma|training|therapie|aanpak|groep|traject|cursus|behandeling)$")
_EVERYDAY = re.compile(
    r"\0\s+(?:te\s+)?(?:biedt|bieden|geeft|geven|heeft|hebben|krijgt|krijgen|vindt|vinden|zoekt|zoeken|nodig)\b|"
    r"\b(?:meer|geen|enig|enige|veel|weinig|wat)\s+\0",
    re.IGNORECASE,
)
_ABBREVIATED = re.compile(r"^([A-Z]{3,})-[A-Z]{2,}$")
_ALL_CAPITALS = re.compile(r"[A-Z]+(?:-[A-Z]+)*")
_AMPERSAND = re.compile(r"\s*&\s*")
_VARIANT = re.compile(
    r"^\W*(?:niveau|level|versie|module|deel|fase|nivo)?\W*(\d+(?:\W+(?:(?:en|of)\W+)?\d+)*\W*)", re.IGNORECASE
)
_NUMBER = re.compile(r"\d+")
_MAX_WORDS = 8
_MAX_SLIPS = 3
_CAPITAL = re.compile(r"[A-ZÀ-Þ][\w'’-]*|\w+[A-Z0-9]\w*")
_TOKEN = re.compile(r"[^\W_][\w'’-]*")
_SHORTEST, _TELLING = 3, 4  # letters
_SMALL = frozenset("and of for the en van voor".split())
JOINS = frozenset("en of van de het voor in op aan & der".split())


@dataclass(frozen=True, slots=True)
class Alias:
    """One way to write a name: its words run together, how many there are, and whose it is."""

    key: str
    size: int
    name: str
    is_initials: bool = False


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
        spelt = [alias for one in interventions for alias in _aliases(one)]
        initials = [alias for one in interventions for alias in _initials(one)]
        # Letters that also stand for something else (another name, a word of the pages) say too little.
        taken = Counter(alias.key for alias in (*spelt, *initials))
        self.aliases = (*spelt, *(one for one in initials if taken[one.key] == 1 and one.key not in vocabulary))
        self._keys = [alias.key for alias in self.aliases]
        self._abbreviations = {key: name for name, keys in map(_abbreviations, interventions) for key in keys}
        self._starts = {key[:length] for key in self._abbreviations for length in range(1, len(key) + 1)}
        self._longest = max(map(len, self._keys), default=0)
        self._vocabulary = frozenset(vocabulary)
        self._numbers = {one.name: set(_NUMBER.findall(one.name)) for one in interventions}

    def find(self, text: str) -> tuple[Mention, ...]:
        """The names in `text` in reading order; of names that overlap the best spelt, then the longest."""
        found = sorted(self._candidates(text), key=lambda m: (m.slips, -(m.end - m.start), m.start))
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
                if name := self._written_out(window):
                    yield Mention(name, tokens[first][1], tokens[last][2])
                key = "".join("en" if word == "and" else word for word in window)
                if len(key) > self._longest + _MAX_SLIPS:
                    continue
                # "<name>groep", "<name>traject": the name with what it is behind it.
                bare = _SUFFIX.sub("", key) if first == last else key
                if bare != key and bare in self._keys:
                    yield Mention(self.aliases[self._keys.index(bare)].name, tokens[first][1], tokens[last][2])
                for alias in self._near(key):
                    if alias.is_initials and text[tokens[first][1] :][: len(key)].islower() and is_common(key):
                        continue
                    slips = self._slips(key, window, alias)
                    if slips is not None and not _is_ordinary(text, tokens[first][1], tokens[last][2], window):
                        yield Mention(alias.name, tokens[first][1], tokens[last][2], slips)

    def _written_out(self, window: Sequence[str]) -> str:
        """The intervention whose abbreviation `window` writes out in full ("Abc": "alle blije collega's"), or ""."""
        if any(word in STOP_WORDS or word in JOINS for word in (window[0], window[-1])):
            return ""
        found, plain = {""}, ""
        for word in window:
            if word not in _SMALL:
                if not any(start + word[0] in self._starts for start in found):
                    return ""
                plain += word[0]
                parts = compound_parts(word, everyday_words())
                letters = {word[0], word[0] + parts[1][0]} if parts else {word[0]}
                found = {start + more for start in found for more in letters} & self._starts
        # Three words in a row may begin with any three letters; of a compound that gives two of them, less likely so.
        found = {one for one in found if one != plain or len(plain) >= _TELLING}
        return next((self._abbreviations[one] for one in sorted(found) if one in self._abbreviations), "")

    def _near(self, key: str) -> list[Alias]:
        """The aliases that `key` may be a spelling of, in their own order: thousands are compared in one go."""
        found = extract(key, self._keys, scorer=OSA.distance, score_cutoff=_MAX_SLIPS, limit=None)
        return [self.aliases[number] for number in sorted(number for _, _, number in found)]

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
        # A word that the pages or everyday Dutch use is no slip.
        if len(window) == 1 and (key in self._vocabulary or is_common(key)):
            return None
        if len(alias.key) < 6 and key[:1] != alias.key[:1]:
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


def _is_ordinary(text: str, start: int, end: int, window: Sequence[str]) -> bool:
    """Whether words that could be a name are used in their everyday sense."""
    if text[start].isupper() and text[:start].strip():
        return False
    if all(word in STOP_WORDS for word in window):  # a name of small words only: it must stand by itself
        return not re.match(r"\W*$|\s*[!?.,;)'\"’]|\s+(?:is|voor|werkt|bedoeld|erkend|en)\b", text[end:])
    everyday = len(window) == 1 and text[start:end].islower() and is_common(window[0])
    return everyday and bool(_EVERYDAY.search(text[:start] + "\0" + text[end:]))


def _allowed(length: int) -> int:
    """How many slips a name of this many letters may have."""
    return 0 if length < 4 else 1 if length < 8 else 2 if length < 16 else _MAX_SLIPS


def _same(one: Mention, other: Mention) -> bool:
    return (one.start, one.end) == (other.start, other.end) and one.slips == other.slips


def _aliases(one: Intervention) -> list[Alias]:
    """The ways to write the names of `one`: with and without brackets, versions and what stands in brackets."""
    forms: dict[str, None] = {}
    for name in (one.name, *one.other_names):
        bare = _BRACKETS.sub(" ", name)
        for form in (name, bare, _TAIL.sub("", bare), _KIND.sub("", bare), _ABBREVIATED.sub(r"\1", bare)):
            forms.setdefault(form.strip(" ,;-–"))
    aliases = []
    for form in forms:
        folded = words(_AMPERSAND.sub(" en ", form))
        parts = [part for word in folded for part in re.findall(r"[^\W_]+", word)]
        key = "".join(parts)
        if len(key) >= 3 and not key.isdigit():
            aliases.append(Alias(key, len(parts), one.name))
    return list(dict.fromkeys(aliases))


def _abbreviations(one: Intervention) -> tuple[str, list[str]]:
    """The name of `one`, and its names that are capitals only ("AB-CDE (4-12)": abcde), of three letters or more."""
    bare = [_BRACKETS.sub(" ", name).strip() for name in (one.name, *one.other_names)]
    keys = [fold(name).replace("-", "") for name in bare if _ALL_CAPITALS.fullmatch(name)]
    return one.name, [key for key in keys if len(key) >= _SHORTEST]


def _initials(one: Intervention) -> list[Alias]:
    """The first letters of each name of three words or more ("Zo Kan Het Ook": zkho), which nobody misspells."""
    bare = [_BRACKETS.sub(" ", name) for name in (one.name, *one.other_names)]
    letters = ["".join(fold(word[0]) for word in re.findall(r"[^\W_]+", name)) for name in bare]
    return [Alias(key, len(key), one.name, True) for key in dict.fromkeys(letters) if len(key) >= 3 and key.isalpha()]


def capital_runs(text: str) -> list[str]:
    """Stretches of capitalised words, small joining words included; not the first word of a sentence alone."""
    runs: list[list[re.Match[str]]] = []
    previous: list[re.Match[str]] = []
    tokens = list(_TOKEN.finditer(text))
    starts = {0} | {m.end() for m in re.finditer(r"[.!?:]\s+|\n\s*", text)}
    for token in tokens:
        first = token.start() in starts or not text[: token.start()].strip(" \t'\"‘“(¿¡-#*>")
        capital = bool(_CAPITAL.fullmatch(token.group())) and any(c.isupper() for c in token.group())
        joined = bool(previous) and not re.search(r"[.,!?;:()]", text[previous[-1].end() : token.start()])
        if capital and (not first or _inner_capital(token.group())):
            previous = [*previous, token] if joined else [token]
            if runs and joined and runs[-1][-1] in previous:
                runs[-1] = [*runs[-1], *(t for t in previous if t not in runs[-1])]
            else:
                runs.append([token])
                previous = [token]
        elif joined and token.group().lower() in JOINS:
            previous = [*previous, token]
        else:
            previous = []
    return [text[run[0].start() : run[-1].end()] for run in runs]


def _inner_capital(word: str) -> bool:
    """Whether a word that opens a sentence is a name all the same (capitals or digits inside it)."""
    return any(char.isupper() or char.isdigit() for char in word[1:])


def capitals(text: str) -> list[str]:
    """The single capitalised words of `text` that are not the first of a sentence, folded."""
    return [word for run in capital_runs(text) for word in words(run) if word not in JOINS]
