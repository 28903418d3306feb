"""The report of an update, for the terminal and as an HTML file: pages, interventions and answers that change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import escape
from typing import TYPE_CHECKING

from ingest.changes import Changes, PageChange, PassageChange
from ingest.field_changes import FieldChange, InterventionChange
from ingest.records import Quote

if TYPE_CHECKING:
    from evals.answer_changes import AnswerChange
    from ingest.pipeline import Report

PAGE_KINDS = {"added": "nieuwe pagina", "changed": "gewijzigde pagina", "removed": "verwijderde pagina"}
INTERVENTION_KINDS = {"added": "nieuw", "changed": "gewijzigd", "removed": "verwijderd"}
ANSWER_KINDS = {
    "refused": "wordt niet meer beantwoord",
    "answered": "wordt nu wel beantwoord",
    "quotes": "haalt iets anders aan",
    "words": "is anders verwoord",
}
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class UpdateReport:
    """What an update changes. `answers` None = not compared; `asked` says how many questions were."""

    report: Report
    changes: Changes
    answers: tuple[AnswerChange, ...] | None = None
    asked: int = 0
    remarks: tuple[str, ...] = ()


def report_lines(update: UpdateReport, shown: int = _SHOWN) -> Iterator[str]:
    """The report as lines of text; of each kind of change at most `shown` things are named."""
    for title, blocks in (
        ("Pagina's", [_page_lines(change) for change in update.changes.pages]),
        ("Interventies", [_intervention_lines(change) for change in update.changes.interventions]),
        ("Antwoorden", [[f"{ANSWER_KINDS[change.kind]}: {change.question}"] for change in update.answers or ()]),
    ):
        if blocks:
            yield f"{title}:"
            yield from (f"  {line}" for block in blocks[:shown] for line in block)
            if len(blocks) > shown:
                yield f"  … en nog {len(blocks) - shown}"
    if update.answers is not None:
        yield f"{len(update.answers)} van {update.asked} vragen anders beantwoord."
    yield from update.remarks


def _page_lines(change: PageChange) -> list[str]:
    lines = [f"{PAGE_KINDS[change.kind]}: {change.slug} ({change.title})"]
    lines += [f"  {detail.line}" for detail in change.details]
    if change.kind == "changed":
        lines += [f"  nieuwe sectie: {section}" for section in change.sections_added]
        lines += [f"  verwijderde sectie: {section}" for section in change.sections_removed]
        count = len(change.passages)
        lines += [f"  {count} {'passage' if count == 1 else 'passages'} anders"] if count else []
    return lines


def _intervention_lines(change: InterventionChange) -> list[str]:
    if not change.fields:
        return [f"{INTERVENTION_KINDS[change.kind]}: {change.name} ({change.page})"]
    lines = []
    for field in change.fields:
        lines.append(f"{change.name} – {field.line}")
        lines += [f"  was: “{_short(quote.text)}”" for quote in field.before_quotes]
        lines += [f"  wordt: “{_short(quote.text)}”" for quote in field.after_quotes]
    return lines


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 160 else words[:159].rsplit(" ", 1)[0] + " …"


def report_html(update: UpdateReport) -> str:
    """The report as one HTML page that needs nothing else; every text in it is escaped."""
    report = update.report
    facts = (
        ("Index", report.index),
        ("Toegevoegd", ", ".join(report.added)),
        ("Gewijzigd", ", ".join(report.changed)),
        ("Verwijderd", ", ".join(report.removed)),
        ("Passages", f"{report.passages}, waarvan {report.embedded} nieuw berekend"),
        ("Interventies", str(report.interventions)),
    )
    rows = "".join(f"<tr><th>{escape(name)}</th><td>{escape(value or '–')}</td></tr>" for name, value in facts)
    answers = "".join(_answer(change) for change in update.answers or ())
    if update.answers is None:
        answers = "<p>Vergelijk ze met: wegwijzer ingest --dry-run --report BESTAND</p>"
    asked = "niet vergeleken" if update.answers is None else f"{len(update.answers)} van {update.asked} vragen anders"
    return (
        f'<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>Wegwijzer: wat er verandert</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{_STYLE}</style></head><body>'
        f"<h1>Wat er verandert</h1><table>{rows}</table>"
        + _list("Let op", (*report.notes, *report.problems, *update.remarks))
        + _part("Interventies", "".join(_intervention(change) for change in update.changes.interventions))
        + _part("Pagina's", "".join(_page(change) for change in update.changes.pages))
        + _part(f"Antwoorden ({asked})", answers)
        + "</body></html>\n"
    )


def _part(title: str, body: str) -> str:
    return f"<h2>{escape(title)}</h2>{body or '<p>Geen verschil.</p>'}"


def _list(title: str, lines: Sequence[str]) -> str:
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"<h2>{escape(title)}</h2><ul>{items}</ul>" if items else ""


def _intervention(change: InterventionChange) -> str:
    heading = f"<h3>{escape(change.name)} <small>{INTERVENTION_KINDS[change.kind]}, {escape(change.page)}</small></h3>"
    return heading + _fields(change.fields)


def _fields(fields: Iterable[FieldChange]) -> str:
    rows = "".join(
        f"<tr><th>{escape(field.field)}</th><td>{_cell(field.before, field.before_quotes)}</td>"
        f"<td>{_cell(field.after, field.after_quotes)}</td></tr>"
        for field in fields
    )
    return f"<table><tr><th></th><th>was</th><th>wordt</th></tr>{rows}</table>" if rows else ""


def _cell(value: str, quotes: Sequence[Quote]) -> str:
    words = "".join(f"<q>{escape(quote.text)}</q>" for quote in quotes if quote.text != value)
    return f"{escape(value or '–')}{words}"


def _page(change: PageChange) -> str:
    heading = f"<h3>{escape(change.title)} <small>{PAGE_KINDS[change.kind]}, {escape(change.slug)}</small></h3>"
    sections = [f"nieuwe sectie: {section}" for section in change.sections_added]
    sections += [f"verwijderde sectie: {section}" for section in change.sections_removed]
    items = "".join(f"<li>{escape(section)}</li>" for section in sections)
    return heading + _fields(change.details) + f"<ul>{items}</ul>" + "".join(_passage(one) for one in change.passages)


def _passage(change: PassageChange) -> str:
    return f"<h4>{escape(change.section)}</h4><p class=tekst>{_marked(change.before, change.after)}</p>"


def _marked(before: str, after: str) -> str:
    """The words of both texts in one, what went struck through and what came underlined."""
    old, new = before.split(" "), after.split(" ")
    parts = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = (escape(" ".join(words)) for words in (old[a:b], new[c:d]))
        if tag == "equal":
            parts.append(gone)
        else:
            parts += [f"<del>{gone}</del>"] * bool(gone) + [f"<ins>{come}</ins>"] * bool(come)
    return " ".join(parts)


def _answer(change: AnswerChange) -> str:
    """One question, with its two answers folded away: there may be many."""
    before, after = (text.replace("**", "") for text in (change.before, change.after))
    return (
        f"<details><summary>{escape(change.question)} <small>{ANSWER_KINDS[change.kind]}, {escape(change.id)}</small>"
        f"</summary><p class=tekst>{_marked(before, after)}</p></details>"
    )


_STYLE = """
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b;background:#fff}
h2{margin-top:2.5rem;border-bottom:1px solid #ccc}h3{margin-bottom:.3rem}h4{margin:.8rem 0 .2rem;font-weight:600}
small{font-weight:400;color:#555}table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:.25rem .6rem;border-bottom:1px solid #ddd}
q{display:block;color:#444;font-size:.93em}del{background:#fde8e8}ins{background:#e2f4e2}
summary{cursor:pointer;font-weight:600;padding:.3rem 0}
.tekst{white-space:pre-line;overflow-wrap:anywhere}
"""
