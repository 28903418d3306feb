"""Hybrid search: words (BM25, Dutch stems), meaning of passages (Chroma) and of sentences, their scores fused."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import bm25s
import numpy as np
from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from numpy.typing import NDArray
from pydantic import ConfigDict

from assistant.commands import split_commands
from assistant.question_words import ADVICE, FIELD_WORDS
from assistant.search_layers import SearchLayers, load_search_layers
from ingest.embedding import Vectors, is_learnt_with
from ingest.index import Index
from ingest.words import terms

# Scores below that of the passage at this place count as nothing: e5's cosines of bad matches lie close together.
_DEPTH = 30
# Chosen on the project's own questions, checked on Dutch pages of others (evals/retrieval_benchmark.py): scores that
# are scaled per question find more than ranks do.
_WEIGHTS = {
    "words": 1.0,
    "passages": 1.0,
    "sentences": 0.8,
    "page words": 1.0,
    "pages": 0.4,
    "advice": 0.8,
    "pointer": 0.5,
    "meant": 0.8,
}
_RECOMMENDATIONS = re.compile(r"\baanbeveling(?:en)?\b|\badvie(?:s|zen)\b", re.IGNORECASE)
_POINTER = re.compile(
    r"^(?:meer\s+(?:informatie|lezen)|lees\s+(?:meer|verder|ook)|zie\s+(?:ook|voor|verder)|bekijk)\b|\?$", re.IGNORECASE
)
_ASKS_WHERE = re.compile(
    r"\bwaar\s+(?:vind|lees|staat|kan|is|haal)|\bmeer\s+(?:informatie|lezen|weten)|\b(?:web)?sites?\b|\b(?:document|publicatie|rapport|link|bron|lezen|nummer|bellen|bel)\b",
    re.IGNORECASE,
)
# Which page it is about tells little among five pages and much among hundreds; at this number it counts in full.
_MANY_PAGES = 175


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found: its number in the index, its fused score, and what that rests on.

    `words` is the BM25 score, `cosine` the nearness of the passage's best sentence.
    """

    number: int
    score: float
    words: float
    cosine: float


@dataclass(frozen=True, slots=True)
class Found:
    """The hits of one search, best first, with the question's vectors and terms to choose sentences by.

    `vector` is what the question means, `aim` the vector that it was searched with, `nearness` how near the nearest
    passage and its best sentence lie to that (the mean of their cosines). `named` are the passages about the
    interventions that were named: their records, and what mentions them.
    """

    hits: tuple[Hit, ...]
    vector: Vectors
    aim: Vectors
    terms: tuple[str, ...]
    asks_effect: bool = False
    named: frozenset[int] = frozenset()
    nearness: float = 0.0


