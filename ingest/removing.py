"""Taking a page that its site no longer has out of the corpus: the file is set aside, so nothing is lost."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path

import tomlkit

from ingest.errors import CorpusError
from ingest.keeping import page_files, read_state, sole_writer, write, write_state
from ingest.reading import ORIGINALS, REGISTER


def remove_pages(corpus_dir: Path, slugs: Sequence[str]) -> None:
    """Move the files of these pages to the originals, and take the pages out of the register and the memory.

    Raises IndexBusyError while pages are being fetched, and CorpusError when the register cannot be changed.
    """
    with sole_writer(corpus_dir):
        files = page_files(corpus_dir)
        for slug in slugs:
            if slug in files:
                aside = corpus_dir / ORIGINALS / f"{slug}.gone{files[slug].suffix}"
                aside.parent.mkdir(exist_ok=True)
                files[slug].replace(aside)
        state = read_state(corpus_dir)
        write_state(corpus_dir, {slug: known for slug, known in state.items() if slug not in slugs})
        _leave_register(corpus_dir / REGISTER, slugs)  # last: after a kill the next fetch finds the page gone again


def _leave_register(path: Path, slugs: Sequence[str]) -> None:
    """Take the entries out; everything else in the file stays, comments included."""
    if not path.is_file():
        return
    text = path.read_text("utf-8-sig")
    document = tomlkit.parse(text)
    for slug in slugs:
        document.pop(slug, None)
    left = tomlkit.dumps(document)
    if tomllib.loads(left) != {slug: entry for slug, entry in tomllib.loads(text).items() if slug not in slugs}:
        raise CorpusError(f"Het register {REGISTER} kan niet worden bijgewerkt: pas het met de hand aan.")
    write(path, left.encode())
