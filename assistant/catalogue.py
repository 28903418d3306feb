"""Answers from the records: one field, a whole record, a comparison, a selection or a count."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from assistant.answer import Status
from assistant.conditions import OLDEST, Condition, evidence, rank
from assistant.draft import Draft, Line, Part, as_markdown, in_cell, line, make_quote
from assistant.question_words import EFFECT, HAS_EFFECT, NO_EFFECT, REFERS_BACK
from assistant.understanding import Request
from ingest.domain import DEJ_LEVELS, FIELDS, field_key
from ingest.index import Index
from ingest.labelled import is_name_label, label_of
from ingest.records import Intervention, Quote, Span
from ingest.words import content_words, stem

_SHOWN = ("approach", "target_group", "dej", "kjp", "remarks")
_ABSENT = "*niet vermeld*"
_MANY = 40
_ELSEWHERE = 3
_GOES_ON = 2
_LONG = 2500  # characters
_BY_RANK = (
    "Een hoger oordeel betekent dat het bewijs sterker is, niet dat een interventie in elke situatie het beste past. "
    "Interventies zonder erkenning zijn hierbij niet meegeteld."
)


@dataclass(frozen=True, slots=True)
class Selection:
    """The records that meet all conditions, and those that would if the sources gave the property."""

    matches: tuple[Intervention, ...]
    unknown: tuple[tuple[Intervention, Condition], ...]


def told_together(index: Index, names: Sequence[str]) -> bool:
    """Whether a sentence or record of the sources speaks of two of the named interventions; one alone always counts."""
    records = records_named(index, names)
    return len(records) < 2 or any(
        set(one.mentions) & set(other.mentions) or _names_in(one.quote.text, other) or _names_in(other.quote.text, one)
        for one, other in combinations(records, 2)
    )


def _names_in(text: str, one: Intervention) -> bool:
    return any(re.search(rf"\b{re.escape(name)}\b", text) for name in (one.name, *one.other_names))


def records_named(index: Index, names: Iterable[str]) -> list[Intervention]:
    """The records of these names in the order of the names; two records of one name both."""
    return [one for name in dict.fromkeys(names) for one in index.interventions if one.name == name]


def select(interventions: Iterable[Intervention], conditions: Sequence[Condition]) -> Selection:
    """The records that meet all `conditions`; where the highest rank is asked, the best of those (or the lowest)."""
    matches, unknown = [], []
    for one in interventions:
        results = [(condition, condition.met_by(one)) for condition in conditions]
        if all(met for _, met in results):
            matches.append(one)
        elif all(met is not False for _, met in results):
            unknown.append((one, next(condition for condition, met in results if met is None)))
    for condition in conditions:
        if condition.sort == "rank" and matches:
            ranks = [rank(one) or 0 for one in matches]
            wanted = max(ranks) if condition.values == ("hoogste",) else min(ranks)
            matches = [one for one in matches if rank(one) == wanted]
    return Selection(tuple(matches), tuple(unknown))


def field_quotes(one: Intervention, field: str) -> list[tuple[str, Quote]]:
    """The quotes of a field with the label to show; of a judgement also the other judge's, of ages the age's words."""
    if field == "ages":
        return (
            [("Leeftijd", one.fields.get("target_group", one.ages.quote) if one.ages else one.quote)]
            if one.ages
            else []
        )
    if field == "kinds_of_help":
        return [("Soort hulp", one.fields["approach"])] if "approach" in one.fields else []
    if field == "dej":
        return [(FIELDS[key].label, one.fields[key]) for key in ("dej", "kjp") if key in one.fields]
    return [(FIELDS[field].label, one.fields[field])] if field in one.fields else []


def field_line(one: Intervention, key: str) -> Line:
    """One field of a record, with its label."""
    quote = one.fields[key]
    return line(f"- **{FIELDS[key].label}:** {in_cell(quote.text)} ", quote)


def field_draft(index: Index, request: Request) -> Draft:
    """One field of the named interventions."""
    field = request.field or "approach"
    lines: list[Line] = []
    missing = []
    for one in records_named(index, request.names):
        pairs = (pair for key in (field, *request.also) for pair in field_quotes(one, key))
        quotes = list({quote: (label, quote) for label, quote in pairs}.values())
        lines.append(line(_title(index, one)))
        if not quotes:
            missing.append(one)
            lines.append(line(f"De bronnen vermelden hierbij niet: {_field_label(field).lower()}. Wel vermelden ze:"))
            quotes = [(FIELDS[key].label, one.fields[key]) for key in _SHOWN if key in one.fields]
        lines += [line(f"- **{label}:** {in_cell(quote.text)} ", quote) for label, quote in quotes]
        if field in ("dej", "kjp"):
            lines += _level_lines([one])
        if field == "dej":
            lines += effect_elsewhere(index, one)
    status: Status = "not_in_sources" if missing and len(missing) == len(request.names) else "answered"
    return Draft(tuple(lines), status, {"missing": [one.name for one in missing]})


def labelled_draft(index: Index, request: Request) -> Draft | None:
    """Lines of the named records whose own label is asked in so many words ("Plaats: ..."); None when there is none.

    Labels of standard fields are left to those.
    """
    asked = {stem(word) for word in content_words(request.unnamed)}
    lines: list[Line] = []
    for one in records_named(index, request.names):
        found = []
        for number in index.passages_over(one.quote):
            passage = index.passages[number]
            for span in passage.units if passage.kind == "record" else ():
                label = label_of(span.of(index.pages[one.page].text))
                wanted = {stem(word) for word in content_words(label)}
                if wanted and wanted <= asked and not field_key(label) and not is_name_label(label):
                    found.append(make_quote(index.pages[one.page], span))
        lines += (
            [line(_title(index, one)), *(line(f"- {in_cell(quote.text)} ", quote) for quote in found)] if found else []
        )
    return Draft(tuple(lines), "answered", {"why": "eigen label"}) if lines else None


def said_of(index: Index, one: Intervention) -> list[Quote]:
    """The sentences of running text that name it; one that says nothing of the effect with what then says it."""
    return [mention if EFFECT.search(mention.text) else _going_on(index, mention) for mention in one.mentions]


def _going_on(index: Index, mention: Quote) -> Quote:
    """`mention` up to a sentence about the effect of the same ("De werkwijzen zijn ..."), if one follows soon."""
    for number in index.passages_over(mention):
        passage = index.passages[number]
        page = index.pages[passage.page]
        if passage.kind not in ("paragraph", "list"):
            continue
        for span in [span for span in passage.units if span.start >= mention.end][:_GOES_ON]:
            text = span.of(page.text)
            if (page.slug, span.start) in index.naming:
                break
            if REFERS_BACK.search(text) and EFFECT.search(text):
                return make_quote(page, Span(mention.start, span.end))
    return mention


def effect_elsewhere(index: Index, one: Intervention) -> list[Line]:
    """What running text says about the effect; where places differ, that is said, with what is known of their dates."""
    own = [one.fields[key] for key in ("dej", "kjp") if key in one.fields]
    told = [
        quote
        for quote in said_of(index, one)
        if EFFECT.search(quote.text) and not any(_overlap(quote, field) for field in own)
    ]
    unique = list({" ".join(quote.text.split()): quote for quote in reversed(told)}.values())[::-1]
    # The first of every page before a second of any: another page may say something else.
    first = {quote.page: quote for quote in reversed(unique)}
    chosen = [*(q for q in unique if q in first.values()), *(q for q in unique if q not in first.values())][:_ELSEWHERE]
    if not chosen:
        return []
    lines = [line("**Elders in de bronnen:**")]
    for quote in chosen:
        page = index.pages[quote.page]
        date = f"gekopieerd op {as_markdown(page.retrieved)}" if page.retrieved else "datum niet bekend"
        lines.append(line(f"- {in_cell(quote.text)} ", quote, f" *({as_markdown(page.title)}; {date})*"))
    stances = {stance(quote.text) for quote in (*own, *chosen)} - {None}
    if len(stances) > 1:
        lines.insert(
            0, line("**Let op:** de bronnen zeggen hier niet allemaal hetzelfde. Vergelijk ze en kijk naar de bron.")
        )
    return lines


def _overlap(one: Quote, other: Quote) -> bool:
    return one.page == other.page and one.start < other.end and other.start < one.end


def stance(text: str) -> bool | None:
    """Whether words about effect say yes (True) or not (yet) (False); None when they say neither."""
    if NO_EFFECT.search(text):
        return False
    return True if HAS_EFFECT.search(text) else None


def record_draft(index: Index, request: Request) -> Draft:
    """Everything that the records of the named interventions give."""
    lines: list[Line] = []
    for one in records_named(index, request.names):
        lines.append(line(_title(index, one)))
        lines += [
            line(f"- **{FIELDS[key].label}:** {in_cell(one.fields[key].text)} ", one.fields[key])
            for key in _SHOWN
            if key in one.fields
        ]
        lines += _level_lines([one])
    return Draft(tuple(lines))


def comparison_draft(index: Index, request: Request) -> Draft:
    """The named interventions side by side, "niet vermeld" where the sources are silent."""
    ones = records_named(index, request.names)
    keys = list(dict.fromkeys(key for field in (request.field, *request.also) for key in _compared(field)))
    rows = [key for key in keys if key == request.field or any(_cell_quotes(one, key) for one in ones)]
    lines = [line("| | " + " | ".join(in_cell(one.name) for one in ones) + " |"), line("|---" * (len(ones) + 1) + "|")]
    for key in rows:
        parts: list[Part] = [f"| **{_field_label(key)}** "]
        for one in ones:
            quotes = _cell_quotes(one, key)
            parts.append("| ")
            parts += [part for quote in quotes for part in (in_cell(quote.text) + " ", quote, " ")] or [_ABSENT + " "]
        lines.append(line(*parts, "|"))
    lines += _level_lines(ones) if "dej" in rows else []
    return Draft(tuple(lines))


def selection_draft(index: Index, request: Request) -> Draft:
    """The interventions that meet the conditions, as a table or a count with the list."""
    pool = records_named(index, request.among) if request.among else list(index.interventions)
    impossible = next((c for c in request.conditions if c.sort == "age" and (c.low or 0) > OLDEST), None)
    if impossible:
        text = f"De leeftijd ‘{as_markdown(impossible.label)}’ past niet bij jeugdigen. Welke leeftijd bedoelt u?"
        return Draft((line(text),), "not_in_sources", {"set": []})
    chosen = select(pool, request.conditions)
    understood = " · ".join(as_markdown(condition.text) for condition in request.conditions)
    if not chosen.matches:
        return _nothing(index, request, pool, chosen, understood)
    number = len(chosen.matches)
    noun = "interventie" if number == 1 else "interventies"
    head = f"**{number} {noun}** in de bronnen" + (f", met als voorwaarde: {understood}." if understood else ".")
    lines = [line(head), *_table(chosen.matches, request.conditions), *_unknown_lines(chosen)]
    lines += _level_lines(chosen.matches)
    lines += [line(_BY_RANK)] if any(condition.sort == "rank" for condition in request.conditions) else []
    return Draft(tuple(lines), "answered", {"set": [one.name for one in chosen.matches]})


def _nothing(index: Index, request: Request, pool: Sequence[Intervention], chosen: Selection, understood: str) -> Draft:
    """No match: said so, and the nearest selection with one condition less, loose words before others."""
    lines = [line(f"Geen van de {len(pool)} interventies in de bronnen voldoet aan: {understood}.")]
    lines += _unknown_lines(chosen)
    wider = []
    for left_out in request.conditions:
        fewer = [condition for condition in request.conditions if condition is not left_out]
        found = select(pool, fewer).matches if fewer else ()
        if found:
            wider.append((len(found), left_out, found))
    if wider:
        _, left_out, found = min(wider, key=lambda option: (option[1].sort != "words", option[0]))
        lines.append(line(f"Het dichtst in de buurt, zonder de voorwaarde ‘{as_markdown(left_out.text)}’:"))
        lines += _table(found, request.conditions)
        lines += _level_lines(found)
    return Draft(tuple(lines), "not_in_sources", {"set": []})


def _table(ones: Sequence[Intervention], conditions: Sequence[Condition]) -> list[Line]:
    """One row an intervention: name with its source, the columns that the conditions are about, and the judgement."""
    with_kjp = any(condition.sort == "kjp" for condition in conditions)
    proof = [condition for condition in conditions if condition.sort == "kind" and not condition.negated]
    heads = ["Interventie", "Leeftijd", *(c.label.capitalize() for c in proof), "Oordeel databank"]
    heads += ["Oordeel KJP"] if with_kjp else []
    lines = [line("| " + " | ".join(heads) + " |"), line("|---" * len(heads) + "|")]
    for one in ones[:_MANY]:
        cells = [in_cell(one.ages.quote.text) if one.ages else _ABSENT]
        for condition in proof:
            quote = evidence(condition, one)
            cells.append(in_cell(quote.text) if quote else _ABSENT)
        cells.append(in_cell(one.fields["dej"].text) if "dej" in one.fields else _ABSENT)
        cells += [in_cell(one.fields["kjp"].text) if "kjp" in one.fields else _ABSENT] if with_kjp else []
        lines.append(line(f"| **{in_cell(one.name)}** ", _source(one), " | ", " | ".join(cells), " |"))
    return lines


def _source(one: Intervention) -> Quote:
    """The whole record; of one that is spread over a page the field that tells most of why it was chosen."""
    if one.quote.end - one.quote.start <= _LONG:
        return one.quote
    return next((one.fields[key] for key in ("target_group", "approach") if key in one.fields), one.name_quote)


def _unknown_lines(chosen: Selection) -> list[Line]:
    """Those for which the sources do not give the asked property, apart from the others."""
    names: dict[str, list[Intervention]] = {}
    for one, condition in chosen.unknown:
        names.setdefault({"age": "Leeftijd", "kjp": "Oordeel KJP"}.get(condition.sort, "Oordeel databank"), []).append(
            one
        )
    lines = []
    for what, ones in names.items():
        if what == "Oordeel KJP":
            continue  # most records have none: naming them all would bury the answer
        parts: list[Part] = [f"*{what} niet vermeld, dus niet meegeteld:* "]
        for number, one in enumerate(ones):
            parts += [("" if number == 0 else ", ") + as_markdown(one.name) + " ", _source(one)]
        lines.append(line(*parts))
    return lines


def _level_lines(ones: Sequence[Intervention]) -> list[Line]:
    """What the levels of these records mean, one line each, strongest first."""
    present = {one.dej_level.value for one in ones if one.dej_level}
    top = max((level.rank or 0 for level in DEJ_LEVELS), default=0)
    texts = []
    for level in sorted(DEJ_LEVELS, key=lambda level: -(level.rank or 0)):
        if level.value in present:
            place = f" (trede {level.rank} van {top})" if level.rank else ""
            texts.append(f"*{level.value}*{place}: {level.meaning[0].lower()}{level.meaning[1:]}")
    return [line("Wat het oordeel betekent – " + " ".join(texts))] if texts else []


def _title(index: Index, one: Intervention) -> str:
    page = index.pages[one.page]
    return f"**{as_markdown(one.name)}** – {as_markdown(page.title)}"


def _field_label(field: str) -> str:
    extra = {"ages": "Leeftijd", "kinds_of_help": "Soort hulp"}
    return extra.get(field) or FIELDS[field].label


def _compared(field: str | None) -> list[str]:
    if field == "dej":
        return ["dej", "kjp"]
    return [field] if field and field != "remarks" else ["approach", "target_group", "dej", "kjp"]


def _cell_quotes(one: Intervention, key: str) -> list[Quote]:
    if key == "ages":
        return [one.ages.quote] if one.ages else []
    if key == "kinds_of_help":
        return [one.fields["approach"]] if "approach" in one.fields else []
    return [one.fields[key]] if key in one.fields else []
