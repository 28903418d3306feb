"""Learning matrices of low rank beside those of the embedding model's upper layers (assistant/learnt_layers.py)."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from assistant.learnt_layers import linears, run, unit_means

RANK = 8
BATCH = 32
BLANKED = 0.1  # the share of the numbers that is left out while learning, so that no single one is leaned on
_ALIKE = 8  # batches of which the texts are put together by length: less padding


class LowRank(nn.Module):
    """A matrix of the model, left as it is, with one of low rank beside it that is learnt."""

    def __init__(self, linear: nn.Linear) -> None:
        super().__init__()
        self.linear = linear.requires_grad_(False)
        self.down = nn.Parameter(torch.randn(RANK, linear.in_features) / linear.in_features**0.5)
        self.up = nn.Parameter(torch.zeros(linear.out_features, RANK))

    def forward(self, states: Tensor) -> Tensor:
        """The states after both."""
        both: Tensor = self.linear(states) + states @ self.down.T @ self.up.T
        return both


def learnable(layers: nn.ModuleList) -> nn.ModuleList:
    """A copy of `layers` in which nothing but the matrices of low rank is learnt."""
    layers = copy.deepcopy(layers).requires_grad_(False)
    for name, linear in list(linears(layers)):
        place, _, last = name.rpartition(".")
        setattr(layers.get_submodule(place), last, LowRank(linear))
    return layers


def learnt_parameters(layers: nn.ModuleList) -> list[nn.Parameter]:
    """What of `layers` is learnt."""
    return [one for one in layers.parameters() if one.requires_grad]


def learnt_matrices(layers: nn.ModuleList) -> dict[str, Any]:
    """What was learnt, per matrix its two parts, as assistant/learnt_layers.py reads them."""
    found = {}
    for name, module in layers.named_modules():
        if isinstance(module, LowRank):
            for part, values in (("down", module.down), ("up", module.up)):
                found[f"{name}.{part}"] = values.detach().numpy().astype(np.float16)
    return found


def unit_vectors(layers: nn.ModuleList, states: Sequence[Tensor], blanked: float = BLANKED) -> Tensor:
    """The vectors (n, dimensions) of texts of which each has states (tokens, dimensions)."""
    padded = nn.utils.rnn.pad_sequence(list(states), batch_first=True)
    mask = nn.utils.rnn.pad_sequence([torch.ones(len(one)) for one in states], batch_first=True)
    with torch.autocast("cpu", torch.bfloat16):
        after = run(layers, nn.functional.dropout(padded, blanked), mask)
    return unit_means(after.float(), mask)


def batches(numbers: Sequence[int], states: Sequence[Tensor], order: np.random.Generator) -> list[list[int]]:
    """The texts with these numbers in batches, those of like length together, in a new order every time."""
    found = []
    mixed = order.permutation(list(numbers)).astype(int).tolist()
    for start in range(0, len(mixed), BATCH * _ALIKE):
        near = sorted(mixed[start : start + BATCH * _ALIKE], key=lambda at: len(states[at]))
        found += [near[at : at + BATCH] for at in range(0, len(near), BATCH)]
    return [found[at] for at in order.permutation(len(found))]


def pace(step: int, steps: int, warming_up: int) -> float:
    """The share of the full pace of learning at `step`: up quickly, then down in a straight line."""
    return min(1, step / warming_up) * (1 - step / steps)
