"""What a question names that the sources do not know: names, and things asked of a known intervention."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from assistant.common_words import common_words, is_common
from assistant.corpus_words import CorpusWords
from assistant.names import JOINS, capital_runs
from assistant.nouns import asking_part, may_be_adjective, nouns
from assistant.question_words import CATALOGUE_FILLER, FIELD_WORDS, GENERAL_NOUNS
from assistant.understanding import Request
from ingest.ages import find_ages
from ingest.index import Index
from ingest.text import fold
from ingest.words import STOP_WORDS, compound_parts, content_words, stem, terms, words

_NAME_NOUN = re.compile(
    r"\b(?:programma|methode|methodiek|interventie|training|cursus|therapie|aanpak|project)\s+"
    r"(?:['‘\"“]([^'’\"”]{2,60})['’\"”])",
    re.IGNORECASE,
)
_AGAINST = r"(?:of|vs\.?|versus|dan|naast|tegenover)\s(?:de\s|het\s)?"
# One space: where there are more, a name was blanked out.
_COMPARED_BEFORE = re.compile(rf"([^\W\d_][\w'’-]+)\s{_AGAINST}$", re.IGNORECASE)
_COMPARED_AFTER = re.compile(rf"^\s{_AGAINST}([^\W\d_][\w'’-]+)", re.IGNORECASE)
_FOR_WHOM = re.compile(r"\b(?:voor|bij|met)\s+(?:de\s+|een\s+)?(?P<which>[a-z'-]{4,}e)\s+[a-z'-]{4,}")
_GLUED = re.compile(r"[\s-]{1,2}([^\W\d_][\w'’-]+)(?!\s*\?\s*$)")
# What stands apart before a judgement ("..., is dat erkend?"), or is called a method, is a name.
_OPENS = re.compile(
    r"^\W*(?P<name>[^,:.?!]{3,60}?)\s*(?:[,:]\s*(?:is|zijn|werkt|helpt)\s+(?:dat|het|die)\b|[,:]\s*(?:wat|hoe|iets|wie|heb|heeft|voor|ken\w*)\b|"
    r"[,:][^?]*\b(?:wat|hoe|wie)\b|"
    r"\b(?:methode|methodiek|training|cursus|aanpak|therapie|protocol)\b)",
    re.IGNORECASE,
)
_JUDGED = re.compile(
    r"^\W*(?:is|zijn)\s+(?:de\s+|het\s+)?(?P<name>[\w'’-]{4,})\s+(?:\w+\s+){0,2}?(?:effectie\w+|erken\w+|bewezen|onderbouwd)\b",
    re.IGNORECASE,
)
# "GZ-psychologen", "IB'er": an abbreviation before an everyday noun names no programme.
_ABBREVIATED_NOUN = re.compile(r"\b[A-Z]{2,4}(?:-(?P<noun>[a-z]{4,})|'(?:er|ers|s))\b")
_KIND_OF_HELP = re.compile(r"^[\w'-]{3,}(?:training|therapie|methode|methodiek|programma|cursus|protocol)$")
_CALLED = re.compile(r"\b(?:dat|het|die|methode|methodiek)$", re.IGNORECASE)
_BLANKED = re.compile(r" {3,}")
_GAP = " … "
_ARTICLE = re.compile(r"\s+(?:de|het)\s+", re.IGNORECASE)
_OPENING_WORD = r"(?:^|[.!?:]\s)\W*(?P<before>(?P<first>[A-ZÀ-Þ][\w'’-]+)\s+(?:(?:en|of|van|voor|in|op|&)\s+)?)"
# "Ouders Voorop: wat is het doel ervan?": words with capitals that stand apart before the question are one name.
_CAPITAL_WORD = r"[A-ZÀ-Þ][\w'’-]+"
_HEADS = re.compile(
    rf"^\W*(?P<name>(?P<first>{_CAPITAL_WORD})(?P<rest>(?:\s+(?:(?:en|of|van|voor|in|op|&)\s+)?{_CAPITAL_WORD})+))\s*[:,]\s"
)
# "Samen Thuis 2.0": nothing but a name has such a number behind it.
_VERSION = re.compile(r"(?:[^\W\d_][\w'’-]+\s+)?(?P<last>[^\W\d_][\w'’-]+)\s+[2-9]\.0\b")
_SLIP = 1
_LONGEST_NAME = 3  # words of their own
_LONG_ENOUGH = 7  # letters; a shorter word may stand by chance inside other words
_OPENING = 120


def unknown_names(text: str, known: CorpusWords) -> tuple[str, ...]:
    """Names in `text` (written with capitals, digits or a hyphenated word of naming) that no source has."""
    found = [
        match.group(1) for match in _NAME_NOUN.finditer(text) if not all(known.knows(w) for w in words(match.group(1)))
    ]
    versions = [match.group() for match in _VERSION.finditer(text) if match["last"].lower() not in STOP_WORDS]
    found += [name for name in map(_bare, versions) if " " in name and not known.has_phrase(name)]
    heads = _HEADS.match(text)
    if heads and _is_one_name(heads["first"], heads["rest"].split(), known):
        return tuple(dict.fromkeys((*found, heads["name"])))
    text_of_names = _ABBREVIATED_NOUN.sub(_unless_of_naming, text)
    for run in capital_runs(text_of_names):
        name = _with_opening(text_of_names, run, known)
        if not _is_known(name, known) and not _is_common_noun(text_of_names, run):
            found.append(name.strip("'’‘"))
    return tuple(dict.fromkeys(found or _written_small(text, known)))


def _bare(name: str) -> str:
    """A name without the small words before it."""
    first, _, rest = name.partition(" ")
    return _bare(rest) if rest and first.lower() in STOP_WORDS | CATALOGUE_FILLER else name


def _is_known(name: str, known: CorpusWords) -> bool:
    """Whether the sources have the name, or all of its parts around an article; or it is an everyday abbreviation."""
    own = [word for word in words(name) if word not in JOINS]
    if len(own) <= 1:
        word = "".join(own)
        told = (
            known.knows(word)
            or (len(word) >= _LONG_ENOUGH and known.has_phrase(word))
            or _is_kind_of_known(word, known)
        )
        return not word or told or (is_common(word) and name.isupper())
    parts = _ARTICLE.split(name)
    return known.has_phrase(name) or (len(parts) > 1 and all(_is_known(part, known) for part in parts))


def _is_kind_of_known(word: str, known: CorpusWords) -> bool:
    """Whether a known name stands before an everyday noun ("<name>-pagina") that is not one of naming."""
    name, _, noun = word.rpartition("-")
    return bool(name) and known.knows(name) and is_common(noun) and not _KIND_OF_HELP.match(f"xxx{noun}")


def _is_common_noun(text: str, run: str) -> bool:
    """Whether an abbreviation has "een" before it ("een OTS"): a sort of thing, not the name of one."""
    return run.isupper() and bool(re.search(rf"\been\s+{re.escape(run)}\b", text, re.IGNORECASE))


def _with_opening(text: str, run: str, known: CorpusWords) -> str:
    """The run with the capitalised word before it that opens the sentence, where that is part of the name."""
    match = re.search(_OPENING_WORD + re.escape(run), text)
    if not match or match["first"].lower() in STOP_WORDS or match["first"].lower() in CATALOGUE_FILLER:
        return run
    is_part = not _is_known(run, known) or not is_common(match["first"].lower())
    return match["before"] + run if is_part else run


def _is_one_name(first: str, rest: Sequence[str], known: CorpusWords) -> bool:
    """Whether words with capitals are one name that no source has, and not an opening word before a known one."""
    known_rest = known.has_phrase(" ".join(rest)) if len(rest) > 1 else not is_common(rest[0].lower())
    return first.lower() not in STOP_WORDS and not known_rest and not known.has_phrase(" ".join((first, *rest)))


def _unless_of_naming(match: re.Match[str]) -> str:
    noun = match["noun"]
    return match.group() if noun and _KIND_OF_HELP.match(f"xxx{noun}") else " " * len(match.group())


def _written_small(text: str, known: CorpusWords) -> list[str]:
    """What a question is about by its place ("..., is dat erkend?", "... methodiek") and no source has: a name."""
    # Conditions that were blanked out leave long rows of spaces.
    start = " ".join(_BLANKED.sub(_GAP, text).split())[:_OPENING]
    opens, judged = _OPENS.match(start), _JUDGED.match(start)
    if opens:
        name = opens["name"].replace(_GAP, " ")
        surely = bool(_CALLED.search(opens.group())) and _GAP.strip() not in opens["name"]
        if _is_name(name, known, needs_strange=not surely):
            return [" ".join(name.split())]
    if judged and _is_strange(judged["name"].lower(), known):
        return [judged["name"]]
    if run := _strange_run(asking_part(text), known):
        return [run]
    return [word for word in nouns(asking_part(text)) if _KIND_OF_HELP.match(word) and _is_strange(word, known)]


def _strange_run(text: str, known: CorpusWords) -> str:
    """Two strange words together, joining words between them; or one, when all else says what is asked of it."""
    tokens, things = words(text), nouns(text)
    strange = [at for at, token in enumerate(tokens) if token.isalpha() and _is_strange(token, known)]
    strange = [at for at in strange if not _is_made_up(tokens[at], known)]
    for first, second in pairwise(strange):
        # "gehamerd op zorgvuldige" names nothing.
        is_noun = tokens[second] in things or not may_be_adjective(tokens[second])
        if is_noun and all(token in JOINS for token in tokens[first + 1 : second]):
            return " ".join(tokens[first : second + 1])
    others = [word for word in content_words(text) if word not in CATALOGUE_FILLER and word not in GENERAL_NOUNS]
    word = tokens[strange[0]] if len(strange) == 1 else ""
    # "een" stands before a thing, not before a name.
    alone = others == [word] and word in things and "een" not in tokens[max(strange[0] - 1, 0) : strange[0]]
    return word if alone else ""


def _is_made_up(word: str, known: CorpusWords) -> bool:
    """Whether the word is put together from everyday words, or has a part that the sources know."""
    return bool(compound_parts(word, common_words())) or any(known.knows(part) for part in word.split("-")[1:])


def _is_name(name: str, known: CorpusWords, needs_strange: bool) -> bool:
    """Whether the words can be one name that the sources lack: no small words but joining ones."""
    tokens = words(name)
    if not tokens or len(tokens) > 5 or any(token in STOP_WORDS and token not in JOINS for token in tokens):
        return False
    own = [token for token in tokens if token not in JOINS and token not in CATALOGUE_FILLER]
    if not own or known.has_phrase(name) or find_ages(name):
        return False
    return any(_is_strange(token, known) for token in own) or (not needs_strange and 2 <= len(own) <= _LONGEST_NAME)


def _is_strange(word: str, known: CorpusWords) -> bool:
    """Whether no source has the word or its beginning, everyday Dutch hardly does, and it is no slip."""
    told = known.understands(word) or known.begins(word) or known.near(word)
    return len(word) > 2 and not (told or is_common(word) or find_ages(word))


Place = Literal["compared", "glued", "variant", "described", "asked", "other"]


@dataclass(frozen=True, slots=True)
class Thing:
    """A word asked of a named intervention that its sources do not have; `known`: other places in the sources do.

    `place` tells how it is asked: what the intervention is compared with, a word right behind its name, for whom
    or where it is asked ("voor ..."), how that is described, the very thing that is asked ("... van"), or other.
    """

    word: str
    known: bool
    place: Place


def unaccounted(index: Index, known: CorpusWords, request: Request) -> tuple[Thing, ...]:
    """The nouns asked of the named interventions that no source has in connection with these."""
    evidence = words_about(index, request.names)
    understood = _understood(request)
    found = {
        word: Thing(word, known.knows(word), "compared")
        for word in _beside_names(request)
        if not known.understands(word)
    }
    for word in _behind_names(request):
        if word not in understood and _says_something(word) and not _in(word, evidence, index.vocabulary):
            found.setdefault(word, Thing(word, known.understands(word), "glued"))
    for word in nouns(asking_part(request.unnamed)):
        if word not in understood and _says_something(word) and not _in(word, evidence, index.vocabulary):
            found.setdefault(word, Thing(word, known.understands(word), _place(request, word)))
    for match in _FOR_WHOM.finditer(fold(request.unnamed)):
        word = match["which"]
        if word not in understood and _says_something(word) and not known.understands(word):
            found.setdefault(word, Thing(word, False, "described"))
    return tuple(found.values())


def _behind_names(request: Request) -> list[str]:
    """The word that stands right behind a name, when no small word parts them."""
    matches = (_GLUED.match(request.unnamed[mention.end :]) for mention in request.mentions)
    return [fold(match.group(1)) for match in matches if match]


def _place(request: Request, word: str) -> Place:
    text = fold(request.unnamed)
    here = re.escape(word)
    if re.search(rf"\b(?:voor|bij|met|tegen|na|in|op|via|als)\s+(?:[\w'-]+\s+){{0,3}}?{here}(?!\w)", text):
        return "variant"
    asks = r"\b(?:welke?|hoeveel|wat\s+(?:is|zijn)\s+(?:de|het)|hoe\s+\w+\s+(?:is|zijn)\s+de)\s+(?:\w+e\s+)?"
    # Three spaces: there a name was blanked out.
    of_name = rf"{here}\s+(?:(?:van|bij|voor|over|aan|met|in)\s+)?(?:de\s+|het\s+)?\s{{3,}}"
    is_bare = not any(other in STOP_WORDS for other in words(text))
    is_asked = is_bare or re.search(of_name, text) or re.search(rf"{asks}{here}(?!\w)", text)
    return "asked" if is_asked else "other"


def _beside_names(request: Request) -> list[str]:
    """The word that is compared with a named intervention ("... of <name>", "<name> vs ...")."""
    found = []
    for mention in request.mentions:
        before = _COMPARED_BEFORE.search(request.unnamed[: mention.start])
        after = _COMPARED_AFTER.match(request.unnamed[mention.end :])
        found += [fold(match.group(1)) for match in (before, after) if match]
    return [word for word in found if _says_something(word)]


def words_about(index: Index, names: Collection[str]) -> frozenset[str]:
    """The stems in the records of `names` and in the sentences that mention them, with what stands above those."""
    found: set[str] = set()
    for one in index.interventions:
        if one.name in names:
            found.update(terms(f"{one.section} {one.quote.text}", index.vocabulary))
            found.update(term for quote in one.mentions for term in terms(quote.text, index.vocabulary))
    return frozenset(found)


def _understood(request: Request) -> set[str]:
    """The words of names, conditions, and of what asks for a field or property."""
    text = request.unnamed
    spans = [(condition.start, condition.end) for condition in request.conditions]
    patterns = [*FIELD_WORDS.values(), *([request.prop.asked] if request.prop else [])]
    spans += [match.span() for pattern in patterns for match in pattern.finditer(text)]
    return {word for start, end in spans for word in words(text[start:end])}


def _says_something(word: str) -> bool:
    """Whether a word is about the subject: no age, no number, no word that any question may have."""
    general = word in CATALOGUE_FILLER or word in GENERAL_NOUNS or not content_words(word)
    return not (general or word.isdigit() or find_ages(word) or _is_slip_of_general(word))


@lru_cache(maxsize=4096)
def _is_slip_of_general(word: str) -> bool:
    return len(word) >= 6 and extractOne(word, GENERAL_NOUNS, scorer=OSA.distance, score_cutoff=_SLIP) is not None


def _in(word: str, evidence: Collection[str], vocabulary: frozenset[str]) -> bool:
    return stem(word) in evidence or any(term in evidence for term in terms(word, vocabulary))
