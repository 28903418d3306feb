"""Finds personal data in a question, so that it can be masked and the writer be told kindly."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["bsn", "phone", "email", "birth_date", "name"]


@dataclass(frozen=True, slots=True)
class Found:
    """One piece of personal data: `text[start:end]` is it."""

    start: int
    end: int
    kind: Kind


_NAMES: dict[Kind, str] = {
    "bsn": "een burgerservicenummer",
    "phone": "een telefoonnummer",
    "email": "een e-mailadres",
    "birth_date": "een geboortedatum",
    "name": "een naam",
}

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,5}[A-Za-z]{2,24}\b")
_BSN = re.compile(r"(?<![\d.,-])\d(?:[ .]?\d){8}(?![\d-]|[.,]\d)")
_SHORT_BSN = re.compile(
    r"\b(?:bsn|burgerservicenummer|sofinummer)\W{0,3}(?:is\s|van\s)?(?P<value>\d{8})(?!\d)", re.IGNORECASE
)
# 0800, 0900, 088 and 14xxx numbers are of organisations; short numbers (112, 113) are no match at all.
_PHONE = re.compile(
    r"(?<![\d+])(?:(?:\+|00)31[ -]?(?:\(0\)[ -]?)?|\(?0)(?!800|900|906|909|88)"
    r"(?:6(?:[ -]?\d){8}|[1-57]\d\)?(?:[ -]?\d){7}|[1-57]\d{2}\)?(?:[ -]?\d){6})(?!\d)"
)
_MONTHS = (
    "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december|"
    "jan|feb|mrt|apr|jun|jul|aug|sept?|okt|nov|dec"
)
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_DATE = (
    rf"{_DAY}(?:[-/. ]{_MONTH}[-/. ]|\s+(?:{_MONTHS})\.?\s+)(?:19|20)?\d{{2}}|"
    r"(?:19|20)\d{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
)

_NAME = r"(?!(?:De|Het|Een|Die|Dat|Van)\b)[A-Z][a-zà-öø-ÿ]+(?:-[A-Z][a-zà-öø-ÿ]+)?"
_SURNAME = rf"(?:\s+(?:(?:van|de|der|den|ter|ten|el|al|bin|'t|in)\s+){{0,3}}{_NAME}){{0,3}}"
_CHILD = (
    r"cli[eë]nte?|pati[eë]nte?|leerlinge?|pupil|kind|zoon(?:tje)?|dochter(?:tje)?|jongen(?:tje|s)?|meisje|jongere|moeder|vader|baby|"
    r"peuter|kleuter|broer(?:tje)?|zus(?:je)?|buur(?:meisje|jongen|man|vrouw)|nichtje|neefje|pleeg(?:kind|zoon|dochter)|stiefvader|oom|opa"
)
# A date alone may be of a page or an appointment: it counts after a word of birth or of a person.
_BORN = re.compile(
    rf"\b(?:geboren|geb|geboortedatum|gebdat|jarig|{_CHILD})\b[\s:.,(]{{0,3}}(?:is\s+|op\s+|van\s+)?(?P<value>{_DATE})(?!\d)",
    re.IGNORECASE,
)
# "mijn cliënt Jan de Vries"; after "een meisje" a capital may be a programme (een meisje Horizon volgt), so there an
# age or a verb of persons must say that it is a name.
_PERSON = re.compile(
    rf"\b(?i:(?:mijn|mn|onze|ons)\s+(?:{_CHILD}))(?:\s+van\s+\d{{1,2}})?,?\s+(?P<value>{_NAME}{_SURNAME})"
)
_STRANGER = re.compile(
    rf"\b(?i:(?:de|het|een|deze|dit|haar|zijn)\s+(?:{_CHILD}))(?:\s+van\s+\d{{1,2}})?(?:,\s+|\s+)"
    rf"(?P<value>{_NAME}{_SURNAME})(?=,|\s*\(\d|\s+(?:is|wordt|heeft|zegt|vertelt|vertelde|zei|slaat|komt|woont|van\s\d))"
)
_CALLED = re.compile(
    rf"\b(?i:(?:hij|zij|ze|die|dat|{_CHILD})\s+heet|genaamd|mijn naam is|ik heet|(?:voor|achter)?naam(?: is|:)|"
    rf"ik ben(?= [A-Z][a-z]+[,.]? (?:ik|en ik|en mijn|van \d)))\s+(?P<value>{_NAME}{_SURNAME})"
)
_TITLED = re.compile(
    rf"\b(?i:meneer|mevrouw|mevr\.?|dhr\.?|mw\.?|de heer|familie|fam\.)\s+"
    rf"(?P<value>(?:[A-Z]\.\s?){{0,3}}(?:(?:van|de|der|den|ter|ten)\s+){{0,3}}{_NAME}{_SURNAME})"
)
_AGED = re.compile(
    rf"(?<![\w-])(?P<value>{_NAME})(?=\s*\(\d{{1,2}}(?: jaar)?\)|,? (?:is )?(?:van )?\d{{1,2}} (?:jaar|jr|maanden)\b)"
)
_NO_NAMES = frozenset(
    """
    kind kinderen jongen meisje baby peuter kleuter jongere jongeren leerling client cliënt patient patiënt voor vanaf
    tot ouders moeder vader welke wat hoe is zijn past werkt en of niveau overzicht tabel veilig thuis nji kjp dej
    richtlijn databank nederland interventie gezinnen gezin jeugdigen jeugd groep versie helpt hulp ik mijn een de het
    die dat van er jeugdige pleegjongen pleegmeisje pleegkind puber tiener cliënte patiënte clientje zoon dochter daar
    """.split()
)


def find_personal(text: str, known: Iterable[str] = ()) -> tuple[Found, ...]:
    """The personal data in `text`, in order, not overlapping; names in `known` (of programmes, people) are none."""
    public = tuple(name.casefold() for name in known)
    found: list[Found] = []
    for one in sorted((*_simple(text), *_numbers(text), *_names(text)), key=lambda one: (one.start, -one.end)):
        is_public = one.kind == "name" and _is_public(text[one.start : one.end], public)
        if not is_public and (not found or one.start >= found[-1].end):
            found.append(one)
    return tuple(found)


def mask(text: str, known: Iterable[str] = ()) -> str:
    """`text` with each piece of personal data replaced by its kind in square brackets; `known` as for find_personal."""
    parts, place = [], 0
    for one in find_personal(text, known):
        parts += [text[place : one.start], f"[{_NAMES[one.kind].split(' ', 1)[1]}]"]
        place = one.end
    return "".join(parts) + text[place:]


def blank(text: str, found: Sequence[Found]) -> str:
    """`text` with every stretch in `found` left out."""
    for one in sorted(found, key=lambda one: -one.start):
        text = f"{text[: one.start]} {text[one.end :]}"
    return text


def notice(found: Sequence[Found]) -> str:
    """One kind Dutch line about what was found; an empty string when nothing was."""
    kinds = list(dict.fromkeys(_NAMES[one.kind] for one in found))
    if not kinds:
        return ""
    listed = " en ".join([", ".join(kinds[:-1]), kinds[-1]] if len(kinds) > 1 else kinds)
    return (
        f"In uw vraag lijkt {listed} te staan. Voor het antwoord is dat niet nodig: laat persoonsgegevens liever weg."
    )


def _simple(text: str) -> Iterator[Found]:
    for match in _EMAIL.finditer(text):
        yield Found(*match.span(), "email")
    for match in _BORN.finditer(text):
        yield Found(*match.span("value"), "birth_date")


def _numbers(text: str) -> Iterator[Found]:
    for match in _PHONE.finditer(text):
        yield Found(*match.span(), "phone")
    for match in _BSN.finditer(text):
        if _passes_eleven_check(re.sub(r"\D", "", match.group())):
            yield Found(*match.span(), "bsn")
    for match in _SHORT_BSN.finditer(text):
        if _passes_eleven_check(match.group("value")):
            yield Found(*match.span("value"), "bsn")


def _passes_eleven_check(digits: str) -> bool:
    """Whether 8 or 9 digits can be a BSN: 9·a + 8·b + … + 2·h − 1·i is a multiple of eleven."""
    padded = digits.zfill(9)
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    total = sum(weight * int(digit) for weight, digit in zip(weights, padded, strict=True))
    return total % 11 == 0 and padded != "000000000"


def _names(text: str) -> Iterator[Found]:
    for pattern in (_PERSON, _STRANGER, _CALLED, _TITLED, _AGED):
        for match in pattern.finditer(text):
            if match.group("value").split()[0].lower() not in _NO_NAMES:
                yield Found(*match.span("value"), "name")


def _is_public(name: str, public: Sequence[str]) -> bool:
    first = name.casefold()
    return any(first.startswith(known) or known.startswith(first) for known in public)
