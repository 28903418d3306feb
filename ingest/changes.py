"""What differs between two versions of the content: pages, their passages, and interventions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.field_changes import FieldChange, InterventionChange, Kind, intervention_changes
from ingest.records import Page, Passage
from ingest.text import without_bullets

if TYPE_CHECKING:
    from ingest.index import Content


@dataclass(frozen=True, slots=True)
class PassageChange:
    """A passage with its words before and after; empty where it was not there."""

    section: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PageChange:
    """One page that was added, removed or changed: its sections that came and went, its passages, its details."""

    kind: Kind
    slug: str
    title: str
    sections_added: tuple[str, ...] = ()
    sections_removed: tuple[str, ...] = ()
    passages: tuple[PassageChange, ...] = ()
    details: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """All that differs; `loses_much` says that more than half of the pages or of the interventions is gone."""

    pages: tuple[PageChange, ...] = ()
    interventions: tuple[InterventionChange, ...] = ()
    loses_much: bool = False

    def as_json(self) -> dict[str, Any]:
        """Plain data."""
        return asdict(self)


def compare(before: Content, after: Content) -> Changes:
    """What differs from `before` to `after`, in the order of the pages."""
    pages = tuple(_page_changes(before, after))
    interventions = tuple(intervention_changes(before.interventions, after.interventions))
    lost_pages = sum(change.kind == "removed" for change in pages)
    lost = sum(change.kind == "removed" for change in interventions)
    loses_much = lost_pages * 2 > len(before.pages) or lost * 2 > len(before.interventions)
    return Changes(pages, interventions, loses_much)


def compare_folders(before: Path | None, after: Path) -> Changes:
    """What differs between two indexes; nothing when there is none before, or one that can no longer be read."""
    from ingest.index import read_content

    if before is None:
        return Changes()
    try:
        was = read_content(before)
    except (OSError, ValueError):  # of a version that wrote other records
        return Changes()
    return compare(was, read_content(after))


def _page_changes(before: Content, after: Content) -> Iterator[PageChange]:
    old, new = _sections(before.passages), _sections(after.passages)
    for slug in dict.fromkeys([*after.pages, *before.pages]):
        if slug not in before.pages:
            yield PageChange("added", slug, after.pages[slug].title, sections_added=tuple(new[slug]))
        elif slug not in after.pages:
            yield PageChange("removed", slug, before.pages[slug].title, sections_removed=tuple(old[slug]))
        else:
            change = PageChange(
                "changed",
                slug,
                after.pages[slug].title,
                sections_added=tuple(section for section in new[slug] if section not in old[slug]),
                sections_removed=tuple(section for section in old[slug] if section not in new[slug]),
                passages=tuple(_passage_changes(old[slug], new[slug])),
                details=tuple(_details(before.pages[slug], after.pages[slug])),
            )
            if change.sections_added or change.sections_removed or change.passages or change.details:
                yield change


def _sections(passages: Iterable[Passage]) -> Mapping[str, dict[str, list[str]]]:
    """The texts of the passages by page and section."""
    found: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for passage in passages:
        found[passage.page].setdefault(passage.section, []).append(passage.text)
    return found


def _passage_changes(old: Mapping[str, list[str]], new: Mapping[str, list[str]]) -> Iterator[PassageChange]:
    for section in dict.fromkeys([*new, *old]):
        was, now = old.get(section, []), new.get(section, [])
        same = [without_bullets(text) for text in was], [without_bullets(text) for text in now]
        for tag, a, b, c, d in SequenceMatcher(None, *same, autojunk=False).get_opcodes():
            if tag != "equal":
                for before, after in zip_longest(was[a:b], now[c:d], fillvalue=""):
                    yield PassageChange(section, before, after)


def _details(before: Page, after: Page) -> Iterator[FieldChange]:
    """What the register says of a page (the day of the copy aside: it says nothing about the content)."""
    for name, old, new in (
        ("titel", before.title, after.title),
        ("uitgever", before.publisher, after.publisher),
        ("adres", before.url or "", after.url or ""),
    ):
        if old != new:
            yield FieldChange(name, old, new)
