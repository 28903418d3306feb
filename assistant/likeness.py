"""How like a question or message is to those that were learnt from, by the meaning that its vector holds.

A support vector machine with a Gaussian kernel, as learnt by SVC of scikit-learn: it keeps those vectors that matter,
each with its pull to one side or the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.embedding import Vectors

WIDTH = 1.0
_FINE = 450  # kept vectors are whole numbers, so many to 1: no part of them is larger than 127 / 450


@dataclass(frozen=True, slots=True)
class Likeness:
    """The middle of the vectors that were learnt from, those that matter (n, dimensions), their pull and the offset."""

    middle: Vectors
    support: Vectors
    pull: Vectors
    offset: float = 0.0

    def score(self, vector: Vectors) -> float:
        """Above 0 when the vector lies nearer to what counts as yes."""
        near = nearness(centred(vector[None], self.middle), self.support)
        return float(near[0] @ self.pull) + self.offset

    def as_arrays(self, name: str) -> dict[str, NDArray[Any]]:
        """The arrays to keep in an npz file under names that begin with `name`."""
        return {
            f"{name}.middle": self.middle,
            f"{name}.support": np.round(self.support * _FINE).clip(-127, 127).astype(np.int8),
            f"{name}.pull": self.pull.astype(np.float32),
            f"{name}.offset": np.asarray(self.offset, np.float32),
        }


def read_likeness(arrays: Mapping[str, NDArray[Any]], name: str) -> Likeness:
    """The likeness that was kept under `name`."""
    support = arrays[f"{name}.support"].astype(np.float32) / np.float32(_FINE)
    return Likeness(arrays[f"{name}.middle"], support, arrays[f"{name}.pull"], float(arrays[f"{name}.offset"]))


def centred(vectors: Vectors, middle: Vectors) -> Vectors:
    """Vectors (n, dimensions) as unit vectors from the middle: e5's own lie close together."""
    away = vectors - middle
    unit: Vectors = away / np.linalg.norm(away, axis=1, keepdims=True).clip(1e-9)
    return unit


def nearness(vectors: Vectors, others: Vectors) -> Vectors:
    """The Gaussian kernel between unit vectors: (n, others), 1 for equal ones."""
    near: Vectors = np.exp(-2 * np.float32(WIDTH) * (1 - vectors @ others.T))
    return near
