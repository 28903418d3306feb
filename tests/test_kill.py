"""An ingest that is killed, or runs into a full disk, at any moment: the old or the new index, never a mix.

The test starts this file as a program of its own. It forks a process for every ingest, look and rollback, so that
each begins without an open Chroma, as on a command line.
"""

from __future__ import annotations

import itertools
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

KILLS_A_STAGE = 10
STAGES = ("reading", "writing", "verifying", "switching", "pruning")
PAGES = 4

pytestmark = pytest.mark.skipif(os.name == "nt", reason="forks and signals of POSIX")


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, __file__, str(tmp_path_factory.mktemp("doden"))],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=900,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


def test_after_every_kill_the_old_or_the_new_index_answers(outcome) -> None:
    assert len(outcome["kills"]) == KILLS_A_STAGE * len(STAGES)
    assert [kill for kill in outcome["kills"] if not kill["as it should"]] == []


def test_kills_came_before_and_after_the_switch(outcome) -> None:
    assert sum(kill["version"] == kill["old"] for kill in outcome["kills"]) >= 2 * KILLS_A_STAGE
    assert [kill for kill in outcome["kills"] if kill["stage"] == "pruning" and kill["version"] != kill["new"]] == []


def test_a_reader_in_another_process_answers_throughout(outcome) -> None:
    assert outcome["reader"]["errors"] == []
    assert outcome["reader"]["answers"] > 100
    assert len(outcome["reader"]["versions"]) > KILLS_A_STAGE


def test_nothing_that_was_left_half_way_stays_after_the_next_ingest(outcome) -> None:
    assert outcome["folders"] <= 5  # in use, three before it, and one that stood ready


def test_after_a_kill_of_a_rollback_one_of_the_two_indexes_is_in_use(outcome) -> None:
    assert [one for one in outcome["rollbacks"] if one["version"] not in (one["old"], one["new"])] == []


def test_of_two_ingests_at_once_one_is_kept_out_or_waits_its_turn(outcome) -> None:
    assert set(outcome["two at once"]["endings"]) <= {"done", "IndexBusyError"}
    assert "done" in outcome["two at once"]["endings"]
    assert outcome["two at once"]["version"] == outcome["two at once"]["new"]


def test_on_a_full_disk_the_old_index_stays_and_nothing_half_is_left(outcome) -> None:
    assert [one["ending"] for one in outcome["full disk"]] == ["StorageError"] * len(outcome["full disk"])
    for one in outcome["full disk"]:
        assert one["version"] == one["old"]
        assert one["folders after"] == one["folders before"]


# --- The program ------------------------------------------------------------------------------------------------


class Place:
    """A corpus in some version, and the data folder beside it."""

    def __init__(self, root: Path) -> None:
        from conftest import ToyEmbeddings

        from ingest.settings import Settings

        self.corpus = root / "corpus"
        self.corpus.mkdir()
        self.settings = Settings(corpus_dir=self.corpus, data_dir=root / "data", _env_file=None)
        self.embeddings = ToyEmbeddings()

    def write(self, version: int) -> None:
        """Every page says which version it is."""
        for number in range(PAGES):
            lines = [f"Zin {line} van versie {version} op bladzijde {number}." for line in range(5)]
            text = f"# Onderwerp {number}\n\n" + "\n\n".join(lines) + "\n"
            (self.corpus / f"pagina-{number}.md").write_text(text, "utf-8")

    def version_in_use(self) -> int:
        """The one version that all pages, passages and search results are of; raises when they differ."""
        from ingest.pipeline import open_current

        index = open_current(self.settings, self.embeddings)
        return version_of(index, self.embeddings)

    def folders(self) -> int:
        return sum(path.is_dir() for path in (self.settings.data_dir / "indexes").iterdir())


