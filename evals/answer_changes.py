"""Which questions of the sets are answered differently by another index: refused, cited or worded otherwise."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from assistant.answer import Answer
from assistant.conversation import Assistant, ask_turns
from evals.questions import FOLDER, QuestionSetError, question_files
from ingest.text import without_bullets

if TYPE_CHECKING:
    from ingest.embedding import E5Embeddings
    from ingest.settings import Settings

Kind = Literal["refused", "answered", "quotes", "words"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to compare: its turns are asked as one conversation, and the last answer counts."""

    id: str
    turns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """One question that is answered differently: no longer, for the first time, with other quotes or in other words.

    The answers are the Markdown that a person sees; `quotes_lost` and `quotes_won` are the words that are cited.
    """

    kind: Kind
    id: str
    question: str
    before: str
    after: str
    quotes_lost: tuple[str, ...] = ()
    quotes_won: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Plain data."""
        return asdict(self)


def questions_about_pages(folder: Path = FOLDER) -> tuple[Asked, ...]:
    """Every question of the sets whose answer hangs on the pages; those about danger alone are left out.

    The labels are not read: they quote the pages as they were. Raises QuestionSetError for a line that is no question.
    """
    return tuple(question for path in question_files(folder) for question in _read(path))


def _read(path: Path) -> Iterator[Asked]:
    for number, line in enumerate(path.read_text("utf-8").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            raw = json.loads(line)
            hangs_on_pages = raw["sections"] or raw.get("set") is not None or raw.get("refuse") is not None
            question = Asked(str(raw["id"]), tuple(raw["turns"]))
        except (ValueError, KeyError, TypeError) as error:
            raise QuestionSetError(f"{path.name}, regel {number}: geen vraag ({error}).") from error
        if hangs_on_pages and not raw.get("urgent"):
            yield question


def compare_indexes(
    settings: Settings,
    before: Path,
    after: Path,
    questions: Sequence[Asked],
    progress: Callable[[int, int], None] | None = None,
    embeddings: E5Embeddings | None = None,
) -> tuple[AnswerChange, ...]:
    """The questions that the index in folder `after` answers differently from the one in `before`.

    `embeddings` saves loading the model of the settings. Raises IndexMissingError when an index cannot be opened.
    """
    from assistant.chain import Assistant as Chain
    from ingest.embedding import load_embeddings
    from ingest.index import Index
    from ingest.places import place_of

    embeddings, place = embeddings or load_embeddings(settings), place_of(settings)
    old, new = (Chain(Index(folder, embeddings, place)) for folder in (before, after))
    new.searcher.vectors = old.searcher.vectors  # remembers: every question is embedded once for both
    return tuple(compare_answers(questions, old, new, progress))


def compare_answers(
    questions: Sequence[Asked],
    before: Assistant,
    after: Assistant,
    progress: Callable[[int, int], None] | None = None,
) -> Iterator[AnswerChange]:
    """Ask both assistants every question; gives those that are answered differently."""
    for number, question in enumerate(questions, start=1):
        change = _change(question, ask_turns(before, question.turns), ask_turns(after, question.turns))
        if change:
            yield change
        if progress:
            progress(number, len(questions))


def _change(question: Asked, before: Answer, after: Answer) -> AnswerChange | None:
    old, new = _quotes(before), _quotes(after)
    if before.status != after.status:
        kind: Kind = "answered" if after.status == "answered" else "refused"
    elif set(old) != set(new):
        kind = "quotes"
    elif without_bullets(before.markdown) != without_bullets(after.markdown):
        kind = "words"
    else:
        return None
    lost, won = (_missing(*pair) for pair in ((old, new), (new, old)))
    return AnswerChange(kind, question.id, question.turns[-1], before.markdown, after.markdown, lost, won)


def _quotes(answer: Answer) -> dict[tuple[str, str], str]:
    return {(citation.page, without_bullets(citation.quote)): citation.quote for citation in answer.citations}


def _missing(have: dict[tuple[str, str], str], other: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    there = set(other)
    return tuple(quote for key, quote in have.items() if key not in there)
