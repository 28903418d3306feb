from __future__ import annotations

import copy
import json

import numpy as np
import pytest

from assistant.chain import load_assistant
from assistant.retrieval import Searcher
from assistant.search_layers import FILE, SearchLayers, load_search_layers
from evals.train_search import fingerprint, training_files, written
from ingest.errors import ModelError
from ingest.pipeline import ingest, open_current

QUESTIONS = ("Wat is een veiligheidsplan?", "herstel", "moeder drinkt en de kinderen gaan niet naar school, wat nu")


@pytest.fixture(scope="module")
def layers(real_index):
    return load_search_layers(real_index.embeddings.load())


def test_what_was_learnt_belongs_to_the_texts_in_the_repository():
    with np.load(FILE, allow_pickle=False) as data:
        assert str(data["learnt_from"]) == fingerprint(), "run: python -m evals.train_search"


def test_every_line_of_written_texts_has_three_passages_and_questions_to_each_and_to_none():
    for file in training_files():
        for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
            row = json.loads(line)
            assert set(row) == {"s", "p", "q"} and len(row["p"]) == 3, f"{file.name}, line {number}"
            assert {at for at, _ in row["q"]} == {-1, 0, 1, 2}, f"{file.name}, line {number}"


def test_the_own_vector_is_that_of_the_model(layers, real_index):
    own, _ = layers.encode(QUESTIONS)
    for text, row in zip(QUESTIONS, own, strict=True):
        assert np.allclose(row, real_index.embeddings.encode_query(text), atol=1e-5)


def test_questions_together_get_the_vectors_of_one_at_a_time(layers):
    _, together = layers.encode(QUESTIONS)
    assert (together.shape, together.dtype) == ((3, 384), np.float32)
    for text, row in zip(QUESTIONS, together, strict=True):
        assert np.allclose(row, layers.encode([text])[1][0], atol=1e-5)
        assert np.linalg.norm(row) == pytest.approx(1, abs=1e-5)


def test_without_anything_learnt_a_question_is_searched_with_its_own_vector(real_index):
    with np.load(FILE, allow_pickle=False) as data:
        nothing = {name: data[name] * (0 if name.endswith(".up") else 1) for name in data if name != "learnt_from"}
    own, aim = SearchLayers(real_index.embeddings.load(), nothing).encode(QUESTIONS)
    assert np.allclose(own, aim, atol=1e-5)


def test_a_question_in_other_words_lies_nearer_to_the_passage_that_answers_it(layers, real_index):
    """Of the written texts: they were learnt from, so this only says that what was learnt is what is used."""
    passages, pairs = written()
    some = [pair for pair in pairs if pair.good][::40]
    own, aim = layers.encode([pair.question for pair in some])
    answers = [pair.good[0] for pair in some]
    rows = real_index.embeddings.encode_passages([passages[at] for at in answers])
    found = [(vectors @ rows.T).argmax(axis=1) == np.arange(len(some)) for vectors in (own, aim)]
    assert found[1].mean() > found[0].mean()


def test_a_question_that_no_passage_answers_lies_farther_from_all(layers, real_index):
    """Of the written texts again: on average, among the three passages about its own subject."""
    passages, pairs = written()
    three, some = passages[:60], pairs[:240]
    rows = real_index.embeddings.encode_passages(three)
    own, aim = layers.encode([pair.question for pair in some])
    answered = np.asarray([bool(pair.good) for pair in some])
    subject = np.arange(60) // 3 == (np.arange(240) // 12)[:, None]
    gaps = []
    for vectors in (own, aim):
        near = np.where(subject, vectors @ rows.T, -1).max(axis=1)
        gaps.append(near[answered].mean() - near[~answered].mean())
    assert gaps[1] > 2 * gaps[0]


def test_another_model_is_searched_with_its_own_vectors(small_settings, toy):
    ingest(small_settings)
    searcher = Searcher(open_current(small_settings, toy))
    own, aim = searcher.vectors("licht op de fiets")
    assert searcher.layers is None and np.array_equal(own, aim)


def test_a_model_of_that_name_that_is_built_otherwise_is_told_in_one_line(real_index):
    shorter = copy.deepcopy(real_index.embeddings.load())
    shorter[0].auto_model.encoder.layer = shorter[0].auto_model.encoder.layer[:10]
    with pytest.raises(ModelError, match="anders gebouwd") as caught:
        load_search_layers(shorter)
    assert "\n" not in str(caught.value)


def test_an_assistant_that_is_loaded_has_its_layers_before_the_first_question(real_settings):
    assert "layers" in vars(load_assistant(real_settings).searcher)
