"""The catalogue as JSON and as a CSV that a spreadsheet opens without running anything in it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any

from ingest.domain import DEJ_LEVELS, FIELDS
from ingest.records import AgeRange, Facet, Intervention, Quote

_RANKS = {term.value: term.rank for term in DEJ_LEVELS}
# A spreadsheet takes a cell that opens with one of these for a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_COLUMNS = (
    "Naam", "Andere namen", "Overzicht", *(kind.label for kind in FIELDS.values()), "Vanaf (maanden)",
    "Tot en met (maanden)", "Leeftijd volgens de bron", "Soort hulp", "Niveau databank", "Oordeel KJP (kort)", "Pagina",
    "Kopjes",
)  # fmt: skip


def as_json(interventions: Iterable[Intervention]) -> str:
    """The interventions as a JSON array, every field and facet with its quote and offsets."""
    return json.dumps([_record(item) for item in interventions], ensure_ascii=False, indent=2)


def as_csv(interventions: Iterable[Intervention], delimiter: str = ",") -> str:
    """The interventions as CSV with a Dutch header row, one line each; open ends and silence are empty cells."""
    return "".join([csv_header(delimiter), *(csv_line(item, delimiter) for item in interventions)])


def csv_header(delimiter: str = ",") -> str:
    """The first line of the CSV: the names of the columns."""
    return _line(_COLUMNS, delimiter)


def csv_line(item: Intervention, delimiter: str = ",") -> str:
    """One intervention as a line of the CSV."""
    return _line([_safe(cell) for cell in _row(item)], delimiter)


def _line(cells: Sequence[str], delimiter: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerow(cells)
    return out.getvalue()


def _record(item: Intervention) -> dict[str, Any]:
    return {
        "name": item.name,
        "other_names": list(item.other_names),
        "page": item.page,
        "section": item.section,
        "start": item.quote.start,
        "end": item.quote.end,
        "overview": _facet(item.overview),
        "fields": {key: {"label": FIELDS[key].label, **_quote(words)} for key, words in item.fields.items()},
        "ages": _ages(item.ages),
        "kinds_of_help": [_facet(facet) for facet in item.kinds_of_help],
        "dej_level": {**facet, "rank": _RANKS[facet["value"]]} if (facet := _facet(item.dej_level)) else None,
        "kjp_judgement": _facet(item.kjp_judgement),
        "mentions": [{"page": words.page, **_quote(words)} for words in item.mentions],
    }


def _quote(words: Quote) -> dict[str, Any]:
    return {"quote": words.text, "start": words.start, "end": words.end}


def _facet(facet: Facet | None) -> dict[str, Any] | None:
    return {"value": facet.value, **_quote(facet.quote)} if facet else None


def _ages(ages: AgeRange | None) -> dict[str, Any] | None:
    return {"low_months": ages.low, "high_months": ages.high, **_quote(ages.quote)} if ages else None


def _row(item: Intervention) -> list[str]:
    ages = item.ages
    bounds = [ages.low, ages.high] if ages else [None, None]
    return [
        item.name,
        "; ".join(item.other_names),
        item.overview.value if item.overview else "",
        *(item.fields[key].text if key in item.fields else "" for key in FIELDS),
        *("" if bound is None else str(bound) for bound in bounds),
        ages.quote.text if ages else "",
        "; ".join(facet.value for facet in item.kinds_of_help),
        item.dej_level.value if item.dej_level else "",
        item.kjp_judgement.value if item.kjp_judgement else "",
        item.page,
        item.section,
    ]


def _safe(cell: str) -> str:
    """`cell` with an apostrophe in front when a spreadsheet would run it."""
    return (
        f"'{cell}" if cell.lstrip(" \u00a0").startswith(_FORMULA_STARTS) or cell.startswith(_FORMULA_STARTS) else cell
    )
