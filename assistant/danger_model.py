"""A learnt recogniser of danger beside the rules: weights for the words and letter groups of a message.

The rules (danger_rules.py) know what was thought of; the weights also know what looks like it. They are learnt by
`python -m evals.train_danger` from the messages in evals/training: a plain linear model, so the same words always give
the same score, and the words that weighed most can be told. Where the embedding model is at hand, the nearness of the
message to those messages counts too (likeness.py), learnt together with weights of the words for that; and where both
doubt, how layers that learnt danger read it (danger_layers.py).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.likeness import Likeness, read_likeness
from ingest.text import fold, normalise

FILE = Path(__file__).with_name("danger_model.npz")
BUCKETS = 1 << 15
ANY = "any"
ANY_BY_MEANING = "any by meaning"
"""The head of danger of any kind that is weighed together with the vector."""
LIKENESS = "danger"
DOUBT = (-1.0, 1.0)
"""Between these scores of words and nearness the layers are asked; outside it they changed nothing."""
DEEPER = 0.15
"""The weight of the log-odds of the layers beside that score; with more, messages that the others saw are lost."""
_LETTERS = range(2, 6)
_WORD = re.compile(r"[a-z0-9']+|[?!]")
_LONGEST_INPUT = 5000
_TOLD = 4


@dataclass(frozen=True, slots=True)
class Learnt:
    """What the weights say: the score per head (above 0 = yes) and the words that weighed most, in reading order.

    `alike` is what the meaning added to the score of danger: nearness to what was learnt from, and the layers.
    """

    scores: dict[str, float]
    words: tuple[str, ...] = ()
    alike: float = 0.0


@dataclass(frozen=True, slots=True)
class Meaning:
    """By the model that was learnt with: the query vector of a message, and its log-odds by danger_layers.py."""

    vector: NDArray[np.float32]
    deeper: Callable[[], float]


@dataclass(frozen=True, slots=True)
class _Model:
    heads: list[str]
    weights: NDArray[np.float32]  # (heads, buckets)
    offsets: NDArray[np.float32]
    limit: float  # of the score by words, nearness and layers
    likeness: Likeness


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


def learnt(text: str, meaning: Meaning | None = None) -> Learnt:
    """The scores of a message in everyday Dutch; without its `meaning` the words alone count."""
    model = _model()
    words = read(text)
    found = buckets(words)
    if not found:
        return Learnt(dict.fromkeys((ANY, *model.heads), -np.inf))
    parts = model.weights[:, [bucket for bucket, _ in found]] / np.float32(np.sqrt(len(found)))
    scores = dict(zip(model.heads, (parts.sum(axis=1) + model.offsets).tolist(), strict=True))
    head, alike = ANY, 0.0
    if meaning is not None:
        head = ANY_BY_MEANING
        alike = model.likeness.score(meaning.vector)
        if is_doubtful(scores[head] + alike):
            alike += DEEPER * meaning.deeper()
        scores[ANY] = scores[head] + alike - model.limit
    return Learnt(scores, _heaviest(words, [place for _, place in found], parts[model.heads.index(head)]), alike)


def is_doubtful(score: Any) -> Any:
    """Whether a score of words and nearness (or each of an array) leaves it to the layers."""
    return (DOUBT[0] < score) & (score < DOUBT[1])


@cache
def _model() -> _Model:
    with np.load(FILE, allow_pickle=False) as data:
        return _Model(
            heads=data["heads"].tolist(),
            weights=data["weights"].astype(np.float32) * data["scales"][:, None],
            offsets=data["offsets"],
            limit=float(data["limit"]),
            likeness=read_likeness(data, LIKENESS),
        )


def _heaviest(words: Sequence[str], places: Sequence[int], parts: NDArray[np.float32]) -> tuple[str, ...]:
    sums = np.zeros(len(words), np.float32)
    np.add.at(sums, list(places), parts)
    top = sorted(np.argsort(-sums)[:_TOLD].tolist())
    return tuple(dict.fromkeys(words[place] for place in top if sums[place] > 0)) or (words[int(sums.argmax())],)
