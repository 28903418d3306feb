"""Risk against coverage: how much goes wrong when more, or fewer, questions are answered; drawn as an SVG."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from evals.run import Result

_WIDTH, _HEIGHT = 720, 460
_LEFT, _RIGHT, _TOP, _BOTTOM = 90, 690, 80, 360
_STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.25)
_MOST_STEPS = 5
_INK, _GRID, _BLUE, _MARK = "#1a1a1a", "#d4d4d4", "#1f5fa8", "#b3261e"


@dataclass(frozen=True, slots=True)
class Point:
    """When every question from this score up is answered: their share of all, and the share of them gone wrong."""

    score: float
    coverage: float
    risk: float


@dataclass(frozen=True, slots=True)
class Curve:
    """The points from the surest questions to all, the one in use (None: nothing is answered), how many questions."""

    points: tuple[Point, ...]
    used: Point | None
    questions: int


def certainty(result: Result) -> float:
    """How surely a question was answered: above 0 exactly when it was.

    What a rule answered or refused was not weighed: it goes before, or after, everything that was.
    """
    answered = result.answer.status == "answered"
    score = result.answer.notes.get("score")
    if isinstance(score, int | float) and (score > 0) == answered:
        return float(score)
    return math.inf if answered else -math.inf


def went_wrong(result: Result) -> bool:
    """Whether it is an error to answer this: it should be refused, or the answer misses a fact or shows a wrong one.

    What a refused question would have shown is not known; its facts count as missing.
    """
    refused = result.answer.status != "answered"
    short = any(result.scores.get(name, 1.0) < 1 for name in ("facts", "not_facts"))
    return result.case.refuse is True or refused or short


def make_curve(results: Sequence[Result]) -> Curve:
    """The curve over the questions of which it is known whether they must be refused."""
    judged = sorted(
        ((certainty(result), went_wrong(result)) for result in results if result.case.refuse is not None),
        key=lambda pair: -pair[0],
    )
    points: list[Point] = []
    answered = wrong = 0
    for score, group in groupby(judged, key=lambda pair: pair[0]):
        outcomes = [is_wrong for _, is_wrong in group]
        answered, wrong = answered + len(outcomes), wrong + sum(outcomes)
        points.append(Point(score, answered / len(judged), wrong / answered))
    used = [point for point in points if point.score > 0]
    return Curve(tuple(points), used[-1] if used else None, len(judged))


def as_svg(curve: Curve) -> str:
    """The curve as an SVG picture with Dutch labels and a description; the same curve gives the same bytes."""
    step = _step(max((point.risk for point in curve.points), default=0.0))
    top = step * _MOST_STEPS
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" '
        f'height="{_HEIGHT}" role="img" lang="nl" aria-labelledby="naam uitleg" '
        'font-family="system-ui, sans-serif" font-size="14">',
        '<title id="naam">Risico en dekking van de antwoorden</title>',
        f'<desc id="uitleg">{escape(describe(curve))}</desc>',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#ffffff"/>',
        _text(_LEFT, 32, "Risico en dekking van de antwoorden", "start", 'font-size="18" font-weight="600"'),
        _text(_LEFT, 54, f"{curve.questions} vragen, van de zekerste naar de onzekerste", "start"),
        *_axes(step, top),
        *_curve(curve, top),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def describe(curve: Curve) -> str:
    """What the picture shows, in Dutch sentences."""
    if not curve.points:
        return "Er zijn geen vragen waarvan bekend is of ze beantwoord moeten worden."
    lines = [f"Lijn over {curve.questions} vragen: hoe meer vragen er beantwoord worden, hoe meer er mis kan gaan."]
    if curve.used:
        lines.append(
            f"Zo is het ingesteld: {_percent(curve.used.coverage)} van de vragen wordt beantwoord; daarvan is "
            f"{_percent(curve.used.risk)} onvolledig, onjuist of had niet beantwoord moeten worden."
        )
    lines.append(f"Als alle vragen beantwoord werden, was dat hooguit {_percent(curve.points[-1].risk)}.")
    return " ".join(lines)


def _step(highest: float) -> float:
    """The distance between the lines of the grid: the smallest with which the highest risk fits."""
    return next((step for step in _STEPS if highest <= step * _MOST_STEPS), _STEPS[-1])


def _axes(step: float, top: float) -> list[str]:
    parts = []
    for number in range(_MOST_STEPS + 1):
        share, risk = number / _MOST_STEPS, number * step
        x, y = _x(share), _y(risk, top)
        parts.append(f'<path d="M{_LEFT} {y:.1f}H{_RIGHT}" stroke="{_GRID}"/>')
        parts.append(_text(_LEFT - 10, y + 5, _percent(risk, 0), "end"))
        parts.append(f'<path d="M{x:.1f} {_BOTTOM}v6" stroke="{_INK}"/>')
        parts.append(_text(x, _BOTTOM + 24, _percent(share, 0), "middle"))
    parts.append(f'<path d="M{_LEFT} {_TOP}V{_BOTTOM}H{_RIGHT}" fill="none" stroke="{_INK}"/>')
    middle = (_TOP + _BOTTOM) / 2
    parts.append(
        _text((_LEFT + _RIGHT) / 2, _BOTTOM + 50, "Dekking: deel van de vragen dat beantwoord wordt", "middle")
    )
    parts.append(
        _text(24, middle, "Risico: deel daarvan dat misgaat", "middle", f'transform="rotate(-90 24 {middle})"')
    )
    return parts


def _curve(curve: Curve, top: float) -> list[str]:
    """The curve, dashed where questions are refused now, the mark between, and under the axes what the mark says."""
    answered = [point for point in curve.points if point.score > 0]
    refused = answered[-1:] + [point for point in curve.points if point.score <= 0]
    parts = [_line(answered, top), _line(refused, top, ' stroke-dasharray="3 5"')]
    if curve.used:
        x, y = _x(curve.used.coverage), _y(curve.used.risk, top)
        words = f"Zo is het ingesteld: dekking {_percent(curve.used.coverage)}, risico {_percent(curve.used.risk)}"
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" fill="{_MARK}" stroke="#ffffff" stroke-width="2"/>')
        parts.append(f'<circle cx="{_LEFT + 6}" cy="{_HEIGHT - 21}" r="6" fill="{_MARK}"/>')
        parts.append(_text(_LEFT + 20, _HEIGHT - 16, words, "start", 'font-weight="600"'))
    return parts


def _line(points: Sequence[Point], top: float, more: str = "") -> str:
    places = " ".join(f"{_x(point.coverage):.1f},{_y(point.risk, top):.1f}" for point in points)
    return f'<polyline points="{places}" fill="none" stroke="{_BLUE}" stroke-width="2.5"{more}/>'


def _x(share: float) -> float:
    return _LEFT + share * (_RIGHT - _LEFT)


def _y(risk: float, top: float) -> float:
    return _BOTTOM - min(risk, top) / top * (_BOTTOM - _TOP)


def _text(x: float, y: float, words: str, anchor: str, more: str = "") -> str:
    extra = f" {more}" if more else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{_INK}"{extra}>{escape(words)}</text>'


def _percent(share: float, decimals: int = 1) -> str:
    return f"{100 * share:.{decimals}f} %".replace(".", ",")
