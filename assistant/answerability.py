"""Does running text answer the question? Decided from a few numbers about question and evidence, which can be printed.

The weights of those numbers stand in answerability.json. They are learnt by `python -m evals.train_answerability` from
the questions of split "tune" (and those without a split); `wegwijzer eval --split measure` measures on the others.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np

from assistant.common_words import is_common
from assistant.corpus_words import CorpusWords
from assistant.likeness import Likeness, read_likeness
from assistant.nouns import asking_part, nouns
from assistant.premises import takes_for_granted
from assistant.question_words import CATALOGUE_FILLER, SUBJECTS
from assistant.retrieval import Found
from assistant.strange import Thing, unaccounted, words_about
from assistant.understanding import Request
from ingest.ages import find_ages
from ingest.embedding import Vectors, is_learnt_with
from ingest.index import Index
from ingest.neighbours import neighbours
from ingest.pieces import LABEL
from ingest.text import fold
from ingest.words import content_words, stem, terms

WEIGHTS = Path(__file__).with_name("answerability.json")
LIKENESSES = Path(__file__).with_name("answerability.npz")
SIGNS = {
    "nabij": "hoe dicht de beste zin bij de vraag ligt",
    "marge": "hoeveel dichter dan zinnen over aangrenzende onderwerpen",
    "woorden": "hoeveel van de woorden de beste passage heeft",
    "gedekt": "welk deel van de vraag, gewogen naar zeldzaamheid, de beste passages hebben",
    "onbekend": "welk deel van de woorden geen bron heeft",
    "onbekende woorden": "hoeveel woorden geen bron heeft",
    "onbekende zaken": "hoeveel zelfstandige naamwoorden geen bron heeft",
    "samenstellingen": "hoeveel zelfstandige naamwoorden alleen in delen bekend zijn",
    "elders": "hoeveel zelfstandige naamwoorden wel bekend zijn, maar niet in de beste passages staan",
    "los": "welk deel van de woorden alleen ongeveer bekend is",
    "zeldzaam": "hoeveel woorden die geen bron heeft, ook in gewoon Nederlands zeldzaam zijn",
    "zeldzaam gevraagd": "hoeveel daarvan in de vragende zin als zelfstandig naamwoord staan",
    "andere woorden": "welk deel van de woorden de bronnen alleen in vakwoorden hebben",
    "ander onderwerp": "of er een woord van een aangrenzend onderwerp in staat dat geen bron heeft",
    "vreemd onderwerp": "of juist dat waar het om gaat onbekend is",
    "lengte": "hoeveel inhoudswoorden de vraag heeft",
    "soort vraag": "of de vraag lijkt op vragen waarop zulke bronnen antwoord geven",
    "passend": "hoe goed de best passende passage past, zoals geleerd van vragen met en zonder antwoord",
}
"""The numbers that are weighed, and what each says."""
SIGNS_NAMED = {
    "vergeleken": "hoeveel onbekende namen ermee worden vergeleken",
    "onbekend voor": "hoeveel onbekende woorden zeggen voor wie, waar of in welke vorm",
    "onbekend omschreven": "hoeveel onbekende woorden die groep of vorm omschrijven",
    "onbekend gevraagd": "hoeveel onbekende woorden zeggen wat er wordt gevraagd",
    "onbekend overig": "hoeveel andere zelfstandige naamwoorden geen bron heeft",
    "vastgeplakt": "hoeveel woorden die er niet bij staan, direct aan de naam vastzitten",
    "zeldzaam": "hoeveel onbekende woorden ook in gewoon Nederlands zeldzaam zijn",
    "elders voor": "hoeveel bekende woorden voor wie of waar er niet bij de interventie staan",
    "elders overig": "hoeveel andere bekende woorden er niet bij de interventie staan",
    "gegeven": "of er een vast gegeven van de interventie wordt gevraagd",
    "oordeel": "of het oordeel over de interventie wordt gevraagd",
    "nabij": "hoe dicht de beste zin over de interventie bij de vraag ligt",
    "marge": "hoeveel dichter dan zinnen over aangrenzende onderwerpen",
    "gedekt": "welk deel van de woorden bij de interventie staat",
    "lengte": "hoeveel inhoudswoorden de vraag heeft",
    "soort vraag": "of wat er wordt gevraagd, lijkt op wat zulke bronnen van een interventie zeggen",
    "verschil": "of wat de vraag meer wil weten dan de beste zinnen, lijkt op dat van vragen met een antwoord",
    "passend": "hoe goed de best passende passage past, zoals geleerd van vragen met en zonder antwoord",
}
"""The same for a question about a named intervention."""
OF_VECTORS = frozenset({"nabij", "marge", "soort vraag", "verschil", "passend"})
"""Those that depend on the embedding model."""
LEARNT_PASSAGES = "learnt_passages"
"""Under this name answerability.json has the fingerprints of the passages of the pages that were learnt from."""
_NAMELESS = "dit programma"
LEAST, BOUND = -0.3, 1.2
"""The kind of question alone never decides: pages about other subjects answer other questions."""
_SEQUEL = 1.0
_UNTOLD = -1.0
# Who asks why something is so, has mostly read it. Chosen on the questions that are learnt from.
_GRANTED = 1.5
# Chosen on two made-up sets of pages that nothing was learnt from: of the questions to running text there, 13 of the 19
# that were refused in error scored between -0.7 and 0, and 2 of the 15 that were refused rightly.
_NEW = 0.5
_YES_OR_NO = re.compile(
    r"^\W*(?:is|zijn|kan|kun\w*|bestaa\w*|werkt|mag|wordt|worden|heeft|hebben|helpt)\b", re.IGNORECASE
)
_TOP = 4
_SENTENCES = 3
_TELLS = 0.05
_FAR = -2.5
_FOCUS = re.compile(
    r"^\W*(?:hoe\s+effectief\s+(?:is|zijn)|voor\s+wie\s+(?:is|zijn)|wat\s+(?:is|zijn|betekent|betekenen)|werkt|werken|helpt|"
    r"helpen|hoe\s+werkt|welke|wat\s+weet\s+(?:je|u)\s+(?:over|van)|ken(?:t)?\s+(?:je|u))\b",
    re.IGNORECASE,
)
_DEFINES = re.compile(r"^\W*(?:hoe\s+effectief|voor\s+wie|wat\s+(?:is|zijn|betekent))\b", re.IGNORECASE)
_SHORT = 4


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether running text answers: the score (above 0 = yes), why not in Dutch, and the numbers behind it.

    `subject` is the neighbouring subject that the question lies nearest to, empty when the pages lie nearer. `signs`
    are the numbers that were weighed, `parts` what each adds to the score.
    """

    answers: bool
    score: float
    reason: str = ""
    unknown: tuple[str, ...] = ()
    near: bool = True
    subject: str = ""
    signs: dict[str, float] = field(default_factory=dict)
    parts: dict[str, float] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        """For `--explain`."""
        return {
            "beantwoordbaar": self.answers,
            "score": round(self.score, 2),
            "reden": self.reason,
            "onbekend": list(self.unknown),
            "lijkt op": self.subject,
            "tekens": {name: round(value, 4) for name, value in self.signs.items()},
            "gewogen": {name: round(value, 2) for name, value in self.parts.items() if abs(value) >= _TELLS},
        }


