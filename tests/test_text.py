"""Normalising text, and folding it for comparison."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.text import fold, normalise, normalise_line


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Veilig\u00a0Thuis", "Veilig Thuis"),
        ("  drie   spaties\tnaast elkaar ", "drie spaties naast elkaar"),
        ("kinder\u00admishandeling", "kindermishandeling"),  # a soft hyphen
        ("e\u0301e\u0301n", "één"),  # accents that stand loose
        ("ﬁnancieel", "financieel"),  # a ligature
        ("a\x00b\x07c", "a b c"),
        ("\ufeffKop", "Kop"),
        ("‘ontschuldigt’", "‘ontschuldigt’"),  # curly quotes stay: they are the page's words
        ("", ""),
    ],
)
def test_a_line_is_normalised(raw: str, expected: str) -> None:
    assert normalise_line(raw) == expected


def test_lines_stay_lines() -> None:
    assert normalise(" een \r\n\r\n twee\rdrie ") == "een\n\ntwee\ndrie"


@given(st.text())
def test_normalising_twice_changes_nothing(raw: str) -> None:
    assert normalise(normalise(raw)) == normalise(raw)


@given(st.text())
def test_a_normalised_line_has_no_control_characters_and_no_loose_spaces(raw: str) -> None:
    line = normalise_line(raw)
    assert line == line.strip()
    assert "  " not in line
    assert not any(unicodedata.category(char) == "Cc" for char in line)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("VoorZorg", "voorzorg"),
        ("voorkómen", "voorkomen"),
        ("programma’s", "programma's"),
        ("Coördinator", "COORDINATOR"),
    ],
)
def test_folding_makes_spellings_of_one_word_equal(left: str, right: str) -> None:
    assert fold(left) == fold(right)


def test_folding_keeps_different_words_apart() -> None:
    assert fold("herstel") != fold("herstelt")
