"""The vector that a question is searched with: the upper layers of the embedding model, learnt further for that.

E5 learnt what texts mean; here its upper layers also learnt how people ask about youth care, which passages answer
them, and that some questions none of them answers: those come to lie farther from every passage. Only questions pass
through these layers, so passages keep their vectors. What was learnt are matrices of low rank beside the model's own
(LoRA, Hu et al. 2021), made by `python -m evals.train_search`.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ingest.embedding import Vectors, as_query
from ingest.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from torch import Tensor, nn

FILE = Path(__file__).with_name("search_layers.npz")
SHARED = 8
"""So many layers are as they were; those above them are learnt."""


class SearchLayers:
    """Questions to vectors, with the model's own upper layers and with those that were learnt for searching.

    `learnt` has the two parts of each matrix of low rank: `<name>.down` (rank, in) and `<name>.up` (out, rank).
    """

    def __init__(self, model: SentenceTransformer, learnt: Mapping[str, NDArray[Any]]) -> None:
        import torch

        self._model = model
        self._layers = copy.deepcopy(upper_layers(model))
        with torch.no_grad():
            for name, linear in linears(self._layers):
                down, up = (torch.from_numpy(learnt[f"{name}.{part}"].astype(np.float32)) for part in ("down", "up"))
                linear.weight += up @ down

    def encode(self, texts: Sequence[str]) -> tuple[Vectors, Vectors]:
        """Per question the model's own vector and the one to search with, unit length: twice (n, dimensions)."""
        import torch

        with torch.inference_mode():
            states, mask = shared_states(self._model, texts)
            own = unit_means(run(upper_layers(self._model), states, mask), mask)
            aim = together(own, unit_means(run(self._layers, states, mask), mask))
        return own.numpy(), aim.numpy()


def shared_states(model: SentenceTransformer, texts: Sequence[str]) -> tuple[Tensor, Tensor]:
    """What the lower layers make of the questions: (n, tokens, dimensions), and the mask (n, tokens), 1 for a token."""
    features = model.preprocess([as_query(text) for text in texts])
    bert: Any = model[0].auto_model
    mask = features["attention_mask"].to(bert.dtype)
    return run(bert.encoder.layer[:SHARED], bert.embeddings(input_ids=features["input_ids"]), mask), mask


def upper_layers(model: SentenceTransformer) -> nn.ModuleList:
    """The model's own layers above the shared ones."""
    bert: Any = model[0].auto_model
    layers: nn.ModuleList = bert.encoder.layer[SHARED:]
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


def together(own: Tensor, learnt: Tensor) -> Tensor:
    """The vectors to search with, halfway between the model's own and what was learnt: (n, dimensions)."""
    import torch

    return torch.nn.functional.normalize(own + learnt, dim=-1)


def linears(layers: nn.ModuleList) -> Iterator[tuple[str, nn.Linear]]:
    """Every matrix of `layers` with its name, in a steady order."""
    from torch import nn

    for name, module in layers.named_modules():
        if isinstance(module, nn.Linear):
            yield name, module


def load_search_layers(model: SentenceTransformer) -> SearchLayers:
    """The layers as they were learnt; raises ModelError for a model that is built otherwise than theirs."""
    with np.load(FILE, allow_pickle=False) as data:
        learnt = dict(data)
    built = {name: (linear.out_features, linear.in_features) for name, linear in linears(upper_layers(model))}
    if built != {name: (up.shape[0], down.shape[1]) for name, down, up in _pairs(learnt)}:
        raise ModelError(
            "De map van het taalmodel heet als het model waarmee Wegwijzer leerde, maar het is anders gebouwd. "
            "Geef die map een andere naam."
        )
    return SearchLayers(model, learnt)


def _pairs(learnt: Mapping[str, NDArray[Any]]) -> Iterator[tuple[str, NDArray[Any], NDArray[Any]]]:
    """The name of each matrix, with its two parts of low rank: (rank, in) and (out, rank)."""
    for name, down in learnt.items():
        if name.endswith(".down"):
            matrix = name.removesuffix(".down")
            yield matrix, down, learnt[f"{matrix}.up"]
