"""An index of which a file was cut off: one clear line, and the next ingest makes it anew."""

import gc

import pytest

from ingest.errors import IndexMissingError
from ingest.pipeline import ingest, open_current
from ingest.store import current_folder, indexes_dir, is_whole, whole_indexes


def _cut(path):
    with path.open("rb+") as file:
        file.truncate(path.stat().st_size // 2)


def _refusal(settings, toy):
    with pytest.raises(IndexMissingError, match="opnieuw met: wegwijzer ingest") as caught:
        open_current(settings, toy)
    assert "\n" not in str(caught.value)


def test_every_file_that_is_cut_off_is_told_in_one_line_and_made_anew(toy, small_settings):
    first = ingest(small_settings)
    names = [
        path.relative_to(current_folder(small_settings.data_dir))
        for path in current_folder(small_settings.data_dir).rglob("*")
        if path.is_file() and path.stat().st_size and path.parent.parent.name != "chroma"
    ]
    assert len(names) > 12
    for name in names:
        _cut(current_folder(small_settings.data_dir) / name)
        _refusal(small_settings, toy)
        again = ingest(small_settings)
        assert (again.index, again.passages) == (first.index, first.passages), name
        assert set(open_current(small_settings, toy).pages) == {"zwemmen", "fietsen", "lezen"}, name


def test_a_file_of_the_nearest_neighbours_that_is_gone_is_told_and_made_anew(toy, small_settings, small_corpus):
    # So many that Chroma keeps who is near whom; the toy embedder makes vectors of them that differ.
    many = "".join(f"<p>Dier {number} weegt {number * 7} kilo en eet {number * 31} gram.</p>" for number in range(1500))
    (small_corpus / "dieren.html").write_text(f"<main><h1>Dieren</h1>{many}</main>", "utf-8")
    ingest(small_settings)
    folder = current_folder(small_settings.data_dir)
    next(folder.glob("chroma/*/header.bin")).unlink()
    assert not is_whole(folder)
    _refusal(small_settings, toy)
    assert ingest(small_settings).notes == ("De index was beschadigd en is opnieuw opgebouwd.",)
    assert open_current(small_settings, toy).nearest(toy.encode_query("licht"), 1)


def test_files_that_a_question_left_empty_when_it_was_killed_are_no_damage(toy, small_settings):
    ingest(small_settings)
    folder = current_folder(small_settings.data_dir)
    asked = open_current(small_settings, toy).nearest(toy.encode_query("licht"), 1)
    made = [path for path in folder.glob("chroma/*/*.bin") if path.stat().st_size]
    assert made  # by the question; in the middle of making them they are empty
    for path in made:
        path.write_bytes(b"")
    assert is_whole(folder)
    del asked
    gc.collect()  # closes that index
    assert open_current(small_settings, toy).nearest(toy.encode_query("licht"), 1)


def test_what_is_left_of_a_damaged_index_is_removed(toy, small_settings):
    ingest(small_settings)
    damaged = current_folder(small_settings.data_dir)
    _cut(damaged / "pages.json")
    ingest(small_settings)
    assert not damaged.exists()
    assert len(whole_indexes(small_settings.data_dir)) == 1


def test_a_damaged_index_still_gives_the_vectors_that_it_has(toy, small_settings):
    ingest(small_settings)
    encoded = toy.encoded
    _cut(current_folder(small_settings.data_dir) / "passages.json")
    ingest(small_settings)
    assert toy.encoded == encoded


def test_a_cut_off_current_file_is_told_and_the_kept_index_is_taken_again(toy, small_settings):
    first = ingest(small_settings)
    folder, encoded = current_folder(small_settings.data_dir), toy.encoded
    (indexes_dir(small_settings.data_dir) / "CURRENT").write_text(folder.name[:5], "utf-8")
    _refusal(small_settings, toy)
    assert ingest(small_settings).index == first.index
    assert (current_folder(small_settings.data_dir), toy.encoded) == (folder, encoded)


def test_a_page_that_another_version_of_the_code_cannot_read_keeps_its_previous_version(
    toy, small_settings, small_corpus, monkeypatch
):
    from ingest import pipeline

    ingest(small_settings)
    (small_corpus / "zwemmen.txt").write_bytes(b"")
    monkeypatch.setattr(pipeline, "code_version", lambda: "andere versie")
    report = ingest(small_settings)
    assert (report.unread, report.removed) == (1, ())
    assert "zwemdiploma" in open_current(small_settings, toy).pages["zwemmen"].text


def test_reading_goes_on_where_nothing_may_be_written(toy, small_settings, monkeypatch):
    import os

    ingest(small_settings)
    folder = current_folder(small_settings.data_dir)
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    allowed = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK and allowed(path, mode))
    index = open_current(small_settings, toy)
    assert index.passages[index.nearest(toy.encode_query("zwemdiploma"), 1)[0][0]].page == "zwemmen"
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before
