import json
import math
import subprocess
import sys

import pytest
from rich.console import Console

from evals.retrieval_benchmark import BenchmarkFileError, Row, place_of, print_outcome, read_rows, score_places


def row(n):
    return Row(f"{n:04}", f"vraag {n}", "<p>antwoord</p>")


def test_rows_have_a_number_for_a_name_so_that_the_question_is_not_in_the_page(tmp_path):
    path = tmp_path / "f.jsonl"
    path.write_text(json.dumps({"id": "x", "question": "Hoe?", "answer_html": "<p>Zo.</p>"}) + "\n\n", "utf-8")
    assert read_rows(path) == (Row("0001", "Hoe?", "<p>Zo.</p>"),)


@pytest.mark.parametrize("content", ["", "{", "{}", "[]"])
def test_a_file_that_is_not_a_benchmark_is_refused(tmp_path, content):
    path = tmp_path / "f.jsonl"
    path.write_text(content, "utf-8")
    with pytest.raises(BenchmarkFileError, match=r"f\.jsonl"):
        read_rows(path)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(BenchmarkFileError, match=r"weg\.jsonl"):
        read_rows(tmp_path / "weg.jsonl")


def test_the_place_counts_from_one_and_stops_after_ten():
    ranked = [f"{n:04}" for n in range(1, 13)]
    assert place_of("0001", ranked) == 1
    assert place_of("0010", ranked) == 10
    assert place_of("0011", ranked) == 0
    assert place_of("0099", ranked) == 0


def test_places_become_ndcg_and_recall():
    outcome = score_places([row(1), row(2), row(3), row(4)], [1, 3, 0, 1])
    assert outcome.ndcg.mean == pytest.approx((1 + 1 / math.log2(4) + 0 + 1) / 4)
    assert outcome.recall.mean == 0.75
    assert outcome.as_json()["places"] == {"vraag 1": 1, "vraag 2": 3, "vraag 3": 0, "vraag 4": 1}


def test_the_outcome_names_the_questions_that_missed(capsys):
    print_outcome(score_places([row(1), row(2)], [1, 0]), Console(width=120))
    shown = capsys.readouterr().out
    assert "recall@10  0.500" in shown
    assert "Niet gevonden: vraag 2" in shown
    assert "vraag 1" not in shown


def test_the_command_for_a_missing_file_is_one_line(tmp_path):
    line = [sys.executable, "-m", "evals.retrieval_benchmark", str(tmp_path / "weg.jsonl")]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
