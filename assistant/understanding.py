"""What a question asks: which interventions, which field, which conditions, and what a follow-up carries over."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assistant.answer import Answer
from assistant.asked import asked_each, asked_number, asked_properties
from assistant.commands import plain_question, split_commands
from assistant.conditions import (
    Condition,
    find_conditions,
    leftover_words,
    relative_age,
    subject_condition,
    word_condition,
)
from assistant.corpus_words import CorpusWords, replace_words
from assistant.names import Mention, NameFinder, capitals
from assistant.nouns import asking_part
from assistant.property_words import Property
from assistant.question_words import (
    AMONG,
    CATALOGUE_FILLER,
    COMPARES,
    CORRECTION,
    COUNT,
    DESCRIBE,
    FIELD_WORDS,
    INTERVENTION_NOUN,
    LIST_WORDS,
    OF_THOSE,
    ORDINAL,
    ORDINALS,
    POINTS_BACK,
    STARTS_ON,
    STRONG_NOUN,
)
from ingest.index import Index
from ingest.text import blank_out
from ingest.words import compound_parts, content_words, stem

Wanted = Literal["text", "field", "record", "comparison", "list", "count"]


# A question that opens so wants a judgement or a reason, not a list.
_OPENS = re.compile(
    r"^\W*(?:voor\s+wie|wat\s+(?:moet|mag|heb)|is|zijn|moet|moeten|mag|mogen|kan|kunnen|helpt|helpen|werkt|werken|waarom|hoe|wanneer|heeft|hebben)\b",
    re.IGNORECASE,
)


_TWO_PARTS = re.compile(r"\ben\b|[,&+;]|\?(?=.*\w)", re.IGNORECASE)
_SOME_OF_THEM = re.compile(r"\b(?:werk|help|bat|best|goed|meest|minst|vaak|vaker|populair)\w*", re.IGNORECASE)
_EXISTS = re.compile(r"^\W*(?:is|zijn)\s+er\b|\bhoeveel\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Request:
    """A question as understood. `search` is what to look for in running text, follow-ups made whole.

    `among` limits a selection to the names of an earlier list; `mentions` are the named interventions as they
    stand in this question, `names` all that it is about, carried over ones included. `unnamed` is the question
    with those names blanked out, `also` are other fields that are asked beside `field`, `commands` the instructions
    to the assistant that were left out of it. `meant` are the words of the sources for everyday words that they lack.
    """

    text: str
    search: str
    wanted: Wanted = "text"
    names: tuple[str, ...] = ()
    mentions: tuple[Mention, ...] = ()
    field: str | None = None
    prop: Property | None = None
    conditions: tuple[Condition, ...] = ()
    among: tuple[str, ...] | None = None
    follows: bool = False
    unnamed: str = ""
    commands: str = ""
    also: tuple[str, ...] = ()
    meant: tuple[str, ...] = ()


class Understanding:
    """Understands questions about one index."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.finder = NameFinder(index.interventions, index.vocabulary)
        self.words = CorpusWords(index)

    def read(self, text: str, history: Sequence[Answer] = ()) -> Request:
        """The request in `text`, after the answers before it."""
        before = _last_request(history)
        text, commands = split_commands(plain_question(text))
        mentions = self.finder.find(text)
        rest = blank_out(text, [(mention.start, mention.end) for mention in mentions])
        corrections = self.words.corrections(rest)
        rest = replace_words(rest, corrections) if corrections else rest
        conditions = find_conditions(rest)
        request = Request(
            text,
            _spelled_out(replace_words(text, corrections), conditions),
            unnamed=rest,
            commands=commands,
            names=tuple(dict.fromkeys(mention.name for mention in mentions)),
            mentions=mentions,
            field=next(iter(fields_in(rest)), None),
            also=fields_in(rest)[1:] if _TWO_PARTS.search(rest) else (),
            prop=next(iter(asked_properties(asking_part(rest))), None),
            conditions=conditions,
        )
        if before is not None:
            request = self._carry_over(request, before, _last_set(history))
        request = self._decide(request, rest)
        # A number of things is asked only where no list, count or other property was.
        request = replace(request, meant=self._meant(request.search))
        number = None
        if request.wanted in ("text", "field", "record") and (request.prop is None or request.prop.key == "how_many"):
            number = asked_each(asking_part(rest)) or (None if request.prop else asked_number(asking_part(rest)))
        return replace(request, prop=number, wanted="text") if number else request

    def _meant(self, text: str) -> tuple[str, ...]:
        """The words of the sources that the everyday words of `text` mean."""
        return tuple(dict.fromkeys(other for word in content_words(text) for other in self.words.meant(word)))

    def _carry_over(self, request: Request, before: Request, listed: tuple[str, ...]) -> Request:
        """The request completed with what the conversation was about."""
        text = request.text
        corrects = bool(CORRECTION.search(text))
        if request.names:
            if (STARTS_ON.search(text) or corrects) and not (request.field or request.prop or DESCRIBE.search(text)):
                return replace(request, field=before.field, prop=before.prop, follows=True)
            return request
        if (place := _ordinal(text, listed or before.names)) is not None:
            field, prop = (
                (request.field, request.prop) if request.field or request.prop else (before.field, before.prop)
            )
            return replace(request, names=(place,), field=field, prop=prop, conditions=(), follows=True)
        age = relative_age(text, next((c for c in before.conditions if c.sort == "age"), None))
        conditions = (age,) if age else request.conditions
        if before.wanted in ("list", "count") and self._narrows(request, conditions, corrects, listed):
            return self._narrowed(request, before, conditions, corrects, listed)
        if before.wanted == "comparison" and OF_THOSE.search(text) and conditions:
            return replace(request, among=before.names, wanted="list", conditions=conditions, follows=True)
        if before.names and self._points_back(request):
            named = f"{' '.join(before.names[:3])} {text}"
            return replace(request, names=before.names, search=named, conditions=(), follows=True)
        if self._points_back(request):
            return replace(request, search=f"{before.search} {text}"[-400:], follows=True)
        return request

    def _narrows(
        self, request: Request, conditions: Sequence[Condition], corrects: bool, listed: Sequence[str]
    ) -> bool:
        text = request.text
        if COUNT.search(text) and not conditions:
            return bool(POINTS_BACK.search(text)) and bool(listed)
        standalone = bool(STRONG_NOUN.search(text)) and not OF_THOSE.search(text) and not STARTS_ON.search(text)
        return (
            bool(conditions)
            and not standalone
            and (
                corrects
                or bool(STARTS_ON.search(text) or OF_THOSE.search(text))
                or len(leftover_words(text, conditions)) == 0
            )
        )

    def _narrowed(
        self,
        request: Request,
        before: Request,
        conditions: Sequence[Condition],
        corrects: bool,
        listed: tuple[str, ...],
    ) -> Request:
        """The selection before with the new conditions: one of the same sort replaces the old one, others are added."""
        if AMONG.search(request.text) and listed and conditions:
            return replace(request, conditions=tuple(conditions), among=listed, wanted="list", follows=True)
        new = {condition.sort for condition in conditions}
        kept = tuple(c for c in before.conditions if c.sort not in new)
        wanted: Wanted = "count" if COUNT.search(request.text) else "list"
        return replace(request, conditions=(*kept, *conditions), among=before.among, wanted=wanted, follows=True)

    def _points_back(self, request: Request) -> bool:
        """Whether the question cannot stand alone: it starts as a sequel, or says little besides "die" or "het"."""
        known = [word for word in content_words(request.text) if self.words.knows(word)]
        if STARTS_ON.search(request.text):
            return len(known) <= 3
        if any(self.words.knows(name) for name in capitals(request.unnamed)):
            return False
        return len(known) <= 1 or (len(known) <= 2 and bool(POINTS_BACK.search(request.text)))

    def _decide(self, request: Request, rest: str) -> Request:
        """What kind of answer is wanted."""
        if request.wanted != "text":
            return request
        if len(request.names) >= 2 and not request.prop:
            return replace(request, wanted="comparison") if self._compares(request, rest) else request
        if request.names:
            if request.prop:
                return request
            if request.field:
                return replace(request, wanted="field")
            asked = [word for word in content_words(rest) if word not in CATALOGUE_FILLER]
            return request if asked else replace(request, wanted="record")
        return self._selection(request) or request

    def _subject(self, word: str) -> Condition | None:
        """The condition of a word in the title of a page with several interventions: of those, or told by a record."""
        parts = compound_parts(word, self.index.vocabulary)
        head = stem(parts[0] if parts and STRONG_NOUN.fullmatch(parts[-1]) else word)
        often = Counter(one.page for one in self.index.interventions)
        pages = [page for page, number in often.items() if number > 1]
        pages = [page for page in pages if head in map(stem, content_words(self.index.pages[page].title))]
        return subject_condition(word, head, pages) if pages else None

    @staticmethod
    def _compares(request: Request, rest: str) -> bool:
        """Whether the named interventions are put side by side, not asked what they have to do with each other."""
        said = request.field or request.conditions or not content_words(rest)
        return bool(said or COMPARES.search(rest) or DESCRIBE.search(request.text))

    def _selection(self, request: Request) -> Request | None:
        """The request as a selection from the catalogue, or None when running text must answer."""
        text, conditions = request.unnamed, request.conditions
        if not self.index.interventions or request.prop:
            return None
        asks = bool(LIST_WORDS.search(text))
        if _OPENS.search(text) and not _EXISTS.search(text):
            return None
        subjects = {word: self._subject(word) for word in leftover_words(text, conditions)}
        left = [word for word, subject in subjects.items() if subject is None]
        known = [word for word in left if self.words.knows(word)]
        counts = bool(COUNT.search(text)) and bool(STRONG_NOUN.search(text))
        everything = asks and STRONG_NOUN.search(text) and not fields_in(text) and not _SOME_OF_THEM.search(text)
        if not conditions and not left and (counts or everything):
            return replace(request, wanted="count" if counts else "list")
        if not (
            STRONG_NOUN.search(text)
            or ((INTERVENTION_NOUN.search(text) or asks) and conditions)
            or _compact(conditions, left)
        ):
            return None
        if left:
            by_words = word_condition(left)
            if known == left and any(by_words.met_by(one) for one in self.index.interventions) and len(left) <= 3:
                conditions = (*conditions, by_words)
            else:
                return None
        conditions = (*conditions, *(subject for subject in subjects.values() if subject))
        if not conditions:
            return None
        return replace(request, wanted="count" if counts else "list", conditions=conditions)


