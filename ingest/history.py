"""The indexes that are kept, and going back to one of them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ingest import store
from ingest.errors import IndexMissingError
from ingest.pipeline import code_version
from ingest.places import Place, place_of
from ingest.settings import Settings
from ingest.sources import ABSENT, differences

_READY = "klaargezet, nog niet in gebruik geweest"


@dataclass(frozen=True, slots=True)
class Kept:
    """One index that is kept. `remark` says in Dutch why it cannot be gone back to, or that it was never used."""

    id: str
    made: str
    pages: int
    passages: int
    interventions: int
    in_use: bool
    remark: str = ""

    def as_json(self) -> dict[str, Any]:
        """Plain data."""
        return asdict(self)


def history(settings: Settings) -> tuple[Kept, ...]:
    """The kept indexes, in the order of their last use, newest first."""
    place = place_of(settings)
    place.refresh()
    current = store.current_folder(place.data_dir)
    return tuple(_kept(settings, folder, folder == current) for folder in store.whole_indexes(place.data_dir))


def _kept(settings: Settings, folder: Path, in_use: bool) -> Kept:
    manifest = store.read_manifest(folder)
    return Kept(
        id=str(manifest.get("id", "")),
        made=str(manifest.get("made", "")),
        pages=len(manifest.get("sources", {})),
        passages=int(manifest.get("passages", 0)),
        interventions=int(manifest.get("interventions", 0)),
        in_use=in_use,
        remark=_misfit(settings, folder) or ("" if in_use or store.was_used(folder) else _READY),
    )


def _misfit(settings: Settings, folder: Path) -> str:
    """Why this version of Wegwijzer cannot use the index; empty when it can."""
    from ingest.embedding import load_embeddings  # light: loads no model

    manifest = store.read_manifest(folder)
    if manifest.get("code") != code_version():
        return "met een andere versie van Wegwijzer gemaakt"
    if manifest.get("model") != load_embeddings(settings).fingerprint:
        return "met een ander taalmodel gemaakt"
    return ""


def previous(settings: Settings) -> Kept:
    """The index that a rollback without an id goes back to; raises IndexMissingError when there is none."""
    place = place_of(settings)
    place.refresh()
    return _kept(settings, _previous(settings, place, store.current_folder(place.data_dir)), in_use=False)


def rollback(settings: Settings, id_: str = "") -> Kept:
    """Put the index `id_` (or the start of it), or the one used before the present one, back in use; gives that one.

    The versions of pages that this rolls back are remembered: a plain ingest does not bring them in again.
    Raises IndexMissingError when there is no such index, or when it cannot be used any more.
    """
    place = place_of(settings)
    with place.writing():
        current = store.current_folder(place.data_dir)
        target = _by_id(place, id_) if id_ else _previous(settings, place, current)
        if misfit := _misfit(settings, target):
            name = store.read_manifest(target).get("id")
            raise IndexMissingError(f"Teruggaan naar index {name} kan niet: die is {misfit}.")
        if target != current:
            before = store.read_manifest(current).get("sources", {}) if current else {}
            after = store.read_manifest(target).get("sources", {})
            versions = store.rolled_back(place.data_dir) | (differences(after, before) if current else set())
            gone = {(slug, hash_) for slug, hash_ in versions if after.get(slug, ABSENT) != hash_}
            place.point_to(target, gone)
        return _kept(settings, target, in_use=True)


def _by_id(place: Place, id_: str) -> Path:
    folders = store.whole_indexes(place.data_dir)
    found = [folder for folder in folders if str(store.read_manifest(folder).get("id", "")).startswith(id_)]
    if len(found) != 1:
        what = "Er is geen index" if not found else "Er is meer dan één index"
        raise IndexMissingError(f"{what} met het kenmerk {id_}. Bekijk ze met: wegwijzer history")
    return found[0]


def _previous(settings: Settings, place: Place, current: Path | None) -> Path:
    """The index that was used before the present one and still fits."""
    whole = store.whole_indexes(place.data_dir)
    folders = [folder for folder in whole if folder == current or store.was_used(folder)]
    older = folders[folders.index(current) + 1 :] if current in folders else folders
    for folder in older:
        if not _misfit(settings, folder):
            return folder
    raise IndexMissingError("Er is geen eerdere index om naar terug te gaan. Bekijk ze met: wegwijzer history")
