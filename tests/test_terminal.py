import os
import subprocess
import sys

import pytest
import typer

from ingest.errors import CorpusError
from ui.cli import app
from ui.terminal import in_dutch, prepare, run

HEAVY = ("torch", "gradio", "langchain_core", "chromadb", "sentence_transformers", "numpy", "pydantic", "rich", "evals")


def raising(error):
    """A command line of which the one command raises `error`."""
    one = typer.Typer(rich_markup_mode=None)

    @one.command()
    def command() -> None:
        raise error

    return one


def test_an_error_for_the_user_is_one_line(capsys):
    assert run(raising(CorpusError("De map\nis leeg.")), []) == 1
    assert capsys.readouterr() == ("", "De map is leeg.\n")


def test_an_unexpected_error_is_one_line_without_a_trace(capsys, monkeypatch):
    monkeypatch.delenv("WEGWIJZER_DEBUG", raising=False)
    assert run(raising(ZeroDivisionError("door nul")), []) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err == "Er ging iets mis: ZeroDivisionError: door nul. Zet WEGWIJZER_DEBUG=1 voor de details.\n"


def test_the_trace_of_an_unexpected_error_is_shown_on_request(capsys, monkeypatch):
    monkeypatch.setenv("WEGWIJZER_DEBUG", "1")
    assert run(raising(ZeroDivisionError("door nul")), []) == 1
    assert "Traceback" in capsys.readouterr().err


def test_control_c_ends_quietly(capsys):
    assert run(raising(KeyboardInterrupt()), []) == 130
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["onzin"], "Onbekende opdracht: 'onzin'"),
        (["ask", "--onzin"], "Onbekende optie: --onzin"),
        (["ask", "een", "twee"], "Te veel opgegeven: (twee)"),
        (["ask"], "geef een vraag, of --batch met een bestand"),
        (["ask", "vraag", "--batch", "x"], "geef een vraag, of --batch met een bestand"),
        (["ask", "--batch"], "Bij de optie '--batch' hoort een waarde."),
        (["show"], "Er ontbreekt: 'PAGINA'"),
        (["chat", "--port", "poort"], "Ongeldige waarde voor '--port': geef een geheel getal."),
        (["chat", "--port", "70000"], "Ongeldige waarde voor '--port': geef hoogstens 65535."),
        (["eval", "--gate", "--kind", "feit"], "de ondergrenzen gelden voor alle vragen samen"),
        (["eval", "--record-floors", "--set", "feiten"], "de ondergrenzen gelden voor alle vragen samen"),
    ],
)
def test_wrong_use_is_one_dutch_line_and_status_2(args, words, capsys):
    assert run(app, args) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert words in err
    assert err.count("\n") == 1
    assert "Uitleg: wegwijzer" in err


def test_help_is_dutch(capsys):
    assert run(app, ["ask", "--help"]) == 0
    shown = capsys.readouterr().out
    assert "Gebruik: wegwijzer ask [OPTIES] [VRAAG]" in shown
    for english in ("Usage", "Options", "Arguments", "Show this", "default"):
        assert english not in shown


def test_no_command_shows_the_commands_and_is_wrong_use(capsys):
    assert run(app, []) == 2
    shown = capsys.readouterr().err
    for command in ("chat", "ask", "ingest", "show", "eval", "bench"):
        assert f"\n  {command} " in shown


def test_defaults_are_shown_in_dutch():
    assert in_dutch("[default: 7860]") == "[standaard: 7860]"


def test_the_command_line_itself_imports_nothing_heavy():
    code = "import sys, ui.cli; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "typer" in loaded
    assert not set(HEAVY) & set(loaded)


@pytest.mark.skipif(os.name == "nt", reason="the time of child processes is not counted there")
def test_help_costs_less_than_half_a_second_of_processor_time():
    # Processor time, not time on the clock: a busy machine must not fail it.
    before = os.times()
    subprocess.run([sys.executable, "-m", "ui.cli", "--help"], capture_output=True, check=True)
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    assert 0 < used <= 0.5


def test_telemetry_is_off_unless_someone_set_it_otherwise(monkeypatch):
    for name in ("ANONYMIZED_TELEMETRY", "GRADIO_ANALYTICS_ENABLED", "HF_HUB_DISABLE_TELEMETRY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DO_NOT_TRACK", "keep")
    monkeypatch.setattr(sys, "stdout", sys.__stdout__)
    prepare()
    assert os.environ["ANONYMIZED_TELEMETRY"] == os.environ["GRADIO_ANALYTICS_ENABLED"] == "False"
    assert os.environ["HF_HUB_DISABLE_TELEMETRY"] == "1"
    assert os.environ["DO_NOT_TRACK"] == "keep"
