import time

import numpy as np
import pytest

from ingest.embedding import load_embeddings
from ingest.errors import ModelError
from ingest.settings import Settings


@pytest.fixture(scope="module")
def model(real_index):
    return real_index.embeddings


def test_a_query_is_a_unit_vector_of_384_numbers(model):
    vector = model.encode_query("Wat is een veiligheidsplan?")
    assert (vector.shape, vector.dtype) == ((384,), np.float32)
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-4)


def test_passages_come_in_the_order_given_whatever_their_length(model):
    given = ["kort", "een veel langere tekst over veiligheid in het gezin " * 10, "middel lang hier", "x"]
    together = model.encode_passages(given)
    assert together.shape == (4, 384)
    for text, row in zip(given, together, strict=True):
        assert float(model.encode_passages([text])[0] @ row) > 0.999


def test_no_texts_give_no_rows(model):
    assert len(model.encode_passages([])) == 0


def test_many_questions_at_once_get_the_vectors_of_one_at_a_time(model) -> None:
    given = ["Wat is een veiligheidsplan?", "herstel", "Voor wie is dit programma bedoeld, en hoe lang duurt het?"]
    for text, row in zip(given, model.encode_queries(given), strict=True):
        assert float(model.encode_query(text) @ row) > 0.999


def test_progress_ends_at_the_whole(model):
    told = []
    model.encode_passages([f"tekst {n}" for n in range(20)], lambda done, total: told.append((done, total)))
    assert told[-1] == (20, 20)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_a_query_and_a_passage_have_prompts_of_their_own(model):
    text = "Het veiligheidsplan"
    assert float(model.encode_query(text) @ model.encode_passages([text])[0]) < 0.9999


def test_a_text_is_nearest_to_the_one_that_means_the_same(model):
    texts = ["Bel als een kind in gevaar is.", "De bibliotheek is gratis tot 18 jaar.", "Een fiets heeft licht nodig."]
    passages = model.encode_passages(texts)
    asked = model.encode_query("Wie moet ik bellen bij onveiligheid van een kind?")
    assert int(np.argmax(passages @ asked)) == 0


def test_langchains_names_give_the_same_vectors(model):
    assert np.allclose(model.embed_query("herstel"), model.encode_query("herstel"), atol=1e-6)
    assert np.allclose(model.embed_documents(["herstel"]), model.encode_passages(["herstel"]), atol=1e-6)


@pytest.mark.parametrize("text", ["", " ", "\x00", "😀" * 500, "\ufdfa" * 5000, "a" * 100_000, "的" * 5000])
def test_any_text_gives_a_finite_vector_in_bounded_time(model, text):
    started = time.perf_counter()
    vector = model.encode_query(text)
    assert time.perf_counter() - started < 8  # about one second on a quiet machine
    assert np.isfinite(vector).all()


def test_the_same_text_gives_the_same_vector(model):
    assert np.array_equal(model.encode_query("herstel"), model.encode_query("herstel"))


def test_the_model_is_loaded_once(model):
    assert model.load() is model.load()


def test_the_fingerprint_is_known_without_loading(tmp_path):
    embeddings = load_embeddings(Settings(data_dir=tmp_path / "data", _env_file=None))
    assert "multilingual-e5-small" in embeddings.fingerprint
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("name", ["er-is/geen-model", "/nergens/geen/map"])
def test_a_model_that_is_not_there_is_one_line(name, tmp_path):
    embeddings = load_embeddings(Settings(data_dir=tmp_path, embedding_model=name, _env_file=None))
    with pytest.raises(ModelError) as error:
        embeddings.load()
    assert name in str(error.value)
    assert "WEGWIJZER_EMBEDDING_MODEL" in str(error.value)
    assert "\n" not in str(error.value)


def test_a_folder_that_is_no_model_is_one_line(tmp_path):
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "config.json").write_text("{}", "utf-8")
    embeddings = load_embeddings(Settings(data_dir=tmp_path, embedding_model=str(tmp_path / "model"), _env_file=None))
    with pytest.raises(ModelError) as error:
        embeddings.load()
    assert "\n" not in str(error.value)


def test_another_content_of_a_model_folder_is_another_fingerprint(tmp_path):
    folder = tmp_path / "model"
    folder.mkdir()
    seen = set()
    for content in ('{"a": 1}', '{"a": 2}'):
        (folder / "config.json").write_text(content, "utf-8")
        seen.add(load_embeddings(Settings(embedding_model=str(folder), _env_file=None)).fingerprint)
    assert len(seen) == 2
