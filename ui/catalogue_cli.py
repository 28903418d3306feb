"""The command `wegwijzer catalogue`: the interventions of the index in use that meet the conditions in free words."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from assistant.catalogue import Selection, select
from assistant.catalogue_export import as_csv, as_json
from assistant.conditions import OLDEST, Condition, find_conditions, leftover_words, word_condition
from ingest.errors import IndexMissingError, WegwijzerError
from ingest.index import read_interventions_of
from ingest.places import place_of
from ingest.text import normalise_line
from ui.terminal import console, fail

if TYPE_CHECKING:
    from rich.table import Table

    from ingest.records import Intervention
    from ingest.settings import Settings

_ABSENT = "–"  # not "niet vermeld": that is what the KJP may say itself
_LACKING = {"age": "leeftijd", "dej": "oordeel databank", "kjp": "oordeel KJP"}
_NAMED = 6  # so many names fit on one line; of more only the number is told


@dataclass(frozen=True, slots=True)
class Understood:
    """What words for a selection mean: the conditions, and the words that are in no record."""

    conditions: tuple[Condition, ...]
    strange: tuple[str, ...]


def print_catalogue(settings: Settings, words: str, form: Literal["table", "json", "csv"]) -> None:
    """The interventions that meet the conditions in `words` on stdout; on stderr how the words were understood."""
    folder = place_of(settings).current()
    if folder is None:
        raise IndexMissingError("Er is nog geen index. Maak hem met: wegwijzer ingest")
    interventions = read_interventions_of(folder)
    understood = understand(normalise_line(words), interventions)
    chosen = select(interventions, understood.conditions)
    for line in explain(understood, chosen):
        fail(line)
    if form == "json":
        print(as_json(chosen.matches))
    elif form == "csv":
        sys.stdout.write(as_csv(chosen.matches))
    elif chosen.matches:
        console().print(make_table(chosen.matches))


def understand(words: str, interventions: Sequence[Intervention]) -> Understood:
    """The conditions in `words`; raises WegwijzerError when there is nothing in them to choose by."""
    conditions = list(find_conditions(words))
    if any(condition.sort == "age" and (condition.low or 0) > OLDEST for condition in conditions):
        raise WegwijzerError("Deze leeftijd past niet bij jeugdigen. Geef een leeftijd van 0 tot en met 26 jaar.")
    strange = []
    for word in dict.fromkeys(leftover_words(words, conditions)):
        in_text = word_condition([word])
        if any(in_text.met_by(one) for one in interventions):
            conditions.append(in_text)
        else:
            strange.append(word)
    if words and not conditions:
        raise WegwijzerError(
            f"In ‘{words}’ staat geen voorwaarde die bij een interventie past. "
            'Een voorbeeld: wegwijzer catalogue "kind van 5, huisbezoek"'
        )
    return Understood(tuple(conditions), tuple(strange))


def explain(understood: Understood, chosen: Selection) -> list[str]:
    """Lines for the person: the conditions with how many meet them, the words passed over, who was left out and why."""
    if not understood.conditions:
        return []
    count = len(chosen.matches)
    lines = [f"Voorwaarden: {' · '.join(c.text for c in understood.conditions)}. Dat geeft {_interventions(count)}."]
    if understood.strange:
        lines.append(f"Niet begrepen, en dus niet gebruikt: {', '.join(understood.strange)}.")
    for sort, what in _LACKING.items():
        if names := [one.name for one, condition in chosen.unknown if condition.sort == sort]:
            who = "; ".join(names) if len(names) <= _NAMED else _interventions(len(names))
            lines.append(f"Niet meegeteld, want de bronnen vermelden geen {what}: {who}.")
    return lines


def make_table(interventions: Sequence[Intervention]) -> Table:
    """The interventions as a table for the terminal."""
    from rich.table import Table
    from rich.text import Text

    table = Table("Interventie", "Leeftijd", "Soort hulp", "Databank (DEJ)", "KJP", "Pagina")
    for one in interventions:
        cells = (
            one.name,
            one.ages.quote.text if one.ages else _ABSENT,
            ", ".join(kind.value for kind in one.kinds_of_help) or _ABSENT,
            one.dej_level.value if one.dej_level else _ABSENT,
            one.kjp_judgement.value if one.kjp_judgement else _ABSENT,
            one.page,
        )
        table.add_row(*(Text(" ".join(cell.split())) for cell in cells))
    return table


def _interventions(count: int) -> str:
    return f"{count} interventie" if count == 1 else f"{count} interventies"
