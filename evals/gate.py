"""The gate: floors that an evaluation may not fall under, tied to the pages and questions they were measured on.

A floor rises by itself when it is recorded again; it is lowered only with a reason, which stays in the file.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.metrics import Mean
from evals.questions import FOLDER, question_files
from evals.run import Result, totals
from ingest.errors import WegwijzerError
from ingest.reading import REGISTER, list_files

FLOORS_FILE = Path(__file__).resolve().parent / "floors.json"

GATED = (
    "hit@5",
    "mrr",
    "verbatim",
    "facts",
    "required",
    "not_facts",
    "cited",
    "refused",
    "answered",
    "urgent",
    "calm",
    "set_exact",
)
# Room for one or two questions, so that another machine's rounding does not fail the gate.
_SLACK = 0.01


APART = {"others: ": ("anderen-", "praktijk-"), "further: ": ("verder-",), "later: ": ("nader-",)}
"""The sets with floors of their own: what stands before the name of the floor, and how the sets' names begin."""


class GateError(WegwijzerError):
    """The floors cannot be compared with, or may not be changed like this."""


@dataclass(frozen=True, slots=True)
class Floors:
    """The floors, the fingerprint of what they were measured on, and each lowering with its reason."""

    fingerprint: str
    floors: Mapping[str, float]
    lowered: tuple[Mapping[str, Any], ...] = ()


def gated(results: Sequence[Result]) -> dict[str, Mean]:
    """The means that have a floor: of the project's own sets, and of those of APART ("others: ...")."""
    found = totals([one for one in results if not one.case.group.startswith(sum(APART.values(), ()))])
    for label, sets in APART.items():
        means = totals([one for one in results if one.case.group.startswith(sets)])
        found |= {f"{label}{name}": mean for name, mean in means.items()}
    return found


def check(measured: Mapping[str, Mean], corpus: Path, file: Path = FLOORS_FILE) -> tuple[str, ...]:
    """A Dutch line for each floor that the means fall under; raises GateError when pages or questions changed."""
    recorded = load_floors(file)
    if recorded.fingerprint != fingerprint(corpus):
        raise GateError(
            "De pagina's of de vragen zijn veranderd sinds de ondergrenzen zijn vastgelegd. "
            "Bekijk de uitslag en leg ze opnieuw vast met: wegwijzer eval --record-floors"
        )
    return missed(recorded.floors, measured)


def record(measured: Mapping[str, Mean], corpus: Path, reason: str = "", file: Path = FLOORS_FILE) -> None:
    """Writes new floors from the means; raises GateError when one would fall and no reason is given."""
    old = load_floors(file)
    floors, lowered = renewed(old.floors, measured, reason)
    save_floors(Floors(fingerprint(corpus), floors, (*old.lowered, *lowered)), file)


def missed(floors: Mapping[str, float], measured: Mapping[str, Mean]) -> tuple[str, ...]:
    """A Dutch line for each floor that the measured means fall under, or that was not measured."""
    lines = []
    for name, floor in floors.items():
        if name not in measured:
            lines.append(f"Ondergrens {name}: niet gemeten.")
        elif measured[name].mean < floor:
            lines.append(f"Onder de ondergrens: {name} is {measured[name].mean:.4f}, minimaal {floor:.4f}.")
    return tuple(lines)


def renewed(
    old: Mapping[str, float], measured: Mapping[str, Mean], reason: str
) -> tuple[dict[str, float], tuple[dict[str, Any], ...]]:
    """The new floors and what was lowered: a floor only falls when the mean fell under it, and with a reason."""
    if lost := [name for name in old if name not in measured]:
        raise GateError(f"Niet gemeten, dus niet vast te leggen: {', '.join(lost)}.")
    new, lowered = dict(old), []
    for name in (name for name in measured if name.rpartition(": ")[2] in GATED):
        mean, floor = measured[name].mean, old.get(name, 0.0)
        new[name] = max(floor, _floor_for(mean)) if mean >= floor else _floor_for(mean)
        if mean < floor:
            lowered.append({"floor": name, "from": floor, "to": new[name], "reason": reason.strip()})
    if lowered and not reason.strip():
        names = ", ".join(f"{entry['floor']} van {entry['from']} naar {entry['to']}" for entry in lowered)
        raise GateError(f'Dit zou een ondergrens verlagen: {names}. Geef een reden met --lower "reden".')
    return new, tuple(lowered)


def _floor_for(mean: float) -> float:
    """The floor that belongs to a mean: just under it; what was perfect must stay perfect."""
    return 1.0 if mean == 1.0 else max(0.0, int((mean - _SLACK) * 1000) / 1000)


def fingerprint(corpus: Path, questions: Path = FOLDER) -> str:
    """A hash of the pages, the register and the question files: names and bytes, line ends aside."""
    digest = hashlib.sha256()
    files = [(path.relative_to(corpus).as_posix(), path) for path in [*list_files(corpus), corpus / REGISTER]]
    files += [(path.name, path) for path in question_files(questions)]
    for name, path in sorted(files):
        content = path.read_bytes().replace(b"\r\n", b"\n") if path.is_file() else b""
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()[:16]


def load_floors(file: Path = FLOORS_FILE) -> Floors:
    """The recorded floors; raises GateError when the file cannot be used."""
    try:
        raw = json.loads(file.read_text(encoding="utf-8"))
        floors = {str(name): float(value) for name, value in raw["floors"].items()}
        return Floors(str(raw["fingerprint"]), floors, tuple(raw["lowered"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise GateError(f"Het bestand met ondergrenzen {file.name} kan niet worden gebruikt: {error}.") from error


def save_floors(floors: Floors, file: Path = FLOORS_FILE) -> None:
    """Writes the floors, whole or not at all."""
    raw = {"fingerprint": floors.fingerprint, "floors": dict(floors.floors), "lowered": list(floors.lowered)}
    beside = file.with_suffix(".new")
    beside.write_text(json.dumps(raw, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    beside.replace(file)
