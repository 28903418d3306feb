"""A learnt recogniser of danger beside the rules: weights for the words and letter groups of a message.

The rules (danger_rules.py) know what was thought of; the weights also know what looks like it. They are a plain linear
model, learnt by `python -m evals.train_danger` from the messages in evals/training, so the same words always give the
same score, and the words that weighed most can be told.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.text import fold, normalise

FILE = Path(__file__).with_name("danger_model.npz")
BUCKETS = 1 << 15
ANY = "any"
_LETTERS = range(2, 6)
_WORD = re.compile(r"[a-z0-9']+|[?!]")
_LONGEST_INPUT = 5000
_TOLD = 4


@dataclass(frozen=True, slots=True)
class Learnt:
    """What the weights say: the score per head (above 0 = yes) and the words that weighed most, in reading order."""

    scores: dict[str, float]
    words: tuple[str, ...] = ()


def read(text: str) -> tuple[str, ...]:
    """The words of a message as the weights know them, question and exclamation marks included."""
    return tuple(_WORD.findall(fold(normalise(text[:_LONGEST_INPUT]))))


def buckets(words: Sequence[str]) -> list[tuple[int, int]]:
    """(bucket, place of the word) of every word, pair of words and letter group, each bucket once."""
    found: dict[int, int] = {}
    for place, word in enumerate(words):
        for name in _names(words, place, word):
            found.setdefault(zlib.crc32(name.encode()) % BUCKETS, place)
    return list(found.items())


def _names(words: Sequence[str], place: int, word: str) -> Iterable[str]:
    padded = f" {word} "
    for length in _LETTERS:
        for start in range(len(padded) - length + 1):
            yield f"c{padded[start : start + length]}"
    yield f"w{word}"
    if place:
        yield f"b{words[place - 1]} {word}"


def learnt(text: str) -> Learnt:
    """The scores of a message in everyday Dutch."""
    heads, weights, offsets = _model()
    words = read(text)
    found = buckets(words)
    if not found:
        return Learnt(dict.fromkeys(heads, -np.inf))
    parts = weights[:, [bucket for bucket, _ in found]] / np.float32(np.sqrt(len(found)))
    scores = dict(zip(heads, (parts.sum(axis=1) + offsets).tolist(), strict=True))
    return Learnt(scores, _heaviest(words, [place for _, place in found], parts[heads.index(ANY)]))


@cache
def _model() -> tuple[list[str], NDArray[np.float32], NDArray[np.float32]]:
    with np.load(FILE, allow_pickle=False) as data:
        weights = data["weights"].astype(np.float32) * data["scales"][:, None]
        return data["heads"].tolist(), weights, data["offsets"]


def _heaviest(words: Sequence[str], places: Sequence[int], parts: NDArray[np.float32]) -> tuple[str, ...]:
    sums = np.zeros(len(words), np.float32)
    np.add.at(sums, list(places), parts)
    top = sorted(np.argsort(-sums)[:_TOLD].tolist())
    return tuple(dict.fromkeys(words[place] for place in top if sums[place] > 0))
