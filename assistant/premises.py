"""What a question takes for granted, and whether the sources say otherwise."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant import catalogue
from assistant.conditions import Condition
from assistant.draft import Draft, Line, as_markdown, line
from assistant.properties import tells, told_lines
from assistant.property_words import DURATION, FIGURE, NUMBER
from assistant.question_words import EFFECT, ONE_CLIENT, RESEARCH
from assistant.retrieval import Found
from assistant.understanding import Request
from ingest.domain import DEJ_LEVELS
from ingest.index import Index
from ingest.records import Intervention, Quote
from ingest.words import content_words, stem, terms, words

_PREMISE = re.compile(
    r"^\W*(?:en\s+|maar\s+|leg\s+(?:\w+\s+)?uit\s+)?(?:waarom|hoezo|hoe\s+komt\s+het|sinds\s+wanneer|(?:in|sinds)\s+welk\s+jaar\b(?=[^?]*\b(?:databank|erken\w*|keurmerk))|waardoor|hoe\s+kan\s+het|wat\s+maakt\s+dat|"
    r"in\s+hoeverre\s+verklaart|(?:uit|volgens)\s+welk\w*\s+(?:onderzoek|studie)\w*|omdat|aangezien|gezien|nu)\b|"
    r"\b(?:klopt\s+(?:het|dat|die|deze)|toch|is\s+het\s+waar|aangezien|doordat|(?:ik|wij|we)\s+(?:las|lees|hoorde|hoor|dacht|denk|begreep|begrijp|weet|weten)|"
    r"volgens\s+mij|waarom)\b|\bhè\b",
    re.IGNORECASE,
)
# "..., klopt?", "las ik", "..., hoe komt dat?": what was said before is taken for true, or asked whether it is.
_ASKS_IF_TRUE = re.compile(
    r"[,.;!]\s*(?:en\s+)?(?:(?:dat\s+)?klopt|juist|(?:mee\s+)?eens|(?:of\s+)?niet(?:\s*waar)?|correct|hoe\s+(?:komt|kan)\s+(?:dat|het)|waardoor\s+komt\s+(?:dat|het)|"
    r"hoe\s+is\s+dat\s+(?:gelukt|te\s+verklaren))(?:\s+(?:dat|het))?\W*$|"
    r"\bis\s+het\s+(?:zo|juist)\s+dat\b|\b(?:las|hoorde|begreep|begrepen)\s+(?:ik|we|wij)\b|\bzei(?:den)?\s+(?:mijn|m'?n|een|de|onze|ons)\b|"
    r"\bnu\b[^.?!]{0,150}\b(?:aangetoond|bewezen|gebleken)\b|\bdat\b[^.?!]{0,150}\bis\s+(?:bewezen|aangetoond)\b",
    re.IGNORECASE,
)
_SAYS = re.compile(
    r"^(?:[\s-](?:werkwijze|methode|methodiek|aanpak|programma|interventie|training|behandeling|therapie|cursus)\b)?[^\w,:;?]*(?:is|zijn|heeft|hebben|wordt|worden|werkt|geldt|staat|krijg\w*|komt|duurt|richt|bleek|bleken|blijkt|levert|loopt|begint|start|stopt|helpt|voorkomt|kost|biedt|doet|zit|gaat|mag|vraagt|past)\b",
    re.IGNORECASE,
)
_ASKS_A_REASON = re.compile(r"\W*waarom\s+zou", re.IGNORECASE)  # that says nothing that can be untrue
_STATEMENT = re.compile(r"(?P<said>[^.?!;]{10,})[.;]\s+\S[^?]*\?\W*$", re.DOTALL)
_OWN_WORK = re.compile(
    r"\b(?:ik|wij|we|mijn|m'?n|ons|onze|me|mij|moeder|vader|ouders\s+van)\b|^\W*(?:wat|wie|hoe|waar\w*|welke?|is|zijn|kan|mag|graag)\b",
    re.IGNORECASE,
)
# What stands before the name where that, or what is known of it, is what the question begins with.
_ABOUT = re.compile(
    r"(?:de|het|een)?(?: ?(?:\w*onderzoek\w*|studies?|effect\w*|werkzaamheid|resultaten) (?:naar|van|over|bij)(?: de| het)?)?"
)
_DENIES = re.compile(
    r"\b(?:niet|geen|nooit|nauwelijks|weinig|onvoldoende|zonder|minst\w*|minder|amper|slechts|evenmin|contra-?\s?produc\w+)\b",
    re.IGNORECASE,
)
_FIGURE = re.compile(rf"\b(?P<number>\d+(?:[.,]\d+)?|{NUMBER})\s+(?P<unit>\w{{3,}})", re.IGNORECASE)
_SHARED = 0.5
_DETAIL = re.compile(r"^\W*(?:\w+\s+)?(?:hoeveel|welke?|hoe\s+(?:groot|vaak|lang|laat)|waar|wanneer)\b", re.IGNORECASE)
_GIVEN = re.compile(r"\b(?:de|het|die|dat)\s+(?:\w+e\s+)?$", re.IGNORECASE)
# Three spaces: there a name was blanked out.
_OF_NAME = re.compile(r"[\w-]*(?:\s(?:van|bij|voor|in)(?:\s(?:de|het))?)?\s{3,}", re.IGNORECASE)

_STRETCH = re.compile(
    rf"\b(?:{FIGURE}|half|halve|heel|hele|paar|enkele)\s+(?:\w+\s+)?(?:dag(?:en)?|week|weken|maand(?:en)?|jaar|jaren)\b(?!\s+oud)",
    re.IGNORECASE,
)

WRONG = "Let op: wat in uw vraag staat, klopt niet met de bronnen. Daar staat:"
NOT_TOLD = "Let op: de bronnen zeggen niets over ‘{}’ bij {}. Daar staat:"
OTHERWISE = "Let op: de bronnen zeggen dit anders dan uw vraag. Daar staat:"


def takes_for_granted(request: Request) -> bool:
    """Whether the question states something as a fact ("Waarom is ...", "... toch?", "X is ..., dus ...")."""
    if _PREMISE.search(request.text) or _ASKS_IF_TRUE.search(request.unnamed):
        return True
    if _names_as_given(request) or _states_of_named(request):
        return True
    first = request.mentions[0] if request.mentions else None
    return bool(
        first
        and _ABOUT.fullmatch(" ".join(words(request.text[: first.start])))
        and _SAYS.match(request.text[first.end :])
    )


def _states_of_named(request: Request) -> bool:
    """Whether a statement that names an intervention, not one about the person's own work, stands before a question."""
    match = _STATEMENT.match(request.unnamed)
    if match is None or not any(mention.end <= match.end("said") for mention in request.mentions):
        return False
    return not _OWN_WORK.search(match["said"]) and not ONE_CLIENT.search(match["said"])


