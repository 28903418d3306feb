"""Replies to what is no question to the sources: small talk, an instruction, another language, nothing, too vague."""

from __future__ import annotations

import re

from assistant.corpus_words import CorpusWords
from assistant.draft import Draft, as_markdown, line
from assistant.question_words import HOW_OLD
from assistant.small_talk import small_talk
from assistant.understanding import Request
from ingest.index import Index
from ingest.words import content_words

_GENERAL = frozenset("help hulp advies informatie bedoel bedoelt tips tip uitleg vraag helpen".split())
_SHOWN = 20  # pages
_OTHER_LANGUAGES = frozenset(
    "the is are what which how does who why for with children child and of abuse "
    "ist sind was fur mit kinder das der die und wie welche warum "
    "est les des pour quel quelle comment qui avec enfants enfant el los las que para con como cual ninos".split()
)
_DUTCH = frozenset(
    "de het een en van voor wat welke hoe is zijn bij met kind kinderen er ik je mijn niet wie waarom in".split()
)


def reply_without_evidence(index: Index, known: CorpusWords, request: Request) -> Draft | None:
    """The reply to what is no question to the sources: small talk, an instruction, nothing at all, too vague."""
    text = request.text
    reply = small_talk(text, len(index.pages))
    if reply and request.commands:
        return _refused_command()
    if reply:
        return Draft((line(reply),), "answered", {"why": "praatje"})
    if not any(char.isalpha() for char in text):
        if request.commands:
            return _refused_command()
        return _note("Ik zie geen vraag. Typ uw vraag in gewone woorden, bijvoorbeeld: " + _example(index), "leeg")
    if HOW_OLD.search(text):
        return _how_old(index)
    subject = [word for word in content_words(text) if known.knows(word)]
    if request.commands and not request.names and len(subject) <= 1:
        return _refused_command()
    if not request.names and _is_foreign(text):
        return _note(
            "Wegwijzer begrijpt alleen vragen in het Nederlands. *(Please ask your question in Dutch.)*", "andere taal"
        )
    if not request.names and not request.conditions and not request.follows and not request.prop and _is_vague(text):
        return _vague(index)
    return None


def _how_old(index: Index) -> Draft:
    """What is known of the dates of the pages: when each was copied."""
    told = []
    for page in list(index.pages.values())[:_SHOWN]:
        date = f"gekopieerd op {as_markdown(page.retrieved)}" if page.retrieved else "datum niet bekend"
        told.append(line(f"- {as_markdown(page.title)}: {date}"))
    first = line("Dit is bekend over de datum van de pagina's waaruit Wegwijzer citeert:")
    last = line("Kijk voor de nieuwste versie op de website van de bron.")
    return Draft((first, *told, last), "answered", {"why": "datum van de bronnen"})


def _is_vague(text: str) -> bool:
    return not [word for word in content_words(text) if not word.isdigit() and word not in _GENERAL]


def _is_foreign(text: str) -> bool:
    """Whether most of the small words are of another language, or the letters are."""
    tokens = re.findall(r"[^\W\d_]+", text.lower())
    latin = sum(token.isascii() or any(char in "éëèïöüáóàâêîôûç" for char in token) for token in tokens)
    if tokens and latin < len(tokens) / 2:
        return True
    foreign = sum(token in _OTHER_LANGUAGES and token not in _DUTCH for token in tokens)
    return len(tokens) >= 3 and foreign >= 2 and foreign > sum(token in _DUTCH for token in tokens)


def _vague(index: Index) -> Draft:
    """Asks back, with subjects that the sources have."""
    sections = dict.fromkeys(
        passage.path[-1] for passage in index.passages if passage.path and passage.kind != "record"
    )
    subjects = [as_markdown(section) for section in sections if 2 <= len(section.split()) <= 8][:5]
    text = (
        "Uw vraag is nog te algemeen om goed te beantwoorden. "
        "Kunt u zeggen over welke interventie of welk onderwerp het gaat?"
    )
    offers = [line(f"- {subject}") for subject in subjects]
    return Draft(
        (line(text), line("De bronnen gaan bijvoorbeeld over:"), *offers), "not_in_sources", {"why": "te vaag"}
    )


def _example(index: Index) -> str:
    name = index.interventions[0].name if index.interventions else ""
    return f"‘Voor wie is {as_markdown(name)} bedoeld?’" if name else "‘Wat werkt bij ...?’"


def _refused_command() -> Draft:
    return _note(
        "Dat kan ik niet doen. Ik beantwoord alleen vragen over interventies en aanbevelingen bij kindermishandeling, "
        "met citaten uit de bronnen.",
        "opdracht",
    )


def _note(text: str, why: str) -> Draft:
    return Draft((line(text),), "not_in_sources", {"why": why})
