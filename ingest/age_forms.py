"""The forms in which Dutch words give an age, and the words around a number that make it something else."""

from __future__ import annotations

import re
from collections.abc import Callable

from ingest.domain import ADULT_NOUN, CHILD_NOUN, NUMBER_WORDS

Bounds = tuple[int | None, int | None]
"""The lowest and the highest month, both inclusive; None = no bound."""
_FLAGS = re.IGNORECASE

# "2½" reads "21⁄2" once the text has been normalised.
_NUMBER = (
    rf"(?:\d{{1,2}}?(?:½|1⁄2)|\d{{1,3}}(?:[.,]5)?(?![.,]?\d|⁄)|{'|'.join(sorted(NUMBER_WORDS, key=len, reverse=True))})"
)
_UNIT = r"(?:jaar|jaren|jarigen?|jr\b\.?|maand(?:en)?|maanden|mnd\b\.?|we(?:ek|ken))"
_GAP = r"[\s-]*"
_A = rf"(?<![\w.,⁄])(?P<a>{_NUMBER})(?:{_GAP}(?P<ua>{_UNIT}))?"
_A_UNIT = rf"(?<![\w.,⁄])(?P<a>{_NUMBER}){_GAP}(?P<ua>{_UNIT})\b"
_B = rf"(?P<b>{_NUMBER})(?:{_GAP}(?P<ub>{_UNIT})\b)"
_BARE_B = rf"(?P<b>{_NUMBER})(?:{_GAP}(?P<ub>{_UNIT}))?\b"
_BARE_A = rf"(?<![\w.,⁄])(?P<a>{_NUMBER})(?:{_GAP}(?P<ua>{_UNIT}))?\b"
_THROUGH = r"\s*(?:tot\s+en\s+met(?:\s+de)?|t/m|t\.?e\.?m\.?|tot/met)\s*"
_DASH = r"\s*[-–—]\s*"
_ABOUT = r"(?:(?:ongeveer|circa|ca\.|zo['’]n|rond|de(?:\s+leeftijd\s+van)?)\s+)*"
_FROM_AGE = r"(?:van\s+)?(?:minimaal|minstens|ten\s+minste|tenminste|vanaf)\s+"
_BETWEEN = rf"\btussen\s+{_ABOUT}"


def months(number: str, unit: str | None) -> int:
    """`number` (digits or a word) of `unit` in months; no unit means years."""
    value = 1 if number.lower() == "een" else NUMBER_WORDS.get(number.lower())
    if value is None:
        whole = re.sub(r"(?:½|1⁄2)$", "", number)
        value = float(whole.replace(",", ".") or 0) + (0.5 if whole != number else 0)
    if unit and unit.lower().startswith("m"):
        return int(value)
    if unit and unit.lower().startswith("we"):
        return int(value * 12 / 52)
    return round(value * 12)


def last_month(number: str, unit: str | None) -> int:
    """The last month in which someone is still `number` old: five years lasts until just before the sixth birthday."""
    whole_years = (unit is None or unit.lower().startswith("j")) and months(number, unit) % 12 == 0
    return months(number, unit) + (11 if whole_years else 0)


def first(match: re.Match[str]) -> tuple[str, str | None]:
    """The first number of a match with its unit; a range may give the unit once, behind."""
    groups = match.groupdict()
    return match["a"], groups.get("ua") or groups.get("ub")


def second(match: re.Match[str]) -> tuple[str, str | None]:
    """The second number of a range with its unit."""
    groups = match.groupdict()
    return match["b"], groups.get("ub") or groups.get("ua")


def _before(number: str, unit: str | None) -> int:
    return months(number, unit) - 1


# Tried in this order; a stretch that one form has taken is closed to the next. {A} and {B} are numbers.
_Form = tuple[str, Callable[[re.Match[str]], Bounds]]
_RANGES: tuple[_Form, ...] = (
    (rf"{_A}{_THROUGH}{{B}}", lambda m: (months(*first(m)), last_month(*second(m)))),
    (rf"{_A}{_DASH}{{B}}", lambda m: (months(*first(m)), last_month(*second(m)))),
    (rf"{_A}\s+tot\s+{{B}}", lambda m: (months(*first(m)), months(*second(m)))),
    (rf"{_BETWEEN}{_A}\s+en\s+{{B}}", lambda m: (months(*first(m)), months(*second(m)))),
)
_OPEN: tuple[_Form, ...] = (
    (r"{A}\s+(?:of|en)\s+jonger\b", lambda m: (None, last_month(*first(m)))),
    (r"{A}\s+(?:of|en)\s+ouder\b", lambda m: (months(*first(m)), None)),
    (rf"\bouder\s+dan\s+{_ABOUT}{{A}}", lambda m: (last_month(*first(m)) + 1, None)),
    (rf"\bboven\s+{_ABOUT}{{A}}", lambda m: (last_month(*first(m)) + 1, None)),
    (rf"\b(?:jonger\s+dan|onder)\s+{_ABOUT}{{A}}", lambda m: (None, _before(*first(m)))),
    (rf"\b(?:tot\s+en\s+met|t/m)\s+{_ABOUT}{{A}}", lambda m: (None, last_month(*first(m)))),
    (rf"\bvanaf\s+{_ABOUT}{{A}}", lambda m: (months(*first(m)), None)),
    (r"\btot\s+(?:het|hun|een|haar)\s+(?:\w+\s+)?kind\s+{A}", lambda m: (None, months(*first(m)))),
    (rf"\btot\s+{_ABOUT}{{A}}", lambda m: (None, months(*first(m)))),
)
PLUS = re.compile(rf"(?<![\w.,⁄])(?P<a>\d{{1,2}})(?:\+|-?\s?plus(?:sers?)?\b)(?:\s*(?P<ua>{_UNIT}))?", _FLAGS)
MINIMUM = re.compile(rf"\b{_FROM_AGE}{_ABOUT}{_A_UNIT}", _FLAGS)
AND = re.compile(rf"{_A}\s+(?:en|of)\s+{_B}", _FLAGS)
SINGLE = re.compile(_A_UNIT, _FLAGS)
ALL_AGES = re.compile(r"\b(?:alle|elke|iedere)\s+leeftijd(?:en|sgroepen)?\b", _FLAGS)
BARE = re.compile(_BARE_A, _FLAGS)
ONE_YEAR = re.compile(r"(?<=van )(?P<a>een)\s+(?P<ua>jaar)\b", _FLAGS)

