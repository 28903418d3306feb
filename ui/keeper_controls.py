"""The keeper's part of the tab 'Bronnen': its fields and buttons, and what each outcome does to them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from ingest.errors import WegwijzerError
from ui.keeper import Keeper
from ui.work import Outcome

if TYPE_CHECKING:
    from ingest.settings import Settings

INTRO = (
    "<h2>Bijwerken</h2><p>Voor de beheerder van de pagina’s. Controleren verandert niets aan de antwoorden: dat "
    "gebeurt pas als u de wijzigingen overneemt.</p>"
)
FETCH = "Haal de pagina’s eerst op van hun website"
FETCH_INFO = "De map met pagina’s krijgt dan de nieuwste tekst. Hiervoor is internet nodig."
COMPARE = "Vergelijk ook de antwoorden"
COMPARE_INFO = "U ziet welke vragen uit de vragensets een ander antwoord krijgen. Dit duurt een minuut of langer."
KEPT: dict[str, Any] = {"__type__": "update"}
# One piece of work at a time is the keeper's own rule; Gradio would only let a second click wait, or drop it.
PRIVATE: dict[str, Any] = {
    "api_visibility": "private",
    "show_progress": "hidden",
    "concurrency_limit": None,
    "trigger_mode": "multiple",
}


def add_controls(keeper: Keeper, settings: Settings) -> list[Any]:
    """Make the controls; gives the events after which other pages may be in use, or checked later."""
    import gradio as gr

    checked, gone, back_to = gr.State(""), gr.State(()), gr.State("")
    with gr.Column(elem_id="beheer"):
        _html(INTRO, "beheer-kop")
        off = gr.InputHTMLAttributes(autocomplete="off")
        password = gr.Textbox(label="Wachtwoord", type="password", elem_id="wachtwoord", html_attributes=off)
        with gr.Column(elem_id="beheer-keuzes"):
            fetch_first = gr.Checkbox(_has_addresses(settings), label=FETCH, info=FETCH_INFO)
            compare = gr.Checkbox(False, label=COMPARE, info=COMPARE_INFO)
        with gr.Row(elem_id="beheer-knoppen"):
            check = gr.Button("Controleer op wijzigingen", variant="primary")
            take = gr.Button("Overnemen", interactive=False)
            back = gr.Button("Terug")
            stop = gr.Button("Stoppen")
        line = _html("", "voortgang")
        with gr.Row(visible=False, elem_id="terug-keuze") as confirm:
            sure = gr.Button("Ja, zet die index terug", variant="primary")
            cancel = gr.Button("Annuleren")
        remove = gr.Button("Verwijder wat de site niet meer heeft", visible=False, elem_id="verwijder")
        report = _html("", "verslag")
    outputs = [line, report, checked, gone, back_to, check, take, back, remove, confirm]
    asked = [
        check.click(_each(keeper.check), [password, fetch_first, compare], outputs, **PRIVATE),
        remove.click(_each(keeper.remove), [password, gone], outputs, **PRIVATE),
        take.click(_each(keeper.take_over), [password, checked], outputs, **PRIVATE),
        sure.click(_each(keeper.back), [password, back_to], outputs, **PRIVATE),
    ]
    back.click(_each(keeper.ask_back), [password], outputs, **PRIVATE)
    stop.click(_each(keeper.stop), [password], outputs, **PRIVATE)
    cancel.click(lambda: _updates(keeper.cancel()), None, outputs, **PRIVATE)
    return asked


def _each(action: Callable[..., AsyncIterator[Outcome]]) -> Callable[..., AsyncIterator[list[Any]]]:
    """`action` with each of its outcomes as updates of the controls."""

    @wraps(action)
    async def updates(*values: Any) -> AsyncIterator[list[Any]]:
        async for outcome in action(*values):
            yield _updates(outcome)

    return updates


def _updates(shown: Outcome) -> list[Any]:
    """The outputs of a click, in their order: the line, the report, the states, and what the buttons can do."""
    texts = [KEPT if value is None else value for value in (shown.report, shown.checked, shown.gone, shown.back_to)]
    free = {**KEPT, "interactive": not shown.busy}
    take = KEPT if shown.checked is None and not shown.busy else {**free, "interactive": bool(shown.checked)}
    remove = KEPT if shown.gone is None else {**KEPT, "visible": bool(shown.gone)}
    confirm = KEPT if shown.back_to is None else {**KEPT, "visible": bool(shown.back_to)}
    return [shown.line, *texts, free, take, free, remove, confirm]


def _has_addresses(settings: Settings) -> bool:
    from ingest.reading import read_register

    try:
        return any(entry.url for entry in read_register(settings.corpus_dir).values())
    except WegwijzerError:
        return False


def _html(value: str, name: str) -> Any:
    import gradio as gr

    return gr.HTML(value, elem_id=name, js_on_load=None, apply_default_css=False)
