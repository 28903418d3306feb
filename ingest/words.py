"""Text into search terms: folded, stop words off, Dutch stems, compounds with their parts."""

from __future__ import annotations

import re
import threading
from collections.abc import Collection, Iterable
from functools import lru_cache

from ingest.text import fold

_WORD = re.compile(r"[^\W_]+(?:[-'.][^\W_]+)*")
# Words that say nothing about the subject, question words and politeness included.
STOP_WORDS = frozenset(
    """
    aan achter al alle alleen als ander andere anders beide bent ben bij bijvoorbeeld boven daar daarbij daarin
    daarna daarom daarmee daarvan daarvoor dan dat de den der des
    deze die dit doch doe doen door dus een eens eigenlijk
    elk elke en er erbij ergens ermee ertoe ervan ervoor etc
    even gaan gaat ge gedaan geen gewoon graag haar had hadden
    heb hebben hebt heeft heel hem hen het hier hij hoe hoelang hoeveel hoeverre hun iemand iets ik in indien is ja je
    jij jou jouw jullie kan kon kunnen kunt laat maar maken me
    mee meer meest men met mij mijn moet moeten mag mogen na
    naar nee niet niets nog nu of om omdat omtrent ons onze ook op over per precies qua rond rondom s sommige
    staat staan steeds te tegen ten ter tevens toch toe tot tussen u uit uw van vanuit vanwege veel verder vertel
    vertellen via volgens voor vooral vraag waar waarbij waardoor waarin waarom waarmee waarna waaraan waarop waarover
    waarvan waarvoor wanneer want waren was wat we weet wel welk welke werd werden wie wiens wij wil willen wilt word
    worden wordt zal ze zei zeg zegt zeggen zelf zelfs zich zij zijn zo zoal zoals zonder zou zouden zullen 't
    bedoeld bedoelt bestaan bestaat betreft geef geeft kent noem noemen soort soorten info informatie graag svp aub
    alsjeblieft alstublieft hallo hoi goedemorgen goedemiddag dag bedankt dank vraagje weten uitleg uitleggen leg
    hoezo wanner wlke welk wt
    kun kunnen kon konden zullen moest moesten mocht mochten doet deed deden ging kwam komt komen kom geven gaf krijg
    krijgt krijgen kreeg gekregen zet zetten gezet leg leggen
    legt houd houdt houden neem neemt nemen vind vindt vinden
    blijf blijft blijven lijkt lijken probeer zorgt ziet zie zien zit zitten ligt liggen loop loopt lopen kies
    kiezen kiest denk denkt denken voel voelt voelen laten
    liet geldt gelden hoort horen klopt noemt gebeurt gebeuren vraagt
    lees lezen gelezen schrijf zoek zoeken raad raadt raden adviseert adviseren geadviseerd zegt stel stelt hebt nodig
    alles allemaal alvast echt helemaal zomaar altijd nooit vaak soms liefst juist ongeveer later tegelijk eerst
    eerste tweede derde eigen zeker erg heel best beste beter goed goede slecht mogelijk nieuw nieuwe eenmaal verder
    vandaag nu straks ooit tijdens sinds binnen buiten langs rondom behalve ondanks iedereen niemand wanneer daarover
    hierover waarop waarvan zoiets dingen ding manier keer moeite rol geval zin kwestie punt belangrijk belangrijkste
    zo'n zulke zulk z'n net heet heten gewone sowieso hetzelfde dezelfde beetje allebei niks zichzelf zolang degene
    weleens overal tegenwoordig uiteindelijk
    gebeurd gemaakt doe kids kind's echter namelijk namens antwoord vragen paar
    """.split()
)
_LINKS = ("", "s", "e", "en", "er")
_DOUBLED = re.compile(r"([bdfgklmnprst])\1$")
_IRREGULAR = {"kinder": "kind"}
_VOICELESS = {"v": "f", "z": "s"}
_MIN_COMPOUND = 8
_MIN_PART = 4

_local = threading.local()


def words(text: str) -> list[str]:
    """The words of `text`, folded, in order, stop words included."""
    return _WORD.findall(fold(text))


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The Dutch stem of one folded word (Snowball), with doubled consonants, f/v, s/z and -ie/-ies made alike."""
    if not hasattr(_local, "stemmer"):
        from Stemmer import Stemmer

        _local.stemmer = Stemmer("dutch_porter")  # a Stemmer may not be shared between threads
    stemmed = str(_local.stemmer.stemWord(word))
    if len(stemmed) > 5 and stemmed.endswith("ies"):
        stemmed = stemmed[:-1]
    stemmed = _DOUBLED.sub(r"\1", stemmed)
    return _IRREGULAR.get(stemmed, stemmed[:-1] + _VOICELESS.get(stemmed[-1:], stemmed[-1:]))


def content_words(text: str) -> list[str]:
    """The words of `text` that say something about its subject, folded, in order."""
    return [word for word in words(text) if word not in STOP_WORDS]


def terms(text: str, vocabulary: Collection[str] = ()) -> list[str]:
    """The stems of the content words of `text`, and of the parts of compounds that `vocabulary` knows."""
    found: list[str] = []
    for word in content_words(text):
        for piece in [word, *(word.split("-") if "-" in word else ())]:
            found.append(stem(piece))
            found.extend(stem(part) for part in compound_parts(piece, vocabulary))
    return found


def make_vocabulary(texts: Iterable[str]) -> frozenset[str]:
    """The folded words of `texts` that can be a part of a compound."""
    return frozenset(word for text in texts for word in words(text) if len(word) >= _MIN_PART and word.isalpha())


def compound_parts(word: str, vocabulary: Collection[str]) -> tuple[str, ...]:
    """The two parts of a Dutch compound ("opvoedingsprobleem": opvoeding, probleem) if both are known words."""
    if len(word) < _MIN_COMPOUND or not word.isalpha():
        return ()
    # The longest known tail decides what the thing is.
    for cut in range(_MIN_PART, len(word) - _MIN_PART + 1):
        tail = word[cut:]
        if tail not in vocabulary or tail in STOP_WORDS:
            continue
        for link in _LINKS:
            head = word[: cut - len(link)] if word[:cut].endswith(link) else ""
            if len(head) >= _MIN_PART and head in vocabulary and head not in STOP_WORDS:
                return head, tail
    return ()