def judge(index: Index, known: CorpusWords, request: Request, found: Found) -> Judgement:
    """Whether the running text that was found answers the request."""
    if not found.hits:
        return Judgement(False, -9.0, "niets gevonden", near=False)
    asked = _asked_words(request)
    unknown = tuple(word for word in asked if word not in CATALOGUE_FILLER and not known.understands(word))
    signs = _signs(index, known, request, found, asked, unknown)
    parts = _weighed(index, "text", signs, request.follows)
    if not request.names and takes_for_granted(request):
        parts["gaat ergens van uit"] = _GRANTED
    if is_learnt_with(index.embeddings.fingerprint) and is_new(index, found.hits[0].number):
        parts["nieuwe passage"] = _NEW
    score = sum(parts.values())
    subject = _nearest_subject(index, found) if signs["marge"] < 0 else ""
    if score > 0:
        return Judgement(True, score, "", unknown, subject=subject, signs=signs, parts=parts)
    near = score > _FAR and signs["onbekend"] < 0.99
    return Judgement(False, score, "de bronnen spreken hier niet over", unknown, near, subject, signs, parts)


def judge_named(index: Index, known: CorpusWords, request: Request, found: Found) -> Judgement:
    """Whether what the sources say of the named interventions can answer the request."""
    things = unaccounted(index, known, request)
    if request.wanted == "comparison":  # a table says of each cell whether the sources have it
        things = tuple(thing for thing in things if thing.place == "compared")
        unknown = tuple(thing.word for thing in things)
        return Judgement(not things, -1.0 if things else 1.0, "", unknown)
    signs = _signs_named(index, request, found, things)
    parts = _weighed(index, "named", signs, request.follows)
    if signs["onbekend voor"] and _YES_OR_NO.match(request.text):
        parts["ja of nee"] = _UNTOLD  # a yes or a no about something that no source knows
    score = sum(parts.values())
    unknown = tuple(thing.word for thing in things if not thing.known) or tuple(thing.word for thing in things)
    reason = "" if score > 0 else "de bronnen zeggen dit niet over deze interventie"
    return Judgement(score > 0, score, reason, unknown, signs=signs, parts=parts)


