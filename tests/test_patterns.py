"""No pattern may take a time that doubles with every word: a question or a page could hold everything up."""

from __future__ import annotations

import importlib
import pkgutil
import re
import time
from collections.abc import Iterator
from typing import Any

import pytest

import assistant
import ingest

MANY = 8
"""A repeat that may go on for longer than this counts as endless."""


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    for package in (assistant, ingest):
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            for name, value in vars(importlib.import_module(module.name)).items():
                if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                    yield f"{module.name}.{name}", value


def endless(pattern: re.Pattern[str]) -> bool:
    """Whether an endless repeat has a body that may be empty, or that may be one endless repeat and nothing else."""
    parser: Any = re._parser  # type: ignore[attr-defined]
    return any(_may_be_one(body) for body in _repeated(parser.parse(pattern.pattern, pattern.flags)))


def _repeated(parsed: Any) -> Iterator[Any]:
    for name, value in parsed:
        for part in _parts(name, value):
            if str(name) in {"MAX_REPEAT", "MIN_REPEAT"} and value[1] > MANY:
                yield part
            yield from _repeated(part)


def _parts(name: Any, value: Any) -> list[Any]:
    match str(name):
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            return [value[2]]
        case "BRANCH":
            return list(value[1])
        case "SUBPATTERN":
            return [value[3]]
        case "ASSERT" | "ASSERT_NOT":
            return [value[1]]
        case _:
            return []


def _may_be_one(body: Any) -> bool:
    """Whether the body, its optional parts left out, may be empty or a single endless repeat."""
    needed = [(name, value) for name, value in body if not _may_be_empty(name, value)]
    if not needed:
        return any(str(name) in {"MAX_REPEAT", "MIN_REPEAT"} or _parts(name, value) for name, value in body)
    if len(needed) > 1:
        return False
    name, value = needed[0]
    if str(name) in {"MAX_REPEAT", "MIN_REPEAT"}:
        return bool(value[1] > MANY)
    return any(_may_be_one(part) for part in _parts(name, value)) if str(name) in {"BRANCH", "SUBPATTERN"} else False


def _may_be_empty(name: Any, value: Any) -> bool:
    match str(name):
        case "MAX_REPEAT" | "MIN_REPEAT":
            return value[0] == 0 or all(_may_be_empty(*one) for one in value[2])
        case "BRANCH":
            return any(all(_may_be_empty(*one) for one in part) for part in value[1])
        case "SUBPATTERN":
            return all(_may_be_empty(*one) for one in value[3])
        case "ASSERT" | "ASSERT_NOT" | "AT":
            return True
        case _:
            return False


@pytest.mark.parametrize("text", [r"(?:\w*\s*)*x", r"(?:een|\w+\s*)*x", r"(\w+)+$", r"(?:(?:a|b+)\W*)*c"])
def test_the_check_finds_patterns_that_take_forever(text: str) -> None:
    assert endless(re.compile(text))


@pytest.mark.parametrize("text", [r"(?:\s+\w+)*x", r"(?:een|echt)*x", r"(?:\w+\s+)+$", r"(?:\W*[a-z]\.)*", r"\w+\s*"])
def test_the_check_leaves_other_patterns_alone(text: str) -> None:
    assert not endless(re.compile(text))


def test_no_pattern_takes_forever() -> None:
    found = list(patterns())
    assert len(found) > 100
    assert [name for name, pattern in found if endless(pattern)] == []


@pytest.mark.parametrize("words", ["te zwaar voor een spreekbeurt ", "dank ", "en ", "kind van 8, "])
def test_no_pattern_is_slow_on_a_long_question(words: str) -> None:
    for start in ("is dit ", "bent u ", "wat kunt u ", "dank voor ", "waarom zou ", ""):
        text = f"{start}{words * 150}"[:4000]
        for name, pattern in patterns():
            began = time.perf_counter()
            pattern.search(text)
            assert time.perf_counter() - began < 0.5, (name, start)
