"""The commands of the keeper, on the small corpus with the toy embedder and on a server of this machine."""

import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from ingest.pipeline import open_current
from ingest.store import current_folder
from ui.cli import app
from ui.terminal import run

PAGE = (
    "<html><body><main><h1>Klimmen</h1><h2>Touw</h2><p>Een touw is dertig meter lang en sterk.</p></main></body></html>"
)


@pytest.fixture
def keeper(toy, small_settings, monkeypatch):
    """The command line on the small corpus."""
    monkeypatch.setenv("WEGWIJZER_CORPUS_DIR", str(small_settings.corpus_dir))
    monkeypatch.setenv("WEGWIJZER_DATA_DIR", str(small_settings.data_dir))
    return small_settings


@pytest.fixture
def says(monkeypatch):
    """Someone at a terminal who gives this answer."""

    class Person:
        def __init__(self, answer):
            self.answer = answer

        def isatty(self):
            return True

        def readline(self):
            return self.answer + "\n"

    def sit_down(answer):
        monkeypatch.setattr(sys, "stdin", Person(answer))
        monkeypatch.setattr(sys.stderr, "isatty", lambda: True)

    return sit_down


def _lose_pages(corpus):
    (corpus / "lezen.html").unlink()
    (corpus / "fietsen.md").unlink()


def _change(corpus):
    (corpus / "fietsen.md").write_text("# Fietsen\n\n## Bel\n\nDe bel zit <b>links</b> & hoog.\n", "utf-8")


def _json(capsys):
    return json.loads(capsys.readouterr().out)


CONTRACT = {"added", "changed", "removed", "unchanged", "passages", "embedded", "interventions", "index", "seconds"}


def test_plain_ingest_keeps_the_keys_of_its_json(keeper, capsys):
    assert run(app, ["ingest", "--json"]) == 0
    assert set(_json(capsys)) == CONTRACT | {"problems", "notes"}


def test_ingest_shows_what_changed_in_the_pages(keeper, small_corpus, capsys):
    run(app, ["ingest"])
    capsys.readouterr()
    _change(small_corpus)
    assert run(app, ["ingest"]) == 0
    shown = capsys.readouterr().out
    assert "Gewijzigd: 1 (fietsen)" in shown
    assert "nieuwe sectie: " in shown
    assert "passages anders" in shown


def test_a_dry_run_shows_it_changes_nothing_and_what_it_built_is_taken_over_later(keeper, toy, small_corpus, capsys):
    run(app, ["ingest"])
    before = current_folder(keeper.data_dir)
    _change(small_corpus)
    capsys.readouterr()
    assert run(app, ["ingest", "--dry-run", "--no-answers"]) == 0
    shown = capsys.readouterr().out
    assert "Proef" in shown
    assert "Gewijzigd: 1 (fietsen)" in shown
    assert current_folder(keeper.data_dir) == before
    encoded = toy.encoded
    assert run(app, ["ingest"]) == 0
    assert toy.encoded == encoded
    assert "links" in open_current(keeper, toy).pages["fietsen"].text


def test_a_dry_run_as_json_has_the_changes_and_the_answers(keeper, small_corpus, capsys):
    run(app, ["ingest"])
    _change(small_corpus)
    capsys.readouterr()
    assert run(app, ["ingest", "--dry-run", "--no-answers", "--json"]) == 0
    told = _json(capsys)
    assert set(told) == CONTRACT | {"problems", "notes", "changes", "answers"}
    assert told["changed"] == ["fietsen"]
    assert [page["slug"] for page in told["changes"]["pages"]] == ["fietsen"]


def test_a_dry_run_with_nothing_new_says_so(keeper, capsys):
    run(app, ["ingest"])
    capsys.readouterr()
    assert run(app, ["ingest", "--dry-run"]) == 0
    assert "Gewijzigd: 0" in capsys.readouterr().out


