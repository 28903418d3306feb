"""Normalising text once, and folding it for comparison."""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_SPACES = re.compile(r"[ \t]+")


def normalise(raw: str) -> str:
    """`raw` in NFKC, without control and invisible characters, lines trimmed and spaces collapsed."""
    return "\n".join(normalise_line(line) for line in raw.replace("\r\n", "\n").replace("\r", "\n").split("\n"))


def normalise_line(raw: str) -> str:
    """One line of text: NFKC, no control or invisible characters, single spaces, trimmed."""
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", raw))
    return _SPACES.sub(" ", _CONTROL.sub(" ", text.replace("\n", " "))).strip()


def fold(text: str) -> str:
    """`text` for comparing: lower case, accents off, curly quotes straight; not of the same length as `text`."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("’", "'").replace("‘", "'"))
    return _BEYOND_ASCII.sub(lambda char: "" if unicodedata.combining(char[0]) else char[0], decomposed)
