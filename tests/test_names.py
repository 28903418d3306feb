import time
from dataclasses import replace

import pytest

from assistant.names import NameFinder

IAG = "Intensieve Ambulante Gezinsbehandeling (IAG)"
RGT = "Relationele Gezinstherapie (voorheen Functional Family Therapy -FFT)"
MST = "Multisysteem Therapie-Child Abuse & Neglect (MST-CAN)"
VSV = "Veilig, Sterk & Verder (VSV)"
TFCGT = "Traumagerichte Cognitieve Gedragstherapie (TF-CGT)"
PIEP = "Piep zei de muis en Billie Boem"
TRIPLE = "Triple P Niveau 4 en 5"
WAYS = (
    "Werkwijzen zoals Verve, SAVE werkwijze, Methode Integrale jeugdbescherming in Rotterdam, "
    "Generiek gezinsgericht werken, Beter Beschermd"
)


@pytest.fixture(scope="module")
def finder(real_index):
    return NameFinder(real_index.interventions, real_index.vocabulary)


def names(finder, text):
    return [mention.name for mention in finder.find(text)]


def test_initials_that_are_a_word_are_none_in_small_letters(finder):
    assert names(finder, "een sos van een leerling") == []


def test_initials_that_stand_for_more_than_one_thing_are_none(real_index):
    def found(question, *given, vocabulary=()):
        made = [replace(real_index.interventions[0], name=name, other_names=()) for name in given]
        return names(NameFinder(made, vocabulary), question)

    assert found("Werkt ZLT?", "Zeker Langs Thuis") == ["Zeker Langs Thuis"]
    assert found("Werkt ZLT?", "Zeker Langs Thuis", "Zomer Lente Tuin") == []
    assert found("Werkt ZLT?", "Zeker Langs Thuis", vocabulary=("zlt",)) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Is Video-hometraining ook voor pleeggezinnen?", ["VHT (4-12)"]),
        ("video hometraining voor een kleuter", ["VHT (4-12)"]),
        ("kortdurende video-hometraining", ["K-VHT (0-4)"]),
        ("eye movement desensitization and reprocessing, werkt dat", ["EMDR"]),
        ("trauma focused cognitieve gedragstherapie", [TFCGT]),
        ("vader heeft tijd", []),  # three words with the letters of VHT
        ("veel hulp thuis voor het gezin", []),
        ("en met de rest", []),
    ],
)
def test_an_abbreviation_that_is_written_out_in_full_is_that_name(finder, text, found):
    assert names(finder, text) == found


