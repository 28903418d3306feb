"""Which words of a question are its things: nouns, told from the small words before them."""

from __future__ import annotations

import re

from ingest.text import fold
from ingest.words import STOP_WORDS

_TOKEN = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*|[.,;:?!()]")
_DETERMINERS = frozenset(
    """de het een geen n deze dit mijn onze ons hun haar uw jouw elke elk iedere ieder alle hoeveel welke welk
    wlke veel meer minder weinig andere beide twee drie vier vijf enkele enige sommige zo'n wat""".split()
)
_PREPOSITIONS = frozenset(
    """van voor bij met in op over tegen na naar door uit tot tijdens zonder rond rondom onder tussen aan binnen buiten
    wegens vanwege ivm qua via per als vanaf sinds omtrent jegens namens tbv""".split()
)
# After these at the start of a question comes its subject ("hebben huilbaby's ...").
_OPENING_VERBS = frozenset(
    """zijn worden hebben krijgen kunnen mogen moeten werken helpen bestaan komen gaan hoeven willen zouden doen waarom
    heeft""".split()
)
_ADJECTIVE = re.compile(r"(?:e|isch|aal|eel|ig|lijk|baar|loos|zaam|end|ief|half)$|^(?:ge|be|ver|over|uit)\w+[dt]$")
_SENTENCE = re.compile(r"[^.?!\n]+[.?!\n]*")
_SPEAKER = re.compile(
    r"^\W*(?:als|ik\s+ben|wij\s+zijn|we\s+zijn|(?:ik|wij|we)\s+werk\w*\s+(?:als|bij|in|op))\b[^,:.?]{0,60}(?:[,:.]|\bvraag\b)",
    re.IGNORECASE,
)
_JOINS = frozenset({"en", "of", ",", "tot"})


def nouns(text: str) -> tuple[str, ...]:
    """The nouns of `text` (folded) as far as small words show them; all content words of a search in key words."""
    tokens = [fold(token) for token in _TOKEN.findall(text)]
    words = [token for token in tokens if token[0].isalnum()]
    if not any(word in STOP_WORDS or word in _DETERMINERS for word in words):
        return tuple(dict.fromkeys(words))
    at, found = _opening(tokens)
    while at < len(tokens):
        opens = at == 0 or not tokens[at - 1][0].isalnum()
        if tokens[at] in _DETERMINERS or tokens[at] in _PREPOSITIONS or (opens and tokens[at] in _OPENING_VERBS):
            at, phrase = _phrase(tokens, at + 1)
            found += phrase
        else:
            at += 1
    return tuple(dict.fromkeys(found))


def may_be_adjective(word: str) -> bool:
    """Whether a folded word has the ending of an adjective or a participle."""
    return bool(_ADJECTIVE.search(word))


def _opening(tokens: list[str]) -> tuple[int, list[str]]:
    """Where the words end that stand apart before the question ("hechting, hoe ...", "dit of dat: ..."), and those."""
    for at, word in enumerate(tokens):
        if word in (",", ":"):
            return at, [one for one in tokens[:at] if one not in _JOINS]
        if not word[0].isalnum() or ((word in STOP_WORDS or word in _DETERMINERS) and word not in _JOINS):
            break
    return 0, []


def _phrase(tokens: list[str], at: int) -> tuple[int, list[str]]:
    """Where the noun phrase that may begin at `at` ends, and the last content word of each of its parts."""
    found: list[str] = []
    last = ""
    while at < len(tokens):
        token = tokens[at]
        if token[0].isalnum() and token not in STOP_WORDS and token not in _DETERMINERS | _PREPOSITIONS:
            # Adjectives stand before their noun; what follows a noun is a verb.
            if last and not _ADJECTIVE.search(last):
                break
            last = token
        elif last and token in _JOINS:
            found.append(last)
            last = ""
        elif token in _DETERMINERS and not last:
            pass
        else:
            break
        at += 1
    return at, [*found, *([last] if last else [])]


def asking_part(text: str) -> str:
    """The sentences that ask; all of them when none has a question mark."""
    sentences = [_SPEAKER.sub(" ", sentence) for sentence in _SENTENCE.findall(text)]
    asking = [sentence for sentence in sentences if sentence.rstrip().endswith("?")]
    return " ".join(sentence.strip() for sentence in asking or sentences)
