import json
import threading

import numpy as np
import pytest

from ingest.errors import CorpusError, IndexBusyError, IndexMissingError, StorageError
from ingest.index import read_vectors
from ingest.pipeline import ingest, open_current
from ingest.settings import Settings
from ingest.sources import find_sources
from ingest.store import current_folder, indexes_dir, new_folder, whole_indexes, writing


def changes(report):
    return report.added, report.changed, report.removed, report.unchanged


def made_by_another_version(settings):
    """Make the index in use look like one that another version of the code made."""
    file = current_folder(settings.data_dir) / "manifest.json"
    manifest = json.loads(file.read_text("utf-8"))
    file.write_text(json.dumps({**manifest, "code": "andere versie", "id": "andere-index"}), "utf-8")


def vectors_of(settings):
    return read_vectors(current_folder(settings.data_dir))


def test_a_first_ingest_adds_every_page(toy, small_settings):
    report = ingest(small_settings)
    assert changes(report) == (("fietsen", "lezen", "zwemmen"), (), (), ())
    assert report.embedded == report.passages > 0
    assert (report.problems, report.notes) == ((), ())
    assert report.seconds > 0
    assert open_current(small_settings, toy).id == report.index


def test_an_ingest_with_nothing_changed_embeds_nothing_and_keeps_the_index(toy, small_settings):
    first = ingest(small_settings)
    folder, encoded = current_folder(small_settings.data_dir), toy.encoded
    again = ingest(small_settings)
    assert changes(again) == ((), (), (), ("fietsen", "lezen", "zwemmen"))
    assert (again.embedded, toy.encoded) == (0, encoded)
    assert (again.index, again.passages, again.interventions) == (first.index, first.passages, first.interventions)
    assert current_folder(small_settings.data_dir) == folder


def test_an_ingest_with_nothing_changed_never_loads_the_model(toy, small_settings, monkeypatch):
    ingest(small_settings)
    monkeypatch.setattr(toy, "load", lambda: pytest.fail("the model was loaded"))
    ingest(small_settings)


def test_pages_added_changed_removed_and_unchanged_are_told_apart(toy, small_settings, small_corpus):
    first = ingest(small_settings)
    (small_corpus / "lezen.html").unlink()
    (small_corpus / "rennen.txt").write_text("Rennen\n\nSchoenen\n\nGoede schoenen kosten geld.\n", "utf-8")
    with (small_corpus / "zwemmen.txt").open("a", encoding="utf-8") as page:
        page.write("\nDe badmeester heet Kees.\n")
    report = ingest(small_settings)
    assert changes(report) == (("rennen",), ("zwemmen",), ("lezen",), ("fietsen",))
    assert report.index != first.index
    index = open_current(small_settings, toy)
    assert set(index.pages) == {"fietsen", "rennen", "zwemmen"}
    assert "Kees" in index.pages["zwemmen"].text
    assert all(passage.page != "lezen" for passage in index.passages)


def test_of_a_changed_page_only_the_new_passages_are_embedded(toy, small_settings, small_corpus):
    before = ingest(small_settings)
    with (small_corpus / "zwemmen.txt").open("a", encoding="utf-8") as page:
        page.write("\nDe badmeester heet Kees.\n")
    report = ingest(small_settings)
    assert report.passages == before.passages + 1
    assert report.embedded == 1


def test_vectors_that_are_carried_over_stay_equal(toy, small_settings, small_corpus):
    ingest(small_settings)
    before = vectors_of(small_settings)
    with (small_corpus / "fietsen.md").open("a", encoding="utf-8") as page:
        page.write("\nDe bel zit aan het stuur.\n")
    ingest(small_settings)
    after = vectors_of(small_settings)
    assert set(before) <= set(after)
    assert set(before) != set(after)
    assert all(np.array_equal(before[key], after[key]) for key in before)


