"""What a click in the chat window does: a question into an answer, an empty conversation."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import replace
from threading import Thread
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from assistant.answer import MAX_QUESTION, Answer, Question
from ingest.errors import WegwijzerError
from ui.render import Turn, render_conversation

if TYPE_CHECKING:
    from ingest.records import Intervention, Page, Passage

MAX_TURNS = 10

WAITING_FOR_MODEL = "Het taalmodel wordt geladen…"
SEARCHING = "De bronnen worden doorzocht…"
TOO_LONG = f"Uw vraag is te lang. Gebruik ten hoogste {MAX_QUESTION} tekens."
FAILED = "Er ging iets mis bij het beantwoorden van uw vraag. Probeer het nog eens."
NOT_LOADED = "Wegwijzer kon niet worden geladen. Kijk in het venster waarin u het programma startte."

log = logging.getLogger(__name__)

Turns = tuple[Turn, ...]
Loaded = TypeVar("Loaded")


class Sources(Protocol):
    """What the window needs of an index."""

    @property
    def pages(self) -> Mapping[str, Page]:
        """The pages by slug."""
        ...

    @property
    def passages(self) -> Sequence[Passage]:
        """The passages of all pages."""
        ...

    @property
    def interventions(self) -> Sequence[Intervention]:
        """The records of all pages."""
        ...


class Assistant(Protocol):
    """What the window needs of the retrieval chain."""

    @property
    def index(self) -> Sources:
        """Where the answers come from."""
        ...

    def invoke(self, question: Question, /) -> Answer:
        """The answer to one question."""
        ...


class Chat:
    """What happens on each click. It keeps nothing: the turns of a conversation live in the browser's session."""

    def __init__(self, loaded: Future[Any]) -> None:
        self.loaded = loaded

    async def ask(self, text: str | None, turns: Turns, conversation: int = 0) -> AsyncIterator[tuple[Any, ...]]:
        """Show the question at once, then its answer."""
        # An answer that was ready just as its conversation was ended may still have been kept.
        turns = tuple(turn for turn in turns if turn.conversation == conversation)
        question = (text or "").strip()
        if not question:
            yield _shown(turns)
            return
        number = turns[-1].number + 1 if turns else 1
        waiting = Turn(number, question[:MAX_QUESTION], line=self._doing(), waiting=True, conversation=conversation)
        yield _shown((*turns, waiting), turns, busy=True)
        yield _shown((*turns, replace(await self._outcome(question, turns, waiting), waiting=False)))

    def clear(self, conversation: int) -> tuple[Any, ...]:
        """An empty conversation, in front, with its number: the next one."""
        return (*_shown(()), {"__type__": "update", "selected": "vragen"}, conversation + 1)

    def _doing(self) -> str:
        return SEARCHING if self.loaded.done() else WAITING_FOR_MODEL

    async def _outcome(self, question: str, turns: Turns, waiting: Turn) -> Turn:
        if len(question) > MAX_QUESTION:
            return replace(waiting, line=TOO_LONG)
        try:
            assistant = await asyncio.wrap_future(self.loaded)
        except Exception as error:
            return replace(waiting, line=error_line(error, NOT_LOADED))
        history = tuple(turn.answer for turn in turns if turn.answer)
        try:
            return replace(waiting, answer=await asyncio.to_thread(assistant.invoke, Question(question, history)))
        except Exception as error:
            return replace(waiting, line=error_line(error, FAILED))


def _shown(turns: Turns, kept: Turns | None = None, box: str = "", busy: bool = False) -> tuple[Any, ...]:
    """The outputs of a click: question box, button, the turns to keep (those shown, unless given), page parts."""
    last = turns[-MAX_TURNS:]
    return (
        box,
        {"__type__": "update", "interactive": not busy},
        last if kept is None else kept,
        render_conversation(last, shortened=len(turns) > MAX_TURNS),
        {"__type__": "update", "visible": not turns},
    )


def error_line(error: Exception, otherwise: str) -> str:
    """One Dutch line for an error; what is not meant for people goes to the log only."""
    if isinstance(error, WegwijzerError):
        return str(error)
    log.error("The chat window could not answer", exc_info=error)
    return otherwise


def in_background(load: Callable[[], Loaded]) -> Future[Loaded]:
    """What `load` will give, while it runs in a thread of its own."""
    future: Future[Loaded] = Future()
    # From here on nobody can cancel it: a waiting question that is dropped must not take the assistant with it.
    future.set_running_or_notify_cancel()

    def run() -> None:
        try:
            future.set_result(load())
        except BaseException as error:
            future.set_exception(error)

    Thread(target=run, name="load-assistant", daemon=True).start()
    return future
