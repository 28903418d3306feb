"""The gate: the floors that an evaluation may not fall under, tied to the pages and questions it was measured on."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from evals.metrics import Mean
from evals.questions import FOLDER, question_files
from ingest.errors import WegwijzerError

FLOORS_FILE = Path(__file__).resolve().parent / "floors.json"

GATED = (
    "hit@5",
    "mrr",
    "verbatim",
    "facts",
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


class GateError(WegwijzerError):
    """The floors cannot be compared with, or may not be changed like this."""


@dataclass(frozen=True, slots=True)
class Floors:
    """The floors, the fingerprint of what they were measured on, and why any was lowered."""

    corpus: str
    floors: dict[str, float]
    lowered: tuple[dict[str, Any], ...] = field(default=())


def fingerprint(corpus: Path, questions: Path = FOLDER) -> str:
    """A hash of every page file below `corpus` and every question file: names and bytes, line ends aside."""
    digest = hashlib.sha256()
    files = [(path.relative_to(corpus).as_posix(), path) for path in corpus.rglob("*") if _is_page(path)]
    files += [(path.name, path) for path in question_files(questions)]
    for name, path in sorted(files):
        content = path.read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()[:16]


def _is_page(path: Path) -> bool:
    """Whether a file can change what is answered: not a README, not hidden."""
    return path.is_file() and path.stem.lower() != "readme" and not path.name.startswith(".")


def load_floors(path: Path = FLOORS_FILE) -> Floors:
    """The recorded floors; raises GateError when the file cannot be used."""
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        floors = {str(name): float(value) for name, value in raw["floors"].items()}
        return Floors(str(raw["corpus"]), floors, tuple(raw.get("lowered", ())))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise GateError(f"Het bestand met ondergrenzen {path.name} kan niet worden gebruikt: {error}.") from error


def save_floors(floors: Floors, path: Path = FLOORS_FILE) -> None:
    """Writes the floors, whole or not at all."""
    raw = {"corpus": floors.corpus, "floors": floors.floors, "lowered": list(floors.lowered)}
    beside = path.with_suffix(".new")
    beside.write_text(json.dumps(raw, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    os.replace(beside, path)


def missed(floors: Floors, measured: Mapping[str, Mean], present: str) -> tuple[str, ...]:
    """A Dutch line for each floor that the measured means fall under; raises GateError on another corpus."""
    if floors.corpus != present:
        raise GateError(
            "De pagina's of de vragen zijn veranderd sinds de ondergrenzen zijn vastgelegd. "
            "Bekijk de uitslag en leg ze opnieuw vast met: wegwijzer eval --record-floors"
        )
    return tuple(
        f"Onder de ondergrens: {name} is {_shown(name, measured)}, minimaal {floor:.3f}."
        for name, floor in floors.floors.items()
        if name not in measured or measured[name].mean < floor
    )


def _shown(name: str, measured: Mapping[str, Mean]) -> str:
    return f"{measured[name].mean:.3f}" if name in measured else "niet gemeten"


def record(floors: Floors, measured: Mapping[str, Mean], present: str, reason: str = "") -> Floors:
    """New floors from the measured means: raised where they rose; lowered only with a reason, which is kept."""
    new, lowered = dict(floors.floors), []
    for name in GATED:
        if name not in measured:
            continue
        proposed, old = _proposed(measured[name].mean), floors.floors.get(name, 0.0)
        if measured[name].mean >= old:
            new[name] = max(old, proposed)
        else:
            new[name] = proposed
            lowered.append({"floor": name, "from": old, "to": proposed, "reason": reason})
    lost = [name for name in floors.floors if name not in measured]
    if lost:
        raise GateError(f"Niet gemeten, dus niet vast te leggen: {', '.join(lost)}.")
    if lowered and not reason.strip():
        names = ", ".join(f"{entry['floor']} van {entry['from']} naar {entry['to']}" for entry in lowered)
        raise GateError(f'Dit zou een ondergrens verlagen: {names}. Geef een reden met --lower "reden".')
    return Floors(present, new, (*floors.lowered, *lowered))


def _proposed(mean: float) -> float:
    """The floor that belongs to a measured mean; what was perfect must stay perfect."""
    return 1.0 if mean == 1.0 else max(0.0, int((mean - _SLACK) * 1000) / 1000)
