"""The commands of whoever keeps the pages: `fetch`, `ingest`, `history` and `rollback`."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ingest.errors import WegwijzerError
from ui.printing import print_changes, print_json
from ui.terminal import FAILED, OK, DutchCommand, console, fail, progress_bar

if TYPE_CHECKING:
    from ingest.fetch_report import FetchReport
    from ingest.pipeline import Report, Review
    from ingest.settings import Settings
    from ui.change_report import UpdateReport

JsonFlag = Annotated[bool, typer.Option("--json", help="Toon het resultaat als JSON.")]
_FETCHED = {
    "new": "nieuw",
    "changed": "gewijzigd",
    "unchanged": "ongewijzigd",
    "gone": "weg",
    "suspect": "verdacht",
    "failed": "mislukt",
    "skipped": "overgeslagen",
}


def add_commands(app: typer.Typer) -> None:
    """Register these commands."""
    command = partial(app.command, cls=DutchCommand)
    command(help="Haal pagina's op van hun website en zet ze in de map met pagina's.")(fetch)
    command(help="Breng de index in lijn met de map met pagina's.")(ingest)
    command(help="Toon welke indexen er bewaard zijn, en welke in gebruik is.")(history)
    command(help="Zet de vorige index terug, of een andere die bewaard is.")(rollback)


def fetch(
    slugs: Annotated[
        list[str] | None, typer.Argument(metavar="PAGINA", help="Namen uit het register.", show_default=False)
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Haal elke pagina van het register op.")] = False,
    add: Annotated[str | None, typer.Option(metavar="ADRES", help="Voeg de pagina op dit adres toe.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Verwijder zonder vragen wat de site niet meer heeft.")] = False,
    as_json: JsonFlag = False,
) -> int:
    """Fetch pages into the corpus folder; status 1 when one of them asks for attention."""
    if bool(slugs) + everything + bool(add) != 1:
        raise typer.BadParameter("noem pagina's, of kies --all of --add.", param_hint="PAGINA")
    from ingest.fetch import fetch as fetch_pages

    settings = _settings()
    with progress_bar() as progress:
        report = fetch_pages(
            settings, slugs or (), everything, add, lambda _, done, all_: progress("Ophalen", done, all_)
        )
    for outcome in report.outcomes:
        fail(f"{outcome.slug}: {outcome.line}")
    removed = _remove_gone(settings, report, yes)
    if as_json:
        print_json({**report.as_json(), "removed": removed})
    else:
        counts = [(words, len(report.of(status))) for status, words in _FETCHED.items()]  # type: ignore[arg-type]
        print(", ".join(f"{count} {words}" for words, count in counts if count) + ".")
    asks_attention = report.of("failed", "suspect") or len(removed) < len(report.of("gone"))
    return FAILED if asks_attention else OK


def _remove_gone(settings: Settings, report: FetchReport, yes: bool) -> list[str]:
    """Take out of the corpus what the sites no longer have: after a question on a terminal, or with --yes."""
    gone = [outcome.slug for outcome in report.of("gone")]
    if not gone or not (yes or _agrees(f"Uit de map met pagina's verwijderen: {', '.join(gone)}?")):
        return []
    from ingest.removing import remove_pages

    remove_pages(settings.corpus_dir, gone)
    fail(f"Verwijderd: {', '.join(gone)}. De bestanden staan nog in de map originals.")
    return gone


def ingest(
    as_json: JsonFlag = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Toon wat er zou veranderen; verander niets.")] = False,
    yes: Annotated[
        bool, typer.Option("--yes", help="Neem alles over zonder vragen, ook groot verlies en wat is teruggedraaid.")
    ] = False,
    report_file: Annotated[
        Path | None, typer.Option("--report", metavar="BESTAND", help="Schrijf het verslag als HTML weg.")
    ] = None,
    answers: Annotated[
        bool | None,
        typer.Option("--answers/--no-answers", help="Vergelijk de antwoorden op de vragensets.", show_default=False),
    ] = None,
) -> int:
    """Bring the index in line with the corpus folder and print what changed, or with --dry-run what would."""
    from ui.looking import Look, update_report, write_html

    settings = _settings()
    look = Look(dry_run, yes)
    report = build_index(settings, look)
    if look.asks and _agrees(look.asks, look.lines()):
        look.agreed = look.update.report.index if look.update else ""
        report = build_index(settings, look)
    if look.asks:
        raise WegwijzerError(f"{look.asks} Er is niets veranderd. Neem het over met: wegwijzer ingest --yes")
    if dry_run and look.update:
        report = replace(look.update.report, seconds=report.seconds)
    with_answers = answers if answers is not None else dry_run or report_file is not None
    with progress_bar() as progress:
        whole = update_report(settings, report, look, progress if with_answers else None)
    write_html(report_file, whole)
    _print_update(whole, as_json, dry_run)
    return FAILED if report.unread else OK


def _print_update(whole: UpdateReport, as_json: bool, dry_run: bool) -> None:
    from ui.change_report import report_lines

    if as_json:
        found = {"changes": whole.changes.as_json(), "answers": [one.as_json() for one in whole.answers or ()]}
        print_json({**whole.report.as_json(), **(found if dry_run else {})})
        return
    if dry_run:
        print("Proef: dit zou er veranderen. De index in gebruik blijft zoals hij is.")
    print_changes(whole.report)
    for line in report_lines(whole):
        print(line)


def history(as_json: JsonFlag = False) -> None:
    """Print the kept indexes, newest use first."""
    from rich.table import Table

    from ingest.history import history as kept_indexes

    kept = kept_indexes(_settings())
    if as_json:
        print_json({"indexes": [one.as_json() for one in kept]})
        return
    if not kept:
        print("Er is nog geen index. Maak hem met: wegwijzer ingest")
        return
    table = Table("Index", "Gemaakt", "Pagina's", "Passages", "Interventies", "")
    for one in kept:
        counts = (str(one.pages), str(one.passages), str(one.interventions))
        table.add_row(one.id, _moment(one.made), *counts, "in gebruik" if one.in_use else one.remark)
    console().print(table)


def rollback(
    id_: Annotated[str, typer.Argument(metavar="INDEX", help="Kenmerk uit history.", show_default=False)] = "",
    as_json: JsonFlag = False,
) -> None:
    """Put an earlier index back in use."""
    from ingest.history import rollback as go_back

    kept = go_back(_settings(), id_)
    if as_json:
        print_json(kept.as_json())
        return
    print(
        f"In gebruik is nu index {kept.id} van {_moment(kept.made)}: {kept.pages} pagina's, {kept.passages} passages."
    )
    print(
        "De map met pagina's is niet veranderd. Wat is teruggedraaid, neemt `wegwijzer ingest` niet vanzelf weer over."
    )


def build_index(settings: Settings, review: Review | None = None) -> Report:
    """Ingest with a progress bar on stderr; what is worth knowing is told there too, a line each."""
    from ingest.pipeline import ingest as bring_in_line

    with progress_bar() as progress:
        report = bring_in_line(settings, progress, review)
    for line in (*report.notes, *report.problems):
        fail(line)
    return report


def _agrees(question: str, lines: Iterable[str] = ()) -> bool:
    """Whether the person at the terminal says yes, having read `lines`; nobody there means no."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    for line in lines:
        print(line, file=sys.stderr)
    print(f"{question} Doorgaan? [j/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("j", "ja", "y", "yes")


def _moment(made: str) -> str:
    """A moment in the time of this computer, as a person reads it."""
    from datetime import datetime

    try:
        return f"{datetime.fromisoformat(made).astimezone():%d-%m-%Y %H:%M}"
    except ValueError:
        return made


def _settings() -> Settings:
    from ingest.settings import load_settings

    return load_settings()
