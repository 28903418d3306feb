"""Fetching from a real server on loopback: the register of pages, and what is told of the work."""

# ruff: noqa: F811 - a fixture is imported, and a test takes it by its name

import json
import tomllib

import pytest
from fetching import QUICK, REGISTER, Wish, files, page, run, wish  # noqa: F401 - a fixture
from filelock import FileLock
from website import Site, site  # noqa: F401 - a fixture

from ingest.errors import CorpusError, IndexBusyError
from ingest.fetch import fetch


def test_the_day_of_copying_comes_into_the_register_and_nothing_else_changes_there(site: Site, wish: Wish) -> None:
    site.answers["/herstel"] = page()
    run(wish)
    register = (wish.corpus_dir / "register.toml").read_text("utf-8")
    day = tomllib.loads(register)["herstel"]["retrieved"]
    assert len(day) == 10
    assert register == REGISTER.format(url=site.url("/herstel")).replace('retrieved = ""', f'retrieved = "{day}"')


def test_a_new_address_gets_a_name_and_comes_at_the_end_of_the_register(site: Site, wish: Wish) -> None:
    before = (wish.corpus_dir / "register.toml").read_bytes()
    site.answers["/thema/Hulp%20bij%20Trauma.html"] = page(title='Hulp bij "trauma"')
    report = run(wish, add=site.url("/thema/Hulp%20bij%20Trauma.html"))
    assert report.outcomes[0].slug == "hulp-bij-trauma"
    after = (wish.corpus_dir / "register.toml").read_bytes()
    assert after.startswith(before)
    entry = tomllib.loads(after.decode())["hulp-bij-trauma"]
    assert (entry["title"], entry["url"]) == ('Hulp bij "trauma"', site.url("/thema/Hulp%20bij%20Trauma.html"))
    again = run(wish, add=site.url("/thema/Hulp%20bij%20Trauma.html"))
    assert [out.status for out in again.outcomes] == ["unchanged"]
    assert (wish.corpus_dir / "register.toml").read_bytes() == after


def test_a_register_from_windows_keeps_its_line_ends_and_mark(site: Site, wish: Wish) -> None:
    path = wish.corpus_dir / "register.toml"
    old = b"\xef\xbb\xbf" + REGISTER.format(url=site.url("/herstel")).replace("\n", "\r\n").encode().rstrip()
    path.write_bytes(old)
    site.answers |= {"/herstel": page(), "/trauma": page(title="Trauma")}
    fetch(wish, everything=True, add=site.url("/trauma"), limits=QUICK)
    day = tomllib.loads(path.read_text("utf-8-sig"))["herstel"]["retrieved"]
    added = ["", "", "[trauma]", 'title = "Trauma"', 'publisher = ""', f'url = "{site.url("/trauma")}"']
    added += [f'retrieved = "{day}"', ""]
    dated = old.replace(b'retrieved = ""', f'retrieved = "{day}"'.encode())
    assert path.read_bytes() == dated + "\r\n".join(added).encode()


def test_a_name_that_is_taken_is_made_longer(site: Site, wish: Wish) -> None:
    site.answers["/thema/herstel"] = page()
    assert run(wish, add=site.url("/thema/herstel")).outcomes[0].slug == "thema-herstel"


def test_a_new_address_that_fails_leaves_no_trace(site: Site, wish: Wish) -> None:
    before = files(wish.corpus_dir)
    assert run(wish, add=site.url("/weg")).outcomes[0].status == "gone"
    assert files(wish.corpus_dir) == before


def test_pages_without_an_address_and_names_that_are_no_file_names_are_passed_over(wish: Wish) -> None:
    register = '[zonder]\nurl = ""\n["../buiten"]\nurl = "http://127.0.0.1/"\n'
    (wish.corpus_dir / "register.toml").write_text(register, "utf-8")
    assert [out.status for out in run(wish).outcomes] == ["skipped", "failed"]


def test_unknown_names_are_an_error(wish: Wish) -> None:
    with pytest.raises(CorpusError, match="onbekend"):
        fetch(wish, ["onbekend"], limits=QUICK)


def test_one_writer_at_a_time(wish: Wish) -> None:
    with FileLock(wish.corpus_dir / ".fetch.lock"), pytest.raises(IndexBusyError):
        run(wish)


def test_the_report_is_plain_data_with_every_page_once(site: Site, wish: Wish) -> None:
    site.answers["/herstel"] = page()
    data = json.loads(json.dumps(run(wish).as_json()))
    assert data["new"] == ["herstel"]
    assert data["gone"] == data["failed"] == []
    assert [out["slug"] for out in data["outcomes"]] == ["herstel"]


def test_progress_is_told_before_each_page(site: Site, wish: Wish) -> None:
    site.answers["/herstel"] = page()
    told: list[tuple[str, int, int]] = []
    run(wish, progress=lambda *step: told.append(step))
    assert told == [("herstel ophalen", 0, 1), ("klaar", 1, 1)]
