"""Shows the outcome of an evaluation as Dutch tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from evals.metrics import Mean
from evals.run import Result, by_kind, problems, seconds, totals

NAMES = {
    "hit@1": "Juiste passage als eerste (hit@1)",
    "hit@5": "Juiste passage bij de eerste vijf (hit@5)",
    "hit@10": "Juiste passage bij de eerste tien (hit@10)",
    "mrr": "Plaats van de juiste passage (MRR)",
    "ndcg@10": "Volgorde van de passages (nDCG@10)",
    "facts": "Alle feiten getoond (te beantwoorden vragen)",
    "fact_share": "Deel van de feiten getoond",
    "required": "Getoond wat moet (contacten, uitleg)",
    "not_facts": "Niets onjuists getoond",
    "verbatim": "Citaten letterlijk",
    "cited": "Aangehaald op de juiste plaats",
    "refusal": "Terecht wel of niet beantwoord",
    "answered": "Beantwoord wat in de bronnen staat",
    "refused": "Niet beantwoord wat er niet in staat",
    "urgency": "Gevaar juist beoordeeld",
    "urgent": "Gevaar herkend",
    "calm": "Geen loos alarm",
    "set_exact": "Lijst precies goed",
    "set_precision": "Lijst: niets te veel (precisie)",
    "set_recall": "Lijst: niets vergeten (recall)",
}
_KIND_COLUMNS = {
    "hit@5": "hit@5",
    "mrr": "MRR",
    "facts": "Feiten",
    "required": "Moet",
    "verbatim": "Letterlijk",
    "cited": "Aangehaald",
    "refusal": "Weigeren",
    "urgency": "Gevaar",
    "set_exact": "Lijst",
}


def totals_table(measured: Mapping[str, Mean]) -> Table:
    """Every measure with its mean, interval and number of questions."""
    table = Table(title="Uitslag", title_justify="left")
    table.add_column("Maat", no_wrap=True)
    for heading in ("Gemiddelde", "95%-interval", "Vragen"):
        table.add_column(heading, justify="right")
    for name, title in NAMES.items():
        if mean := measured.get(name):
            interval = f"{number(mean.low)} – {number(mean.high)}"
            table.add_row(title, number(mean.mean), interval, str(mean.n))
    return table


def kinds_table(kinds: Mapping[str, Mapping[str, Mean]], counts: Mapping[str, int]) -> Table:
    """The main measures per kind of question; "–" where a kind has no label for it."""
    table = Table(title="Per soort vraag", title_justify="left")
    table.add_column("Soort", no_wrap=True)
    for heading in ("Vragen", *_KIND_COLUMNS.values()):
        table.add_column(heading, justify="right")
    for kind, means in kinds.items():
        cells = (number(means[name].mean) if name in means else "–" for name in _KIND_COLUMNS)
        table.add_row(escape(kind), str(counts[kind]), *cells)
    return table


def print_report(results: Sequence[Result], console: Console, failures: bool = False) -> None:
    """The tables of an evaluation, the times, and on request every question that fell short."""
    console.print(totals_table(totals(results)))
    kinds = by_kind(results)
    counts = {kind: sum(result.case.kind == kind for result in results) for kind in kinds}
    console.print(kinds_table(kinds, counts))
    times = seconds(results)
    failed = [result for result in results if result.failed]
    console.print(
        f"{len(results)} vragen, {len(failed)} met iets dat ontbreekt of niet klopt. "
        f"Tijd per antwoord: p50 {number(times['p50'])} s, p95 {number(times['p95'])} s."
    )
    for result in failed if failures else ():
        print_failure(result, console)


def print_failure(result: Result, console: Console) -> None:
    """One question with what was missing or wrong."""
    console.print(f"\n[bold]{escape(result.case.id)}[/bold] ({escape(result.case.kind)})")
    for turn in result.case.turns:
        console.print(f"  Vraag: {escape(turn)}", highlight=False)
    for line in problems(result):
        console.print(f"  - {escape(line)}", highlight=False)


def number(value: float) -> str:
    """A measure the Dutch way, three decimals."""
    return f"{value:.3f}".replace(".", ",")