def _names_as_given(request: Request) -> bool:
    """Whether a detail is asked of a form of help with "de" before it and the name behind it ("de groep van <name>")."""
    text = request.unnamed
    return bool(_DETAIL.match(text)) and any(
        _GIVEN.search(text[: one.start]) and _OF_NAME.match(text[one.end :])
        for one in request.conditions
        if one.sort == "kind" and request.mentions
    )


def corrected(index: Index, request: Request) -> Draft | None:
    """What the record says, under the remark that the question's own assumption disagrees with it; None if it agrees."""
    records = catalogue.records_named(index, request.names)
    if len(records) != 1 or not takes_for_granted(request):
        return None
    wrong = contradictions(index, records[0], request)
    if not wrong:
        return None
    field = request.field if request.field in ("dej", "kjp") or "effect" not in wrong else "dej"
    asked = replace(request, field=field or _field_of(wrong[0]))
    draft = catalogue.field_draft(index, asked)
    if draft.status != "answered":
        draft = catalogue.record_draft(index, request)
    lines = (line(WRONG), *draft.lines, *_fields_for(records[0], wrong, draft))
    return Draft(lines, "answered", {**draft.notes, "why": "onjuiste aanname", "aanname": wrong})


def beside_claims(index: Index, request: Request, found: Found, draft: Draft) -> Draft:
    """The draft with what else can show that what the question takes for granted about one intervention is otherwise.

    That is for whom it is, what running text says of its effect, and how long it takes.
    """
    records = catalogue.records_named(index, request.names)
    if len(records) != 1 or draft.status != "answered" or not takes_for_granted(request):
        return draft
    one = records[0]
    shown = _shown(draft.lines)
    lines = list(draft.lines)
    fields = {key: quote.text for key, quote in one.fields.items()}
    if "target_group" in fields and fields["target_group"] not in shown and fields.get("approach") in shown:
        place = next(at for at, row in enumerate(lines) if fields["approach"] in _shown([row]))
        lines.insert(place + 1, catalogue.field_line(one, "target_group"))
    if RESEARCH.search(request.unnamed):
        lines += _unless_shown(catalogue.effect_elsewhere(index, one), shown)
    if request.prop is None and _STRETCH.search(request.unnamed):
        lines += _unless_shown(told_lines(index, tells(index, request, found, DURATION)), shown)
    return Draft(tuple(lines), draft.status, draft.notes)


