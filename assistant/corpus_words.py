"""Which words of a question the sources know, and slips of the pen put right."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cached_property, lru_cache

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from assistant.common_words import is_common
from assistant.everyday import everyday_words
from ingest.index import Index
from ingest.text import fold
from ingest.words import STOP_WORDS, compound_parts, content_words, stem

_PREFIX = 5
_SHARE = 0.7
_END = 7
_LONG = 10  # letters; from here on a word may have two slips
_LAST = "\U0010ffff"  # behind every letter


class CorpusWords:
    """The words of one index."""

    def __init__(self, index: Index) -> None:
        self._vocabulary = index.vocabulary
        self._stems = frozenset(index.lexical.vocab_dict) | frozenset(index.lexical_pages.vocab_dict)
        self._sorted = sorted(index.vocabulary)
        named = (f"{page.title}\n{page.publisher}\n{page.text}" for page in index.pages.values())
        self._run_together = _squeezed(" ".join(named))
        self.knows = lru_cache(maxsize=4096)(self._knows)
        self.corrected = lru_cache(maxsize=4096)(self._corrected)

    def unknown(self, text: str) -> list[str]:
        """The content words of `text` that stand nowhere in the sources, in any form."""
        return [word for word in dict.fromkeys(content_words(text)) if not self.knows(word)]

    def corrections(self, text: str) -> dict[str, str]:
        """The unknown words of `text` that are one slip from a word of the sources, with that word."""
        pairs = ((word, self.corrected(word)) for word in self.unknown(text))
        return {word: right for word, right in pairs if right}

    def meant(self, word: str) -> tuple[str, ...]:
        """The words of the sources that an everyday word means; nothing when the sources have the word itself."""
        if self.has(word):
            return ()
        return tuple(other for other in everyday_words().get(word, ()) if self.has(other))

    def understands(self, word: str) -> bool:
        """Whether the sources know the word, or a word that it means."""
        return bool(self.knows(word) or self.meant(word))

    def begins(self, word: str) -> bool:
        """Whether the word begins with a long word of the sources: a compound about something they know."""
        return any(word[:length] in self._vocabulary for length in range(_PREFIX + 1, len(word)))

    def near(self, word: str) -> bool:
        """Whether the word is a slip from a long word of the sources; two slips when it is long itself."""
        if len(word) < 7:
            return False
        slips = 2 if len(word) >= _LONG else 1
        return extractOne(word, self._near(word[0]), scorer=OSA.distance, score_cutoff=slips) is not None

    def has(self, word: str) -> bool:
        """Whether the word itself, in any form, stands in the sources; a compound of known parts does not count."""
        parts = [part for part in word.replace("'", "-").split("-") if len(part) > 1]
        return any(stem(form) in self._stems for form in (word, *parts))

    def has_phrase(self, phrase: str) -> bool:
        """Whether the sources have these words in this order, whatever stands between them."""
        return _squeezed(phrase) in self._run_together

    def _knows(self, word: str) -> bool:
        if word in STOP_WORDS:
            return True
        parts = [part for part in word.replace("'", "-").split("-") if len(part) > 1]
        if any(stem(form) in self._stems for form in (word, *(parts if len(parts) < 2 else ()))):
            return True
        if len(parts) > 1:
            return all(self.knows(part) for part in parts)
        return bool(compound_parts(word, self._vocabulary)) or self._has_kin(word) or self._is_part(word)

    def _is_part(self, word: str) -> bool:
        """Whether a word of the sources is made of this one and an everyday word ("echtscheiding": scheiding)."""
        rests = (other[len(word) :] for other in self._near(word)) if len(word) >= _PREFIX else ()
        if any(is_common(rest) or is_common(rest.removeprefix("s")) for rest in rests):
            return True
        if len(word) < _END:
            return False
        heads = (other[: len(word) - 1 : -1] for other in _starting(self._backwards, word[::-1]))
        return any(is_common(head) or is_common(head.removesuffix("s")) for head in heads)

    def _has_kin(self, word: str) -> bool:
        """Whether a word of the sources begins like this one: another form of it ("mishandelt", "mishandeld")."""
        length = max(_PREFIX, -(-len(word) * 7 // 10))
        if len(word) < _PREFIX + 1:
            return False
        start = word[:length]
        return any(other.startswith(start) and length >= _SHARE * len(other) for other in self._near(word[:_PREFIX]))

    def _near(self, start: str) -> list[str]:
        """The words of the sources that begin with `start`."""
        return _starting(self._sorted, start)

    @cached_property
    def _backwards(self) -> list[str]:
        """The words of the sources from their last letter to their first, sorted."""
        return sorted(word[::-1] for word in self._sorted)

    def _corrected(self, word: str) -> str:
        """The word of the sources that `word` is a slip of, or another form of; empty when there is none."""
        allowed = 0 if len(word) < 6 else 1 if len(word) < 11 else 2
        if not allowed or not word.isalpha():
            return ""
        near = extractOne(word, self._near(word[0]), scorer=OSA.distance, score_cutoff=allowed)
        found = str(near[0]) if near else ""
        # A word of everyday Dutch is no slip ("laagste", where the sources have "laatste").
        return found if found.startswith(word) or word.startswith(found) or not is_common(word) else ""


def _starting(ordered: list[str], start: str) -> list[str]:
    """Those of the sorted words that begin with `start`."""
    first = bisect_left(ordered, start)
    return ordered[first : bisect_left(ordered, start + _LAST, first)]


def _squeezed(text: str) -> str:
    return "".join(re.findall(r"[^\W_]+", fold(text)))


def replace_words(text: str, corrections: dict[str, str]) -> str:
    """`text` with the words of `corrections` replaced, whatever their case."""
    for wrong, right in corrections.items():
        text = re.sub(rf"(?<!\w){re.escape(wrong)}(?!\w)", right, text, flags=re.IGNORECASE)
    return text
