import re
from dataclasses import replace

import pytest

from assistant.draft import Draft, line, make_quote
from assistant.verifying import is_verbatim, passage_of, verify
from ingest.pipeline import ingest, open_current
from ingest.records import Quote, Span


@pytest.fixture
def index(toy, small_settings):
    ingest(small_settings)
    return open_current(small_settings, toy)


def find(index, page, words):
    text = index.pages[page].text
    start = text.index(words)
    return make_quote(index.pages[page], Span(start, start + len(words)))


def test_words_at_their_place_are_verbatim(index):
    assert is_verbatim(find(index, "fietsen", "een rood licht achter"), index.pages)


@pytest.mark.parametrize(
    "change",
    [
        {"text": "een groen licht achter"},
        {"text": "Een rood licht achter"},
        {"text": "een rood licht  achter"},
        {"text": ""},
        {"page": "zwemmen"},
        {"page": "weg"},
    ],
)
def test_a_changed_quote_is_not_verbatim(index, change):
    assert not is_verbatim(replace(find(index, "fietsen", "een rood licht achter"), **change), index.pages)


@pytest.mark.parametrize(("start", "end"), [(1, 0), (0, -1), (-1, 0), (1, 1), (-6, -1), (10**9, 10**9 + 21)])
def test_a_quote_at_another_place_is_not_verbatim(index, start, end):
    quote = find(index, "fietsen", "een rood licht achter")
    moved = replace(quote, start=quote.start + start, end=quote.end + end)
    assert not is_verbatim(moved, index.pages)


def test_a_negative_place_does_not_count_from_the_end(index):
    text = index.pages["fietsen"].text
    assert not is_verbatim(Quote("fietsen", -10, -1, text[-10:-1]), index.pages)
    assert not is_verbatim(Quote("fietsen", 0, len(text) + 5, text), index.pages)


def test_only_white_space_is_no_quote(index):
    text = index.pages["fietsen"].text
    start = text.index("\n")
    assert not is_verbatim(Quote("fietsen", start, start + 1, "\n"), index.pages)


def test_a_line_whose_quote_is_not_verbatim_never_comes_through(index):
    good = find(index, "fietsen", "een rood licht achter")
    bad = replace(good, text="een blauw licht boven")
    body, citations = verify(Draft((line("een rood licht achter ", good), line("een blauw licht boven ", bad))), index)
    assert "blauw" not in body
    assert [citation.quote for citation in citations] == ["een rood licht achter"]


def test_a_line_with_one_good_and_one_bad_quote_goes_whole(index):
    good = find(index, "fietsen", "een rood licht achter")
    body, citations = verify(Draft((line("a ", good, " b ", replace(good, end=good.end + 1)),)), index)
    assert (body, citations) == ("", ())


def test_markers_and_citations_match_and_count_from_one(index):
    light, lesson = find(index, "fietsen", "een rood licht achter"), find(index, "zwemmen", "een uur")
    draft = Draft((line("x ", light), line("y ", lesson), line("z ", light)))
    body, citations = verify(draft, index)
    assert [int(n) for n in re.findall(r"\[(\d+)\]", body)] == [1, 2, 1]
    assert [(citation.n, citation.quote) for citation in citations] == [
        (1, "een rood licht achter"),
        (2, "een uur"),
    ]


def test_a_citation_shows_the_words_around_it_and_where_it_stands(index):
    _, (citation,) = verify(Draft((line("x ", find(index, "fietsen", "een rood licht achter")),)), index)
    text = index.pages["fietsen"].text
    assert text[citation.start : citation.end] == citation.quote
    assert citation.before + citation.quote + citation.after in text
    assert citation.before.endswith("voor en ")
    assert (citation.page, citation.title) == ("fietsen", "Fietsen")
    assert "Verlichting" in citation.section
    assert citation.url is None


def test_the_passage_of_a_quote_is_the_one_that_holds_it(index):
    passage = passage_of(find(index, "zwemmen", "een uur"), index.passages)
    assert passage is not None
    assert "zwemdiploma" in passage.text


def test_a_draft_without_quotes_keeps_its_words(index):
    assert verify(Draft((line("De bronnen zeggen dit niet."),)), index) == ("De bronnen zeggen dit niet.", ())
