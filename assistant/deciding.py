"""Whether and how the evidence answers: from a record, from running text, or not at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant import catalogue
from assistant.answerability import Judgement, judge, judge_named
from assistant.asked import asked_beside, asked_properties
from assistant.common_words import is_common
from assistant.composing import choose, passage_lines, place_heading, quote_lines
from assistant.corpus_words import CorpusWords
from assistant.draft import Draft, Line, as_markdown, line
from assistant.no_question import reply_without_evidence
from assistant.nouns import asking_part, nouns
from assistant.premises import beside_claims, corrected, not_told, remarked, takes_for_granted
from assistant.properties import tells, told_lines
from assistant.property_words import Property
from assistant.question_words import FITS, OF_A_VERSION, ONE_CLIENT, STRONG_NOUN
from assistant.retrieval import Found
from assistant.strange import unknown_names
from assistant.understanding import Request, fields_in
from assistant.whom_to_ask import whom_to_ask, whom_to_call_at_last
from ingest.index import Index
from ingest.text import blank_out
from ingest.words import content_words

# A sentence of the asked shape about the asked subject is evidence in itself.
_ENOUGH_FOR_A_FIGURE = -2.0
_EITHER = re.compile(r"\bof\b", re.IGNORECASE)
_OR_ELSE = re.compile(r"\w*(?:\s+\S+){0,2}?\s+of\s+\S", re.IGNORECASE)
_ASKED_AFTER = re.compile(r"\b\w*(?:vorm|soort)\w*\b[^?]*\?\W*(?:in\s+)?(?:een\W*)?$", re.IGNORECASE)
_TWO_PARTS = re.compile(r"\ben\b|[,+&]", re.IGNORECASE)
_PARTS = re.compile(r"[?;+,&]|\b(?:en|plus)\b", re.IGNORECASE)
# Their words are asked with; those of the other fields ("thuis", "doel") also stand in questions about something else.
_SURE_FIELDS = ("kjp", "dej", "ages", "target_group")
_SURELY_ASKED = re.compile(r"\b(?:het\s+doel|de\s+aanpak|de\s+werkwijze)\b", re.IGNORECASE)
_ENOUGH_WITHOUT_SHAPE = 1.3
# A part of a question that asks something by itself: a word that asks, and so many others.
_ASKS = re.compile(r"\b(?:wie|wat|welke?|waar\w*|wanneer|hoe|hebben|heeft|is|zijn|kan|kun|moet|mag)\b", re.IGNORECASE)
_A_PART = 2
_LETTERS = 2  # a thing has more than so many
_NEAREST = "**Wat de bronnen wel zeggen (dit is geen antwoord op uw vraag):**"


def decide(index: Index, known: CorpusWords, request: Request, found: Found) -> Draft:
    """The draft that answers `request`, or says what the sources do not say."""
    draft = reply_without_evidence(index, known, request)
    draft = draft or whom_to_ask(index, request)
    if draft is not None:
        return draft
    if request.wanted in ("list", "count"):
        draft = catalogue.selection_draft(index, request)
        by_rank = any(condition.sort == "rank" for condition in request.conditions)
        if draft.status == "not_in_sources" and by_rank:  # what is judged best may stand in running text
            judged = judge(index, known, request, found)
            return Draft(quote_lines(index, found), "answered", judged.as_json()) if judged.answers else draft
        if STRONG_NOUN.search(request.text) or request.follows:
            return draft
        return _with_text(index, found, draft) if judge(index, known, request, found).near else draft
    # Beside a known name a strange one matters only where the two are compared or form one name together.
    strange = (
        unknown_names(_beside_conditions(request), known) if not request.names or request.wanted == "comparison" else ()
    )
    strange = strange or _longer_names(request, known)
    if strange and not request.follows:
        names = " en ".join(f"‘{as_markdown(name)}’" for name in strange[:3])
        return _refusal(
            index,
            found,
            f"De bronnen noemen {names} niet.",
            "onbekende naam",
            near=judge(index, known, request, found).near,
        )
    draft = corrected(index, request) or _variant(index, request)
    if draft is not None:
        return beside_claims(index, request, found, draft)
    draft = _answer(index, known, request, found)
    if draft.status == "not_in_sources":
        draft = whom_to_call_at_last(index, request) or draft
    draft = beside_claims(index, request, found, draft)
    return remarked(request, draft, index.vocabulary)


def _answer(index: Index, known: CorpusWords, request: Request, found: Found) -> Draft:
    """The draft for a question whose names and versions are known."""
    if request.names and request.wanted != "comparison" and (labelled := catalogue.labelled_draft(index, request)):
        return labelled
    if request.prop is not None:
        judged = judge(index, known, request, found)
        draft = _property_draft(index, request, found, request.prop, judged)
        if draft.status == "answered":
            return draft
        return _other_part(index, request, found, request.prop, judged) or draft
    if not request.names:
        return _text_draft(index, known, request, found)
    if request.wanted == "text" and not request.follows and not catalogue.told_together(index, request.names):
        return _not_about(index, request, (), {"why": "niet samen genoemd"})
    judged = judge_named(index, known, request, found)
    return _not_told(index, known, request, judged) or _with_notes(_about_named(index, request, found), judged)


def _other_part(index: Index, request: Request, found: Found, prop: Property, judged: Judgement) -> Draft | None:
    """What the sources say of the one thing that was asked beside `prop`, which they do not tell."""
    parts = [part for part in _PARTS.split(request.unnamed) if not asked_properties(part)]
    sure = {part: (*_SURE_FIELDS, *(["approach"] if _SURELY_ASKED.search(part) else [])) for part in parts}
    keys = tuple(dict.fromkeys(key for part in parts for key in fields_in(part) if key in sure[part]))
    if not request.names:
        return _other_part_of_text(index, found, prop, parts, judged)
    if not keys:
        return None
    draft = _about_named(index, replace(request, prop=None, field=keys[0], also=keys[1:], wanted="field"), found)
    lead = f"De bronnen vermelden niet: {prop.label} bij {as_markdown(' en '.join(request.names))}. Wel staat er:"
    return Draft((line(lead), *draft.lines), draft.status, draft.notes) if draft.status == "answered" else None


def _other_part_of_text(
    index: Index, found: Found, prop: Property, parts: Sequence[str], judged: Judgement
) -> Draft | None:
    """Running text for a question of two parts, when it answers and the other part asks something by itself."""
    asks = any(_ASKS.search(part) and len(content_words(part)) >= _A_PART for part in parts)
    if not asks or judged.score <= _ENOUGH_WITHOUT_SHAPE:
        return None
    lead = f"De bronnen vermelden niet: {prop.label}. Wel staat er:"
    return Draft((line(lead), *quote_lines(index, found)), "answered", judged.as_json())


def _about_named(index: Index, request: Request, found: Found) -> Draft:
    """What the records, or the running text, say of the named interventions."""
    if request.wanted == "comparison":
        return catalogue.comparison_draft(index, request)
    if request.wanted == "record":
        return catalogue.record_draft(index, request)
    if request.wanted == "field":
        return _unlike(index, request, _with_mention(index, found, request, catalogue.field_draft(index, request)))
    return Draft(quote_lines(index, found))


def _with_mention(index: Index, found: Found, request: Request, draft: Draft) -> Draft:
    """A field for a question that a sentence elsewhere lies nearer to: that sentence too."""
    if request.field in ("dej", "kjp") or draft.status != "answered" or len(request.names) != 1:
        return draft
    near = index.unit_vectors @ found.vector
    told = {number: near[index.unit_owner == number].max(initial=0) for number in found.named}
    best = max(told, key=lambda number: told[number], default=None)
    if best is None or index.passages[best].kind not in ("paragraph", "list"):
        return draft
    hit = next((hit for hit in found.hits if hit.number == best), None)
    if hit is None:
        return draft
    choice = choose(index, found, hit)
    also = [
        line("**Elders in de bronnen:**"),
        line(place_heading(index, choice.passage)),
        *passage_lines(index, choice),
    ]
    return Draft((*draft.lines, *also), draft.status, draft.notes)


def _unlike(index: Index, request: Request, draft: Draft) -> Draft:
    """The draft under a remark when the record of the named intervention does not have what is asked ("4 jaar")."""
    records = catalogue.records_named(index, request.names)
    if len(records) != 1 or draft.status != "answered":
        return draft
    unlike = [
        c.text for c in request.conditions if c.sort in ("age", "topic", "kind") and c.met_by(records[0]) is False
    ]
    if not unlike:
        return draft
    lead = line(
        f"Let op: de bronnen noemen hierbij niet: {', '.join(as_markdown(text) for text in unlike)}. Daar staat:"
    )
    return Draft((lead, *draft.lines), draft.status, draft.notes)


def _with_notes(draft: Draft, judged: Judgement) -> Draft:
    return Draft(draft.lines, draft.status, {**judged.as_json(), **draft.notes})


def _with_text(index: Index, found: Found, draft: Draft) -> Draft:
    """A selection for a question that asked for help in general: also the best of the running text."""
    hit = next((hit for hit in found.hits[:5] if index.passages[hit.number].kind in ("paragraph", "list")), None)
    if hit is None:
        return draft
    choice = choose(index, found, hit)
    also = [line("**Ook in de bronnen:**"), line(place_heading(index, choice.passage)), *passage_lines(index, choice)]
    return Draft((*draft.lines, *also), draft.status, draft.notes)


def _beside_conditions(request: Request) -> str:
    """The question without its names and without the words of its conditions ("OTS")."""
    text = request.unnamed
    spans = [
        (condition.start, condition.end)
        for condition in request.conditions
        # Not a part of a longer word, which may be a name.
        if not re.match(r"[\w-]", text[condition.end :]) and not re.search(r"[\w-]$", text[: condition.start])
    ]
    return blank_out(text, spans)


def _longer_names(request: Request, known: CorpusWords) -> tuple[str, ...]:
    """A known name with an unknown word with a capital glued to it: another version ("... Online")."""
    found = []
    for mention in request.mentions:
        match = re.match(r"[\s-]+([A-Z][\w-]+)", request.text[mention.end :])
        if match and not known.knows(match.group(1).lower()):
            found.append(f"{request.text[mention.start : mention.end]} {match.group(1)}")
    return tuple(found)


def _refusal(index: Index, found: Found, text: str, why: str, near: bool, **notes: object) -> Draft:
    """Says what the sources do not say, and sets apart the nearest that they do say."""
    lines: list[Line] = [line(text)]
    # The record of some other intervention would look like an answer.
    hit = next((hit for hit in found.hits[:5] if index.passages[hit.number].kind in ("paragraph", "list")), None)
    if near and hit:
        choice = choose(index, found, hit)
        lines += [line(_NEAREST), line(place_heading(index, choice.passage)), *passage_lines(index, choice)]
    return Draft(tuple(lines), "not_in_sources", {"why": why, **notes})


def _variant(index: Index, request: Request) -> Draft | None:
    """A level, version or group of a known intervention that its record does not cover."""
    mention = next((mention for mention in request.mentions if mention.variant), None)
    records = catalogue.records_named(index, request.names)
    if mention is not None:
        text = (
            f"De bronnen zeggen niets over {as_markdown(mention.name)} in de variant ‘{as_markdown(mention.variant)}’."
        )
        return _with_record(index, request, text, "variant")
    if len(records) == 1 and not takes_for_granted(request) and request.field not in ("target_group", "ages"):
        groups = [c for c in request.conditions if c.sort in ("topic", "kind") and c.met_by(records[0]) is False]
        groups = [] if _offers_a_choice(request) else groups
        ages = [c for c in request.conditions if c.sort == "age" and not c.mostly_met_by(records[0])]
        if ages and not groups and _asks_to_fit(request):
            whom = replace(request, field="target_group", wanted="field")
            return _unlike(index, whom, catalogue.field_draft(index, whom))
        groups += ages
        if groups and not request.prop:
            return _not_about(index, request, [condition.text for condition in groups], {"why": "variant"})
    return None


def _asks_to_fit(request: Request) -> bool:
    """Whether the question is if one client can have this help ("kan een meisje van 9 nog ..."), by age."""
    text = request.text
    asks_one = bool(ONE_CLIENT.search(text) and FITS.search(text)) and not OF_A_VERSION.search(text)
    return asks_one and request.field is None and request.prop is None


def _offers_a_choice(request: Request) -> bool:
    """Whether the form of help is asked as a choice ("individueel of in een groep?", "een groep of ieder apart?")."""
    text = request.unnamed
    ends = [condition.end for condition in request.conditions]
    starts = [condition.start for condition in request.conditions]
    between = (text[end:start] for end, start in zip(ends, starts[1:], strict=False))
    forms = [condition for condition in request.conditions if condition.sort == "kind"]
    return (
        any(_EITHER.search(part) for part in between)
        or any(_OR_ELSE.match(text[form.end :]) for form in forms)
        or any(_ASKED_AFTER.search(text[: form.start]) for form in forms)
    )


def _not_told(index: Index, known: CorpusWords, request: Request, judged: Judgement) -> Draft | None:
    """The reply where the sources have the named interventions, but not what is asked of them; None where they do."""
    if judged.answers:
        return None
    if takes_for_granted(request) and judged.unknown:
        return not_told(index, request, _things(request, judged) or judged.unknown)
    return _not_about(index, request, _things(request, judged), {"why": "niet vermeld", **judged.as_json()})


def _things(request: Request, judged: Judgement) -> list[str]:
    """The unknown words that can be told as something of which the sources do not speak: no verbs and small words."""
    named = nouns(request.text)
    return [one for one in judged.unknown if len(one) > _LETTERS and (one in named or not is_common(one))]


def _not_about(index: Index, request: Request, asked: Sequence[str], notes: dict[str, object]) -> Draft:
    """Says that the sources do not speak of this with the named interventions, and what they do say of those."""
    names = as_markdown(" en ".join(request.names))
    text = f"De bronnen vermelden dit niet bij {names}"
    text += f". Ze zeggen daar niets over: {', '.join(as_markdown(one) for one in asked)}." if asked else "."
    draft = _with_record(index, request, text, "")
    return Draft(draft.lines, draft.status, notes)


def _with_record(index: Index, request: Request, text: str, why: str) -> Draft:
    record = catalogue.record_draft(index, request)
    return Draft((line(text), line(_NEAREST), *record.lines), "not_in_sources", {"why": why})


def _property_draft(index: Index, request: Request, found: Found, prop: Property, judged: Judgement) -> Draft:
    """The sentences that tell the asked property, or that the sources do not."""
    places = tells(index, request, found, prop)
    if not places and _TWO_PARTS.search(request.unnamed):  # of several things that are asked, one that the sources tell
        others = (tells(index, request, found, other) for other in asked_beside(asking_part(request.unnamed), prop))
        places = next(filter(None, others), [])
    if places and (request.names or judged.score > _ENOUGH_FOR_A_FIGURE):
        return Draft(tuple(told_lines(index, places)), "answered", {"why": prop.key, **judged.as_json()})
    if prop.soft and judged.score > _ENOUGH_WITHOUT_SHAPE:
        return Draft(quote_lines(index, found), "answered", judged.as_json())
    if request.names:
        names = as_markdown(" en ".join(request.names))
        return _with_record(index, request, f"De bronnen vermelden niet: {prop.label} bij {names}.", prop.key)
    return _refusal(
        index, found, f"De bronnen vermelden niet: {prop.label}.", prop.key, judged.near, **judged.as_json()
    )


def _text_draft(index: Index, known: CorpusWords, request: Request, found: Found) -> Draft:
    """Quotes from the running text, if they answer."""
    judged = judge(index, known, request, found)
    if judged.answers:
        return Draft(quote_lines(index, found), "answered", judged.as_json())
    return _refusal(index, found, _silence(request, judged), judged.reason, judged.near, **judged.as_json())


def _silence(request: Request, judged: Judgement) -> str:
    things = _things(request, judged)
    if things and judged.near:
        words = " en ".join(f"‘{as_markdown(word)}’" for word in things[:2])
        return f"De bronnen geven geen antwoord op uw vraag. Ze zeggen niets over {words}."
    if judged.near:
        return "De bronnen geven geen antwoord op uw vraag."
    return (
        "De bronnen geven geen antwoord op uw vraag. Ze gaan over interventies en aanbevelingen bij kindermishandeling."
    )
