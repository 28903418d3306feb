"""The quality on pages that nothing was learnt from stays where it is (evals/elsewhere.py)."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.elsewhere import FOLDER, ask_all, corpora
from evals.run import totals

# A little under what was measured, for the order in which a machine adds up numbers.
FLOORS = {
    "scheiding": {"answered": 0.80, "refused": 0.80, "facts": 0.70, "verbatim": 1.0, "urgent": 1.0, "calm": 0.97},
    "verwaarlozing": {"answered": 0.67, "refused": 0.88, "facts": 0.60, "verbatim": 1.0, "urgent": 1.0, "calm": 0.95},
}


def test_every_folder_has_its_floors() -> None:
    assert {corpus.name for corpus in corpora()} == set(FLOORS)


@pytest.mark.parametrize("name", FLOORS)
def test_questions_over_other_pages_come_out_as_well_as_before(name: str, tmp_path: Path) -> None:
    means = totals(ask_all(FOLDER / name, tmp_path))
    assert {
        measure: means[measure].mean for measure, floor in FLOORS[name].items() if means[measure].mean < floor
    } == {}
