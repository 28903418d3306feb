"""Shows the outcome of the benchmark as a Dutch table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import reduce
from typing import Any

from rich.console import Console
from rich.table import Table


def print_bench(measured: Mapping[str, Any], console: Console) -> None:
    """The table: each measure for Wegwijzer, and for the usual recipe where it has it."""
    machine = measured["machine"]
    table = Table(
        title=f"{machine['cores']} kernen, {machine['system']}, Python {machine['python']}", title_justify="left"
    )
    table.add_column("Maat")
    table.add_column("Wegwijzer", justify="right")
    table.add_column("Gebruikelijk recept", justify="right")
    for row in rows(measured):
        table.add_row(*row)
    console.print(table)
    console.print(
        "Gebruikelijk recept: stukken van 1000/200 tekens, dichtstbijzijnde 4, hetzelfde taalmodel, geen antwoord."
    )


def rows(measured: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """The rows: what is measured, Wegwijzer, the usual recipe."""
    first, again, chat = measured["first_ingest"], measured["unchanged_ingest"], measured["chat"]
    answers, recipe = measured["answers"], measured["recipe"]
    yield "wegwijzer --help", _seconds(measured["help_seconds"]), ""
    yield "Eerste ingest, model uitpakken inbegrepen", _seconds(first["seconds"]), _seconds(recipe["build_seconds"])
    yield "  passages (recept: stukken)", str(first["passages"]), str(recipe["chunks"])
    yield "  grootte van de index", f"{_number(first['index_mb'])} MB", ""
    yield "Ingest zonder wijziging, van start tot eind", _seconds(again["seconds"]), ""
    yield "  na het opstarten", _seconds(again["own_seconds"]), ""
    yield "  opnieuw berekende passages", str(again["embedded"]), ""
    yield "Eerste antwoord vanuit stilstand", _seconds(measured["first_answer_seconds"]), ""
    yield (
        f"Warm antwoord, p50 ({answers['questions']} vragen; recept: alleen zoeken)",
        *_both(_ms, answers, recipe, "p50"),
    )
    if deciding := measured.get("deciding"):
        yield "  waarvan gevaar en gegevens herkennen en besluiten, p50", _ms(deciding["p50"]), ""
    yield "Warm antwoord, p95", *_both(_ms, answers, recipe, "p95")
    yield "Chatvenster bereikbaar na", _seconds(chat["served_seconds"]), ""
    yield "Geheugen van het chatvenster, model geladen", _megabytes(chat["memory_mb"]), ""
    yield "  hoogste stand", _megabytes(chat["peak_mb"]), ""
    yield "Juiste passage bij de eerste vijf (hit@5)", *_both(_mean, answers, recipe, "hit@5")
    yield "Plaats van de juiste passage (MRR)", *_both(_mean, answers, recipe, "mrr")


def print_growth(growth: Sequence[Mapping[str, Any]], console: Console) -> None:
    """The table of how the measures grow: a column for each number of pages."""
    table = Table(title="Groei met het aantal pagina's (de eigen, aangevuld met gemaakte)", title_justify="left")
    table.add_column("Maat")
    for one in growth:
        table.add_column(f"{one['pages']} pagina's", justify="right")
    for name, *values in growth_rows(growth):
        table.add_row(name, *values)
    console.print(table)


def growth_rows(growth: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, ...]]:
    """The rows: what is measured, and its value for each number of pages."""

    def row(name: str, show: Callable[[Any], str], *path: str) -> tuple[str, ...]:
        return name, *(show(reduce(lambda value, key: value[key], path, one)) for one in growth)

    yield row("Passages", str, "first_ingest", "passages")
    yield row("Interventies", str, "first_ingest", "interventions")
    yield row("Eerste ingest", _seconds, "first_ingest", "seconds")
    yield row("  hoogste stand van het geheugen", _megabytes, "first_ingest", "peak_mb")
    yield row("  grootte van de index", _megabytes, "first_ingest", "index_mb")
    yield row("Ingest zonder wijziging", _seconds, "unchanged_ingest", "seconds")
    yield row("Ingest na wijziging van één pagina", _seconds, "changed_ingest", "seconds")
    yield row("  opnieuw berekende passages", str, "changed_ingest", "embedded")
    yield row("Eerste antwoord vanuit stilstand", _seconds, "first_answer_seconds")
    yield row("Warm antwoord, p50", _ms, "answers", "p50")
    yield row("Warm antwoord, p95", _ms, "answers", "p95")
    yield row("Geheugen van het chatvenster, model geladen", _megabytes, "chat", "memory_mb")
    yield row("Juiste passage bij de eerste vijf (hit@5)", _mean, "answers", "hit@5")


def _both(show: Any, ours: Mapping[str, Any], theirs: Mapping[str, Any], name: str) -> tuple[str, str]:
    return show(ours[name]), show(theirs[name])


def _mean(mean: Mapping[str, float]) -> str:
    return f"{_number(mean['mean'], 3)} ({_number(mean['low'], 3)} – {_number(mean['high'], 3)})"


def _seconds(value: float) -> str:
    return f"{_number(value, 2)} s"


def _ms(value: float) -> str:
    return f"{_number(value * 1000)} ms"


def _megabytes(value: float | None) -> str:
    return "niet gemeten" if value is None else f"{_number(value, 0)} MB"


def _number(value: float, decimals: int = 1) -> str:
    """A number the Dutch way."""
    return f"{value:.{decimals}f}".replace(".", ",")
