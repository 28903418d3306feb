import gc
import json
import os
import shutil
from pathlib import Path

import numpy as np
import pytest

from ingest.errors import IndexMissingError
from ingest.index import Index, read_vectors, write_index
from ingest.pipeline import ingest, open_current
from ingest.store import MANIFEST, current_folder, is_whole, was_used
from ingest.vectors import text_hash


@pytest.fixture
def index(toy, small_settings):
    ingest(small_settings)
    return open_current(small_settings, toy)


def test_an_opened_index_holds_the_pages_that_were_written(index):
    assert set(index.pages) == {"zwemmen", "fietsen", "lezen"}
    assert "zwemdiploma A is voor kinderen vanaf 5 jaar" in index.pages["zwemmen"].text
    assert index.manifest["passages"] == len(index.passages) > 0
    assert index.id == index.manifest["id"]


def test_a_passage_stands_on_its_page_where_it_says(index):
    for passage in index.passages:
        text = index.pages[passage.page].text
        assert passage.span.of(text) == passage.text
        assert all(passage.span.start <= unit.start < unit.end <= passage.span.end for unit in passage.units)


def test_every_passage_is_found_by_its_own_vector(index, toy):
    for number, passage in enumerate(index.passages):
        found, cosine = index.nearest(toy.encode_query(passage.embed), 1)[0]
        assert index.passages[found].embed == passage.embed, number
        assert cosine == pytest.approx(1, abs=1e-3)


def test_the_nearest_come_nearest_first_and_never_more_than_there_are(index, toy):
    found = index.nearest(toy.encode_query("een fiets met licht"), 1000)
    assert len(found) == len(index.passages)
    assert len({number for number, _ in found}) == len(found)
    cosines = [cosine for _, cosine in found]
    assert cosines == sorted(cosines, reverse=True)
    assert index.passages[found[0][0]].page == "fietsen"


def test_the_cosine_of_a_passage_is_that_of_the_vectors(index, toy):
    vector = toy.encode_query("zwemdiploma voor kinderen")
    vectors = read_vectors(index.folder)
    for number, cosine in index.nearest(vector, 3):
        own = vectors[text_hash(index.passages[number].embed)]
        expected = float(own @ vector / np.linalg.norm(own))
        assert cosine == pytest.approx(expected, abs=2e-3)


def test_every_sentence_has_a_vector_and_an_owner(index):
    assert len(index.units) == len(index.unit_vectors) == len(index.unit_owner)
    for unit in index.units:
        passage = index.passages[unit.passage]
        assert passage.span.start <= unit.span.start < unit.span.end <= passage.span.end
    assert set(index.unit_owner.tolist()) == set(range(len(index.passages)))


def test_an_index_is_not_written_over_an_existing_folder(index, tmp_path):
    with pytest.raises(FileExistsError):
        write_index(index.folder, index, read_vectors(index.folder), index.manifest)


def test_an_index_whose_writer_is_killed_as_it_becomes_whole_was_never_in_use(index, tmp_path, monkeypatch):
    def killed(folder: Path) -> None:
        if (folder / MANIFEST).exists():
            raise KeyboardInterrupt

    monkeypatch.setattr("ingest.index.flush_folder", killed)
    with pytest.raises(KeyboardInterrupt):
        write_index(tmp_path / "nieuw", index, read_vectors(index.folder), index.manifest)
    assert is_whole(tmp_path / "nieuw")
    assert not was_used(tmp_path / "nieuw")


def test_a_passage_without_a_vector_stops_the_writing_before_there_is_a_manifest(index, tmp_path):
    vectors = read_vectors(index.folder)
    vectors.pop(text_hash(index.passages[-1].embed))
    with pytest.raises(KeyError):
        write_index(tmp_path / "nieuw", index, vectors, index.manifest)
    assert not (tmp_path / "nieuw" / "manifest.json").exists()


