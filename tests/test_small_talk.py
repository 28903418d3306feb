"""Greetings, thanks and questions about the assistant itself, and what only looks like those."""

from __future__ import annotations

import pytest

from assistant.small_talk import HELLO, WELCOME, small_talk


@pytest.mark.parametrize(
    "text",
    [
        "Bent u een mens?",
        "Ben je echt een robot?",
        "Is dit een echt mens of een computer?",
        "ben jij geen bot",
        "Wie zijn jullie bronnen?",
    ],
)
def test_who_asks_what_it_is_is_told(text: str) -> None:
    assert "een computerprogramma en geen mens" in (small_talk(text, 5) or "")


@pytest.mark.parametrize(
    ("text", "reply"), [("Goedemorgen!", HELLO), ("hoi wegwijzer", HELLO), ("Dank u wel voor uw hulp", WELCOME)]
)
def test_a_greeting_and_thanks_get_their_reply(text: str, reply: str) -> None:
    assert small_talk(text, 5) == reply


@pytest.mark.parametrize(
    "text",
    [
        "Is dit te zwaar voor een spreekbeurt in groep 5?",
        "Goedemorgen, welke interventie helpt bij verwaarlozing?",
        "Wat is u bekend over hechting?",
    ],
)
def test_a_question_about_something_else_is_no_small_talk(text: str) -> None:
    assert small_talk(text, 5) is None
