"""Why an answer is as it is: what was understood and decided, as Dutch lines."""

from __future__ import annotations

from assistant.answer import Answer
from assistant.danger import Danger
from assistant.understanding import Request
from ingest.domain import FIELDS

_WANTED = {
    "text": "lopende tekst",
    "field": "één gegeven van een interventie",
    "record": "alles over een interventie",
    "comparison": "een vergelijking",
    "list": "een selectie",
    "count": "een aantal",
}
_FIELDS = {**{key: kind.label for key, kind in FIELDS.items()}, "ages": "Leeftijd", "kinds_of_help": "Soort hulp"}
_DECISIONS = {
    "why": "Reden",
    "score": "Score (boven 0 is beantwoordbaar)",
    "onbekend": "Woorden die geen bron kent",
    "gewogen": "Wat er meetelde",
    "lijkt op": "Ligt dichter bij het onderwerp",
}


def explain(answer: Answer) -> list[str]:
    """The lines for `wegwijzer ask --explain`."""
    request, danger = answer.notes.get("request"), answer.notes.get("danger")
    lines = [f"Besluit: {'beantwoord' if answer.status == 'answered' else 'niet in de bronnen'}"]
    if isinstance(request, Request):
        lines += _understood(request)
    for key, label in _DECISIONS.items():
        value = answer.notes.get(key)
        if isinstance(value, dict):
            value = [f"{part} {weight:+.1f}".replace(".", ",") for part, weight in value.items()]
        if value not in (None, "", [], ()):
            lines.append(f"{label}: {', '.join(map(str, value)) if isinstance(value, list | tuple) else value}")
    if isinstance(danger, Danger) and danger.urgent:
        lines.append(f"Gevaar: {', '.join(danger.kinds)} (herkend aan: {', '.join(danger.reasons)})")
    return lines


def _understood(request: Request) -> list[str]:
    facts = {
        "Gevraagd": _WANTED[request.wanted],
        "Interventies": ", ".join(request.names),
        "Gegeven": _FIELDS.get(request.field or "", ""),
        "Eigenschap": request.prop.label if request.prop else "",
        "Voorwaarden": " · ".join(condition.text for condition in request.conditions),
        "Gezocht met": request.search if request.search != request.text else "",
        "Opdrachten die niet zijn gevolgd": request.commands,
    }
    return [f"{label}: {value}" for label, value in facts.items() if value]
