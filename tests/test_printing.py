import json

from assistant.answer import Answer, Citation
from ingest.pipeline import Report
from ui.printing import print_answer, print_changes, print_json


def cite(n, **values):
    place = {"page": "a", "title": "Titel", "section": "Kop › Deel", "url": None, "start": 0, "end": 3} | values
    return Citation(n=n, quote="Zes", **place)


def test_an_answer_is_printed_with_its_sources_by_number(capsys):
    sources = (cite(1), cite(2, section="", url="https://example.org/een#deel"))
    print_answer(Answer("vraag", "answered", False, "**Zes** weken. [1]\n\n- een [2]", sources))
    lines = [line.rstrip() for line in capsys.readouterr().out.splitlines() if line.strip()]
    assert lines == [
        "Zes weken. [1]",
        " • een [2]",
        "Bronnen",
        "[1] Titel › Kop › Deel",
        "[2] Titel",
        "    https://example.org/een#deel",
    ]


def test_an_answer_without_sources_has_no_list_of_them(capsys):
    print_answer(Answer("vraag", "not_in_sources", False, "Dat staat niet in de bronnen."))
    assert capsys.readouterr().out.strip() == "Dat staat niet in de bronnen."


def test_the_danger_card_is_printed_above_the_answer(capsys):
    print_answer(Answer("vraag", "answered", True, "Antwoord.", card="Bel 112."))
    assert capsys.readouterr().out.split() == ["Bel", "112.", "Antwoord."]


def test_marks_in_a_title_are_printed_as_they_are(capsys):
    print_answer(Answer("vraag", "answered", False, "Zes [1]", (cite(1, title="[bold]Titel[/bold]"),)))
    assert "[1] [bold]Titel[/bold] › Kop › Deel" in capsys.readouterr().out


def test_json_is_one_line_of_readable_characters(capsys):
    print_json({"answer": "één\ntwee"})
    out = capsys.readouterr().out
    assert out == '{"answer": "één\\ntwee"}\n'
    assert json.loads(out) == {"answer": "één\ntwee"}


def test_changes_are_counted_and_named(capsys):
    print_changes(Report(added=("een", "twee"), unchanged=("drie",), passages=9, embedded=6, index="abc", seconds=1.26))
    assert capsys.readouterr().out.splitlines() == [
        "Toegevoegd: 2 (een, twee)",
        "Gewijzigd: 0",
        "Verwijderd: 0",
        "Ongewijzigd: 1 (drie)",
        "9 passages, waarvan 6 nieuw berekend; 0 interventies; index abc; 1,3 s.",
    ]
