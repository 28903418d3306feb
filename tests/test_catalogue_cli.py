"""`wegwijzer catalogue` on the made-up page of eight interventions (tests/pages/overzicht-als-tabel.html)."""

import csv
import io
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ingest.pipeline import ingest
from ingest.settings import Settings
from ingest.store import current_folder
from ui.cli import app
from ui.terminal import run

PAGE = Path(__file__).parent / "pages" / "overzicht-als-tabel.html"
ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def eight(toy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The command line on an index of that page."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    shutil.copy(PAGE, corpus)
    settings = Settings(corpus_dir=corpus, data_dir=tmp_path / "data", _env_file=None)
    ingest(settings)
    monkeypatch.setenv("WEGWIJZER_CORPUS_DIR", str(corpus))
    monkeypatch.setenv("WEGWIJZER_DATA_DIR", str(settings.data_dir))
    return settings


def names(*words: str) -> list[str]:
    """The names that the command prints as JSON for these words."""
    return [record["name"] for record in json.loads(output("--json", *words)[0])]


def output(*args: str) -> tuple[str, str]:
    """What a command that succeeds prints on stdout and stderr."""
    capture = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdout", capture[0])
        patch.setattr(sys, "stderr", capture[1])
        assert run(app, ["catalogue", *args]) == 0
    return capture[0].getvalue(), capture[1].getvalue()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("kind van 8", ["Ambulante Spoedhulp", "EMDR", "Kompas na geweld (KNG)"]),
        ("kind van 5, huisbezoek", ["VIPP-SD", "Home-start"]),
        ("minstens goede aanwijzingen", ["VIPP-SD", "Home-start"]),
        ("groep, huisbezoek", []),
        ("vrijwilligers", ["Home-start", "Sterke Stappen"]),
    ],
)
def test_the_conditions_in_words_choose_the_interventions(eight: Settings, words: str, expected: list[str]) -> None:
    assert names(words) == expected


def test_words_need_no_quotation_marks(eight: Settings) -> None:
    assert names("kind", "van", "5,", "huisbezoek") == ["VIPP-SD", "Home-start"]


def test_it_tells_which_conditions_were_understood_which_words_not_and_who_was_left_out(eight: Settings) -> None:
    out, err = output("kind van 8, zeilboot", "--json")
    assert err.splitlines() == [
        "Voorwaarden: 8 jaar. Dat geeft 3 interventies.",
        "Niet begrepen, en dus niet gebruikt: zeilboot.",
        "Niet meegeteld, want de bronnen vermelden geen leeftijd: HouVast; Families First.",
    ]
    assert len(json.loads(out)) == 3


def test_without_words_all_are_shown_and_nothing_is_explained(eight: Settings) -> None:
    out, err = output("--csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert (len(rows), rows[0]["Naam"], err) == (8, "VIPP-SD", "")


def test_for_people_it_is_a_table(eight: Settings) -> None:
    (row,) = (line for line in output("EMDR")[0].splitlines() if "EMDR" in line)
    cells = [cell.strip() for cell in row.strip("│").split("│")]
    assert cells[0] == "EMDR"
    assert cells[2:5] == ["individueel", "niet opgenomen", "werkzaamheid aangetoond"]


def test_when_nothing_meets_the_conditions_only_that_is_said(eight: Settings) -> None:
    assert output("groep, huisbezoek") == ("", "Voorwaarden: groep · huisbezoek. Dat geeft 0 interventies.\n")


@pytest.mark.parametrize(
    ("args", "status", "line"),
    [
        (["zeilboot"], 1, "In ‘zeilboot’ staat geen voorwaarde"),
        (["kind van 140 jaar"], 1, "Deze leeftijd past niet bij jeugdigen."),
        (["--json", "--csv"], 2, "kies een van beide"),
    ],
)
def test_wrong_use_is_one_line(eight: Settings, args: list[str], status: int, line: str, capsys) -> None:
    assert run(app, ["catalogue", *args]) == status
    out, err = capsys.readouterr()
    assert out == ""
    assert line in err
    assert err.count("\n") == 1


def test_without_an_index_it_says_how_to_make_one(tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.setenv("WEGWIJZER_DATA_DIR", str(tmp_path))
    assert run(app, ["catalogue"]) == 1
    assert capsys.readouterr() == ("", "Er is nog geen index. Maak hem met: wegwijzer ingest\n")


def test_records_that_cannot_be_read_are_one_line(eight: Settings, capsys) -> None:
    folder = current_folder(eight.data_dir)
    assert folder is not None
    (folder / "interventions.json").write_text("{", "utf-8")
    assert run(app, ["catalogue"]) == 1
    assert capsys.readouterr() == ("", "De index is niet te lezen. Maak hem opnieuw met: wegwijzer ingest\n")


def test_it_loads_no_model(eight: Settings) -> None:
    code = (
        "import sys; from ui.cli import app; from ui.terminal import run; run(app, ['catalogue', 'peuter', '--json']);"
        "print([name for name in ('torch', 'sentence_transformers', 'chromadb', 'gradio') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
