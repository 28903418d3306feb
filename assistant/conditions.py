"""Conditions of a selection: read from a question, and tested on a record."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from assistant.question_words import (
    BY_WHOM,
    CATALOGUE_FILLER,
    HIGHEST,
    KIND_WORDS,
    KJP_WORDS,
    LEVEL_UP,
    LOWEST,
    NUMBERED_OVERVIEW,
    OLDER,
    OVERVIEW_WORDS,
    PROVEN,
    RECOGNISED,
    TOPICS,
    UNFOUNDED,
    UNPROVEN,
    YOUNGER,
)
from ingest.ages import find_ages
from ingest.domain import DEJ_LEVELS, KJP_MENTION, NEGATED
from ingest.records import Intervention, Quote
from ingest.text import blank_out
from ingest.words import STOP_WORDS, content_words, stem, terms

Sort = Literal["age", "dej", "rank", "kjp", "kind", "overview", "topic", "subject", "words"]
# A child's age that no page can mean; above it the question is about adults or a slip.
OLDEST = 27 * 12
_IN_BRACKETS = re.compile(r"\((\d{1,2})\)")
_OLDER_THAN = re.compile(r"ouder\s+dan\s+(\d{1,2})(?:\s*jaar)?", re.IGNORECASE)


_EFFECTIVE, _FOUNDED = "effectief volgens eerste, goede of sterke aanwijzingen", "erkend in de databank"


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition: its sort, the values that meet it, whether it is turned round, and how it reads in Dutch.

    `low` and `high` (months, None = no bound) belong to an age. `start` and `end` are its place in the question.
    """

    sort: Sort
    label: str
    values: tuple[str, ...] = ()
    low: int | None = None
    high: int | None = None
    negated: bool = False
    start: int = 0
    end: int = 0

    @property
    def text(self) -> str:
        """The condition as it is told back to the person."""
        if not self.negated:
            return self.label
        return f"niet {self.label}" if self.sort == "dej" else f"geen {self.label}"

    def met_by(self, one: Intervention) -> bool | None:
        """Whether the record meets it; None when the record does not give the property.

        For a rank whether it has one: `assistant.catalogue.select` then keeps the best of those that meet the others.
        """
        met = _TESTS[self.sort](self, one)
        return met if met is None or not self.negated else not met

    def mostly_met_by(self, one: Intervention) -> bool:
        """For an age: whether the record covers at least half of the asked range (or gives no age)."""
        if one.ages is None or self.low is None or self.high is None:
            return self.met_by(one) is not False
        shared = min(self.high, one.ages.high if one.ages.high is not None else self.high) - max(
            self.low, one.ages.low or 0
        )
        return shared + 1 >= (self.high - self.low + 1) / 2


def find_conditions(text: str) -> tuple[Condition, ...]:
    """The conditions in a question, in reading order."""
    found = [*_ages(text), *_kinds(text), *_overviews(text), *_topics(text)]
    found += [*_kjp(text)] if KJP_MENTION.search(text) else []
    if not any(condition.sort == "kjp" for condition in found):
        found += _ranks(text) or _levels(text)
    return tuple(sorted(found, key=lambda condition: condition.start))


def leftover_words(text: str, conditions: Sequence[Condition]) -> list[str]:
    """The content words of a question that no condition covers and that are not about selecting itself."""
    spans = [(condition.start, condition.end) for condition in conditions]
    for condition in conditions:  # the same kind of help in other words ("videobeelden / videofeedback")
        if condition.sort == "kind":
            spans += [match.span() for match in KIND_WORDS[condition.label][1].finditer(text)]
    spans += [match.span() for match in BY_WHOM.finditer(text)]
    words = content_words(blank_out(text, spans))
    return [word for word in words if word not in CATALOGUE_FILLER and word not in STOP_WORDS and not word.isdigit()]


def word_condition(words: Sequence[str]) -> Condition:
    """The condition that a record has all these words (by stem)."""
    return Condition("words", " ".join(words), tuple(stem(word) for word in words))


def subject_condition(word: str, term: str, pages: Sequence[str]) -> Condition:
    """The condition that a record stands on one of `pages`, or has `term`."""
    return Condition("subject", word, (term, *pages))


