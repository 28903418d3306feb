"""The question sets: JSON lines, one question a line, loaded strictly so that a slip in a label cannot hide."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.errors import WegwijzerError
from ingest.records import Page, Span
from ingest.text import normalise

FOLDER = Path(__file__).resolve().parent / "questions"

_REQUIRED = frozenset({"id", "kind", "turns", "sections", "facts", "not_facts", "urgent"})
_OPTIONAL = frozenset({"refuse", "split", "set"})
_LABEL_KEYS = frozenset({"page", "section", "quote"})


class QuestionSetError(WegwijzerError):
    """A question set cannot be used; the message names the file and the line."""


@dataclass(frozen=True, slots=True)
class Label:
    """Where an answer stands: words of a page, and every stretch of the page's text that holds them."""

    page: str
    section: str
    quote: str
    places: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """One question of a set with what a good answer must do. `refuse` and `names` None = not judged."""

    id: str
    group: str
    kind: str
    turns: tuple[str, ...]
    labels: tuple[Label, ...] = ()
    facts: tuple[re.Pattern[str], ...] = ()
    not_facts: tuple[re.Pattern[str], ...] = ()
    refuse: bool | None = None
    urgent: bool = False
    names: frozenset[str] | None = None
    split: str = ""


def flat(text: str) -> str:
    """`text` for comparing words: normalised like the pages, all white space single spaces."""
    return " ".join(normalise(text).split())


def question_files(folder: Path = FOLDER) -> tuple[Path, ...]:
    """The files of all question sets, in the order of their names."""
    return tuple(sorted(folder.glob("*.jsonl")))


def load_questions(pages: Mapping[str, Page], folder: Path = FOLDER) -> tuple[Case, ...]:
    """Every question of every set, checked against the texts of `pages`; raises QuestionSetError."""
    files = question_files(folder)
    if not files:
        raise QuestionSetError(f"Er zijn geen vragensets in {folder}.")
    cases: dict[str, Case] = {}
    for path in files:
        for place, case in _read_file(path, pages):
            if case.id in cases:
                raise QuestionSetError(f"{place}: het id {case.id!r} komt twee keer voor.")
            cases[case.id] = case
    return tuple(cases.values())


def select(
    cases: Sequence[Case], groups: Collection[str] = (), kinds: Collection[str] = (), splits: Collection[str] = ()
) -> tuple[Case, ...]:
    """The cases of these sets, kinds and splits (none given: all); raises QuestionSetError for an unknown name."""
    for wanted, present, what in (
        (groups, {case.group for case in cases}, "Onbekende vragenset"),
        (kinds, {case.kind for case in cases}, "Onbekende soort"),
        (splits, {case.split for case in cases if case.split}, "Onbekend deel"),
    ):
        if unknown := sorted(set(wanted) - present):
            raise QuestionSetError(f"{what}: {', '.join(unknown)}. Er zijn: {', '.join(sorted(present))}.")
    asked = ((case, ((groups, case.group), (kinds, case.kind), (splits, case.split))) for case in cases)
    chosen = tuple(case for case, pairs in asked if all(not wanted or name in wanted for wanted, name in pairs))
    if not chosen:
        raise QuestionSetError("Er is geen vraag die aan al deze keuzes voldoet.")
    return chosen


def _read_file(path: Path, pages: Mapping[str, Page]) -> Iterator[tuple[str, Case]]:
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionSetError(f"{path.name}: kan niet worden gelezen ({error}).") from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            place = f"{path.name}, regel {number}"
            try:
                yield place, _read_case(json.loads(line), path.stem, pages)
            except json.JSONDecodeError as error:
                raise QuestionSetError(f"{place}: geen geldige JSON ({error}).") from error
            except ValueError as error:
                raise QuestionSetError(f"{place}: {error}") from error


def _read_case(raw: Any, group: str, pages: Mapping[str, Page]) -> Case:
    """One line as a Case; raises ValueError with what is wrong."""
    _check_keys(raw, _REQUIRED, _OPTIONAL)
    turns = _texts(raw, "turns")
    if not turns:
        raise ValueError("'turns' is leeg.")
    if not isinstance(raw["sections"], list):
        raise ValueError("'sections' moet een lijst zijn.")
    names = _texts(raw, "set") if raw.get("set") is not None else None
    return Case(
        id=_text(raw, "id"),
        group=group,
        kind=_text(raw, "kind"),
        turns=turns,
        labels=tuple(_read_label(label, pages) for label in raw["sections"]),
        facts=_patterns(raw, "facts"),
        not_facts=_patterns(raw, "not_facts"),
        refuse=_flag(raw, "refuse"),
        urgent=bool(_flag(raw, "urgent")),
        names=None if names is None else frozenset(names),
        split=_text(raw, "split") if "split" in raw else "",
    )


def _check_keys(raw: Any, required: frozenset[str], optional: frozenset[str] = frozenset()) -> None:
    if not isinstance(raw, dict):
        raise ValueError("geen JSON-object.")
    if missing := sorted(required - raw.keys()):
        raise ValueError(f"er ontbreekt: {', '.join(missing)}.")
    if unknown := sorted(raw.keys() - required - optional):
        raise ValueError(f"onbekend: {', '.join(unknown)}.")


def _text(raw: dict[str, Any], key: str) -> str:
    value = raw[key]
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"'{key}' moet tekst zijn.")
    return value


def _texts(raw: dict[str, Any], key: str) -> tuple[str, ...]:
    value = raw[key]
    if not isinstance(value, list) or not all(isinstance(part, str) and part.strip() for part in value):
        raise ValueError(f"'{key}' moet een lijst met teksten zijn.")
    return tuple(value)


def _flag(raw: dict[str, Any], key: str) -> bool | None:
    value = raw.get(key)
    if value is not None and not isinstance(value, bool):
        raise ValueError(f"'{key}' moet true of false zijn.")
    return value


def _patterns(raw: dict[str, Any], key: str) -> tuple[re.Pattern[str], ...]:
    patterns = []
    for source in _texts(raw, key):
        try:
            patterns.append(re.compile(source, re.IGNORECASE))
        except re.error as error:
            raise ValueError(f"'{key}': ongeldig patroon {source!r} ({error}).") from error
    return tuple(patterns)


def _read_label(raw: Any, pages: Mapping[str, Page]) -> Label:
    _check_keys(raw, _LABEL_KEYS)
    slug, quote = _text(raw, "page"), _text(raw, "quote")
    if slug not in pages:
        raise ValueError(f"onbekende pagina {slug!r}.")
    places = find_places(pages[slug].text, quote)
    if not places:
        raise ValueError(f"dit citaat staat niet letterlijk op {slug}: {quote!r}.")
    return Label(slug, _text(raw, "section"), quote, places)


def find_places(text: str, quote: str) -> tuple[Span, ...]:
    """Every stretch of `text` that reads like `quote`, whatever the white space between its words."""
    words = flat(quote).split()
    pattern = r"\s+".join(re.escape(word) for word in words)
    return tuple(Span(*match.span()) for match in re.finditer(pattern, text)) if words else ()
