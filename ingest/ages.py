"""Ages in running Dutch words, in whole months, told apart from durations and from the ages of adults."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from ingest import age_forms as forms
from ingest.domain import AGE_WORDS

_OLDEST = 25 * 12
"""Above this, a number without "jaar" is no child's age."""


@dataclass(frozen=True, slots=True)
class Found:
    """Ages found at `text[start:end]`: lowest and highest month, both inclusive, None = no bound.

    `who` tells whose age it is; `kind` whether it was a number or a word such as "peuter" (`vague`: "jongeren").
    """

    low: int | None
    high: int | None
    start: int
    end: int
    who: Literal["child", "adult"] = "child"
    kind: Literal["number", "word", "vague"] = "number"


def find_ages(text: str, loose: bool = False) -> tuple[Found, ...]:
    """The ages in `text` in reading order. `loose`: in a question, where "jaar" often goes unsaid ("van 12 tot 14")."""
    taken: list[tuple[int, int, Found | None]] = []  # by place; None: a duration
    for found, is_age in _candidates(text, loose):
        at = bisect(taken, found.start, key=lambda entry: entry[0])
        free_before = at == 0 or taken[at - 1][1] <= found.start
        if free_before and (at == len(taken) or found.end <= taken[at][0]):
            taken.insert(at, (found.start, found.end, found if is_age else None))
    ages = [found for _, _, found in taken if found]
    masked = _without(text, ages)
    return tuple(_owned(masked, found) for found in ages)


def _without(text: str, ages: list[Found]) -> str:
    """`text` with blanks for the numbers among `ages`: "12 jaar en ouder" names no parent."""
    parts, end = [], 0
    for found in ages:
        if found.kind == "number":
            parts += [text[end : found.start], " " * (found.end - found.start)]
            end = found.end
    return "".join([*parts, text[end:]])


def _candidates(text: str, loose: bool) -> Iterator[tuple[Found, bool]]:
    """Every reading as an age, the surest forms first; False for a duration, so that no part of it becomes an age."""
    for pattern, bounds in forms.STRICT:
        for match in pattern.finditer(text):
            yield Found(*bounds(match), match.start(), match.end()), _is_age(text, match, loose)
    for found in (*_open_numbers(text), *_single_numbers(text, loose)):
        yield found, True
    yield from _bare_numbers(text, loose)
    for found in _in_words(text):
        yield found, True


def _open_numbers(text: str) -> Iterator[Found]:
    """Ages without an end that need no further proof: "12+", "van minimaal 12 jaar"."""
    for match in forms.PLUS.finditer(text):
        yield Found(forms.months(*forms.first(match)), None, match.start(), match.end())
    for match in forms.MINIMUM.finditer(text):
        sure = match.group().lower().startswith("van") or forms.OLD.match(text, match.end())
        if sure or _is_anchored(text, match.start()):
            yield Found(forms.months(*forms.first(match)), None, match.start(), match.end())


def _in_words(text: str) -> Iterator[Found]:
    """Ages without a number: "alle leeftijden", and words such as "peuter"."""
    for match in forms.ALL_AGES.finditer(text):
        yield Found(0, None, match.start(), match.end())
    for word in AGE_WORDS:
        for match in word.pattern.finditer(text):
            yield Found(word.low, word.high, match.start(), match.end(), kind="vague" if word.vague else "word")


def _single_numbers(text: str, loose: bool) -> Iterator[Found]:
    """One age ("5 jaar", "4 en 6 jaar"): after a child, or (loose) wherever nothing speaks against it."""
    for match in forms.AND.finditer(text):
        if _is_anchored(text, match.start()):
            yield Found(
                forms.months(*forms.first(match)), forms.last_month(*forms.second(match)), match.start(), match.end()
            )
    for pattern in (forms.SINGLE, forms.ONE_YEAR):
        for match in pattern.finditer(text):
            free = loose and _is_years(match) and not _is_duration(text, match)
            if not _has_minus(text, match) and (free or _is_single_age(text, match)):
                yield Found(
                    forms.months(*forms.first(match)), forms.last_month(*forms.first(match)), match.start(), match.end()
                )


