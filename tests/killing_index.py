"""Kills ingests, switches, prunings and rollbacks while others read; says in JSON what was found after each.

A program: `python tests/killing_index.py FOLDER`. `test_kill.py` runs it and judges.
"""

from __future__ import annotations

import itertools
import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from forking import all_at_once, forked, killed_after, killed_at_step, result_of, share, steps_of, stepwise

STAGES = {"reading": 10, "writing": 35, "verifying": 15, "switching": 25, "pruning": 15}
"""Kills at a moment in each stage of an ingest, of 300."""
QUESTIONS = 25
"""Kills of a process that opens the index in use and asks it something, of 300."""
STEPS_OF_SWITCH, STEPS_OF_ROLLBACK, MOMENTS_OF_ROLLBACK = 40, 20, 25
"""Kills at a step (a write, a rename) of the switch with what is pruned after it, and of a rollback."""
PAGES = 4
READERS = 2


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

        return version_of(open_current(self.settings, self.embeddings), self.embeddings)

    def found(self) -> str:
        """What a look from another process finds: the version in use, what is kept, what was rolled back."""
        from ingest import store

        def look() -> str:
            current = store.current_folder(self.settings.data_dir)
            whole = store.whole_indexes(self.settings.data_dir)
            used = [folder.name for folder in whole if folder == current or store.was_used(folder)]
            gone = sorted(hash_ for _, hash_ in store.rolled_back(self.settings.data_dir))
            seen = {"current": current.name if current else "", "used": used, "rolled back": gone}
            return json.dumps({"version": self.version_in_use(), **seen})

        return result_of(look)

    def folders(self) -> int:
        return sum(path.is_dir() for path in (self.settings.data_dir / "indexes").iterdir())

    def take_over(self) -> None:
        """Ingest the corpus as it is, also what was rolled back."""
        from ingest.pipeline import ingest

        ingest(self.settings, review=lambda _: True)


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


def ingest_stepping(place: Place) -> None:
    """An ingest that counts the steps of the switch and of what is pruned after it."""
    from ingest import pipeline, store

    stepwise(store, "switch")
    stepwise(store, "prune")
    pipeline.ingest(place.settings)


def rollback_stepping(place: Place) -> None:
    from ingest import store
    from ingest.history import rollback

    stepwise(store, "point_to")
    rollback(place.settings)


def times_of_stages(place: Place) -> dict[str, float]:
    """How long each stage of an ingest takes here."""
    child, reading = forked(lambda out: ingest_telling(place, out))
    moments: list[tuple[str, float]] = []
    with os.fdopen(reading) as said:
        for line in said:
            moments.append((line.strip(), time.monotonic()))
    os.waitpid(child, 0)
    return {stage: max(end - start, 0.001) for (stage, start), (_, end) in itertools.pairwise(moments)}


def keep_reading(place: Place, file: Path) -> None:
    """Open the index in use and ask it, again and again; say which version answered or what went wrong."""
    from ingest.pipeline import open_current
    from ingest.store import current_folder

    index = None
    with file.open("w", buffering=1) as out:
        while True:
            try:
                if index is None or index.folder != current_folder(place.settings.data_dir):
                    index = open_current(place.settings, place.embeddings)
                out.write(f"{version_of(index, place.embeddings)}\n")
            except Exception as error:
                out.write(f"{type(error).__name__}: {' '.join(str(error).split())}\n")
            time.sleep(0.1)


class Killing:
    """Kills one after another, each of an ingest of a newer version, and what a look found before and after each."""

    def __init__(self, place: Place) -> None:
        self.place, self.version = place, 0
        self.before = json.loads(place.found())
        self.kills: list[dict[str, Any]] = []

    def at_moments(self) -> None:
        """Kills at a moment after a stage began, spread over how long that lasts here."""
        lasts = self._whole(times_of_stages)
        for stage, of_300 in STAGES.items():
            for number in range(share(of_300)):
                delay = lasts[stage] * (number + random.random()) / share(of_300)
                while not self._kill(stage, lambda out: ingest_telling(self.place, out), delay):
                    delay /= 2  # it came too late

    def at_steps(self) -> None:
        """Kills at every step of the switch, and at steps spread over what is pruned after it."""
        total = self._whole(lambda place: steps_of(lambda _: ingest_stepping(place)))
        for number in range(share(STEPS_OF_SWITCH)):
            step = 1 + number if number < STEPS_OF_SWITCH // 2 else random.randint(STEPS_OF_SWITCH // 2, total)
            while not self._kill("step", lambda _: ingest_stepping(self.place), step):
                step = step * 2 // 3  # there was less to prune than the first time

    def _whole(self, measure: Callable[[Place], Any]) -> Any:
        """What `measure` says of an ingest of the next version that nobody kills."""
        self.version += 1
        self.place.write(self.version)
        measured = measure(self.place)
        self.before = json.loads(self.place.found())
        return measured

    def _kill(self, what: str, work: Callable[[Any], object], when: float) -> bool:
        """One kill in an ingest of the next version, at a step or some seconds into a stage; whether it was in time."""
        self.version += 1
        self.place.write(self.version)
        in_time = killed_at_step(work, int(when)) if what == "step" else killed_after(work, when, what)
        after = self.place.found()
        if in_time:
            kill = {"what": what, "when": when, "new": self.version, "before": self.before}
            self.kills.append(kill | {"after": json.loads(after) if after.startswith("{") else after})
        self.before = json.loads(after)
        return in_time


