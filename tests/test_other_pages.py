"""Questions over pages that the assistant never learnt from, in other layouts (tests/other_pages, written for this)."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answer import Answer, Question
from assistant.answerability import is_new
from assistant.chain import Assistant, load_assistant
from ingest.index import Index
from ingest.pipeline import ingest
from ingest.settings import Settings

PAGES = Path(__file__).with_name("other_pages")


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    settings = Settings(corpus_dir=PAGES, data_dir=tmp_path_factory.mktemp("other"), _env_file=None)
    ingest(settings)
    return load_assistant(settings)


def ask(assistant: Assistant, question: str) -> Answer:
    return assistant.invoke(Question(question))


def test_every_intervention_is_in_the_catalogue(other: Assistant) -> None:
    names = {one.name for one in other.index.interventions}
    assert names == {
        "Dapper Duo",
        "Ouderschap Blijft Twee (OB2)",
        "Stevige Bodem - niveau 3",
        "Wijze Uil",
        "Samen Thuis",
    }


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Wat kost Samen Thuis?", "De licentie kost 1.200 euro per jaar."),
        ("Wie heeft Samen Thuis ontwikkeld?", "Stichting Veilig Verder, Utrecht."),
        ("hoe lang duurt samen thuis", "zes maanden"),
        ("Mag een verslaafde ouder meedoen aan Samen Thuis?", "Contra-indicaties zijn een actuele verslaving"),
        ("Welke opleiding heb je nodig voor Samen Thuis?", "hbo-opleiding"),
        ("Hoe is Samen Thuis beoordeeld?", "eerste aanwijzingen"),
        ("Hoe lang duurt Stevige Bodem?", "een jaar lang"),
        ("Waar vindt OB2 plaats?", "Plaats: In het wijkcentrum."),
        ("Wanneer is OB2 niet geschikt?", "Een lopende rechtszaak over het gezag."),
        ("Hoeveel procent van de ouders maakt OB2 af?", "vier van de tien ouders"),
        ("Is er een meldplicht in Nederland?", "Een meldplicht bestaat in Nederland niet."),
        ("Binnen hoeveel dagen beoordeelt Veilig Thuis een melding?", "binnen vijf werkdagen"),
        ("Wat moet ik doen als ik een vermoeden heb?", "Vermeld bij een vermoeden dat het om een vermoeden gaat."),
    ],
)
def test_what_the_pages_tell_is_quoted(other: Assistant, question: str, told: str) -> None:
    answer = ask(other, question)
    assert answer.status == "answered"
    assert told in answer.body


@pytest.mark.parametrize(
    ("question", "names"),
    [
        (
            "Welke interventies zijn er voor een kind van 13?",
            {"Ouderschap Blijft Twee (OB2)", "Stevige Bodem - niveau 3", "Samen Thuis"},
        ),
        ("Welke interventie is het best bewezen?", {"Dapper Duo"}),
        ("Welke scheidingsinterventies zijn erkend?", {"Dapper Duo", "Ouderschap Blijft Twee (OB2)", "Wijze Uil"}),
        ("Welke interventies zijn erkend?", {"Dapper Duo", "Ouderschap Blijft Twee (OB2)", "Wijze Uil", "Samen Thuis"}),
    ],
)
def test_a_selection_goes_over_all_pages(other: Assistant, question: str, names: set[str]) -> None:
    assert set(ask(other, question).notes["set"]) == names


@pytest.mark.parametrize(
    "question",
    [
        "Wat kost Wijze Uil?",
        "Is Samen Thuis er ook online?",
        "Stevige Bodem niveau 2",
        "Wat is de boete als je niet meldt?",
    ],
)
def test_what_the_pages_do_not_tell_is_refused(other: Assistant, question: str) -> None:
    assert ask(other, question).status == "not_in_sources"


def test_a_false_premise_is_corrected(other: Assistant) -> None:
    answer = ask(other, "Waarom is Stevige Bodem erkend?")
    assert answer.body.startswith("Let op:") and "Niet opgenomen in de databank." in answer.body


def test_the_judgement_is_not_repeated_as_said_elsewhere(other: Assistant) -> None:
    assert ask(other, "Hoe is Samen Thuis beoordeeld?").body.count("De erkenningscommissie heeft") == 1


def test_the_pages_that_were_learnt_from_are_not_new_and_others_are(other: Assistant, real_index: Index) -> None:
    assert not any(is_new(real_index, number) for number in range(len(real_index.passages)))
    assert all(is_new(other.index, number) for number in range(len(other.index.passages)))
