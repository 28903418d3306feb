"""Recognises messages about danger: acute, a disclosure, a suspicion nearby, a child that writes itself, suicide.

Two recognisers: learnt weights (danger_model.py), and rules that count unless the weights are clearly calm. For the
rules words are corrected and put in classes (who, what, when), and a rule asks for a few classes near each other. A
message that asks a professional question (welke interventie, wat werkt, volgens de richtlijn) is judged by the strong
rules only: those about the writer, the writer's own surroundings, or now.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from assistant.danger_model import ANY, Meaning, learnt
from assistant.danger_rules import RULES
from assistant.danger_words import (
    ADULT,
    ASKING_PAIRS,
    ASKING_STARTS,
    CLASSES,
    GROUPS,
    IDIOMS,
    VERB_STARTS,
)
from assistant.spelling import correct
from ingest.text import fold, normalise

KINDS = ("acute", "disclosure", "suspicion", "child", "suicide")

_LONGEST_INPUT = 5000
_LONGEST_SENTENCE = 120  # words; a longer stretch without a full stop is cut, so that time grows in a straight line
_GAP = 4
# So far below the limit the weights are surer than the rules: those fired on words that mean something else there.
# Words alone must be surer than words with meaning; what both find a little calm is calm. Chosen on messages that were
# kept apart while learning.
_CALM_BY_WORDS = -3.0
CALM = -0.5
_CALMER = -1.5
_A_LITTLE_CALM_BY_WORDS = -1.0
# In a longer message (words) the one sentence that tells of danger weighs little: there the rule decides.
_LONG = 60
# A number too many on the card costs less than one that is missing, and suicide is told of in veiled words: kept apart
# while learning, -0.7 is reached by 75 % of such messages and 5 % of the others of danger, -1.5 by 85 % and 12 %.
_MAY_BE = -0.7
_MAY_BE_SUICIDE = -1.5
_ALIKE = " (en lijkt op andere berichten over gevaar)"
_NOW = frozenset({"nu", "NOW"})
_END = "#"  # stands after the last word, so that a sequence can ask for the end of the sentence
_TALKS = frozenset("TALK WORK NOISE NOW TELLS DEATHWISH HARM HARMED ALONE WEAPON KILL LIFE".split())
_PERSONAL = frozenset({"I", "ME", "MY", "NOW"})
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z0-9]+)*")
_SENTENCE = re.compile(r"[^.!?;\n]+[.!?;\n]*")


@dataclass(frozen=True, slots=True)
class Danger:
    """What a message says about danger: `kinds` in the order of KINDS, `reasons` the words that led to it."""

    kinds: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()

    @property
    def urgent(self) -> bool:
        """Whether the card must stand above the answer."""
        return bool(self.kinds)


@dataclass(frozen=True, slots=True)
class _Step:
    """One place of a sequence: any of `symbols` (words or class names), after at most `gap` other words."""

    symbols: frozenset[str]
    gap: int


@dataclass(frozen=True, slots=True)
class _Rule:
    kinds: tuple[str, ...]
    strong: bool
    wanted: tuple[tuple[_Step, ...], ...]
    unwanted: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Sentence:
    words: tuple[str, ...]
    symbols: tuple[frozenset[str], ...]
    ends: tuple[int, ...]
    """Per word where the longest known phrase that begins there ends, so that a reason shows all of it."""
    asked: bool

    @property
    def all(self) -> frozenset[str]:
        return frozenset[str]().union(*self.symbols)


def recognise(text: str, meaning: Meaning | None = None) -> Danger:
    """The danger that `text`, a message in everyday Dutch, tells of in its first 5,000 characters; never raises.

    `meaning` is by the model that the weights were learnt with; without it the words alone count.
    """
    sentences = tuple(_read_sentences(text))
    fired = tuple(_fired(sentences))
    weighed = learnt(text, meaning)
    kinds: set[str] = set()
    reasons: dict[str, None] = {}
    overruled = bool(fired) and meaning is not None and _is_calm(text, weighed.scores[ANY], sentences)
    for sentence, found in fired:
        if not overruled and learnt(" ".join(sentence.words)).scores[ANY] > _CALM_BY_WORDS:
            kinds.update(kind for of_rule, _ in found for kind in of_rule)
            reasons.update(dict.fromkeys(words for _, words in found))
    if weighed.scores[ANY] > 0:
        kinds.update(kind for kind in KINDS if weighed.scores[kind] > _least(kind))
        kinds.update(() if kinds else [max(KINDS, key=weighed.scores.__getitem__)])
        reasons.setdefault(", ".join(weighed.words) + (_ALIKE if weighed.alike > 0 else ""))
    if "child" in kinds and any(ADULT & sentence.all for sentence in sentences):
        kinds.discard("child")  # a parent or a professional is writing
    return Danger(tuple(kind for kind in KINDS if kind in kinds), tuple(reasons))


def _least(kind: str) -> float:
    """The score from which a message of danger may be of this kind too."""
    return _MAY_BE_SUICIDE if kind == "suicide" else _MAY_BE


def _is_calm(text: str, score: float, sentences: Sequence[_Sentence]) -> bool:
    """Whether the weights, with the meaning, are surer that there is no danger than a rule is that there is."""
    if sum(len(sentence.words) for sentence in sentences) > _LONG or score > CALM:
        return False
    return score <= _CALMER or learnt(text).scores[ANY] <= _A_LITTLE_CALM_BY_WORDS


def is_ruled(text: str) -> bool:
    """Whether any rule takes `text` for a message of danger, whatever the weights say."""
    return any(True for _ in _fired(tuple(_read_sentences(text))))


def _fired(sentences: Sequence[_Sentence]) -> Iterator[tuple[_Sentence, list[tuple[tuple[str, ...], str]]]]:
    """The sentences in which rules fire, with the kinds of each rule and the words that fulfil it."""
    talks = any(_TALKS & sentence.all for sentence in sentences)
    professional = not talks or any(_is_professional(sentence) for sentence in sentences)
    for sentence in sentences:
        present = sentence.all
        # What happens now counts beside a professional question too, in a sentence that is not that question.
        now = bool(_NOW & present) and not sentence.asked and not _is_professional(sentence)
        found = [
            (rule.kinds, words)
            for rule in _rules()
            if (rule.strong or now or not professional) and (words := _apply(rule, sentence, present))
        ]
        if found:
            yield sentence, found


def _read_sentences(text: str) -> Iterator[_Sentence]:
    plain = fold(normalise(text[:_LONGEST_INPUT]))
    for match in _SENTENCE.finditer(plain):
        words = tuple(correct(_WORD.findall(match.group())))
        for start in range(0, len(words), _LONGEST_SENTENCE):
            part = (*words[start : start + _LONGEST_SENTENCE], _END)
            yield _Sentence(part, *_tag(part), match.group().rstrip().endswith("?"))


@cache
def _phrases() -> dict[str, tuple[tuple[tuple[_Step, ...], str], ...]]:
    """Per first word: the sequences of the classes, with the class that each puts on its first word."""
    found: dict[str, list[tuple[tuple[_Step, ...], str]]] = {}
    members = [(name, member) for name, group in CLASSES.items() for member in group]
    members += [("IDIOM", member) for member in IDIOMS]
    for name, member in members:
        steps = _read_steps(member)
        for first in steps[0].symbols:
            found.setdefault(first, []).append((steps, name))
    return {first: tuple(sequences) for first, sequences in found.items()}


def _tag(words: Sequence[str]) -> tuple[tuple[frozenset[str], ...], tuple[int, ...]]:
    """For each word its symbols (itself and its classes; none in an idiom) and where its phrase ends."""
    bare = tuple(frozenset({word}) for word in words)
    tagged = [set(symbols) for symbols in bare]
    ends = list(range(1, len(words) + 1))
    idioms: set[int] = set()
    for start, word in enumerate(words):
        for steps, name in _phrases().get(word, ()):
            end = _match(steps, bare, start)
            if end and name == "IDIOM":
                idioms.update(range(start, end))
            elif end:
                tagged[start].add(name)
                ends[start] = max(ends[start], end)
    return tuple(frozenset() if place in idioms else frozenset(tags) for place, tags in enumerate(tagged)), tuple(ends)


def _read_steps(text: str) -> tuple[_Step, ...]:
    """`a|b .. C` as steps: next to each other, or with `..` at most four words between."""
    steps, gap = [], 0
    for part in text.split():
        if part == "..":
            gap = _GAP
        else:
            steps.append(_Step(frozenset(part.split("|")), gap))
            gap = 0
    return tuple(steps)


@cache
def _rules() -> tuple[_Rule, ...]:
    return tuple(_read_rule(*rule) for rule in RULES)


def _read_rule(kinds: str, strength: str, text: str) -> _Rule:
    for name, group in GROUPS.items():
        text = text.replace(name, group)
    parts = [part.strip() for part in text.split("&")]
    unwanted = frozenset(word for part in parts if part.startswith("!") for word in part[1:].split("|"))
    wanted = tuple(_read_steps(part) for part in parts if not part.startswith("!"))
    return _Rule(tuple(kinds.split()), strength == "strong", wanted, unwanted)


def _apply(rule: _Rule, sentence: _Sentence, present: frozenset[str]) -> str:
    """The words of `sentence` that fulfil the rule, or an empty string."""
    if rule.unwanted & present or not all(step.symbols & present for steps in rule.wanted for step in steps):
        return ""
    places = [_search(steps, sentence.symbols) for steps in rule.wanted]
    if not all(places):
        return ""
    spans = [(start, sentence.ends[end - 1]) for start, end in (place for place in places if place)]
    return " … ".join(" ".join(sentence.words[start:end]) for start, end in spans).removesuffix(f" {_END}")


def _search(steps: tuple[_Step, ...], symbols: Sequence[frozenset[str]]) -> tuple[int, int] | None:
    for start in range(len(symbols)):
        if steps[0].symbols & symbols[start] and (end := _match(steps, symbols, start)):
            return start, end
    return None


def _match(steps: Sequence[_Step], symbols: Sequence[frozenset[str]], start: int) -> int:
    """Where the sequence that begins at `start` ends, or 0."""
    if len(steps) == 1:
        return start + 1
    following = steps[1]
    for place in range(start + 1, min(start + 2 + following.gap, len(symbols))):
        if following.symbols & symbols[place] and (end := _match(steps[1:], symbols, place)):
            return end
    return 0


def _is_professional(sentence: _Sentence) -> bool:
    """Whether the sentence asks a question about help or knowledge, or tells of a case on paper."""
    if "PRO" in sentence.all:
        return True
    if "HELPME" in sentence.symbols[0]:
        return False
    if sentence.asked and not _PERSONAL & sentence.all:
        return True  # a question without the writer or this moment in it
    first = sentence.words[0]
    return (
        first in ASKING_STARTS
        or " ".join(sentence.words[:2]) in ASKING_PAIRS
        or (sentence.asked and first in VERB_STARTS)
    )
