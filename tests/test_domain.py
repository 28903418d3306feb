"""The domain's labels, judgements, overviews and kinds of help on words that pages and questions use."""

import pytest

from ingest.domain import AGE_WORDS, DEJ_LEVELS, FIELDS, KINDS_OF_HELP, KJP_JUDGEMENTS, OVERVIEWS, field_key
from ingest.facets import find_term


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("Aanpak en doel", "approach"),
        ("Doel en aanpak", "approach"),
        ("Doelgroep", "target_group"),
        ("DOELGROEP:", "target_group"),
        ("Voor wie?", "target_group"),
        ("Voor wie", "target_group"),
        ("Effectiviteit", "dej"),
        ("Effectiviteit1", "dej"),
        ("Effectiviteit volgens de Databank Effectieve Jeugdinterventies", "dej"),
        ("Effectiviteit volgens de Databank Effectieve Jeugdinterventies (DEJ)", "dej"),
        ("Oordeel van de DEJ", "dej"),
        ("Oordeel Databank", "dej"),
        ("Effectiviteit volgens het KJP", "kjp"),
        ("Effectiviteit volgens het Kenniscentrum Kinder- en Jeugdpsychiatrie (KJP)", "kjp"),
        ("Oordeel KJP", "kjp"),
        ("Opmerkingen", "remarks"),
        ("Telefoon", None),
        ("", None),
    ],
)
def test_a_label_gives_its_field(label: str, key: str | None) -> None:
    assert field_key(label) == key


def test_no_label_belongs_to_two_fields() -> None:
    labels = [synonym for kind in FIELDS.values() for synonym in kind.synonyms]
    assert len(labels) == len(set(labels))


@pytest.mark.parametrize(
    ("words", "value", "rank"),
    [
        ("Effectief volgens sterke aanwijzingen.", "effectief volgens sterke aanwijzingen", 4),
        ("Effectief volgens goede aanwijzingen", "effectief volgens goede aanwijzingen", 3),
        ("effectief volgens eerste aanwijzingen", "effectief volgens eerste aanwijzingen", 2),
        ("Goed onderbouwd.", "goed onderbouwd", 1),
        ("Theoretisch goed onderbouwd", "goed onderbouwd", 1),
        ("Niet erkend.", "niet erkend", None),
        ("Niet opgenomen.", "niet opgenomen", None),
        ("Niet opgenomen in de databank.", "niet opgenomen", None),
        ("Staat niet in de databank.", "niet opgenomen", None),
        ("Nog niet in de DEJ opgenomen", "niet opgenomen", None),
        ("Erkenning verlopen, ontwikkelaar is voornemens opnieuw in te dienen.", "verlopen", None),
        ("Goed onderbouwd; de erkenning is in 2019 verlopen.", "verlopen", None),
        ("Niet meer erkend", "verlopen", None),
        ("In voorbereiding.", "in voorbereiding", None),
        ("In opnameprocedure voor de databank, veel gebruikt in de praktijk.", "in procedure", None),
    ],
)
def test_a_judgement_of_the_databank_is_recognised(words: str, value: str, rank: int | None) -> None:
    found = find_term(words, DEJ_LEVELS)
    assert found is not None
    assert (found[0].value, found[0].rank) == (value, rank)


@pytest.mark.parametrize("words", ["Niet goed onderbouwd.", "Onvoldoende goed onderbouwd", "Zeer geschikt.", ""])
def test_other_words_are_no_judgement(words: str) -> None:
    assert find_term(words, DEJ_LEVELS) is None


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("Werkzaamheid is aangetoond.", "werkzaamheid aangetoond"),
        ("Werkzaamheid (in Nederland) moet nog bewezen worden.", "moet nog bewezen worden"),
        ("Werkzaamheid moet nog worden bewezen", "moet nog bewezen worden"),
        ("Werkzaamheid moet nog onderzocht worden.", "moet nog onderzocht worden"),
        ("Beschreven als ‘evidence based programma’.", "evidence based"),
        ("Niet vermeld door KJP.", "niet vermeld"),
    ],
)
def test_a_judgement_of_the_kjp_is_recognised(words: str, value: str) -> None:
    found = find_term(words, KJP_JUDGEMENTS)
    assert found is not None
    assert found[0].value == value


def test_not_proven_is_never_read_as_proven() -> None:
    assert find_term("Werkzaamheid is niet aangetoond.", KJP_JUDGEMENTS) is None


@pytest.mark.parametrize(
    ("heading", "value"),
    [
        ("Preventieve interventies bij verhoogd risico", "preventie"),
        ("Interventies om kindermishandeling te stoppen en veiligheid te bevorderen", "stoppen en veiligheid"),
        (
            "Interventies gericht op herstel en behandeling van de gevolgen van kindermishandeling",
            "behandeling en herstel",
        ),
    ],
)
def test_a_heading_names_its_overview_alone(heading: str, value: str) -> None:
    assert [term.value for term in OVERVIEWS if term.pattern.search(heading)] == [value]


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("Huisbezoekprogramma met video feedback", {"huisbezoek", "videofeedback"}),
        ("Crisishulp bij het gezin thuis", {"huisbezoek", "gezin", "crisishulp"}),
        ("Kinderen die thuis veel meemaken", set()),
        ("Voor een brede doelgroep en risicogroepen", set()),
        ("Training in een kleine groep", {"groep"}),
        ("De hechting tussen ouder en kind", set()),
        ("Ouder-kindtherapie", {"gezin"}),
        ("Individuele behandeling van ouders en kind", {"individueel", "gezin"}),
        ("De individuele problemen van ouders", set()),
        ("Oudertraining online", {"oudertraining", "online"}),
        ("Zie www.voorbeeld.nl", set()),
        ("Vermindert posttraumatische stress", set()),
        ("Traumagerichte therapie", {"traumabehandeling"}),
        ("Verblijf in de vrouwenopvang", {"opname"}),
        ("Na de kinderopvang of buitenschoolse opvang", set()),
        ("Om opname te voorkomen", set()),
    ],
)
def test_kinds_of_help_are_recognised(words: str, kinds: set[str]) -> None:
    assert {term.value for term in KINDS_OF_HELP if term.pattern.search(words)} == kinds


def test_every_term_is_explained_in_one_line() -> None:
    for term in (*DEJ_LEVELS, *KJP_JUDGEMENTS, *OVERVIEWS, *KINDS_OF_HELP):
        assert term.meaning.endswith(".")
        assert "\n" not in term.meaning
        assert len(term.meaning) <= 110


def test_age_words_do_not_overlap_on_one_word() -> None:
    for word in ("baby", "dreumes", "peuter", "kleuter", "schoolkind", "tiener", "puber", "jongere", "adolescent"):
        assert len([age for age in AGE_WORDS if age.pattern.fullmatch(word)]) == 1
