import re

import pytest

from assistant.composing import best_hits, place_heading, quote_lines
from assistant.draft import Draft
from assistant.retrieval import Found, Searcher
from assistant.verifying import verify


@pytest.fixture(scope="module")
def searcher(real_index):
    return Searcher(real_index)


@pytest.fixture(scope="module")
def compose(searcher):
    def composed(question):
        found = searcher.search(question, 20)
        return verify(Draft(quote_lines(searcher.index, found)), searcher.index)

    return composed


QUESTIONS = [
    "Wat is veerkracht?",
    "Wat staat er in een hulpverleningsplan?",
    "Hoe lang duurt Families First?",
    "Welke stappen doorloop je bij het in kaart brengen van de situatie?",
    "Welke hulp bied je bij kinderverwaarlozing?",
    "Wanneer is een tijdelijk huisverbod nodig?",
    "Wat is effectief bij posttraumatische stress?",
    "Hoe werk je trauma-sensitief?",
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_is_quoted_stands_on_the_page_and_has_a_marker(compose, searcher, question):
    body, citations = compose(question)
    assert citations
    for citation in citations:
        text = searcher.index.pages[citation.page].text
        assert text[citation.start : citation.end] == citation.quote
        assert f"[{citation.n}]" in body


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_is_short(compose, question):
    body, citations = compose(question)
    assert len(citations) <= 8
    assert len(body) < 4000


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_quote_starts_or_ends_in_the_middle_of_a_word(compose, searcher, question):
    for citation in compose(question)[1]:
        text = searcher.index.pages[citation.page].text
        before, after = text[: citation.start][-1:], text[citation.end :][:1]
        assert not (before.isalnum() and citation.quote[0].isalnum())
        assert not (after.isalnum() and citation.quote[-1].isalnum())


def test_a_list_is_quoted_whole_with_every_item_on_its_own_line(compose):
    body, _ = compose("Welke stappen doorloop je bij het in kaart brengen van de situatie?")
    for item in (
        "formuleren van onderzoeksvragen",
        "verzamelen van informatie",
        "beoordelen: analyseren en concluderen",
        "verslaglegging",
    ):
        assert re.search(rf"^\s*- {item}", body, re.MULTILINE), item
    assert "de volgende stappen" in body


def test_the_section_and_page_stand_above_a_quote(compose, searcher):
    body, (first, *_) = compose("Wat is veerkracht?")
    assert body.startswith("**Werken aan herstel na kindermishandeling**") or first.title in body.split("\n")[0]


def test_a_heading_names_the_page(searcher):
    passage = searcher.index.passages[0]
    assert searcher.index.pages[passage.page].title in place_heading(searcher.index, passage).replace("\\", "")


def test_nothing_found_gives_no_lines(searcher):
    nothing = Found((), *searcher.vectors("x"), ())
    assert best_hits(nothing) == []
    assert quote_lines(searcher.index, nothing) == ()


def test_only_hits_near_the_best_are_shown(searcher):
    found = searcher.search("Wat is veerkracht?", 20)
    shown = best_hits(found)
    assert shown[0] == found.hits[0]
    assert 1 <= len(shown) < 20
    assert all(hit.score > 0.5 * found.hits[0].score for hit in shown)
