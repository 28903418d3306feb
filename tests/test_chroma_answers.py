"""Several machines that share an index through a Chroma server: the same answers, also while the server is away."""

# ruff: noqa: F811 - a fixture is imported, and a test takes it by its name

from __future__ import annotations

import os
import time
from dataclasses import replace

import pytest
from chroma_server import NEW_PAGE, QUESTIONS, asked_the_server, chroma, one, other, until  # noqa: F401 - fixtures

from assistant.answer import Question
from assistant.chain import load_assistant
from assistant.retrieval import Searcher
from ingest import places, server, shared
from ingest.errors import IndexMissingError, ServerError
from ingest.history import history, rollback
from ingest.pipeline import ingest, may_make_unasked, open_current
from ingest.places import place_of
from ui.live import Live

# --- The same answers ---------------------------------------------------------------------------------------------


def test_two_machines_answer_as_an_embedded_index_does(one, other, chroma, tmp_path, toy, monkeypatch) -> None:
    monkeypatch.setattr(server, "_PIECE", 1000)  # so that the files go in several pieces
    embedded = one.model_copy(update={"chroma_url": None, "data_dir": tmp_path / "eigen"})
    ingest(embedded)
    report = ingest(one)
    assert report.added == ("fietsen", "lezen", "zwemmen")
    (name,) = chroma.names("files")
    assert chroma.client().get_collection(f"wegwijzer-files-{name}", embedding_function=None).count() > 3
    own, *served = (open_current(settings, toy) for settings in (embedded, one, other))
    for index in served:
        assert not list(index.folder.rglob("chroma.sqlite3"))
        assert (index.id, index.pages, index.passages) == (own.id, own.pages, own.passages)
        for question in QUESTIONS:
            vector = toy.encode_query(question)
            assert [at for at, _ in index.nearest(vector, 9)] == [at for at, _ in own.nearest(vector, 9)]
            expected = pytest.approx([cosine for _, cosine in own.nearest(vector, 9)], abs=1e-5)
            assert [cosine for _, cosine in index.nearest(vector, 9)] == expected
            found, wanted = (Searcher(each).search(question).hits for each in (index, own))
            assert [hit.number for hit in found] == [hit.number for hit in wanted]
        assert asked_the_server(index)
    answers = [
        [{**assistant.invoke(Question(question)).as_json(), "seconds": 0} for question in QUESTIONS]
        for assistant in map(load_assistant, (embedded, one, other))
    ]
    assert answers[0] == answers[1] == answers[2]
    assert "5 jaar" in answers[2][0]["answer"]


def test_nothing_is_made_where_there_is_nothing_yet(one, other) -> None:
    assert place_of(other).current() is None
    assert may_make_unasked(other)
    assert history(other) == ()


def test_an_index_that_others_use_is_not_replaced_unasked(one, other, toy, monkeypatch) -> None:
    ingest(one)
    toy.fingerprint = "een ander model"
    with pytest.raises(IndexMissingError, match="een ander taalmodel"):
        open_current(other, toy)
    assert not may_make_unasked(other)


# --- The server away ----------------------------------------------------------------------------------------------


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_a_server_that_hangs_holds_no_question_up_for_long(one, chroma, toy, monkeypatch) -> None:
    monkeypatch.setattr(shared, "SEARCH_SECONDS", 0.5)
    ingest(one)
    live = Live(load_assistant(one), one)
    before = live.invoke(Question(QUESTIONS[0]))
    until(lambda: not place_of(one)._looking.locked())
    chroma.hang()
    try:
        live._next_look = 0.0
        started = time.monotonic()
        assert live.index.id == before.index
        assert time.monotonic() - started < 0.3
        assert place_of(one)._looking.locked()  # the look at the server still waits for its answer
        after = live.invoke(Question(f"{QUESTIONS[0]} Ja?"))
        assert time.monotonic() - started < 3
        assert after.citations == before.citations != ()
        assert not asked_the_server(live.index)
    finally:
        chroma.go_on()
    until(lambda: not place_of(one)._looking.locked())
    assert place_of(one)._next_look == 0.0


def test_while_the_server_is_away_machines_answer_from_their_copy(
    one, other, chroma, tmp_path, toy, monkeypatch
) -> None:
    monkeypatch.setattr(shared, "TRY_AGAIN", 0.3)
    ingest(one)
    assistant = load_assistant(other)
    before = [assistant.invoke(Question(question)) for question in QUESTIONS]
    chroma.stop()
    try:
        without = [assistant.invoke(Question(question)) for question in QUESTIONS]
        places._place.cache_clear()  # as after a restart
        again = [load_assistant(other).invoke(Question(question)) for question in QUESTIONS]
        line = f"De Chroma-server op {chroma.url} is niet bereikbaar"
        (one.corpus_dir / "fietsen.md").write_text(NEW_PAGE, "utf-8")
        for work in (lambda: ingest(one), lambda: history(other), lambda: rollback(one)):
            with pytest.raises(ServerError, match=line):
                work()
        new = other.model_copy(update={"data_dir": tmp_path / "nieuw"})
        with pytest.raises(ServerError, match=line):
            open_current(new, toy)
    finally:
        chroma.start()
    time.sleep(0.3)
    back = [assistant.invoke(Question(question)) for question in QUESTIONS]
    assert asked_the_server(assistant.index)
    for answers in (without, again, back):
        assert [replace(one, seconds=0, notes={}) for one in answers] == [
            replace(one, seconds=0, notes={}) for one in before
        ]
    vector = toy.encode_query(QUESTIONS[0])
    here = assistant.index.store._here(vector.tolist(), 9)
    there = assistant.index.store._there(vector.tolist(), 9)
    assert [document.id for document, _ in here] == [document.id for document, _ in there]
    assert [far for _, far in here] == pytest.approx([far for _, far in there], abs=1e-5)
    assert ingest(one).changed == ("fietsen",)
    assert open_current(other, toy).pages["fietsen"].text.count("bel") == 1


def test_an_index_whose_vectors_are_gone_goes_on_answering(one, other, chroma, toy) -> None:
    ingest(one)
    assistant = load_assistant(other)
    before = assistant.invoke(Question(QUESTIONS[0]))
    (name,) = chroma.names("index")
    chroma.client().delete_collection(f"wegwijzer-index-{name}")
    after = assistant.invoke(Question(f"{QUESTIONS[0]} Ja?"))
    assert [citation.quote for citation in after.citations] == [citation.quote for citation in before.citations] != []
    assert not asked_the_server(assistant.index)
