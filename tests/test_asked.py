from __future__ import annotations

import pytest

from assistant.asked import asked_number, asked_properties


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