def version_of(index: Any, embeddings: Any) -> int:
    found = {int(text.split("versie ")[1].split()[0]) for text in (page.text for page in index.pages.values())}
    found |= {int(passage.text.split("versie ")[1].split()[0]) for passage in index.passages}
    for number in range(PAGES):
        hits = index.nearest(embeddings.encode_query(f"zin 1 bladzijde {number}"), 3)
        found |= {int(index.passages[hit].text.split("versie ")[1].split()[0]) for hit, _ in hits}
    stored = index.store.get()["documents"]
    found |= {int(text.split("versie ")[1].split()[0]) for text in stored}
    if len(found) != 1 or len(stored) != len(index.passages) or len(index.pages) != PAGES:
        raise AssertionError(f"a mix: {found}, {len(stored)} of {len(index.passages)}")
    return found.pop()


def forked(work: Callable[[Any], object]) -> tuple[int, int]:
    """Runs `work` in a process of its own with the writing end of a pipe; gives its number and the reading end."""
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, reading
    os.close(reading)
    try:
        with os.fdopen(writing, "w", buffering=1) as out:
            work(out)
        os._exit(0)
    except BaseException as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        os._exit(1)


def result_of(work: Callable[[], object]) -> str:
    """What `work` gives in a process of its own, as text, or the name of its error."""

    def tell(out: Any) -> None:
        try:
            out.write(f"{work()}")
        except Exception as error:
            out.write(type(error).__name__ if not isinstance(error, AssertionError) else str(error))

    child, reading = forked(tell)
    with os.fdopen(reading) as text:
        said = text.read()
    os.waitpid(child, 0)
    return said


def ingest_telling(place: Place, out: Any) -> None:
    """An ingest that says which stage begins."""
    from ingest import pipeline, store, vectors

    def telling(module: Any, name: str, stage: str) -> None:
        work = getattr(module, name)

        def told(*args: Any, **kwargs: Any) -> Any:
            out.write(f"{stage}\n")
            return work(*args, **kwargs)

        setattr(module, name, told)

    for module, name, stage in (
        (pipeline, "read_sources", "reading"),
        (pipeline, "build", "writing"),
        (vectors, "_verify", "verifying"),
        (store, "switch", "switching"),
        (store, "prune", "pruning"),
    ):
        telling(module, name, stage)
    pipeline.ingest(place.settings)
    out.write("done\n")


def times_of_stages(place: Place) -> dict[str, float]:
    """How long each stage of an ingest takes here."""
    child, reading = forked(lambda out: ingest_telling(place, out))
    moments: list[tuple[str, float]] = []
    with os.fdopen(reading) as said:
        for line in said:
            moments.append((line.strip(), time.monotonic()))
    os.waitpid(child, 0)
    return {stage: max(end - start, 0.001) for (stage, start), (_, end) in itertools.pairwise(moments)}


def kill_in(place: Place, stage: str, delay: float) -> bool:
    """Kill an ingest `delay` seconds after `stage` began; gives whether it was still running."""
    child, reading = forked(lambda out: ingest_telling(place, out))
    with os.fdopen(reading) as said:
        for line in said:
            if line.strip() == stage:
                break
        time.sleep(delay)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def keep_reading(place: Place, out: Any) -> None:
    """Open the index in use and ask it, again and again; say which version answered or what went wrong."""
    from ingest.pipeline import open_current
    from ingest.store import current_folder

    index = None
    while True:
        try:
            if index is None or index.folder != current_folder(place.settings.data_dir):
                index = open_current(place.settings, place.embeddings)
            out.write(f"{version_of(index, place.embeddings)}\n")
        except Exception as error:
            out.write(f"{type(error).__name__}: {' '.join(str(error).split())}\n")
        time.sleep(0.05)


def read_file_of(place: Place, file: Path) -> Callable[[Any], None]:
    def work(_: Any) -> None:
        with file.open("w", buffering=1) as out:
            keep_reading(place, out)

    return work


