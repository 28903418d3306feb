"""Hybrid search: words (BM25, Dutch stems), meaning of passages (Chroma) and of sentences, fused by rank."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from numpy.typing import NDArray
from pydantic import ConfigDict

from ingest.embedding import Vectors
from ingest.index import Index
from ingest.records import Quote
from ingest.words import terms

# How deep each search looks, and reciprocal rank fusion's constant (Cormack et al. 2009 use 60 for long lists).
_DEPTH = 60
_RRF = 10
_WEIGHTS = {"words": 1.0, "passages": 1.0, "units": 1.0}


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found: its number in the index, its fused score, and its share of the question's words.

    `words` is the BM25 score, `cosine` the nearness of the passage's best sentence (or of itself).
    """

    number: int
    score: float
    words: float
    cosine: float


@dataclass(frozen=True, slots=True)
class Found:
    """The hits of one search, best first, with the question's vector and terms to choose sentences by."""

    hits: tuple[Hit, ...]
    vector: Vectors
    terms: tuple[str, ...]


class Searcher:
    """Searches one index; holds nothing that changes but a small cache of question vectors."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.encode = lru_cache(maxsize=64)(index.embeddings.encode_query)

    def search(self, text: str, k: int = 20, names: Sequence[str] = ()) -> Found:
        """The `k` best passages for `text`; those about the interventions `names` before the others."""
        vector = self.encode(text)
        wanted = tuple(dict.fromkeys(terms(text, self.index.vocabulary)))
        bm25 = self._bm25(wanted)
        nearest = self.index.nearest(vector, _DEPTH)
        unit_cosines = self.index.unit_vectors @ vector if len(self.index.units) else np.zeros(0, np.float32)
        best_unit = self._best_units(unit_cosines)
        rankings = {
            "words": _top(bm25, _DEPTH),
            "passages": nearest,
            "units": _top(best_unit, _DEPTH),
        }
        fused = fuse(rankings, _WEIGHTS)
        if names:
            fused = self._named_first(fused, names)
        hits = [Hit(number, score, float(bm25[number]), float(best_unit[number])) for number, score in fused[:k]]
        return Found(tuple(hits), vector, wanted)

    def _bm25(self, wanted: Sequence[str]) -> NDArray[np.float32]:
        known = [term for term in wanted if term in self.index.lexical.vocab_dict]
        if not known:
            return np.zeros(len(self.index.passages), np.float32)
        scores: NDArray[np.float32] = self.index.lexical.get_scores(known)
        return scores

    def _named_first(self, fused: list[tuple[int, float]], names: Sequence[str]) -> list[tuple[int, float]]:
        """The same with what speaks about the named interventions on top: their records, then their mentions."""
        records, mentions = self._about(tuple(names))
        scores = dict(fused)
        best = fused[0][1] if fused else 1.0
        for numbers, extra in ((mentions, best), (records, best / 2)):
            for number in numbers:
                scores[number] = scores.get(number, 0.0) + extra
        return sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))

    @lru_cache(maxsize=256)  # noqa: B019 - lives as long as the index that it is about
    def _about(self, names: tuple[str, ...]) -> tuple[frozenset[int], frozenset[int]]:
        """The passages that are the records of `names`, and all that name them."""
        records, mentions = set(), set()
        for one in self.index.interventions:
            if one.name in names:
                records |= set(self._overlapping(one.quote))
                mentions |= {number for quote in one.mentions for number in self._overlapping(quote)}
        return frozenset(records), frozenset(mentions | records)

    def _overlapping(self, quote: Quote) -> list[int]:
        """The passages that share words with `quote`."""
        return [
            number
            for number, passage in enumerate(self.index.passages)
            if passage.page == quote.page and passage.span.start < quote.end and quote.start < passage.span.end
        ]

    def _best_units(self, cosines: NDArray[np.float32]) -> NDArray[np.float32]:
        """Per passage the cosine of its nearest sentence; 0 where it has none of its own."""
        best = np.zeros(len(self.index.passages), np.float32)
        np.maximum.at(best, self.index.unit_owner, cosines)
        return best


def fuse(rankings: dict[str, list[int]], weights: dict[str, float]) -> list[tuple[int, float]]:
    """Reciprocal rank fusion: (number, score), best first; equal scores in order of number."""
    scores: dict[int, float] = {}
    for name, ranking in rankings.items():
        for rank, number in enumerate(ranking):
            scores[number] = scores.get(number, 0.0) + weights[name] / (_RRF + rank)
    return sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))


def _top(scores: NDArray[np.float32], k: int) -> list[int]:
    """The numbers of the `k` highest scores above zero, highest first."""
    order = np.argsort(-scores, kind="stable")[:k]
    return [int(number) for number in order if scores[number] > 0]


class HybridRetriever(BaseRetriever):
    """The same search as a LangChain retriever: a question in, Documents out, best first."""

    model_config = ConfigDict(arbitrary_types_allowed=True)
    searcher: Searcher
    k: int = 20

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        passages = self.searcher.index.passages
        return [as_document(passages[hit.number], score=hit.score) for hit in self.searcher.search(query, self.k).hits]


def as_document(passage: Any, **metadata: Any) -> Document:
    """A passage as LangChain's Document."""
    place = {"page": passage.page, "section": passage.section, "start": passage.span.start, "end": passage.span.end}
    return Document(page_content=passage.text, id=passage.id, metadata={**place, **metadata})
