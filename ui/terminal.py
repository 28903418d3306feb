"""The terminal: consoles, a progress bar, Dutch help and usage errors, every error as one line."""

from __future__ import annotations

import os
import re
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

from ingest.errors import WegwijzerError

if TYPE_CHECKING:
    from rich.console import Console

OK, FAILED, WRONG_USE, INTERRUPTED = 0, 1, 2, 130

# The command line library speaks English only; these are its phrases that a person can meet here.
_DUTCH = {
    r"\bUsage:": "Gebruik:",
    r"^Options:": "Opties:",
    r"^Arguments:": "Argumenten:",
    r"^Commands:": "Opdrachten:",
    r"\[OPTIONS\]": "[OPTIES]",
    r"\bCOMMAND \[ARGS\]\.\.\.": "OPDRACHT [...]",
    r"\[default: ": "[standaard: ",
    r"\[required\]": "[verplicht]",
    r"Show this message and exit\.": "Toon deze uitleg.",
    r"No such option:": "Onbekende optie:",
    r"No such command": "Onbekende opdracht:",
    r"\(Possible options: (.*)\)": r"(bedoelt u: \1?)",
    r"Did you mean (.*)\?": r"Bedoelt u \1?",
    r"Missing argument": "Er ontbreekt:",
    r"Missing option": "Er ontbreekt de optie",
    r"Got unexpected extra argument(?:\(s\)|s?)": "Te veel opgegeven:",
    r"Invalid value for ": "Ongeldige waarde voor ",
    r"Option (\S+) requires an argument\.": r"Bij de optie \1 hoort een waarde.",
    r"Option (\S+) does not take a value\.": r"Bij de optie \1 hoort geen waarde.",
    r"Input should be a valid integer.*": "geef een geheel getal.",
    r"Input should be greater than or equal to (\S+?)\.?$": r"geef ten minste \1.",
    r"Input should be less than or equal to (\S+?)\.?$": r"geef hoogstens \1.",
}


def in_dutch(text: str) -> str:
    """The library's help text or usage error with its fixed phrases in Dutch."""
    for english, dutch in _DUTCH.items():
        text = re.sub(english, dutch, text, flags=re.MULTILINE)
    return text


class DutchCommand(TyperCommand):
    """A command whose help speaks Dutch."""

    def get_help(self, ctx: Any) -> str:
        """The help text."""
        return in_dutch(super().get_help(ctx))


class DutchGroup(TyperGroup):
    """The list of commands, in Dutch."""

    def get_help(self, ctx: Any) -> str:
        """The help text."""
        return in_dutch(super().get_help(ctx))


def run(app: typer.Typer, args: list[str] | None = None) -> int:
    """Runs the command and gives its exit status; whatever goes wrong is one line on stderr."""
    try:
        status = app(args=args, prog_name="wegwijzer", standalone_mode=False)
    except TyperException as error:
        return _wrong_use(error)
    except WegwijzerError as error:
        return fail(str(error))
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except Exception as error:
        if os.environ.get("WEGWIJZER_DEBUG") == "1":
            traceback.print_exc()
        return fail(f"Er ging iets mis: {type(error).__name__}: {error}. Zet WEGWIJZER_DEBUG=1 voor de details.")
    return status if isinstance(status, int) else OK


def fail(message: str) -> int:
    """Prints one line on stderr and gives the exit status that belongs to it."""
    print(" ".join(message.split()), file=sys.stderr)
    return FAILED


def _wrong_use(error: TyperException) -> int:
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "wegwijzer"
    fail(f"{in_dutch(error.format_message())} Uitleg: {command} --help")
    return error.exit_code


def prepare() -> None:
    """Sets what must be set before the libraries are imported: no telemetry, no hub, UTF-8 output."""
    for name, value in (
        ("ANONYMIZED_TELEMETRY", "False"),
        ("GRADIO_ANALYTICS_ENABLED", "False"),
        ("HF_HUB_DISABLE_TELEMETRY", "1"),
        ("DO_NOT_TRACK", "1"),
        ("TOKENIZERS_PARALLELISM", "false"),
    ):
        os.environ.setdefault(name, value)
    for stream in (sys.stdout, sys.stderr):
        # A half character in a question must not stop the output; as an escape it is even valid JSON.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def console(stderr: bool = False) -> Console:
    """A console on stdout or stderr; wide enough for the tables when it is no terminal."""
    from rich.console import Console

    width = None if (sys.stderr if stderr else sys.stdout).isatty() else 120
    return Console(stderr=stderr, highlight=False, width=width)


@contextmanager
def progress_bar() -> Iterator[Callable[[str, int, int], None]]:
    """Gives `show(stage, done, total)`, which draws a bar on stderr when that is a terminal."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    output = console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=output, disable=not output.is_terminal, transient=True) as bar:
        tasks: dict[str, Any] = {}

        def show(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage, total=total)
            bar.update(tasks[stage], completed=done, total=total)

        yield show
