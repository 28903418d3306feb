import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from ingest.words import compound_parts, content_words, make_vocabulary, stem, terms, words


def test_words_are_folded_and_in_order():
    assert words("Één KIND vóór de café’s!") == ["een", "kind", "voor", "de", "cafe's"]


def test_a_hyphen_or_dot_inside_a_word_keeps_it_whole():
    assert words("psycho-educatie (o.a.) MST-CAN.") == ["psycho-educatie", "o.a", "mst-can"]


@pytest.mark.parametrize("text", ["", " \n\t", "?! … – •", "😀🎉", "___"])
def test_a_text_without_words_has_no_words_and_no_terms(text):
    assert words(text) == []
    assert terms(text) == []


def test_content_words_leave_out_what_says_nothing_about_the_subject():
    asked = "Kunt u mij alstublieft vertellen voor wie de training precies bedoeld is?"
    assert content_words(asked) == ["training"]


def test_content_words_keep_numbers():
    assert content_words("Is het niet voor kinderen van 8 jaar?") == ["kinderen", "8", "jaar"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ouder", "ouders"),
        ("leeftijd", "leeftijden"),
        ("behandeling", "behandelingen"),
        ("interventie", "interventies"),
        ("brief", "brieven"),
        ("huis", "huizen"),
    ],
)
def test_singular_and_plural_have_one_stem(one, other):
    assert stem(one) == stem(other)


@pytest.mark.parametrize(("one", "other"), [("preventie", "presentatie"), ("moeder", "vader"), ("veilig", "verleden")])
def test_different_words_have_different_stems(one, other):
    assert stem(one) != stem(other)


def test_terms_of_a_question_and_of_a_page_meet():
    assert set(terms("Waar is hulp voor de ouder?")) <= set(terms("Ouders krijgen hulpvormen en hulp thuis."))


def test_a_compound_is_found_by_its_parts_when_the_corpus_knows_them():
    vocabulary = make_vocabulary(["De opvoeding en het probleem."])
    assert compound_parts("opvoedingsprobleem", vocabulary) == ("opvoeding", "probleem")
    found = terms("opvoedingsprobleem", vocabulary)
    assert stem("opvoeding") in found
    assert stem("probleem") in found
    assert stem("opvoedingsprobleem") in found


@pytest.mark.parametrize("word", ["opvoedingsprobleem", "veiligheid", "kind", "tussen-vormen"])
def test_a_word_whose_parts_are_not_known_stays_whole(word):
    assert compound_parts(word, frozenset()) == ()


def test_a_hyphenated_word_is_found_by_its_parts_too():
    found = terms("psycho-educatie")
    assert {stem("psycho-educatie"), stem("educatie")} <= set(found)


def test_the_vocabulary_leaves_out_numbers_and_short_words():
    assert make_vocabulary(["In 2018 is er één plan voor de veiligheid"]) == {"plan", "voor", "veiligheid"}


def test_stems_are_the_same_in_every_thread():
    asked = [f"behandelingen{number} gezinnen kinderen veiligheid" for number in range(400)]
    alone = [terms(text) for text in asked]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(terms, asked)) == alone


def test_a_very_long_text_has_its_terms_within_a_second():
    started = time.perf_counter()
    assert terms("\ufdfa" * 5000) is not None
    assert len(terms("kindermishandeling " * 5000)) == 5000
    assert time.perf_counter() - started < 1
