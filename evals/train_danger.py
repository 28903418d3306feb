"""Learns what recognises danger (assistant/danger_model.py, danger_layers.py) from the messages in evals/training.

`python -m evals.train_danger` also learns from the question sets, of split "tune" (or without a split) only, writes
assistant/danger_model.npz and danger_layers.npz, and prints what they see of messages that were kept apart while
learning. Needs scikit-learn.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant import danger_layers
from assistant.danger import CALM, KINDS, is_ruled
from assistant.danger_model import (
    ANY,
    ANY_BY_MEANING,
    BUCKETS,
    DEEPER,
    FILE,
    LIKENESS,
    buckets,
    is_doubtful,
    read,
)
from assistant.likeness import Likeness, centred, nearness
from evals.danger_learning import Reader, as_arrays
from ingest.embedding import all_cores, load_embeddings
from ingest.settings import load_settings

TRAINING = Path(__file__).with_name("training")
QUESTIONS = Path(__file__).with_name("questions")
FOLDS = 5
SOFTNESS = 1.0
FALSE_ALARMS = {"words": 0.006, "words and meaning": 0.007}
"""The share of the harmless questions of the sets, kept apart while learning, that may reach the limit.

By words alone the rules come on top of it; with meaning a rule only counts near the limit, and is in this share.
"""
SCALE = 4.0
HEADS = (ANY, ANY_BY_MEANING, *KINDS)
# Chosen on the messages that are learnt from: nearness of vectors weighs four times that of words.
MEANING = 4.0
SOFTNESS_BOTH = 2.0


@dataclass(frozen=True, slots=True)
class Message:
    """A message and the kinds of danger that it tells of (none: harmless)."""

    text: str
    kinds: frozenset[str]
    is_question: bool = False


def training_files() -> list[Path]:
    """The files that are learnt from, in a steady order."""
    return [*sorted(TRAINING.glob("gevaar-*.jsonl")), *sorted(QUESTIONS.glob("*.jsonl"))]


def fingerprint() -> str:
    """A hash of the messages that are learnt from, kept in the file of weights."""
    rows = sorted(f"{one.text}\t{','.join(sorted(one.kinds))}" for one in messages())
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()[:16]


def messages() -> list[Message]:
    """Every message to learn from, each text once."""
    found: dict[str, Message] = {}
    for file in training_files():
        for line in file.read_text("utf-8").splitlines():
            one = _message(json.loads(line))
            if one is not None:
                found.setdefault(one.text, one)
    return list(found.values())


def _message(row: dict[str, Any]) -> Message | None:
    if "t" in row:
        return Message(row["t"], frozenset(row["k"]))
    if row.get("split") == "measure" or len(row["turns"]) > 1:
        return None
    named = row["kind"].removeprefix("gevaar: ").split() if row["kind"].startswith("gevaar: ") else []
    kinds = frozenset(named) & set(KINDS) if row["urgent"] else frozenset()
    if row["urgent"] and not kinds:
        kinds = frozenset({"disclosure"})
    return Message(row["turns"][0], kinds, is_question=True)


def matrix(rows: Sequence[Sequence[str]]) -> Any:
    """The buckets of every row of words as a sparse matrix, each row of the same weight."""
    from scipy.sparse import csr_matrix

    columns: list[int] = []
    values: list[float] = []
    ends = [0]
    for words in rows:
        found = [bucket for bucket, _ in buckets(words)]
        columns += found
        values += [SCALE / float(np.sqrt(len(found)))] * len(found)
        ends.append(len(columns))
    return csr_matrix((values, columns, ends), shape=(len(rows), BUCKETS))


def fit(rows: Any, labels: NDArray[np.bool_]) -> tuple[NDArray[np.float32], float]:
    """The weights of one head and its offset."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=SOFTNESS, max_iter=3000).fit(rows, labels)
    return (model.coef_[0] * SCALE).astype(np.float32), float(model.intercept_[0])


@dataclass(frozen=True, slots=True)
class Both:
    """What was learnt from words and vectors together: the weights of the buckets, the offset, and the support."""

    weights: NDArray[np.float32]
    offset: float
    support: NDArray[np.intp]
    pull: NDArray[np.float32]


