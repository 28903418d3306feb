import json

import pytest

from evals.questions import QuestionSetError, find_places, load_questions, select
from ingest.records import Page

PAGES = {"a": Page("a", "A", "Een kop\nHet plan duurt\nzes weken.\nHet plan duurt zes weken.", ())}
GOOD = {
    "id": "x-1",
    "kind": "feit",
    "turns": ["Hoe lang?"],
    "sections": [{"page": "a", "section": "Een kop", "quote": "Het plan duurt zes weken"}],
    "facts": ["zes weken"],
    "not_facts": [],
    "refuse": False,
    "urgent": False,
}


def write(folder, *rows, name="set.jsonl"):
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def refusal(folder):
    with pytest.raises(QuestionSetError) as caught:
        load_questions(PAGES, folder)
    return str(caught.value)


def test_a_good_line_becomes_a_case_of_the_set_that_its_file_names(tmp_path):
    (case,) = load_questions(PAGES, write(tmp_path, GOOD, ""))
    assert (case.id, case.group, case.kind, case.turns) == ("x-1", "set", "feit", ("Hoe lang?",))
    assert case.refuse is False
    assert case.names is None


def test_a_label_holds_every_place_whatever_the_white_space(tmp_path):
    (case,) = load_questions(PAGES, write(tmp_path, GOOD))
    text = PAGES["a"].text
    assert [place.of(text) for place in case.labels[0].places] == [
        "Het plan duurt\nzes weken",
        "Het plan duurt zes weken",
    ]


def test_facts_are_patterns_that_ignore_case(tmp_path):
    (case,) = load_questions(PAGES, write(tmp_path, GOOD | {"facts": ["zes|6"]}))
    assert case.facts[0].search("ZES weken")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"turns": []}, "'turns' is leeg"),
        ({"turns": [""]}, "'turns' moet een lijst met teksten zijn"),
        ({"kind": 3}, "'kind' moet tekst zijn"),
        ({"urgent": "ja"}, "'urgent' moet true of false zijn"),
        ({"facts": ["("]}, "ongeldig patroon"),
        ({"typo": 1}, "onbekend: typo"),
        ({"sections": "a"}, "'sections' moet een lijst zijn"),
        ({"sections": [{"page": "b", "section": "K", "quote": "x"}]}, "onbekende pagina 'b'"),
        ({"sections": [{"page": "a", "section": "K", "quote": "acht weken"}]}, "staat niet letterlijk op a"),
        ({"sections": [{"page": "a", "quote": "zes"}]}, "er ontbreekt: section"),
    ],
)
def test_a_slip_in_a_line_is_named_with_its_place(tmp_path, change, words):
    message = refusal(write(tmp_path, GOOD, GOOD | {"id": "x-2"} | change))
    assert "set.jsonl, regel 2" in message
    assert words in message


def test_a_missing_key_is_named(tmp_path):
    assert "er ontbreekt: facts" in refusal(write(tmp_path, {key: GOOD[key] for key in GOOD if key != "facts"}))


def test_a_line_that_is_not_json_is_named(tmp_path):
    assert "set.jsonl, regel 2: geen geldige JSON" in refusal(write(tmp_path, GOOD, "{"))


def test_an_id_that_two_files_use_is_refused(tmp_path):
    write(tmp_path, GOOD, name="b.jsonl")
    assert "b.jsonl, regel 1: het id 'x-1' komt twee keer voor" in refusal(write(tmp_path, GOOD, name="a.jsonl"))


def test_a_folder_without_sets_is_refused(tmp_path):
    assert "geen vragensets" in refusal(tmp_path)


def test_words_of_a_quote_are_taken_literally():
    assert find_places("Wat (1.5)? Wat (1x5)?", "(1.5)?")[0].start == 4
    assert len(find_places("Wat (1.5)? Wat (1x5)?", "(1.5)?")) == 1
    assert find_places("Wat", " ") == ()


def test_select_keeps_the_named_sets_and_kinds(tmp_path):
    write(tmp_path, GOOD, GOOD | {"id": "x-2", "kind": "lijst"}, name="een.jsonl")
    cases = load_questions(PAGES, write(tmp_path, GOOD | {"id": "x-3", "kind": "lijst"}, name="twee.jsonl"))
    assert [case.id for case in select(cases)] == ["x-1", "x-2", "x-3"]
    assert [case.id for case in select(cases, ["een"])] == ["x-1", "x-2"]
    assert [case.id for case in select(cases, ["een"], ["lijst"])] == ["x-2"]


def test_select_keeps_the_named_splits(tmp_path):
    lines = [GOOD | {"split": "tune"}, GOOD | {"id": "x-2", "split": "measure"}, GOOD | {"id": "x-3", "kind": "lijst"}]
    cases = load_questions(PAGES, write(tmp_path, *lines))
    assert [case.id for case in select(cases, splits=["measure"])] == ["x-2"]
    with pytest.raises(QuestionSetError, match=r"Onbekend deel: zes\. Er zijn: measure, tune\."):
        select(cases, splits=["zes"])
    with pytest.raises(QuestionSetError, match="voldoet"):
        select(cases, kinds=["lijst"], splits=["tune"])


def test_select_names_the_sets_that_exist(tmp_path):
    cases = load_questions(PAGES, write(tmp_path, GOOD))
    with pytest.raises(QuestionSetError, match=r"Onbekende vragenset: zes\. Er zijn: set\."):
        select(cases, ["zes"])
    with pytest.raises(QuestionSetError, match=r"Onbekende soort: zes\. Er zijn: feit\."):
        select(cases, [], ["zes"])
