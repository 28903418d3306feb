"""Looking at an update before the switch, and the report of it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.changes import Changes, compare_folders
from ingest.errors import IndexMissingError, WegwijzerError
from ui.change_report import UpdateReport, report_html, report_lines

if TYPE_CHECKING:
    from ingest.embedding import E5Embeddings
    from ingest.pipeline import Progress, Report, Update
    from ingest.settings import Settings

LOSES_MUCH = "Meer dan de helft van de pagina's of van de interventies verdwijnt."


class Look:
    """Looks at an update before the switch: keeps what it is and says whether it may go on."""

    def __init__(self, dry_run: bool, yes: bool) -> None:
        self._dry_run, self._yes = dry_run, yes
        self.update: Update | None = None
        self.changes = Changes()
        self.asks = ""
        self.agreed = ""

    def __call__(self, update: Update) -> bool:
        """Whether to switch; what a person must be asked first is put in `asks`."""
        self.update, self.asks = update, ""
        self.changes = compare_folders(update.before, update.after)
        if self._dry_run:
            return False
        if self._yes or self.agreed == update.report.index:
            return True
        if self.changes.loses_much:
            self.asks = LOSES_MUCH
        return not self.asks and not update.rolled_back

    def lines(self) -> Iterator[str]:
        """What the update would change, in short."""
        if self.update:
            yield from report_lines(UpdateReport(self.update.report, self.changes), shown=10)


def update_report(
    settings: Settings,
    report: Report,
    look: Look,
    progress: Progress | None = None,
    embeddings: E5Embeddings | None = None,
) -> UpdateReport:
    """The whole report; with `progress`, the questions of the sets are asked of both indexes.

    `embeddings` saves loading the model of the settings for that.
    """
    update, changes = look.update, look.changes
    if update is None or update.report.index != report.index:  # nothing to take over, or not taken over
        return UpdateReport(report, Changes())
    remarks = (LOSES_MUCH,) if changes.loses_much else ()
    if not (progress and update.before):
        return UpdateReport(report, changes, remarks=remarks)
    from evals.answer_changes import compare_indexes, questions_about_pages

    questions = questions_about_pages()
    try:
        show = partial(progress, "Antwoorden vergelijken")
        answers = compare_indexes(settings, update.before, update.after, questions, show, embeddings)
    except IndexMissingError as error:
        return UpdateReport(report, changes, remarks=(*remarks, f"De antwoorden zijn niet vergeleken. {error}"))
    return UpdateReport(report, changes, answers, len(questions), remarks)


def write_html(file: Path | None, whole: UpdateReport) -> None:
    """Write the report as HTML; raises WegwijzerError when the file cannot be written."""
    if file is None:
        return
    try:
        file.write_text(report_html(whole), "utf-8")
    except OSError as error:
        raise WegwijzerError(f"Het bestand {file} kan niet worden geschreven: {error.strerror}.") from error
