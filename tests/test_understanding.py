import pytest

from assistant.answer import Answer
from assistant.understanding import Understanding

TRIPLE = "Triple P Niveau 4 en 5"


@pytest.fixture(scope="module")
def understanding(real_index):
    return Understanding(real_index)


def conversation(understanding, *turns, listed=()):
    """The request in the last turn; `listed` are the names that the answers before it showed."""
    history = ()
    for turn in turns:
        request = understanding.read(turn, history)
        notes = {"request": request, "set": list(listed)}
        history += (Answer(turn, "answered", False, "…", notes=notes),)
    return request


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Wat is VoorZorg?", "record"),
        ("VoorZorg", "record"),
        ("Vertel eens over Families First", "record"),
        ("Voor wie is VoorZorg bedoeld?", "field"),
        ("Is Ambulante Spoedhulp erkend?", "field"),
        ("Wat is het verschil tussen VIPP-SD en NIKA?", "comparison"),
        ("VIPP-SD en NIKA", "comparison"),
        ("Zijn VIPP-SD en NIKA erkend?", "comparison"),
        ("Hebben VIPP-SD en NIKA filmpjes nodig?", "comparison"),
        ("VIPP-SD en NIKA voor kleuters", "comparison"),
        ("Mag een moeder tegelijk VIPP-SD en NIKA krijgen?", "text"),
        ("Wat moet je kunnen voor een programma met ouders met een lvb?", "text"),
        ("Welke interventies zijn er voor een kind van 5?", "list"),
        ("Welke interventies zijn er?", "list"),
        ("Geef een lijst van alle programma's", "list"),
        ("Welke interventies werken?", "text"),
        ("Hoeveel interventies zijn goed onderbouwd?", "count"),
        ("Hoeveel interventies zijn er tegelijk goed onderbouwd en voor een kind van 5?", "count"),
        ("Wat is een veiligheidsplan?", "text"),
        ("Wie heeft de regie over de hulp?", "text"),
        ("Welke stappen doorloop je bij het in kaart brengen van de situatie?", "text"),
        ("", "text"),
        ("😀", "text"),
    ],
)
def test_what_is_wanted(understanding, text, wanted):
    assert understanding.read(text).wanted == wanted


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("Voor wie is VoorZorg bedoeld?", "target_group"),
        ("doelgroep voorzorg", "target_group"),
        ("Is Ambulante Spoedhulp erkend?", "dej"),
        ("Is PMTO effectief volgens de databank?", "dej"),
        ("Wat vindt het KJP van EMDR?", "kjp"),
        ("Voor welke leeftijd is VIPP-SD?", "ages"),
        ("Wat is het doel van NIKA?", "approach"),
        ("Hoe werkt PCIT?", "approach"),
    ],
)
def test_the_field_that_is_asked(understanding, text, field):
    request = understanding.read(text)
    assert (request.wanted, request.field) == ("field", field)


def test_words_of_a_name_are_not_taken_for_what_is_asked(understanding):
    # "thuis" in the name is no kind of help, "jeugd" no age.
    request = understanding.read("Wat is Heibel Thuis?")
    assert (request.wanted, request.names, request.conditions) == ("record", ("Heibel Thuis",), ())


@pytest.mark.parametrize(
    "follow", ["En voor wie is het bedoeld?", "voor wie is dat?", "Voor wie is het?", "en de doelgroep?"]
)
def test_a_follow_up_is_about_the_intervention_before_it(understanding, follow):
    request = conversation(understanding, "Wat is VoorZorg?", follow)
    assert request.names == ("VoorZorg",)
    assert (request.wanted, request.field) == ("field", "target_group")


def test_a_follow_up_reaches_back_over_several_turns(understanding):
    request = conversation(understanding, "Wat is NIKA?", "Is het erkend?", "En voor welke leeftijd is het?")
    assert (request.names, request.field) == (("NIKA",), "ages")


@pytest.mark.parametrize("follow", ["En NIKA?", "en PMTO dan?", "Nee, ik bedoel Asja"])
def test_another_name_takes_over_the_question_before_it(understanding, follow):
    request = conversation(understanding, "Is VIPP-SD erkend?", follow)
    assert len(request.names) == 1
    assert request.names[0] in follow
    assert (request.wanted, request.field) == ("field", "dej")


