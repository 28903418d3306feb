"""The page number of a PDF, from the file through the index to what a person sees."""

from test_reading import pdf

from assistant.draft import Draft, line
from assistant.verifying import verify
from ingest.pipeline import ingest, open_current
from ingest.records import Quote
from ui.sources import render_sources

KEYS = {"n", "quote", "page", "title", "section", "url", "start", "end"}


def _cited(index, page, words):
    start = index.pages[page].text.index(words)
    quote = Quote(page, start, start + len(words), words)
    (citation,) = verify(Draft((line(words, quote),)), index)[1]
    return citation


def test_a_quote_from_a_pdf_shows_the_sheet_that_it_stands_on(toy, small_settings, small_corpus):
    (small_corpus / "hulp.pdf").write_bytes(pdf([["Hulp thuis", "De hulp begint thuis."], ["Zij duurt zes weken."]]))
    ingest(small_settings)
    index = open_current(small_settings, toy)
    first, second = _cited(index, "hulp", "De hulp begint thuis."), _cited(index, "hulp", "Zij duurt zes weken.")
    assert (first.sheet, second.sheet) == (1, 2)
    assert "bladzijde 2" in render_sources((second,), 1, True)
    assert set(second.as_json()) == KEYS


def test_a_quote_from_another_page_has_no_sheet(toy, small_settings):
    ingest(small_settings)
    citation = _cited(open_current(small_settings, toy), "zwemmen", "De lessen duren een uur.")
    assert citation.sheet is None
    assert "bladzijde" not in render_sources((citation,), 1, True)
