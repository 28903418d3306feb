import http.server
import os
import subprocess
import sys
import threading

import pytest
from rich.console import Console
from test_run import PAGES, Quoting, case

from evals.baseline import comparable
from evals.bench import BenchError, Command, answers, deciding, folder_mb
from evals.bench_report import growth_rows, print_bench, rows
from evals.growth import sizes
from evals.process import NotServedError, free_port, memory_mb, wait_until_idle, wait_until_served
from evals.questions import Label, load_questions
from evals.run import run
from ingest.records import Span
from ingest.settings import Settings

MEAN = {"mean": 0.9, "low": 0.85, "high": 0.95, "n": 40}
MEASURED = {
    "machine": {"cores": 2, "system": "Linux", "python": "3.11.7"},
    "help_seconds": 0.123,
    "first_ingest": {"seconds": 30.0, "own_seconds": 22.0, "passages": 200, "embedded": 200, "index_mb": 3.21},
    "unchanged_ingest": {"seconds": 1.5, "own_seconds": 0.4, "passages": 200, "embedded": 0},
    "first_answer_seconds": 9.0,
    "chat": {"served_seconds": 5.0, "memory_mb": 900.4, "peak_mb": None},
    "answers": {"questions": 100, "p50": 0.04, "p95": 0.09, "hit@5": MEAN, "mrr": MEAN},
    "recipe": {"build_seconds": 12.0, "chunks": 150, "p50": 0.03, "p95": 0.05, "hit@5": MEAN, "mrr": MEAN},
}


def test_the_table_shows_each_measure_beside_the_recipe():
    shown = {name.strip(): (ours, theirs) for name, ours, theirs in rows(MEASURED)}
    assert shown["wegwijzer --help"] == ("0,12 s", "")
    assert shown["Eerste ingest, model uitpakken inbegrepen"] == ("30,00 s", "12,00 s")
    assert shown["opnieuw berekende passages"] == ("0", "")
    assert shown["Warm antwoord, p95"] == ("90,0 ms", "50,0 ms")
    assert shown["Geheugen van het chatvenster, model geladen"] == ("900 MB", "")
    assert shown["hoogste stand"] == ("niet gemeten", "")
    assert shown["Juiste passage bij de eerste vijf (hit@5)"] == ("0,900 (0,850 – 0,950)",) * 2


def test_the_table_is_printed_with_the_machine(capsys):
    print_bench(MEASURED, Console(width=140))
    assert "2 kernen, Linux, Python 3.11.7" in capsys.readouterr().out


def test_a_command_that_fails_is_told_with_its_last_words(tmp_path):
    (tmp_path / "een.txt").write_text("Een zin.", encoding="utf-8")
    command = Command(Settings(corpus_dir=tmp_path, data_dir=tmp_path))
    with pytest.raises(BenchError, match=r"wegwijzer show mislukte: Onbekende pagina 'weg'\. Er zijn: een\."):
        command.run("show", "weg")


def test_a_command_gives_its_time_and_what_it_printed(tmp_path):
    (tmp_path / "een.txt").write_text("Een zin.", encoding="utf-8")
    taken, printed, _ = Command(Settings(corpus_dir=tmp_path, data_dir=tmp_path)).run("show", "een")
    assert 0 < taken < 60
    assert printed.startswith("een: Een")


def test_only_questions_that_the_recipe_gets_whole_are_compared():
    label = Label("a", "Kop", "zes weken", (Span(14, 23),))
    first = case("x", labels=(label,))
    cases = [first, case("y"), case("z", labels=(label,), turns=("een", "twee"))]
    assert comparable(cases) == (first,)
    measured = answers(run(cases, Quoting(0.02), PAGES))
    assert (measured["questions"], measured["p50"], measured["hit@5"]["n"]) == (3, 0.02, 1)


def test_the_size_of_a_folder_counts_the_files_below_it(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "een").write_bytes(b"x" * 300_000)
    (tmp_path / "twee").write_bytes(b"x" * 200_000)
    assert folder_mb(tmp_path) == 0.5


def test_a_command_that_takes_too_long_is_stopped_and_told(tmp_path):
    (tmp_path / "een.txt").write_text("Een zin.", encoding="utf-8")
    command = Command(Settings(corpus_dir=tmp_path, data_dir=tmp_path))
    with pytest.raises(BenchError, match="wegwijzer show was na 0 s nog niet klaar"):
        command.run("show", "een", timeout=0)


def test_the_growth_table_has_a_column_for_each_number_of_pages():
    def measured(pages, seconds):
        ingest = {"seconds": seconds, "passages": 8 * pages, "embedded": 1, "interventions": pages, "peak_mb": None}
        return {
            "pages": pages,
            "first_ingest": ingest | {"index_mb": 3.2},
            "unchanged_ingest": ingest,
            "changed_ingest": ingest,
            "first_answer_seconds": 9.0,
            "chat": {"served_seconds": 5.0, "memory_mb": 900.4, "peak_mb": None},
            "answers": {"questions": 100, "p50": seconds / 1000, "p95": 0.09, "hit@5": MEAN, "mrr": MEAN},
        }

    growth = [measured(5, 20), measured(50, 60)]
    shown = {name.strip(): values for name, *values in growth_rows(growth)}
    assert shown["Passages"] == ["40", "400"]
    assert shown["Ingest na wijziging van één pagina"] == ["20,00 s", "60,00 s"]
    assert shown["opnieuw berekende passages"] == ["1", "1"]
    assert shown["hoogste stand van het geheugen"] == ["niet gemeten", "niet gemeten"]
    assert shown["Warm antwoord, p50"] == ["20,0 ms", "60,0 ms"]


def test_the_numbers_of_pages_grow_tenfold_from_the_own_ones():
    assert sizes(5, 500) == (5, 50, 500)
    assert sizes(5, 200) == (5, 50, 200)
    assert sizes(5, 50) == (5, 50)
    assert sizes(5, 0) == sizes(5, 5) == (5,)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_memory_is_read_of_a_running_process():
    memory = memory_mb(os.getpid())
    assert 10 < memory["memory_mb"] <= memory["peak_mb"]


def test_memory_of_a_process_that_is_gone_is_unknown():
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    assert memory_mb(process.pid) == {"memory_mb": None, "peak_mb": None}
    wait_until_idle(process.pid)


def test_a_window_that_is_served_is_seen():
    server = http.server.HTTPServer(("127.0.0.1", 0), http.server.SimpleHTTPRequestHandler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    wait_until_served(server.server_port, 10)
    server.shutdown()
    server.server_close()


def test_a_window_that_does_not_come_up_is_told():
    with pytest.raises(NotServedError, match="nog niet bereikbaar"):
        wait_until_served(free_port(), 0.3)


def test_recognising_and_deciding_are_timed_apart_from_the_search(real_assistant) -> None:
    cases = [case for case in load_questions(real_assistant.index.pages) if case.group == "contact"]
    told = deciding(real_assistant, cases)
    assert 0 < told["p50"] <= told["p95"] < 0.5
