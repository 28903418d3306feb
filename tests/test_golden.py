"""All records of the guideline page against the golden file that was made by hand."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from ingest.interventions import link_mentions, read_interventions
from ingest.reading import list_files, read_page, read_register
from ingest.records import Facet, Intervention

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "corpus"
GOLDEN: list[dict[str, Any]] = json.loads((ROOT / "evals" / "golden" / "interventies.json").read_text("utf-8"))
# The name without its level is an other name too, like a name without "(basis)"; the golden file leaves it open.
BASE_NAMES = {"Triple P Niveau 4 en 5": ["Triple P"]}


@pytest.fixture(scope="module")
def records() -> dict[str, Intervention]:
    register = read_register(CORPUS)
    pages = [read_page(path, register.get(path.stem)) for path in list_files(CORPUS)]
    return {item.name: item for page in pages for item in read_interventions(page)}


def _value(facet: Facet | None) -> str | None:
    return facet.value if facet else None


def test_the_names_and_their_order_are_right(records: dict[str, Intervention]) -> None:
    assert list(records) == [entry["name"] for entry in GOLDEN]
    assert len(records) == 31


@pytest.mark.parametrize("entry", GOLDEN, ids=lambda entry: entry["name"])
def test_every_field_and_facet_is_right(entry: dict[str, Any], records: dict[str, Intervention]) -> None:
    item = records[entry["name"]]
    assert [*item.other_names] == [*entry["other_names"], *BASE_NAMES.get(item.name, [])]
    assert (item.page, item.section) == (entry["page"], entry["section"])
    assert _value(item.overview) == entry["overview"]
    assert {key: words.text for key, words in item.fields.items()} == entry["fields"]
    # A lowest age of 0 and no lower bound mean the same in the golden file.
    assert ([item.ages.low or 0, item.ages.high] if item.ages else None) == entry["ages_months"]
    assert [facet.value for facet in item.kinds_of_help] == entry["kinds_of_help"]
    assert _value(item.dej_level) == entry["dej_level"]
    assert (item.kjp_judgement.quote.text if item.kjp_judgement else None) == entry["kjp_judgement"]


def test_names_that_running_text_spells_out_lead_to_the_record(records: dict[str, Intervention]) -> None:
    register = read_register(CORPUS)
    pages = [read_page(path, register.get(path.stem)) for path in list_files(CORPUS)]
    linked = {item.name: item for item in link_mentions(records.values(), pages)}
    assert linked["PCIT"].other_names == ("Parent-Child Interaction Therapy",)
    assert linked["PMTO"].other_names == ("Parent Management Training Oregon",)
    assert [words.text[:45] for words in linked["Families First"].mentions][1] == (
        "De hulp van Families First duurt vier tot zes"
    )
    assert "wat-werkt" in {words.page for words in linked["VoorZorg"].mentions}


def test_no_intervention_is_named_in_code() -> None:
    names = {name for entry in GOLDEN for name in (entry["name"], *entry["other_names"], *entry["names_elsewhere"])}
    pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(re.escape(name) for name in names)})(?!\w)")
    for package in ("ingest", "assistant", "ui", "evals"):
        for path in sorted((ROOT / package).rglob("*.py")):
            assert (path.name, pattern.findall(path.read_text("utf-8"))) == (path.name, [])
