"""The whole chain on one screen: a question (and the answers before it) in, a verified answer out."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any

from langchain_core.runnables import Runnable, RunnableConfig, RunnableLambda

from assistant.answer import MAX_QUESTION, Answer, Evidence, Question
from assistant.card import card
from assistant.danger import Danger, recognise
from assistant.danger_layers import DangerLayers, load_danger_layers
from assistant.danger_model import Meaning
from assistant.deciding import decide
from assistant.draft import Draft
from assistant.generating import Writer, load_writer
from assistant.personal import Found as PersonalData
from assistant.personal import blank, find_personal, notice
from assistant.retrieval import Found, Searcher
from assistant.understanding import Request, Understanding
from assistant.verifying import verify
from ingest.embedding import E5Embeddings, is_learnt_with, load_embeddings
from ingest.furniture import contact_persons
from ingest.index import Index
from ingest.pipeline import open_current
from ingest.settings import Settings
from ingest.text import normalise

_SHOWN_PASSAGES = 20


@dataclass(frozen=True, slots=True)
class Turn:
    """One question on its way through the chain; every step fills in its own part."""

    question: Question
    personal: tuple[PersonalData, ...]
    started: float
    danger: Danger
    request: Request
    found: Found | None = None
    draft: Draft | None = None


class Assistant(Runnable[Question, Answer]):
    """Answers questions from one index. A LangChain Runnable: invoke, batch, stream and callbacks all work."""

    def __init__(self, index: Index, writer: Writer | None = None) -> None:
        self.index = index
        self.writer = writer
        self.searcher = Searcher(index)
        self.understanding = Understanding(index)
        people = [name for page in index.pages.values() for name in contact_persons(page.text)]
        surnames = [name.split()[-1] for name in people]
        self.public_names = (*(one.name for one in index.interventions), *people, *surnames)
        self.steps = (
            RunnableLambda(self.understand)
            | RunnableLambda(self.find)
            | RunnableLambda(self.compose)
            | RunnableLambda(self.finish)
        )

    def invoke(self, input: Question, config: RunnableConfig | None = None, **kwargs: Any) -> Answer:
        """The answer to one question."""
        return self.steps.invoke(input, config, **kwargs)

    def understand(self, question: Question) -> Turn:
        """What is asked, and whether it speaks of danger."""
        started = time.perf_counter()
        text = normalise(question.text[:MAX_QUESTION]).strip()
        personal = find_personal(text, self.public_names)
        # What is personal is not searched with, and does not go on to anything behind this step.
        bare = blank(text, personal)
        danger = recognise(text, self.meaning(text))
        return Turn(question, personal, started, danger, self.understanding.read(bare, question.history))

    def meaning(self, text: str) -> Meaning | None:
        """What a message means; None for a model that danger was not learnt with."""
        if self.danger_layers is None:
            return None
        return Meaning(self.searcher.encode(text), partial(self.danger_layers.score, text))

    @cached_property
    def danger_layers(self) -> DangerLayers | None:
        """What was learnt for recognising danger; None for a model that it was not learnt with."""
        embeddings = self.index.embeddings
        return load_danger_layers(embeddings.load()) if is_learnt_with(embeddings.fingerprint) else None

    def load(self) -> None:
        """The model and what was learnt for it, so that the first question need not wait; raises ModelError."""
        self.index.embeddings.load()
        _ = self.searcher.layers, self.danger_layers

    def find(self, turn: Turn) -> Turn:
        """The evidence in running text and records."""
        asked = turn.request
        return replace(turn, found=self.searcher.search(asked.search, _SHOWN_PASSAGES, asked.names, asked.meant))

    def compose(self, turn: Turn) -> Turn:
        """The quotes that answer, or that the sources do not say it; in a language model's words when one is set."""
        assert turn.found is not None
        draft = decide(self.index, self.understanding.words, turn.request, turn.found)
        # Where a child may be in danger nobody waits for a model, and nothing of it is sent to one.
        if self.writer and not turn.danger.urgent:
            draft = self.writer.word(turn.question.text, draft, self.index)
        return replace(turn, draft=draft)

    def finish(self, turn: Turn) -> Answer:
        """The verified answer."""
        assert turn.found is not None and turn.draft is not None
        body, citations = verify(turn.draft, self.index)
        if turn.personal:
            body = f"*{notice(turn.personal)}*\n\n{body}"
        passages = (self.index.passages[hit.number] for hit in turn.found.hits)
        return Answer(
            question=turn.question.text,
            status=turn.draft.status,
            urgent=turn.danger.urgent,
            body=body,
            citations=citations,
            passages=tuple(Evidence(one.page, one.section, one.text) for one in passages),
            card=card(turn.danger) if turn.danger.urgent else "",
            composer=turn.draft.notes.get("composer", "quotes"),
            index=self.index.id,
            seconds=time.perf_counter() - turn.started,
            notes={**turn.draft.notes, "request": turn.request, "danger": turn.danger},
        )


def load_assistant(settings: Settings, embeddings: E5Embeddings | None = None) -> Assistant:
    """The assistant over the index in use, its model loaded; raises IndexMissingError when there is no usable index."""
    writer = load_writer(settings)
    embeddings = embeddings or load_embeddings(settings)
    assistant = Assistant(open_current(settings, embeddings), writer)
    assistant.load()
    return assistant