def test_an_index_with_carried_over_vectors_equals_one_made_afresh(toy, small_settings, small_corpus, tmp_path):
    ingest(small_settings)
    (small_corpus / "fietsen.md").write_text("# Fietsen\n\n## Bel\n\nDe bel zit aan het stuur.\n", "utf-8")
    ingest(small_settings)
    fresh = Settings(corpus_dir=small_corpus, data_dir=tmp_path / "vers", _env_file=None)
    assert ingest(fresh).index == ingest(small_settings).index
    one, other = vectors_of(small_settings), vectors_of(fresh)
    assert set(one) == set(other)
    assert all(np.allclose(one[key], other[key], atol=1e-3) for key in one)


def test_going_back_to_earlier_pages_takes_the_kept_index_and_embeds_nothing(toy, small_settings, small_corpus):
    first = ingest(small_settings)
    page = small_corpus / "zwemmen.txt"
    old = page.read_bytes()
    page.write_text("Zwemmen\n\nDicht\n\nHet zwembad is dicht.\n", "utf-8")
    ingest(small_settings)
    page.write_bytes(old)
    back = ingest(small_settings)
    assert (back.index, back.embedded, back.changed) == (first.index, 0, ("zwemmen",))
    assert "zwemdiploma" in open_current(small_settings, toy).pages["zwemmen"].text


def test_a_title_in_the_register_that_changes_changes_the_page(toy, small_settings, small_corpus):
    ingest(small_settings)
    (small_corpus / "register.toml").write_text('[zwemmen]\ntitle = "Leren zwemmen"\n', "utf-8")
    report = ingest(small_settings)
    assert report.changed == ("zwemmen",)
    assert open_current(small_settings, toy).pages["zwemmen"].title == "Leren zwemmen"


@pytest.mark.parametrize("content", [b"", b"   \n\n", b"\x00\x01\x02" * 500], ids=["empty", "blank", "binary"])
def test_a_page_that_cannot_be_read_keeps_its_previous_version(toy, small_settings, small_corpus, content):
    first = ingest(small_settings)
    (small_corpus / "zwemmen.txt").write_bytes(content)
    report = ingest(small_settings)
    (problem,) = report.problems
    assert "zwemmen" in problem
    assert "vorige versie blijft in gebruik" in problem
    assert "\n" not in problem
    assert report.index == first.index
    assert "zwemdiploma" in open_current(small_settings, toy).pages["zwemmen"].text


def test_a_kept_page_stays_while_another_changes(toy, small_settings, small_corpus):
    ingest(small_settings)
    (small_corpus / "zwemmen.txt").write_bytes(b"")
    (small_corpus / "fietsen.md").write_text("# Fietsen\n\n## Bel\n\nDe bel zit aan het stuur.\n", "utf-8")
    report = ingest(small_settings)
    assert (report.changed, report.unchanged) == (("fietsen",), ("lezen", "zwemmen"))
    pages = open_current(small_settings, toy).pages
    assert "zwemdiploma" in pages["zwemmen"].text
    assert "bel" in pages["fietsen"].text


def test_a_new_page_that_cannot_be_read_is_passed_over_and_told(toy, small_settings, small_corpus):
    (small_corpus / "leeg.txt").write_bytes(b"")
    report = ingest(small_settings)
    assert "leeg" not in report.added
    (problem,) = report.problems
    assert "overgeslagen" in problem


def test_a_corpus_of_nothing_but_unreadable_pages_changes_nothing(toy, small_settings, small_corpus):
    ingest(small_settings)
    folder = current_folder(small_settings.data_dir)
    for path in small_corpus.iterdir():
        path.unlink()
    (small_corpus / "nieuw.txt").write_bytes(b"")
    with pytest.raises(CorpusError, match="Geen enkele pagina") as error:
        ingest(small_settings)
    assert "\n" not in str(error.value)
    assert current_folder(small_settings.data_dir) == folder


@pytest.mark.parametrize("kind", ["missing", "empty", "only a README", "a file"])
def test_a_corpus_without_pages_is_one_line_and_the_index_stays(toy, small_settings, tmp_path, kind):
    ingest(small_settings)
    folder = current_folder(small_settings.data_dir)
    other = tmp_path / "ander"
    if kind == "a file":
        other.write_text("tekst", "utf-8")
    elif kind != "missing":
        other.mkdir()
    if kind == "only a README":
        (other / "README.md").write_text("# Lees mij\n\nGeen pagina.\n", "utf-8")
    with pytest.raises(CorpusError) as error:
        ingest(small_settings.model_copy(update={"corpus_dir": other}))
    assert str(other) in str(error.value)
    assert "\n" not in str(error.value)
    assert current_folder(small_settings.data_dir) == folder


