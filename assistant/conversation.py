"""Asking several questions in one conversation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from assistant.answer import Answer, Question


class Assistant(Protocol):
    """What a conversation needs of the chain: a question in, an answer out."""

    def invoke(self, input: Question, /) -> Answer:
        """The answer to one question."""
        ...


def ask_turns(assistant: Assistant, turns: Sequence[str]) -> Answer:
    """The answer to the last of `turns` (at least one), asked one after the other in one conversation."""
    history: tuple[Answer, ...] = ()
    for turn in turns:
        history += (assistant.invoke(Question(turn, history)),)
    return history[-1]
