from pathlib import Path

import pytest

from ingest.reading import read_page
from ui.cli import app
from ui.outline import outline
from ui.terminal import run

TEXT = """# Titel van de pagina

Eerste alinea met een zin.

## Onderdeel

Hulp bestaat uit:

- een gesprek
- een plan
"""


@pytest.fixture
def corpus(tmp_path, monkeypatch):
    (tmp_path / "voorbeeld.md").write_text(TEXT, encoding="utf-8")
    monkeypatch.setenv("WEGWIJZER_CORPUS_DIR", str(tmp_path))
    return tmp_path


def test_the_outline_shows_headings_and_passages_in_reading_order(corpus):
    lines = [line.strip() for line in outline(read_page(corpus / "voorbeeld.md"))]
    kinds = [line.split()[0] for line in lines[2:]]
    assert kinds == ["#", "alinea", "##", "lijst"]
    assert lines[2] == "# Titel van de pagina"
    assert lines[3].endswith("Eerste alinea met een zin.")
    assert lines[5].replace("• ", "").endswith("Hulp bestaat uit: een gesprek een plan")


def test_the_place_of_a_passage_is_where_it_stands_in_the_text(corpus):
    page = read_page(corpus / "voorbeeld.md")
    line = next(line for line in outline(page) if "alinea" in line)
    start, end = line.split()[1].split("–")
    assert page.text[int(start) : int(end)] == "Eerste alinea met een zin."


def test_long_passages_show_their_first_words(tmp_path):
    path = Path(tmp_path / "lang.md")
    path.write_text("# Kop\n\n" + "woord " * 100 + "einde.\n", encoding="utf-8")
    assert all(len(line) < 110 for line in outline(read_page(path)))


def test_show_prints_the_outline(corpus, capsys):
    assert run(app, ["show", "voorbeeld"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("voorbeeld: Titel van de pagina\n")
    assert err == ""


def test_show_of_an_unknown_page_names_those_there_are(corpus, capsys):
    assert run(app, ["show", "weg"]) == 1
    assert capsys.readouterr() == ("", "Onbekende pagina 'weg'. Er zijn: voorbeeld.\n")


def test_show_without_a_corpus_is_one_line(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("WEGWIJZER_CORPUS_DIR", str(tmp_path / "weg"))
    assert run(app, ["show", "voorbeeld"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("De map met pagina's bestaat niet")
    assert err.count("\n") == 1


def test_show_of_an_empty_page_is_one_line(corpus, capsys):
    (corpus / "leeg.txt").write_text("", encoding="utf-8")
    assert run(app, ["show", "leeg"]) == 1
    assert capsys.readouterr().err == "De pagina leeg.txt is leeg.\n"
