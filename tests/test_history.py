import pytest

from ingest import pipeline
from ingest.errors import IndexMissingError
from ingest.history import history, rollback
from ingest.pipeline import ingest, open_current
from ingest.store import current_folder, indexes_dir, is_whole


def _bell(corpus, number):
    (corpus / "fietsen.md").write_text(f"# Fietsen\n\n## Bel\n\nBel nummer {number}.\n", "utf-8")


@pytest.fixture
def three(toy, small_settings, small_corpus):
    """Three indexes, made one after the other; their ids."""
    ids = []
    for number in range(3):
        _bell(small_corpus, number)
        ids.append(ingest(small_settings).index)
    return ids


def _in_use(settings, toy):
    return open_current(settings, toy).id


def test_without_an_index_there_is_no_history(toy, small_settings):
    assert history(small_settings) == ()


def test_history_shows_the_newest_first_and_which_is_in_use(three, small_settings):
    kept = history(small_settings)
    assert [one.id for one in kept] == three[::-1]
    assert [one.in_use for one in kept] == [True, False, False]
    assert {(one.pages, one.remark) for one in kept} == {(3, "")}
    assert all(one.made and one.passages for one in kept)


def test_a_rollback_goes_to_the_one_before_and_again_to_the_one_before_that(three, toy, small_settings):
    assert rollback(small_settings).id == three[1]
    assert _in_use(small_settings, toy) == three[1]
    assert rollback(small_settings).id == three[0]
    with pytest.raises(IndexMissingError, match="geen eerdere"):
        rollback(small_settings)
    assert _in_use(small_settings, toy) == three[0]


def test_a_rollback_by_the_start_of_an_id_can_also_go_forward(three, toy, small_settings):
    rollback(small_settings, three[0])
    assert _in_use(small_settings, toy) == three[0]
    rollback(small_settings, three[2][:9])
    assert _in_use(small_settings, toy) == three[2]
    assert ingest(small_settings).notes == ()


@pytest.mark.parametrize("id_", ["weg", "../.."])
def test_an_unknown_id_is_one_line_and_changes_nothing(three, toy, small_settings, id_):
    with pytest.raises(IndexMissingError, match="wegwijzer history"):
        rollback(small_settings, id_)
    assert _in_use(small_settings, toy) == three[2]


def test_an_ingest_of_unchanged_pages_does_not_undo_a_rollback_and_says_so(three, toy, small_settings):
    rollback(small_settings)
    report = ingest(small_settings)
    (note,) = report.notes
    assert "fietsen" in note
    assert "--yes" in note
    assert (report.index, report.changed, report.embedded) == (three[1], (), 0)
    assert _in_use(small_settings, toy) == three[1]


def test_after_two_rollbacks_the_first_is_not_undone_either(three, toy, small_settings):
    rollback(small_settings)
    rollback(small_settings)
    assert ingest(small_settings).index == three[0]


def test_another_page_that_changes_does_not_bring_in_what_was_rolled_back(three, toy, small_settings, small_corpus):
    rollback(small_settings)
    (small_corpus / "zwemmen.txt").write_text("Zwemmen\n\nDicht\n\nHet zwembad is dicht.\n", "utf-8")
    assert ingest(small_settings).index == three[1]


def test_once_the_page_is_mended_an_ingest_goes_on(three, toy, small_settings, small_corpus):
    rollback(small_settings)
    _bell(small_corpus, 7)
    report = ingest(small_settings)
    assert (report.changed, report.notes) == (("fietsen",), ())
    assert "nummer 7" in open_current(small_settings, toy).pages["fietsen"].text


def test_a_page_that_was_removed_and_rolled_back_is_not_removed_again(three, toy, small_settings, small_corpus):
    (small_corpus / "lezen.html").unlink()
    ingest(small_settings)
    rollback(small_settings)
    assert "lezen" in ingest(small_settings).notes[0]
    assert "lezen" in open_current(small_settings, toy).pages


def test_a_rolled_back_index_can_be_taken_over_all_the_same(three, toy, small_settings):
    rollback(small_settings)
    assert ingest(small_settings, review=lambda update: True).index == three[2]
    assert ingest(small_settings).index == three[2]


def test_an_index_of_another_version_is_not_gone_back_to(three, small_settings, monkeypatch):
    monkeypatch.setattr("ingest.history.code_version", lambda: "andere versie")
    assert "andere versie" in history(small_settings)[1].remark
    with pytest.raises(IndexMissingError, match="andere versie"):
        rollback(small_settings, three[1])
    with pytest.raises(IndexMissingError, match="geen eerdere"):
        rollback(small_settings)


def test_an_index_that_stood_ready_but_was_never_in_use_is_not_gone_back_to(three, toy, small_settings, small_corpus):
    _bell(small_corpus, 7)
    ingest(small_settings, review=lambda update: False)
    assert "klaargezet" in history(small_settings)[-1].remark
    _bell(small_corpus, 8)
    ingest(small_settings)
    assert rollback(small_settings).id == three[2]


def test_an_update_that_is_not_taken_over_stands_ready_for_the_next_ingest(three, toy, small_settings, small_corpus):
    _bell(small_corpus, 7)
    seen = []
    report = ingest(small_settings, review=lambda update: seen.append(update) or False)
    assert (report.index, report.changed) == (three[2], ())
    assert (seen[0].report.changed, seen[0].before) == (("fietsen",), current_folder(small_settings.data_dir))
    assert seen[0].report.embedded > 0
    encoded = toy.encoded
    assert ingest(small_settings).index == seen[0].report.index
    assert toy.encoded == encoded


def test_a_review_that_raises_changes_nothing(three, toy, small_settings, small_corpus):
    _bell(small_corpus, 7)
    with pytest.raises(KeyboardInterrupt):
        ingest(small_settings, review=lambda update: (_ for _ in ()).throw(KeyboardInterrupt()))
    assert _in_use(small_settings, toy) == three[2]


@pytest.mark.parametrize("moment", ["Pagina's lezen", "Taalmodel laden", "Index schrijven en nakijken"])
def test_an_ingest_that_is_stopped_changes_nothing_and_leaves_nothing_half(
    three, toy, small_settings, small_corpus, moment
):
    def stop(stage, done, total):
        if stage == moment and done == total:
            raise KeyboardInterrupt

    _bell(small_corpus, 7)
    with pytest.raises(KeyboardInterrupt):
        ingest(small_settings, stop)
    assert _in_use(small_settings, toy) == three[2]
    assert all(is_whole(path) for path in indexes_dir(small_settings.data_dir).iterdir() if path.is_dir())
    assert ingest(small_settings).changed == ("fietsen",)


def test_without_anything_new_no_review_is_asked(three, small_settings):
    ingest(small_settings, review=lambda update: pytest.fail("asked"))


def test_an_index_that_can_no_longer_be_used_is_replaced_even_after_a_rollback(three, toy, small_settings, monkeypatch):
    rollback(small_settings)
    monkeypatch.setattr(pipeline, "code_version", lambda: "andere versie")
    report = ingest(small_settings)
    assert "andere versie" in report.notes[0]
    assert "nummer 2" in open_current(small_settings, toy).pages["fietsen"].text
