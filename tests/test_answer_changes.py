import json

import pytest

from assistant.answer import Answer, Citation
from evals.answer_changes import Asked, compare_answers, compare_indexes, questions_about_pages
from evals.questions import QuestionSetError
from ingest.pipeline import ingest
from ingest.store import current_folder


class Scripted:
    """An assistant that gives prepared answers by question."""

    def __init__(self, **answers):
        self.answers = answers

    def invoke(self, question):
        status, body, quotes = self.answers[question.text]
        found = tuple(Citation(n, quote, "p", "P", "", None, 0, len(quote)) for n, quote in enumerate(quotes, 1))
        return Answer(question.text, status, False, body, found)


SAID = ("answered", "Zes weken. [1]", ["zes weken"])
REFUSED = ("not_in_sources", "Dat staat er niet.", [])


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (SAID, REFUSED, "refused"),
        (REFUSED, SAID, "answered"),
        (SAID, ("answered", "Zes weken. [1]", ["acht weken"]), "quotes"),
        (SAID, ("answered", "Het duurt zes weken. [1]", ["zes weken"]), "words"),
    ],
)
def test_an_answer_that_differs_is_told_by_what_differs_most(before, after, kind):
    questions = (Asked("a", ("gelijk",)), Asked("b", ("gelijk", "anders")))
    old, new = Scripted(gelijk=SAID, anders=before), Scripted(gelijk=SAID, anders=after)
    (change,) = compare_answers(questions, old, new)
    assert (change.kind, change.id, change.question) == (kind, "b", "anders")
    assert (change.before, change.after) == (before[1], after[1])
    assert change.quotes_lost == tuple(quote for quote in before[2] if quote not in after[2])
    assert change.quotes_won == tuple(quote for quote in after[2] if quote not in before[2])


def test_the_same_answers_are_no_change_and_progress_is_told():
    told = []
    questions = (Asked("a", ("x",)), Asked("b", ("x",)))
    assert list(compare_answers(questions, Scripted(x=SAID), Scripted(x=SAID), lambda *at: told.append(at))) == []
    assert told == [(1, 2), (2, 2)]


def test_quotes_and_words_that_differ_in_their_bullets_alone_are_no_change():
    old = Scripted(x=("answered", "> • een  \n> • twee [1]", ["• een\n• twee"]))
    new = Scripted(x=("answered", "> een  \n> twee [1]", ["een\ntwee"]))
    assert list(compare_answers((Asked("a", ("x",)),), old, new)) == []


def test_questions_that_hang_on_the_pages_are_asked_and_those_about_danger_are_not(tmp_path):
    base = {"kind": "k", "facts": [], "not_facts": [], "urgent": False}
    rows = [
        {**base, "id": "feit", "turns": ["a"], "sections": [{"page": "p", "section": "s", "quote": "weg"}]},
        {**base, "id": "weiger", "turns": ["b"], "sections": [], "refuse": True},
        {**base, "id": "lijst", "turns": ["c"], "sections": [], "set": ["X"]},
        {**base, "id": "gevaar", "turns": ["d"], "sections": [], "refuse": False, "urgent": True},
        {**base, "id": "los", "turns": ["e"], "sections": []},
    ]
    (tmp_path / "set.jsonl").write_text("\n".join(json.dumps(row) for row in rows) + "\n", "utf-8")
    assert [question.id for question in questions_about_pages(tmp_path)] == ["feit", "weiger", "lijst"]


def test_a_line_that_is_no_question_is_named(tmp_path):
    (tmp_path / "set.jsonl").write_text('\n{"id": 1}\n', "utf-8")
    with pytest.raises(QuestionSetError, match=r"set\.jsonl, regel 2"):
        questions_about_pages(tmp_path)


RECORD = """Overzicht

Preventieve interventies

 • Sterk Thuis
  Aanpak en doel: Huisbezoek door een vrijwilliger.
  Doelgroep: Gezinnen met kinderen van 4 tot 12 jaar.
  Effectiviteit volgens de Databank Effectieve Jeugdinterventies: Goed onderbouwd.
 • Samen Verder
  Aanpak en doel: Training voor ouders in een groep.
  Doelgroep: Ouders van pubers.
  Effectiviteit volgens de Databank Effectieve Jeugdinterventies: Niet erkend.
"""


def test_two_indexes_are_asked_the_same_questions(toy, small_settings, small_corpus):
    page = small_corpus / "overzicht.txt"
    page.write_text(RECORD, "utf-8")
    ingest(small_settings)
    before = current_folder(small_settings.data_dir)
    page.write_text(RECORD.replace("van 4 tot 12 jaar", "van 6 tot 12 jaar"), "utf-8")
    ingest(small_settings)
    questions = (
        Asked("sterk", ("Voor wie is Sterk Thuis bedoeld?",)),
        Asked("samen", ("Voor wie is Samen Verder bedoeld?",)),
    )
    (change,) = compare_indexes(small_settings, before, current_folder(small_settings.data_dir), questions)
    assert (change.id, change.kind) == ("sterk", "quotes")
    assert any("van 4 tot 12 jaar" in quote for quote in change.quotes_lost)
    assert any("van 6 tot 12 jaar" in quote for quote in change.quotes_won)