class RollingBack:
    """Kills of a first or a second rollback in a row; an ingest puts the newest index back in between."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.kills: list[dict[str, Any]] = []

    def at_moments(self) -> None:
        for number in range(share(MOMENTS_OF_ROLLBACK)):
            delay = 0.02 * (number + random.random()) / share(MOMENTS_OF_ROLLBACK)
            before = self._start(number % 2)
            while not killed_after(lambda _: rollback_stepping(self.place), delay):
                before = self._start(number % 2)
                delay /= 2
            self._look(before)

    def at_steps(self) -> None:
        self._start(0)
        total = steps_of(lambda _: rollback_stepping(self.place))
        for number in range(share(STEPS_OF_ROLLBACK)):
            step = number % total if share(STEPS_OF_ROLLBACK) > total else number * total // share(STEPS_OF_ROLLBACK)
            before = self._start(number // total % 2)
            assert killed_at_step(lambda _: rollback_stepping(self.place), 1 + step)
            self._look(before)

    def _start(self, back: int) -> dict[str, Any]:
        from ingest.history import rollback

        result_of(self.place.take_over)
        for _ in range(back):
            result_of(lambda: rollback(self.place.settings))
        return dict(json.loads(self.place.found()))

    def _look(self, before: dict[str, Any]) -> None:
        """What the kill left, with what may be remembered beside each index that may be in use."""
        order = before["used"]  # what comes behind the one in use is what a rollback goes to
        target = order[order.index(before["current"]) + 1]
        with_this = {*before["rolled back"], *self._hashes(before["current"])}
        remembered = {before["current"]: before["rolled back"], target: sorted(with_this)}
        after = self.place.found()
        left = json.loads(after) if after.startswith("{") else after
        self.kills.append({"before": before, "after": left, "remembered": remembered})

    def _hashes(self, name: str) -> set[str]:
        from ingest.store import indexes_dir, read_manifest

        return set(read_manifest(indexes_dir(self.place.settings.data_dir) / name)["sources"].values())


def questions(place: Place) -> list[dict[str, str]]:
    """Kills of a process that opens the index and asks, and what another finds before and after."""
    started = time.monotonic()
    before = result_of(place.version_in_use)
    lasts = time.monotonic() - started
    results = []
    for number in range(share(QUESTIONS)):
        killed_after(lambda _: place.version_in_use(), lasts * (number + random.random()) / share(QUESTIONS))
        results.append({"before": before, "after": result_of(place.version_in_use)})
    return results


def remembering(place: Place) -> dict[str, str]:
    """After a rollback: what an ingest of the same pages leaves in use, and one that takes over all."""
    from ingest.history import rollback
    from ingest.pipeline import ingest

    result_of(place.take_over)
    newest = result_of(place.version_in_use)
    result_of(lambda: rollback(place.settings))
    before = result_of(place.version_in_use)
    result_of(lambda: ingest(place.settings))
    left = result_of(place.version_in_use)
    result_of(place.take_over)
    return {"newest": newest, "before": before, "left": left, "taken over": result_of(place.version_in_use)}


def two_at_once(place: Place, version: int) -> dict[str, Any]:
    from ingest.pipeline import ingest

    def work() -> str:
        ingest(place.settings)
        return "done"

    place.write(version)
    endings = all_at_once(work, work)
    return {"endings": endings, "new": version, "version": int(result_of(place.version_in_use))}


def full_disk(place: Place, version: int) -> list[dict[str, Any]]:
    """Ingests in which no file may become longer than a limit."""
    import resource

    from ingest.pipeline import ingest

    def limited(limit: int) -> Callable[[], object]:
        def work() -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
            ingest(place.settings)

        return work

    results = []
    for number, limit in enumerate((100, 1_000, 3_000, 30_000, 100_000)):
        old = int(result_of(place.version_in_use))
        before = place.folders()
        place.write(version + number)
        results.append(
            {
                "ending": result_of(limited(limit)),
                "old": old,
                "version": int(result_of(place.version_in_use)),
                "folders before": before,
                "folders after": place.folders(),
            }
        )
    return results


def main(root: Path) -> None:
    import chromadb.api.rust
    import chromadb.telemetry.product.posthog  # noqa: F401
    import langchain_chroma  # noqa: F401

    import ingest.embedding
    import ingest.interventions
    import ingest.passages
    import ingest.pipeline
    from ingest.reading import read_page

    place = Place(root)
    ingest.embedding.load_embeddings = lambda settings: place.embeddings
    place.write(0)
    for page in ingest.pipeline.find_sources(place.corpus).values():
        read_page(page.path)  # warms up what reading needs, so that forks have it
    result_of(place.take_over)
    logs = [root / f"reader-{number}.txt" for number in range(READERS)]
    readers = [forked(lambda _, log=log: keep_reading(place, log)) for log in logs]
    result: dict[str, Any] = {}
    killing = Killing(place)
    killing.at_moments()
    killing.at_steps()
    result["kills"] = killing.kills
    place.write(1_000_000)
    result_of(place.take_over)
    result["folders"] = place.folders()
    rolling_back = RollingBack(place)
    rolling_back.at_moments()
    rolling_back.at_steps()
    result["rollbacks"] = rolling_back.kills
    result["questions"] = questions(place)
    result["remembering"] = remembering(place)
    result["two at once"] = two_at_once(place, 1_000_001)
    for reader, reading in readers:
        os.kill(reader, signal.SIGKILL)
        os.waitpid(reader, 0)
        os.close(reading)
    result["readers"] = [log.read_text("utf-8").splitlines() for log in logs]
    result["full disk"] = full_disk(place, 1_000_002)
    print(json.dumps(result))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
