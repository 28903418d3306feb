import re

import pytest

from assistant.answer import Question


@pytest.fixture(scope="module")
def ask(real_assistant):
    def asked(*turns):
        history = ()
        for turn in turns:
            history += (real_assistant.invoke(Question(turn, history)),)
        return history[-1]

    return asked


def quoted(answer):
    return " ".join(" ".join(citation.quote for citation in answer.citations).split())


def first_column(answer):
    """The names in the rows of the answer's table."""
    return [match.replace("\\", "") for match in re.findall(r"^\| \*\*(.+?)\*\* \[", answer.body, re.MULTILINE)]


def test_a_field_is_answered_with_the_words_of_the_record(ask):
    answer = ask("Voor wie is VoorZorg bedoeld?")
    assert answer.status == "answered"
    expected = "Jonge, aanstaande moeders die bij aanvang niet langer dan 28 weken zwanger zijn"
    assert expected in quoted(answer)
    assert expected in answer.body


def test_what_is_not_recognised_is_never_said_to_be(ask):
    answer = ask("Is Ambulante Spoedhulp erkend?")
    assert "Niet erkend" in answer.body
    assert "Niet erkend" in quoted(answer)
    assert not re.search(r"^(?:\W*)ja\b", answer.body, re.IGNORECASE)


def test_a_judgement_shows_that_of_both_judges(ask):
    answer = ask("Is EMDR erkend?")
    assert "Erkenning verlopen, ontwikkelaar is voornemens opnieuw in te dienen." in answer.body
    assert "moet nog bewezen worden" in answer.body


def test_a_record_shows_what_the_page_gives(ask):
    answer = ask("Wat is NIKA?")
    assert "gedesorganiseerde gehechtheidsrelatie" in answer.body
    assert "Goed onderbouwd" in answer.body


def test_a_field_that_no_page_gives_is_not_made_up(ask):
    answer = ask("Wat vindt het KJP van VIPP-SD?")
    assert answer.status == "not_in_sources"
    assert "niet" in answer.body


def test_a_comparison_puts_both_side_by_side_with_sources(ask):
    answer = ask("Wat is het verschil tussen VIPP-SD en NIKA?")
    rows = [row for row in answer.body.splitlines() if row.startswith("|")]
    assert "VIPP" in rows[0]
    assert "NIKA" in rows[0]
    assert len({row.count("|") for row in rows}) == 1
    words = quoted(answer)
    for expected in ("milde gedragsproblemen", "gedesorganiseerde gehechtheidsrelatie", "sterke aanwijzingen"):
        assert expected in words


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Welke interventies zijn effectief volgens sterke aanwijzingen?", {"VIPP-SD", "Incredible Years (basis)"}),
        (
            "Welke interventies zijn effectief volgens goede aanwijzingen?",
            {"Home-start", "VoorZorg", "Intensieve Ambulante Gezinsbehandeling (IAG)"},
        ),
        ("Welke interventies werken met videofeedback?", {"VIPP-SD", "K-VHT (0-4)", "VHT (4-12)", "NIKA"}),
    ],
)
def test_a_selection_lists_exactly_those_that_meet_it(ask, question, names):
    answer = ask(question)
    assert answer.status == "answered"
    shown = {citation.quote.split("\n")[0].strip(" •") for citation in answer.citations}
    assert all(any(name in line for line in shown) for name in names)
    assert len(first_column(answer)) == len(names)


def test_a_count_tells_the_number_and_lists_them(ask):
    answer = ask("Hoeveel interventies zijn effectief volgens eerste aanwijzingen?")
    assert "4" in answer.body
    words = quoted(answer)
    for name in ("PCIT", "PMTO", "Triple P", "Families First"):
        assert name in words


def test_of_conditions_that_nothing_meets_a_loose_word_goes_first(ask):
    answer = ask("Welke programma's in het preventieve rijtje gebruiken camerabeelden van de interactie?")
    assert "zonder de voorwaarde ‘interactie’" in answer.markdown
    assert "VIPP-SD" in answer.markdown and "NIKA" in answer.markdown


def test_a_selection_that_nothing_meets_is_said_so(ask):
    answer = ask("Welke interventies met videofeedback zijn er voor een kind van 15 jaar?")
    assert answer.status == "not_in_sources"
    assert "Geen" in answer.body


