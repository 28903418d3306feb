from itertools import pairwise

import pytest
from langchain_core.embeddings import Embeddings
from test_run import case

from evals.baseline import CHUNK, Recipe, cut, raw_texts, score_recipe
from evals.questions import Label
from ingest.records import Span


class Letters(Embeddings):
    """A text as the counts of its letters, of length 1."""

    def embed_documents(self, texts):
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text):
        counts = [text.lower().count(chr(ord("a") + n)) + 1e-6 for n in range(26)]
        length = sum(count * count for count in counts) ** 0.5
        return [count / length for count in counts]


@pytest.fixture(scope="module")
def recipe():
    return Recipe({"een": "aaaa bbbb", "twee": "cccc dddd", "drie": "eeee ffff"}, Letters())


def test_chunks_overlap_and_are_no_longer_than_the_recipe_says():
    chunks = cut(" ".join(f"woord{n}" for n in range(400)))
    assert len(chunks) > 3
    assert max(len(chunk) for chunk in chunks) <= CHUNK
    for first, second in pairwise(chunks):
        assert first.rsplit(" ", 10)[1] in second


def test_the_nearest_chunks_come_first(recipe):
    assert recipe.chunks == 3
    assert recipe.search("ccd", 2)[0] == "cccc dddd"
    assert len(recipe.search("ccd", 2)) == 2


def test_recipes_do_not_share_their_chunks(recipe):
    assert Recipe({"vier": "gggg"}, Letters()).search("aabb") == ["gggg"]


def test_a_chunk_is_right_when_it_holds_half_of_the_label(recipe):
    label = Label("twee", "Kop", "cccc dddd xxx", (Span(0, 9),))
    scores = score_recipe(recipe, [case(labels=(label,), turns=("ccd",))])
    assert scores[0]["hit@1"] == 1


def test_raw_texts_are_the_files_as_they_are(tmp_path):
    (tmp_path / "een.txt").write_text("# Kop\n\n  tekst ", encoding="utf-8")
    assert raw_texts(tmp_path) == {"een": "# Kop\n\n  tekst "}
