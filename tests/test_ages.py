"""Ages in running words: every expectation worked out by hand, in whole months."""

import time

import pytest

from ingest.ages import find_ages


def ages(text: str, loose: bool = False) -> list[tuple[int | None, int | None, str]]:
    return [(found.low, found.high, text[found.start : found.end]) for found in find_ages(text, loose)]


@pytest.mark.parametrize(
    ("text", "low", "high", "words"),
    [
        ("jeugdigen in de leeftijd van 1 tot en met 7 jaar.", 12, 95, "1 tot en met 7 jaar"),
        ("Kinderen van 7 t/m 11 jaar en hun ouders", 84, 143, "7 t/m 11 jaar"),
        ("kinderen van 4-12 jaar", 48, 155, "4-12 jaar"),
        ("kinderen van 4–12 jaar", 48, 155, "4–12 jaar"),
        ("Gezinnen met jeugdigen (0- 23 jaar)", 0, 287, "0- 23 jaar"),
        ("gezinnen met 11-18 jarigen", 132, 227, "11-18 jarigen"),
        ("jongens tussen 12-16 jaar", 144, 203, "12-16 jaar"),
        ("jeugdigen van 3 tot 6 jaar", 36, 72, "3 tot 6 jaar"),
        ("jeugdigen van zes tot zeventien jaar", 72, 204, "zes tot zeventien jaar"),
        ("Kinderen tot 16 jaar", None, 192, "tot 16 jaar"),
        ("kinderen tot en met 12 jaar", None, 155, "tot en met 12 jaar"),
        ("in de leeftijd van 6 jaar of jonger", None, 83, "6 jaar of jonger"),
        ("kinderen jonger dan 4 jaar", None, 47, "jonger dan 4 jaar"),
        ("kinderen onder de 4 jaar", None, 47, "onder de 4 jaar"),
        ("kinderen ouder dan 12 jaar", 156, None, "ouder dan 12 jaar"),
        ("10 jaar en ouder", 120, None, "10 jaar en ouder"),
        ("vanaf ongeveer 8 jaar (of jonger)", 96, None, "vanaf ongeveer 8 jaar"),
        ("jeugdigen van minimaal 12 jaar", 144, None, "van minimaal 12 jaar"),
        ("12+", 144, None, "12+"),
        ("een eerste kind tussen 0 en 18 maanden", 0, 18, "tussen 0 en 18 maanden"),
        ("een kind tussen 4 en 12 jaar", 48, 144, "tussen 4 en 12 jaar"),
        ("jeugdigen van alle leeftijden", 0, None, "alle leeftijden"),
        ("een kind van 5 jaar", 60, 71, "5 jaar"),
        ("een meisje van vijf jaar", 60, 71, "vijf jaar"),
        ("een achtjarige", 96, 107, "achtjarige"),
        ("een kind van 5 dat geweld zag", 60, 71, "5"),
        ("een kind van anderhalf jaar", 18, 18, "anderhalf jaar"),
        ("kinderen van 2½ tot 4 jaar", 30, 48, "2½ tot 4 jaar"),
        ("kinderen van 21⁄2 tot 4 jaar", 30, 48, "21⁄2 tot 4 jaar"),
        ("bedoeld tot het kind 2 jaar is", None, 24, "tot het kind 2 jaar"),
        ("een zwangere vrouw", 0, 0, "zwangere"),
        ("voor peuters", 24, 47, "peuters"),
        ("mijn kleuter", 48, 71, "kleuter"),
        ("kinderen op de basisschool", 48, 155, "basisschool"),
        ("voor pubers", 144, 215, "pubers"),
    ],
)
def test_reads_one_age(text: str, low: int | None, high: int | None, words: str) -> None:
    assert ages(text) == [(low, high, words)]


