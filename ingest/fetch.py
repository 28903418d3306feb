"""Fetches the pages of the register from their sites into the corpus folder. Removes nothing, indexes nothing."""

from __future__ import annotations

import errno
import hashlib
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import httpx

from ingest.blocks import Assembly
from ingest.download import Download, DownloadError, Limits, download
from ingest.errors import CorpusError, PageError, WegwijzerError
from ingest.fetch_report import FetchReport, Outcome, Status
from ingest.furniture import remove_furniture
from ingest.guard import Guard, RefusedError
from ingest.keeping import (
    Fetched,
    add_entry,
    date_entry,
    page_files,
    read_state,
    set_aside,
    slug_of,
    sole_writer,
    write,
    write_state,
)
from ingest.main_text import open_up
from ingest.pieces import Piece
from ingest.read_html import html_title, read_html
from ingest.read_pdf import read_pdf
from ingest.readable import to_markdown, without_furniture
from ingest.reading import ORIGINALS, RegisterEntry, read_page, read_register
from ingest.robots import DisallowedError, Manners
from ingest.sniff import decode, kind_of
from ingest.suspect import doubt_html, doubt_text

Progress = Callable[[str, int, int], None]
_SLUG = re.compile(r"^\w[\w.-]*$")
_REFUSALS = {401: "vraagt om in te loggen", 403: "weigert de toegang", 429: "is te druk", 503: "is te druk"}


class FetchSettings(Protocol):
    """The settings that fetching needs."""

    @property
    def corpus_dir(self) -> Path:
        """The folder with the pages and the register."""

    @property
    def fetch_allowed_hosts(self) -> str:
        """Hosts (`host` or `host:port`, with commas between) that may have a private address."""


@dataclass(frozen=True, slots=True)
class _Content:
    """A good answer, read: the file as sent, its readable Markdown, its text as the index would hold it, a title."""

    suffix: str
    markdown: str
    text: str
    title: str


def fetch(
    settings: FetchSettings,
    slugs: Sequence[str] = (),
    everything: bool = False,
    add: str | None = None,
    progress: Progress | None = None,
    limits: Limits | None = None,
) -> FetchReport:
    """Fetch the pages `slugs`, or all, or the new address `add`, one request at a time; report each outcome.

    Raises CorpusError for unknown slugs and IndexBusyError when another process is fetching.
    """
    started = time.monotonic()
    with sole_writer(settings.corpus_dir):
        run = _Run(settings, limits or Limits())
        outcomes = [run.add(add)] if add else []
        chosen = list(run.register) if everything else _known(slugs, run.register)
        for number, slug in enumerate(chosen):
            if progress:
                progress(f"{slug} ophalen", number, len(chosen))
            outcomes.append(run.fetch(slug, run.register[slug]))
        if progress:
            progress("klaar", len(chosen), len(chosen))
    return FetchReport(tuple(outcomes), round(time.monotonic() - started, 3))


def _known(slugs: Sequence[str], register: dict[str, RegisterEntry]) -> list[str]:
    unknown = [slug for slug in slugs if slug not in register]
    if unknown:
        raise CorpusError(f"Niet in het register: {', '.join(unknown)}.")
    return list(dict.fromkeys(slugs))


