"""Learns the layers that questions are searched with (assistant/search_layers.py).

`python -m evals.train_search` learns from the written passages and questions in evals/training/zoeken-*.jsonl and from
the project's own questions of split "tune" (and those without a split), and writes assistant/search_layers.npz. Before
that it learns twice without half of the project's questions, prints how those are found then, and keeps how near the
nearest passage lay (nearness_apart.json), for evals/train_answerability.py. Needs scikit-learn.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from assistant.chain import Assistant, load_assistant
from assistant.learnt_layers import lower_states, run, unit_means, upper_layers
from assistant.search_layers import FILE, SHARED, SearchLayers, together
from assistant.understanding import Request
from evals.low_rank import batches, learnable, learnt_matrices, learnt_parameters, pace, unit_vectors
from evals.questions import Label, load_questions
from ingest.embedding import all_cores
from ingest.records import Passage
from ingest.sentences import split_sentences
from ingest.settings import load_settings

TRAINING = Path(__file__).with_name("training")
PASSES = 6
PACE = 5e-4
SHARPNESS = 1 / 0.03
BAR = 0.85
WARMING_UP = 20
APART = Path(__file__).with_name("nearness_apart.json")
HALVES = 2
NOT_LEARNT_FROM = ("injecties",)
SHOWN = (1, 3, 5)


@dataclass(frozen=True, slots=True)
class Shelf:
    """Passages to find: their vectors, and those of their sentences with the number of the passage of each."""

    passages: Tensor
    sentences: Tensor
    owner: Tensor

    def nearness(self, vectors: Tensor) -> Tensor:
        """As the search does: the mean of the cosines of a passage and of its best sentence, (n, passages)."""
        each = vectors @ self.sentences.T
        none = torch.full((len(vectors), len(self.passages)), -1.0)
        best = none.scatter_reduce(1, self.owner.expand(len(vectors), -1), each, "amax", include_self=False)
        return (vectors @ self.passages.T + best) / 2


@dataclass(frozen=True, slots=True)
class Pair:
    """A question, the shelf that it is asked of, and the numbers of the passages that answer it (none: no passage).

    `request` is the question as it is searched, for the project's own.
    """

    question: str
    shelf: int
    good: tuple[int, ...]
    request: Request | None = None


def training_files() -> list[Path]:
    """The files of written passages and questions, in a steady order."""
    return sorted(TRAINING.glob("zoeken-*.jsonl"))


def fingerprint() -> str:
    """A hash of the written passages and questions, kept in the file of what was learnt."""
    digest = hashlib.sha256()
    for row in sorted(line for file in training_files() for line in file.read_text("utf-8").splitlines()):
        digest.update(f"{row}\n".encode())
    return digest.hexdigest()[:16]


def written() -> tuple[list[str], list[Pair]]:
    """The written passages, and the questions that one or none of them answers."""
    passages: list[str] = []
    pairs = []
    for file in training_files():
        for line in file.read_text("utf-8").splitlines():
            row = json.loads(line)
            pairs += [Pair(text, 0, (len(passages) + at,) if at >= 0 else ()) for at, text in row["q"]]
            passages += row["p"]
    return passages, pairs


def own_pairs(assistant: Assistant) -> Iterator[Pair]:
    """The project's own questions of one turn, with the passages of the pages that answer them."""
    index = assistant.index
    for case in load_questions(index.pages):
        if case.refuse is None or case.split == "measure" or len(case.turns) > 1 or case.names is not None:
            continue
        good = tuple(at for at, one in enumerate(index.passages) if any(_holds(one, label) for label in case.labels))
        if bool(good) is not case.refuse and case.group not in NOT_LEARNT_FROM:
            request = assistant.understanding.read(case.turns[0], ())
            yield Pair(request.search, 1, () if case.refuse else good, request)


def _holds(passage: Passage, label: Label) -> bool:
    span = passage.span
    return passage.page == label.page and any(one.start < span.end and span.start < one.end for one in label.places)


def shelves(assistant: Assistant, passages: Sequence[str]) -> tuple[Shelf, Shelf]:
    """That of the written passages and that of the pages."""
    index = assistant.index
    pieces = [(number, span.of(text)) for number, text in enumerate(passages) for span in split_sentences(text)]
    encode = index.embeddings.encode_passages
    return (
        Shelf(
            torch.from_numpy(encode(passages)),
            torch.from_numpy(encode([piece for _, piece in pieces])),
            torch.tensor([number for number, _ in pieces]),
        ),
        Shelf(
            torch.from_numpy(encode([passage.embed for passage in index.passages])),
            torch.from_numpy(np.asarray(index.unit_vectors)),
            torch.from_numpy(index.unit_owner),
        ),
    )


