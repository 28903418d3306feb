"""The vector that a question is searched with: the upper layers of the embedding model, learnt further for that.

E5 learnt what texts mean; here its upper layers also learnt how people ask about youth care, which passages answer
them, and that some questions none of them answers: those come to lie farther from every passage. Made by
`python -m evals.train_search`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from assistant.learnt_layers import Learnt, learnt_layers, lower_states, run, unit_means, upper_layers
from ingest.embedding import Vectors

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from torch import Tensor

FILE = Path(__file__).with_name("search_layers.npz")
SHARED = 8
"""So many layers are as they were; those above them are learnt."""


class SearchLayers:
    """Questions to vectors, with the model's own upper layers and with those that were learnt for searching."""

    def __init__(self, model: SentenceTransformer, learnt: Learnt) -> None:
        self._model = model
        self._layers = learnt_layers(model, SHARED, learnt)

    def encode(self, texts: Sequence[str]) -> tuple[Vectors, Vectors]:
        """Per question the model's own vector and the one to search with, unit length: twice (n, dimensions)."""
        import torch

        with torch.inference_mode():
            states, mask = lower_states(self._model, texts, SHARED)
            own = unit_means(run(upper_layers(self._model, SHARED), states, mask), mask)
            aim = together(own, unit_means(run(self._layers, states, mask), mask))
        return own.numpy(), aim.numpy()


def together(own: Tensor, learnt: Tensor) -> Tensor:
    """The vectors to search with, halfway between the model's own and what was learnt: (n, dimensions)."""
    import torch

    return torch.nn.functional.normalize(own + learnt, dim=-1)


def load_search_layers(model: SentenceTransformer) -> SearchLayers:
    """The layers as they were learnt; raises ModelError for a model that is built otherwise than theirs."""
    with np.load(FILE, allow_pickle=False) as data:
        return SearchLayers(model, data)