def relative_age(text: str, before: Condition | None) -> Condition | None:
    """The age that "oudere kinderen" or "jonger" means after the age asked before, if any."""
    if before is None:
        return None
    if match := OLDER.search(text):
        low = (before.high + 1) if before.high is not None else None
        return Condition(
            "age", f"ouder dan {_age_label(None, before.high)}", (), low, None, start=match.start(), end=match.end()
        )
    if match := YOUNGER.search(text):
        high = (before.low - 1) if before.low else None
        return Condition(
            "age", f"jonger dan {_years(before.low or 0)}", (), 0, high, start=match.start(), end=match.end()
        )
    return None


def _ages(text: str) -> list[Condition]:
    """The ages asked, as one condition; a number goes before a word ("een tiener van 16")."""
    spelled = _IN_BRACKETS.sub(r"(\1 jaar)", text)
    found = [age for age in find_ages(spelled, loose=True) if age.who == "child" and age.high != 0]
    numbers = [age for age in found if age.kind == "number"]
    conditions = []
    for age in numbers or found:
        words = spelled[age.start : age.end]
        older = _OLDER_THAN.fullmatch(words)
        low = (int(older.group(1)) + 1) * 12 if older else age.low
        label = f"{words} jaar" if words.isdigit() else words
        conditions.append(Condition("age", label, (), low, age.high, start=age.start, end=age.end))
    if not conditions:
        return []
    joined = conditions[0] if len(conditions) == 1 else _joined(conditions)
    return [replace(joined, start=min(age.start for age in found), end=max(age.end for age in found))]


def _joined(conditions: Sequence[Condition]) -> Condition:
    """Several ages asked at once count as one range from the lowest to the highest."""
    low = min((c.low or 0 for c in conditions), default=0)
    highs = [c.high for c in conditions]
    high = None if None in highs else max(value for value in highs if value is not None)
    label = " en ".join(dict.fromkeys(c.label for c in conditions))
    return Condition("age", label, (), low, high, start=conditions[0].start, end=conditions[-1].end)


def _age_label(low: int | None, high: int | None) -> str:
    if low is None and high is not None:
        return _years(high)
    return f"{_years(low or 0)} tot {_years(high)}" if high is not None else f"vanaf {_years(low or 0)}"


def _years(months: int) -> str:
    return f"{months} maanden" if months < 24 else f"{months // 12} jaar"


def _kinds(text: str) -> list[Condition]:
    found: list[Condition] = []
    for label, (values, pattern) in KIND_WORDS.items():
        for match in pattern.finditer(text):
            if any(c.start < match.end() and match.start() < c.end for c in found):
                continue
            negated = bool(NEGATED.search(text[: match.start()]))
            found.append(Condition("kind", label, values, negated=negated, start=match.start(), end=match.end()))
            break
    return found


def _overviews(text: str) -> list[Condition]:
    found = []
    for match in NUMBERED_OVERVIEW.finditer(text):
        found.append(
            Condition("overview", match.group().lower(), (match.group().lower(),), start=match.start(), end=match.end())
        )
    for value, pattern in OVERVIEW_WORDS.items():
        if hit := pattern.search(text):
            found.append(Condition("overview", value, (value,), start=hit.start(), end=hit.end()))
    return found[:1]


def _topics(text: str) -> list[Condition]:
    found = []
    for topic in TOPICS:
        if match := topic.asked.search(text):
            negated = bool(NEGATED.search(text[: match.start()]))
            found.append(
                Condition("topic", topic.label, (topic.label,), negated=negated, start=match.start(), end=match.end())
            )
    return found


def _levels(text: str) -> list[Condition]:
    for level in DEJ_LEVELS:
        match = level.pattern.search(text)
        if not match:
            continue
        values: tuple[str, ...] = (level.value,)
        label = level.value
        if level.rank is not None and (up := LEVEL_UP.search(text)):
            higher = [other for other in DEJ_LEVELS if other.rank is not None and other.rank >= level.rank]
            values, label = tuple(other.value for other in higher), f"minstens {level.value}"
            return [
                Condition("dej", label, values, start=min(up.start(), match.start()), end=max(up.end(), match.end()))
            ]
        return [Condition("dej", label, values, start=match.start(), end=match.end())]
    if match := UNPROVEN.search(text):
        return [replace(_at_least(2, _EFFECTIVE, match), negated=True)]
    if match := UNFOUNDED.search(text):
        return [replace(_at_least(1, _FOUNDED, match), negated=True)]
    if match := RECOGNISED.search(text):
        return [_at_least(2, _EFFECTIVE, match) if PROVEN.search(text) else _at_least(1, _FOUNDED, match)]
    return []