def test_every_intervention_is_found_by_the_name_that_the_page_gives_it(finder, real_index):
    for one in real_index.interventions:
        assert set(names(finder, f"Wat is {one.name}?")) == {one.name}
        assert set(names(finder, one.name.lower())) == {one.name}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("wat is de IAG", IAG),
        ("intensieve ambulante gezinsbehandeling", IAG),
        ("FFT", RGT),
        ("functional family therapy", RGT),
        ("Is relationele gezinstherapie erkend?", RGT),
        ("mst can", MST),
        ("MSTCAN leeftijd", MST),
        ("VSV", VSV),
        ("vsv heeft onderdelen, welke zijn dat", VSV),
        ("Is er bij SoS een ondergrens?", "Signs of Safety"),
        ("veilig sterk en verder", VSV),
        ("tf cgt", TFCGT),
        ("TFCGT", TFCGT),
        ("traumagerichte cognitieve gedragstherapie", TFCGT),
        ("Horizonmethodiek", "Horizonmethodiek (versie seksueel misbruik en trauma)"),
        ("horizon methodiek", "Horizonmethodiek (versie seksueel misbruik en trauma)"),
        ("de horizongroep", "Horizonmethodiek (versie seksueel misbruik en trauma)"),
        ("piep zei de muis", PIEP),
        ("billie boem", PIEP),
        ("Wat is Verve?", WAYS),
        ("beter beschermd", WAYS),
        ("SAVE-werkwijze", WAYS),
        ("k-vht", "K-VHT (0-4)"),
        ("kvht", "K-VHT (0-4)"),
        ("VHT", "VHT (4-12)"),
        ("incredible years", "Incredible Years (basis)"),
        ("parent-child interaction therapy", "PCIT"),
        ("parent management training oregon", "PMTO"),
        ("Triple P", TRIPLE),
        ("homestart", "Home-start"),
        ("home start", "Home-start"),
        ("vippsd", "VIPP-SD"),
        ("vipp sd", "VIPP-SD"),
        ("en nu ik", "En nu ik!"),
        ("blijf van mijn mama af", "Blijf van mijn mama af!"),
    ],
)
def test_other_names_and_abbreviations_are_found(finder, text, name):
    assert names(finder, text) == [name]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Voorzog doelgroep", "VoorZorg"),
        ("voor zorg programma", "VoorZorg"),
        ("intensieve ambulante gezinsbehandleing", IAG),
        ("tripel p", TRIPLE),
        ("signs of safty", "Signs of Safety"),
        ("sings of safety", "Signs of Safety"),
        ("Sign of safety", "Signs of Safety"),
        ("Familys First", "Families First"),
        ("blijf van mn mama af", "Blijf van mijn mama af!"),
        ("ambulante spoethulp", "Ambulante Spoedhulp"),
        ("tijd voor toontjes", "Tijd voor Toontje"),
        ("insredible years", "Incredible Years (basis)"),
    ],
)
def test_slips_of_spelling_are_forgiven(finder, text, name):
    assert names(finder, text) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "Hoe zorg ik voor een kind?",
        "voorzorgsmaatregelen nemen",
        "Let op de veiligheid van kleine kinderen",
        "tijd voor een gesprek",
        "storm op komst",
        "Bel Veilig Thuis",
        "Wat is veilig opgroeien?",
        "Wat kan ik nu doen?",
        "Is er hulp voor families?",
        "Hoe start ik thuis met hulp?",
        "Welke traumabehandeling is er?",
        "minimaal aantal gesprekken",
        "ik mis iets",
        "er is nog niks gebeurd",
        "Wat is een veiligheidsplan?",
        "Wie heeft de regie over de hulp?",
        "Welke stappen zet je bij het onderzoek naar de situatie van het gezin?",
        "Hoe vergroot je de veerkracht van kinderen?",
        "Wat zijn effectieve interventies voor kinderen tot 12 jaar?",
        "Wanneer is een tijdelijk huisverbod nodig?",
        "Welke ouders krijgen een oudercursus?",
        "",
        "😀",
    ],
)
def test_an_ordinary_question_names_no_intervention(finder, text):
    assert names(finder, text) == []


@pytest.mark.parametrize("name", ["Stap voor Stap Thuis", "Kanjertraining", "Alert4you", "Rots en Water"])
def test_an_intervention_that_no_page_has_is_not_taken_for_one_that_it_has(finder, name):
    assert names(finder, f"Is {name} erkend?") == []


def test_several_names_come_in_reading_order(finder):
    found = names(finder, "Wat is het verschil tussen PCIT, PMTO en Triple P?")
    assert found == ["PCIT", "PMTO", TRIPLE]
    assert names(finder, "NIKA of vipp-sd?") == ["NIKA", "VIPP-SD"]


def test_the_place_of_a_name_in_the_question_is_given(finder):
    text = "Is VoorZorg voor jonge moeders?"
    (mention,) = finder.find(text)
    assert text[mention.start : mention.end] == "VoorZorg"


def test_a_longer_name_goes_before_a_shorter_one_inside_it(finder):
    assert names(finder, "K-VHT") == ["K-VHT (0-4)"]
    assert names(finder, "multisysteem therapie-child abuse and neglect") == [MST]


def test_a_level_that_the_record_does_not_cover_is_noticed(finder):
    assert finder.find("Triple P niveau 3")[0].variant
    assert not finder.find("Triple P niveau 4")[0].variant
    assert not finder.find("Triple P voor een kind van 3 jaar")[0].variant


def test_a_long_question_is_read_within_a_second(finder):
    started = time.perf_counter()
    finder.find("signs of safty " * 130)
    finder.find("kindermishandeling " * 105)
    assert time.perf_counter() - started < 1
