"""What the keeper does in the tab 'Bronnen': look at an update, take it over, go back, stop. Behind a password."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import Future
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from ingest.errors import WegwijzerError
from ui.sources_tab import count, moment, render_fetched, render_update
from ui.work import Outcome, StoppedError, Work, bar, line

if TYPE_CHECKING:
    from ingest.download import Limits
    from ingest.fetch_report import FetchReport
    from ingest.history import Kept
    from ingest.pipeline import Update
    from ingest.settings import Settings
    from ui.change_report import UpdateReport
    from ui.live import Live
    from ui.looking import Look

WRONG = "Het wachtwoord klopt niet."
BUSY = "Er wordt al bijgewerkt, in dit of een ander venster. Hieronder ziet u hoe ver dat is. U kunt het stoppen."
NOTHING_TO_STOP = "Er is niets om te stoppen."
STOPPED_FETCHING = (
    "Gestopt. De index in gebruik is niet veranderd. Pagina’s die al waren opgehaald, staan in de map met pagina’s."
)
NO_CHANGE = "Er zijn geen wijzigingen."
CHANGES = "Er zijn wijzigingen. Hieronder staat wat er verandert als u ze overneemt."
NOT_COMPARED = "De antwoorden zijn niet vergeleken: u hebt dat gestopt."
CHECK_FIRST = "Controleer eerst op wijzigingen. Daarna kunt u ze overnemen."
CHANGED_AGAIN = "De pagina’s zijn na uw controle weer veranderd. Controleer ze opnieuw. Er is niets overgenomen."
ASK_FIRST = "Kies eerst Terug. Dan ziet u naar welke index u teruggaat."
CANCELLED = "Er is niets teruggezet."
_AFTER_WRONG = 1.0  # seconds: guessing goes slowly, for one guess is looked at at a time
_EVERY = 0.2  # seconds between two looks at the progress


class Keeper:
    """The actions behind the keeper's buttons; each gives the progress while it runs, and what came of it."""

    def __init__(self, settings: Settings, loaded: Future[Live], limits: Limits | None = None) -> None:
        self._settings = settings
        self._loaded = loaded
        self._limits = limits
        self._guessing = asyncio.Lock()
        self._work = Work()
        self._work.ended.set()

    async def check(self, password: str | None, fetch_first: bool, compare: bool) -> AsyncIterator[Outcome]:
        """Make the new index ready beside the one in use, and show what differs; `compare` the answers too."""
        async for shown in self._do(password, partial(self._check, fetch_first, compare)):
            yield shown

    async def remove(self, password: str | None, gone: Sequence[str]) -> AsyncIterator[Outcome]:
        """Take the pages out of the folder that their sites no longer have, and look again."""
        async for shown in self._do(password, partial(self._remove, gone)):
            yield shown

    async def take_over(self, password: str | None, checked: str) -> AsyncIterator[Outcome]:
        """Put in use what was looked at, and nothing else."""
        async for shown in self._do(password, partial(self._take_over, checked)):
            yield shown

    async def ask_back(self, password: str | None) -> AsyncIterator[Outcome]:
        """Say which index would be put back."""
        async for shown in self._do(password, self._ask_back):
            yield replace(shown, report=None, checked=None, gone=None)

    async def back(self, password: str | None, back_to: str) -> AsyncIterator[Outcome]:
        """Put the index back that was named, and no other."""
        async for shown in self._do(password, partial(self._back, back_to)):
            yield shown

    def cancel(self) -> Outcome:
        """Leave the index in use."""
        return Outcome(line(CANCELLED))

    async def stop(self, password: str | None) -> AsyncIterator[Outcome]:
        """Stop what is being done, at its next step, whoever began it."""
        if not await self._may(password):
            yield Outcome(line(WRONG, "fout"), back_to=None, busy=not self._work.ended.is_set())
            return
        work = self._work
        if work.ended.is_set():
            yield Outcome(line(NOTHING_TO_STOP), back_to=None)
            return
        work.stop()
        async for shown in self._watch(work):
            yield shown

    async def _do(self, password: str | None, job: Callable[[Work], Outcome]) -> AsyncIterator[Outcome]:
        if not await self._may(password):
            yield Outcome(line(WRONG, "fout"), back_to=None)
            return
        if not self._work.ended.is_set():
            async for shown in self._watch(self._work):  # begun by another keeper, who sees the same
                yield replace(shown, line=line(BUSY, "fout") + shown.line) if shown.busy else shown
            return
        work = self._work = Work()
        running = asyncio.create_task(asyncio.to_thread(work.run, job))
        async for shown in self._watch(work):
            yield shown
        await running

    async def _watch(self, work: Work) -> AsyncIterator[Outcome]:
        """The progress line whenever it changes, then what came of it."""
        seen = ""
        while not work.ended.is_set():
            if work.line != seen:
                seen = work.line
                yield Outcome(seen, "", "", (), busy=True)
            await asyncio.sleep(_EVERY)
        yield work.outcome

    async def _may(self, password: str | None) -> bool:
        secret = self._settings.keeper_password
        right = secret.get_secret_value().encode() if secret else b""
        async with self._guessing:
            if right and hmac.compare_digest((password or "").encode("utf-8", "replace"), right):
                return True
            await asyncio.sleep(_AFTER_WRONG)
            return False

    def _check(self, fetch_first: bool, compare: bool, work: Work) -> Outcome:
        return self._look(work, self._fetch(work) if fetch_first else None, compare)

    def _fetch(self, work: Work) -> FetchReport:
        from ingest.fetch import fetch
        from ingest.reading import read_register

        titles = {slug: entry.title for slug, entry in read_register(self._settings.corpus_dir).items()}
        work.stopped = STOPPED_FETCHING

        def show(what: str, done: int, total: int) -> None:
            slug = what.removesuffix(" ophalen")
            work.progress("Pagina’s ophalen", done, total, titles.get(slug) or "" if done < total else "")

        return fetch(self._settings, everything=True, progress=show, limits=self._limits)

    def _remove(self, gone: Sequence[str], work: Work) -> Outcome:
        from ingest.removing import remove_pages

        work.go_on()
        remove_pages(self._settings.corpus_dir, gone)
        removed = f"Uit de map gehaald: {', '.join(gone)}. De bestanden staan nog in de map originals. "
        work.stopped = f"{removed}{work.stopped}"
        return self._look(work, None, compare=False, said=removed)

    def _look(self, work: Work, fetched: FetchReport | None, compare: bool, said: str = "") -> Outcome:
        from ingest.changes import Changes
        from ingest.pipeline import ingest
        from ingest.reading import read_register
        from ui.change_report import UpdateReport
        from ui.looking import Look

        look = Look(dry_run=True, yes=False)
        report = ingest(self._settings, work.progress, look)
        titles = {slug: entry.title for slug, entry in read_register(self._settings.corpus_dir).items()}
        top = render_fetched(fetched, titles) if fetched else ""
        gone = tuple(out.slug for out in fetched.of("gone")) if fetched else ()
        if look.update is None:
            remarks = render_update(UpdateReport(report, Changes())) if report.problems or report.notes else ""
            return Outcome(line(f"{said}{NO_CHANGE}{_missed(fetched)}"), top + remarks, "", gone)
        whole = self._whole(look, look.update, work, compare)
        return Outcome(
            line(f"{said}{CHANGES}{_missed(fetched)}"), top + render_update(whole), look.update.report.index, gone
        )

    def _whole(self, look: Look, update: Update, work: Work, compare: bool) -> UpdateReport:
        """The report of what would change; stopping while the answers are compared leaves the rest of it."""
        from ui.looking import update_report

        whole = update_report(self._settings, update.report, look)
        if compare and update.before:
            embeddings = getattr(self._loaded.result().index, "embeddings", None)
            try:
                work.progress("Antwoorden vergelijken", 0, 1)
                whole = update_report(self._settings, update.report, look, work.progress, embeddings)
            except StoppedError:
                whole = replace(whole, remarks=(*whole.remarks, NOT_COMPARED))
        if not update.rolled_back:
            return whole
        again = f"Van deze pagina’s komt een teruggedraaide versie terug: {', '.join(update.rolled_back)}."
        return replace(whole, remarks=(*whole.remarks, again))

    def _take_over(self, checked: str, work: Work) -> Outcome:
        from ingest.pipeline import ingest

        if not checked:
            return Outcome(line(CHECK_FIRST, "fout"))

        def is_checked(update: Update) -> bool:
            work.progress("Index in gebruik nemen", 0, 1)
            return update.report.index == checked

        report = ingest(self._settings, work.progress, is_checked)
        if report.index != checked:
            return Outcome(line(CHANGED_AGAIN, "fout"), "", "", ())
        self._loaded.result().renew()
        said = (
            f"Overgenomen. In gebruik is nu index {report.index}, met {count(report.passages, 'passage', 'passages')}."
        )
        return Outcome(line(said), "", "", ())

    def _ask_back(self, work: Work) -> Outcome:
        from ingest.history import history, previous

        target = previous(self._settings)
        now = next((one for one in history(self._settings) if one.in_use), None)
        said = [f"U gaat terug naar {_named(target)}: {_size(target)}."]
        said += [f"Nu in gebruik is {_named(now)}: {_size(now)}."] if now else []
        said.append("De bestanden in de map met pagina’s veranderen niet.")
        return Outcome(line(" ".join(said)), back_to=target.id)

    def _back(self, back_to: str, work: Work) -> Outcome:
        from ingest.history import rollback

        if not back_to:
            raise WegwijzerError(ASK_FIRST)
        work.go_on()
        kept = rollback(self._settings, back_to)
        work.line = bar("Index in gebruik nemen")
        self._loaded.result().renew()
        return Outcome(line(f"Teruggezet. In gebruik is nu {_named(kept)}."), "", "", ())


def _named(kept: Kept) -> str:
    return f"index {kept.id}, gemaakt op {moment(kept.made)}"


def _size(kept: Kept) -> str:
    parts = (
        count(kept.pages, "pagina", "pagina’s"),
        count(kept.passages, "passage", "passages"),
        count(kept.interventions, "interventie", "interventies"),
    )
    return ", ".join(parts)


def _missed(fetched: FetchReport | None) -> str:
    """How many pages ask for attention, as sentences to add; empty when none does."""
    failed, gone = (len(fetched.of(*kinds)) for kinds in (("failed", "suspect"), ("gone",))) if fetched else (0, 0)
    said = f" Niet opgehaald: {count(failed, 'pagina', 'pagina’s')}; hieronder staat waarom." if failed else ""
    return said + (f" Niet meer op de website: {count(gone, 'pagina', 'pagina’s')}." if gone else "")
