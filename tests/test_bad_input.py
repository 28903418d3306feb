import json
import subprocess
import sys
import time

import pytest

from assistant.answer import Question
from ui.batch import answer_lines
from ui.cli import app
from ui.terminal import prepare, run

SURVIVOR = "Voor wie is VoorZorg bedoeld?"
LONG = "Wat is een veiligheidsplan? " * 4000
UNUSUAL = {
    "a hundred thousand characters": LONG[:100_000],
    "one word of a hundred thousand": "a" * 100_000,
    "control characters": "Wat\x00 is\x07 een\x1b[31m veiligheids\x08plan?\x7f",
    "ligatures that unfold": "\ufdfa" * 5000,
    "emoji only": "😀🎉👩‍👩‍👧‍👦🏳️‍🌈" * 20,
    "English": "What is a safety plan for children?",
    "German": "Was ist ein Sicherheitsplan für Kinder?",
    "Arabic": "ما هي خطة السلامة للأطفال؟",
    "Chinese": "什么是儿童安全计划？",
    "null bytes": "\x00" * 50 + "plan" + "\x00" * 50,
    "half a character": "plan \ud800 veiligheid",
    "right to left marks": "\u202eplan\u202c \u200b\u200f",
    "punctuation only": "?!…—()[]{}<>",
    "combining marks": "e" + "\u0301" * 5000,
    "brackets and pipes": "[[[[" * 400 + "|" * 400 + "(((" * 100,
    "a web page": "<script>alert(1)</script><img src=x onerror=alert(2)>",
    "template language": "{{ 7*7 }} ${7*7} %s %d {0}",
    "a path": "../../../../etc/passwd",
    "SQL": "'; DROP TABLE passages; --",
    "digits": "9" * 2000,
    "lines": "\n" * 2000 + "plan" + "\r\n" * 2000,
    "a name many times": "Triple P niveau 4 en 5 " * 90,
    "one year after another": "tussen 1 en 2 jaar en " * 90,
}
BLANK = {"empty": "", "spaces": "   ", "lines": "\n\t\n", "invisible": "\u200b\u200b", "null": "\x00\x01"}
# The requirement is two seconds on a quiet machine; the best of three tries is not misled by a busy one.
LIMIT = 2.0


@pytest.fixture
def real(real_settings, real_assistant, monkeypatch):
    """The command line on the index of the five pages."""
    monkeypatch.setenv("WEGWIJZER_CORPUS_DIR", str(real_settings.corpus_dir))
    monkeypatch.setenv("WEGWIJZER_DATA_DIR", str(real_settings.data_dir))
    monkeypatch.setenv("WEGWIJZER_EMBEDDING_MODEL", real_settings.embedding_model)
    return real_settings


@pytest.fixture
def warm(real, real_assistant, monkeypatch):
    """The same, with the assistant that is already loaded."""
    monkeypatch.setattr("assistant.chain.load_assistant", lambda settings: real_assistant)
    return real


def timed(call):
    """The outcome of `call`, and its seconds: the least of at most three tries."""
    least = float("inf")
    for _ in range(3):
        started = time.perf_counter()
        outcome = call()
        least = min(least, time.perf_counter() - started)
        if least < LIMIT:
            break
    return outcome, least


@pytest.mark.parametrize("text", UNUSUAL.values(), ids=UNUSUAL)
def test_any_text_gets_one_answer_in_bounded_time(real_assistant, text):
    answer, seconds = timed(lambda: real_assistant.invoke(Question(text)))
    assert seconds < LIMIT
    assert answer.status in ("answered", "not_in_sources")
    assert answer.markdown.strip()
    for citation in answer.citations:
        page = real_assistant.index.pages[citation.page].text
        assert page[citation.start : citation.end] == citation.quote


@pytest.mark.parametrize("text", BLANK.values(), ids=BLANK)
def test_a_blank_question_gets_one_clear_answer(real_assistant, text):
    answer, seconds = timed(lambda: real_assistant.invoke(Question(text)))
    assert seconds < LIMIT
    assert answer.markdown.strip()
    assert not answer.urgent


@pytest.mark.parametrize("text", [text for key, text in UNUSUAL.items() if key != "one year after another"])
def test_any_text_after_an_answer_is_no_trouble_either(real_assistant, text):
    before = real_assistant.invoke(Question("Wat is VoorZorg?"))
    answer, seconds = timed(lambda: real_assistant.invoke(Question(text, (before,))))
    assert seconds < LIMIT
    assert answer.markdown.strip()


