"""Asks every question of the sets and scores the answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.answer import Answer
from assistant.conversation import Assistant, ask_turns
from evals.metrics import Mean, aggregate, missing_facts, percentile, plain, score, uncited, wrong_facts
from evals.questions import Case
from ingest.errors import WegwijzerError
from ingest.records import Page

_MUST_BE_ONE = ("facts", "required", "not_facts", "verbatim", "cited", "refusal", "urgency", "set_exact", "hit@5")


class EvaluationError(WegwijzerError):
    """A question of the set made the assistant fail; the message names it."""


@dataclass(frozen=True, slots=True)
class Result:
    """One question with its answer and scores."""

    case: Case
    answer: Answer
    scores: dict[str, float]

    @property
    def failed(self) -> bool:
        """Whether some measure that should be 1 is not."""
        return any(self.scores.get(name, 1.0) < 1 for name in _MUST_BE_ONE)

    def as_json(self) -> dict[str, Any]:
        """The question, its scores and what the answer was."""
        return {
            "id": self.case.id,
            "group": self.case.group,
            "kind": self.case.kind,
            "split": self.case.split,
            "turns": list(self.case.turns),
            "scores": {name: round(value, 4) for name, value in self.scores.items()},
            "problems": list(problems(self)),
            "status": self.answer.status,
            "urgent": self.answer.urgent,
            "answer": self.answer.markdown,
            "seconds": round(self.answer.seconds, 4),
        }


def run(
    cases: Sequence[Case],
    assistant: Assistant,
    pages: Mapping[str, Page],
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Result, ...]:
    """Every case asked and scored; raises EvaluationError when the assistant fails on one."""
    results = []
    for number, case in enumerate(cases, start=1):
        try:
            answer = ask_turns(assistant, case.turns)
        except Exception as error:
            raise EvaluationError(f"Vraag {case.id}: {type(error).__name__}: {error}") from error
        results.append(Result(case, answer, score(case, answer, pages)))
        if progress:
            progress(number, len(cases))
    return tuple(results)


def problems(result: Result) -> tuple[str, ...]:
    """What was wrong or missing in one answer, a Dutch line each."""
    case, answer, scores = result.case, result.answer, result.scores
    shown = plain(answer.markdown)
    lines = [f"feit ontbreekt: {pattern}" for pattern in missing_facts(case, shown)]
    lines += [f"staat er ten onrechte: {pattern}" for pattern in wrong_facts(case, answer.markdown)]
    if scores.get("hit@5", 1) < 1:
        lines.append("de juiste passage staat niet bij de eerste vijf")
    if scores.get("verbatim", 1) < 1:
        lines.append("een citaat staat niet letterlijk op zijn plaats")
    for label in uncited(case.labels, answer.citations):
        lines.append(f"niet aangehaald: {label.page} › {label.section}: {label.quote}")
    if scores.get("refusal", 1) < 1:
        lines.append("beantwoord, maar de bronnen zeggen het niet" if case.refuse else "ten onrechte niet beantwoord")
    if scores["urgency"] < 1:
        lines.append("het gevaar is niet herkend" if case.urgent else "ten onrechte als gevaar gezien")
    if case.names is not None:
        given = frozenset(answer.notes.get("set", ()))
        lines += [f"ontbreekt in de lijst: {name}" for name in sorted(case.names - given)]
        lines += [f"hoort niet in de lijst: {name}" for name in sorted(given - case.names)]
    return tuple(lines)


def totals(results: Sequence[Result]) -> dict[str, Mean]:
    """The means over all results."""
    return aggregate(result.scores for result in results)


def by_kind(results: Sequence[Result]) -> dict[str, dict[str, Mean]]:
    """The means per kind of question, in the order of the kinds' names."""
    kinds = sorted({result.case.kind for result in results})
    return {kind: totals([result for result in results if result.case.kind == kind]) for kind in kinds}


def seconds(results: Sequence[Result]) -> dict[str, float]:
    """The time of an answer that half of the questions stay under, and 95 in 100."""
    values = [result.answer.seconds for result in results]
    return {"p50": percentile(values, 0.5), "p95": percentile(values, 0.95)}


def as_json(results: Sequence[Result]) -> dict[str, Any]:
    """Everything as one JSON object: aggregates in total and per kind, then the results."""
    return {
        "questions": len(results),
        "index": results[0].answer.index if results else "",
        "composer": results[0].answer.composer if results else "",
        "total": {name: mean.as_json() for name, mean in totals(results).items()},
        "kinds": {
            kind: {name: mean.as_json() for name, mean in means.items()} for kind, means in by_kind(results).items()
        },
        "seconds": {name: round(value, 4) for name, value in seconds(results).items()} if results else {},
        "results": [result.as_json() for result in results],
    }
