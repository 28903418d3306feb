"""Puts words of everyday chat right, where a word of the danger lists is meant: abbreviations, sounds and slips."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from assistant.danger_rules import RULES
from assistant.danger_words import CLASSES
from assistant.spelling_words import HARMLESS, SHORT_FORMS, SMALL_WORDS

_SOUND_MIN, _SLIP_MIN, _OTHER_LETTER_MIN = 5, 7, 9  # letters from which a word is corrected in that way
_REPEATED = re.compile(r"(.)\1{2,}")
_SOUNDS = (
    (re.compile(r"ij|ei|y"), "y"),
    (re.compile(r"ou|au"), "au"),
    (re.compile(r"ch"), "g"),
    (re.compile(r"z"), "s"),
    (re.compile(r"v"), "f"),
    (re.compile(r"c(?=[ei])"), "s"),
    (re.compile(r"c|q"), "k"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"(?:dt|d)$"), "t"),
    (re.compile(r"(?<=[^e]e)n$"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
)


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """The words of the lists: as they are, by sound, by their letters, and the sounds long enough to allow a slip."""

    words: frozenset[str]
    sounds: dict[str, str]
    letters: dict[str, str]
    long_sounds: tuple[str, ...]


def correct(words: Iterable[str]) -> Iterator[str]:
    """The words (lower case, no accents) put right; one abbreviation may become two words (kheb: ik heb)."""
    for raw in words:
        word = raw.replace("'", "")
        word = word if word in SHORT_FORMS else _known(word)
        yield from SHORT_FORMS.get(word, word).split()


def _known(word: str) -> str:
    """The known word that `word` is a spelling of, or `word` itself."""
    known = _vocabulary()
    for form in (word, _REPEATED.sub(r"\1\1", word), _REPEATED.sub(r"\1", word)):
        if form in known.words or form in HARMLESS or form in SHORT_FORMS:
            return form
    swapped = known.letters.get(_letters(word))
    if swapped and OSA.distance(word, swapped) == 1:
        return swapped
    if len(word) < _SOUND_MIN or word.isdigit():
        return word
    sound = _sound(word)
    return known.sounds.get(sound) or _slip(word, sound, known)


def _slip(word: str, sound: str, known: _Vocabulary) -> str:
    """The known word one letter away, or `word`.

    Another letter in its place mostly makes another word (stoppen, stompen), so that counts in long words only.
    """
    if len(word) < _SLIP_MIN:
        return word
    near = extractOne(sound, known.long_sounds, scorer=OSA.distance, score_cutoff=1)
    if not near or near[0][0] != sound[0] or (len(near[0]) == len(sound) < _OTHER_LETTER_MIN):
        return word
    return known.sounds[near[0]]


def _sound(word: str) -> str:
    for pattern, letter in _SOUNDS:
        word = pattern.sub(letter, word)
    return word


def _letters(word: str) -> str:
    return word[:1] + "".join(sorted(word))


@cache
def _vocabulary() -> _Vocabulary:
    members = (member for group in CLASSES.values() for member in group)
    lists = " ".join((*members, *(rule[2] for rule in RULES), SMALL_WORDS))
    words = [word for word in re.findall(r"\b[a-z0-9]+\b", lists) if not word.isdigit()]
    sounds: dict[str, str] = {}
    letters: dict[str, str] = {}
    for word in (word for word in words if len(word) >= 4):
        sounds.setdefault(_sound(word), word)
        letters.setdefault(_letters(word), word)
    return _Vocabulary(
        frozenset(words), sounds, letters, tuple(sound for sound in sounds if len(sound) >= _SLIP_MIN - 1)
    )
