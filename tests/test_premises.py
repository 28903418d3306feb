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
