from __future__ import annotations

import pytest

from assistant.asked import asked_beside, asked_each, asked_number, asked_properties
from assistant.property_words import PROPERTIES


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("Wat kost het?", "cost"),
        ("hoeveel sessies zijn er", "sessions"),
        ("Hoe lang duurt de training?", "duration"),
        ("Hoe duur is de training?", "cost"),
        ("Is de ene training even duur als de andere?", "cost"),
        ("Binnen hoeveel dagen moet het rapport er zijn?", "deadline"),
        ("Zijn er contra-indicaties?", "contraindication"),
        ("In welk jaar is het ontwikkeld?", "year"),
        ("Wie kan ik bellen?", "phone"),
        ("Welke aanbieders zijn er?", "provider"),
        ("Wie betaalt de trainer?", "cost"),
        ("Op welke tijden kan ik bellen?", "hours"),
        ("Is het ook in het weekend bereikbaar?", "hours"),
        ("Wie heeft dat onderzoek gefinancierd?", "cost"),
        ("Waar staan de letters voor?", "abbreviation"),
        ("Hoe heet dat voluit?", "abbreviation"),
        ("In welke landen is dat onderzocht?", "country"),
        ("In welk wetsartikel staat dat?", "article"),
        ("Hoe lang duurt een sessie?", "session_length"),
    ],
)
def test_a_property_is_asked_in_words_of_its_own(question: str, key: str) -> None:
    assert key in [prop.key for prop in asked_properties(question)]


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("Helpt het op den duur?", "duration"),
        ("Blijven ze ook op termijn bij hun ouders wonen?", "term"),
        ("Ter scholing van ons team: wat is het nut?", "training"),
        ("Moet er een crisis zijn voordat je ze mag bellen?", "phone"),
        ("Wie houdt dat bij, wij of de aanbieder?", "provider"),
        ("Wat werkt, vraag ik me als ontwikkelaar af?", "author"),
        ("Waar werken betaalde krachten?", "cost"),
        ("Waar staat dit programma in het overzicht?", "abbreviation"),
        ("Hoe lang duurt het traject?", "session_length"),
        ("Hoeveel scheelt het in het aantal keren dat er wordt gemeld?", "sessions"),
    ],
)
def test_the_same_words_in_another_sense_ask_no_property(question: str, key: str) -> None:
    assert key not in [prop.key for prop in asked_properties(question)]


def test_a_number_of_things_is_told_by_a_number_before_that_word() -> None:
    prop = asked_number("In hoeveel gemeenten wordt dit aangeboden?")
    assert prop is not None and prop.label == "het aantal gemeenten"
    assert prop.told.search("Het programma loopt in twaalf grote gemeenten.")
    assert not prop.told.search("De gemeente betaalt, na 12 weken.")


@pytest.mark.parametrize("question", ["Hoeveel kost het?", "Hoeveel interventies zijn er?", "Wat is er bekend?"])
def test_no_number_of_things_is_asked(question: str) -> None:
    assert asked_number(question) is None


def test_a_number_for_each_other_one_is_no_share_of_them() -> None:
    prop = asked_each("Hoeveel gezinnen heeft een begeleider tegelijk?")
    assert prop is not None and prop.told.search("Een begeleider heeft vier gezinnen.")
    assert not prop.told.search("Bij een meerderheid van de gezinnen gaat het goed.")
    assert asked_each("Hoeveel gezinnen doen er mee?") is None


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Sterk Ouderschap Samen (SOS) is een training.", True),
        ("Daarvoor is SOS (Sterk Ouderschap Samen).", True),
        ("De groep (ouders) komt samen in het wijkteam (WT).", False),
        ("SOS (voor ouders) is een training.", False),
    ],
)
def test_an_abbreviation_is_told_by_its_words_beside_its_letters(sentence: str, told: bool) -> None:
    prop = next(one for one in PROPERTIES if one.key == "abbreviation")
    assert bool(prop.told.search(sentence)) is told


def test_what_is_asked_beside_a_property_is_asked_in_other_words() -> None:
    (asked,) = (one for one in PROPERTIES if one.key == "session_length")
    assert asked_beside("Hoe lang duurt een sessie, drie kwartier of langer?", asked) == ()
    beside = asked_beside("Hoe lang duurt een sessie, en wat kost die?", asked)
    assert [one.key for one in beside] == ["cost"]
