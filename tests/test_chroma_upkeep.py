"""Several machines that share an index through a Chroma server: what stays there, what is removed, what is damaged."""

# ruff: noqa: F811 - a fixture is imported, and a test takes it by its name

from __future__ import annotations

import time

import pytest
from chroma_server import NEW_PAGE, QUESTIONS, asked_the_server, chroma, one, other  # noqa: F401 - fixtures

from ingest import shared, store
from ingest.errors import IndexMissingError, ServerError
from ingest.history import history, rollback
from ingest.pipeline import ingest, open_current
from ingest.places import place_of
from ingest.server import Server, State


def test_the_last_few_indexes_stay_on_the_server_and_on_every_machine(one, other, chroma, monkeypatch) -> None:
    monkeypatch.setattr(shared, "ABANDONED", 0.0)
    made = []
    for number in range(6):
        (one.corpus_dir / "fietsen.md").write_text(f"# Fietsen\n\nFiets nummer {number} is rood en snel.\n", "utf-8")
        made.append(ingest(one).index)
        place_of(other).current()
    kept = set(made[-4:])  # in use, and three before it
    for kind in ("index", "files"):
        assert {name.partition("-")[0] for name in chroma.names(kind)} == kept
    assert [index.id for index in history(other)] == list(reversed(made[-4:]))
    for settings in (one, other):
        folders = store.whole_indexes(place_of(settings).data_dir)
        assert [store.read_manifest(folder)["id"] for folder in folders] == list(reversed(made[-4:]))


def test_what_may_be_the_work_of_another_machine_is_not_removed(one, chroma) -> None:
    client = chroma.client()
    client.create_collection("wegwijzer-index-bezig-1", metadata={"begun": time.time() - 3600}, embedding_function=None)
    client.create_collection("wegwijzer-index-dood-2", metadata={"begun": time.time() - 86400}, embedding_function=None)
    client.create_collection("van-iemand-anders", embedding_function=None)
    report = ingest(one)
    assert {name.partition("-")[0] for name in chroma.names("index")} == {report.index, "bezig"}
    assert "van-iemand-anders" in {found.name for found in client.list_collections()}


def test_an_index_that_is_about_to_be_removed_is_not_put_in_use(one, other, chroma, toy) -> None:
    first = ingest(one)
    (one.corpus_dir / "fietsen.md").write_text(NEW_PAGE, "utf-8")
    updates = []
    ingest(one, review=lambda update: updates.append(update) or False)
    name = updates[0].after.name
    assert [kept.id for kept in history(one)] == [first.index, updates[0].report.index]
    for kind in ("index", "files"):
        found = chroma.client().get_collection(f"wegwijzer-{kind}-{name}", embedding_function=None)
        found.modify(metadata={"begun": time.time() - 5 * 3600})
    assert [kept.id for kept in history(other)] == [first.index]
    with pytest.raises(IndexMissingError):
        rollback(other, updates[0].report.index)
    assert ingest(one).index == updates[0].report.index
    assert open_current(other, toy).folder.name != name  # made anew, for the other may be gone in a moment


def test_old_switches_are_removed_and_the_last_stay(one, chroma) -> None:
    first = ingest(one).index
    (one.corpus_dir / "fietsen.md").write_text(NEW_PAGE, "utf-8")
    second = ingest(one).index
    for _ in range(6):
        rollback(one, first)
        rollback(one, second)
    (one.corpus_dir / "lezen.html").unlink()
    ingest(one)
    assert chroma.names("use") == {f"{number:09d}" for number in range(6, 16)}


def test_a_damaged_copy_is_fetched_again(one, other, toy) -> None:
    ingest(one)
    folder = open_current(other, toy).folder
    (folder / "passages.json").write_bytes(b"[]")
    assert len(open_current(other, toy).passages) == len(open_current(one, toy).passages) > 0


def test_files_that_are_not_whole_on_the_server_are_no_index(one, other, chroma, toy) -> None:
    ingest(one)
    (name,) = chroma.names("files")
    files = chroma.client().get_collection(f"wegwijzer-files-{name}", embedding_function=None)
    files.update(ids=["0"], metadatas=[{"data": "AAAA"}])
    with pytest.raises(IndexMissingError, match="op de Chroma-server is niet te lezen"):
        open_current(other, toy)
    assert store.whole_indexes(place_of(other).data_dir) == []


def test_a_name_on_the_server_cannot_lead_out_of_the_folder(one, other, chroma) -> None:
    Server(chroma.url, "").put(State(1, "../../elders", ("../../elders",)))
    with pytest.raises(ServerError, match="een vreemde naam"):
        place_of(other).current()


def test_a_server_that_was_emptied_is_filled_again(one, other, chroma, toy) -> None:
    first = ingest(one).index
    assert open_current(other, toy).id == first
    client = chroma.client()
    for found in client.list_collections():
        client.delete_collection(found.name)
    assert open_current(other, toy).id == first  # from its copy
    report = ingest(one)
    assert (report.index, report.notes) == (first, ("De index was beschadigd en is opnieuw opgebouwd.",))
    index = open_current(other, toy)
    assert index.nearest(toy.encode_query(QUESTIONS[0]), 1) != []
    assert asked_the_server(index)
    assert {index.folder.name} == chroma.names("index")