def test_a_conversation_of_hundreds_of_turns_is_answered(real_assistant):
    answer = real_assistant.invoke(Question("Wat is VoorZorg?"))
    history = (answer,) * 500
    answer, seconds = timed(lambda: real_assistant.invoke(Question("Voor wie is het?", history)))
    assert seconds < LIMIT
    assert "28 weken" in answer.markdown


def test_after_all_that_the_assistant_answers_as_before(real_assistant):
    assert "niet langer dan 28 weken zwanger" in real_assistant.invoke(Question(SURVIVOR)).markdown


def test_control_characters_in_a_question_do_not_hide_what_is_asked(real_assistant):
    asked = real_assistant.invoke(Question("Voor wie is \x00Voor\u200bZorg\x07 bedoeld?"))
    assert "niet langer dan 28 weken zwanger" in asked.markdown


@pytest.mark.parametrize("key", ["emoji only", "Chinese", "punctuation only", "SQL", "digits"])
def test_what_is_no_question_to_these_pages_is_said_so(real_assistant, key):
    assert real_assistant.invoke(Question(UNUSUAL[key])).status == "not_in_sources"


def test_a_question_that_is_cut_off_is_still_answered(real_assistant):
    answer = real_assistant.invoke(Question(SURVIVOR + " " * 100_000 + "x"))
    assert "niet langer dan 28 weken zwanger" in answer.markdown


@pytest.mark.parametrize("text", UNUSUAL.values(), ids=UNUSUAL)
def test_the_command_prints_any_answer(warm, capsys, text):
    prepare()  # as the command does before it starts
    status = run(app, ["ask", "--json", "--", text])
    out, err = capsys.readouterr()
    assert status == 0, err
    assert err == ""
    assert out.count("\n") == 1
    assert json.loads(out)["answer"].strip()


@pytest.mark.parametrize("text", BLANK.values(), ids=BLANK)
def test_the_command_says_in_one_line_that_a_question_is_blank(warm, capsys, text):
    assert run(app, ["ask", text]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("De vraag is leeg.")
    assert err.count("\n") == 1


def test_readable_output_of_any_answer_has_no_control_characters(warm, capsys):
    for text in UNUSUAL.values():
        assert run(app, ["ask", "--", text]) == 0
        out, err = capsys.readouterr()
        assert err == ""
        assert not any(char in out for char in "\x00\x07\x08\x7f")


def test_a_batch_of_bad_input_is_answered_line_by_line(real_assistant):
    rows = [json.dumps({"id": key, "turns": [text]}) for key, text in UNUSUAL.items()]
    rows += [json.dumps({"id": key, "turns": [text]}) for key, text in BLANK.items()]
    rows += ["{", "[]", json.dumps({"id": "zonder"}), json.dumps({"id": "goed", "turns": [SURVIVOR]})]
    results = list(answer_lines([row.encode() + b"\n" for row in rows], real_assistant))
    assert len(results) == len(rows)
    answered, blank, broken = results[: len(UNUSUAL)], results[len(UNUSUAL) : -4], results[-4:-1]
    assert [result["id"] for result in answered] == list(UNUSUAL)
    assert all(result["answer"].strip() for result in answered)
    assert all("lege vraag" in result["error"] for result in blank)
    assert all(result["error"].count("\n") == 0 for result in broken)
    assert "28 weken" in results[-1]["answer"]


def test_a_process_survives_a_batch_of_bad_input(real, tmp_path):
    file = tmp_path / "vragen.jsonl"
    keys = ("one word of a hundred thousand", "control characters", "ligatures that unfold", "null bytes", "Arabic")
    rows = [json.dumps({"turns": [text]}) for text in (*(UNUSUAL[key] for key in keys), "", SURVIVOR)]
    file.write_text("\n".join([*rows, "geen json"]) + "\n", "utf-8")
    command = [sys.executable, "-m", "ui.cli", "ask", "--batch", str(file)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, timeout=300)
    results = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert len(results) == len(rows) + 1
    assert [index for index, result in enumerate(results) if "error" in result] == [len(rows) - 2, len(rows)]
    assert len(done.stderr.splitlines()) == 2
    assert "Traceback" not in done.stderr
    assert "28 weken" in results[len(rows) - 1]["answer"]
