"""Which words are everyday Dutch: an unknown word that is not, is most likely the very subject of a question."""

from __future__ import annotations

from functools import cache


def is_common(word: str) -> bool:
    """Whether a folded word is among the 30,000 or so that make up most Dutch text (wordfreq's small list)."""
    return word in _common() or all(part in _common() for part in word.split("-"))


@cache
def _common() -> frozenset[str]:
    from wordfreq import get_frequency_dict

    from ingest.text import fold

    return frozenset(fold(word) for word in get_frequency_dict("nl", "small"))