def _signs_named(index: Index, request: Request, found: Found, things: Sequence[Thing]) -> dict[str, float]:
    """The number for every one of SIGNS_NAMED."""
    asked = [word for word in _asked_words(request) if word not in CATALOGUE_FILLER]
    about = words_about(index, request.names)
    own = index.unit_vectors[np.isin(index.unit_owner, list(found.named))] @ found.vector
    beside = np.sort(index.neighbour_vectors @ found.vector)[::-1]
    place = Counter((thing.place, thing.known) for thing in things)
    nameless_vector = partial(index.embeddings.encode_query, nameless(request))
    return {
        "vergeleken": place["compared", False],
        "onbekend voor": place["variant", False],
        "onbekend omschreven": place["described", False],
        "onbekend gevraagd": place["asked", False],
        "onbekend overig": min(place["other", False], 2),
        "vastgeplakt": place["glued", False] + place["glued", True],
        "zeldzaam": min(sum(not thing.known and not is_common(thing.word) for thing in things), 2),
        "elders voor": place["variant", True],
        "elders overig": min(place["other", True] + place["asked", True], 2),
        "gegeven": float(request.field is not None or request.wanted == "record"),
        "oordeel": float(request.field in ("dej", "kjp")),
        "nabij": float(own.max(initial=0)),
        "marge": float(own.max(initial=0) - beside[:3].mean()),
        "gedekt": sum(stem(word) in about for word in asked) / max(len(asked), 1) if asked else 1.0,
        "lengte": min(len(asked), 8),
        "soort vraag": _likeness(index, "named", nameless_vector),
        "verschil": _likeness(index, "named.difference", lambda: difference(index, found)),
        "passend": found.nearness,
    }


def _weighed(index: Index, which: str, signs: Mapping[str, float], follows: bool) -> dict[str, float]:
    """What each sign adds to the score, the most telling first.

    Another model's cosines mean something else, so for another model the words alone count.
    """
    raw = _weights()[which if is_learnt_with(index.embeddings.fingerprint) else f"{which}, words only"]
    parts = {name: float(weight) * signs[name] for name, weight in raw["weights"].items()}
    # Nearness is never far from its mean: by itself it would hide the others.
    first = "nabij" if "nabij" in parts else "lengte"
    parts[first] += float(raw["offset"])
    parts |= {"vervolg": _SEQUEL} if follows else {}
    return dict(sorted(parts.items(), key=lambda part: -abs(part[1])))


def nameless(request: Request) -> str:
    """The question with "dit programma" for the interventions that it names."""
    text = request.text
    for mention in sorted(request.mentions, key=lambda mention: -mention.start):
        text = text[: mention.start] + _NAMELESS + text[mention.end :]
    return text


def difference(index: Index, found: Found) -> Vectors:
    """What the question means beside the sentences about the named interventions that are nearest to it."""
    own = index.unit_vectors[np.isin(index.unit_owner, list(found.named))]
    best = np.argsort(-(own @ found.vector), kind="stable")[:_SENTENCES]
    rest: Vectors = found.vector - (own[best].mean(axis=0) if len(best) else 0)
    return rest


def _likeness(index: Index, which: str, vector: Callable[[], Vectors]) -> float:
    """How like the question is to those that were learnt from; 0 for another model than that was learnt with."""
    if not is_learnt_with(index.embeddings.fingerprint):
        return 0.0
    return float(np.clip(_likenesses()[which].score(vector()), LEAST, BOUND))


@cache
def _likenesses() -> dict[str, Likeness]:
    with np.load(LIKENESSES, allow_pickle=False) as data:
        return {which: read_likeness(data, which) for which in ("text", "named", "named.difference")}


@cache
def _weights() -> dict[str, Any]:
    return dict(json.loads(WEIGHTS.read_text("utf-8")))


def fingerprints(text: str) -> list[str]:
    """What a passage that was learnt from is known by, in whatever layout: its lines without labels, longest first."""
    lines = (re.sub(r"[\W_]+", "", fold(LABEL.sub("", line))) for line in text.split("\n"))
    longest = sorted(dict.fromkeys(lines), key=len, reverse=True)
    return [hashlib.sha256(line.encode()).hexdigest()[:12] for line in longest]


def is_new(index: Index, number: int) -> bool:
    """Whether nothing was learnt from a passage: questions then lie farther from it than from those that were."""
    return fingerprints(index.passages[number].text)[0] not in _learnt_passages()


@cache
def _learnt_passages() -> frozenset[str]:
    return frozenset(_weights()[LEARNT_PASSAGES])