def test_a_new_question_about_another_intervention_carries_nothing_over(understanding):
    request = conversation(understanding, "Is VIPP-SD erkend?", "Wat is Heibel Thuis?")
    assert (request.names, request.wanted) == (("Heibel Thuis",), "record")


def test_a_new_question_that_stands_alone_carries_nothing_over(understanding):
    request = conversation(
        understanding, "Wat is VoorZorg?", "Welke stappen doorloop je bij het in kaart brengen van de situatie?"
    )
    assert (request.names, request.wanted, request.follows) == ((), "text", False)


@pytest.mark.parametrize(
    ("follow", "name"),
    [
        ("Voor wie is de tweede?", "PMTO"),
        ("Wat is de eerste?", "PCIT"),
        ("Vertel meer over de derde", TRIPLE),
        ("en de laatste?", "Families First"),
        ("is nummer 2 erkend?", "PMTO"),
    ],
)
def test_an_ordinal_points_at_a_place_in_the_list(understanding, follow, name):
    listed = ("PCIT", "PMTO", TRIPLE, "Families First")
    first = "Welke interventies zijn effectief volgens eerste aanwijzingen?"
    assert conversation(understanding, first, follow, listed=listed).names == (name,)


def test_an_ordinal_beyond_the_list_points_at_nothing(understanding):
    first = "Welke interventies zijn effectief volgens sterke aanwijzingen?"
    listed = ("VIPP-SD", "Incredible Years (basis)")
    request = conversation(understanding, first, "Voor wie is de vijfde?", listed=listed)
    assert "VIPP-SD" not in request.names
    assert len(request.names) != 1


def test_a_narrowing_adds_its_condition_to_the_list_before(understanding):
    request = conversation(
        understanding, "Welke interventies zijn goed onderbouwd?", "En alleen voor kinderen van 5 jaar?"
    )
    assert request.wanted == "list"
    assert {condition.sort for condition in request.conditions} == {"dej", "age"}


def test_a_new_age_replaces_the_age_before(understanding):
    request = conversation(understanding, "Welke interventies zijn er voor een kind van 5 jaar?", "En voor 14 jaar?")
    (age,) = request.conditions
    assert (request.wanted, age.sort, age.low) == ("list", "age", 14 * 12)


def test_a_correction_replaces_what_was_wrong(understanding):
    request = conversation(
        understanding, "Welke interventies zijn er voor een kind van 5 jaar?", "Nee, ik bedoel 15 jaar"
    )
    (age,) = request.conditions
    assert (request.wanted, age.low) == ("list", 15 * 12)


def test_how_many_asks_for_the_number_of_the_list_before(understanding):
    listed = ("VIPP-SD", "Incredible Years (basis)")
    request = conversation(
        understanding, "Welke interventies zijn effectief volgens sterke aanwijzingen?", "Hoeveel zijn dat er?",
        listed=listed,
    )  # fmt: skip
    assert request.wanted == "count"
    assert [condition.sort for condition in request.conditions] == ["dej"]


def test_older_children_are_those_above_the_age_before(understanding):
    request = conversation(
        understanding, "Welke interventies zijn er voor kinderen van 4 tot en met 6 jaar?", "En voor oudere kinderen?"
    )
    (age,) = request.conditions
    assert age.low is not None
    assert age.low >= 7 * 12
    assert age.high is None


def test_a_history_without_requests_is_harmless(understanding):
    answer = Answer("Wat is VoorZorg?", "answered", False, "…")
    assert understanding.read("En voor wie is het?", (answer,)).text == "En voor wie is het?"


def test_a_follow_up_in_running_text_is_searched_with_the_question_before(understanding):
    request = conversation(understanding, "Wat is een veiligheidsplan?", "Wanneer maak je dat?")
    assert "veiligheidsplan" in request.search


def test_the_same_question_is_understood_the_same_every_time(understanding):
    text = "Welke groepsprogramma's zijn er voor een kind van 9?"
    assert understanding.read(text) == understanding.read(text)


def test_a_word_of_everyday_dutch_is_not_taken_for_a_slip(understanding):
    asked = "Wat is het laagste aantal?"  # the pages have "laatste"
    assert understanding.read(asked).search == asked
    assert understanding.read("Wat is een veilgheidsplan?").search == "Wat is een veiligheidsplan?"
