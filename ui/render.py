"""A conversation as HTML: pure functions from answers to what the window shows. Everything is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from assistant.answer import Answer
from ui.badges import add_badges, legend
from ui.markdown import neutral, render_markdown
from ui.sources import render_sources

_SIGNPOST = (
    '<svg class="teken" viewBox="0 0 32 32" width="36" height="36" aria-hidden="true" fill="currentColor">'
    '<path d="M15 2h2v3h9l4 4-4 4h-9v3h2v8h-2v6h-2v-6H7l-4-4 4-4h8v-3H6V5h9z"/></svg>'
)
_NOTICE = """
<div class="wat">
<p><strong>Wegwijzer zoekt voor u in pagina’s van het Nederlands Jeugdinstituut en de Richtlijnen jeugdhulp en
jeugdbescherming.</strong> U krijgt korte citaten als antwoord. Bij elk citaat ziet u waar het staat, zodat u het zelf
kunt nalezen.</p>
<ul>
<li>Staat iets niet in de bronnen, dan zegt Wegwijzer dat. Het verzint niets.</li>
<li>Wegwijzer geeft geen advies over een kind of gezin en vervangt uw eigen oordeel en overleg niet.</li>
<li>Noem geen namen of andere persoonsgegevens. Uw vragen blijven op deze computer en worden niet bewaard.</li>
</ul>
<p class="nood">Is een kind nu in gevaar? Bel <a href="tel:112">112</a>. Advies of melden: Veilig Thuis,
<a href="tel:08002000">0800-2000</a>, gratis, dag en nacht.</p>
</div>
"""


@dataclass(frozen=True, slots=True)
class Turn:
    """One question in the window and what came of it: an answer, or one line (why there is none, or none yet).

    `conversation` counts the times that the window was emptied before it.
    """

    number: int
    question: str
    answer: Answer | None = None
    line: str = ""
    waiting: bool = False
    conversation: int = 0


def render_conversation(turns: Sequence[Turn], shortened: bool = False) -> str:
    """All turns, oldest first, the sources of the last one unfolded; `shortened` says that older ones were left out."""
    note = '<p class="ingekort">Oudere vragen zijn uit dit gesprek weggelaten.</p>' if shortened else ""
    return neutral(note + "".join(_turn(turn, turn is turns[-1]) for turn in turns))


def render_header() -> str:
    """The name and what it is, on top of the window."""
    return (
        f'<header class="merk">{_SIGNPOST}<div><h1>Wegwijzer</h1>'
        "<p>Vragen over interventies en aanbevelingen bij kindermishandeling</p></div></header>"
    )


def render_welcome(examples: Sequence[str]) -> str:
    """What this is and is not, and the example questions, shown until the first question."""
    buttons = "".join(f'<li><button type="button" class="voorbeeld">{escape(text)}</button></li>' for text in examples)
    title = '<h2 id="voorbeelden">Voorbeelden van vragen</h2>'
    return neutral(_NOTICE + (f'{title}<ul aria-labelledby="voorbeelden">{buttons}</ul>' if buttons else ""))


def render_status(line: str, failed: bool = False) -> str:
    """The line above the question box: the model is loading, or could not be loaded."""
    return f'<p class="{"stand fout" if failed else "stand"}" role="status">{neutral(escape(line))}</p>'


def render_answer(answer: Answer, number: int) -> str:
    """The danger card (when urgent) in its own frame, then the answer with its `[n]` as links to the sources."""
    if not answer.body.strip():
        return render_card(answer.card)
    missing = answer.status == "not_in_sources"
    head = '<p class="kop">Niet gevonden in de bronnen</p>' if missing else ""
    body = render_markdown(answer.body, lambda n: _reference(answer, number, n), phones=True)
    body, judged = add_badges(body)
    tail = (legend() if judged else "") + _composer(answer)
    kind = "antwoord niet-in-bronnen" if missing else "antwoord"
    return f'{render_card(answer.card)}<div class="{kind}">{head}{body}{tail}</div>'


def render_card(card: str) -> str:
    """The danger card (Markdown) in a frame of its own, its telephone numbers as links; empty stays empty."""
    if not card:
        return ""
    body = render_markdown(card, lambda _: None, phones=True)
    return f'<section class="gevaar" aria-label="Bij gevaar: bel direct">{body}</section>'


def _turn(turn: Turn, last: bool) -> str:
    number = turn.number
    state = "wacht" if turn.waiting else "klaar"
    sources = render_sources(turn.answer.citations, number, last) if turn.answer else ""
    return (
        f'<article class="beurt" data-nummer="{number}" data-stand="{state}" aria-labelledby="vraag-{number}">'
        f'<h2 class="vraag" id="vraag-{number}" tabindex="-1">{escape(turn.question)}</h2>'
        f'<div class="uitkomst">{_outcome(turn)}</div>{sources}</article>'
    )


def _outcome(turn: Turn) -> str:
    if turn.answer:
        return render_answer(turn.answer, turn.number)
    return f'<p class="{"bezig" if turn.waiting else "melding"}">{escape(turn.line)}</p>'


def _reference(answer: Answer, number: int, n: int) -> dict[str, str] | None:
    """The link that the marker `[n]` becomes; a marker without a citation stays plain text."""
    for citation in answer.citations:
        if citation.n == n:
            place = f"{citation.title} › {citation.section}" if citation.section else citation.title
            return {
                "href": f"#bron-{number}-{n}",
                "class": "verwijzing",
                "aria-label": f"Bron {n}",
                "title": place,
            }
    return None


def _composer(answer: Answer) -> str:
    """Who chose the words; said under an answer that quotes or words something."""
    if not answer.citations:
        return ""
    if answer.composer == "quotes":
        words = "De citaten zijn letterlijk overgenomen uit de bronnen."
    else:
        words = f"Verwoord door {answer.composer} en gecontroleerd aan de bronnen."
    return f'<p class="herkomst">{escape(words)}</p>'
