"""What the commands print on stdout: an answer, what an ingest changed, a JSON line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ui.terminal import console

if TYPE_CHECKING:
    from assistant.answer import Answer
    from ingest.pipeline import Report


def print_json(value: dict[str, Any]) -> None:
    """One JSON object as one line, at once."""
    print(json.dumps(value, ensure_ascii=False), flush=True)


def print_answer(answer: Answer) -> None:
    """The answer as readable text, then its sources by number."""
    from rich.markdown import Markdown

    output = console()
    output.print(Markdown(answer.markdown))
    if answer.citations:
        output.print("\nBronnen", style="bold")
    for citation in answer.citations:
        sheet = f"bladzijde {citation.sheet}" if citation.sheet else ""
        place = " › ".join(part for part in (citation.title, citation.section, sheet) if part)
        output.print(f"[{citation.n}] {place}", markup=False)
        if citation.url:
            output.print(f"    {citation.url}", markup=False, soft_wrap=True)


def print_changes(report: Report) -> None:
    """What an ingest changed, in Dutch, a line a kind of change."""
    names = (
        ("Toegevoegd", report.added),
        ("Gewijzigd", report.changed),
        ("Verwijderd", report.removed),
        ("Ongewijzigd", report.unchanged),
    )
    for name, slugs in names:
        print(f"{name}: {len(slugs)}" + (f" ({', '.join(slugs)})" if slugs else ""))
    seconds = f"{report.seconds:.1f}".replace(".", ",")
    print(
        f"{report.passages} passages, waarvan {report.embedded} nieuw berekend; "
        f"{report.interventions} interventies; index {report.index}; {seconds} s."
    )
