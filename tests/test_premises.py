from __future__ import annotations

import pytest

from assistant.answer import Question
from assistant.premises import OTHERWISE, WRONG, takes_for_granted


def answer(assistant, question: str):
    return assistant.invoke(Question(question))


@pytest.mark.parametrize(
    ("question", "granted"),
    [
        ("Waarom is VoorZorg erkend?", True),
        ("VoorZorg is toch voor vaders?", True),
        ("VoorZorg heeft een geldige erkenning, op welk niveau?", True),
        ("Ik las dat VoorZorg voor tieners is, klopt dat?", True),
        ("VoorZorg bleek minder meldingen op te leveren, hoeveel scheelde dat?", True),
        ("Hoe groot is de groepscursus van VoorZorg?", True),
        ("Sinds welk jaar is VoorZorg erkend?", True),
        ("De VoorZorg-methode begint vroeg, wanneer precies?", True),
        ("Het onderzoek naar VoorZorg is al klaar. Wat kwam eruit?", True),
        ("Bij VoorZorg komt elke week een verpleegkundige langs. Hoe laat begint zij?", True),
        ("Hulp voor vaders is overal te krijgen, klopt?", True),
        ("Vaders doen altijd mee, hoe komt dat?", True),
        ("Is het zo dat vaders altijd meedoen?", True),
        ("Wij geven VoorZorg aan een jonge moeder. Hoe lang duurt dat?", False),
        ("Wat houdt Piep zei de muis in?", False),
        ("VoorZorg, is dat erkend?", False),
        ("Hoe groot is de groep bij een groepscursus?", False),
        ("Is er bij VoorZorg een groepscursus?", False),
        ("Is VoorZorg erkend?", False),
        ("Voor wie is VoorZorg?", False),
    ],
)
def test_what_a_question_takes_for_granted(real_assistant, question: str, granted: bool) -> None:
    assert takes_for_granted(real_assistant.understanding.read(question)) is granted


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("Waarom is Ambulante Spoedhulp erkend?", "Niet erkend"),
        ("Waarom is VoorZorg niet onderzocht?", "Effectief volgens goede aanwijzingen"),
        ("Klopt het dat Heibel Thuis voor kleuters is?", "12-16 jaar"),
        ("PMTO is een groepstraining, toch?", "Individuele behandeling"),
        ("Met hoeveel ouders zit je in de groepstraining van PMTO?", "Individuele behandeling"),
        ("In welk jaar kreeg Ambulante Spoedhulp zijn plaats in de databank?", "Niet erkend"),
    ],
)
def test_a_wrong_assumption_about_an_intervention_is_corrected_with_the_quote(real_assistant, question, quote) -> None:
    found = answer(real_assistant, question)
    assert found.status == "answered"
    assert found.body.startswith(WRONG)
    assert any(quote in citation.quote for citation in found.citations)


def test_a_right_assumption_gets_no_remark(real_assistant) -> None:
    body = answer(real_assistant, "Waarom is VoorZorg erkend?").body
    assert WRONG not in body and OTHERWISE not in body


def test_what_running_text_denies_is_said_to_be_otherwise(real_assistant) -> None:
    body = answer(real_assistant, "Waarom is het zinvol alle ouders standaard een oudercursus aan te bieden?").body
    assert body.startswith(OTHERWISE) and "niet zinvol" in body


def test_another_figure_than_that_of_the_question_is_said_to_be_otherwise(real_assistant) -> None:
    body = answer(real_assistant, "Waarom duurt de hulp van Families First acht weken?").body
    assert body.startswith(OTHERWISE) and "vier tot zes weken" in body


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("Waarom richt VoorZorg zich op vaders?", "aanstaande moeders"),
        ("Heibel Thuis is er voor kinderen in groep 3 en 4. Wat doen ze daar?", "12-16 jaar"),
        ("Signs of Safety bleek uithuisplaatsingen te schelen, hoeveel?", "het aantal uithuisplaatsingen"),
        ("De SAVE-werkwijze is grondig op effect onderzocht, wat kwam eruit?", "nog niet onderzocht op effectiviteit"),
        ("Waarom loopt Families First een heel jaar door?", "vier tot zes weken"),
    ],
)
def test_what_can_show_that_it_is_otherwise_stands_beside_the_answer(real_assistant, question, quote) -> None:
    found = answer(real_assistant, question)
    assert found.status == "answered"
    assert any(quote in citation.quote for citation in found.citations)


def test_a_remark_is_not_made_for_words_of_the_name_alone(real_assistant) -> None:
    assert OTHERWISE not in answer(real_assistant, "Waarom loopt Families First zes weken door?").body


def test_whom_it_is_for_stands_under_what_it_does_and_once(real_assistant) -> None:
    lines = answer(real_assistant, "Waarom richt VoorZorg zich op vaders?").body.split("\n")
    labels = [line.split("**")[1] for line in lines if line.startswith("- **")]
    assert labels == ["Aanpak en doel:", "Doelgroep:"]


def test_a_sentence_about_the_effect_of_what_was_named_before_is_quoted_with_that(real_assistant) -> None:
    quotes = [one.quote for one in answer(real_assistant, "Is de SAVE-werkwijze effectief?").citations]
    assert any("de SAVE-werkwijze in de provincie Utrecht" in text and "nog niet onderzocht" in text for text in quotes)
    # The item of the list after it is about something else.
    assert not any("Veilig, Sterk & Verder is een" in text for text in quotes)
