"""Whom to call about a suspicion, and the contact person of a page."""

from __future__ import annotations

import pytest

from assistant.answer import Question
from ingest.furniture import gives_a_number, names_a_person


def ask(assistant, question: str):
    return assistant.invoke(Question(question))


@pytest.mark.parametrize(
    "question",
    [
        "Met wie moet ik contact opnemen bij vermoedens van misbruik?",
        "Ik ben juf en heb een naar gevoel over een kleuter. Welk nummer kan ik bellen en kost dat iets?",
        "Waar kan ik als gymleraar advies krijgen als ik een vermoeden heb dat het bij een leerling thuis misgaat?",
    ],
)
def test_who_has_a_suspicion_gets_the_contact_box_of_the_pages(real_assistant, question: str) -> None:
    answer = ask(real_assistant, question)
    assert answer.status == "answered"
    assert "0800 - 2000 (gratis)" in answer.markdown and answer.citations
    assert answer.markdown.count("0800 - 2000 (gratis)") == 1  # two pages have the same box


@pytest.mark.parametrize(
    "question",
    ["Wat moet ik doen als een kind blauwe plekken heeft?", "Wat kan ik doen bij een vermoeden van seksueel misbruik?"],
)
def test_who_asks_what_to_do_is_told_that_no_page_says_it_and_whom_to_call(real_assistant, question: str) -> None:
    answer = ask(real_assistant, question)
    assert answer.status == "not_in_sources"
    assert answer.body.startswith("Wat u dan stap voor stap doet, zeggen de bronnen niet.")
    assert "0800 - 2000 (gratis)" in answer.body


def test_who_asks_what_to_do_in_another_matter_gets_no_contact_box(real_assistant) -> None:
    assert ask(real_assistant, "Wat moet ik doen om traumabehandeling te starten?").notes.get("why") != "contact"


@pytest.mark.parametrize(
    "question",
    [
        "Wie moet een vermoeden melden: de school of de huisarts?",
        "Bij wie kan ik terecht voor een opleiding in traumabehandeling?",
    ],
)
def test_another_question_with_such_words_gets_no_contact_box(real_assistant, question: str) -> None:
    answer = ask(real_assistant, question)
    assert answer.status == "not_in_sources" and answer.notes["why"] != "contact"


@pytest.mark.parametrize(
    ("question", "person", "other"),
    [
        ("contactpersoon toewerken naar hersel", "Agnes Derksen", "Josine Holdorp"),
        ("Wie is de contact persoon van Diagnostiek en hulpaanbod?", "Josine Holdorp", "Agnes Derksen"),
        ("Bij wie kan ik terecht met vragen over de pagina Wat werkt?", "Josine Holdorp", "Agnes Derksen"),
    ],
)
def test_the_contact_person_of_the_page_that_is_asked_about(real_assistant, question: str, person, other) -> None:
    answer = ask(real_assistant, question)
    assert answer.status == "answered"
    assert person in answer.markdown and other not in answer.markdown


def test_without_a_page_every_contact_person_is_given(real_assistant) -> None:
    answer = ask(real_assistant, "Wie is de contactpersoon?")
    assert "Josine Holdorp" in answer.markdown and "Agnes Derksen" in answer.markdown


def test_a_page_without_contact_person_is_said_to_have_none(real_assistant) -> None:
    answer = ask(real_assistant, "Wie is de contactpersoon voor de aanbevelingen?")
    assert answer.status == "not_in_sources"
    assert answer.markdown.startswith("De bronnen vermelden geen contactpersoon bij ‘")


def test_the_contact_person_of_a_family_is_someone_else(real_assistant) -> None:
    answer = ask(real_assistant, "Welke contactpersoon heeft een gezin bij meerdere hulpverleners?")
    assert answer.notes.get("why") != "contact"


def test_a_person_and_a_number_are_recognised_by_their_shape() -> None:
    assert names_a_person("Anna de Vries is contactpersoon.")
    assert names_a_person("Anna de Vries\nsenior adviseur jeugd")
    assert not names_a_person("Hebt u een vermoeden?\nVeilig Thuis: 0800 - 2000 (gratis)")
    assert gives_a_number("Hebt u een vermoeden?\nVeilig Thuis: 0800 - 2000 (gratis)")
    assert not gives_a_number("Anna de Vries is contactpersoon.")
