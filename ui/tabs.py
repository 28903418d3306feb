"""The tabs beside the chat: filled when the assistant is loaded, and again when another index is in use."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

from ingest.keeping import last_checks
from ui.catalogue_tab import render_catalogue
from ui.chat import NOT_LOADED, error_line
from ui.render import render_status
from ui.sources_tab import render_pages

if TYPE_CHECKING:
    from ingest.settings import Settings
    from ui.live import Live

Shown = tuple[str, dict[str, str]]
"""What the tabs were made of: the index, and the last check of its pages."""
KEPT: dict[str, Any] = {"__type__": "update"}  # what stands in the window stays, with the filters set in it


class Tabs:
    """What the tabs show of the index."""

    def __init__(self, loaded: Future[Live], settings: Settings | None = None) -> None:
        self._loaded = loaded
        self._settings = settings

    async def ready(self) -> tuple[str, str, str, Shown]:
        """The status line, the catalogue, the pages and what they were made of once loaded; or that loading failed."""
        try:
            live = await asyncio.wrap_future(self._loaded)
            return "", *self._filled(live)
        except Exception as error:
            failed = render_status(error_line(error, NOT_LOADED), failed=True)
            return failed, failed, failed, ("", {})

    async def renewed(self, shown: Shown) -> tuple[Any, Any, Shown]:
        """The catalogue and the pages as far as they are other than what is `shown`, and what they were made of."""
        if not self._loaded.done() or self._loaded.exception():
            return KEPT, KEPT, shown
        live = self._loaded.result()
        await asyncio.to_thread(live.renew)
        catalogue, pages, now = self._filled(live)
        return catalogue if now[0] != shown[0] else KEPT, pages if now != shown else KEPT, now

    def _filled(self, live: Live) -> tuple[str, str, Shown]:
        index = live.index
        made = str(getattr(index, "manifest", {}).get("made", ""))
        checked = last_checks(self._settings.corpus_dir) if self._settings else {}
        pages = render_pages(index.pages, index.passages, index.interventions, made, checked)
        return render_catalogue(index.interventions, index.pages), pages, (str(getattr(index, "id", "")), checked)
