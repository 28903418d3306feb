"""The chat window: a Gradio page that is served at once while the assistant loads behind it."""

from __future__ import annotations

import contextlib
import errno
import os
import socket
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.answer import MAX_QUESTION
from ingest.errors import SettingsError
from ui.chat import Assistant, Chat, in_background
from ui.guard import Guard
from ui.keeper import Keeper
from ui.keeper_controls import add_controls
from ui.live import Live
from ui.render import render_header, render_status, render_welcome
from ui.tabs import Tabs

if TYPE_CHECKING:
    import gradio as gr
    from starlette.types import ASGIApp

    from ingest.settings import Settings

HERE = Path(__file__).resolve().parent
FONTS = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif"]
LOCAL = ("127.0.0.1", "localhost")
AT_ONCE = 4  # questions answered side by side; Gradio's own default is one at a time for everybody

LOADING = "Het taalmodel wordt geladen… U kunt uw vraag al stellen."
LOADING_CATALOGUE = "De interventies worden geladen…"
LOADING_PAGES = "De bronnen worden geladen…"
PRIVATE: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
HINT = (
    f"Maximaal {MAX_QUESTION} tekens. Noem geen namen. Wegwijzer citeert bronnen en geeft geen advies over een gezin."
)


def build_app(
    load: Callable[[], Assistant], examples: Sequence[str] = (), settings: Settings | None = None
) -> gr.Blocks:
    """The window as a Gradio app; `load` is called at once, in a thread of its own.

    With `settings` an index that comes into use later is taken up, and their password opens the keeper's controls.
    """
    _stay_offline()
    import gradio as gr

    loaded = in_background(lambda: Live(load(), settings))
    chat, filled = Chat(loaded), Tabs(loaded, settings)
    with gr.Blocks(title="Wegwijzer", analytics_enabled=False, fill_width=True) as app:
        turns, conversation, index = gr.State(()), gr.State(0), gr.State(("", {}))
        with gr.Row(elem_id="kop"):
            _html(render_header(), "merk")
            new = gr.Button("Nieuw gesprek", elem_id="nieuw", size="sm", scale=0)
        with gr.Tabs(elem_id="tabs") as tabs:
            with gr.Tab("Vragen", id="vragen", elem_id="tab-vragen"):
                with gr.Column(elem_id="begin") as start:
                    _html(render_welcome(examples), "welkom")
                talk = _html("", "gesprek")
                with gr.Column(elem_id="vraagbalk"):
                    status = _html(render_status(LOADING), "stand")
                    with gr.Row(elem_id="invoer"):
                        box = _question_box()
                        send = gr.Button("Verstuur", variant="primary", elem_id="stel", scale=0)
            with gr.Tab("Interventies", id="interventies", elem_id="tab-interventies") as records:
                catalogue = _html(render_status(LOADING_CATALOGUE), "catalogus")
            with gr.Tab("Bronnen", id="bronnen", elem_id="tab-bronnen") as sources:
                pages = _html(render_status(LOADING_PAGES), "paginas")
                has_keeper = settings and settings.keeper_password
                done = add_controls(Keeper(settings, loaded), settings) if settings and has_keeper else []
        shown = [box, send, turns, talk, start]
        told = [box, turns, conversation]
        asked = gr.on([box.submit, send.click], chat.ask, told, shown, concurrency_limit=AT_ONCE, **PRIVATE)
        new.click(chat.clear, [conversation], [*shown, tabs, conversation], cancels=[asked], **PRIVATE)
        app.load(filled.ready, None, [status, catalogue, pages, index], concurrency_limit=None, **PRIVATE)
        for after in (records.select, sources.select, *(click.then for click in done)):
            after(filled.renewed, [index], [catalogue, pages, index], concurrency_limit=AT_ONCE, **PRIVATE)
    app.queue(api_open=False)
    return app  # type: ignore[no-any-return]


def _html(value: str, name: str) -> gr.HTML:
    import gradio as gr

    return gr.HTML(value, elem_id=name, js_on_load=None, apply_default_css=False)


def serve(
    load: Callable[[], Assistant], host: str = "127.0.0.1", port: int = 7860, settings: Settings | None = None
) -> None:
    """Serve the chat window until it is stopped; raises SettingsError when the port cannot be used."""
    import uvicorn

    listener = _listen(host, port)
    app = web_app(load, host, settings)
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical", timeout_graceful_shutdown=1))
    print(f"Wegwijzer staat klaar op http://{host}:{port} (stoppen: Ctrl+C)", flush=True)
    with contextlib.suppress(KeyboardInterrupt):
        server.run(sockets=[listener])


def web_app(load: Callable[[], Assistant], host: str = "127.0.0.1", settings: Settings | None = None) -> ASGIApp:
    """The window as a web application: Gradio with everything off that it does not need, behind the guard."""
    _stay_offline()
    import gradio as gr
    from fastapi import FastAPI
    from starlette.middleware.trustedhost import TrustedHostMiddleware

    examples = [line.strip() for line in _file("examples.txt").splitlines()]
    page = gr.mount_gradio_app(
        FastAPI(docs_url=None, redoc_url=None, openapi_url=None),
        build_app(load, [line for line in examples if line], settings),
        path="/",
        footer_links=[],
        run_history=False,
        allowed_paths=[],
        show_error=False,
        max_file_size=0,
        enable_monitoring=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        theme=gr.themes.Base(font=FONTS, font_mono=["ui-monospace", "monospace"]),
        # In the head, not as `css`: Gradio would put its own container's name before every rule.
        head=_head(),
    )
    # A page elsewhere that points its own name at this machine is turned away: only local names reach the window.
    return Guard(TrustedHostMiddleware(page, ["127.0.0.1", "localhost"] if host in LOCAL else ["*"]))


def _file(name: str) -> str:
    return (HERE / name).read_text("utf-8")


def _head() -> str:
    """The window's own look and behaviour."""
    return f"<style>{_file('style.css')}</style>" + "".join(
        f"<script>{_file(name)}</script>" for name in ("window.js", "catalogue.js")
    )


def _stay_offline() -> None:
    """Switch off what gradio and its hub client send home; they read this when they are first imported."""
    os.environ.update(GRADIO_ANALYTICS_ENABLED="False", HF_HUB_DISABLE_TELEMETRY="1", DO_NOT_TRACK="1")


def _question_box() -> gr.Textbox:
    import gradio as gr

    return gr.Textbox(
        label="Uw vraag",
        info=HINT,
        placeholder="Stel uw vraag",
        elem_id="vraag",
        lines=1,
        max_lines=6,
        max_length=MAX_QUESTION,
        autofocus=True,
    )


def _listen(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except (OSError, OverflowError) as error:
        if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
            line = f"Poort {port} is al in gebruik. Kies een andere, bijvoorbeeld: wegwijzer chat --port {port + 1}"
        else:
            line = f"Wegwijzer kan niet starten op {host}, poort {port}: controleer het adres en de poort."
        raise SettingsError(line) from error