class _Run:
    """One run: the register and what is remembered, read once under the lock, and the manners towards the sites."""

    def __init__(self, settings: FetchSettings, limits: Limits) -> None:
        self._corpus, self._limits = settings.corpus_dir, limits
        self._guard = Guard(settings.fetch_allowed_hosts)
        self._manners = Manners(self._guard, limits)
        self._state = read_state(self._corpus)
        self._pages = page_files(self._corpus)
        self.register = read_register(self._corpus)

    def add(self, url: str) -> Outcome:
        """Fetch an address that is new; it comes into the register only when the answer is good."""
        known = [slug for slug, entry in self.register.items() if entry.url == url]
        if known:
            return self.fetch(known[0], self.register[known[0]])
        return self.fetch(slug_of(url, {*self.register, *self._pages}), RegisterEntry(url=url), is_new=True)

    def fetch(self, slug: str, entry: RegisterEntry, is_new: bool = False) -> Outcome:
        """Fetch one page; whatever goes wrong becomes its outcome."""
        if not _SLUG.match(slug):
            return Outcome(slug, "failed", "De naam in het register kan geen bestandsnaam zijn.", entry.url)
        if not entry.url:
            return Outcome(slug, "skipped", "Er staat geen adres in het register.")
        try:
            status, line = self._fetch(slug, entry, is_new)
        except DisallowedError as error:
            status, line = "skipped", str(error)
        except (DownloadError, RefusedError) as error:
            status, line = "failed", str(error)
        except WegwijzerError as error:  # of a page or register that cannot be read or written: a whole sentence
            status, line = "failed", str(error).rstrip(".")
        except RecursionError:
            status, line = "failed", "de pagina is te diep genest om te lezen"
        except OSError as error:
            why = "de schijf is vol" if error.errno == errno.ENOSPC else error.strerror or error
            status, line = "failed", f"de pagina kan niet worden bewaard ({why})"
        return Outcome(slug, status, f"{line[0].upper()}{line[1:]}.", entry.url)

    def _fetch(self, slug: str, entry: RegisterEntry, is_new: bool) -> tuple[Status, str]:
        page = self._pages.get(slug)
        remembered = self._remembered(slug, entry.url, page)
        answer = download(entry.url, self._guard, self._limits, _conditions(remembered), self._manners.before)
        if answer.status == 304 and remembered:
            self._remember(slug, remembered)
            return "unchanged", "niet veranderd sinds de vorige keer"
        if answer.status in (404, 410):
            return "gone", f"de site heeft deze pagina niet meer ({answer.status})"
        if answer.status != 200:
            words = _REFUSALS.get(answer.status, "geeft een foutmelding")
            raise DownloadError(f"de site {words} ({answer.status})")
        content, doubt = _read(answer, httpx.URL(entry.url), _text_of(page, entry))
        if doubt:
            return "suspect", f"{doubt}; de pagina in de verzameling blijft zoals zij was"
        return self._keep(slug, entry, answer, content, is_new, was_kept=remembered is not None)

    def _remembered(self, slug: str, url: str, page: Path | None) -> Fetched | None:
        """What is remembered of this address, if the page and the original are still here as they were kept."""
        known = self._state.get(slug)
        if known is None or known.url != url or page is None:
            return None
        originals = [self._corpus / ORIGINALS / f"{slug}{suffix}" for suffix in (".html", ".pdf")]
        is_whole = any(path.is_file() and _hash(path.read_bytes()) == known.sha256 for path in originals)
        return known if is_whole else None

    def _keep(
        self, slug: str, entry: RegisterEntry, answer: Download, content: _Content, is_new: bool, was_kept: bool
    ) -> tuple[Status, str]:
        """Write original, page, register and memory, in an order that a kill at any moment leaves repairable.

        `was_kept` says that the last time all of them were written, so that only what changed needs a new day.
        """
        old = self._pages.get(slug)
        page = (old.parent if old else self._corpus / "pages") / f"{slug}.md"
        data = content.markdown.encode("utf-8")
        is_same = old == page and page.read_bytes() == data
        today = datetime.now(UTC).date().isoformat()
        if is_new:
            values = {"title": content.title, "publisher": "", "url": entry.url, "retrieved": today}
            add_entry(self._corpus, slug, values)
        write(self._corpus / ORIGINALS / f"{slug}{content.suffix}", answer.body)
        if not is_same:
            write(page, data)
        if slug in self.register and not (is_same and was_kept):
            date_entry(self._corpus, slug, today)
        set_aside(self._corpus, slug, page)
        self._pages[slug] = page
        marks = {key: answer.headers.get(key.replace("_", "-"), "") for key in ("etag", "last_modified")}
        self._remember(slug, Fetched(entry.url, **marks, sha256=_hash(answer.body)))
        moved = f"; de pagina is verhuisd naar {answer.url}" if answer.moved else ""
        if is_same:
            return "unchanged", f"de tekst is niet veranderd{moved}"
        if old is None:
            return "new", f"opgehaald als {page.name}{moved}"
        instead = "" if old == page else f"; {page.name} vervangt {old.name}"
        return "changed", f"de tekst is veranderd{instead}{moved}"

    def _remember(self, slug: str, known: Fetched) -> None:
        self._state[slug] = replace(known, checked=datetime.now(UTC).isoformat(timespec="seconds"))
        write_state(self._corpus, self._state)


def _read(answer: Download, asked: httpx.URL, before: str) -> tuple[_Content, str]:
    """The answer as content, and why it is not to be trusted (empty = it is)."""
    if kind_of(answer.body) == "pdf":
        content = _content(".pdf", read_pdf(answer.body), "")
        return content, doubt_text(content.text, before)
    html = decode(answer.body, answer.headers.get("content-type", ""))
    content = _content(".html", read_html(open_up(html)), html_title(html))
    return content, doubt_html(html, asked, answer.url, content.text, before)


def _content(suffix: str, pieces: list[Piece], title: str) -> _Content:
    page = Assembly(remove_furniture(pieces))
    return _Content(suffix, to_markdown(without_furniture(pieces)), page.text, page.title or title)


def _text_of(page: Path | None, entry: RegisterEntry) -> str:
    """The text of the page as the corpus has it now; empty when it has none that can be read."""
    try:
        return read_page(page, entry).text if page else ""
    except PageError:
        return ""


def _conditions(known: Fetched | None) -> dict[str, str]:
    marks = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified} if known else {}
    return {name: value for name, value in marks.items() if value}


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
