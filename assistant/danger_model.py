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
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.text import fold, normalise

FILE = Path(__file__).with_name("danger_model.npz")
BUCKETS = 1 << 15
ANY = "any"
_LETTERS = range(2, 6)
_WORD = re.compile(r"[a-z0-9']+|[?!]")
_SENTENCE = re.compile(r"[^.!?;\n]+[.!?;\n]*")
_LONGEST_INPUT = 5000
_SHORTEST_SENTENCE = 4  # words; less says too little by itself
_TOLD = 4


@dataclass(frozen=True, slots=True)
class Learnt:
    """What the weights say: the score per head (above 0 = yes) and the words that weighed most, in reading order."""

    scores: dict[str, float]
    words: tuple[str, ...] = ()


def windows(text: str) -> list[tuple[str, ...]]:
    """The words of the whole message, then of its sentences: danger may hide in one of them."""
    plain = fold(normalise(text[:_LONGEST_INPUT]))
    whole = tuple(_WORD.findall(plain))
    sentences = [tuple(_WORD.findall(match.group())) for match in _SENTENCE.finditer(plain)]
    long_enough = [words for words in sentences if len(words) >= _SHORTEST_SENTENCE]
    return [whole, *(long_enough if len(sentences) > 1 else [])]


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


@cache
def _model() -> dict[str, Any]:
    with np.load(FILE, allow_pickle=False) as data:
        weights = data["weights"].astype(np.float32) * data["scales"][:, None]
        return {"heads": data["heads"].tolist(), "weights": weights, "offsets": data["offsets"], "later": data["later"]}


def learnt(text: str) -> Learnt:
    """The scores of a message in everyday Dutch; of its sentences the highest counts, a little lower than the whole."""
    model = _model()
    best: NDArray[np.float32] = np.full(len(model["heads"]), -np.inf, np.float32)
    told: tuple[str, ...] = ()
    at_any = model["heads"].index(ANY)
    for number, words in enumerate(windows(text)):
        found = buckets(words)
        if not found:
            continue
        columns = [bucket for bucket, _ in found]
        parts = model["weights"][:, columns] / np.float32(np.sqrt(len(found)))
        scores = parts.sum(axis=1) + model["offsets"] - (model["later"] if number else 0)
        if scores[at_any] > best[at_any]:
            told = _heaviest(words, [place for _, place in found], parts[at_any])
        best = np.maximum(best, scores)
    return Learnt({name: float(score) for name, score in zip(model["heads"], best, strict=True)}, told)


def _heaviest(words: Sequence[str], places: Sequence[int], parts: NDArray[np.float32]) -> tuple[str, ...]:
    sums = np.zeros(len(words), np.float32)
    np.add.at(sums, list(places), parts)
    top = sorted(np.argsort(-sums)[:_TOLD].tolist())
    return tuple(dict.fromkeys(words[place] for place in top if sums[place] > 0))