def _unless_shown(lines: Sequence[Line], shown: set[str]) -> list[Line]:
    """Those lines without the quotes that were shown before; nothing when no quote is left."""
    new = [row for row in lines if not _shown([row]) & shown]
    return new if _shown(new) else []


def _shown(lines: Sequence[Line]) -> set[str]:
    """The words that these lines quote."""
    return {quote.text for one_line in lines for quote in one_line.quotes}


def not_told(index: Index, request: Request, strange: Sequence[str]) -> Draft:
    """What the records say, under the remark that they do not speak of what the question takes for granted."""
    named = " en ".join(as_markdown(name) for name in request.names)
    lead = NOT_TOLD.format("’ en ‘".join(as_markdown(word) for word in strange), named)
    draft = catalogue.record_draft(index, request)
    return Draft((line(lead), *draft.lines), "answered", {**draft.notes, "why": "onjuiste aanname"})


def contradictions(index: Index, one: Intervention, request: Request) -> list[str]:
    """The sorts of what the question says ("age", "kind", "dej", "effect" ...) that the record contradicts."""
    wrong: list[str] = [condition.sort for condition in request.conditions if _is_wrong(condition, one)]
    claimed = catalogue.stance(request.unnamed) if EFFECT.search(request.unnamed) else None
    if claimed is not None and not wrong and (told := shown_effect(index, one)) is not None and told != claimed:
        wrong.append("effect")
    return list(dict.fromkeys(wrong))


def _is_wrong(condition: Condition, one: Intervention) -> bool:
    if condition.sort == "topic" and condition.met_by(one) is False:
        return not condition.negated
    return condition.met_by(one) is False


def shown_effect(index: Index, one: Intervention) -> bool | None:
    """Whether research showed an effect, by the judges and the running text; None when they are silent or disagree."""
    rank = next((level.rank for level in DEJ_LEVELS if one.dej_level and level.value == one.dej_level.value), None)
    # The lowest rank says that the theory is sound, and that research has not shown an effect yet.
    told = {rank > 1} if rank is not None else set()
    stances = (catalogue.stance(quote.text) for quote in (*catalogue.said_of(index, one), *_judged_by_kjp(one)))
    told |= {stance for stance in stances if stance is not None}
    return told.pop() if len(told) == 1 else None


def _judged_by_kjp(one: Intervention) -> list[Quote]:
    return [one.fields["kjp"]] if "kjp" in one.fields else []


def _field_of(sort: str) -> str:
    return {"age": "target_group", "topic": "target_group", "kind": "approach", "kjp": "kjp"}.get(sort, "dej")


def _fields_for(one: Intervention, sorts: Sequence[str], draft: Draft) -> list[Line]:
    """The fields that show how it is instead, unless the draft has them."""
    shown = {quote for one_line in draft.lines for quote in one_line.quotes}
    keys = dict.fromkeys(_field_of(sort) for sort in sorts)
    return [catalogue.field_line(one, key) for key in keys if key in one.fields and one.fields[key] not in shown]


def remarked(request: Request, draft: Draft, vocabulary: frozenset[str]) -> Draft:
    """The draft under a remark when the question states something that the quoted sentences deny, or the reverse."""
    if draft.status != "answered" or not takes_for_granted(request) or _ASKS_A_REASON.match(request.text):
        return draft
    quotes = [quote.text for one in draft.lines for quote in one.quotes]
    asked = [stem(word) for word in content_words(request.unnamed if request.names else request.search)]
    if not quotes or not asked or not any(_disagrees(request.text, asked, text, vocabulary) for text in quotes):
        return draft
    return Draft((line(OTHERWISE), *draft.lines), draft.status, {**draft.notes, "why": "onjuiste aanname"})


def _disagrees(question: str, asked: Sequence[str], quote: str, vocabulary: frozenset[str]) -> bool:
    """Whether a quote that shares most of the question's words denies what that states, or gives another figure."""
    own = set(terms(quote, vocabulary))
    if sum(word in own for word in asked) < _SHARED * len(asked):
        return False
    if bool(_DENIES.search(question)) != bool(_DENIES.search(quote)):
        return True
    theirs = {match["unit"].lower(): match["number"].lower() for match in _FIGURE.finditer(quote)}
    figures = [(match["unit"].lower(), match["number"].lower()) for match in _FIGURE.finditer(question)]
    return any(unit in theirs and theirs[unit] != number for unit, number in figures)
