"""Reads a message of which weights and rules doubt whether it tells of danger: upper layers that learnt just that.

Words and nearness (danger_model.py) know what danger is called; these layers also read who does what to whom. They
cost as much as reading the message once more, so they are asked in doubt only. Made by `python -m evals.train_danger`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from assistant.learnt_layers import Learnt, learnt_layers, lower_states, run, unit_means

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

FILE = Path(__file__).with_name("danger_layers.npz")
SHARED = 6
"""So many layers are as they were; those above them are learnt."""


class DangerLayers:
    """Messages to scores; `learnt` also has `head` (dimensions,) and its `offset`."""

    def __init__(self, model: SentenceTransformer, learnt: Learnt) -> None:
        self._model = model
        self._layers = learnt_layers(model, SHARED, learnt)
        self._head, self._offset = learnt["head"].astype(np.float32), float(learnt["offset"])

    def score(self, text: str) -> float:
        """The log-odds that a message tells of danger."""
        import torch

        with torch.inference_mode():
            states, mask = lower_states(self._model, [text], SHARED)
            vector = unit_means(run(self._layers, states, mask), mask)[0].numpy()
        return float(vector @ self._head) + self._offset


def load_danger_layers(model: SentenceTransformer) -> DangerLayers:
    """The layers as they were learnt; raises ModelError for a model that is built otherwise than theirs."""
    with np.load(FILE, allow_pickle=False) as data:
        return DangerLayers(model, data)
