"""Every label of every question set holds against the pages of the corpus."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from evals.questions import FOLDER, Case, Label, flat, load_questions, question_files
from ingest.passages import make_passages
from ingest.reading import list_files, read_page, read_register
from ingest.records import Page, Passage

CORPUS = Path(__file__).resolve().parent.parent / "corpus"


@pytest.fixture(scope="module")
def pages() -> dict[str, Page]:
    register = read_register(CORPUS)
    return {path.stem: read_page(path, register.get(path.stem)) for path in list_files(CORPUS)}


@pytest.fixture(scope="module")
def passages(pages: dict[str, Page]) -> dict[str, tuple[Passage, ...]]:
    return {slug: make_passages(page) for slug, page in pages.items()}


@pytest.fixture(scope="module")
def cases(pages: dict[str, Page]) -> tuple[Case, ...]:
    # The loader itself raises on a missing quote, an unknown page, a broken pattern or an id used twice.
    return load_questions(pages)


def _labels(cases: tuple[Case, ...]) -> Iterator[tuple[Case, Label]]:
    return ((case, label) for case in cases for label in case.labels)


def test_every_line_of_every_file_is_loaded(cases: tuple[Case, ...]) -> None:
    lines = [line for path in question_files(FOLDER) for line in path.read_text(encoding="utf-8").split("\n")]
    assert len(cases) == sum(bool(line.strip()) for line in lines) > 0


def test_every_quote_is_held_whole_by_a_passage_of_its_section(
    cases: tuple[Case, ...], passages: dict[str, tuple[Passage, ...]]
) -> None:
    lost = [
        f"{case.id}: {label.section}: {label.quote}"
        for case, label in _labels(cases)
        if not any(
            passage.section == label.section and flat(label.quote) in flat(passage.text)
            for passage in passages[label.page]
        )
    ]
    assert lost == []


def test_every_fact_can_be_shown_from_a_labelled_page(cases: tuple[Case, ...], pages: dict[str, Page]) -> None:
    absent = [
        f"{case.id}: {fact.pattern}"
        for case in cases
        for fact in case.facts
        if case.labels and not any(fact.search(flat(pages[label.page].text)) for label in case.labels)
    ]
    assert absent == []


def test_no_labelled_quote_shows_what_an_answer_must_not_show(cases: tuple[Case, ...]) -> None:
    contradicted = [
        f"{case.id}: {wrong.pattern}"
        for case, label in _labels(cases)
        for wrong in case.not_facts
        if wrong.search(flat(label.quote))
    ]
    assert contradicted == []


def test_what_must_be_refused_has_no_answer_and_what_must_be_answered_can_be_judged(cases: tuple[Case, ...]) -> None:
    with_answer = [case.id for case in cases if case.refuse is True and (case.labels or case.facts)]
    without = [
        case.id for case in cases if case.refuse is False and not (case.labels or case.facts or case.names is not None)
    ]
    assert (with_answer, without) == ([], [])


def test_no_two_questions_are_the_same_conversation(cases: tuple[Case, ...]) -> None:
    seen: dict[tuple[str, ...], str] = {}
    twice = []
    for case in cases:
        conversation = tuple(flat(turn).casefold() for turn in case.turns)
        if conversation in seen:
            twice.append(f"{seen[conversation]} = {case.id}")
        seen[conversation] = case.id
    assert twice == []