def test_two_pages_with_one_name_are_one_line_that_names_both(toy, small_settings, small_corpus):
    ingest(small_settings)
    folder = current_folder(small_settings.data_dir)
    (small_corpus / "sub").mkdir()
    (small_corpus / "sub" / "zwemmen.md").write_text("# Zwemmen\n\nAnders.\n", "utf-8")
    with pytest.raises(CorpusError) as error:
        ingest(small_settings)
    assert "zwemmen.txt" in str(error.value)
    assert "zwemmen.md" in str(error.value)
    assert "\n" not in str(error.value)
    assert current_folder(small_settings.data_dir) == folder


def test_pages_in_folders_below_the_corpus_count(small_corpus):
    (small_corpus / "a" / "b").mkdir(parents=True)
    (small_corpus / "a" / "b" / "diep.md").write_text("# Diep\n\nTekst.\n", "utf-8")
    assert "diep" in find_sources(small_corpus)


def test_without_an_index_opening_says_how_to_make_one(toy, small_settings):
    with pytest.raises(IndexMissingError, match="wegwijzer ingest"):
        open_current(small_settings, toy)


def test_an_index_of_another_version_is_refused_then_rebuilt_and_said_so(toy, small_settings):
    first = ingest(small_settings)
    made_by_another_version(small_settings)
    with pytest.raises(IndexMissingError, match="andere versie") as error:
        open_current(small_settings, toy)
    assert "\n" not in str(error.value)
    report = ingest(small_settings)
    assert report.index == first.index
    (note,) = report.notes
    assert "andere versie" in note
    assert report.unchanged == ("fietsen", "lezen", "zwemmen")
    assert open_current(small_settings, toy).id == report.index


def test_another_version_of_the_code_reads_the_pages_again_and_carries_vectors_over(toy, small_settings):
    ingest(small_settings)
    encoded = toy.encoded
    made_by_another_version(small_settings)
    assert ingest(small_settings).embedded == 0
    assert toy.encoded == encoded


def test_an_index_of_another_model_is_refused_then_rebuilt_and_said_so(toy, small_settings):
    first = ingest(small_settings)
    toy.fingerprint = "ander model"
    with pytest.raises(IndexMissingError, match="ander taalmodel"):
        open_current(small_settings, toy)
    report = ingest(small_settings)
    assert report.index != first.index
    assert report.embedded == report.passages
    (note,) = report.notes
    assert "ander taalmodel" in note


def test_what_a_killed_writer_left_is_passed_over_and_cleaned_up(toy, small_settings, small_corpus):
    first = ingest(small_settings)
    half = new_folder(small_settings.data_dir, "half")
    (half / "chroma").mkdir(parents=True)
    (half / "pages.json").write_text("[", "utf-8")
    (indexes_dir(small_settings.data_dir) / "CURRENT.part").write_text("half", "utf-8")
    assert open_current(small_settings, toy).id == first.index
    (small_corpus / "fietsen.md").write_text("# Fietsen\n\n## Bel\n\nDe bel zit aan het stuur.\n", "utf-8")
    ingest(small_settings)
    assert not half.exists()