def test_an_age_that_no_child_has_gives_no_list(ask):
    answer = ask("Welke interventies zijn er voor iemand van 85 jaar?")
    assert answer.status == "not_in_sources"
    assert first_column(answer) == []


def test_all_interventions_are_listed_when_no_condition_is_asked(ask, real_index):
    listed = ask("Welke interventies zijn er?").notes["set"]
    assert sorted(listed) == sorted(one.name for one in real_index.interventions)


def test_a_list_explains_the_levels_that_it_shows(ask):
    answer = ask("Welke interventies zijn effectief volgens sterke aanwijzingen?")
    assert "sterke aanwijzingen*" in answer.body


def test_every_row_of_a_selection_has_its_source(ask):
    answer = ask("Welke interventies zijn er voor een kind van 5 jaar?")
    rows = [row for row in answer.body.splitlines() if row.startswith("| **")]
    assert len(rows) > 10
    assert all(re.search(r"\[\d+\]", row) for row in rows)
    assert len({row.count("|") for row in answer.body.splitlines() if row.startswith("|")}) == 1


def test_the_next_question_is_about_the_list_before(ask):
    first = "Welke interventies zijn effectief volgens sterke aanwijzingen?"
    answer = ask(first, "Voor wie is de eerste?")
    assert "lastig gedrag in de leeftijd van 1 tot en met 7 jaar" in quoted(answer)
    narrowed = ask("Welke interventies zijn goed onderbouwd?", "En alleen voor kinderen van 2 jaar?")
    assert "NIKA" in quoted(narrowed)
    assert "Heibel Thuis" not in quoted(narrowed)


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Welke interventie is het best bewezen?", {"VIPP-SD", "Incredible Years (basis)"}),
        ("welke hebben de hoogste trede", {"VIPP-SD", "Incredible Years (basis)"}),
        ("beste bewezen interventie voor kind van 10", {"Intensieve Ambulante Gezinsbehandeling (IAG)"}),
        ("Wat is de sterkst onderbouwde interventie bij verwaarlozing?", {"VoorZorg"}),
    ],
)
def test_who_asks_for_the_best_proven_gets_the_highest_judgement_among_those_that_fit(ask, question, names):
    answer = ask(question)
    assert set(answer.notes["set"]) == names
    assert "niet dat een interventie in elke situatie het beste past" in answer.body


def test_the_lowest_judgement_is_the_first_step_of_the_ladder(ask):
    answer = ask("Welke interventies hebben het laagste bewijsniveau?")
    assert len(answer.notes["set"]) == 13  # so many are "goed onderbouwd" on the page
    assert "MIM" in answer.notes["set"]


def test_the_best_of_a_list_is_chosen_from_that_list(ask):
    answer = ask("Welke interventies zijn er bij seksueel misbruik?", "En welke daarvan is het best onderbouwd?")
    assert set(answer.notes["set"]) == {"Horizonmethodiek (versie seksueel misbruik en trauma)", "Storm en Spetters"}


def test_not_proven_are_those_without_evidence_of_an_effect(ask):
    answer = ask("Welke interventies zijn niet bewezen effectief?")
    assert len(answer.notes["set"]) == 22  # 31, less the nine that are "effectief volgens ... aanwijzingen"
    assert {"MIM", "EMDR", "Ambulante Spoedhulp"} <= set(answer.notes["set"])
    assert "niet effectief volgens" in answer.body.splitlines()[0]


def test_what_is_used_most_is_no_question_for_all_interventions(ask):
    assert "set" not in ask("welke interventie wordt het meest gebruikt").notes


def test_who_did_it_sets_no_condition(ask):
    question = "Welke behandeling voor een meisje van 12 na seksueel misbruik{}?"
    assert ask(question.format(" door haar oom")).notes["set"] == ask(question.format("")).notes["set"] != []


@pytest.mark.parametrize(
    ("question", "inside", "outside"),
    [
        ("Welke interventies zijn er om kindermishandeling te voorkomen?", "VIPP-SD", "Families First"),
        ("interventie om mishandeling te stoppen bij puber", "Signs of Safety", "Heibel Thuis"),
    ],
)
def test_preventing_and_stopping_are_the_overviews_of_the_page(ask, question, inside, outside):
    names = ask(question).notes["set"]
    assert inside in names
    assert outside not in names