def test_a_dry_run_asks_the_question_sets_of_both_indexes(keeper, small_corpus, capsys):
    run(app, ["ingest"])
    _change(small_corpus)
    capsys.readouterr()
    assert run(app, ["ingest", "--dry-run"]) == 0
    assert "vragen anders beantwoord." in capsys.readouterr().out


def test_the_html_report_stands_alone_and_escapes_what_pages_say(keeper, small_corpus, tmp_path):
    run(app, ["ingest"])
    _change(small_corpus)
    (small_corpus / "fietsen.md").write_text(
        "# Fietsen\n\n## Bel\n\nZet \\<script\\>alert(1)\\</script\\> erop.\n", "utf-8"
    )
    assert run(app, ["ingest", "--no-answers", "--report", str(tmp_path / "verslag.html")]) == 0
    html = (tmp_path / "verslag.html").read_text("utf-8")
    assert "<script" not in html
    assert "&lt;script&gt;alert(1)" in html
    assert 'lang="nl"' in html
    assert "http" not in html


def test_a_report_that_cannot_be_written_is_one_line(keeper, tmp_path, capsys):
    assert run(app, ["ingest", "--report", str(tmp_path / "weg" / "verslag.html")]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_in_a_script_the_loss_of_most_pages_is_refused_in_one_line(keeper, small_corpus, capsys):
    run(app, ["ingest"])
    before = current_folder(keeper.data_dir)
    _lose_pages(small_corpus)
    capsys.readouterr()
    assert run(app, ["ingest"]) == 1
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert "--yes" in err
    assert current_folder(keeper.data_dir) == before


def test_with_yes_the_loss_of_most_pages_goes_on(keeper, toy, small_corpus):
    run(app, ["ingest"])
    _lose_pages(small_corpus)
    assert run(app, ["ingest", "--yes"]) == 0
    assert set(open_current(keeper, toy).pages) == {"zwemmen"}


@pytest.mark.parametrize(("answer", "status", "left"), [("j", 0, 1), ("Ja", 0, 1), ("n", 1, 3), ("", 1, 3)])
def test_at_a_terminal_the_loss_of_most_pages_is_shown_and_asked(
    keeper, toy, small_corpus, says, capsys, answer, status, left
):
    run(app, ["ingest"])
    _lose_pages(small_corpus)
    says(answer)
    capsys.readouterr()
    assert run(app, ["ingest"]) == status
    err = capsys.readouterr().err
    assert err.index("verwijderde pagina: lezen") < err.index("[j/N]")
    assert len(open_current(keeper, toy).pages) == left


def test_a_page_that_cannot_be_read_is_told_and_gives_status_1_after_the_rest(keeper, toy, small_corpus, capsys):
    run(app, ["ingest"])
    (small_corpus / "zwemmen.txt").write_bytes(b"")
    _change(small_corpus)
    capsys.readouterr()
    assert run(app, ["ingest"]) == 1
    assert "vorige versie blijft in gebruik" in capsys.readouterr().err
    assert "links" in open_current(keeper, toy).pages["fietsen"].text


def test_history_and_rollback(keeper, toy, small_corpus, capsys):
    assert run(app, ["history"]) == 0
    assert "Er is nog geen index" in capsys.readouterr().out
    run(app, ["ingest"])
    first = open_current(keeper, toy).id
    _change(small_corpus)
    run(app, ["ingest"])
    second = open_current(keeper, toy).id
    capsys.readouterr()
    assert run(app, ["history", "--json"]) == 0
    assert [(one["id"], one["in_use"]) for one in _json(capsys)["indexes"]] == [(second, True), (first, False)]
    assert run(app, ["rollback"]) == 0
    assert first in capsys.readouterr().out
    assert run(app, ["history"]) == 0
    assert "in gebruik" in capsys.readouterr().out
    assert run(app, ["ingest"]) == 0
    out, err = capsys.readouterr()
    assert "teruggedraaide versie van fietsen" in err
    assert "anders" not in out
    assert open_current(keeper, toy).id == first
    assert run(app, ["ingest", "--yes"]) == 0
    assert open_current(keeper, toy).id == second


def test_history_and_rollback_load_no_heavy_packages(keeper):
    import subprocess

    code = (
        "import sys\nfrom ui.cli import app\nfrom ui.terminal import run\n"
        "run(app, ['history'])\nrun(app, ['rollback'])\n"
        "print([name for name in ('torch', 'chromadb', 'langchain_core', 'gradio') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True, timeout=60)
    assert done.stdout.splitlines()[-1] == "[]"


# --- Fetching -----------------------------------------------------------------------------------------------------


@pytest.fixture
def site(keeper, monkeypatch):
    """A site on this machine: what it answers by path."""
    answers = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            status, body = answers.get(self.path, (404, ""))
            self.send_response(status)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    host = f"127.0.0.1:{server.server_port}"
    monkeypatch.setenv("WEGWIJZER_FETCH_ALLOWED_HOSTS", host)
    yield f"http://{host}", answers
    server.shutdown()


def test_a_new_address_is_fetched_then_ingested(site, keeper, toy, capsys):
    address, answers = site
    answers["/klimmen"] = (200, PAGE)
    assert run(app, ["fetch", "--add", f"{address}/klimmen"]) == 0
    out, err = capsys.readouterr()
    assert out == "1 nieuw.\n"
    assert "klimmen: Opgehaald als klimmen.md." in err
    assert run(app, ["ingest"]) == 0
    assert "dertig meter" in open_current(keeper, toy).pages["klimmen"].text


def test_fetch_as_json_has_every_outcome_and_only_that_on_stdout(site, capsys):
    address, answers = site
    answers["/klimmen"] = (200, PAGE)
    assert run(app, ["fetch", "--json", "--add", f"{address}/klimmen"]) == 0
    told = _json(capsys)
    assert (told["new"], told["removed"]) == (["klimmen"], [])


def test_a_fetch_that_fails_is_one_line_and_status_1(site, capsys):
    address, answers = site
    answers["/stuk"] = (500, "")
    assert run(app, ["fetch", "--add", f"{address}/stuk"]) == 1
    out, err = capsys.readouterr()
    assert out == "1 mislukt.\n"
    assert err.count("\n") == 1


@pytest.fixture
def gone(site, keeper, capsys):
    """A page of the register that its site no longer has."""
    address, answers = site
    answers["/klimmen"] = (200, PAGE)
    run(app, ["fetch", "--add", f"{address}/klimmen"])
    del answers["/klimmen"]
    capsys.readouterr()
    return keeper.corpus_dir / "pages" / "klimmen.md"


def test_in_a_script_a_page_that_is_gone_stays_and_gives_status_1(gone, capsys):
    assert run(app, ["fetch", "--all"]) == 1
    assert gone.exists()
    assert "1 weg." in capsys.readouterr().out


def test_with_yes_a_page_that_is_gone_is_set_aside(gone):
    assert run(app, ["fetch", "klimmen", "--yes"]) == 0
    assert not gone.exists()
    assert (gone.parent.parent / "originals" / "klimmen.gone.md").exists()


@pytest.mark.parametrize(("answer", "stays"), [("j", False), ("n", True)])
def test_at_a_terminal_a_page_that_is_gone_is_asked(gone, says, answer, stays):
    says(answer)
    assert run(app, ["fetch", "--all"]) == int(stays)
    assert gone.exists() is stays


@pytest.mark.parametrize("args", [[], ["klimmen", "--all"], ["--all", "--add", "https://voorbeeld.nl"]])
def test_fetch_wants_pages_or_all_or_a_new_address(keeper, args, capsys):
    assert run(app, ["fetch", *args]) == 2
    assert "--add" in capsys.readouterr().err


def test_fetch_of_an_unknown_page_is_one_line(keeper, capsys):
    assert run(app, ["fetch", "onbekend"]) == 1
    assert "Niet in het register" in capsys.readouterr().err