def test_a_writer_that_fails_half_way_leaves_the_index_in_use(toy, small_settings, small_corpus, monkeypatch):
    first = ingest(small_settings)
    folder = current_folder(small_settings.data_dir)
    (small_corpus / "fietsen.md").write_text("# Fietsen\n\n## Bel\n\nDe bel zit aan het stuur.\n", "utf-8")
    monkeypatch.setattr(toy, "encode_passages", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        ingest(small_settings)
    assert current_folder(small_settings.data_dir) == folder
    assert open_current(small_settings, toy).id == first.index


def test_at_most_three_previous_indexes_are_kept(toy, small_settings, small_corpus):
    for number in range(6):
        (small_corpus / "fietsen.md").write_text(f"# Fietsen\n\n## Bel\n\nBel nummer {number}.\n", "utf-8")
        report = ingest(small_settings)
    kept = whole_indexes(small_settings.data_dir)
    assert len(kept) == 4
    assert len([path for path in indexes_dir(small_settings.data_dir).iterdir() if path.is_dir()]) == 4
    assert open_current(small_settings, toy).id == report.index


def test_a_reader_keeps_the_index_that_it_opened(toy, small_settings, small_corpus):
    ingest(small_settings)
    index = open_current(small_settings, toy)
    (small_corpus / "zwemmen.txt").write_text("Zwemmen\n\nDicht\n\nHet zwembad is dicht.\n", "utf-8")
    ingest(small_settings)
    found = index.nearest(toy.encode_query("zwemdiploma"), 1)[0][0]
    assert "zwemdiploma" in index.passages[found].text


def test_a_second_ingest_at_the_same_time_is_one_line(toy, small_settings):
    with writing(small_settings.data_dir), pytest.raises(IndexBusyError):
        ingest(small_settings)
    assert ingest(small_settings).passages > 0


def test_many_ingests_at_once_leave_one_whole_index(toy, small_settings):
    outcomes = []

    def run():
        try:
            outcomes.append(ingest(small_settings).index)
        except IndexBusyError:
            outcomes.append("busy")

    threads = [threading.Thread(target=run) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(outcomes) == 6
    assert {open_current(small_settings, toy).id} == set(outcomes) - {"busy"}


def test_a_data_folder_that_is_a_file_is_one_line(toy, small_settings):
    small_settings.data_dir.write_text("", "utf-8")
    with pytest.raises(StorageError) as error:
        ingest(small_settings)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("name", ["vectors.npz", "pages.json", "passages.json"])
def test_a_damaged_index_is_made_anew(toy, small_settings, name):
    ingest(small_settings)
    (current_folder(small_settings.data_dir) / name).write_bytes(b"")
    ingest(small_settings)
    assert set(open_current(small_settings, toy).pages) == {"zwemmen", "fietsen", "lezen"}


def test_progress_is_told_in_dutch_and_never_beyond_the_whole(toy, small_settings):
    told = []
    ingest(small_settings, lambda stage, done, total: told.append((stage, done, total)))
    assert told[0][0] == "Pagina's lezen"
    assert all(0 <= done <= total for _, done, total in told)
    assert told[-1][1] == told[-1][2]


def test_a_page_without_a_heading_is_read(toy, small_settings, small_corpus):
    (small_corpus / "kaal.txt").write_text("Alleen een zin zonder kop.\n", "utf-8")
    assert "kaal" in ingest(small_settings).added
    index = open_current(small_settings, toy)
    assert any("zonder kop" in passage.text for passage in index.passages)


def test_a_wrongly_encoded_page_is_read_or_told_in_one_line(toy, small_settings, small_corpus):
    (small_corpus / "oud.txt").write_bytes("Café\n\nEen reünie over één uur.\n".encode("cp1252"))
    report = ingest(small_settings)
    pages = open_current(small_settings, toy).pages
    if "oud" in pages:
        assert "reünie over één uur" in pages["oud"].text
    else:
        assert len(report.problems) == 1


def test_a_page_that_is_replaced_while_others_are_read_goes_in_under_its_own_hash(toy, small_settings, small_corpus):
    page = small_corpus / "zwemmen.txt"  # the last one to be read
    old = page.read_bytes()

    def replace_it(what: str, done: int, total: int) -> None:
        if (what, done) == ("Pagina's lezen", 1):
            page.write_bytes(old.replace(b"5 jaar", b"6 jaar"))

    ingest(small_settings, replace_it)
    assert "6 jaar" in open_current(small_settings, toy).pages["zwemmen"].text
    page.write_bytes(old)
    assert ingest(small_settings).changed == ("zwemmen",)
    assert "5 jaar" in open_current(small_settings, toy).pages["zwemmen"].text
