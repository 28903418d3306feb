"""The real pages from a website of this machine, end to end: the same records and answers as from the text files.

The five pages are served as HTML with a site's furniture around (`website.py`), fetched and read in with the commands,
and asked with the real model.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from website import Layout, Site, as_website, serving, with_marks

from assistant.answer import Answer
from assistant.chain import Assistant, load_assistant
from assistant.conversation import ask_turns
from evals.gate import APART
from evals.metrics import missing_facts, plain, wrong_facts
from evals.questions import FOLDER, Case, load_questions, question_files
from ingest.building import make_content
from ingest.download import Limits
from ingest.fetch import fetch
from ingest.index import Content
from ingest.reading import list_files, read_page, read_register
from ingest.records import Intervention
from ingest.settings import PROJECT, Settings
from ui.cli import app
from ui.terminal import run

CORPUS = PROJECT / "corpus"
PAGES = sorted(path.stem for path in (CORPUS / "pages").glob("*.txt"))
ONE_IN = 10  # questions of each set
JUDGED = "<td><p>Individuele behandeling van ouders en kind"  # the row of PMTO
# By hand: questions about the judgement of PMTO or about all with a judgement; and about PMTO, but not its judgement.
TOUCHED = {
    "interventies-veld-08",
    "interventies-vergelijking-22",
    "interventies-lijst-02",
    "interventies-lijst-03",
    "interventies-lijst-58",
    "injectie-029",
}
UNTOUCHED = {"interventies-vergelijking-08", "geen-antwoord-ontwikkeling-060", "lijsten-14", "vervolgvragen-21"}
OLD, NEW = "Effectief volgens eerste aanwijzingen.", "Effectief volgens goede aanwijzingen."


def serve_pages(site: Site, layout: Layout) -> None:
    """Let `site` have every page of the corpus."""
    for slug in PAGES:
        text = (CORPUS / "pages" / f"{slug}.txt").read_text("utf-8")
        site.answers[f"/{slug}"] = with_marks(as_website(text, layout).encode())


def make_corpus(folder: Path, site: Site) -> None:
    """The corpus in `folder`, with addresses on `site`."""
    shutil.copytree(CORPUS / "pages", folder / "pages")
    lines = []
    for slug, entry in read_register(CORPUS).items():
        values = {"title": entry.title, "publisher": entry.publisher, "url": site.url(f"/{slug}"), "retrieved": ""}
        lines += [f"[{slug}]", *(f"{key} = {json.dumps(value)}" for key, value in values.items())]
    (folder / "register.toml").write_text("\n".join(lines) + "\n", "utf-8")


def read_all(folder: Path) -> Content:
    """What an index of the corpus in `folder` would hold."""
    register = read_register(folder)
    content, problems = make_content({path.stem: read_page(path, register[path.stem]) for path in list_files(folder)})
    assert problems == ()
    return content


def facts(one: Intervention) -> dict[str, Any]:
    """All that a person can learn of an intervention."""
    return {
        "names": (one.name, one.other_names),
        "place": (one.page, one.section),
        "overview": one.overview and one.overview.value,
        "fields": {key: quote.text for key, quote in one.fields.items()},
        "ages": one.ages and (one.ages.low, one.ages.high),
        "kinds": [facet.value for facet in one.kinds_of_help],
        "dej": one.dej_level and one.dej_level.value,
        "kjp": one.kjp_judgement and one.kjp_judgement.value,
        "mentions": [(quote.page, quote.text) for quote in one.mentions],
    }


@pytest.mark.parametrize("layout", ["tables", "lists"])
def test_every_intervention_comes_from_the_website_as_from_the_text_files(tmp_path: Path, layout: Layout) -> None:
    with serving() as site:
        serve_pages(site, layout)
        make_corpus(tmp_path, site)
        settings = Settings(corpus_dir=tmp_path, fetch_allowed_hosts=f"127.0.0.1:{site.port}", _env_file=None)
        report = fetch(settings, everything=True, limits=Limits(pause=0))
    assert [out.status for out in report.outcomes] == ["changed"] * 5
    kept, fetched = read_all(CORPUS), read_all(tmp_path)
    assert len(fetched.interventions) == 31
    assert [facts(one) for one in fetched.interventions] == [facts(one) for one in kept.interventions]
    everything = "\n".join(page.text for page in fetched.pages.values())
    for furniture in ("cookie", "Hoofdmenu", "Zoek", "De website", "factsheet", "Deel deze", "Nieuwsbrief", "Privacy"):
        assert furniture not in everything
    assert [(one.page, one.section) for one in fetched.passages] == [(one.page, one.section) for one in kept.passages]


# --- With the commands and the real model -------------------------------------------------------------------------


@dataclass(frozen=True)
class Web:
    """A corpus whose pages were fetched from `site` and read in, over the index of the text files."""

    site: Site
    settings: Settings


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory, real_assistant: Assistant, real_settings: Settings) -> Iterator[Web]:
    """The pages fetched with the command and read in, beginning from the index of the text files."""
    corpus, data = tmp_path_factory.mktemp("web") / "corpus", tmp_path_factory.mktemp("data")
    shutil.copytree(real_settings.data_dir / "indexes", data / "indexes")
    if (models := real_settings.data_dir / "models").is_dir():  # half a gigabyte, and only read
        shutil.copytree(models, data / "models", copy_function=os.link)
    with serving() as site, pytest.MonkeyPatch.context() as patch:
        serve_pages(site, "tables")
        make_corpus(corpus, site)
        patch.setenv("WEGWIJZER_CORPUS_DIR", str(corpus))
        patch.setenv("WEGWIJZER_DATA_DIR", str(data))
        patch.setenv("WEGWIJZER_FETCH_ALLOWED_HOSTS", f"127.0.0.1:{site.port}")
        assert run(app, ["fetch", "--all"]) == 0
        assert run(app, ["ingest", "--json"]) == 0
        yield Web(site, Settings(_env_file=None))


@pytest.fixture(scope="module")
def from_web(web: Web, real_assistant: Assistant) -> Assistant:
    """Answers from the fetched pages; a question is embedded once for both assistants."""
    made = load_assistant(web.settings, real_assistant.index.embeddings)
    made.searcher.vectors = real_assistant.searcher.vectors  # type: ignore[method-assign]
    return made


def cases(assistant: Assistant) -> list[Case]:
    return list(load_questions(assistant.index.pages))


def sample(all_cases: list[Case]) -> list[Case]:
    """A fixed sample: of each set the first question and then one in so many."""
    sets = dict.fromkeys(case.group for case in all_cases)
    chosen = [[case for case in all_cases if case.group == one] for one in sets]
    return [case for of_set in chosen for case in (of_set[::ONE_IN] if len(of_set) < 300 else of_set[:: ONE_IN**2])]


def shown(case: Case, answer: Answer) -> dict[str, object]:
    """What must not depend on where the page came from."""
    return {
        "status": answer.status,
        "urgent": answer.urgent,
        "set": answer.notes.get("set"),
        "missing": missing_facts(case, plain(answer.markdown)),
        "wrong": wrong_facts(case, answer.markdown),
    }


def differing(asked: list[Case], before: Assistant, after: Assistant) -> list[tuple[str, object, object]]:
    """The questions to which the two do not show the same."""
    pairs = [
        (case, shown(case, ask_turns(before, case.turns)), shown(case, ask_turns(after, case.turns))) for case in asked
    ]
    return [(f"{case.id}: {case.turns[-1]}", old, new) for case, old, new in pairs if old != new]


def test_a_sample_of_all_question_sets_is_answered_alike(real_assistant: Assistant, from_web: Assistant) -> None:
    asked = sample(cases(real_assistant))
    assert len(asked) >= 55
    assert {case.group for case in asked} == {path.stem for path in (PROJECT / "evals/questions").glob("*.jsonl")}
    assert from_web.index.id != real_assistant.index.id
    assert differing(asked, real_assistant, from_web) == []


def test_a_second_fetch_asks_whether_anything_changed_and_nothing_is_embedded(web: Web, capsys: Any) -> None:
    web.site.asked.clear()
    assert run(app, ["fetch", "--all", "--json"]) == 0
    assert sorted(json.loads(capsys.readouterr().out)["unchanged"]) == PAGES
    pages = [headers for path, headers in web.site.asked if path != "/robots.txt"]
    assert len(pages) == 5
    assert all("if-none-match" in headers and "if-modified-since" in headers for headers in pages)
    assert run(app, ["ingest", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["embedded"], told["added"], told["changed"], told["removed"]) == (0, [], [], [])


def test_one_judgement_that_changes_is_all_that_the_report_tells(
    web: Web, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = [path for path in question_files(FOLDER) if not path.stem.startswith(sum(APART.values(), ()))]
    monkeypatch.setattr("evals.answer_changes.question_files", lambda folder: own)  # the others take minutes
    text = as_website((CORPUS / "pages/interventies.txt").read_text("utf-8"), "tables")
    before, row, after = text.partition(JUDGED)
    assert row
    web.site.answers["/interventies"] = with_marks((before + row + after.replace(OLD, NEW, 1)).encode())
    assert run(app, ["fetch", "interventies", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["changed"] == ["interventies"]
    assert run(app, ["ingest", "--dry-run", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["changed"], told["embedded"]) == (["interventies"], 1)

    (intervention,) = told["changes"]["interventions"]
    assert (intervention["name"], intervention["kind"]) == ("PMTO", "changed")
    (field,) = intervention["fields"]
    assert field["field"] == "oordeel DEJ"
    assert (field["before"], field["after"]) == (OLD.rstrip(".").lower(), NEW.rstrip(".").lower())
    assert [quote["text"] for quote in (*field["before_quotes"], *field["after_quotes"])] == [OLD, NEW]

    (page,) = told["changes"]["pages"]
    (passage,) = page["passages"]
    assert passage["section"].endswith("Overzicht 1")
    assert passage["before"].startswith("PMTO\n")
    assert passage["after"] == passage["before"].replace(OLD, NEW)
    assert (page["sections_added"], page["sections_removed"], page["details"]) == ([], [], [])

    answers = {answer["id"]: answer for answer in told["answers"]}
    assert answers.keys() >= TOUCHED
    assert not answers.keys() & UNTOUCHED
    for answer in answers.values():  # and whatever else is answered differently shows this judgement
        assert "PMTO" in answer["before"] + answer["after"]
        for quote in (*answer["quotes_lost"], *answer["quotes_won"]):
            assert quote in (OLD, NEW, passage["before"], passage["after"])
