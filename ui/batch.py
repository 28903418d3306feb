"""Answering a file of questions: a JSON object a line in, a JSON object a line out, in the same order."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from assistant.conversation import Assistant, ask_turns
from ingest.errors import WegwijzerError
from ingest.text import normalise_line


class BatchFileError(WegwijzerError):
    """The file with questions cannot be read."""


def open_lines(name: str) -> BinaryIO:
    """The file (`-`: standard input), open for reading; raises BatchFileError."""
    if name == "-":
        return sys.stdin.buffer
    try:
        return Path(name).open("rb")
    except OSError as error:
        raise BatchFileError(f"Het bestand {name} is niet te lezen: {error.strerror}.") from error


def answer_lines(lines: Iterable[bytes], assistant: Assistant) -> Iterator[dict[str, Any]]:
    """For each line that is not blank the contract's object, or `{"id"?, "error"}` when it cannot be answered."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _answer(line, number, assistant)


def _answer(line: bytes, number: int, assistant: Assistant) -> dict[str, Any]:
    known: dict[str, Any] = {}
    try:
        raw = _read(line)
        known = {"id": raw["id"]} if "id" in raw else {}
        return ask_turns(assistant, _turns(raw)).as_json() | known
    except ValueError as error:
        reason = str(error)
    except Exception as error:  # one question that fails must not stop the others
        reason = f"geen antwoord door {type(error).__name__}: {error}"
    return known | {"error": f"Regel {number}: {reason}"}


def _read(line: bytes) -> dict[str, Any]:
    try:
        raw = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise ValueError("de regel is geen geldige JSON.") from None
    if not isinstance(raw, dict):
        raise ValueError("de regel is geen JSON-object.")
    return raw


def _turns(raw: dict[str, Any]) -> list[str]:
    turns = raw.get("turns")
    if not isinstance(turns, list) or not turns or not all(isinstance(turn, str) for turn in turns):
        raise ValueError("'turns' moet een lijst met ten minste één vraag (tekst) zijn.")
    if any(not normalise_line(turn) for turn in turns):
        raise ValueError("'turns' bevat een lege vraag.")
    return turns
