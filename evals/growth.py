"""How Wegwijzer grows with the collection: its own pages with made-up pages beside them, up to some hundreds.

The questions stay those about its own pages, so that times and quality can be compared between the sizes.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evals.bench import Command, Progress, answers, cases_of, chat, folder_mb, ingest
from evals.generated import write_pages
from evals.run import run
from ingest.errors import WegwijzerError
from ingest.pipeline import find_sources

if TYPE_CHECKING:
    from ingest.settings import Settings

_EVERY = 8  # of the project's questions one in so many
_SECONDS_A_PAGE = 30  # far more than a page needs; past it something is stuck
_NEW = "\n\nDeze alinea is nieuw op deze pagina en stond in geen enkele vorige versie.\n"


def sizes(own: int, most: int) -> tuple[int, ...]:
    """The numbers of pages to measure: the collection as it is, then ten times as many each time, up to `most`."""
    found = [own]
    while found[-1] * 10 <= most:
        found.append(found[-1] * 10)
    return tuple(found if found[-1] == most or most <= own else [*found, most])


def measure_growth(settings: Settings, most: int, progress: Progress) -> list[dict[str, Any]]:
    """The measures for each number of pages, in folders of their own."""
    numbers = sizes(len(find_sources(settings.corpus_dir)), most)
    measured = []
    with tempfile.TemporaryDirectory(prefix="wegwijzer-") as temporary:
        corpus, data = Path(temporary) / "corpus", Path(temporary) / "data"
        shutil.copytree(settings.corpus_dir, corpus)
        command = Command(settings.model_copy(update={"corpus_dir": corpus, "data_dir": data}))
        command.run("ask", "Wat is een veiligheidsplan?")  # unpacks the model, once for all
        for number, pages in enumerate(numbers):
            progress(f"Groei meten: {pages} pagina's", number, len(numbers))
            write_pages(corpus / "pages", pages - numbers[0])
            shutil.rmtree(data / "indexes")
            measured.append({"pages": pages} | _measured(command, pages))
    progress("Groei meten", len(numbers), len(numbers))
    return measured


def _measured(command: Command, pages: int) -> dict[str, Any]:
    timeout = 600 + _SECONDS_A_PAGE * pages
    first = ingest(command, timeout)
    size = folder_mb(command.settings.data_dir / "indexes")
    return {
        "first_ingest": first | {"index_mb": size},
        "unchanged_ingest": ingest(command, timeout),
        "changed_ingest": _one_page_changed(command, timeout),
        "first_answer_seconds": command.run("ask", "Wat is een veiligheidsplan?", "--json").seconds,
        **chat(command),
        "answers": _answers(command),
    }


def _one_page_changed(command: Command, timeout: float) -> dict[str, Any]:
    """An ingest after one page got a paragraph more."""
    folder = command.settings.corpus_dir / "pages"
    page = (sorted(folder.glob("gemaakt-*.txt")) or sorted(folder.glob("*.txt")))[-1]
    page.write_text(page.read_text("utf-8").rstrip() + _NEW, "utf-8")
    return ingest(command, timeout)


def _answers(command: Command) -> dict[str, Any]:
    """Warm answers to a part of the questions."""
    from assistant.chain import load_assistant

    cases: Sequence[Any] = cases_of(command.settings)[::_EVERY]
    if not cases:
        raise WegwijzerError("Er zijn geen vragen om mee te meten.")
    assistant = load_assistant(command.settings)
    run(cases[:1], assistant, assistant.index.pages)
    return answers(run(cases, assistant, assistant.index.pages))
