"""Upper layers of the embedding model that learnt further, for what E5 itself was not trained for.

What was learnt are matrices of low rank beside the model's own (LoRA, Hu et al. 2021), so a few hundred kilobytes. Only
questions pass through such layers: passages keep the model's own vectors.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ingest.embedding import as_query
from ingest.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from torch import Tensor, nn

Learnt = Mapping[str, NDArray[Any]]
"""The two parts of each matrix of low rank: `<name>.down` (rank, in) and `<name>.up` (out, rank)."""


def lower_states(model: SentenceTransformer, texts: Sequence[str], layers: int) -> tuple[Tensor, Tensor]:
    """What the first `layers` make of questions: (n, tokens, dimensions), and the mask (n, tokens), 1 for a token."""
    features = model.preprocess([as_query(text) for text in texts])
    bert: Any = model[0].auto_model
    mask = features["attention_mask"].to(bert.dtype)
    return run(bert.encoder.layer[:layers], bert.embeddings(input_ids=features["input_ids"]), mask), mask


def upper_layers(model: SentenceTransformer, above: int) -> nn.ModuleList:
    """The model's own layers after the first `above`."""
    bert: Any = model[0].auto_model
    layers: nn.ModuleList = bert.encoder.layer[above:]
    return layers


def learnt_layers(model: SentenceTransformer, above: int, learnt: Learnt) -> nn.ModuleList:
    """Those layers with what was learnt; raises ModelError for a model that is built otherwise than theirs."""
    import torch

    layers = copy.deepcopy(upper_layers(model, above))
    matrices = dict(linears(layers))
    parts = {name.removesuffix(".down"): down for name, down in learnt.items() if name.endswith(".down")}
    if {name: one.in_features for name, one in matrices.items()} != {name: d.shape[1] for name, d in parts.items()}:
        raise ModelError(
            "De map van het taalmodel heet als het model waarmee Wegwijzer leerde, maar het is anders gebouwd. "
            "Geef die map een andere naam."
        )
    with torch.no_grad():
        for name, linear in matrices.items():
            down, up = (torch.from_numpy(learnt[f"{name}.{part}"].astype(np.float32)) for part in ("down", "up"))
            linear.weight += up @ down
    return layers


def run(layers: nn.ModuleList, states: Tensor, mask: Tensor) -> Tensor:
    """`states` (n, tokens, dimensions) after `layers`."""
    import torch

    hidden = ((1 - mask) * torch.finfo(states.dtype).min)[:, None, None, :]
    for layer in layers:
        states = layer(states, hidden)
    return states


def unit_means(states: Tensor, mask: Tensor) -> Tensor:
    """The mean over the tokens, as the model was trained, of unit length: (n, dimensions)."""
    import torch

    sums = (states * mask[..., None]).sum(dim=1)
    return torch.nn.functional.normalize(sums / mask.sum(dim=1, keepdim=True), dim=-1)


def linears(layers: nn.ModuleList) -> Iterator[tuple[str, nn.Linear]]:
    """Every matrix of `layers` with its name, in a steady order."""
    from torch import nn

    for name, module in layers.named_modules():
        if isinstance(module, nn.Linear):
            yield name, module
