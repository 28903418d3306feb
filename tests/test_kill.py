"""Killed at any moment, on a full disk, two at once: always the old or the new index, never a mix, nothing lost."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from forking import KILLS, share
from killing_fetch import MOMENTS, OLD_TEXT, STEPS, html, markdown
from killing_index import MOMENTS_OF_ROLLBACK, QUESTIONS, STAGES, STEPS_OF_ROLLBACK, STEPS_OF_SWITCH

from ingest.settings import PROJECT

pytestmark = pytest.mark.skipif(os.name == "nt", reason="forks and signals of POSIX")


def outcome_of(program: str, folder: Path) -> dict[str, Any]:
    """What a program beside this file tells in JSON."""
    line = [sys.executable, str(Path(__file__).with_name(program)), str(folder)]
    env = dict(os.environ) | {"PYTHONPATH": str(PROJECT)}
    done = subprocess.run(line, capture_output=True, encoding="utf-8", check=False, timeout=3600, env=env)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


def today() -> str:
    return datetime.now(UTC).date().isoformat()


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return outcome_of("killing_index.py", tmp_path_factory.mktemp("indexen"))


def test_after_every_kill_the_old_or_the_new_index_answers(index) -> None:
    assert len(index["kills"]) == sum(share(number) for number in STAGES.values()) + share(STEPS_OF_SWITCH)
    for kill in index["kills"]:
        assert kill["after"]["version"] in (kill["before"]["version"], kill["new"]), kill


def test_kills_came_before_and_after_the_switch(index) -> None:
    by_stage = {what: [kill for kill in index["kills"] if kill["what"] == what] for what in (*STAGES, "step")}
    for what in ("reading", "writing", "verifying"):  # a stage may be over sooner than it was the first time
        old = [kill["after"]["version"] == kill["before"]["version"] for kill in by_stage[what]]
        assert sum(old) >= len(old) / 2, what
    assert all(kill["after"]["version"] == kill["new"] for kill in by_stage["pruning"])
    assert {kill["after"]["version"] == kill["new"] for kill in by_stage["step"]} == {True, False}


def test_the_indexes_that_were_in_use_before_a_kill_are_still_there(index) -> None:
    for kill in index["kills"]:
        assert set(kill["before"]["used"][:3]) <= set(kill["after"]["used"]), kill


def test_an_index_that_was_never_in_use_is_never_taken_for_one_that_was(index) -> None:
    once_in_use: set[str] = set()
    for kill in index["kills"]:
        once_in_use |= {*kill["before"]["used"], kill["after"]["current"]}
        assert set(kill["after"]["used"]) <= once_in_use, kill


def test_the_index_in_use_comes_first_in_the_order_of_use(index) -> None:
    for kill in index["kills"]:
        assert kill["after"]["used"][0] == kill["after"]["current"], kill


def test_readers_in_other_processes_answer_throughout(index) -> None:
    for reader in index["readers"]:
        assert [line for line in reader if not line.isdigit()] == []
        assert len(reader) > 100
        assert len(set(reader)) > 10


def test_a_process_that_is_killed_while_it_asks_damages_nothing(index) -> None:
    assert len(index["questions"]) == share(QUESTIONS)
    for kill in index["questions"]:
        assert kill["after"] == kill["before"], kill


def test_nothing_that_was_left_half_way_stays_after_the_next_ingest(index) -> None:
    assert index["folders"] <= 4  # in use, and three before it


def test_after_a_kill_of_a_rollback_index_and_memory_are_both_old_or_both_new(index) -> None:
    assert len(index["rollbacks"]) == share(MOMENTS_OF_ROLLBACK) + share(STEPS_OF_ROLLBACK)
    for kill in index["rollbacks"]:
        assert kill["after"]["current"] in kill["remembered"], kill
        assert kill["after"]["rolled back"] == kill["remembered"][kill["after"]["current"]], kill
    assert {kill["after"]["current"] == kill["before"]["current"] for kill in index["rollbacks"]} == {True, False}


def test_a_kill_of_a_rollback_loses_no_index(index) -> None:
    for kill in index["rollbacks"]:
        assert kill["after"]["used"] == kill["before"]["used"], kill


def test_what_was_rolled_back_before_the_kills_is_still_remembered(index) -> None:
    told = index["remembering"]
    assert told["left"] == told["before"] != told["newest"] == told["taken over"]


def test_of_two_ingests_at_once_one_is_kept_out_or_waits_its_turn(index) -> None:
    assert set(index["two at once"]["endings"]) <= {"done", "IndexBusyError"}
    assert "done" in index["two at once"]["endings"]
    assert index["two at once"]["version"] == index["two at once"]["new"]


def test_on_a_full_disk_the_old_index_stays_and_nothing_half_is_left(index) -> None:
    assert [one["ending"] for one in index["full disk"]] == ["StorageError"] * len(index["full disk"])
    for one in index["full disk"]:
        assert one["version"] == one["old"]
        assert one["folders after"] == one["folders before"]


@pytest.fixture(scope="module")
def fetched(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return outcome_of("killing_fetch.py", tmp_path_factory.mktemp("ophalen"))


def _is_old_or_new(found: dict[str, Any], before: dict[str, Any], version: int) -> bool:
    """Whether every file is as it was before or as it must be in this version, whatever the others are."""
    body = html(version).decode()
    old_entry, new_entry = before["entry"], {**(found["entry"] or {}), "retrieved": today()}
    return (
        found["page"] in (before["page"], markdown(version))
        and found["original"] in (before["original"], body)
        and found["sha256"] in (before["sha256"], hashlib.sha256(body.encode()).hexdigest())
        and found["entry"] in (old_entry, new_entry)
        and found["by hand"] == before["by hand"]
        and found["other"] == OLD_TEXT
    )


def _is_mended(found: dict[str, Any], before: dict[str, Any], version: int) -> bool:
    """Whether all of the page is of this version, with the day on which it was fetched, and nothing else changed."""
    body = html(version).decode()
    return (
        (found["page"], found["original"]) == (markdown(version), body)
        and found["sha256"] == hashlib.sha256(body.encode()).hexdigest()
        and found["entry"]["retrieved"] == today()
        and found["entry"]["title"] == "Herstel"
        and found["by hand"] == before["by hand"]
        and found["other"] == OLD_TEXT
        and found["half"] == []
    )


def test_there_are_as_many_kills_as_asked_in_all(index, fetched) -> None:
    assert len(fetched["kills"]) == share(MOMENTS) + share(STEPS)
    of_index = len(index["kills"]) + len(index["rollbacks"]) + len(index["questions"])
    assert of_index + len(fetched["kills"]) >= KILLS


def test_after_a_kill_of_a_fetch_every_file_is_the_old_or_the_new_one(fetched) -> None:
    for kill in fetched["kills"]:
        assert _is_old_or_new(kill["after"], kill["before"], kill["version"]), kill


def test_the_next_fetch_mends_what_a_kill_left(fetched) -> None:
    for kill in fetched["kills"]:
        assert _is_mended(kill["mended"], kill["before"], kill["version"]), kill
        assert kill["mended"]["entries"] == kill["before"]["entries"] + (kill["kind"] == "new"), kill


def test_kills_of_a_fetch_came_before_between_and_after_its_files(fetched) -> None:
    new = [kill["after"]["page"] == markdown(kill["version"]) for kill in fetched["kills"]]
    whole = [kill["after"]["sha256"] == kill["mended"]["sha256"] for kill in fetched["kills"]]
    assert {(page, memory) for page, memory in zip(new, whole, strict=True)} >= {(False, False), (True, False)}


def test_on_a_full_disk_a_fetch_leaves_old_or_new_files_and_the_next_one_mends_them(fetched) -> None:
    for one in fetched["full disk"]:
        assert one["said"].startswith("failed: De pagina kan niet worden bewaard"), one
        assert _is_old_or_new(one["after"], one["before"], one["version"]), one
        assert _is_mended(one["mended"], one["before"], one["version"]), one
    assert {one["after"]["page"] == markdown(one["version"]) for one in fetched["full disk"]} == {True, False}


def test_of_two_fetches_at_once_one_is_kept_out_or_waits_its_turn(fetched) -> None:
    told = fetched["two at once"]
    for endings in told["endings"]:
        assert sorted(ending.partition(":")[0] for ending in endings)[1:] in (["changed"], ["unchanged"])
        assert sum(ending.startswith("changed") for ending in endings) == 1
    assert _is_mended(told["found"], {"by hand": told["found"]["by hand"]}, told["version"])


def test_an_ingest_during_a_fetch_takes_the_old_or_the_new_page_and_the_next_one_the_new(fetched) -> None:
    for one in fetched["with ingest"]:
        assert one["endings"] == ["changed: De tekst is veranderd.", "done"]
        assert len(set(re.findall(r"versie (\d+)", one["during"]))) == 1, one
        assert set(re.findall(r"versie (\d+)", one["after"])) == {str(one["version"])}, one
