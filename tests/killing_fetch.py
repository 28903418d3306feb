"""Kills fetches from a real server while pages change there; says in JSON what was found after each.

A program: `python tests/killing_fetch.py FOLDER`. `test_kill.py` runs it and judges.
"""

from __future__ import annotations

import hashlib
import http.server
import json
import os
import random
import signal
import sys
import time
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from forking import all_at_once, forked, killed_after, killed_at_step, result_of, share, steps_of, stepwise

MOMENTS, STEPS = 45, 45
"""Kills at a moment of a fetch, and at a step (a write, a rename) of keeping what it got, of 300."""
WORDS = "Steun van een betrouwbare volwassene is belangrijk bij veerkracht en herstel van kinderen."
OLD_TEXT = "Een tekst die iemand met de hand heeft ingevoerd.\n"
LONG_AGO = "2020-01-01"
_SAME = "pages/ander.md"


def markdown(version: int) -> str:
    """The page as it must come into the collection, a sentence a line."""
    return "# Herstel\n\n" + f"{WORDS}\nDit is versie {version}.\n\n" * 5 + f"## Uitleg\n\n- versie {version}\n- twee\n"


def html(version: int) -> bytes:
    """The page as the server sends it."""
    paragraphs = f"<p>{WORDS} Dit is versie {version}.</p>" * 5
    return (
        f"<!doctype html><html lang=nl><head><meta charset=utf-8><title>Herstel</title></head><body><nav>Menu</nav>"
        f"<main><h1>Herstel</h1>{paragraphs}<h2>Uitleg</h2><ul><li>versie {version}</li><li>twee</li></ul></main>"
        f"<footer>Contact</footer></body></html>"
    ).encode()