class Learner:
    """Learns layers from pairs; what the lower layers make of each question is worked out once."""

    def __init__(self, assistant: Assistant, pairs: Sequence[Pair], on: Sequence[Shelf]) -> None:
        self.model = assistant.index.embeddings.load()
        self.pairs, self.shelves = pairs, on
        self.states, self.own = [], []
        with torch.no_grad():
            for pair in pairs:
                states, mask = lower_states(self.model, [pair.question], SHARED)
                self.states.append(states[0])
                self.own.append(unit_means(run(upper_layers(self.model, SHARED), states, mask), mask)[0])

    def learn(self, numbers: Sequence[int]) -> nn.ModuleList:
        """The upper layers after learning from the pairs with these numbers."""
        torch.manual_seed(0)
        order = np.random.default_rng(0)
        layers = learnable(upper_layers(self.model, SHARED))
        # How near a passage must be: nothing is nearer to a question that none answers.
        bar = nn.Parameter(torch.tensor(BAR))
        learner = torch.optim.AdamW([bar, *learnt_parameters(layers)], weight_decay=0.0)
        every = [batch for _ in range(PASSES) for batch in self._batches(numbers, order)]
        for step, batch in enumerate(every):
            learner.param_groups[0]["lr"] = PACE * pace(step, len(every), WARMING_UP)
            learner.zero_grad()
            self._loss(layers, bar, batch).backward()  # type: ignore[no-untyped-call]
            learner.step()
        return layers

    def _batches(self, numbers: Sequence[int], order: np.random.Generator) -> list[list[int]]:
        """The pairs in batches of one shelf, in a new order every time."""
        found = []
        for shelf in range(len(self.shelves)):
            found += batches([at for at in numbers if self.pairs[at].shelf == shelf], self.states, order)
        return [found[at] for at in order.permutation(len(found))]

    def _loss(self, layers: nn.ModuleList, bar: Tensor, batch: Sequence[int]) -> Tensor:
        """How far what answers is from being the nearest (InfoNCE over the whole shelf, and the bar for nothing)."""
        learnt = unit_vectors(layers, [self.states[at] for at in batch])
        aim = together(torch.stack([self.own[at] for at in batch]), learnt)
        near = self.shelves[self.pairs[batch[0]].shelf].nearness(aim)
        near = torch.cat([near, bar.expand(len(batch), 1)], dim=1) * SHARPNESS
        good = torch.zeros_like(near, dtype=torch.bool)
        for row, at in enumerate(batch):
            good[row, list(self.pairs[at].good) or [-1]] = True
        loss: Tensor = (near.logsumexp(1) - near.masked_fill(~good, -1e9).logsumexp(1)).mean()
        return loss


def look(assistant: Assistant, pairs: Sequence[Pair]) -> list[tuple[int, float]]:
    """Per question of the project's own the place of the passage that answers it (0: not found) and the nearness."""
    seen = []
    for pair in pairs:
        assert pair.request is not None
        found = assistant.searcher.search(pair.question, max(SHOWN), pair.request.names, pair.request.meant)
        place = next((at for at, hit in enumerate(found.hits, start=1) if hit.number in pair.good), 0)
        seen.append((place, found.nearness))
    return seen


def report(pairs: Sequence[Pair], seen: Sequence[tuple[int, float]]) -> str:
    """How the questions that name no intervention are found, and how well nearness parts those without an answer."""
    from sklearn.metrics import roc_auc_score

    free = [(pair, *found) for pair, found in zip(pairs, seen, strict=True) if pair.request and not pair.request.names]
    places = [place for pair, place, _ in free if pair.good]
    told = ", ".join(f"hit@{most} {np.mean([0 < place <= most for place in places]):.3f}" for most in SHOWN)
    area = roc_auc_score([bool(pair.good) for pair, _, _ in free], [near for _, _, near in free])
    return f"{told} of {len(places)}; answered or not by nearness: AUC {area:.3f} of {len(free)}"


def main() -> None:
    """Learn without half of the project's questions and look at those, then learn from all and write the files."""
    assistant = load_assistant(load_settings())
    passages, pairs = written()
    pairs = [*pairs, *own_pairs(assistant)]
    learner = Learner(assistant, pairs, shelves(assistant, passages))
    mixed = np.random.default_rng(1).permutation([at for at, pair in enumerate(pairs) if pair.request]).tolist()
    own = [pairs[at] for at in mixed]
    print(f"{len(passages)} written passages, {len(pairs)} questions, {len(own)} of them the project's own.")
    assistant.searcher.layers = None
    print(f"With the model as it is: {report(own, look(assistant, own))}", flush=True)
    seen: dict[int, tuple[int, float]] = {}
    with all_cores():
        for half in range(HALVES):
            apart = mixed[half::HALVES]
            found = learnt_matrices(learner.learn(sorted(set(range(len(pairs))) - set(apart))))
            assistant.searcher.layers = SearchLayers(learner.model, found)
            assistant.searcher.vectors.cache_clear()
            seen |= dict(zip(apart, look(assistant, [pairs[at] for at in apart]), strict=True))
            print(f"Kept apart: {report([pairs[at] for at in apart], [seen[at] for at in apart])}", flush=True)
        found = learnt_matrices(learner.learn(range(len(pairs))))
    np.savez_compressed(FILE, **found, learnt_from=np.asarray(fingerprint()))
    near = {pairs[at].question: round(seen[at][1], 4) for at in sorted(seen)}
    APART.write_text(json.dumps(near, ensure_ascii=False, indent=0) + "\n", "utf-8")
    print(f"{FILE.name}: {FILE.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
