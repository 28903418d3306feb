"""Whether a sentence of a language model holds against the quotes that it cites.

Every check can only refuse: a good sentence that is refused costs fluency, a wrong one that is kept costs trust.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.catalogue import stance
from assistant.commands import split_commands
from assistant.names import NameFinder, capitals
from ingest.ages import find_ages
from ingest.domain import DEJ_LEVELS, KJP_JUDGEMENTS, NUMBER_WORDS
from ingest.records import Quote
from ingest.sentences import split_sentences
from ingest.text import fold
from ingest.words import STOP_WORDS, content_words, stem, terms, words

_TOLD = 0.6
_TOLD_BY_QUOTES = 0.5
_MARKUP = re.compile(r"https?:|www\.|<[^>]*>|\]\(|!\[|\{\{")
_IN_WORDS = {fold(word): f"{number:g}" for word, number in NUMBER_WORDS.items() if fold(word) != "een"}
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_NEGATIONS = frozenset("niet geen nooit zonder noch nauwelijks onvoldoende niemand niets evenmin".split())
_NO_DENIAL = frozenset("alleen uitsluitend slechts".split())
_CLAUSE = re.compile(r"[.,;:()\n]|\b(?:maar|terwijl)\b")
_CLAIM = re.compile(
    r"effect|werkza|bewe[zs]en|bewijs|(?<!h)erken|onderbouwd|aangetoond|aanwijzing|evidence|"
    r"\bhelpt\b|\bwerkt\b(?!\s+(?:samen|met|aan|vanuit|volgens))",
    re.IGNORECASE,
)
_FAMILIES = tuple(
    re.compile(root) for root in ("effect", "werkza|werkt", "bewe[zs]en|bewijs", "aangetoond", "helpt", "aanbev|advis")
)
_RECOGNISED = re.compile(r"(?<!h)erken")
# What makes a claim about effect weaker: it may not fall away.
_HEDGES = re.compile(
    r"\b(?:lijk(?=t|en)|mogelijk|wellicht|misschien|vermoedelijk|waarschijnlijk|soms|doorgaans|meestal|beperkt|klein|"
    r"gering|matig|bescheiden)"
)
# The name of the databank holds a word for effect, which says nothing about the intervention.
_JUDGE = re.compile(r"databank\s+effectieve\s+jeugdinterventies(?:\s+\(dej\))?", re.IGNORECASE)
# Small words that turn a meaning: a sentence may not bring them in.
_TURNING = frozenset(
    """altijd alle alleen nooit elke elk ieder iedereen uitsluitend meer minder hoger lager meeste verplicht moet moeten
    mag mogen helft kwart dubbel databank vaak zelden
    groot grote sterk sterke aanzienlijk duidelijk klein kleine""".split()
)


@dataclass(frozen=True, slots=True)
class Source:
    """One numbered quote: its words, the record that it belongs to ("" for running text), and where it stands."""

    quote: Quote
    owner: str
    place: str

    @property
    def text(self) -> str:
        """The quote's words without instructions to whoever reads along: those are no evidence of anything."""
        kept, commands = split_commands(self.quote.text)
        return kept if commands else self.quote.text

    @property
    def known(self) -> str:
        """All words that the quote brings along: its own, and its place."""
        return f"{self.place}\n{self.text}"


class Grounding:
    """Checks sentences against the sources of one draft, for one question."""

    def __init__(
        self, sources: Sequence[Source], question: str, finder: NameFinder, vocabulary: frozenset[str]
    ) -> None:
        self.sources = sources
        self.asked = set(terms(question, vocabulary))
        self.finder = finder
        self.vocabulary = vocabulary

    def holds(self, sentence: str, numbers: Sequence[int]) -> bool:
        """Whether `sentence` says nothing that the sources with these numbers (from 1) do not say."""
        if not numbers or not all(1 <= n <= len(self.sources) for n in numbers) or _MARKUP.search(sentence):
            return False
        cited = [self.sources[n - 1] for n in numbers]
        own = "\n".join(one.text for one in cited)
        known = "\n".join(one.known for one in cited)
        return (
            _numbers(sentence) <= _numbers(known)
            and _ages_hold(sentence, known)
            and self._names_hold(sentence, cited, known)
            and judgements_hold(sentence, [one.text for one in cited])
            and negations_hold(sentence, own)
            and _TURNING.intersection(words(sentence)) <= set(words(known))
            and self._told(sentence, known)
        )

    def complete(self, sentences: Sequence[str]) -> bool:
        """Whether an answer that speaks of effect gives every judgement that the sources give."""
        text = "\n".join(sentences)
        given = judgements("\n".join(one.text for one in self.sources))
        return not is_claim(text) or given <= judgements(text)

    def _names_hold(self, sentence: str, cited: Sequence[Source], known: str) -> bool:
        """No name that the cited sources lack; with several records in the draft each sentence names its own."""
        named = {mention.name for mention in self.finder.find(sentence)}
        theirs = {mention.name for mention in self.finder.find(known)} | {one.owner for one in cited if one.owner}
        owners = {one.owner for one in cited} - {""}
        several = len({one.owner for one in self.sources} - {""}) > 1
        tells_apart = len(owners) <= 1 and (not several or owners <= named)
        # Which of several names a judgement belongs to cannot be seen from the words alone.
        mixed = is_claim(sentence) and not owners and len(theirs) > 1
        first = words(sentence)[:1]
        strange = [word for word in first if word not in STOP_WORDS and not set(terms(word)) <= self._stems(known)]
        opens_well = all(word in self.vocabulary or len(word) < 4 for word in strange)
        return (
            named <= theirs
            and tells_apart
            and not mixed
            and opens_well
            and set(capitals(sentence)) <= set(words(known))
        )

    def _told(self, sentence: str, known: str) -> bool:
        """Whether most of what the sentence speaks of is in the quotes; the question may account for some."""
        said = [stem(word) for word in content_words(sentence) if not word[0].isdigit()]
        if not said:
            return False
        there = self._stems(known)
        by_quotes = sum(one in there for one in said) / len(said)
        with_question = sum(one in there or one in self.asked for one in said) / len(said)
        return by_quotes >= _TOLD_BY_QUOTES and with_question >= _TOLD and not _turned_prefix(sentence, known)

    def _stems(self, text: str) -> set[str]:
        return set(terms(text, self.vocabulary))


