"""Retrieval on questions and answers that are not ours: each question must find its own answer.

    wegwijzer bench --retrieval FILE     or     python -m evals.retrieval_benchmark FILE

FILE has a JSON object a line with `question` and `answer_html`. The answers become pages of a corpus of their own,
which is read, cut, embedded and searched by the same code as the real one. It measures; nothing is tuned to it.
"""

from __future__ import annotations

import json
import math
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evals.metrics import Mean, bootstrap
from ingest.errors import WegwijzerError
from ingest.settings import Settings, load_settings

if TYPE_CHECKING:
    from rich.console import Console

    from assistant.retrieval import Searcher

Progress = Callable[[str, int, int], None]

_PLACES = 10
_PASSAGES = 100


class BenchmarkFileError(WegwijzerError):
    """The file with questions and answers cannot be used."""


@dataclass(frozen=True, slots=True)
class Row:
    """One question with its answer; `slug` is a number, so that nothing of the question is in the page."""

    slug: str
    question: str
    html: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """The place of the own answer per question (0 = not in the first ten), and the means."""

    places: tuple[tuple[Row, int], ...]
    ndcg: Mean
    recall: Mean

    def as_json(self) -> dict[str, Any]:
        """The means and the place per question."""
        return {
            "questions": len(self.places),
            "ndcg@10": self.ndcg.as_json(),
            "recall@10": self.recall.as_json(),
            "places": {row.question: place for row, place in self.places},
        }


def measure(file: Path, settings: Settings, progress: Progress) -> Outcome:
    """Index the answers in a folder of their own, ask every question, and score the places."""
    rows = read_rows(file)
    with tempfile.TemporaryDirectory(prefix="wegwijzer-") as temporary:
        searcher = _searcher(rows, Path(temporary), settings, progress)
        places = []
        for number, row in enumerate(rows, start=1):
            places.append(place_of(row.slug, ranked_pages(searcher, row.question)))
            progress("Vragen", number, len(rows))
    return score_places(rows, places)


def read_rows(file: Path) -> tuple[Row, ...]:
    """The questions and answers of the file; raises BenchmarkFileError."""
    try:
        lines = [line for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
        raws = [json.loads(line) for line in lines]
        rows = tuple(Row(f"{n:04}", raw["question"], raw["answer_html"]) for n, raw in enumerate(raws, start=1))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BenchmarkFileError(f"Het bestand {file} is niet te gebruiken: {error}.") from error
    if not rows:
        raise BenchmarkFileError(f"Het bestand {file} bevat geen vragen.")
    return rows


def _searcher(rows: Sequence[Row], folder: Path, settings: Settings, progress: Progress) -> Searcher:
    from assistant.retrieval import Searcher
    from ingest.embedding import load_embeddings
    from ingest.pipeline import ingest, open_current

    corpus = folder / "corpus"
    corpus.mkdir()
    for row in rows:
        (corpus / f"{row.slug}.html").write_text(row.html, encoding="utf-8")
    own = settings.model_copy(update={"corpus_dir": corpus, "data_dir": folder / "data", "chroma_url": None})
    ingest(own, progress)
    return Searcher(open_current(own, load_embeddings(own)))


def ranked_pages(searcher: Searcher, question: str) -> list[str]:
    """The slugs of the found pages, each at the place of its best passage."""
    passages = searcher.index.passages
    found = searcher.search(question, _PASSAGES).hits
    return list(dict.fromkeys(passages[hit.number].page for hit in found))


def place_of(slug: str, ranked: Sequence[str]) -> int:
    """The place of the page, counted from 1; 0 when it is not in the first ten."""
    return ranked.index(slug) + 1 if slug in ranked[:_PLACES] else 0


def score_places(rows: Iterable[Row], places: Sequence[int]) -> Outcome:
    """nDCG@10 (one right page a question: 1 / log2(place + 1)) and recall@10."""
    return Outcome(
        places=tuple(zip(rows, places, strict=True)),
        ndcg=bootstrap([1 / math.log2(place + 1) if place else 0.0 for place in places]),
        recall=bootstrap([float(place > 0) for place in places]),
    )


def print_outcome(outcome: Outcome, console: Console) -> None:
    """The two means with their intervals, and the questions that did not find their answer."""
    for name, mean in (("nDCG@10", outcome.ndcg), ("recall@10", outcome.recall)):
        console.print(f"{name:<10} {mean.mean:.3f}  (95%: {mean.low:.3f} – {mean.high:.3f}; {mean.n} vragen)")
    for row, place in outcome.places:
        if not place:
            console.print(f"Niet gevonden: {row.question}", markup=False)


def main() -> None:
    """Measure the file that is named on the command line."""
    from rich.console import Console

    if len(sys.argv) != 2:
        sys.exit("Gebruik: python -m evals.retrieval_benchmark BESTAND.jsonl")
    try:
        print_outcome(measure(Path(sys.argv[1]), load_settings(), lambda *_: None), Console(highlight=False))
    except WegwijzerError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
