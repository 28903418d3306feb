"""Normalising text once, and folding it for comparison."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_SPACES = re.compile(r"[ \t]+")
_BULLETS = re.compile(r"^([> ]*)[•●▪◦‣·*–-] +", re.MULTILINE)


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


def blank_out(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """`text` with these stretches (start, end) made spaces, every other character in its place."""
    chars = list(text)
    for start, end in spans:
        chars[start:end] = " " * (end - start)
    return "".join(chars)


def without_bullets(text: str) -> str:
    """`text` without the signs before the items of its lists: a website leaves them to the browser, a text file not."""
    return _BULLETS.sub(r"\1", text)
