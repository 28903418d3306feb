"""Speed, memory and size, measured in a data folder of its own, beside the usual recipe in the same run.

What a person waits for is measured from outside: the command as a process of its own, from start to end.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from assistant.answer import Question
from assistant.danger import recognise
from assistant.personal import find_personal
from evals.baseline import Recipe, comparable, raw_texts, score_recipe
from evals.metrics import aggregate, percentile
from evals.process import free_port, memory_mb, wait_until_idle, wait_until_served
from evals.questions import Case, load_questions
from evals.run import Result, run, seconds
from ingest.errors import WegwijzerError
from ingest.pipeline import find_sources
from ingest.reading import read_page

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

    from assistant.chain import Assistant
    from ingest.settings import Settings

Progress = Callable[[str, int, int], None]

_TIMEOUT = 600
_LOOK_EVERY = 0.2
_CHAT_TIMEOUT = 120


class BenchError(WegwijzerError):
    """A command that is measured failed; the message holds its last words."""


class Ran(NamedTuple):
    """Seconds from start to end, what was printed, and the most memory that was seen (None when it cannot be read)."""

    seconds: float
    printed: str
    peak_mb: float | None


@dataclass(frozen=True, slots=True)
class Command:
    """The command line in a process of its own, on the settings that are measured."""

    settings: Settings

    def run(self, *arguments: str, timeout: float = _TIMEOUT) -> Ran:
        """Run it to the end; raises BenchError when it fails or takes too long."""
        started, peak = time.perf_counter(), None
        process = subprocess.Popen(  # noqa: S603 our own command
            self._line(*arguments),
            env=self._env(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        while True:
            try:
                printed, problems = process.communicate(timeout=_LOOK_EVERY)
                break
            except subprocess.TimeoutExpired:
                peak = memory_mb(process.pid)["peak_mb"] or peak
            if time.perf_counter() - started > timeout:
                process.kill()
                process.communicate()
                raise BenchError(f"wegwijzer {arguments[0]} was na {timeout:.0f} s nog niet klaar.")
        if process.returncode:
            raise BenchError(f"wegwijzer {arguments[0]} mislukte: {problems.strip()[-300:]}")
        return Ran(time.perf_counter() - started, printed, peak)

    @contextmanager
    def running(self, *arguments: str) -> Iterator[int]:
        """The command running in the background, by its process id; ended afterwards."""
        quiet = subprocess.DEVNULL
        process = subprocess.Popen(self._line(*arguments), env=self._env(), stdout=quiet, stderr=quiet)  # noqa: S603
        try:
            yield process.pid
        finally:
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    @staticmethod
    def _line(*arguments: str) -> list[str]:
        return [sys.executable, "-m", "ui.cli", *arguments]

    def _env(self) -> dict[str, str]:
        folders = {name: str(getattr(self.settings, name).resolve()) for name in ("corpus_dir", "data_dir")}
        # What is measured is a new index on this machine; that of others, on a server, is left alone.
        own = folders | {"chroma_url": "none"}
        return dict(os.environ) | {f"WEGWIJZER_{name.upper()}": value for name, value in own.items()}


def measure_all(settings: Settings, progress: Progress) -> dict[str, Any]:
    """Every measure as one JSON object, in a new data folder: the index in use is left alone."""
    steps = (_help, _first_ingest, _unchanged_ingest, _first_answer, chat, _warm)
    measured: dict[str, Any] = {"machine": machine()}
    with tempfile.TemporaryDirectory(prefix="wegwijzer-") as temporary:
        command = Command(settings.model_copy(update={"data_dir": Path(temporary), "chroma_url": None}))
        for number, step in enumerate(steps):
            progress("Meten", number, len(steps))
            measured |= step(command)
    return measured


def machine() -> dict[str, Any]:
    """What it was measured on."""
    return {"cores": os.cpu_count(), "system": platform.system(), "python": platform.python_version()}


def _help(command: Command) -> dict[str, Any]:
    return {"help_seconds": percentile([command.run("--help").seconds for _ in range(5)], 0.5)}


def _first_ingest(command: Command) -> dict[str, Any]:
    report = ingest(command)
    return {"first_ingest": report | {"index_mb": folder_mb(command.settings.data_dir / "indexes")}}


def _unchanged_ingest(command: Command) -> dict[str, Any]:
    return {"unchanged_ingest": ingest(command)}


def _first_answer(command: Command) -> dict[str, Any]:
    return {"first_answer_seconds": command.run("ask", cases_of(command.settings)[0].turns[0], "--json").seconds}


def cases_of(settings: Settings) -> tuple[Case, ...]:
    """The project's questions, checked against the pages of the settings."""
    sources = find_sources(settings.corpus_dir)
    return load_questions({slug: read_page(source.path, source.entry) for slug, source in sources.items()})


