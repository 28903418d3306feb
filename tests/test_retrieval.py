import gc
import time
import weakref

import pytest

from assistant.retrieval import HybridRetriever, Searcher
from ingest.pipeline import ingest, open_current


@pytest.fixture(scope="module")
def searcher(real_index):
    return Searcher(real_index)


@pytest.fixture
def small(toy, small_settings):
    ingest(small_settings)
    return Searcher(open_current(small_settings, toy))


def texts(searcher, question, k=5, names=()):
    return [searcher.index.passages[hit.number].text for hit in searcher.search(question, k, names).hits]


# The words after the question stand in the passage that answers it; found by reading the pages.
ANSWERED = [
    ("Voor wie is universele preventie bedoeld?", "Universele preventie is gericht op alle ouders en kinderen"),
    ("Wat staat er in een hulpverleningsplan?", "Onderdelen van dit plan zijn een veiligheidsplan"),
    ("Hoe lang duurt Families First?", "duurt vier tot zes weken"),
    ("telefoonnummer veilig thuis", "0800 - 2000"),
    ("wie is de contactpersoon", "Josine Holdorp"),
    ("tijdelijk huisverbod", "tijdelijk huisverbod of een (voorlopige) ondertoezichtstelling"),
    ("Wat is veerkracht?", "Veerkracht is het vermogen"),
    ("psycho-educatie vanaf welke leeftijd", "vanaf ongeveer 8 jaar"),
    ("Welke hulp bij kinderverwaarlozing?", "Bied ouders bij kinderverwaarlozing"),
    ("recht op een familienetwerkberaad", "recht op om (eerst) een familienetwerkberaad te houden"),
    ("effectiviteit Eigen Kracht-conferentie", "niet effectiever zijn dan de reguliere werkwijze"),
    ("IQ bij een licht verstandelijke beperking", "IQ-score tussen de 50 en 70"),
    ("forensisch onderzoek bij letsel", "forensisch feitenmateriaal"),
    ("posttraumatische stres behandelmethoden", "TF-CGT) en EMDR"),
    ("vaders bereiken met preventie", "nauwelijks preventieve programma’s die zich specifiek richten op vaders"),
    ("wie heeft de regie", "wie de regie heeft over de hulp rond het gezin"),
]


@pytest.mark.parametrize(("question", "words"), ANSWERED)
def test_the_passage_that_answers_is_among_the_first_five(searcher, question, words):
    assert any(words in text for text in texts(searcher, question))


def test_the_passage_that_answers_mostly_comes_first(searcher):
    first = [words in texts(searcher, question, 1)[0] for question, words in ANSWERED]
    assert sum(first) >= len(first) * 0.6


def test_hits_come_best_first_each_once_and_at_most_k(searcher):
    hits = searcher.search("veiligheidsplan maken", 20).hits
    assert len(hits) == len({hit.number for hit in hits}) == 20
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert len(searcher.search("veiligheidsplan maken", 3).hits) == 3


def test_a_passage_with_none_of_the_words_has_no_score_for_words(searcher):
    hits = searcher.search("forensisch", 20).hits
    assert hits[0].words > 0
    assert any(hit.words == 0 for hit in hits)


def test_the_passages_about_a_named_intervention_come_first(searcher):
    for text in texts(searcher, "Wat zegt onderzoek hierover?", 3, ("Families First",)):
        assert "Families First" in text


def test_the_same_question_finds_the_same_every_time(searcher):
    one, other = (searcher.search("Hoe werk je aan herstel?", 10) for _ in range(2))
    assert one.hits == other.hits


def test_another_search_gives_the_same_in_a_new_searcher(searcher, real_index):
    question = "Wat werkt bij getuigen van partnergeweld?"
    assert texts(searcher, question) == texts(Searcher(real_index), question)


@pytest.mark.parametrize(
    "question",
    ["", " ", "?!", "😀😀😀", "的的的", "qwrtzx plmk", "\ufdfa" * 2000, "a" * 2000, "kind " * 400, "de het een"],
)
def test_a_question_without_known_words_still_finds_in_bounded_time(searcher, question):
    started = time.perf_counter()
    assert len(searcher.search(question, 5).hits) == 5
    assert time.perf_counter() - started < 2


def test_a_retriever_of_langchain_gives_the_same_passages_as_documents(searcher):
    documents = HybridRetriever(searcher=searcher, k=4).invoke("Wat is veerkracht?")
    assert [document.page_content for document in documents] == texts(searcher, "Wat is veerkracht?", 4)
    for document in documents:
        place = document.metadata
        text = searcher.index.pages[place["page"]].text
        assert text[place["start"] : place["end"]] == document.page_content


def test_more_passages_than_there_are_are_all_of_them(small):
    hits = small.search("fiets", 1000).hits
    assert len(hits) == len(small.index.passages)


def test_a_corpus_of_one_page_and_one_passage_is_searched(toy, small_settings, small_corpus):
    for path in small_corpus.iterdir():
        path.unlink()
    (small_corpus / "een.txt").write_text("Het plan duurt zes weken.\n", "utf-8")
    ingest(small_settings)
    searcher = Searcher(open_current(small_settings, toy))
    assert "zes weken" in texts(searcher, "Hoe lang duurt het plan?")[0]
    assert texts(searcher, "iets heel anders")


def test_words_find_what_meaning_alone_would_not(small):
    assert "pasfoto" in texts(small, "pasfoto", 1)[0]
    assert "rood licht" in texts(small, "rood licht", 1)[0]


def test_a_searcher_that_nobody_uses_any_more_is_not_kept(small):
    def search_and_leave():
        searcher = Searcher(small.index)
        assert searcher.search("licht", names=("VoorZorg",)).hits
        return weakref.ref(searcher)

    left = search_and_leave()
    gc.collect()
    assert left() is None