def _bare_numbers(text: str, loose: bool) -> Iterator[tuple[Found, bool]]:
    """Numbers without "jaar": "een kind van 5", in a question "van 12 tot 14"; False when they count other things."""
    for pattern, bounds in forms.LOOSE:
        for match in pattern.finditer(text):
            if loose or _is_anchored(text, match.start()):
                yield Found(*bounds(match), match.start(), match.end()), _is_bare_age(text, match)
    for match in forms.BARE.finditer(text):
        left = _left(text, match.start())
        beside = loose and forms.BESIDE_CHILD.search(left) and not forms.ONE_TO_ONE.match(text, match.end())
        if not match["ua"] and (forms.AFTER_CHILD.search(left) or beside) and _is_plausible(text, match):
            yield (
                Found(forms.months(match["a"], None), forms.last_month(match["a"], None), match.start(), match.end()),
                True,
            )


def _left(text: str, start: int) -> str:
    """The words just before `start`: enough to see a person or a duration."""
    return text[max(0, start - 80) : start]


def _is_years(match: re.Match[str]) -> bool:
    groups = match.groupdict()
    units = [unit.lower() for unit in (groups.get("ua"), groups.get("ub")) if unit]
    return all(unit.startswith("j") for unit in units)


def _is_age(text: str, match: re.Match[str], loose: bool) -> bool:
    """Whether a range or an open form is an age: months and weeks only beside a child, years unless a duration."""
    if _has_minus(text, match):
        return False
    if _is_anchored(text, match.start()):
        return True
    return (_is_years(match) or loose) and not _is_duration(text, match)


def _is_single_age(text: str, match: re.Match[str]) -> bool:
    jarig = match["ua"].lower().startswith("jarig")
    return jarig or bool(forms.OLD.match(text, match.end())) or _is_anchored(text, match.start())


def _is_bare_age(text: str, match: re.Match[str]) -> bool:
    """A range or open form without any unit: numbers that can be a child's age, and nothing counted after them."""
    groups = match.groupdict()
    ages = [forms.months(groups[name], None) for name in ("a", "b") if groups.get(name)]
    fits = ages == sorted(ages) and ages[-1] <= _OLDEST and _is_years(match)
    return fits and _is_plausible(text, match) and not _is_duration(text, match)


def _is_plausible(text: str, match: re.Match[str]) -> bool:
    counted = forms.NOT_AN_AGE.match(text, match.end()) or forms.COUNTED_BEFORE.search(_left(text, match.start()))
    return not counted and not _has_minus(text, match)


def _is_anchored(text: str, start: int) -> bool:
    return bool(forms.ANCHOR.search(_left(text, start)))


def _is_duration(text: str, match: re.Match[str]) -> bool:
    return bool(
        forms.DURATION_BEFORE.search(_left(text, match.start())) or forms.DURATION_AFTER.match(text, match.end())
    )


def _has_minus(text: str, match: re.Match[str]) -> bool:
    """Whether it is below zero ("minus 3", "-3"); a dash between two numbers belongs to a range."""
    at = match.start("a")
    return bool(forms.MINUS.search(_left(text, at))) and not re.search(r"\d\s*[-–]\s?$", _left(text, at))


def _owned(masked: str, found: Found) -> Found:
    """`found` with whose age it is: that of the last person named before it in the same sentence."""
    if found.kind != "number":
        return found
    window = max(0, found.start - 400)
    begin = max(masked.rfind(mark, window, found.start) for mark in (". ", "\n", "; ", "! ", "? ")) + 1
    before = masked[max(begin, window) : found.start]
    if before.count("(") == before.count(")"):
        before = re.sub(r"\([^()]*\)", "", before)
    persons = [match for match in forms.PERSON.finditer(before) if not match["own"]]
    who: Literal["child", "adult"] = "adult" if persons and persons[-1]["adult"] else "child"
    return replace(found, who=who)
