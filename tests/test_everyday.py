from __future__ import annotations

from assistant.common_words import is_common
from assistant.everyday import everyday_words
from ingest.neighbours import neighbours


def test_an_everyday_word_has_the_words_of_the_field() -> None:
    assert "letsel" in everyday_words()["verwondingen"]


def test_everyday_words_are_single_folded_words_and_never_mean_themselves() -> None:
    for word, meant in everyday_words().items():
        assert word == word.lower() and " " not in word and word
        assert meant and word not in meant


def test_words_of_daily_life_are_common_and_terms_are_not() -> None:
    assert all(is_common(word) for word in ("straat", "hersenen", "wachten"))
    assert not any(is_common(word) for word in ("amygdala", "schadefonds", "theraplay"))


def test_every_neighbouring_sentence_is_whole_and_stands_once() -> None:
    texts = [one.text for one in neighbours()]
    assert len(texts) > 300 and len(texts) == len(set(texts))
    assert all(one.subject and one.text.endswith(".") for one in neighbours())


def test_a_question_about_an_everyday_word_finds_the_page_that_has_the_field_word(real_assistant) -> None:
    request = real_assistant.understanding.read("Wie onderzoekt de verwondingen van een kind?")
    assert "letsel" in request.meant
