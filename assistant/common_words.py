"""Which words are everyday Dutch: an unknown word that is not, is most likely the subject or name of a question."""

from __future__ import annotations

from functools import cache

_FOREIGN = 10  # so many times commoner in English: an English word in a Dutch text


def is_common(word: str) -> bool:
    """Whether a folded word is among the 30,000 or so that make up most Dutch text (wordfreq's small list).

    A word that is far commoner in English is not: names of programmes are often English.
    """
    return word in common_words() or all(part in common_words() for part in word.split("-"))


@cache
def common_words() -> frozenset[str]:
    """Those words, folded."""
    from wordfreq import get_frequency_dict

    from ingest.text import fold

    english = get_frequency_dict("en", "small")
    dutch = get_frequency_dict("nl", "small")
    return frozenset(fold(word) for word, share in dutch.items() if english.get(word, 0.0) < _FOREIGN * share)


@cache
def everyday_words() -> frozenset[str]:
    """The common words of Dutch and of English, folded: what a compound in a name can be made of."""
    from wordfreq import get_frequency_dict

    from ingest.text import fold

    return common_words() | {fold(word) for word in get_frequency_dict("en", "small")}
