"""The assistant that the chat window asks: when another index comes into use, that takes over without a restart."""

from __future__ import annotations

import logging
import math
import time
from pathlib import Path
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any

from ingest.places import place_of

if TYPE_CHECKING:
    from assistant.answer import Answer, Question
    from ingest.settings import Settings
    from ui.chat import Assistant, Sources

LOOK_EVERY = 1.0  # seconds
TRY_AGAIN = 60.0  # seconds after an index that could not be loaded

log = logging.getLogger(__name__)


class Live:
    """Answers from the index in use. Another one is loaded while this one goes on answering, and then takes its place.

    A question keeps the index that it began with. Without settings it stays with the assistant that it was given.
    """

    def __init__(self, assistant: Assistant, settings: Settings | None = None) -> None:
        self._assistant = assistant
        self._settings = settings
        self._loading = Lock()
        self._next_look = 0.0

    @property
    def index(self) -> Sources:
        """Where the answers come from now."""
        self._look()
        return self._assistant.index

    def invoke(self, question: Question, /) -> Answer:
        """The answer to one question."""
        self._look()
        return self._assistant.invoke(question)

    def renew(self) -> None:
        """Take up the index in use, if it is another; comes back when it is loaded. If that fails the old one stays."""
        with self._loading:
            wait = LOOK_EVERY
            try:
                if self._settings and self._is_other(self._settings):
                    self._assistant = self._load(self._settings)
            except Exception:
                log.exception("The new index could not be loaded; the window goes on with the old one")
                wait = TRY_AGAIN
            self._next_look = time.monotonic() + wait

    def _look(self) -> None:
        """Start loading when another index is in use; looks at most once a second, and not while one is loading."""
        if self._settings is None or time.monotonic() < self._next_look:
            return
        self._next_look = time.monotonic() + LOOK_EVERY
        if self._is_other(self._settings):
            self._next_look = math.inf
            Thread(target=self.renew, name="load-index", daemon=True).start()

    def _is_other(self, settings: Settings) -> bool:
        current = place_of(settings).glance()
        folder: Path | None = getattr(self._assistant.index, "folder", None)
        return None not in (current, folder) and current != folder

    def _load(self, settings: Settings) -> Assistant:
        from assistant.chain import load_assistant

        old: Any = self._assistant.index
        return load_assistant(settings, old.embeddings)  # the model is the same, and loaded already