def alikeness(rows: Any, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """The kernel between all messages: of their words and letter groups, and of their meaning."""
    by_words: NDArray[np.float32] = (rows @ rows.T).toarray().astype(np.float32) / np.float32(SCALE**2)
    return by_words + np.float32(MEANING) * nearness(vectors, vectors)


def fit_both(kernel: NDArray[np.float32], rows: Any, labels: NDArray[np.bool_]) -> Both:
    """A support vector machine over the kernel, its part of words written out as weights of buckets."""
    from sklearn.svm import SVC

    model = SVC(C=SOFTNESS_BOTH, kernel="precomputed", cache_size=1000).fit(kernel, labels)
    pull = model.dual_coef_[0].astype(np.float32)
    weights = rows[model.support_].T @ pull / SCALE
    return Both(weights.astype(np.float32), float(model.intercept_[0]), model.support_, MEANING * pull)


def apart(
    rows: Any, labels: NDArray[np.bool_], kernel: NDArray[np.float32]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Scores of each message by what was learnt without it: by words alone, and by words and vectors."""
    from sklearn.model_selection import StratifiedKFold

    by_words, by_both = np.zeros(len(labels), np.float32), np.zeros(len(labels), np.float32)
    for learn, look in StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(rows, labels):
        weights, offset = fit(rows[learn], labels[learn])
        by_words[look] = rows[look] @ (weights / SCALE) + offset
        both = fit_both(kernel[np.ix_(learn, learn)], rows[learn], labels[learn])
        pulls = kernel[np.ix_(look, learn[both.support])] @ (both.pull / MEANING)
        by_both[look] = pulls + both.offset
    return by_words, by_both


def mixed(by_both: NDArray[np.float32], deeper: NDArray[np.float32]) -> NDArray[np.float32]:
    """The scores of words and nearness, with the log-odds of the layers where those doubt."""
    found: NDArray[np.float32] = by_both + np.where(is_doubtful(by_both), DEEPER * deeper, 0).astype(np.float32)
    return found


def main() -> None:
    """Learn, write the files, and say what they see."""
    all_ = messages()
    texts = [one.text for one in all_]
    danger = np.asarray([bool(one.kinds) for one in all_])
    asked = np.asarray([one.is_question for one in all_])
    rows = matrix([read(text) for text in texts])
    embeddings = load_embeddings(load_settings())
    vectors = embeddings.encode_queries(texts)
    middle = vectors.mean(axis=0)
    vectors = centred(vectors, middle)
    kernel = alikeness(rows, vectors)
    print(f"{len(all_)} messages, {danger.sum()} of danger. Kept apart while learning:", flush=True)
    by_words, by_both = apart(rows, danger, kernel)
    with all_cores():
        labels = np.asarray([[bool(one.kinds), *(kind in one.kinds for kind in KINDS)] for one in all_])
        reader = Reader(embeddings.load(), texts, labels)
        with_layers = mixed(by_both, reader.apart())
        layers = as_arrays(*reader.learn(range(len(all_))))
    ruled = np.asarray([is_ruled(text) for text in texts])
    limits = []
    for name, by_weights, calm in zip(FALSE_ALARMS, (by_words, with_layers), (0.0, CALM), strict=True):
        scores = by_weights - calm * ruled
        limits.append(float(np.quantile(scores[asked & ~danger], 1 - FALSE_ALARMS[name])))
        for part, some in (("the question sets", asked), ("the training messages", ~asked)):
            seen, alarms = (scores[some & danger] > limits[-1]).mean(), (scores[some & ~danger] > limits[-1]).mean()
            print(f"  {name}, {part}: danger seen {seen:.3f}, false alarms {alarms:.4f}")
    both = fit_both(kernel, rows, danger)
    found = [fit(rows, danger), (both.weights, both.offset)]
    # Which kind of danger, learnt among the messages of danger only.
    inside = np.flatnonzero(danger)
    for kind in KINDS:
        found.append(fit(rows[inside], np.asarray([kind in all_[at].kinds for at in inside])))
    weights = np.stack([one for one, _ in found])
    scales = np.abs(weights).max(axis=1) / 127
    offsets = np.asarray([offset for _, offset in found], np.float32)
    offsets[0] -= limits[0]
    kept: dict[str, Any] = {
        "heads": np.asarray(HEADS),
        "weights": np.round(weights / scales[:, None]).astype(np.int8),
        "scales": scales.astype(np.float32),
        "offsets": offsets,
        "limit": np.asarray(limits[1], np.float32),
        "learnt_from": np.asarray(fingerprint()),
    }
    kept |= Likeness(middle, vectors[both.support], both.pull).as_arrays(LIKENESS)
    np.savez_compressed(FILE, **kept)
    np.savez_compressed(danger_layers.FILE, **layers)
    print(f"{FILE.name}: {len(both.support)} vectors; {danger_layers.FILE.stat().st_size // 1000} kB of layers")


if __name__ == "__main__":
    main()
