"""What decides whether a question is answered, on the real pages."""

from __future__ import annotations

import pytest

from assistant.answer import Question


def ask(assistant, question: str):
    return assistant.invoke(Question(question))


@pytest.mark.parametrize(
    "question",
    [
        "Is PMTO iets in een groep of krijgt elk gezin het apart?",
        "Is PMTO individueel of in een groep?",
        "Wat voor behandelvorm is PMTO? Een groep?",
    ],
)
def test_a_form_of_help_that_is_asked_as_a_choice_is_answered(real_assistant, question: str) -> None:
    answer = ask(real_assistant, question)
    assert answer.status == "answered" and "PMTO" in answer.markdown


def test_a_form_of_help_that_the_record_does_not_have_is_no_choice(real_assistant) -> None:
    assert ask(real_assistant, "Hoe gaat PMTO in een groep?").status == "not_in_sources"


@pytest.mark.parametrize(
    "question", ["Is HouVast voortgekomen uit Families First?", "Mag een moeder tegelijk VIPP-SD en NIKA krijgen?"]
)
def test_what_two_interventions_have_to_do_with_each_other_must_stand_somewhere(real_assistant, question: str) -> None:
    assert ask(real_assistant, question).status == "not_in_sources"


def test_the_words_behind_letters_are_shown_or_refused(real_assistant) -> None:
    told = ask(real_assistant, "Waar staan de letters PMTO voor?")
    assert told.status == "answered" and "Parent Management Training Oregon" in told.markdown
    assert ask(real_assistant, "Waar is MIM de afkorting van?").status == "not_in_sources"


def test_of_two_questions_the_one_that_the_sources_tell_is_answered(real_assistant) -> None:
    question = "Welke behandelingen zijn geschikt bij klachten van PTSS na mishandeling, en wat kosten die?"
    answer = ask(real_assistant, question)
    assert answer.status == "answered"
    assert "De bronnen vermelden niet: wat het kost. Wel staat er:" in answer.markdown


def test_who_asks_why_something_is_so_needs_less_evidence(real_assistant) -> None:
    answer = ask(real_assistant, "Waarom is te veel gegevens verzamelen eigenlijk een probleem?")
    assert answer.notes["gewogen"]["gaat ergens van uit"] == 1.5
    assert ask(real_assistant, "Waarom is de hemel boven zee zo blauw?").status == "not_in_sources"


def test_a_number_of_something_else_is_no_answer(real_assistant) -> None:
    """The pages count studies and programmes; how often children are abused they do not say."""
    asked = "Hoeveel kinderen in Nederland worden naar schatting jaarlijks mishandeld?"
    assert ask(real_assistant, asked).status == "not_in_sources"
    told = ask(real_assistant, "Hoeveel studies heeft het consortium Kindermishandeling onderzocht?")
    assert told.status == "answered" and "meer dan honderd" in told.markdown


@pytest.mark.parametrize(
    "question",
    [
        "Kan een jongen van 15 nog naar PCIT?",
        "Onze cliënt is een meisje van 12, is ze te oud voor PCIT?",
        "mag ik een kind van 9 verwijzen naar pcit",
    ],
)
def test_whether_help_fits_a_client_of_another_age_is_answered_with_whom_it_is_for(real_assistant, question) -> None:
    answer = ask(real_assistant, question)
    assert answer.status == "answered" and "2-7 jaar" in answer.markdown
    assert "noemen hierbij niet" in answer.markdown


@pytest.mark.parametrize(
    "question", ["Bestaat er een versie van PCIT voor pubers?", "Wat doen jullie bij PCIT met een kind van 15?"]
)
def test_a_version_for_another_age_is_no_answer(real_assistant, question) -> None:
    assert ask(real_assistant, question).status == "not_in_sources"


@pytest.mark.parametrize(
    ("question", "told", "untold"),
    [
        ("Mag ik het gesprek over misbruik zelf voeren of moet ik dat aan de politie overlaten?", "", "overlaten"),
        ("collega had t over de licara voor risicotaxatie. is dat wat?", "licara", "collega"),
        ("Moet een kind eerst TF-CGT afronden voor je met EMDR mag beginnen?", "", "afronden"),
        ("zelfbeschadiging bij pubers welke behandeling werkt", "zelfbeschadiging", "werkt"),
    ],
)
def test_a_refusal_names_things_that_the_sources_do_not_speak_of_and_no_verbs(
    real_assistant, question: str, told: str, untold: str
) -> None:
    first = ask(real_assistant, question).body.splitlines()[0]
    assert told in first and untold not in first


@pytest.mark.parametrize(
    "question",
    ["Wat is het doel van Tijd voor Toontje en hoe lang duurt het?", "Hoe lang duurt PCIT en wat is de aanpak?"],
)
def test_of_two_things_that_are_asked_the_one_that_the_sources_tell_is_an_answer(real_assistant, question) -> None:
    answer = ask(real_assistant, question)
    assert answer.status == "answered"
    assert answer.body.startswith("De bronnen vermelden niet: hoe lang het duurt bij ")
    assert "**Aanpak en doel:**" in answer.body


def test_capitals_are_explained_by_the_words_before_their_brackets(real_assistant) -> None:
    answer = ask(real_assistant, "Wat betekent KJP?")
    assert answer.status == "answered"
    assert "Kenniscentrum Kinder- en Jeugdpsychiatrie (KJP)" in answer.body


@pytest.mark.parametrize("question", ["Van wanneer is deze informatie?", "Hoe actueel zijn jullie bronnen?"])
def test_how_old_the_sources_are_is_told_of_each_page(real_assistant, question: str) -> None:
    answer = ask(real_assistant, question)
    assert answer.status == "answered"
    # corpus/register.toml gives no day for any of the five.
    assert answer.body.count("datum niet bekend") == len(real_assistant.index.pages) == 5
