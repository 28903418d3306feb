"""How questions come out over pages that nothing was learnt from, with made-up interventions in other layouts.

`python -m evals.elsewhere` reads each folder of evals/unlearnt, asks its questions and prints the scores. They were
looked at while rules were made, so they tell what other pages do to the assistant, not how well it does.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.chain import load_assistant
from evals.questions import load_questions
from evals.run import Result, problems, run, totals
from ingest.pipeline import ingest
from ingest.settings import load_settings

FOLDER = Path(__file__).with_name("unlearnt")
SHOWN = ("answered", "refused", "facts", "not_facts", "verbatim", "urgent", "calm")


def corpora() -> list[Path]:
    """The folders, each with `pages` and `questions`."""
    return sorted(path for path in FOLDER.iterdir() if path.is_dir())


def ask_all(corpus: Path, data: Path) -> Sequence[Result]:
    """The questions of one folder, asked of its own pages only; the index is made in `data`."""
    settings = load_settings().model_copy(update={"corpus_dir": corpus, "data_dir": data})
    ingest(settings)
    assistant = load_assistant(settings)
    cases = load_questions(assistant.index.pages, corpus / "questions")
    return run(cases, assistant, assistant.index.pages)


def main() -> None:
    """Print the scores of each folder; with --failures also what fell short."""
    for corpus in corpora():
        with TemporaryDirectory() as data:
            results = ask_all(corpus, Path(data))
        means = totals(results)
        told = ", ".join(f"{name} {means[name].mean:.3f} of {means[name].n}" for name in SHOWN if name in means)
        print(f"{corpus.name}: {told}")
        for result in results if "--failures" in sys.argv else ():
            for problem in problems(result):
                print(f"  {result.case.id} {result.case.turns[0]!r}: {problem}")


if __name__ == "__main__":
    main()
