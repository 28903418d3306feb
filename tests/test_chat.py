"""What one click in the chat window does, without a browser; and starting the server."""

import asyncio
import http.client
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import Future
from typing import Any

import pytest

from assistant.answer import MAX_QUESTION, Answer, Question
from ingest.errors import SettingsError
from ui.app import serve
from ui.chat import MAX_TURNS, Chat, Turns


class Echo:
    """Answers every question and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[Question] = []

    def invoke(self, question: Question, /) -> Answer:
        self.asked.append(question)
        return Answer(question.text, "answered", False, question.text)


def ready(echo: Echo) -> Chat:
    loaded: Future[Any] = Future()
    loaded.set_result(echo)
    return Chat(loaded)


def last_of(chat: Chat, text: str, turns: Turns = (), conversation: int = 0) -> tuple[Any, ...]:
    """What the window shows in the end for one question."""

    async def run() -> tuple[Any, ...]:
        return [shown async for shown in chat.ask(text, turns, conversation)][-1]

    return asyncio.run(run())


def test_a_question_longer_than_the_box_allows_is_refused_before_the_assistant_sees_it() -> None:
    echo = Echo()
    turns = last_of(ready(echo), "a" * (MAX_QUESTION + 1))[2]
    assert (turns[0].line, echo.asked) == (f"Uw vraag is te lang. Gebruik ten hoogste {MAX_QUESTION} tekens.", [])


def test_a_conversation_keeps_its_last_turns_and_goes_on_counting() -> None:
    chat = ready(Echo())
    turns: Turns = ()
    for at in range(1, MAX_TURNS + 4):
        turns = last_of(chat, f"vraag {at}", turns)[2]
    assert [turn.number for turn in turns] == list(range(4, MAX_TURNS + 4))


def test_each_question_carries_the_answers_that_are_still_kept() -> None:
    echo, turns = Echo(), ()
    chat = ready(echo)
    for at in range(MAX_TURNS + 2):
        turns = last_of(chat, f"vraag {at}", turns)[2]
    kept = [answer.question for answer in echo.asked[-1].history]
    assert kept == [f"vraag {at}" for at in range(1, MAX_TURNS + 1)]


def test_an_answer_that_was_kept_after_its_conversation_was_ended_is_not_carried_on() -> None:
    echo = Echo()
    chat = ready(echo)
    late = last_of(chat, "van daarvoor")[2]
    ended = chat.clear(0)
    assert (ended[2], ended[-1]) == ((), 1)
    turns = last_of(chat, "daarna", late, ended[-1])[2]
    assert [turn.question for turn in turns] == ["daarna"]
    assert echo.asked[-1].history == ()


def test_a_port_in_use_is_one_dutch_line_and_loads_nothing() -> None:
    loads: list[int] = []
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SettingsError, match=f"Poort {port} is al in gebruik") as caught:
            serve(lambda: loads.append(1), port=port)  # type: ignore[arg-type, return-value]
    assert "\n" not in str(caught.value)
    assert loads == []


@pytest.mark.parametrize(("host", "port"), [("127.0.0.1", 70_000), ("192.0.2.1", 7860), ("geen.adres.invalid", 7860)])
def test_an_address_that_cannot_be_used_is_one_dutch_line(host: str, port: int) -> None:
    with pytest.raises(SettingsError, match="controleer het adres en de poort"):
        serve(Echo, host, port)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for one process")
def test_stopping_with_a_window_still_open_ends_quietly() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    code = f"from ui.app import serve; serve(lambda: None, port={port})"
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as server:
        stream = open_stream(port)
        server.send_signal(signal.SIGINT)
        out, _ = server.communicate(timeout=20)
        stream.close()
    assert out == f"Wegwijzer staat klaar op http://127.0.0.1:{port} (stoppen: Ctrl+C)\n"
    assert server.returncode == 0


def open_stream(port: int) -> http.client.HTTPConnection:
    """The connection that an open window keeps; waits until the server is there."""
    until = time.monotonic() + 60
    while True:
        stream = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            stream.request("GET", "/gradio_api/heartbeat/venster")
            assert stream.getresponse().status == 200
        except ConnectionRefusedError:
            assert time.monotonic() < until
            time.sleep(0.2)
        else:
            return stream
