"""Learns the layers of assistant/danger_layers.py, for evals/train_danger.py."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer
from torch import Tensor, nn

from assistant.danger_layers import SHARED
from assistant.learnt_layers import lower_states, upper_layers
from evals.low_rank import batches, learnable, learnt_matrices, learnt_parameters, pace, unit_vectors

PASSES = 4
PACE = 1e-3
PACE_OF_HEAD = 5e-3
STRETCH = 10.0  # unit vectors are short for a head that is learnt at this pace
WARMING_UP = 50
KINDS_SHARE = 0.3  # of the loss: which kind of danger it is, so that more is learnt from each message of danger
PARTS = 2
TOGETHER = 64


class Reader:
    """Learns from messages of which the labels (n, 1 + kinds) say whether they tell of danger, and of which kinds."""

    def __init__(self, model: SentenceTransformer, texts: Sequence[str], labels: NDArray[np.bool_]) -> None:
        self.model = model
        self.labels = torch.from_numpy(labels.astype(np.float32))
        self.states: list[Tensor] = []
        with torch.no_grad():
            for text in texts:
                states, _ = lower_states(model, [text], SHARED)
                self.states.append(states[0].to(torch.bfloat16))

    def learn(self, numbers: Sequence[int]) -> tuple[nn.ModuleList, nn.Linear]:
        """The layers and the head on top of them, learnt from the messages with these numbers."""
        torch.manual_seed(0)
        order = np.random.default_rng(0)
        layers = learnable(upper_layers(self.model, SHARED))
        head = nn.Linear(self.states[0].shape[1], self.labels.shape[1])
        nn.init.zeros_(head.weight)
        nn.init.zeros_(head.bias)
        groups = [{"params": learnt_parameters(layers)}, {"params": list(head.parameters())}]
        learner = torch.optim.AdamW(groups, weight_decay=0.0)
        every = [batch for _ in range(PASSES) for batch in batches(numbers, self.states, order)]
        for step, batch in enumerate(every):
            for group, most in zip(learner.param_groups, (PACE, PACE_OF_HEAD), strict=True):
                group["lr"] = most * pace(step, len(every), WARMING_UP)
            learner.zero_grad()
            self._loss(layers, head, batch).backward()  # type: ignore[no-untyped-call]
            learner.step()
        return layers, head

    def _loss(self, layers: nn.ModuleList, head: nn.Linear, batch: Sequence[int]) -> Tensor:
        odds = head(STRETCH * unit_vectors(layers, [self.states[at] for at in batch]))
        labels = self.labels[list(batch)]
        entropy = nn.functional.binary_cross_entropy_with_logits
        loss: Tensor = entropy(odds[:, 0], labels[:, 0])
        danger = labels[:, 0] > 0
        if danger.any():
            loss = loss + KINDS_SHARE * entropy(odds[danger, 1:], labels[danger, 1:])
        return loss

    def scores(self, layers: nn.ModuleList, head: nn.Linear, numbers: Sequence[int]) -> NDArray[np.float32]:
        """The log-odds of danger of the messages with these numbers."""
        found = np.zeros(len(numbers), np.float32)
        order = sorted(range(len(numbers)), key=lambda at: len(self.states[numbers[at]]))
        with torch.no_grad():
            for start in range(0, len(order), TOGETHER):
                some = order[start : start + TOGETHER]
                states = [self.states[numbers[at]] for at in some]
                found[some] = head(STRETCH * unit_vectors(layers, states, blanked=0))[:, 0].numpy()
        return found

    def apart(self) -> NDArray[np.float32]:
        """The log-odds of danger of every message by what was learnt without it."""
        from sklearn.model_selection import StratifiedKFold

        found = np.zeros(len(self.states), np.float32)
        danger = self.labels[:, 0].numpy()
        for learn, look in StratifiedKFold(PARTS, shuffle=True, random_state=0).split(danger, danger):
            found[look] = self.scores(*self.learn(learn.tolist()), look.tolist())
        return found


def as_arrays(layers: nn.ModuleList, head: nn.Linear) -> dict[str, Any]:
    """What was learnt, as assistant/danger_layers.py reads it."""
    weight = STRETCH * head.weight[0].detach().numpy()
    return {**learnt_matrices(layers), "head": weight.astype(np.float32), "offset": head.bias[0].detach().numpy()}
