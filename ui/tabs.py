"""The tabs beside the chat: filled when the assistant is loaded, and again when another index is in use."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

from ui.catalogue_tab import render_catalogue
from ui.chat import NOT_LOADED, error_line
from ui.render import render_status
from ui.sources_tab import render_pages

if TYPE_CHECKING:
    from ui.live import Live

KEPT: dict[str, Any] = {"__type__": "update"}  # what stands in the window stays, with the filters set in it


class Tabs:
    """What the tabs show of the index."""

    def __init__(self, loaded: Future[Live]) -> None:
        self._loaded = loaded

    async def ready(self) -> tuple[str, str, str, str]:
        """The status line, the catalogue, the pages and their index once loaded; or that the loading failed."""
        try:
            live = await asyncio.wrap_future(self._loaded)
            return "", *self._filled(live)
        except Exception as error:
            failed = render_status(error_line(error, NOT_LOADED), failed=True)
            return failed, failed, failed, ""

    async def renewed(self, shown: str) -> tuple[Any, Any, str]:
        """The catalogue, the pages and their index, when another is in use than the index `shown`."""
        if not self._loaded.done() or self._loaded.exception():
            return KEPT, KEPT, shown
        live = self._loaded.result()
        await asyncio.to_thread(live.renew)
        filled = self._filled(live)
        return filled if filled[-1] != shown else (KEPT, KEPT, shown)

    def _filled(self, live: Live) -> tuple[str, str, str]:
        index = live.index
        made = str(getattr(index, "manifest", {}).get("made", ""))
        pages = render_pages(index.pages, index.passages, index.interventions, made)
        return render_catalogue(index.interventions, index.pages), pages, str(getattr(index, "id", ""))
