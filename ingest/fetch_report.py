"""What fetching did: one outcome a page, in words and as data."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Literal, get_args

Status = Literal["new", "changed", "unchanged", "gone", "suspect", "failed", "skipped"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What fetching did for one page: `line` says it in one Dutch sentence."""

    slug: str
    status: Status
    line: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class FetchReport:
    """The outcome for every page that was asked for, in the order of the register."""

    outcomes: tuple[Outcome, ...]
    seconds: float

    def of(self, *statuses: Status) -> tuple[Outcome, ...]:
        """The outcomes with one of `statuses`."""
        return tuple(outcome for outcome in self.outcomes if outcome.status in statuses)

    def as_json(self) -> dict[str, object]:
        """The report as plain data: the slugs by status, and every outcome."""
        by_status = {status: [out.slug for out in self.of(status)] for status in get_args(Status)}
        return {**by_status, "outcomes": [asdict(out) for out in self.outcomes], "seconds": self.seconds}
