"""The Answer: what the chain gives and every window and command shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Status = Literal["answered", "not_in_sources"]

MAX_QUESTION = 2000
"""Characters of a question that are read; what is longer is cut off, and said so."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A verbatim quote with its place: `page_text[start:end] == quote`."""

    n: int
    quote: str
    page: str
    title: str
    section: str
    url: str | None
    start: int
    end: int
    before: str = ""
    """The words of the same passage before the quote (for showing the quote in its place)."""
    after: str = ""
    """The words of the same passage after the quote."""
    sheet: int | None = None
    """The sheet of paper that the quote stands on (PDF only)."""

    def as_json(self) -> dict[str, Any]:
        """The contract's keys."""
        keys = ("n", "quote", "page", "title", "section", "url", "start", "end")
        return {key: getattr(self, key) for key in keys}


@dataclass(frozen=True, slots=True)
class Evidence:
    """A retrieved passage as the contract shows it."""

    page: str
    section: str
    text: str

    def as_json(self) -> dict[str, str]:
        """The contract's keys."""
        return {"page": self.page, "section": self.section, "text": self.text}


@dataclass(frozen=True, slots=True)
class Question:
    """What the chain takes: one question, and the answers given before it in the same conversation (oldest first)."""

    text: str
    history: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer. `markdown` is what the person sees, with `[n]` markers and, when urgent, the danger card on top.

    `card` is that danger card alone (Markdown, empty when not urgent) and `body` the rest, so that a window
    can give the card its own frame: `markdown` is both together.
    """

    question: str
    status: Status
    urgent: bool
    body: str
    citations: tuple[Citation, ...] = ()
    passages: tuple[Evidence, ...] = ()
    card: str = ""
    composer: str = "quotes"
    index: str = ""
    seconds: float = 0.0
    notes: dict[str, Any] = field(default_factory=dict)
    """Why it was decided so (names and conditions understood, the reason of a refusal)."""

    @property
    def markdown(self) -> str:
        """The whole answer as the person sees it."""
        return f"{self.card}\n\n{self.body}" if self.card else self.body

    def as_json(self, id_: str = "") -> dict[str, Any]:
        """The contract's object for the command line."""
        return {
            "id": id_,
            "question": self.question,
            "status": self.status,
            "urgent": self.urgent,
            "answer": self.markdown,
            "citations": [citation.as_json() for citation in self.citations],
            "passages": [evidence.as_json() for evidence in self.passages[:20]],
            "composer": self.composer,
            "index": self.index,
            "seconds": round(self.seconds, 4),
        }
