from __future__ import annotations

import numpy as np
import pytest

from assistant.danger import KINDS, recognise
from assistant.danger_model import ANY, BUCKETS, DEEPER, FILE, Meaning, buckets, learnt, read
from evals.train_danger import fingerprint


def test_the_weights_belong_to_the_messages_in_the_repository() -> None:
    with np.load(FILE, allow_pickle=False) as data:
        assert str(data["learnt_from"]) == fingerprint(), "run: python -m evals.train_danger"


def test_words_and_their_letter_groups_have_buckets_each_once() -> None:
    found = buckets(read("De buurman, de buurman!"))
    numbers = [bucket for bucket, _ in found]
    assert len(numbers) == len(set(numbers)) and all(0 <= number < BUCKETS for number in numbers)
    assert {place for _, place in found} == {0, 1, 2, 4}  # the fourth word adds nothing to the second


def test_danger_without_a_single_word_of_alarm_is_seen() -> None:
    for text in (
        "ik mag pas eten als alle kamers schoon zijn en soms is er dan niks meer",
        "mijn dochtertje zegt dat de oppas haar filmt in bad en dat het hun geheim is",
        "ik heb mijn spullen al weggegeven, het hoeft van mij niet meer",
    ):
        assert learnt(text).scores[ANY] > 0, text


def meaning(index, text: str, deeper: float = 0.0) -> Meaning:
    return Meaning(index.embeddings.encode_query(text), lambda: deeper)


def test_the_meaning_of_a_message_counts_beside_its_words(real_index) -> None:
    danger = "papa doet raar als hij gedronken heeft en dan verstoppen wij ons in de kast"
    calm = "we spelen verstoppertje in de kast met papa"
    for text, is_danger in ((danger, True), (calm, False)):
        weighed = learnt(text, meaning(real_index, text))
        assert (weighed.scores[ANY] > 0) is is_danger
        assert weighed.scores[ANY] != learnt(text).scores[ANY]
    assert weighed.alike < learnt(danger, meaning(real_index, danger)).alike


def test_the_layers_are_asked_in_doubt_only(real_index) -> None:
    sure = ("Welke interventie helpt ouders die slaan?", "mijn vader slaat mij elke dag en ik wil dood")
    doubtful = "ze ligt onder de trap en beweegt niet"
    for text in (*sure, doubtful):
        low, high = (learnt(text, meaning(real_index, text, odds)).scores[ANY] for odds in (-9.0, 9.0))
        assert high - low == pytest.approx(18 * DEEPER if text is doubtful else 0), text


def test_the_same_words_in_another_sense_are_calm() -> None:
    for text in (
        "Welke interventie helpt ouders die slaan?",
        "Hoe schrijf je een protocol voor zelfdoding op school?",
        "dat slaat echt nergens op",
    ):
        assert learnt(text).scores[ANY] < 0, text


def test_the_words_that_weighed_most_are_told_in_reading_order() -> None:
    text = "mijn stiefvader komt 's nachts op mijn kamer en ik mag het niet vertellen"
    told = learnt(text).words
    places = [text.split().index(word) for word in told if word in text.split()]
    assert told and places == sorted(places)


def test_a_message_of_no_words_has_no_score() -> None:
    assert learnt("… 😀").scores[ANY] == -np.inf
    assert not recognise("… 😀").urgent


def test_a_card_has_at_least_one_kind_and_a_reason() -> None:
    danger = recognise("ik mag pas eten als alle kamers schoon zijn en soms is er dan niks meer")
    assert danger.urgent and set(danger.kinds) <= set(KINDS) and all(danger.reasons)
