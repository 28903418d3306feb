"""Everyday words and the words of the field that mean the same: added to a search when no source has the former."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from ingest.text import fold

_FILE = Path(__file__).with_name("everyday.txt")


@cache
def everyday_words() -> Mapping[str, tuple[str, ...]]:
    """Per everyday word its field words, folded; a line of everyday.txt reads `word, word | field word, field word`."""
    found: dict[str, tuple[str, ...]] = {}
    for line in _FILE.read_text("utf-8").splitlines():
        left, _, right = line.partition(" | ")
        meant = tuple(fold(word.strip()) for word in right.split(",") if word.strip())
        for word in left.split(","):
            found.setdefault(fold(word.strip()), tuple(other for other in meant if other != fold(word.strip())))
    return MappingProxyType(found)
