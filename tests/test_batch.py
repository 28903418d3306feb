import json

import pytest
from test_run import Quoting

from ui.batch import BatchFileError, answer_lines, open_lines


def lines(*rows):
    return [(row if isinstance(row, str) else json.dumps(row)).encode() + b"\n" for row in rows]


def answered(*rows):
    return list(answer_lines(lines(*rows), Quoting()))


def test_each_line_is_answered_in_order_with_its_id():
    first, second = answered({"id": "b", "turns": ["een"]}, {"id": "a", "turns": ["een", "twee"]})
    assert (first["id"], first["question"]) == ("b", "een")
    assert (second["id"], second["question"]) == ("a", "twee")


def test_an_answer_has_the_keys_of_the_contract():
    (result,) = answered({"id": "a", "turns": ["een"]})
    assert list(result) == [
        "id", "question", "status", "urgent", "answer", "citations", "passages", "composer", "index", "seconds",
    ]  # fmt: skip
    assert list(result["citations"][0]) == ["n", "quote", "page", "title", "section", "url", "start", "end"]
    assert list(result["passages"][0]) == ["page", "section", "text"]


def test_the_turns_of_a_line_are_one_conversation_of_their_own():
    assistant = Quoting()
    rows = lines({"id": "a", "turns": ["een", "twee"]}, {"id": "b", "turns": ["drie"]})
    assert len(list(answer_lines(rows, assistant))) == 2
    assert assistant.asked == [("een", []), ("twee", ["een"]), ("drie", [])]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("{", "geen geldige JSON"),
        ("[" * 100_000, "geen geldige JSON"),
        ("[]", "geen JSON-object"),
        ({"id": "a"}, "'turns' moet een lijst"),
        ({"turns": []}, "'turns' moet een lijst"),
        ({"turns": "een"}, "'turns' moet een lijst"),
        ({"turns": ["een", 2]}, "'turns' moet een lijst"),
        ({"turns": ["een", " \u200b"]}, "'turns' bevat een lege vraag"),
        ({"turns": ["stuk"]}, "geen antwoord door ZeroDivisionError"),
    ],
)
def test_a_line_that_cannot_be_answered_gives_an_error_and_the_rest_goes_on(row, words):
    good, bad, last = answered({"turns": ["een"]}, row, {"turns": ["twee"]})
    assert bad["error"].startswith("Regel 2: ")
    assert words in bad["error"]
    assert (good["question"], last["question"]) == ("een", "twee")


def test_an_error_names_the_id_when_the_line_has_one():
    assert answered({"id": "a", "turns": 1}, {"turns": 1})[0]["id"] == "a"
    assert set(answered({"turns": 1})[0]) == {"error"}


def test_a_line_that_is_not_utf8_is_an_error():
    (result,) = answer_lines([b'{"turns": ["\xff"]}\n'], Quoting())
    assert "geen geldige JSON" in result["error"]


def test_blank_lines_and_a_byte_order_mark_are_passed_over():
    rows = ["\ufeff" + json.dumps({"turns": ["een"]}), "", "  "]
    assert [result["question"] for result in answered(*rows)] == ["een"]


def test_answers_come_one_by_one():
    def endless():
        while True:
            yield b'{"turns": ["een"]}\n'

    assert next(answer_lines(endless(), Quoting()))["question"] == "een"


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    for name in (tmp_path / "weg.jsonl", tmp_path):
        with pytest.raises(BatchFileError, match=f"Het bestand {name} is niet te lezen"):
            open_lines(str(name))