class Searcher:
    """Searches one index; holds nothing that changes but a small cache of question vectors."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.vectors = lru_cache(maxsize=64)(self._encode)
        self._about = lru_cache(maxsize=256)(self._find_about)  # its own: one on the class would keep old indexes

    def search(self, text: str, k: int = 20, names: Sequence[str] = (), meant: Sequence[str] = ()) -> Found:
        """The `k` best passages for `text`; those about the interventions `names` before the others.

        `meant` are words that the text means besides its own; they weigh less.
        """
        vector, aim = self.vectors(text)
        index = self.index
        wanted = tuple(dict.fromkeys(terms(text, index.vocabulary)))
        words = _bm25(index.lexical, wanted, len(index.passages))
        also = tuple(dict.fromkeys(term for term in terms(" ".join(meant), index.vocabulary) if term not in wanted))
        words = words + _WEIGHTS["meant"] * _bm25(index.lexical, also, len(index.passages))
        cosines = np.full(len(index.passages), -1.0, np.float32)
        for number, cosine in index.nearest(aim, _DEPTH + 1):
            cosines[number] = cosine
        sentences = self._best_sentences(aim)
        page_words = _bm25(index.lexical_pages, wanted, len(index.pages))
        by_page = _WEIGHTS["page words"] * _by_top(page_words)
        by_page += _WEIGHTS["pages"] * _above_the_rest(index.page_vectors @ aim)
        scores = (
            _WEIGHTS["words"] * _by_top(words)
            + _WEIGHTS["passages"] * _above_the_rest(cosines)
            + _WEIGHTS["sentences"] * _above_the_rest(sentences)
            + self._weight_of_pages * by_page[index.page_of]
        )
        if ADVICE.search(text):
            scores += _WEIGHTS["advice"] * self._recommends
        if not _ASKS_WHERE.search(text):
            scores -= _WEIGHTS["pointer"] * self._points
        if names:
            self._put_named_first(scores, names)
        order = np.argsort(-scores, kind="stable")[:k].tolist()
        hits = tuple(Hit(at, float(scores[at]), float(words[at]), float(sentences[at])) for at in order)
        named = self._about(tuple(names))[1] if names else frozenset()
        nearness = float((cosines + sentences).max()) / 2
        return Found(hits, vector, aim, (*wanted, *also), bool(FIELD_WORDS["dej"].search(text)), named, nearness)

    def encode(self, text: str) -> Vectors:
        """What the question means: its own vector (dimensions,)."""
        return self.vectors(text)[0]

    def _encode(self, text: str) -> tuple[Vectors, Vectors]:
        """The question's own vector and the one to search with; the same for a model that was not learnt with."""
        if self.layers is None:
            vector = self.index.embeddings.encode_query(text)
            return vector, vector
        own, aim = self.layers.encode([text])
        return own[0], aim[0]

    @cached_property
    def layers(self) -> SearchLayers | None:
        """What was learnt for searching; None for a model that it was not learnt with."""
        embeddings = self.index.embeddings
        return load_search_layers(embeddings.load()) if is_learnt_with(embeddings.fingerprint) else None

    @cached_property
    def _recommends(self) -> NDArray[np.float32]:
        """Per passage whether it stands under a heading or title of recommendations."""
        return np.asarray([bool(_RECOMMENDATIONS.search(p.context)) for p in self.index.passages], dtype=np.float32)

    @cached_property
    def _points(self) -> NDArray[np.float32]:
        """Per passage whether it only asks, only says where more can be read, or is an instruction to a reader."""
        found = []
        for passage in self.index.passages:
            text = self.index.pages[passage.page].text
            pointing = all(_POINTER.search(unit.of(text).strip()) for unit in passage.units or (passage.span,))
            found.append(pointing or not split_commands(passage.text)[0])
        return np.asarray(found, dtype=np.float32)

    @cached_property
    def _first_units(self) -> NDArray[np.int64]:
        """Per passage the number of its first sentence: they stand in the passages' order, and each has one."""
        return np.searchsorted(self.index.unit_owner, np.arange(len(self.index.passages)))

    @property
    def _weight_of_pages(self) -> float:
        pages = len(self.index.pages)
        return min(1.0, math.log(pages) / math.log(_MANY_PAGES)) ** 2 if pages > 1 else 0.0

    def _best_sentences(self, vector: Vectors) -> NDArray[np.float32]:
        """Per passage the cosine of its nearest sentence."""
        best: NDArray[np.float32] = np.maximum.reduceat(self.index.unit_vectors @ vector, self._first_units)
        return best

    def _put_named_first(self, scores: NDArray[np.float32], names: Sequence[str]) -> None:
        """Raise what speaks about the named interventions above the rest: mentions, and their records most."""
        records, mentions = self._about(tuple(names))
        best = float(scores.max())
        scores[list(mentions)] += best
        scores[list(records)] += best / 2

    def _find_about(self, names: tuple[str, ...]) -> tuple[frozenset[int], frozenset[int]]:
        """The passages that are the records of `names`, and all that name them."""
        records, mentions = set(), set()
        for one in self.index.interventions:
            if one.name in names:
                records |= set(self.index.passages_over(one.quote))
                mentions |= {number for quote in one.mentions for number in self.index.passages_over(quote)}
        return frozenset(records), frozenset(mentions | records)


def _bm25(lexical: bm25s.BM25, wanted: Sequence[str], size: int) -> NDArray[np.float32]:
    """The BM25 score of every document for the terms that any document has."""
    known = [term for term in wanted if term in lexical.vocab_dict]
    scores: NDArray[np.float32] = lexical.get_scores(known) if known else np.zeros(size, np.float32)
    return scores


def _by_top(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Scores as a share of the best."""
    return scores / max(float(scores.max()), 1e-6)


def _above_the_rest(cosines: NDArray[np.float32]) -> NDArray[np.float32]:
    """Cosines scaled so that the best is 1 and the one at the depth of the search 0."""
    place = min(_DEPTH, len(cosines) - 1)
    best, floor = float(cosines.max()), float(-np.partition(-cosines, place)[place])
    scaled: NDArray[np.float32] = np.clip((cosines - floor) / max(best - floor, 1e-6), 0, 1)
    return scaled


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
