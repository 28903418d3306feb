import json
import os
import threading
import time

import pytest

from ingest import store
from ingest.errors import IndexBusyError, StorageError


def whole(data_dir, id_):
    """A folder that looks like a whole index, newer than those before it."""
    folder = store.new_folder(data_dir, id_)
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text(json.dumps({"id": id_}), "utf-8")
    time.sleep(0.01)
    return folder


def test_without_any_index_there_is_no_current_one(tmp_path):
    assert store.current_folder(tmp_path / "nergens") is None
    assert store.whole_indexes(tmp_path / "nergens") == []
    assert store.find_index(tmp_path / "nergens", "abc") is None


def test_a_switch_makes_the_index_the_one_in_use(tmp_path):
    first, second = whole(tmp_path, "een"), whole(tmp_path, "twee")
    store.switch(tmp_path, first)
    assert store.current_folder(tmp_path) == first
    store.switch(tmp_path, second)
    assert store.current_folder(tmp_path) == second
    store.switch(tmp_path, first)
    assert store.current_folder(tmp_path) == first


def test_a_folder_without_a_manifest_is_no_index(tmp_path):
    folder = whole(tmp_path, "een")
    store.switch(tmp_path, folder)
    (folder / "manifest.json").unlink()
    assert store.current_folder(tmp_path) is None
    assert store.whole_indexes(tmp_path) == []


@pytest.mark.parametrize("text", ["", "{", "[]", "\x00\x00", '"tekst"'])
def test_a_manifest_that_cannot_be_read_is_no_index(tmp_path, text):
    folder = whole(tmp_path, "een")
    store.switch(tmp_path, folder)
    (folder / "manifest.json").write_text(text, "utf-8")
    assert store.current_folder(tmp_path) is None


@pytest.mark.parametrize("name", ["", "weg", "..", "../..", "/", "een/../.."])
def test_current_names_a_folder_beside_it_or_nothing(tmp_path, name):
    whole(tmp_path, "een")
    (tmp_path / "manifest.json").write_text("{}", "utf-8")
    (store.indexes_dir(tmp_path) / "CURRENT").write_text(name, "utf-8")
    assert store.current_folder(tmp_path) is None


def test_a_current_file_that_is_not_text_is_no_index(tmp_path):
    whole(tmp_path, "een")
    (store.indexes_dir(tmp_path) / "CURRENT").write_bytes(b"\xff\xfe\x00")
    assert store.current_folder(tmp_path) is None


def test_a_path_is_never_used_twice(tmp_path):
    assert len({store.new_folder(tmp_path, "een") for _ in range(50)}) == 50


def test_an_index_that_is_kept_is_found_by_its_id(tmp_path):
    folder = whole(tmp_path, "een")
    whole(tmp_path, "twee")
    assert store.find_index(tmp_path, "een") == folder
    assert store.find_index(tmp_path, "drie") is None


def test_pruning_keeps_the_one_in_use_and_the_three_used_before_it(tmp_path):
    folders = []
    for number in range(6):
        folders.append(whole(tmp_path, f"n{number}"))
        store.switch(tmp_path, folders[-1])
    store.prune(tmp_path)
    assert set(store.whole_indexes(tmp_path)) == set(folders[2:])
    assert [folder.exists() for folder in folders] == [False, False, True, True, True, True]
    assert store.current_folder(tmp_path) == folders[-1]


def test_pruning_goes_by_use_not_by_age(tmp_path):
    folders = [whole(tmp_path, f"n{number}") for number in range(5)]
    for folder in [*folders, folders[0]]:
        store.switch(tmp_path, folder)
        time.sleep(0.01)
    store.prune(tmp_path)
    assert not folders[1].exists()
    assert store.current_folder(tmp_path) == folders[0]


def test_pruning_removes_what_a_killed_writer_left(tmp_path):
    folder = whole(tmp_path, "een")
    store.switch(tmp_path, folder)
    half = store.new_folder(tmp_path, "half")
    (half / "chroma").mkdir(parents=True)
    (half / "passages.json").write_text("[", "utf-8")
    store.prune(tmp_path)
    assert not half.exists()
    assert store.current_folder(tmp_path) == folder


def test_of_two_writers_the_second_hears_it_in_one_line(tmp_path):
    with store.writing(tmp_path), pytest.raises(IndexBusyError) as error, store.writing(tmp_path):
        pytest.fail("two writers at once")
    assert "Een ander proces" in str(error.value)
    assert "\n" not in str(error.value)


def test_a_writer_in_another_thread_is_kept_out_too(tmp_path):
    seen = []

    def write():
        try:
            with store.writing(tmp_path):
                seen.append("in")
        except IndexBusyError:
            seen.append("busy")

    with store.writing(tmp_path):
        thread = threading.Thread(target=write)
        thread.start()
        thread.join(10)
    assert seen == ["busy"]


def test_after_a_writer_that_failed_the_next_can_write(tmp_path):
    with pytest.raises(ZeroDivisionError), store.writing(tmp_path):
        1 / 0  # noqa: B018
    with store.writing(tmp_path):
        pass


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such folder")
def test_a_data_folder_that_cannot_be_written_is_one_line_that_names_it():
    # Not even an administrator can make a folder below /proc.
    from pathlib import Path

    folder = Path("/proc/wegwijzer")
    with pytest.raises(StorageError) as error, store.writing(folder):
        pytest.fail("it could be written")
    assert str(folder) in str(error.value)
    assert "WEGWIJZER_DATA_DIR" in str(error.value)
    assert "\n" not in str(error.value)


def test_a_file_in_the_place_of_the_data_folder_is_one_line(tmp_path):
    file = tmp_path / "bestand"
    file.write_text("", "utf-8")
    with pytest.raises(StorageError) as error, store.writing(file):
        pytest.fail("it could be written")
    assert str(file) in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    "problem",
    [OSError(28, "No space left on device"), RuntimeError("Database error: database or disk is full")],
)
def test_a_full_disk_is_one_line_that_says_the_index_stays(tmp_path, problem):
    with pytest.raises(StorageError) as error, store.writing(tmp_path):
        raise problem
    assert str(error.value).startswith("De schijf is vol")
    assert str(tmp_path) in str(error.value)
    assert "bestaande index blijft in gebruik" in str(error.value)


def test_a_database_that_may_not_be_written_is_a_storage_error(tmp_path):
    with pytest.raises(StorageError, match="niet te beschrijven"), store.writing(tmp_path):
        raise RuntimeError("attempt to write a readonly database")


def test_other_errors_stay_what_they_are(tmp_path):
    with pytest.raises(ValueError, match="iets anders"), store.writing(tmp_path):
        raise ValueError("iets anders")
