"""A writer or a reader that is killed while the index is on a Chroma server: the others have the old or the new one.

The test starts this file as a program of its own, which forks as tests/test_kill.py does.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from chroma_server import Chroma, asked_the_server
from conftest import ToyEmbeddings

from ingest import shared
from ingest.pipeline import ingest, open_current
from ingest.places import place_of
from ingest.server import Server

TESTS = Path(__file__).resolve().parent
KILLS_A_STAGE = 4
KILLED_FETCHES = 8
STAGES = ("writing", "verifying", "publishing", "switching", "pruning")

pytestmark = pytest.mark.skipif(os.name == "nt", reason="forks and signals of POSIX")


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    chroma = Chroma(tmp_path_factory.mktemp("chroma"))
    chroma.start()
    try:
        done = subprocess.run(
            [sys.executable, __file__, str(tmp_path_factory.mktemp("doden")), chroma.url],
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=600,
        )
    finally:
        chroma.stop()
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


def test_after_every_kill_of_a_writer_the_other_machine_has_the_old_or_the_new_index(outcome) -> None:
    assert len(outcome["kills"]) == KILLS_A_STAGE * len(STAGES)
    assert [kill for kill in outcome["kills"] if kill["version"] not in (kill["old"], kill["new"])] == []
    assert {kill["version"] == kill["new"] for kill in outcome["kills"]} == {True, False}
    assert [kill for kill in outcome["kills"] if kill["stage"] == "pruning" and kill["version"] != kill["new"]] == []


def test_a_reader_on_the_other_machine_answers_throughout(outcome) -> None:
    assert outcome["reader"]["errors"] == []
    assert outcome["reader"]["answers"] > 20
    assert len(outcome["reader"]["versions"]) > KILLS_A_STAGE


def test_a_machine_that_is_killed_while_it_fetches_has_nothing_half(outcome) -> None:
    assert outcome["fetches"] == [outcome["in use"]] * KILLED_FETCHES
    assert outcome["killed"] > KILLED_FETCHES / 2


def test_what_killed_writers_left_on_the_server_is_removed_in_time(outcome) -> None:
    assert outcome["left before"] > 4
    assert outcome["left after"] == 4  # in use, and three before it


# --- The program ------------------------------------------------------------------------------------------------


def version_seen(place: Any, look: bool = False) -> int:
    """The one version that a machine sees in pages, passages, and what the server finds; raises when they differ."""
    from killing_index import PAGES

    current = place_of(place.settings).glance() if look else None
    index = getattr(place, "index", None)
    if index is None or not look or current != index.folder:
        index = place.index = open_current(place.settings, place.embeddings)
    texts = [page.text for page in index.pages.values()] + [passage.text for passage in index.passages]
    for number in range(PAGES):
        hits = index.nearest(place.embeddings.encode_query(f"zin 1 bladzijde {number}"), 3)
        texts += [index.passages[hit].text for hit, _ in hits]
    found = {int(text.split("versie ")[1].split()[0]) for text in texts}
    if len(found) != 1 or len(index.pages) != PAGES or not asked_the_server(index):
        raise AssertionError(f"a mix: {found}, {len(index.pages)} pages, {index.store._not_before}")
    return found.pop()


def tell_stages(place: Any, out: Any) -> None:
    """An ingest that says which stage begins."""
    from ingest import pipeline, vectors

    def telling(owner: Any, name: str, stage: str) -> None:
        work = getattr(owner, name)

        def told(*args: Any, **kwargs: Any) -> Any:
            out.write(f"{stage}\n")
            return work(*args, **kwargs)

        setattr(owner, name, told)

    telling(pipeline, "build", "writing")
    telling(vectors, "_verify", "verifying")
    telling(Server, "write_files", "publishing")
    telling(Server, "put", "switching")
    telling(Server, "prune", "pruning")
    pipeline.ingest(place.settings)
    out.write("done\n")


def stage_moments(place: Any) -> dict[str, float]:
    """How long each stage of an ingest takes here."""
    from itertools import pairwise

    from forking import forked

    child, reading = forked(lambda out: tell_stages(place, out))
    with os.fdopen(reading) as said:
        moments = [(line.strip(), time.monotonic()) for line in said]
    os.waitpid(child, 0)
    return {stage: end - start for (stage, start), (_, end) in pairwise(moments)}


def killed_in(place: Any, stage: str, delay: float) -> bool:
    """Kill an ingest `delay` seconds after `stage` began; gives whether it was still running."""
    from forking import forked

    child, reading = forked(lambda out: tell_stages(place, out))
    with os.fdopen(reading) as said:
        for line in said:
            if line.strip() == stage:
                break
        time.sleep(delay)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def kill_writers(writer: Any, reader: Any) -> list[dict[str, Any]]:
    from forking import result_of

    version = 1
    writer.write(version)
    lasts = stage_moments(writer)
    results = []
    old = version
    for stage in STAGES:
        for number in range(KILLS_A_STAGE):
            delay, was_running = lasts[stage] * (number + 0.5) / KILLS_A_STAGE, False
            while not was_running:  # else the kill came too late
                version += 1
                writer.write(version)
                was_running = killed_in(writer, stage, delay)
                delay /= 2
                found = result_of(lambda: version_seen(reader))
                seen = int(found) if found.isdigit() else found
                if not was_running:
                    old = seen
            results.append({"stage": stage, "old": old, "new": version, "version": seen})
            old = seen
    return results


def kill_fetch(place: Any, delay: float) -> bool:
    """Kill a machine `delay` seconds after it began to fetch the index in use; gives whether it was still at it."""
    from forking import forked

    child, reading = forked(lambda _: place_of(place.settings).current())
    time.sleep(delay)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    os.close(reading)
    return os.WIFSIGNALED(status)


def keep_looking(place: Any, log: Path) -> Callable[[Any], None]:
    def work(_: Any) -> None:
        with log.open("w", buffering=1) as out:
            while True:
                try:
                    out.write(f"{version_seen(place, look=True)}\n")
                except Exception as error:
                    out.write(f"{type(error).__name__}: {' '.join(str(error).split())}\n")
                time.sleep(0.2)

    return work


def main(root: Path, url: str) -> None:
    import langchain_chroma  # noqa: F401
    from forking import forked, result_of
    from killing_index import Place

    import ingest.embedding

    logging.disable()
    ingest.embedding.load_embeddings = lambda settings: ToyEmbeddings()
    machines = []
    (root / "proef").mkdir()
    for name in ("schrijver", "lezer", "venster"):
        (root / name).mkdir()
        machines.append(Place(root / name))
        machines[-1].settings.chroma_url = url
    writer, reader, window = machines
    writer.write(0)
    result_of(lambda: ingest_here(writer))
    log = root / "venster.txt"
    looking, reading = forked(keep_looking(window, log))
    result: dict[str, Any] = {"kills": kill_writers(writer, reader)}
    os.kill(looking, signal.SIGKILL)
    os.waitpid(looking, 0)
    os.close(reading)
    lines = log.read_text("utf-8").splitlines()
    versions = [line for line in lines if line.isdigit()]
    errors = [line for line in lines if not line.isdigit()]
    result["reader"] = {"answers": len(versions), "versions": sorted(set(versions)), "errors": errors}

    result["in use"] = int(result_of(lambda: version_seen(reader)))
    result["fetches"], result["killed"] = [], 0
    started = time.monotonic()
    result_of(lambda: place_of(Place(root / "proef").settings.model_copy(update={"chroma_url": url})).current())
    lasts = time.monotonic() - started
    for number in range(KILLED_FETCHES):
        (root / f"nieuw-{number}").mkdir()
        new = Place(root / f"nieuw-{number}")
        new.settings.chroma_url = url
        result["killed"] += kill_fetch(new, lasts * (number + 0.5) / KILLED_FETCHES)
        seen = result_of(lambda new=new: version_seen(new))
        result["fetches"].append(int(seen) if seen.isdigit() else seen)

    def indexes() -> int:
        return len(Server(url, "").state().begun)

    result["left before"] = int(result_of(indexes))
    writer.write(10_000)
    result_of(lambda: ingest_here(writer, abandoned=0.0))
    result["left after"] = int(result_of(indexes))
    print(json.dumps(result))


def ingest_here(place: Any, abandoned: float = shared.ABANDONED) -> None:
    shared.ABANDONED = abandoned
    ingest(place.settings)


if __name__ == "__main__":
    sys.path[:0] = [str(TESTS), str(TESTS.parent)]
    main(Path(sys.argv[1]), sys.argv[2])