def _asked_words(request: Request) -> list[str]:
    """The content words that the evidence must account for: not names, ages, numbers or what a condition covers."""
    understood = {word for c in request.conditions for word in content_words(request.unnamed[c.start : c.end])}
    understood |= {word for m in request.mentions for word in content_words(request.text[m.start : m.end])}
    words = dict.fromkeys(content_words(request.search))
    return [word for word in words if word not in understood and not find_ages(word) and not word.isdigit()]


def _signs(
    index: Index, known: CorpusWords, request: Request, found: Found, asked: Sequence[str], unknown: Sequence[str]
) -> dict[str, float]:
    """The number for every one of SIGNS."""
    lookup = _Lookup(index, [hit.number for hit in found.hits[:_TOP]])
    count = max(len(asked), 1)
    telling = [word for word in asked if word not in CATALOGUE_FILLER]
    asking = asking_part(request.search)
    things = [word for word in nouns(asking) if word in telling]
    rare = [word for word in unknown if len(word) > 2 and not is_common(word) and not known.near(word)]
    translated = [word for word in telling if known.meant(word) and not known.knows(word)]
    loose = [word for word in telling if word not in unknown and not known.has(word)]
    best = np.sort(index.unit_vectors @ found.vector)[::-1]
    beside = np.sort(index.neighbour_vectors @ found.vector)[::-1]
    return {
        "nabij": float(best[0]),
        "marge": float(best[:3].mean() - beside[:3].mean()),
        "woorden": found.hits[0].words / (1 + len(asked)),
        "gedekt": lookup.covered(asked),
        "onbekend": len(unknown) / count,
        "onbekende woorden": min(len(unknown), 3),
        "onbekende zaken": min(sum(word in unknown for word in things), 2),
        "samenstellingen": min(sum(word in loose for word in things), 2),
        "elders": min(sum(word not in unknown and not lookup.has(word) for word in things), 2),
        "los": len(loose) / count,
        "zeldzaam": min(len(rare), 2),
        "zeldzaam gevraagd": min(sum(word in rare for word in things), 2),
        "andere woorden": len(translated) / count,
        "ander onderwerp": float(any(SUBJECTS.fullmatch(word) and not known.knows(word) for word in asked)),
        "vreemd onderwerp": float(_focus_is_strange(asking, unknown)),
        "lengte": min(len(asked), 8),
        "soort vraag": _likeness(index, "text", lambda: found.vector),
        "passend": found.nearness,
    }


class _Lookup:
    """Which words the passages that were found have, straight from the index of words."""

    def __init__(self, index: Index, numbers: Sequence[int]) -> None:
        self._index, self._numbers = index, frozenset(numbers)
        self._ends, self._rows = index.lexical.scores["indptr"], index.lexical.scores["indices"]
        self._most = len(index.passages)

    def has(self, word: str) -> bool:
        """Whether any of the passages has the word, in any form or as a part."""
        return bool(self._in(word))

    def covered(self, asked: Sequence[str]) -> float:
        """The share of `asked` that one passage has, rare words weighing more; of the passage that has most."""
        weights = {word: self._weight(word) for word in asked}
        places = {word: self._in(word) for word in asked}
        total = sum(weights.values()) or 1.0
        return (
            max((sum(w for word, w in weights.items() if n in places[word]) for n in self._numbers), default=0) / total
        )

    def _in(self, word: str) -> frozenset[int]:
        forms = {stem(word), *terms(word, self._index.vocabulary)}
        return self._numbers.intersection(*[set().union(*(self._documents(form) for form in forms))])

    def _documents(self, form: str) -> list[int]:
        at = self._index.lexical.vocab_dict.get(form)
        return [] if at is None else self._rows[self._ends[at] : self._ends[at + 1]].tolist()

    def _weight(self, word: str) -> float:
        at = self._index.lexical.vocab_dict.get(stem(word))
        if at is None:
            return float(np.log(2 * self._most))
        return float(np.log((self._most + 1) / (self._ends[at + 1] - self._ends[at] + 0.5)))


def _nearest_subject(index: Index, found: Found) -> str:
    return neighbours()[int(np.argmax(index.neighbour_vectors @ found.vector))].subject


def _focus_is_strange(text: str, unknown: Sequence[str]) -> bool:
    """Whether the very thing that is asked about is a word that no source has ("Wat is ...?", "Werkt ...?")."""
    match = _FOCUS.match(text)
    asked = content_words(text[match.end() :]) if match else []
    if match and _DEFINES.match(text) and len(asked) <= _SHORT:
        return any(word in unknown for word in asked)
    return bool(asked) and asked[0] in unknown