# A number of years straight after a person, or after words that can only open an age.
ANCHOR = re.compile(
    rf"(?:\b{CHILD_NOUN}\s*,?\s*\(?|\bleeftijd(?:en)?\s*:?\s*|\b(?:{CHILD_NOUN}|{ADULT_NOUN}))\s*"
    r"(?:(?:in\s+de\s+leeftijd|ongeveer|circa|rond|die|is|zijn|van|wordt|tussen|vanaf|tot|net|nu|pas|al|jonger\s+dan|"
    r"ouder\s+dan|onder|boven)\s+)*(?:de\s+)?$",
    _FLAGS,
)
AFTER_CHILD = re.compile(rf"\b{CHILD_NOUN}\s+(?:van|is|wordt)\s+(?:(?:net|nu|pas|ongeveer|al)\s+)?$", _FLAGS)
# In a hurried question only: "meisje 15, misbruikt".
BESIDE_CHILD = re.compile(rf"\b{CHILD_NOUN}\s*,?\s*$", _FLAGS)
ONE_TO_ONE = re.compile(r"\s*(?:op\s+\d|x\b)", _FLAGS)
OLD = re.compile(r"\s+oud\b|(?<=jarige)|(?<=jarigen)", _FLAGS)
DURATION_BEFORE = re.compile(
    r"\b(?:gedurende|binnen|na|over|sinds|duurt|duren|duurde|duur|periode|termijn|looptijd|follow-?up|traject|behandeling|"
    r"programma|training|begeleiding|cursus|hulp|nazorg|therapie|elke?|iedere?|per|afgelopen|laatste|eerste|komende|"
    r"volgende|om\s+de|al|ruim|bijna|vóór|omvat|bestaat\s+uit|straf|celstraf)\s*\(?\s*"
    r"(?:(?:van|voor|in|totaal|ongeveer|circa|ca\.|de|het|gemiddeld|maximaal|minimaal|hoogstens|minstens|tussen|tot|zo['’]n)\s+)*$",
    _FLAGS,
)
DURATION_AFTER = re.compile(
    r"\s*(?:na|later|lang|geleden|durende?|achtereen|achter\s+elkaar|erna|daarna|follow-?up|ervaring|nazorg|per|"
    r"ondertoezicht\w*|voor\s+de)\b",
    _FLAGS,
)
NOT_AN_AGE = re.compile(
    r"\s*(?:%|‰|€|/|procent|uur|minuten|dagen|keer|maal|sessies|bijeenkomsten|gesprekken|weken|gezinnen|ouders|"
    r"kinderen|personen|mensen|euro|km|cm|kilo|graden|punten|bladzijden|pagina|studies|procenten|interventies|"
    r"programma['’]?s|huisbezoeken|groepen|deelnemers)\b|\s*%",
    _FLAGS,
)
COUNTED_BEFORE = re.compile(
    r"\b(?:overzicht|tabel|niveau|niveaus|hoofdstuk|paragraaf|stap|stappen|fase|vraag|deel|versie|nummer|punt|bijlage)\s+"
    r"(?:van\s+)?$",
    _FLAGS,
)
MINUS = re.compile(r"(?:(?:^|[\s(])[-−]\s?|\bminus\s+|\bmin\s+)$", _FLAGS)
PERSON = re.compile(
    rf"(?<![\w-])(?:(?P<own>(?:hun|haar|zijn|mijn|onze)\s+(?:\w+\s+)?{ADULT_NOUN})|(?P<child>{CHILD_NOUN})|"
    rf"(?P<adult>{ADULT_NOUN}))\b",
    _FLAGS,
)


def _compile(
    forms: tuple[_Form, ...], a: str, b: str
) -> list[tuple[re.Pattern[str], Callable[[re.Match[str]], Bounds]]]:
    return [(re.compile(form.replace("{A}", a).replace("{B}", b), _FLAGS), bounds) for form, bounds in forms]


# With the unit said, and with the unit left out.
STRICT = _compile(_RANGES + _OPEN, _A_UNIT, _B)
LOOSE = _compile(_RANGES + _OPEN, _BARE_A, _BARE_B)
