import json
import re

import pytest

from assistant.answer import Answer, Citation, Evidence
from assistant.conversation import ask_turns
from evals.questions import Case, Label
from evals.run import EvaluationError, as_json, by_kind, problems, run, seconds, totals
from ingest.records import Page, Span

TEXT = "De hulp duurt zes weken."
PAGES = {"a": Page("a", "A", TEXT, ())}
LABEL = Label("a", "Kop", "zes weken", (Span(14, 23),))


class Quoting:
    """Answers every question with the one sentence of the page, and remembers what it was asked."""

    def __init__(self, seconds=0.01):
        self.asked = []
        self.seconds = seconds

    def invoke(self, question):
        self.asked.append((question.text, [answer.question for answer in question.history]))
        if question.text == "stuk":
            raise ZeroDivisionError("door nul")
        citation = Citation(1, TEXT, "a", "A", "Kop", None, 0, len(TEXT))
        evidence = (Evidence("a", "Kop", TEXT),)
        return Answer(question.text, "answered", False, f"{TEXT} [1]", (citation,), evidence, seconds=self.seconds)


def case(id_="x", kind="feit", turns=("Hoe lang?",), **values):
    return Case(id_, "set", kind, turns, **({"refuse": False} | values))


def result_of(one):
    return run([one], Quoting(), PAGES)[0]


def test_the_turns_of_a_question_are_one_conversation():
    assistant = Quoting()
    answer = ask_turns(assistant, ["een", "twee", "drie"])
    assert assistant.asked == [("een", []), ("twee", ["een"]), ("drie", ["een", "twee"])]
    assert answer.question == "drie"


def test_questions_do_not_see_each_other():
    assistant = Quoting()
    run([case("x"), case("y", turns=("En dan?",))], assistant, PAGES)
    assert assistant.asked == [("Hoe lang?", []), ("En dan?", [])]


def test_a_right_answer_has_no_problems():
    result = result_of(case(labels=(LABEL,), facts=(re.compile("zes"),), refuse=False))
    assert not result.failed
    assert problems(result) == ()


def test_every_problem_is_told():
    result = result_of(
        case(
            labels=(Label("a", "Kop", "acht weken", (Span(30, 40),)),),
            facts=(re.compile("acht"),),
            not_facts=(re.compile("zes"),),
            refuse=True,
            urgent=True,
            names=frozenset({"Een"}),
        )
    )
    assert result.failed
    assert problems(result) == (
        "feit ontbreekt: acht",
        "staat er ten onrechte: zes",
        "de juiste passage staat niet bij de eerste vijf",
        "niet aangehaald: a › Kop: acht weken",
        "beantwoord, maar de bronnen zeggen het niet",
        "het gevaar is niet herkend",
        "ontbreekt in de lijst: Een",
    )


def test_a_question_that_breaks_the_assistant_is_named():
    with pytest.raises(EvaluationError, match="Vraag y: ZeroDivisionError: door nul"):
        run([case("x"), case("y", turns=("stuk",))], Quoting(), PAGES)


def test_progress_counts_the_questions():
    seen = []
    run([case("x"), case("y")], Quoting(), PAGES, lambda done, total: seen.append((done, total)))
    assert seen == [(1, 2), (2, 2)]


def test_means_are_taken_in_total_and_per_kind():
    cases = [case("x", facts=(re.compile("zes"),)), case("y", "lijst", facts=(re.compile("acht"),))]
    results = run(cases, Quoting(), PAGES)
    assert totals(results)["facts"].mean == 0.5
    assert {kind: means["facts"].mean for kind, means in by_kind(results).items()} == {"feit": 1.0, "lijst": 0.0}


def test_seconds_are_those_of_the_last_answer():
    assert seconds(run([case("x", turns=("een", "twee"))], Quoting(0.25), PAGES)) == {"p50": 0.25, "p95": 0.25}


def test_everything_can_be_written_as_json():
    written = json.loads(json.dumps(as_json(run([case(facts=(re.compile("acht"),))], Quoting(), PAGES))))
    assert written["questions"] == 1
    assert written["total"]["facts"] == {"mean": 0.0, "low": 0.0, "high": 0.0, "n": 1}
    assert written["kinds"]["feit"]["verbatim"]["mean"] == 1.0
    assert written["results"][0]["problems"] == ["feit ontbreekt: acht"]
    assert written["results"][0]["answer"] == f"{TEXT} [1]"