def serve(root: Path, out: Any) -> None:
    """A server of which every page is in the version that the file `version` says; it says its port first."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            is_page = self.path != "/robots.txt"
            body = html(int((root / "version").read_text())) if is_page else b""
            tag = f'"{hashlib.sha256(body).hexdigest()[:8]}"'
            known = is_page and self.headers.get("If-None-Match") == tag
            self.send_response(304 if known else 200 if is_page else 404)
            self.send_header("ETag", tag)
            self.send_header("Content-Length", str(0 if known else len(body)))
            self.end_headers()
            self.wfile.write(b"" if known else body)

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # a client that was killed
    out.write(f"{server.server_address[1]}\n")
    out.flush()
    server.serve_forever()


@dataclass(frozen=True)
class Place:
    """A corpus folder with a register, and the port of the server that has its pages."""

    root: Path
    port: int

    @property
    def corpus_dir(self) -> Path:
        return self.root / "corpus"

    @property
    def fetch_allowed_hosts(self) -> str:
        return f"127.0.0.1:{self.port}"

    def url(self, slug: str) -> str:
        return f"http://127.0.0.1:{self.port}/{slug}"

    def begin(self, comment: str = "# met uitleg") -> None:
        """A register with a page to fetch and a page that stays as it is."""
        (self.corpus_dir / "pages").mkdir(parents=True)
        (self.corpus_dir / _SAME).write_text(OLD_TEXT, "utf-8")
        (self.corpus_dir / "register.toml").write_text(
            f'{comment}\n[herstel]\ntitle = "Herstel"\nurl = "{self.url("herstel")}"\nretrieved = "{LONG_AGO}"\n\n'
            '[ander]\ntitle = "Ander"\n',
            "utf-8",
        )

    def publish(self, version: int) -> None:
        (self.root / "version.part").write_text(str(version))
        (self.root / "version.part").replace(self.root / "version")

    def fetch(self, add: str | None = None) -> str:
        """The outcome of a fetch of the page in the register, or of a new address."""
        from ingest.download import Limits
        from ingest.fetch import fetch

        limits = Limits(seconds=10, read_seconds=5, pause=0)
        report = fetch(self, [] if add else ["herstel"], add=add and self.url(add), limits=limits)
        return f"{report.outcomes[0].status}: {report.outcomes[0].line}"

    def stepping(self, add: str | None = None) -> str:
        """The same, counting the steps of keeping what was fetched."""
        from ingest import fetch

        stepwise(fetch._Run, "_keep")
        return self.fetch(add)

    def long_ago(self) -> None:
        """Put an early day of copying in the register, so that it shows when that is set again."""
        path = self.corpus_dir / "register.toml"
        today = tomllib.loads(path.read_text("utf-8"))["herstel"]["retrieved"]
        path.write_text(path.read_text("utf-8").replace(f'retrieved = "{today}"', f'retrieved = "{LONG_AGO}"'), "utf-8")

    def found(self, slug: str) -> dict[str, Any]:
        """What is in the collection of one page, and of what must stay as it is."""
        texts = {
            path.relative_to(self.corpus_dir).as_posix(): path.read_text("utf-8")
            for path in sorted(self.corpus_dir.rglob("*"))
            if path.is_file() and path.suffix in (".md", ".txt")
        }
        original = self.corpus_dir / f"originals/{slug}.html"
        register = tomllib.loads((self.corpus_dir / "register.toml").read_text("utf-8"))
        state = self.corpus_dir / "fetched.json"
        return {
            "page": texts.get(f"pages/{slug}.md"),
            "by hand": sorted(text for name, text in texts.items() if name.endswith(".txt")),
            "other": texts[_SAME],
            "original": original.read_text("utf-8") if original.is_file() else None,
            "entry": register.get(slug),
            "entries": len(register),
            "sha256": json.loads(state.read_text("utf-8")).get(slug, {}).get("sha256") if state.is_file() else None,
            "half": [path.name for path in self.corpus_dir.rglob("*.part")],
        }


class Killing:
    """Kills of fetches one after another: of a changed page, of one that was a text file, of a new address."""

    def __init__(self, place: Place) -> None:
        self.place, self.version = place, 1
        self.kills: list[dict[str, Any]] = []

    def at_moments(self) -> None:
        started = time.monotonic()
        self._prepare("changed")
        result_of(self.place.fetch)
        lasts = time.monotonic() - started
        for number in range(share(MOMENTS)):
            delay = lasts * (number + random.random()) / share(MOMENTS)
            while not self._kill(number, lambda work, when: killed_after(lambda _: work(), when), delay):
                delay /= 2

    def at_steps(self) -> None:
        totals = {}
        for kind in ("changed", "by hand", "new"):
            add = self._prepare(kind)
            totals[kind] = steps_of(lambda _, add=add: self.place.stepping(add))
        for number in range(share(STEPS)):
            total = totals[("changed", "by hand", "new")[number % 3]]
            step = 1 + (number // 3) % total if share(STEPS) > 3 * total else 1 + number * total // share(STEPS)
            while not self._kill(number, lambda work, when: killed_at_step(lambda _: work(), when), step):
                step = step * 2 // 3

    def _prepare(self, kind: str) -> str | None:
        """Publish the next version; gives the name of the address that is new, if it is."""
        self.version += 1
        self.place.publish(self.version)
        if kind == "new":
            return f"nieuw-{self.version}"
        self.place.long_ago()
        if kind == "by hand":
            (self.place.corpus_dir / "pages/herstel.md").unlink()
            (self.place.corpus_dir / "pages/herstel.txt").write_text(f"{OLD_TEXT} {self.version}", "utf-8")
        return None

    def _kill(self, number: int, killed: Callable[[Callable[[], object], Any], bool], when: Any) -> bool:
        """One kill, what it left, and what is there once the next fetch has mended that."""
        kind = ("changed", "by hand", "new")[number % 3]
        add = self._prepare(kind)
        slug = add or "herstel"
        before = self.place.found(slug)
        in_time = killed(lambda: self.place.stepping(add), when)
        after = self.place.found(slug)
        said = result_of(lambda: self.place.fetch(add))
        if in_time:
            told = {"kind": kind, "when": when, "version": self.version, "said": said}
            self.kills.append(told | {"before": before, "after": after, "mended": self.place.found(slug)})
        return in_time


def full_disk(place: Place, version: int) -> list[dict[str, Any]]:
    """Fetches in which no file may become longer than a limit, and one with room after each."""
    import resource

    def limited(limit: int) -> Callable[[], str]:
        def work() -> str:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
            return place.fetch()

        return work

    results = []
    # A register longer than the page comes last: then all but the register fits.
    for number, (limit, comment) in enumerate(((0, ""), (100, ""), (700, ""), (900, ""), (2_000, "# uitleg\n" * 400))):
        register = place.corpus_dir / "register.toml"
        place.long_ago()
        register.write_text(comment + register.read_text("utf-8"), "utf-8")
        place.publish(version + number)
        before = place.found("herstel")
        said = result_of(limited(limit))
        after = place.found("herstel")
        again = result_of(place.fetch)
        told = {"limit": limit, "version": version + number, "said": said, "again": again}
        results.append(told | {"before": before, "after": after, "mended": place.found("herstel")})
    return results


def two_at_once(place: Place, version: int) -> dict[str, Any]:
    """Two fetches at the same time, again and again."""
    endings = []
    for number in range(10):
        place.publish(version + number)
        endings.append(all_at_once(place.fetch, place.fetch))
    return {"endings": endings, "version": version + number, "found": place.found("herstel")}


def with_ingest(place: Place, version: int) -> list[dict[str, Any]]:
    """A fetch and an ingest at the same time; then the index that is in use, and the one after another ingest."""
    from conftest import ToyEmbeddings

    import ingest.embedding
    from ingest.pipeline import ingest as update
    from ingest.settings import Settings

    embeddings = ToyEmbeddings()
    ingest.embedding.load_embeddings = lambda settings: embeddings
    settings = Settings(corpus_dir=place.corpus_dir, data_dir=place.root / "data", _env_file=None)

    def work() -> str:
        update(settings)
        return "done"

    def indexed() -> str:
        from ingest.pipeline import open_current

        return open_current(settings, embeddings).pages["herstel"].text

    result_of(work)
    results = []
    for number in range(10):
        place.publish(version + number)
        endings = all_at_once(place.fetch, work)
        during = result_of(indexed)
        result_of(work)
        told = {"version": version + number, "endings": endings, "during": during}
        results.append(told | {"after": result_of(indexed)})
    return results


def main(root: Path) -> None:
    import chromadb.api.rust  # noqa: F401
    import langchain_chroma  # noqa: F401

    import ingest.fetch  # noqa: F401

    (root / "version").write_text("1")
    server, reading = forked(lambda out: serve(root, out))
    with os.fdopen(reading) as said:
        place = Place(root, int(said.readline()))
        place.begin()
        result: dict[str, Any] = {"first": result_of(place.fetch)}
        killing = Killing(place)
        killing.at_moments()
        killing.at_steps()
        result["kills"] = killing.kills
        result["two at once"] = two_at_once(place, 10_000)
        result["with ingest"] = with_ingest(place, 20_000)
        result["full disk"] = full_disk(place, 30_000)
        os.kill(server, signal.SIGKILL)
        os.waitpid(server, 0)
    print(json.dumps(result))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
