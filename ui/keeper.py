"""What the keeper does in the tab 'Bronnen': look at an update, take it over, go back, stop. Behind a password."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future
from functools import partial
from html import escape
from threading import Event
from typing import TYPE_CHECKING

from ingest.errors import WegwijzerError
from ui.chat import error_line
from ui.markdown import neutral
from ui.sources_tab import moment, render_update

if TYPE_CHECKING:
    from ingest.pipeline import Update
    from ingest.settings import Settings
    from ui.live import Live

WRONG = "Het wachtwoord klopt niet."
STARTED = "Even geduld…"
STOPPING = "Wordt gestopt…"
STOPPED = "Gestopt. De index in gebruik is niet veranderd."
NO_CHANGE = "Er zijn geen wijzigingen."
CHANGES = "Er zijn wijzigingen. Hieronder staat wat er verandert als u ze overneemt."
CHECK_FIRST = "Controleer eerst op wijzigingen. Daarna kunt u ze overnemen."
CHANGED_AGAIN = "De pagina’s zijn na uw controle weer veranderd. Controleer ze opnieuw. Er is niets overgenomen."
FAILED = "Er ging iets mis. De index in gebruik is niet veranderd."
_AFTER_WRONG = 1.0  # seconds: guessing goes slowly, for one guess is looked at at a time
_EVERY = 0.2  # seconds between two looks at the progress

Outcome = tuple[str, str, str]
"""The progress line and the report as HTML, and the index that was looked at (empty: none that can be taken over)."""


class StoppedError(WegwijzerError):
    """The keeper stopped the work."""


class Work:
    """One thing that is being done: how far it is, and whether it must stop."""

    def __init__(self) -> None:
        self.line = STARTED
        self.stop = Event()

    def progress(self, what: str, done: int, total: int) -> None:
        """Keep how far it is; raises StoppedError when it must stop."""
        self.go_on()
        self.line = f"{what}: {done} van {total}"

    def go_on(self) -> None:
        """Raise StoppedError when it must stop."""
        if self.stop.is_set():
            raise StoppedError(STOPPED)


class Keeper:
    """The actions behind the keeper's buttons; each gives the progress while it runs, and what came of it."""

    def __init__(self, settings: Settings, loaded: Future[Live]) -> None:
        self._settings = settings
        self._loaded = loaded
        self._work = Work()

    async def check(self, password: str | None) -> AsyncIterator[Outcome]:
        """Make the new index ready beside the one in use, and show what differs."""
        async for shown in self._do(password, self._check):
            yield shown

    async def take_over(self, password: str | None, checked: str) -> AsyncIterator[Outcome]:
        """Put in use what was looked at, and nothing else."""
        async for shown in self._do(password, partial(self._take_over, checked)):
            yield shown

    async def back(self, password: str | None) -> AsyncIterator[Outcome]:
        """Put the index back that was in use before."""
        async for shown in self._do(password, self._back):
            yield shown

    async def stop(self, password: str | None) -> str:
        """Stop what is being done, at its next step; gives the progress line."""
        if not await self._may(password):
            return _line(WRONG, "fout")
        self._work.stop.set()
        return _line(STOPPING, "bezig")

    async def _do(self, password: str | None, job: Callable[[Work], Outcome]) -> AsyncIterator[Outcome]:
        if not await self._may(password):
            yield _line(WRONG, "fout"), "", ""
            return
        work = self._work = Work()
        task = asyncio.create_task(asyncio.to_thread(job, work))
        while not task.done():
            yield _line(work.line, "bezig"), "", ""
            await asyncio.wait([task], timeout=_EVERY)
        try:
            yield task.result()
        except Exception as error:
            yield _line(error_line(error, FAILED), "fout"), "", ""

    async def _may(self, password: str | None) -> bool:
        secret = self._settings.keeper_password
        right = secret.get_secret_value().encode() if secret else b""
        if right and hmac.compare_digest((password or "").encode("utf-8", "replace"), right):
            return True
        await asyncio.sleep(_AFTER_WRONG)
        return False

    def _check(self, work: Work) -> Outcome:
        from ingest.changes import Changes
        from ingest.pipeline import ingest
        from ui.change_report import UpdateReport
        from ui.looking import LOSES_MUCH, Look

        look = Look(dry_run=True, yes=False)
        report = ingest(self._settings, work.progress, look)
        if look.update is None:
            remarks = render_update(UpdateReport(report, Changes())) if report.problems or report.notes else ""
            return _line(NO_CHANGE), remarks, ""
        said = [LOSES_MUCH] if look.changes.loses_much else []
        if look.update.rolled_back:
            said.append(
                f"Van deze pagina’s komt een teruggedraaide versie terug: {', '.join(look.update.rolled_back)}."
            )
        whole = UpdateReport(look.update.report, look.changes, remarks=tuple(said))
        return _line(CHANGES), render_update(whole), look.update.report.index

    def _take_over(self, checked: str, work: Work) -> Outcome:
        from ingest.pipeline import ingest

        if not checked:
            return _line(CHECK_FIRST, "fout"), "", ""

        def is_checked(update: Update) -> bool:
            work.go_on()
            return update.report.index == checked

        report = ingest(self._settings, work.progress, is_checked)
        if report.index != checked:
            return _line(CHANGED_AGAIN, "fout"), "", ""
        self._loaded.result().renew()
        return _line(f"Overgenomen. In gebruik is nu index {report.index}, met {report.passages} passages."), "", ""

    def _back(self, work: Work) -> Outcome:
        from ingest.history import rollback

        work.go_on()
        kept = rollback(self._settings)
        self._loaded.result().renew()
        return _line(f"Teruggezet. In gebruik is nu index {kept.id}, gemaakt op {moment(kept.made)}."), "", ""


def _line(text: str, state: str = "klaar") -> str:
    return f'<p class="voortgang" role="status" data-stand="{state}">{neutral(escape(text))}</p>'
