"""The tab 'Bronnen' as HTML: every page with what is known of it, and for the keeper what an update changes.

Pure functions; every text from a page is escaped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ui.change_report import UpdateReport, report_html
from ui.markdown import neutral

if TYPE_CHECKING:
    from ingest.fetch_report import FetchReport
    from ingest.records import Intervention, Page, Passage

NO_DATE = "datum niet bekend"
NOT_CHECKED = "nog niet gecontroleerd"
_FETCHED = ("gone", "failed", "suspect", "new", "changed", "skipped", "unchanged")
_MONTHS = "januari februari maart april mei juni juli augustus september oktober november december".split()


def render_pages(
    pages: Mapping[str, Page],
    passages: Iterable[Passage],
    interventions: Iterable[Intervention],
    made: str = "",
    checked: Mapping[str, str] | None = None,
) -> str:
    """All pages of the index; `made` is the moment (ISO) that the index was made.

    `checked` has for a page the moment on which its website last gave it, the same as before or new.
    """
    last = checked or {}
    of_passages = Counter(passage.page for passage in passages)
    of_interventions = Counter(one.page for one in interventions)
    items = "".join(
        _page(page, of_passages[slug], of_interventions[slug], last.get(slug, "")) for slug, page in pages.items()
    )
    since = f" De index is gemaakt op {escape(moment(made))}." if made else ""
    return neutral(
        '<section class="paginas" aria-labelledby="paginas-kop"><h2 id="paginas-kop">Bronnen</h2>'
        f'<p class="uitleg">Wegwijzer zoekt in {count(len(pages), "pagina", "pagina’s")}.{since}</p>'
        f'<ul class="paginalijst">{items}</ul></section>'
    )


def _page(page: Page, passages: int, interventions: int, checked: str) -> str:
    facts = (
        ("Uitgever", escape(page.publisher or "niet bekend")),
        ("Datum", escape(day(page.retrieved))),
        ("Laatst gecontroleerd", escape(moment(checked) if checked else NOT_CHECKED)),
        ("Omvang", f"{_thousands(len(page.text))} tekens"),
        ("Passages", _thousands(passages)),
        ("Interventies", _thousands(interventions)),
    )
    rows = "".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in facts)
    return f"<li><h3>{escape(page.title)}</h3>{_link(page.url)}<dl>{rows}</dl></li>"


def _link(url: str | None) -> str:
    """A link to the page itself; only web addresses become one."""
    try:
        is_web = urlsplit(url or "").scheme in ("http", "https")
    except ValueError:
        is_web = False
    if not url or not is_web:
        return ""
    return f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer">Open op de website</a>'


def render_fetched(report: FetchReport, titles: Mapping[str, str]) -> str:
    """What fetching came to: a line for every page, those that ask for attention first."""
    order = sorted(report.outcomes, key=lambda out: _FETCHED.index(out.status))
    lines = [
        f'<li data-uitkomst="{out.status}"><strong>{escape(titles.get(out.slug) or out.slug)}</strong>: '
        f"{escape(out.line)}</li>"
        for out in order
    ]
    body = f"<ul>{''.join(lines)}</ul>" if lines else "<p>In het register staat geen pagina.</p>"
    return neutral(f'<section class="verslag opgehaald"><h2>Opgehaald van de websites</h2>{body}</section>')


def render_update(update: UpdateReport) -> str:
    """What an update changes, as a part of the window."""
    # Of the report's own page only what it says; no text in it can end it early, for all of them are escaped.
    body = report_html(update).partition("</h1>")[2].partition("</body>")[0]
    if update.answers is None:
        body = body.rpartition("<h2>Antwoorden")[0]  # they were not compared: nothing can be said of them
    return neutral(f'<section class="verslag" aria-label="Wat er verandert"><h2>Wat er verandert</h2>{body}</section>')


def day(text: str) -> str:
    """A date (ISO) in Dutch; other text as it is, and words for none."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return text or NO_DATE
    return f"{found.day} {_MONTHS[found.month - 1]} {found.year}"


def moment(text: str) -> str:
    """A moment (ISO) in Dutch, in the time of this computer; other text as it is."""
    try:
        found = datetime.fromisoformat(text).astimezone()
    except (ValueError, OverflowError, OSError):  # no moment, or one that this computer's clock does not know
        return text
    return f"{day(found.date().isoformat())} om {found:%H:%M}"


def _thousands(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def count(number: int, one: str, more: str) -> str:
    """A number with its noun: "1 pagina", "1.200 passages"."""
    return f"{_thousands(number)} {one if number == 1 else more}"
