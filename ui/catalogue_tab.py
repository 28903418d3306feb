"""The tab with all interventions as HTML: filters, one unfoldable row a record, every field as a quote with its place.

Pure functions. Filtering, counting and the download are done in the page itself by catalogue.js, from what stands here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from assistant.answer import Citation
from assistant.catalogue_export import csv_header, csv_line
from ingest.domain import CORE_FIELDS, DEJ_LEVELS, FIELDS, KINDS_OF_HELP, KJP_JUDGEMENTS, OVERVIEWS, Term
from ingest.records import Facet, Intervention, Page, Quote
from ui.badges import badge, legend
from ui.markdown import neutral
from ui.sources import link_to_quote

SILENT = "-"  # the value of a facet that the source does not give
_SEMICOLON = ";"  # what a spreadsheet program set to Dutch expects between the cells
_MEANINGS = {term.value: term.meaning for terms in (DEJ_LEVELS, KINDS_OF_HELP, KJP_JUDGEMENTS) for term in terms}
_BY_STRENGTH = sorted(DEJ_LEVELS, key=lambda level: -(level.rank or 0))


def render_catalogue(interventions: Sequence[Intervention], pages: Mapping[str, Page]) -> str:
    """All interventions with the means to search, filter and download them."""
    rows = "".join(_row(one, pages) for one in interventions)
    return neutral(
        '<section class="catalogus" aria-labelledby="catalogus-kop">'
        '<h2 id="catalogus-kop">Interventies in de bronnen</h2>'
        '<p class="uitleg">Open een interventie om te lezen wat de bron er letterlijk over zegt. '
        "Een oordeel kan intussen veranderd zijn: kijk voor een besluit in de databank en de richtlijn zelf.</p>"
        f"{_filters(interventions)}{_outcome(len(interventions))}"
        f'<ul class="interventies">{rows}</ul>{legend()}</section>'
    )


def _filters(interventions: Sequence[Intervention]) -> str:
    kinds = [kind for one in interventions for kind in one.kinds_of_help]
    return (
        '<div class="filters" role="search" aria-label="Interventies zoeken">'
        '<label class="zoek">Zoeken<input type="search" data-filter="words" autocomplete="off" '
        'placeholder="Naam of woord, zoals: verslaving"></label>'
        '<label>Leeftijd in jaren<input type="number" data-filter="age" min="0" max="26" step="1" '
        'inputmode="numeric" placeholder="Alle"></label>'
        + _choice("kinds", "Soort hulp", KINDS_OF_HELP, kinds)
        + _choice("overview", "Overzicht", OVERVIEWS, [one.overview for one in interventions])
        + _choice("dej", "Oordeel databank", _BY_STRENGTH, [one.dej_level for one in interventions])
        + _choice("kjp", "Oordeel KJP", KJP_JUDGEMENTS, [one.kjp_judgement for one in interventions])
        + "</div>"
    )


def _choice(key: str, label: str, terms: Iterable[Term], facets: Sequence[Facet | None]) -> str:
    """A choice among the values that occur, in the domain's order."""
    present = {facet.value for facet in facets if facet}
    values = [(value, _words(key, value)) for value in (term.value for term in terms) if value in present]
    values += [(SILENT, "De bron geeft geen oordeel")] if None in facets and key in ("dej", "kjp") else []
    options = "".join(f'<option value="{escape(value)}">{escape(_capital(words))}</option>' for value, words in values)
    return f'<label>{label}<select data-filter="{key}"><option value="">Alle</option>{options}</select></label>'


def _outcome(count: int) -> str:
    return (
        f'<div class="uitslag"><p class="telling" role="status">{count} interventie{"" if count == 1 else "s"}.</p>'
        '<button type="button" class="wis" disabled>Wis filters</button>'
        f'<button type="button" class="download" data-csv="{escape(csv_header(_SEMICOLON))}">'
        "Download als CSV</button></div>"
        '<p class="geen" hidden>Geen interventie voldoet aan deze filters. Wis een filter om meer te zien.</p>'
    )


def _row(one: Intervention, pages: Mapping[str, Page]) -> str:
    kinds = ", ".join(kind.value for kind in one.kinds_of_help)
    level = badge(one.dej_level.value) if one.dej_level else _silent("geen oordeel in de bron")
    ages = _one_line(one.ages.quote) if one.ages else _silent("leeftijd niet vermeld")
    return (
        f'<li {_data(one)}><details><summary><h3 class="naam">{escape(one.name)}</h3>'
        f'<span class="leeftijd">{ages}</span><span class="soort">{escape(kinds)}</span>'
        f'<span class="niveau">{level}</span></summary>{_record(one, pages)}</details></li>'
    )