def _compact(conditions: Sequence[Condition], left: Sequence[str]) -> bool:
    """Key words only: nothing but conditions."""
    return len(conditions) >= 2 and not left


def _spelled_out(text: str, conditions: Sequence[Condition]) -> str:
    """The question with the subjects that it abbreviates ("OTS") in full behind it, to search with."""
    labels = [c.label for c in conditions if c.sort == "topic" and c.label.lower() not in text.lower()]
    return " ".join([text, *labels])


def fields_in(text: str) -> tuple[str, ...]:
    """The fields of a record that `text` asks for, the surest words first."""
    return tuple(key for key, pattern in FIELD_WORDS.items() if pattern.search(text))


def _ordinal(text: str, names: Sequence[str]) -> str | None:
    """The name that "de tweede" points at in the list before; None when there is no such place."""
    match = ORDINAL.search(text)
    if not match or not names:
        return None
    word = (match.group(1) or match.group(2)).lower()
    place = len(names) - 1 if word == "laatste" else ORDINALS.get(word, int(word) - 1 if word.isdigit() else -1)
    return names[place] if 0 <= place < len(names) else None


def _last_request(history: Sequence[Answer]) -> Request | None:
    for answer in reversed(history):
        request = answer.notes.get("request")
        if isinstance(request, Request):
            return request
    return None


def _last_set(history: Sequence[Answer]) -> tuple[str, ...]:
    """The names of the last list that was given."""
    return next((tuple(answer.notes["set"]) for answer in reversed(history) if answer.notes.get("set")), ())
