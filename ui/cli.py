"""The command `wegwijzer`. Whatever is slow to import is imported inside the command that needs it."""

from __future__ import annotations

import json
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from ingest.errors import IndexMissingError, WegwijzerError
from ui.keeper_cli import JsonFlag, add_commands, build_index
from ui.printing import print_answer, print_json
from ui.terminal import FAILED, OK, WRONG_USE, DutchCommand, DutchGroup, console, fail, prepare, progress_bar, run

if TYPE_CHECKING:
    from ingest.settings import Settings

app = typer.Typer(
    cls=DutchGroup,
    help="Wegwijzer beantwoordt vragen over kindermishandeling met letterlijke citaten uit de bronnen.",
    invoke_without_command=True,
    add_completion=False,
    rich_markup_mode=None,
)
command = partial(app.command, cls=DutchCommand)

JsonFile = Annotated[Path | None, typer.Option("--json", metavar="BESTAND", help="Schrijf alles ook als JSON weg.")]


@app.callback()
def root(context: typer.Context) -> None:
    """Without a command, show which there are."""
    if context.invoked_subcommand is None:
        print(context.get_help(), file=sys.stderr)
        raise typer.Exit(WRONG_USE)


@command(help="Open het chatvenster. Maakt eerst de index als die er nog niet is.")
def chat(
    host: Annotated[str, typer.Option(metavar="ADRES", help="Adres waarop het venster bereikbaar is.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, metavar="POORT", help="Poort van het venster.")] = 7860,
) -> None:
    """Open the chat window; the model loads while the window already shows."""
    from ingest.places import place_of

    settings = _settings()
    if place_of(settings).current() is None:
        build_index(settings)
    from ui.app import serve

    serve(partial(_load_assistant, settings), host, port, settings)


@command(help="Stel een vraag, of een bestand met vragen.")
def ask(
    question: Annotated[str | None, typer.Argument(metavar="VRAAG", help="De vraag.", show_default=False)] = None,
    as_json: JsonFlag = False,
    batch: Annotated[
        str | None,
        typer.Option(metavar="BESTAND", help='Regels {"id": "...", "turns": ["vraag", "vervolgvraag"]}; - is stdin.'),
    ] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Toon ook waarom het antwoord zo is.")] = False,
) -> int:
    """Answer one question, or one JSON line for each line of a file."""
    if (question is None) == (batch is None):
        raise typer.BadParameter("geef een vraag, of --batch met een bestand.", param_hint="VRAAG")
    if batch is not None:
        return _ask_batch(batch)
    return _ask_one(question or "", as_json, explain)


def _ask_one(question: str, as_json: bool, explain: bool) -> int:
    from assistant.answer import Question
    from ingest.text import normalise_line

    if not normalise_line(question):
        raise WegwijzerError(
            "De vraag is leeg. Typ een vraag, bijvoorbeeld: wegwijzer ask 'Wat is een veiligheidsplan?'"
        )
    answer = _load_assistant(_settings()).invoke(Question(question))
    if as_json:
        print_json(answer.as_json())
    else:
        print_answer(answer)
    if explain:
        from assistant.explaining import explain as explanation

        print("\n".join(explanation(answer)), file=sys.stderr)
    return OK


def _ask_batch(name: str) -> int:
    from ui.batch import answer_lines, open_lines

    status = OK
    with open_lines(name) as lines:
        for result in answer_lines(lines, _load_assistant(_settings())):
            print_json(result)
            if "error" in result:
                status = fail(result["error"])
    return status


add_commands(app)


@command(help="Toon de opbouw van een pagina: koppen en passages.")
def show(slug: Annotated[str, typer.Argument(metavar="PAGINA", help="Naam van het bestand, zonder .txt.")]) -> None:
    """Print a page's outline with its passages."""
    from ingest.pipeline import find_sources
    from ingest.reading import read_page
    from ui.outline import outline

    sources = find_sources(_settings().corpus_dir)
    if slug not in sources:
        raise WegwijzerError(f"Onbekende pagina '{slug}'. Er zijn: {', '.join(sources)}.")
    for line in outline(read_page(sources[slug].path, sources[slug].entry)):
        print(line)


@command(help="Toon de interventies in de bronnen, of alleen die aan uw voorwaarden voldoen.")
def catalogue(
    conditions: Annotated[
        list[str] | None,
        typer.Argument(metavar="VOORWAARDEN", help='Zoals: "kind van 5, huisbezoek".', show_default=False),
    ] = None,
    as_json: JsonFlag = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Toon het resultaat als CSV.")] = False,
) -> None:
    """Print the interventions that meet the conditions, as a table, JSON or CSV."""
    if as_json and as_csv:
        raise typer.BadParameter("kies een van beide.", param_hint="--json / --csv")
    from ui.catalogue_cli import print_catalogue

    form: Literal["json", "csv", "table"] = "json" if as_json else "csv" if as_csv else "table"
    print_catalogue(_settings(), " ".join(conditions or ()), form)


@command("eval", help="Meet de antwoorden met de vragensets.")
def evaluate(
    sets: Annotated[list[str] | None, typer.Option("--set", metavar="NAAM", help="Alleen deze vragenset.")] = None,
    kinds: Annotated[list[str] | None, typer.Option("--kind", metavar="SOORT", help="Alleen deze soort vraag.")] = None,
    splits: Annotated[
        list[str] | None, typer.Option("--split", metavar="DEEL", help="Alleen dit deel: tune of measure.")
    ] = None,
    json_file: JsonFile = None,
    curve: Annotated[
        Path | None, typer.Option(metavar="BESTAND", help="Teken risico tegen dekking, als SVG in dit bestand.")
    ] = None,
    failures: Annotated[bool, typer.Option("--failures", help="Toon elke vraag waar iets mis is.")] = False,
    gate: Annotated[bool, typer.Option("--gate", help="Faal als een ondergrens niet wordt gehaald.")] = False,
    record: Annotated[bool, typer.Option("--record-floors", help="Leg de uitslag vast als ondergrens.")] = False,
    reason: Annotated[str, typer.Option("--lower", metavar="REDEN", help="Waarom een ondergrens lager mag.")] = "",
) -> int:
    """Ask every question of the sets and print the measures; with the gate, fail under a floor."""
    if (gate or record) and (sets or kinds or splits):
        raise typer.BadParameter(
            "de ondergrenzen gelden voor alle vragen samen.", param_hint="--gate / --record-floors"
        )
    from evals import gate as floors
    from evals.questions import load_questions, select
    from evals.report import print_report
    from evals.risk_coverage import as_svg, make_curve
    from evals.run import as_json
    from evals.run import run as run_questions

    settings = _settings()
    assistant = _load_assistant(settings)
    cases = select(load_questions(assistant.index.pages), sets or (), kinds or (), splits or ())
    with progress_bar() as progress:
        results = run_questions(cases, assistant, assistant.index.pages, partial(progress, "Vragen"))
    print_report(results, console(), failures)
    _write_json(json_file, as_json(results))
    if curve is not None:
        _write(curve, as_svg(make_curve(results)))
    if record:
        floors.record(floors.gated(results), settings.corpus_dir, reason)
    below = floors.check(floors.gated(results), settings.corpus_dir) if gate else ()
    for line in below:
        fail(line)
    return FAILED if below else OK


@command(help="Meet snelheid en geheugen, naast het gebruikelijke recept.")
def bench(
    json_file: JsonFile = None,
    retrieval: Annotated[
        Path | None, typer.Option(metavar="BESTAND", help="Meet het zoeken op dit bestand met vragen en antwoorden.")
    ] = None,
    pages: Annotated[
        int, typer.Option(min=0, metavar="AANTAL", help="Meet de groei tot zoveel pagina's; 500 duurt een kwartier.")
    ] = 50,
) -> None:
    """Measure speed and memory, or retrieval on a file of questions and answers."""
    settings = _settings()
    if retrieval is not None:
        from evals.retrieval_benchmark import measure, print_outcome

        with progress_bar() as progress:
            outcome = measure(retrieval, settings, progress)
        print_outcome(outcome, console())
        _write_json(json_file, outcome.as_json())
        return
    from evals.bench import measure_all
    from evals.bench_report import print_bench, print_growth
    from evals.growth import measure_growth

    with progress_bar() as progress:
        measured = measure_all(settings, progress) | {"growth": measure_growth(settings, pages, progress)}
    print_bench(measured, console())
    print_growth(measured["growth"], console())
    _write_json(json_file, measured)


def _settings() -> Settings:
    from ingest.settings import load_settings

    return load_settings()


def _load_assistant(settings: Settings) -> Any:
    """The assistant; when there is no index that it can use, that is built first."""
    from assistant.chain import load_assistant
    from ingest.pipeline import may_make_unasked

    try:
        return load_assistant(settings)
    except IndexMissingError:
        if not may_make_unasked(settings):
            raise
        build_index(settings)
        return load_assistant(settings)


def _write_json(file: Path | None, value: dict[str, Any]) -> None:
    if file is not None:
        _write(file, json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise WegwijzerError(f"Het bestand {file} kan niet worden geschreven: {error.strerror}.") from error


def main() -> None:
    """The entry point: prepares the process, runs the command, exits with its status."""
    prepare()
    sys.exit(run(app))


if __name__ == "__main__":
    main()
