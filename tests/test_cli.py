import json
import subprocess
import sys

import pytest

from ui.cli import app
from ui.terminal import run

QUESTION = "Voor wie is VoorZorg bedoeld?"


@pytest.fixture
def real(real_settings, monkeypatch):
    """The command line on the index of the five pages."""
    monkeypatch.setenv("WEGWIJZER_CORPUS_DIR", str(real_settings.corpus_dir))
    monkeypatch.setenv("WEGWIJZER_DATA_DIR", str(real_settings.data_dir))
    monkeypatch.setenv("WEGWIJZER_EMBEDDING_MODEL", real_settings.embedding_model)
    return real_settings


@pytest.fixture
def loaded(real, real_assistant, monkeypatch):
    """The same, with the assistant that this test run has loaded already."""
    monkeypatch.setattr("assistant.chain.load_assistant", lambda settings: real_assistant)
    return real


@pytest.fixture
def empty(real, tmp_path, monkeypatch):
    """The command line on a corpus of one page, without an index; the model is that of the five pages, unpacked."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "een.md").write_text("# Plan\n\nHet veiligheidsplan duurt precies zes weken.\n", encoding="utf-8")
    models = real.data_dir / "models"
    model = next((path for path in models.glob("*") if path.is_dir()), None)
    monkeypatch.setenv("WEGWIJZER_CORPUS_DIR", str(corpus))
    monkeypatch.setenv("WEGWIJZER_DATA_DIR", str(tmp_path / "data"))
    if model is not None:
        monkeypatch.setenv("WEGWIJZER_EMBEDDING_MODEL", str(model))
    return corpus


def command(*args, stdin=""):
    line = [sys.executable, "-m", "ui.cli", *args]
    return subprocess.run(line, input=stdin, capture_output=True, encoding="utf-8", check=False, timeout=300)


def test_ask_prints_the_answer_and_its_sources(loaded, capsys):
    assert run(app, ["ask", QUESTION]) == 0
    shown = capsys.readouterr().out
    assert "niet langer dan 28 weken zwanger" in " ".join(shown.split())
    assert "[1]" in shown[: shown.index("Bronnen")]
    assert "[1] " in shown[shown.index("Bronnen") :]


def test_ask_as_json_is_one_line_with_verbatim_citations(real, real_assistant, capsys):
    assert run(app, ["ask", QUESTION, "--json"]) == 0
    out = capsys.readouterr().out
    assert out.count("\n") == 1
    answer = json.loads(out)
    assert answer["status"] == "answered"
    assert answer["citations"]
    for citation in answer["citations"]:
        text = real_assistant.index.pages[citation["page"]].text
        assert text[citation["start"] : citation["end"]] == citation["quote"]


def test_a_batch_is_answered_in_order_and_a_bad_line_does_not_stop_it(real):
    rows = [
        json.dumps({"id": "een", "turns": [QUESTION]}),
        "geen json",
        json.dumps({"id": "drie", "vraag": "x"}),
        json.dumps({"id": "vier", "turns": ["Wat is Families First?", "Hoe lang duurt dat?"]}),
    ]
    done = command("ask", "--batch", "-", stdin="\n".join(rows) + "\n")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert [answer.get("id") for answer in answers] == ["een", None, "drie", "vier"]
    assert answers[0]["status"] == "answered"
    assert "Regel 2" in answers[1]["error"]
    assert "'turns'" in answers[2]["error"]
    assert answers[3]["question"] == "Hoe lang duurt dat?"
    assert "Regel 2" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_batch_without_bad_lines_ends_with_status_0(real, tmp_path):
    file = tmp_path / "vragen.jsonl"
    file.write_text(json.dumps({"id": "a", "turns": [QUESTION]}), encoding="utf-8")
    done = command("ask", "--batch", str(file))
    assert done.returncode == 0
    assert json.loads(done.stdout)["id"] == "a"


@pytest.mark.parametrize("question", ["", "  ", "\u200b\u200b", "\x00\x01"])
def test_a_blank_question_is_one_line(question, capsys):
    assert run(app, ["ask", question]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("De vraag is leeg.")
    assert err.count("\n") == 1


def test_a_batch_file_that_is_not_there_is_one_line(tmp_path, capsys):
    assert run(app, ["ask", "--batch", str(tmp_path / "weg.jsonl")]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "weg.jsonl is niet te lezen" in err
    assert err.count("\n") == 1


def test_ask_builds_the_index_first_and_keeps_stdout_clean(empty):
    done = command("ask", "Hoe lang duurt het veiligheidsplan?", "--json")
    assert done.returncode == 0, done.stderr
    assert "zes weken" in json.loads(done.stdout)["answer"]


def test_ingest_tells_what_changed(empty, capsys):
    assert run(app, ["ingest"]) == 0
    assert "Toegevoegd: 1 (een)" in capsys.readouterr().out
    (empty / "twee.md").write_text("# Twee\n\nNog een zin.\n", encoding="utf-8")
    assert run(app, ["ingest", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["added"], report["changed"], report["removed"], report["unchanged"]) == (["twee"], [], [], ["een"])
    assert report["embedded"] > 0
    assert run(app, ["ingest", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["embedded"] == 0


def test_ingest_tells_which_page_could_not_be_read(empty, capsys):
    (empty / "leeg.txt").write_text("", encoding="utf-8")
    assert run(app, ["ingest", "--json"]) == 1
    out, err = capsys.readouterr()
    assert "De pagina leeg.txt is leeg." in err
    assert json.loads(out)["added"] == ["een"]


@pytest.mark.parametrize("name", ["ingest", "ask"])
def test_a_corpus_that_is_missing_is_one_line(name, real, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("WEGWIJZER_CORPUS_DIR", str(tmp_path / "weg"))
    monkeypatch.setenv("WEGWIJZER_DATA_DIR", str(tmp_path / "data"))
    assert run(app, [name, *(["vraag"] if name == "ask" else [])]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "De map met pagina's bestaat niet" in err
    assert err.count("\n") == 1


def test_eval_of_a_set_prints_the_measures_and_writes_json(loaded, tmp_path, capsys):
    file = tmp_path / "uit.json"
    assert run(app, ["eval", "--set", "contact", "--json", str(file)]) == 0
    assert "Juiste passage bij de eerste vijf" in capsys.readouterr().out
    written = json.loads(file.read_text(encoding="utf-8"))
    assert written["questions"] == len(written["results"]) > 0
    assert written["index"]


def test_eval_of_an_unknown_set_names_those_there_are(loaded, capsys):
    assert run(app, ["eval", "--set", "onzin"]) == 1
    err = capsys.readouterr().err
    assert "Onbekende vragenset: onzin. Er zijn: " in err
    assert err.count("\n") == 1
