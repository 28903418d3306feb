"""Sentences against quotes, without a model: what holds and what does not."""

import pytest

from assistant.grounding import Grounding, Source, judgements_hold, negations_hold
from assistant.names import NameFinder
from ingest.records import Intervention, Quote
from ingest.words import make_vocabulary


def quote(text):
    return Quote("pagina", 0, len(text), text)


def record(name):
    return Intervention(name, "pagina", "", quote(name), quote(name))


def grounding(*sources):
    texts = [text for _, text in sources]
    made = [Source(quote(text), owner, owner) for owner, text in sources]
    vocabulary = make_vocabulary([*texts, "kinderen ouders helpt"])
    return Grounding(
        made, "Wat is bekend?", NameFinder([record("Zonnehof"), record("Maanpad")], vocabulary), vocabulary
    )


@pytest.fixture
def two():
    """One quote of each of two records."""
    return grounding(("Zonnehof", "Niet erkend."), ("Maanpad", "Goed onderbouwd."))


def test_of_two_records_each_sentence_names_its_own(two):
    assert two.holds("Maanpad is goed onderbouwd.", [2])
    assert not two.holds("Zonnehof is goed onderbouwd.", [2])
    assert not two.holds("Deze is goed onderbouwd.", [2])
    assert not two.holds("Maanpad is niet erkend en Zonnehof is goed onderbouwd.", [1, 2])


def test_whose_judgement_it_is_must_be_clear_in_running_text():
    running = grounding(("", "Maanpad is effectief bij jonge kinderen, anders dan Zonnehof."))
    assert not running.holds("Zonnehof is effectief bij jonge kinderen.", [1])


def test_an_answer_about_effect_gives_every_judgement(two):
    assert two.complete(["Zonnehof is niet erkend.", "Maanpad is goed onderbouwd."])
    assert not two.complete(["Maanpad is goed onderbouwd."])
    assert two.complete(["Maanpad is een training."])


def test_a_sentence_that_says_nothing_or_cites_nothing_does_not_hold(two):
    assert not two.holds("Het is er.", [1])
    assert not two.holds("Zonnehof is niet erkend.", [])
    assert not two.holds("Zonnehof is niet erkend.", [0])
    assert not two.holds("Zonnehof is niet erkend.", [3])


def test_safe_does_not_become_unsafe():
    source = grounding(("Zonnehof", "Ouders leren een veilige band met hun kinderen op te bouwen."))
    assert source.holds("Zonnehof leert ouders een veilige band met kinderen op te bouwen.", [1])
    assert not source.holds("Zonnehof leert ouders een onveilige band met kinderen op te bouwen.", [1])


@pytest.mark.parametrize(
    ("sentence", "told", "holds"),
    [
        ("De methode is niet erkend.", "Niet erkend.", True),
        ("De methode is erkend.", "Niet erkend.", False),
        (
            "Het werkt bij peuters en niet bij pubers.",
            "Het werkt niet bij pubers, wel bij peuters.",
            True,
        ),
        (
            "Het werkt niet bij peuters, wel bij pubers.",
            "Het werkt niet bij pubers, wel bij peuters.",
            False,
        ),
        ("De methode voorkomt geweld.", "Het is niet vastgesteld of de methode geweld voorkomt.", False),
        ("De hulp is niet alleen voor ouders.", "De hulp is voor ouders en kinderen.", True),
        ("Kinderen mogen zonder ouders komen.", "Kinderen komen met hun ouders.", False),
    ],
)
def test_denials_agree(sentence, told, holds):
    assert negations_hold(sentence, told) is holds


@pytest.mark.parametrize(
    ("sentence", "told", "holds"),
    [
        ("Er zijn goede aanwijzingen voor effect.", "Effectief volgens goede aanwijzingen.", True),
        ("Er zijn sterke aanwijzingen voor effect.", "Effectief volgens goede aanwijzingen.", False),
        ("De methode is effectief.", "Effectief volgens eerste aanwijzingen.", False),
        ("De methode is erkend.", "Erkenning verlopen.", False),
        ("De werkzaamheid is bewezen.", "Werkzaamheid moet nog bewezen worden.", False),
        ("De werkzaamheid moet nog bewezen worden.", "Werkzaamheid moet nog bewezen worden.", True),
        ("De methode is effectief.", "De methode lijkt effectief.", False),
        ("De methode heeft effect.", "De methode heeft een klein effect.", False),
        ("De methode wordt aanbevolen.", "De methode is een training.", False),
        ("Ouders leren signalen herkennen.", "Niet erkend. Ouders leren signalen herkennen.", True),
    ],
)
def test_judgements_agree(sentence, told, holds):
    assert judgements_hold(sentence, [told]) is holds