@pytest.mark.parametrize(
    "text",
    [
        "gedurende 2 jaar",
        "binnen 4 weken na de melding",
        "na 1 jaar",
        "24 uur per dag",
        "De behandeling omvat 12 tot 16 sessies",
        "De hulp duurt vier tot zes weken",
        "Het traject duurt 1 tot 2 jaar",
        "een follow-up van 6 tot 12 maanden",
        "tot 2 jaar na de behandeling",
        "Zes maanden na de behandeling",
        "een IQ-score tussen de 50 en 70",
        "binnen de laatste 180 dagen",
        "slechts 20 procent van de interventies",
        "kinderen van 3 gezinnen",
        "een kind van 2 ouders",
        "de Jeugdwet (2015)",
        "bel 0800-2000",
        "ten minste één kind",
        "een kind van minus 3 jaar",
        "een kind van -3 jaar",
        "overzicht 1 tot 3",
        "intensieve hulp (6 maanden)",
        "een programma (1-2 jaar)",
        "",
    ],
)
def test_what_is_no_age_is_not_taken_for_one(text: str) -> None:
    assert ages(text) == []
    assert ages(text, loose=True) == []


def test_two_ranges_in_one_bracket_are_both_found() -> None:
    assert ages("Kinderen (4-8 jaar; resp. 8-12 jaar)") == [(48, 107, "4-8 jaar"), (96, 155, "8-12 jaar")]


def test_the_age_of_a_parent_is_kept_apart_from_that_of_the_child() -> None:
    found = find_ages("Jonge moeders van 16 tot 25 jaar met een kind van 0 tot 2 jaar.")
    assert [(age.who, age.low, age.high) for age in found] == [("adult", 192, 300), ("child", 0, 24)]


@pytest.mark.parametrize(
    "text", ["Jeugdigen (en hun ouders) van 3 tot 18 jaar", "Jeugdigen en hun ouders van 3 tot 18 jaar"]
)
def test_parents_named_in_passing_do_not_own_the_age(text: str) -> None:
    assert [age.who for age in find_ages(text)] == ["child"]


def test_parents_in_brackets_own_the_age_in_their_own_brackets() -> None:
    assert next(age.who for age in find_ages("Ouders (18-25 jaar) van een baby")) == "adult"


@pytest.mark.parametrize(
    ("question", "low", "high"),
    [
        ("wat is er van 12 tot 14?", 144, 168),
        ("en ouder dan 12?", 156, None),
        ("en voor 5 jaar?", 60, 71),
        ("iets voor 0-4", 0, 59),
        ("en vanaf 8?", 96, None),
        ("onder de 6", None, 71),
    ],
)
def test_a_question_may_leave_out_the_word_year(question: str, low: int | None, high: int | None) -> None:
    assert [(age.low, age.high) for age in find_ages(question, loose=True)] == [(low, high)]


def test_an_impossible_age_is_still_reported_to_whoever_asks() -> None:
    assert ages("een kind van 140 jaar") == [(1680, 1691, "140 jaar")]


def test_a_vague_word_is_marked_as_such() -> None:
    assert [(age.kind, age.low, age.high) for age in find_ages("voor jongeren")] == [("vague", 144, 215)]


def test_a_long_text_is_read_fast() -> None:
    text = "De hulp duurt 4 weken en is voor kinderen van 4 tot 12 jaar met 20 procent kans. " * 500
    started = time.perf_counter()
    assert len(find_ages(text)) == 500
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize(
    ("question", "found"), [("meisje 15, misbruikt", [(180, 191, "15")]), ("kind 4 groep", [(48, 59, "4")])]
)
def test_in_a_question_a_number_beside_a_child_is_its_age(question: str, found: list[tuple[int, int, str]]) -> None:
    assert ages(question, loose=True) == found
    assert ages(question) == []


@pytest.mark.parametrize("question", ["kind 1 op 1 begeleiden", "jongeren 3 keer per week", "kinderen 2 uur thuis"])
def test_a_number_of_something_else_beside_a_child_is_no_age(question: str) -> None:
    assert [found for found in find_ages(question, loose=True) if found.kind == "number"] == []