def ingest(command: Command, timeout: float = _TIMEOUT) -> dict[str, Any]:
    """The time from outside, the most memory, and what the command itself reports."""
    ran = command.run("ingest", "--json", timeout=timeout)
    report = json.loads(ran.printed)
    told = {key: report[key] for key in ("passages", "embedded", "interventions")}
    return {"seconds": ran.seconds, "own_seconds": report["seconds"], "peak_mb": ran.peak_mb} | told


def chat(command: Command) -> dict[str, Any]:
    """Seconds until the window is served, and its memory once the model is loaded (None where it cannot be read)."""
    port = free_port()
    started = time.perf_counter()
    with command.running("chat", "--port", str(port)) as pid:
        wait_until_served(port, _CHAT_TIMEOUT)
        served = time.perf_counter() - started
        wait_until_idle(pid)
        return {"chat": {"served_seconds": served} | memory_mb(pid)}


def _warm(command: Command) -> dict[str, Any]:
    """Answers with everything loaded, and the usual recipe on the same questions."""
    from assistant.chain import load_assistant

    cases = cases_of(command.settings)
    assistant = load_assistant(command.settings)
    run(cases[:1], assistant, assistant.index.pages)  # the first answer also warms up the libraries
    results = run(cases, assistant, assistant.index.pages)
    texts = raw_texts(command.settings.corpus_dir)
    return {
        "answers": answers(results),
        "deciding": deciding(assistant, cases),
        "recipe": recipe(texts, cases, assistant.index.embeddings),
    }


def deciding(assistant: Assistant, cases: Sequence[Case]) -> dict[str, float]:
    """Seconds that recognising danger and personal data and deciding whether the sources answer take, per question."""
    times = []
    for case in cases:
        question = Question(case.turns[0])
        found = assistant.find(assistant.understand(question))
        assistant.searcher.encode(question.text)  # made for the search, and kept
        started = time.perf_counter()
        recognise(question.text, assistant.meaning(question.text))
        find_personal(question.text, assistant.public_names)
        assistant.compose(found)
        times.append(time.perf_counter() - started)
    return {"p50": percentile(times, 0.5), "p95": percentile(times, 0.95)}


def answers(results: Sequence[Result]) -> dict[str, Any]:
    """Times of warm answers, and how well the right passage is found on the questions that the recipe gets too."""
    compared = comparable([result.case for result in results])
    scores = [result.scores for result in results if result.case in compared]
    return seconds(results) | {"questions": len(results)} | _quality(scores)


def recipe(texts: Mapping[str, str], cases: Sequence[Case], embeddings: Embeddings) -> dict[str, Any]:
    """The usual recipe on the same pages and questions: seconds to build and to search, and what it finds."""
    started = time.perf_counter()
    built = Recipe(texts, embeddings)
    taken = time.perf_counter() - started
    compared = comparable(cases)
    times = []
    for case in compared:
        started = time.perf_counter()
        built.search(case.turns[0])
        times.append(time.perf_counter() - started)
    found = {
        "build_seconds": taken,
        "chunks": built.chunks,
        "p50": percentile(times, 0.5),
        "p95": percentile(times, 0.95),
    }
    return found | _quality(score_recipe(built, compared))


def _quality(scores: Sequence[Mapping[str, float]]) -> dict[str, Any]:
    means = aggregate(scores)
    return {name: means[name].as_json() for name in ("hit@5", "mrr") if name in means}


def folder_mb(folder: Path) -> float:
    """The size of all files below a folder in MB."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
