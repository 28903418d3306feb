import pytest

from assistant.catalogue import select
from assistant.conditions import find_conditions, leftover_words

IAG = "Intensieve Ambulante Gezinsbehandeling (IAG)"
MST = "Multisysteem Therapie-Child Abuse & Neglect (MST-CAN)"
RGT = "Relationele Gezinstherapie (voorheen Functional Family Therapy -FFT)"
TFCGT = "Traumagerichte Cognitieve Gedragstherapie (TF-CGT)"
HORIZON = "Horizonmethodiek (versie seksueel misbruik en trauma)"
VSV = "Veilig, Sterk & Verder (VSV)"
ASJA, EMDR = "Asja", "EMDR"


def only(text):
    (condition,) = find_conditions(text)
    return condition


def chosen(index, text):
    return {one.name for one in select(index.interventions, find_conditions(text)).matches}


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("Welke interventies zijn er voor een kind van 5 jaar?", 60, 71),
        ("interventies voor een 5-jarige", 60, 71),
        ("iets voor kinderen van 4 tot en met 6 jaar", 48, 83),
        ("programma voor kinderen tot 4 jaar", None, 48),
        ("interventies vanaf 12 jaar", 144, None),
    ],
)
def test_an_age_is_read_in_months(text, low, high):
    condition = only(text)
    assert condition.sort == "age"
    assert ((condition.low or None), condition.high) == (low, high)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Welke interventies zijn effectief volgens goede aanwijzingen?", "effectief volgens goede aanwijzingen"),
        ("welke programma's zijn goed onderbouwd", "goed onderbouwd"),
        ("welke interventies zijn niet erkend?", "niet erkend"),
        ("welke interventies zijn niet opgenomen in de databank?", "niet opgenomen"),
    ],
)
def test_a_judgement_of_the_databank_is_one_level(text, value):
    condition = only(text)
    assert (condition.sort, condition.values) == ("dej", (value,))


def test_at_least_a_level_takes_the_levels_above_it():
    assert set(only("Welke interventies hebben minstens goede aanwijzingen?").values) == {
        "effectief volgens goede aanwijzingen",
        "effectief volgens sterke aanwijzingen",
    }


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Welke interventies werken met huisbezoeken?", "huisbezoek"),
        ("interventies in een groep", "groep"),
        ("programma's met video-feedback", "videofeedback"),
        ("interventie met opname", "opname"),
    ],
)
def test_a_kind_of_help_is_read(text, value):
    condition = only(text)
    assert condition.sort == "kind"
    assert value in condition.values
    assert not condition.negated


@pytest.mark.parametrize(
    "text", ["Wat is een veiligheidsplan?", "Wie heeft de regie?", "", "😀", "Hoe werk je aan herstel?"]
)
def test_a_question_without_conditions_has_none(text):
    assert find_conditions(text) == ()


def test_several_conditions_come_in_reading_order():
    found = find_conditions("Welke groepsprogramma's zijn er voor een kind van 9 jaar, goed onderbouwd?")
    assert [condition.sort for condition in found] == ["kind", "age", "dej"]


def test_a_condition_knows_its_place_in_the_question():
    text = "Welke interventies werken met videofeedback?"
    condition = only(text)
    assert "video" in text[condition.start : condition.end]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("effectief volgens sterke aanwijzingen", {"VIPP-SD", "Incredible Years (basis)"}),
        ("effectief volgens goede aanwijzingen", {"Home-start", "VoorZorg", IAG}),
        (
            "effectief volgens eerste aanwijzingen",
            {"PCIT", "PMTO", "Triple P Niveau 4 en 5", "Families First"},
        ),
        ("niet erkend", {"Ambulante Spoedhulp"}),
        (
            "goed onderbouwd",
            {
                "K-VHT (0-4)", "VHT (4-12)", "MIM", "NIKA", "HouVast", RGT, "Signs of Safety", HORIZON, ASJA,
                "En nu ik!", "Heibel Thuis", "Tijd voor Toontje", "Storm en Spetters",
            },
        ),
    ],
)  # fmt: skip
def test_the_interventions_of_a_level_are_those_of_the_page(real_index, text, names):
    assert chosen(real_index, f"Welke interventies zijn {text}?") == names


def test_the_interventions_with_video_feedback_are_those_of_the_page(real_index):
    assert chosen(real_index, "welke interventies met video feedback") == {
        "VIPP-SD", "K-VHT (0-4)", "VHT (4-12)", "NIKA",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("age", "within", "outside"),
    [
        (5, {"VIPP-SD", "Incredible Years (basis)", "PCIT", "PMTO", "NIKA", "Tijd voor Toontje", TFCGT, HORIZON,
             "Blijf van mijn mama af!", "Storm en Spetters", "Signs of Safety", VSV},
         {"K-VHT (0-4)", "MIM", MST, RGT, ASJA, "En nu ik!", "Heibel Thuis", "Let op de kleintjes"}),
        (7, {"VIPP-SD", "PCIT", MST, "En nu ik!", "Let op de kleintjes"}, {"NIKA", "Home-start", "Heibel Thuis"}),
        (11, {"En nu ik!", "PMTO", "VHT (4-12)", RGT}, {"Heibel Thuis", ASJA, "Storm en Spetters"}),
        (14, {"Heibel Thuis", ASJA, RGT, MST, TFCGT}, {HORIZON, "PMTO", "VIPP-SD", "En nu ik!"}),
        (20, {ASJA, IAG}, {TFCGT, RGT, MST, "Heibel Thuis", VSV}),
    ],
)  # fmt: skip
def test_an_age_chooses_by_the_target_group_that_the_page_gives(real_index, age, within, outside):
    names = chosen(real_index, f"Welke interventies zijn er voor een kind van {age} jaar?")
    assert within <= names
    assert not outside & names


def test_what_gives_no_age_is_told_apart_never_counted(real_index):
    found = select(real_index.interventions, find_conditions("interventies voor een kind van 5 jaar"))
    unknown = {one.name for one, _ in found.unknown}
    assert {"HouVast", "Families First"} <= unknown
    assert not unknown & {one.name for one in found.matches}


def test_conditions_together_all_hold(real_index):
    names = chosen(real_index, "Welke groepsinterventies zijn er voor een kind van 13 jaar?")
    assert "Heibel Thuis" in names
    assert "En nu ik!" not in names  # 7 to 11 years
    assert ASJA not in names  # the page does not say that it is a group


def test_a_negated_kind_chooses_the_others(real_index):
    with_group = chosen(real_index, "welke interventies in een groep")
    without = chosen(real_index, "welke interventies niet in een groep")
    assert with_group
    assert without
    assert not with_group & without


def test_a_kind_of_help_said_twice_leaves_no_word_over() -> None:
    question = "Welke programma's gebruiken filmbeelden of videofeedback?"
    conditions = find_conditions(question)
    assert [condition.label for condition in conditions] == ["videofeedback"]
    assert leftover_words(question, conditions) == []


def test_violence_between_parents_that_was_lived_through_is_one_subject() -> None:
    question = "een kind dat geweld tussen zijn ouders heeft meegemaakt"
    (condition,) = [condition for condition in find_conditions(question) if condition.sort == "topic"]
    assert condition.label == "getuige van geweld"
    assert leftover_words(question, (condition,)) == []
