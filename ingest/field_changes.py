"""What differs between two versions of the interventions, field by field, with the quotes of both."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from ingest.domain import FIELDS
from ingest.records import AgeRange, Facet, Intervention, Quote

Kind = Literal["added", "changed", "removed"]

_SHORT = {"dej": "oordeel DEJ", "kjp": "oordeel KJP"}
_EDGE = 3  # so many equal words on each side of a difference are shown
_MIDDLE = 12
_SAME_RECORD = 2  # a record under another name is the same one when so many of its fields are word for word the same


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field (or derived property) of an intervention or page: its value before and after, with their quotes."""

    field: str
    before: str
    after: str
    before_quotes: tuple[Quote, ...] = ()
    after_quotes: tuple[Quote, ...] = ()

    @property
    def line(self) -> str:
        """The difference in a few words: "oordeel DEJ: effectief volgens goede → sterke aanwijzingen"."""
        return f"{self.field}: {difference(self.before, self.after)}"


@dataclass(frozen=True, slots=True)
class InterventionChange:
    """One intervention that was added or removed, or whose fields changed."""

    kind: Kind
    name: str
    page: str
    fields: tuple[FieldChange, ...] = ()


def difference(before: str, after: str) -> str:
    """Where two texts differ, with a few of the words that they share around it."""
    old, new = before.split(), after.split()
    start = next((at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    ends = zip(reversed(old[start:]), reversed(new[start:]), strict=False)
    end = next((at for at, (a, b) in enumerate(ends) if a != b), min(len(old), len(new)) - start)
    head, tail = old[:start], old[len(old) - end :]
    parts = [
        "…" if len(head) > _EDGE else "",
        *head[-_EDGE:],
        _cut(old[start : len(old) - end]),
        "→",
        _cut(new[start : len(new) - end]),
        *tail[:_EDGE],
        "…" if len(tail) > _EDGE else "",
    ]
    return " ".join(part for part in parts if part)


def _cut(words: Sequence[str]) -> str:
    return " ".join([*words[:_MIDDLE], *(["…"] if len(words) > _MIDDLE else [])]) or "(niets)"


def intervention_changes(before: Sequence[Intervention], after: Sequence[Intervention]) -> Iterator[InterventionChange]:
    """The interventions that changed (in the order of `after`), were added or were removed."""
    pairs, removed, added = _match(before, after)
    for old, new in pairs:
        if fields := tuple(_field_changes(old, new)):
            yield InterventionChange("changed", new.name, new.page, fields)
    yield from (InterventionChange("added", one.name, one.page) for one in added)
    yield from (InterventionChange("removed", one.name, one.page) for one in removed)


def _match(
    before: Sequence[Intervention], after: Sequence[Intervention]
) -> tuple[list[tuple[Intervention, Intervention]], list[Intervention], list[Intervention]]:
    """Which intervention is which, what is gone and what is new: by name and place first, then by ever less."""
    keys: tuple[Callable[[Intervention], Hashable], ...] = (
        lambda one: (one.page, one.section, one.name.casefold()),
        lambda one: (one.page, one.name.casefold()),
        lambda one: one.name.casefold(),
        lambda one: _words(one) if len(one.fields) >= _SAME_RECORD else id(one),  # renamed
    )
    gone, new = list(before), list(after)
    pairs: list[tuple[Intervention, Intervention]] = []
    for key in keys:
        waiting = defaultdict(list)
        for one in gone:
            waiting[key(one)].append(one)
        found = [(waiting[key(one)].pop(0), one) for one in new if waiting[key(one)]]
        gone = [one for one in gone if not any(one is old for old, _ in found)]
        new = [one for one in new if not any(one is other for _, other in found)]
        pairs += found
    order = {id(one): number for number, one in enumerate(after)}
    return sorted(pairs, key=lambda pair: order[id(pair[1])]), gone, new


def _words(one: Intervention) -> Hashable:
    return frozenset((key, quote.text) for key, quote in one.fields.items())


@dataclass(frozen=True, slots=True)
class _Fact:
    """A value that a person is shown, the words that it stands for where they are its own, and its quotes."""

    value: str
    words: str = ""
    quotes: tuple[Quote, ...] = ()


_NOTHING = _Fact("")


def _field_changes(old: Intervention, new: Intervention) -> Iterator[FieldChange]:
    was, now = _facts(old), _facts(new)
    for name in dict.fromkeys([*was, *now]):
        a, b = was.get(name, _NOTHING), now.get(name, _NOTHING)
        if (a.value, a.words) != (b.value, b.words):
            same = a.value == b.value  # then it is the words that differ
            yield FieldChange(name, a.words if same else a.value, b.words if same else b.value, a.quotes, b.quotes)


def _facts(one: Intervention) -> dict[str, _Fact]:
    """Every field and derived property by the name that a person knows it by; what is not given is left out."""
    facts = {
        "naam": _Fact(one.name, quotes=(one.name_quote,)),
        "andere namen": _Fact(", ".join(one.other_names), quotes=(one.name_quote,)),
        "pagina": _Fact(one.page),
        "plaats": _Fact(one.section),
    }
    levels = {"dej": one.dej_level, "kjp": one.kjp_judgement}
    for key, quote in one.fields.items():
        level = levels.get(key)
        name = _SHORT.get(key) or FIELDS[key].label.lower()
        facts[name] = _Fact(level.value, quote.text, (quote,)) if level else _Fact(quote.text, quotes=(quote,))
    if one.ages:
        facts["leeftijd (afgeleid)"] = _Fact(_in_words(one.ages), quotes=(one.ages.quote,))
    facts["soort hulp (afgeleid)"] = _facet_fact(one.kinds_of_help)
    facts["overzicht (afgeleid)"] = _facet_fact((one.overview,) if one.overview else ())
    return {name: fact for name, fact in facts.items() if fact.value}


def _facet_fact(facets: Iterable[Facet]) -> _Fact:
    in_order = sorted(facets, key=lambda facet: facet.value)
    return _Fact(", ".join(facet.value for facet in in_order), quotes=tuple(facet.quote for facet in in_order))


def _in_words(ages: AgeRange) -> str:
    """In words, as "vanaf 4 jaar tot 12 jaar"; the bounds are whole months, both inclusive."""
    parts = [] if ages.low is None else [f"vanaf {_age(ages.low)}"]
    if ages.high is not None:
        whole = ages.high % 12 == 11 and ages.high > 12  # to the last month of a year
        parts.append(f"tot en met {_age(ages.high - 11)}" if whole else f"tot {_age(ages.high)}")
    return " ".join(parts) or "alle leeftijden"


def _age(months: int) -> str:
    if months % 12 == 0:
        return f"{months // 12} jaar"
    return "1 maand" if months == 1 else f"{months} maanden"