def _at_least(lowest: int, label: str, match: re.Match[str]) -> Condition:
    """That the databank's judgement stands at least so high on its ladder."""
    values = tuple(level.value for level in DEJ_LEVELS if level.rank is not None and level.rank >= lowest)
    return Condition("dej", label, values, start=match.start(), end=match.end())


def _ranks(text: str) -> list[Condition]:
    for pattern, which in ((HIGHEST, "hoogste"), (LOWEST, "laagste")):
        if match := pattern.search(text):
            label = f"{which} oordeel van de databank"
            return [Condition("rank", label, (which,), start=match.start(), end=match.end())]
    return []


def _kjp(text: str) -> list[Condition]:
    for value, pattern in KJP_WORDS.items():
        if match := pattern.search(text):
            return [Condition("kjp", f"KJP: {value}", (value,), start=match.start(), end=match.end())]
    return []


def _test_age(condition: Condition, one: Intervention) -> bool | None:
    if one.ages is None:
        return None
    low, high = one.ages.low or 0, one.ages.high
    asked_low, asked_high = condition.low or 0, condition.high
    return (asked_high is None or low <= asked_high) and (high is None or asked_low <= high)


def _test_dej(condition: Condition, one: Intervention) -> bool | None:
    return None if one.dej_level is None else one.dej_level.value in condition.values


def rank(one: Intervention) -> int | None:
    """The place of the databank's judgement on its ladder, 1 the lowest; None when it has none."""
    return next((level.rank for level in DEJ_LEVELS if one.dej_level and level.value == one.dej_level.value), None)


def _test_rank(condition: Condition, one: Intervention) -> bool | None:
    return None if one.dej_level is None else rank(one) is not None


def _test_kjp(condition: Condition, one: Intervention) -> bool | None:
    return None if one.kjp_judgement is None else one.kjp_judgement.value in condition.values


def _test_kind(condition: Condition, one: Intervention) -> bool:
    return any(kind.value in condition.values for kind in one.kinds_of_help)


def _test_overview(condition: Condition, one: Intervention) -> bool:
    wanted = condition.values[0]
    if one.overview is not None and one.overview.value == wanted:
        return True
    return bool(re.search(rf"\b{re.escape(wanted)}\b", one.section, re.IGNORECASE))


def described(one: Intervention) -> str:
    """The words in which a record tells what it is and for whom."""
    keys = ("approach", "target_group", "remarks")
    return "\n".join([one.name, *(one.fields[key].text for key in keys if key in one.fields)])


def _test_topic(condition: Condition, one: Intervention) -> bool:
    topic = next(topic for topic in TOPICS if topic.label == condition.values[0])
    # Not in the name: a foreign word in a name is no statement about the target group.
    return bool(topic.told.search(described(one).split("\n", 1)[-1]))


@lru_cache(maxsize=2048)
def _words_of(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """The search terms of `text`, and the stems of its words."""
    return frozenset(terms(text)), frozenset(stem(word) for word in content_words(text))


def _test_words(condition: Condition, one: Intervention) -> bool:
    known, parts = _words_of(described(one))
    return all(value in known or any(value in word and len(value) >= 5 for word in parts) for value in condition.values)


def _test_subject(condition: Condition, one: Intervention) -> bool:
    return one.page in condition.values[1:] or _test_words(replace(condition, values=condition.values[:1]), one)


_TESTS = {
    "age": _test_age,
    "dej": _test_dej,
    "rank": _test_rank,
    "kjp": _test_kjp,
    "kind": _test_kind,
    "overview": _test_overview,
    "topic": _test_topic,
    "subject": _test_subject,
    "words": _test_words,
}


def evidence(condition: Condition, one: Intervention) -> Quote | None:
    """The words of the record that show that it meets the condition, where one facet holds them."""
    if condition.sort == "age":
        return one.ages.quote if one.ages else None
    if condition.sort == "kind":
        return next((kind.quote for kind in one.kinds_of_help if kind.value in condition.values), None)
    if condition.sort == "kjp":
        return one.kjp_judgement.quote if one.kjp_judgement else None
    return None
