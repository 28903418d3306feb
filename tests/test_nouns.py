from __future__ import annotations

import pytest

from assistant.nouns import asking_part, nouns


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("Wat zijn de vijf stappen van de meldcode?", ("stappen", "meldcode")),
        ("Hebben huilbaby's meer kans op mishandeling?", ("huilbaby's", "kans", "mishandeling")),
        ("Is er iets voor kinderen met een ernstige beperking?", ("kinderen", "beperking")),
        ("hechting, hoe werk je daaraan", ("hechting",)),
        ("uitval groepstraining", ("uitval", "groepstraining")),
        ("", ()),
    ],
)
def test_nouns_are_told_by_the_small_words_before_them(question: str, found: tuple[str, ...]) -> None:
    assert nouns(question) == found


def test_an_adjective_is_no_noun_and_a_verb_ends_the_phrase() -> None:
    assert nouns("Een zware straf helpt niet") == ("straf",)


def test_only_the_sentences_that_ask_are_the_asking_part() -> None:
    text = "Ik begeleid een gezin uit Syrië. Is het materiaal er ook in het Arabisch? Dat zou fijn zijn."
    assert asking_part(text).strip() == "Is het materiaal er ook in het Arabisch?"


def test_without_a_question_mark_everything_asks() -> None:
    assert asking_part("wat kost het. en hoe lang duurt het") == "wat kost het. en hoe lang duurt het"


def test_who_is_speaking_is_not_asked() -> None:
    assert "verloskundige" not in asking_part("Als verloskundige vraag ik me af: hoe werkt dit?")
