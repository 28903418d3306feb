from __future__ import annotations

import pytest

from assistant.corpus_words import CorpusWords
from assistant.strange import unaccounted, unknown_names


def things(assistant, question: str) -> dict[str, str]:
    request = assistant.understanding.read(question)
    return {thing.word: thing.place for thing in unaccounted(assistant.index, assistant.understanding.words, request)}


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Is Sterke Start effectief?", "Sterke Start"),
        ("Wat is de methode ‘Sterrenpad’?", "Sterrenpad"),
        ("sterrenpad, is dat erkend?", "sterrenpad"),
        ("is sterrenpadtraining bewezen", "sterrenpadtraining"),
        ("sterrenpad methodiek huiselijk geweld", "sterrenpad"),
        ("sterrenpadje, kleuters, in een groep. wat is het doel?", "sterrenpadje"),
        ("wings of strength leeftijd", "wings of strength"),
        ("kleutergizmo effectief?", "kleutergizmo"),
        ("Ouders Voorop: wat is het doel ervan?", "Ouders Voorop"),
        ("Kind en Gezin Voorop, is dat erkend?", "Kind en Gezin Voorop"),
        ("Rots en Kraai voor kleuters, goed idee?", "Rots en Kraai"),
        ("gezinskracht thuis 2.0 heb je daar iets over?", "gezinskracht thuis 2.0"),
    ],
)
def test_a_name_that_no_source_has_is_seen_with_and_without_capitals(real_assistant, question: str, name: str) -> None:
    assert unknown_names(question, real_assistant.understanding.words) == (name,)


@pytest.mark.parametrize(
    "question",
    [
        "Welke hulp past bij verwaarlozing?",
        "Hoe werk je aan herstel in 2.0 uur per week?",
        "veerkracht, wat is dat?",
        "Zijn weerbaarheidslessen voor kinderen zinvol?",
        "hulpverleningsplan, wat hoort daarin?",
        "Wat hebben GZ-psychologen en een IB'er hieraan?",
        "Welke programma's gebruiken filmbeelden?",
        "Wat is een amygdala?",
        "Belt Veilig Thuis ook terug?",
        "Heeft het kind ADHD, en helpt dat?",
        "Wanneer komt er een VOTSX?",
        "Waarom noemt het consortium Kindermishandeling de Eigen Kracht-conferentie werkzaam?",
        "Moet ik bijhouden of een programma aanslaat?",
        "Waarom wordt er zo gehamerd op zorgvuldige beoordeling?",
        "Staat dat op de NJi-pagina?",
        "Veilig Thuis, hoe bereik ik die?",
        "Voor Veilig Thuis: welk nummer?",
    ],
)
def test_known_subjects_are_no_strange_names(real_assistant, question: str) -> None:
    assert unknown_names(question, real_assistant.understanding.words) == ()


def test_what_is_asked_of_a_known_intervention_and_stands_nowhere_is_told_with_its_place(real_assistant) -> None:
    assert things(real_assistant, "Is VoorZorg ook voor pleegouders erkend?") == {"pleegouders": "variant"}
    assert things(real_assistant, "VoorZorg voor gevluchte gezinnen?")["gevluchte"] == "described"
    assert things(real_assistant, "Wat is de huurprijs van VoorZorg?") == {"huurprijs": "asked"}
    assert things(real_assistant, "sterrenpad of VoorZorg?")["sterrenpad"] == "compared"


def test_words_of_the_record_and_of_any_question_are_accounted_for(real_assistant) -> None:
    assert things(real_assistant, "Voor welke moeders is VoorZorg en wat is het verschil met andere trajecten?") == {}


def test_a_part_of_a_compound_of_the_sources_is_a_known_word(real_index) -> None:
    words = CorpusWords(real_index)
    assert words.knows("delta")  # the page has "Deltamethode"
    assert words.knows("centrum")  # of "kenniscentrum": the s belongs to "kennis"
    assert words.knows("netwerk") and not words.knows("kettingzaag")
