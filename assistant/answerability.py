"""Do the sources speak about this, about this property, and in this sense? Decided from evidence, and explained."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.corpus_words import CorpusWords
from assistant.names import JOINS, capital_runs
from assistant.question_words import CATALOGUE_FILLER, SUBJECTS, Property
from assistant.retrieval import Found
from assistant.understanding import Request
from ingest.ages import find_ages
from ingest.index import Index
from ingest.words import content_words, stem, terms, words

# Chosen by hand on the development questions (split "tune"); evals measures the rest with `--split measure`.
_NEAR = 0.86
_WEIGHTS = {
    "nearness": 55.0,
    "unknown": -3.4,
    "covered": 1.2,
    "constant": 1.75,
    "other subject": -3.0,
    "strange focus": -1.6,
    "sequel": 1.0,
}
_FOCUS = re.compile(
    r"^\W*(?:hoe\s+effectief\s+(?:is|zijn)|voor\s+wie\s+(?:is|zijn)|wat\s+(?:is|zijn|betekent|betekenen)|werkt|werken|helpt|helpen|hoe\s+werkt|welke|wat\s+weet\s+(?:je|u)\s+(?:over|van)|ken(?:t)?\s+(?:je|u))\b",
    re.IGNORECASE,
)
_DEFINES = re.compile(r"^\W*(?:hoe\s+effectief|voor\s+wie|wat\s+(?:is|zijn|betekent))\b", re.IGNORECASE)
_SHORT = 4
_NAME_NOUN = re.compile(
    r"\b(?:programma|methode|methodiek|interventie|training|cursus|therapie|aanpak|project)\s+(?:['‘\"“]([^'’\"”]{2,60})['’\"”])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether running text answers: the score (above 0 = yes), why not in Dutch, and the numbers behind it."""

    answers: bool
    score: float
    reason: str = ""
    unknown: tuple[str, ...] = ()
    near: bool = True

    def as_json(self) -> dict[str, object]:
        """For `--explain`."""
        return {
            "beantwoordbaar": self.answers,
            "score": round(self.score, 2),
            "reden": self.reason,
            "onbekend": list(self.unknown),
        }


def unknown_names(text: str, known: CorpusWords) -> tuple[str, ...]:
    """Names in `text` (written with capitals, digits or a hyphenated word of naming) that no source has."""
    found = [
        match.group(1) for match in _NAME_NOUN.finditer(text) if not all(known.knows(w) for w in words(match.group(1)))
    ]
    for run in capital_runs(text):
        own = [word for word in words(run) if word not in JOINS]
        single = len(own) == 1 and known.knows(own[0])
        if own and not single and not known.has_phrase(run):
            found.append(run)
    return tuple(dict.fromkeys(found))


def judge(index: Index, known: CorpusWords, request: Request, found: Found) -> Judgement:
    """Whether the running text that was found answers the request."""
    if not found.hits:
        return Judgement(False, -9.0, "niets gevonden", near=False)
    content = list(dict.fromkeys(content_words(request.search)))
    # What a condition covers ("kleuter", "OTS") is understood, whether or not the sources use the word.
    understood = {word for c in request.conditions for word in content_words(request.unnamed[c.start : c.end])}
    weighted = [word for word in content if word not in understood and not find_ages(word) and not word.isdigit()]
    unknown = tuple(word for word in weighted if word not in CATALOGUE_FILLER and not known.knows(word))
    cosine = max(hit.cosine for hit in found.hits)
    share = len(unknown) / max(len(weighted), 1)
    covered = max((_covered(index, hit.number, weighted) for hit in found.hits[:5]), default=0.0)
    foreign = any(SUBJECTS.fullmatch(word) for word in unknown)
    score = (
        _WEIGHTS["constant"]
        + _WEIGHTS["nearness"] * (cosine - _NEAR)
        + _WEIGHTS["unknown"] * share
        + _WEIGHTS["covered"] * (covered - 0.5)
        + _WEIGHTS["other subject"] * foreign
        + _WEIGHTS["strange focus"] * _focus_is_strange(request.search, unknown)
        + _WEIGHTS["sequel"] * request.follows
    )
    if score > 0:
        return Judgement(True, score, "", unknown)
    return Judgement(False, score, "de bronnen spreken hier niet over", unknown, near=score > -2.5 and share < 0.99)


def _focus_is_strange(text: str, unknown: Sequence[str]) -> bool:
    """Whether the very thing that is asked about is a word that no source has ("Wat is ...?", "Werkt ...?")."""
    match = _FOCUS.match(text)
    asked = content_words(text[match.end() :]) if match else []
    if match and _DEFINES.match(text) and len(asked) <= _SHORT:
        return any(word in unknown for word in asked)
    return bool(asked) and asked[0] in unknown


def _covered(index: Index, number: int, content: Sequence[str]) -> float:
    """The share of the content words that the passage (or what stands above it) has."""
    passage = index.passages[number]
    own = set(terms(f"{passage.context}\n{passage.text}", index.vocabulary))
    hits = [word for word in content if stem(word) in own or any(t in own for t in terms(word, index.vocabulary))]
    return len(hits) / max(len(content), 1)


def tells(index: Index, request: Request, found: Found, prop: Property) -> list[tuple[int, int]]:
    """The sentences (passage number, unit number) that can answer the asked property, best first.

    They must have its shape and, unless a named intervention already limits them, a word of the question.
    """
    about = {stem(word) for word in content_words(prop.asked.sub(" ", request.search))}
    limited = bool(request.names)
    options = []
    for hit in found.hits[: 12 if limited else 5]:
        passage = index.passages[hit.number]
        text = index.pages[passage.page].text
        named = not limited or _names_in(index, request.names, hit.number)
        cosines = index.unit_vectors[np.flatnonzero(index.unit_owner == hit.number)] @ found.vector
        for at, span in enumerate(passage.units):
            sentence = span.of(text)
            if not named or not prop.told.search(_without_ages(sentence)):
                continue
            if not limited and not about & set(terms(f"{passage.section} {sentence}", index.vocabulary)):
                continue
            cosine = float(cosines[at]) if at < len(cosines) else hit.cosine
            options.append((cosine + (0.05 if hit.number == found.hits[0].number else 0), hit.number, at))
    return [(number, at) for _, number, at in sorted(options, reverse=True)]


def _without_ages(sentence: str) -> str:
    """The sentence with its ages blanked out: "tot 6 jaar" says nothing about how long something takes."""
    chars = list(sentence)
    for age in find_ages(sentence):
        chars[age.start : age.end] = " " * (age.end - age.start)
    return "".join(chars)


def tells_about(index: Index, request: Request, found: Found) -> bool:
    """Whether something that names the asked intervention also speaks of the rest of the question."""
    wanted = {stem(word) for word in content_words(request.unnamed) if word not in CATALOGUE_FILLER}
    for hit in found.hits[:12]:
        if _names_in(index, request.names, hit.number):
            passage = index.passages[hit.number]
            shared = wanted & set(terms(f"{passage.context}\n{passage.text}", index.vocabulary))
            if len(shared) * 2 >= len(wanted):
                return True
    return not wanted


def _names_in(index: Index, names: Sequence[str], number: int) -> bool:
    """Whether a passage is about one of the named interventions: its record, or a text that mentions it."""
    passage = index.passages[number]
    for one in index.interventions:
        if one.name in names:
            for quote in (one.quote, *one.mentions):
                if quote.page == passage.page and passage.span.start < quote.end and quote.start < passage.span.end:
                    return True
    return False
