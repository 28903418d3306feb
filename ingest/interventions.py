"""Interventions out of the records and tables of a page: every field with its quote, nothing guessed or dropped."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ingest import facets
from ingest.domain import CORE_FIELDS, DEJ_LEVELS, EMPTY_VALUES, KJP_MENTION, field_key, plain_label
from ingest.facets import quote
from ingest.mentions import link_mentions
from ingest.names import read_name
from ingest.raw_records import RawRecord, find_records, shorten
from ingest.records import Block, Facet, Field, Intervention, Page, Span
from ingest.sentences import split_sentences

__all__ = ["link_mentions", "read_interventions", "read_interventions_with_problems"]

_Fields = dict[str, list[Span]]


def read_interventions(page: Page) -> tuple[Intervention, ...]:
    """The interventions that `page` describes, in reading order; none for a page of running text."""
    return read_interventions_with_problems(page)[0]


def read_interventions_with_problems(page: Page) -> tuple[tuple[Intervention, ...], tuple[str, ...]]:
    """The interventions of `page`, and a Dutch line for everything in it that could not be read as one."""
    problems: list[str] = []
    found = [_build(page, raw, problems) for raw in find_records(page, problems)]
    lines = (f"Pagina {page.slug}: {problem}." for problem in dict.fromkeys(problems))
    return tuple(intervention for intervention in found if intervention), tuple(lines)


def _build(page: Page, raw: RawRecord, problems: list[str]) -> Intervention | None:
    """The intervention in `raw`; None (and a problem) when it has no name."""
    name = read_name(raw.name.of(page.text)) if raw.name else None
    if raw.name is None or name is None:
        first = raw.fields[0].span if raw.fields else raw.whole
        problems.append(f"een interventie zonder naam, die begint met “{shorten(page, first)}”, is niet gelezen")
        return None
    own_problems: list[str] = []
    name_span = Span(raw.name.start + name.start, raw.name.start + name.end)
    spans = _split_off_kjp(page, _sort(page, raw, own_problems))
    target, approach = _whole(spans, "target_group"), _whole(spans, "approach")
    ages, problem = facets.age_range(page, target, approach)
    level = _judgement(page, spans, "dej", facets.dej_level, own_problems)
    judgement = _judgement(page, spans, "kjp", facets.kjp_judgement, own_problems)
    words = [span for span in (approach, _whole(spans, "remarks")) if span]
    problems.extend(f"“{name.text}”: {line}" for line in (*own_problems, *([problem] if problem else [])))
    return Intervention(
        name=name.text,
        page=page.slug,
        section=" › ".join(raw.block.path),
        name_quote=quote(page, name_span),
        quote=quote(page, raw.whole),
        other_names=name.others,
        overview=facets.overview(page, _above(page, raw.block)),
        fields={key: quote(page, span) for key in spans if (span := _whole(spans, key))},
        ages=ages,
        kinds_of_help=facets.kinds_of_help(page, words, name_span, target),
        dej_level=level,
        kjp_judgement=judgement,
    )


def _whole(spans: _Fields, key: str) -> Span | None:
    """The one stretch from the first to the last words of a field."""
    runs = spans.get(key)
    return Span(runs[0].start, runs[-1].end) if runs else None


def _sort(page: Page, raw: RawRecord, problems: list[str]) -> _Fields:
    """The values by field key; what has no field of its own goes to the remarks.

    A field that comes twice is kept whole: joined when the two stand together, else the second is a remark.
    """
    spans: _Fields = {}
    places: dict[str, int] = {}
    labels: set[str] = set()
    for number, field in enumerate(raw.fields):
        if _is_empty(page, field):
            continue
        label = plain_label(field.label)
        key = field_key(field.label)
        if label in labels and label:
            problems.append(f"het veld “{field.label}” staat er twee keer")
        labels.add(label)
        if key not in CORE_FIELDS or (key in spans and places[key] != number - 1):
            value = field.value if key else field.span
            key = "remarks"
            if key in spans and places[key] != number - 1:
                problems.append(f"“{shorten(page, value)}” past niet in een veld en staat alleen in de hele tekst")
                continue
        else:
            value = field.value
        spans.setdefault(key, []).append(value)
        places[key] = number
    return spans


def _is_empty(page: Page, field: Field) -> bool:
    """Whether nothing is filled in: a dash, or a bare label with its colon."""
    value = field.value.of(page.text).strip()
    bare_label = not field.label and value.endswith(":") and field_key(value) is not None
    return value.lower() in EMPTY_VALUES or bare_label


def _split_off_kjp(page: Page, spans: _Fields) -> _Fields:
    """`spans` with the KJP's part of a shared column ("Effectiviteit") as a field of its own."""
    shared = _whole(spans, "dej")
    if shared is None or "kjp" in spans:
        return spans
    sentences = split_sentences(shared.of(page.text), shared.start)
    speaks = [bool(KJP_MENTION.search(sentence.of(page.text))) for sentence in sentences]
    if not any(speaks):
        return spans
    first = speaks.index(True)
    if first:
        return {
            **spans,
            "dej": [Span(shared.start, sentences[first - 1].end)],
            "kjp": [Span(sentences[first].start, shared.end)],
        }
    until = speaks.index(False) if False in speaks else len(speaks)
    rest = [Span(sentences[until].start, shared.end)] if until < len(speaks) else []
    if not rest and facets.find_term(shared.of(page.text), DEJ_LEVELS):
        rest = [shared]
    kept = {key: runs for key, runs in spans.items() if key != "dej"}
    return {**kept, **({"dej": rest} if rest else {}), "kjp": [Span(shared.start, sentences[until - 1].end)]}


def _judgement(
    page: Page, spans: _Fields, key: str, read: Callable[[Page, Span], Facet | None], problems: list[str]
) -> Facet | None:
    """The judgement in a field; None (and a problem) when it is not known or contradicts itself."""
    runs = spans.get(key, [])
    found = [facet for span in runs if (facet := read(page, span))]
    if len({facet.value for facet in found}) > 1:
        problems.append("de oordelen spreken elkaar tegen: " + " / ".join(f"“{facet.quote.text}”" for facet in found))
        return None
    if runs and not found:
        problems.append(f"het oordeel “{shorten(page, runs[0])}” wordt niet herkend")
    return found[0] if found else None


def _above(page: Page, block: Block) -> Iterator[Span]:
    """The headings above `block`, the nearest first, then the sentence that introduces it."""
    before = [other for other in page.blocks if other.kind == "heading" and other.span.start <= block.span.start]
    for title in reversed(block.path):
        yield from [heading.span for heading in reversed(before) if heading.span.of(page.text) == title][:1]
    if block.lead_in:
        yield block.lead_in