def _data(one: Intervention) -> str:
    """What the filters and the download need of a record, as attributes. An age without an upper bound has none."""
    values = {
        "overview": one.overview.value if one.overview else SILENT,
        "dej": one.dej_level.value if one.dej_level else SILENT,
        "kjp": one.kjp_judgement.value if one.kjp_judgement else SILENT,
        "kinds": "|".join(kind.value for kind in one.kinds_of_help),
        "csv": csv_line(one, _SEMICOLON),
    }
    if one.ages:
        values["low"] = str(one.ages.low or 0)
        values["high"] = "" if one.ages.high is None else str(one.ages.high)
    return " ".join(f'data-{key}="{escape(value)}"' for key, value in values.items())


def _record(one: Intervention, pages: Mapping[str, Page]) -> str:
    names = ", ".join(one.other_names)
    also = f'<p class="ook">Ook wel: {escape(names)}</p>' if names else ""
    fields = "".join(_field(one, key) for key in FIELDS if key in one.fields or key in CORE_FIELDS)
    derived = "".join(_derived(one))
    return (
        f'<div class="record">{also}<dl class="velden">{fields}</dl>'
        f'<h4>Daaruit afgeleid</h4><dl class="afgeleid">{derived}</dl>{_places(one, pages)}</div>'
    )


def _field(one: Intervention, key: str) -> str:
    """One field: its words as a quote, or that the source does not give it."""
    words = one.fields.get(key)
    said = f"<blockquote>{escape(words.text)}</blockquote>" if words else _silent("niet vermeld")
    if key == "dej" and one.dej_level:
        level = one.dej_level.value
        said += f'<p class="betekenis">{badge(level)} {escape(_MEANINGS.get(level, ""))}</p>'
    return f"<dt>{escape(FIELDS[key].label)}</dt><dd>{said}</dd>"


def _derived(one: Intervention) -> Iterable[str]:
    """The facets, each with the words that it was derived from."""
    if one.ages:
        yield _facet("Leeftijd", [("", "", one.ages.quote)])
    if one.kinds_of_help:
        kinds = [(kind.value, _MEANINGS.get(kind.value, ""), kind.quote) for kind in one.kinds_of_help]
        yield _facet("Soort hulp", kinds)
    if one.kjp_judgement:
        value = one.kjp_judgement.value
        yield _facet("Oordeel KJP", [(_words("kjp", value), _MEANINGS.get(value, ""), one.kjp_judgement.quote)])
    if one.overview:
        yield _facet("Overzicht", [(one.overview.value, "", one.overview.quote)])


def _facet(label: str, values: Iterable[tuple[str, str, Quote]]) -> str:
    items = "".join(
        "<li>"
        + (f'<span class="waarde" title="{escape(meaning)}">{escape(value)}</span> ' if value else "")
        + f"<q>{_one_line(words)}</q></li>"
        for value, meaning, words in values
    )
    return f"<dt>{label}</dt><dd><ul>{items}</ul></dd>"


def _places(one: Intervention, pages: Mapping[str, Page]) -> str:
    """Where the record stands, and where else the intervention is spoken of: page title, section, link."""
    source = _place(one.quote, pages, one.section)
    first: dict[str, Quote] = {}
    for words in one.mentions:
        first.setdefault(words.page, words)
    others = "".join(f"<li>{_place(words, pages)}</li>" for words in first.values())
    also = f'<p class="bronkop">Ook genoemd in de tekst van</p><ul>{others}</ul>' if others else ""
    return f'<div class="vindplaats"><p class="bronkop">Bron</p><p>{source}</p>{also}</div>'


def _place(words: Quote, pages: Mapping[str, Page], section: str = "") -> str:
    page = pages[words.page]
    citation = Citation(1, words.text, page.slug, page.title, section, page.url, words.start, words.end)
    place = escape(" › ".join(part for part in (page.title, section) if part))
    url = link_to_quote(citation)
    link = f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer">Open op de website</a>' if url else ""
    return f"{place} {link}"


def _words(key: str, value: str) -> str:
    return f"{value} door het KJP" if key == "kjp" and value.startswith("niet ") else value


def _one_line(words: Quote) -> str:
    return escape(" ".join(words.text.split()))


def _silent(words: str) -> str:
    return f'<span class="stil">{words}</span>'


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