def is_claim(text: str) -> bool:
    """Whether words speak of effect or recognition."""
    return bool(_CLAIM.search(_JUDGE.sub("", text)))


def judgements(text: str) -> set[str]:
    """The judgements of the databank and the KJP that stand in `text`."""
    return {term.value for term in (*DEJ_LEVELS, *KJP_JUDGEMENTS) if term.pattern.search(text)}


def judgements_hold(sentence: str, quotes: Sequence[str]) -> bool:
    """Whether what the sentence says of effect is what the quotes say: the same judgements, no yes for a no."""
    said, told = fold(_JUDGE.sub("", sentence)), fold(" ".join(quotes))
    given = judgements(" ".join(quotes))
    placed = any(term.rank for term in DEJ_LEVELS if term.value in given)
    families = (*_FAMILIES, *(() if placed else (_RECOGNISED,)))
    if not all(family.search(told) for family in families if family.search(said)):
        return False
    if not is_claim(sentence):
        return judgements(sentence) <= given
    # Of two judgements in one sentence it cannot be seen whose is whose.
    apart = sum(bool(judgements(quote)) for quote in quotes) <= 1
    hedged = set(_HEDGES.findall(fold(_nearest(sentence, "\n".join(quotes))))) <= set(_HEDGES.findall(said))
    return apart and hedged and judgements(sentence) == given and stance(said) in (None, stance(told))


def negations_hold(sentence: str, quotes: str) -> bool:
    """Whether the sentence denies what the quotes deny, and nothing else."""
    said, told = list(_negated(sentence)), list(_negated(quotes))
    if not all(any(core in theirs for _, theirs in told) for core, _ in said):
        return False
    spoken = {stem(word) for word in words(sentence)}
    denied = {one for _, around in said for one in around}
    if any(core in spoken and core not in denied for core, _ in told):
        return False
    return bool(said) or not any(_negated(_nearest(sentence, quotes)))


def _nearest(sentence: str, quotes: str) -> str:
    """The sentence of the quotes that shares most with this one."""
    spoken = set(terms(sentence))
    units = [span.of(quotes) for span in split_sentences(quotes)]
    return max(units, key=lambda unit: len(spoken & set(terms(unit))), default="")


def _negated(text: str) -> Iterator[tuple[str, set[str]]]:
    """For each denial the stem that it is about first, and all that it may be about."""
    for clause in _CLAUSE.split(text.replace("niet-", "niet ").replace("Niet-", "niet ")):
        row = words(clause)
        for at, small in enumerate(row):
            if small not in _NEGATIONS or (small == "niet" and _NO_DENIAL.intersection(row[at + 1 : at + 2])):
                continue
            after = [stem(word) for word in row[at + 1 : at + 6] if word not in STOP_WORDS][:2]
            before = [stem(word) for word in row[:at] if word not in STOP_WORDS][-1:]
            about = after or before
            yield "".join(about[:1]), set(about)


def _numbers(text: str) -> set[str]:
    digits = {number.replace(",", ".") for number in _NUMBER.findall(text)}
    return digits | {_IN_WORDS[word] for word in words(text) if word in _IN_WORDS}


def _ages_hold(sentence: str, known: str) -> bool:
    """Every age of the sentence is one of the quotes' ("4-12 jaar" and "4 tot 12 jaar" are the same)."""
    theirs = [(one.low, one.high) for one in find_ages(known, loose=True)]
    return all(
        any(low == one.low and _near(high, one.high) for low, high in theirs)
        for one in find_ages(sentence, loose=True)
        if one.kind == "number"
    )


def _near(one: int | None, other: int | None) -> bool:
    return one == other if one is None or other is None else abs(one - other) <= 12


def _turned_prefix(sentence: str, known: str) -> bool:
    """Whether "veilig" became "onveilig" or the other way round."""
    said, told = set(content_words(sentence)), set(content_words(known))
    return any(f"on{word}" in told and word not in told for word in said) or any(
        word.startswith("on") and word not in told and word[2:] in told for word in said
    )