def use(place: Place, limit: int = 0) -> str:
    """An ingest in a process of its own; `limit`: no file may become longer."""

    def work() -> str:
        from ingest.pipeline import ingest

        if limit:
            import resource

            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        ingest(place.settings)
        return "done"

    return result_of(work)


def kills(place: Place, version: int) -> list[dict[str, Any]]:
    place.write(version)
    lasts = times_of_stages(place)
    results = []
    for stage in STAGES:
        for number in range(KILLS_A_STAGE):
            delay = lasts[stage] * (number + random.random()) / KILLS_A_STAGE
            was_running = False
            while not was_running:  # else the kill came too late
                old = int(result_of(place.version_in_use))
                version += 1
                place.write(version)
                was_running = kill_in(place, stage, delay)
                delay /= 2
            found = result_of(place.version_in_use)
            results.append(
                {
                    "stage": stage,
                    "old": old,
                    "new": version,
                    "version": int(found) if found.isdigit() else found,
                    "as it should": found in (str(old), str(version)),
                }
            )
    return results


def rollbacks(place: Place) -> list[dict[str, Any]]:
    """Kills of a rollback, with an ingest in between that puts the newest index back."""
    from ingest.history import rollback
    from ingest.pipeline import ingest

    results = []
    for number in range(KILLS_A_STAGE):
        result_of(lambda: ingest(place.settings, review=lambda _: True))
        old = int(result_of(place.version_in_use))
        new = int(result_of(lambda: (rollback(place.settings), place.version_in_use())[1]))
        result_of(lambda: ingest(place.settings, review=lambda _: True))
        child, reading = forked(lambda _: rollback(place.settings))
        time.sleep(0.004 * number)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(reading)
        found = result_of(place.version_in_use)
        results.append({"old": old, "new": new, "version": int(found) if found.isdigit() else found})
    return results


def two_at_once(place: Place, version: int) -> dict[str, Any]:
    from ingest.pipeline import ingest

    place.write(version)

    def tell(out: Any) -> None:
        try:
            ingest(place.settings)
            out.write("done")
        except Exception as error:
            out.write(type(error).__name__)

    both = [forked(tell) for _ in range(2)]
    endings = []
    for child, reading in both:
        with os.fdopen(reading) as said:
            endings.append(said.read())
        os.waitpid(child, 0)
    return {"endings": endings, "new": version, "version": int(result_of(place.version_in_use))}


def full_disk(place: Place, version: int) -> list[dict[str, Any]]:
    results = []
    for number, limit in enumerate((100, 1_000, 3_000, 30_000, 100_000)):
        old = int(result_of(place.version_in_use))
        before = place.folders()
        place.write(version + number)
        results.append(
            {
                "ending": use(place, limit),
                "old": old,
                "version": int(result_of(place.version_in_use)),
                "folders before": before,
                "folders after": place.folders(),
            }
        )
    return results


def main(root: Path) -> None:
    import chromadb  # noqa: F401
    import langchain_chroma  # noqa: F401

    import ingest.embedding

    place = Place(root)
    ingest.embedding.load_embeddings = lambda settings: place.embeddings
    place.write(0)
    use(place)
    log = root / "reader.txt"
    reader, reading = forked(read_file_of(place, log))
    result: dict[str, Any] = {"kills": kills(place, 1)}
    result["rollbacks"] = rollbacks(place)
    place.write(1000)
    use(place)
    result["folders"] = place.folders()
    result["two at once"] = two_at_once(place, 1001)
    os.kill(reader, signal.SIGKILL)
    os.waitpid(reader, 0)
    os.close(reading)
    lines = log.read_text("utf-8").splitlines()
    versions = [line for line in lines if line.isdigit()]
    errors = [line for line in lines if not line.isdigit()]
    result["reader"] = {"answers": len(versions), "versions": sorted(set(versions)), "errors": errors}
    result["full disk"] = full_disk(place, 2000)
    print(json.dumps(result))


if __name__ == "__main__":
    sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent.parent)]
    main(Path(sys.argv[1]))