@pytest.mark.parametrize("name", ["manifest.json", "pages.json", "passages.json", "interventions.json", "vectors.npz"])
@pytest.mark.parametrize("damage", ["gone", "half", "empty"])
def test_a_damaged_file_is_one_line(index, toy, name, damage):
    file = index.folder / name
    data = file.read_bytes()
    if damage == "gone":
        file.unlink()
    else:
        file.write_bytes(data[: len(data) // 2] if damage == "half" else b"")
    with pytest.raises(IndexMissingError) as error:
        Index(index.folder, toy)
    assert "wegwijzer ingest" in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("folder", ["bm25", "bm25-pages", "chroma"])
def test_a_part_that_is_gone_is_one_line(index, toy, folder):
    for file in sorted((index.folder / folder).rglob("*"), reverse=True):
        if file.is_file():
            file.unlink()
    with pytest.raises(IndexMissingError) as error:
        Index(index.folder, toy)
    assert "\n" not in str(error.value)


@pytest.mark.skipif(os.name == "nt", reason="files in use cannot be replaced on Windows")
def test_a_database_that_is_no_database_is_one_line(toy, small_settings, tmp_path):
    import shutil

    ingest(small_settings)
    folder = tmp_path / "kopie"  # Chroma remembers a path: a damaged one must be new to this process
    shutil.copytree(current_folder(small_settings.data_dir), folder)
    (folder / "chroma" / "chroma.sqlite3").write_bytes(b"geen database" * 100)
    with pytest.raises(IndexMissingError) as error:
        Index(folder, toy)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("text", ["{}", "[]", '{"id": 1}', "null"])
def test_a_manifest_with_other_content_is_one_line(index, toy, small_settings, text):
    (index.folder / "manifest.json").write_text(text, "utf-8")
    with pytest.raises(IndexMissingError) as error:
        open_current(small_settings, toy)
    assert "\n" not in str(error.value)


def test_passages_with_other_fields_are_one_line(index, toy):
    (index.folder / "passages.json").write_text(json.dumps([{"id": "x"}]), "utf-8")
    with pytest.raises(IndexMissingError):
        Index(index.folder, toy)


def test_of_two_pages_with_the_same_words_both_are_kept(toy, small_settings, small_corpus):
    (small_corpus / "kopie.txt").write_text((small_corpus / "zwemmen.txt").read_text("utf-8"), "utf-8")
    ingest(small_settings)
    index = open_current(small_settings, toy)
    texts = [passage.text for passage in index.passages if "zwemdiploma" in passage.text]
    assert len(texts) == 2
    assert len({passage.id for passage in index.passages}) == len(index.passages)


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="counts files in /proc")
def test_an_index_that_nobody_uses_any_more_gives_its_files_back(toy, small_settings, tmp_path):
    ingest(small_settings)
    folder = current_folder(small_settings.data_dir)

    def open_and_ask(number: int) -> int:
        copy = shutil.copytree(folder, tmp_path / f"kopie-{number}")  # every update has a folder of its own
        assert Index(copy, toy).nearest(toy.encode_query("licht"), 1)
        gc.collect()
        return len(list(Path("/proc/self/fd").iterdir()))

    gc.collect()
    assert open_and_ask(1) >= open_and_ask(2)


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="counts files in /proc")
def test_an_index_that_cannot_be_opened_gives_its_files_back(toy, small_settings, tmp_path):
    ingest(small_settings)
    folder = current_folder(small_settings.data_dir)

    def try_to_open(number: int) -> int:
        copy = shutil.copytree(folder, tmp_path / f"kopie-{number}")
        (copy / "vectors.npz").write_bytes(b"half")
        with pytest.raises(IndexMissingError):
            Index(copy, toy)
        gc.collect()
        return len(list(Path("/proc/self/fd").iterdir()))

    gc.collect()
    assert try_to_open(1) >= try_to_open(2)


def test_passages_with_the_same_words_on_many_pages_are_all_kept_and_found(toy, small_settings, small_corpus):
    for number in range(40):
        text = f"Contact\n\nBellen\n\nDe receptie helpt op werkdagen.\n\nOver {number}\n\nDit is tekst {number}.\n"
        (small_corpus / f"contact-{number}.txt").write_text(text, "utf-8")
    ingest(small_settings)
    index = open_current(small_settings, toy)
    same = {number for number, passage in enumerate(index.passages) if "receptie" in passage.text}
    assert len(same) == 40
    vector = toy.encode_query(index.passages[min(same)].embed)
    assert {number for number, _ in index.nearest(vector, 40)} == same
    assert len(index.nearest(vector, 10)) == 10
