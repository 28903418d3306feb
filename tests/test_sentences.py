"""Cutting text into sentences."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.records import Span
from ingest.sentences import split_sentences


def _sentences(text: str) -> list[str]:
    return [span.of(text) for span in split_sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Eerst dit. Dan dat.", ["Eerst dit.", "Dan dat."]),
        ("Wie belt u? Veilig Thuis! Dag en nacht.", ["Wie belt u?", "Veilig Thuis!", "Dag en nacht."]),
        ("Hulp, bijv. EMDR, helpt. Vaak.", ["Hulp, bijv. EMDR, helpt.", "Vaak."]),
        ("Zie Dijkstra et al. (2016) hierover. Ook dit.", ["Zie Dijkstra et al. (2016) hierover.", "Ook dit."]),
        ("Volgens drs. J. de Vries klopt dat. Ja.", ["Volgens drs. J. de Vries klopt dat.", "Ja."]),
        ("De vraag is: ‘helpt dit?’ Nee.", ["De vraag is: ‘helpt dit?’", "Nee."]),
        ("(Dit staat tussen haakjes.) Dit niet.", ["(Dit staat tussen haakjes.)", "Dit niet."]),
        ("Zonder punt", ["Zonder punt"]),
        ("Twee regels\nzijn er twee", ["Twee regels", "zijn er twee"]),
        ("Groei van 3.5 procent in 2018. Daarna niet.", ["Groei van 3.5 procent in 2018.", "Daarna niet."]),
        ("", []),
        ("  \n ", []),
    ],
)
def test_text_is_cut_into_its_sentences(text: str, expected: list[str]) -> None:
    assert _sentences(text) == expected


def test_the_spans_are_shifted_by_the_start() -> None:
    assert split_sentences("Een. Twee.", start=100) == [Span(100, 104), Span(105, 110)]


@given(st.text(alphabet="ab A.!?\n ’)", max_size=200))
def test_nothing_is_lost_and_nothing_overlaps(text: str) -> None:
    spans = split_sentences(text)
    assert all(left.end <= right.start for left, right in pairwise(spans))
    assert "".join("".join(span.of(text) for span in spans).split()) == "".join(text.split())
    assert all(span.of(text) == span.of(text).strip() != "" for span in spans)
