"""The curve worked out by hand on six questions, and its picture."""

import math
import re
import xml.etree.ElementTree as ElementTree

import pytest

from assistant.answer import Answer
from evals.questions import Case
from evals.risk_coverage import Point, as_svg, certainty, describe, make_curve, went_wrong
from evals.run import Result

SVG = "{http://www.w3.org/2000/svg}"


def result(score=None, answered=True, refuse=False, **scores):
    notes = {} if score is None else {"score": score}
    answer = Answer("vraag", "answered" if answered else "not_in_sources", False, "", notes=notes)
    return Result(Case("x", "set", "feit", ("vraag",), refuse=refuse), answer, scores)


# From sure to unsure: answered by rule (right), 3 (right), 2 (misses a fact), 1 (had to be refused), -1 (rightly
# refused), refused by rule (wrongly). In the second group two have the same score.
RESULTS = [
    result(-1.0, answered=False, refuse=True),
    result(3.0, facts=1.0),
    result(),
    result(answered=False),
    result(1.0, refuse=True),
    result(2.0, facts=0.0),
    result(4.0, refuse=None),
]


def test_the_score_counts_when_it_decided():
    assert certainty(result(1.5)) == 1.5
    assert certainty(result(-1.5, answered=False)) == -1.5
    assert certainty(result(0, answered=False)) == 0


def test_what_a_rule_decided_is_at_either_end():
    assert certainty(result()) == certainty(result(-0.5)) == math.inf
    assert certainty(result(answered=False)) == certainty(result(2.5, answered=False)) == -math.inf


@pytest.mark.parametrize(
    ("one", "wrong"),
    [
        (result(facts=1.0, not_facts=1.0), False),
        (result(), False),
        (result(facts=0.0), True),
        (result(not_facts=0.0), True),
        (result(refuse=True), True),
        (result(answered=False), True),
        (result(answered=False, refuse=True), True),
    ],
)
def test_an_answer_goes_wrong_when_it_should_not_be_or_falls_short(one, wrong):
    assert went_wrong(one) is wrong


def test_the_curve_counts_from_the_surest_question_down():
    curve = make_curve(RESULTS)
    assert curve.questions == 6
    assert curve.points == (
        Point(math.inf, 1 / 6, 0),
        Point(3.0, 2 / 6, 0),
        Point(2.0, 3 / 6, 1 / 3),
        Point(1.0, 4 / 6, 2 / 4),
        Point(-1.0, 5 / 6, 3 / 5),
        Point(-math.inf, 1, 4 / 6),
    )
    assert curve.used == curve.points[3]


def test_questions_with_one_score_come_in_together():
    curve = make_curve([result(1.0), result(1.0, facts=0.0), result(2.0)])
    assert curve.points == (Point(2.0, 1 / 3, 0), Point(1.0, 1, 1 / 3))


def test_the_order_of_the_questions_does_not_matter():
    assert as_svg(make_curve(RESULTS)) == as_svg(make_curve(RESULTS[::-1]))


def test_the_picture_marks_what_is_in_use():
    root = ElementTree.fromstring(as_svg(make_curve(RESULTS)))
    # 90 + 4/6 of 600 wide; the highest risk of 0.667 makes a scale to 1, so a half is half of 280 high, under 80.
    mark = root.find(f"{SVG}circle")
    assert (mark.get("cx"), mark.get("cy")) == ("490.0", "220.0")
    solid, dashed = root.findall(f"{SVG}polyline")
    assert solid.get("points") == "190.0,360.0 290.0,360.0 390.0,266.7 490.0,220.0"
    assert dashed.get("points") == "490.0,220.0 590.0,192.0 690.0,173.3"


def test_the_picture_says_in_dutch_what_it_shows():
    root = ElementTree.fromstring(as_svg(make_curve(RESULTS)))
    assert root.get("role") == "img"
    named = [root.find(f"{SVG}{tag}").get("id") for tag in ("title", "desc")]
    assert root.get("aria-labelledby").split() == named
    assert root.find(f"{SVG}desc").text == (
        "Lijn over 6 vragen: hoe meer vragen er beantwoord worden, hoe meer er mis kan gaan. Zo is het ingesteld: "
        "66,7 % van de vragen wordt beantwoord; daarvan is 50,0 % onvolledig, onjuist of had niet beantwoord moeten "
        "worden. Als alle vragen beantwoord werden, was dat hooguit 66,7 %."
    )
    words = [text.text for text in root.findall(f"{SVG}text")]
    assert "Zo is het ingesteld: dekking 66,7 %, risico 50,0 %" in words
    assert re.search("Dekking: .*", "\n".join(words))


def test_the_scale_fits_the_risk():
    root = ElementTree.fromstring(as_svg(make_curve([result()] * 30 + [result(1.0, facts=0.0)])))
    labels = [text.text for text in root.findall(f"{SVG}text") if text.get("text-anchor") == "end"]
    assert labels == ["0 %", "1 %", "2 %", "3 %", "4 %", "5 %"]


def test_without_questions_or_answers_there_is_still_a_picture():
    assert describe(make_curve([])).startswith("Er zijn geen vragen")
    assert ElementTree.fromstring(as_svg(make_curve([]))).find(f"{SVG}circle") is None
    curve = make_curve([result(answered=False, refuse=True)])
    assert curve.used is None
    assert ElementTree.fromstring(as_svg(curve)).find(f"{SVG}circle") is None
