"""Site furniture out, contact facts kept: rules that hold for any page, none for one page."""

from __future__ import annotations

import re

from ingest.pieces import LABEL, Piece, looks_like_heading

CONTACT = "Contact"
"""The section under which contact persons and contact boxes stand."""

# Lines that are controls of a site and never content, wherever they stand.
_CONTROL = re.compile(
    r"^(?:vragen\?|reageer!?|reageren|deel(?: (?:deze pagina|dit artikel|op .{1,20}))?|delen|print(?:en)?|"
    r"print deze pagina|lees (?:meer|verder)(?: over .{1,80})?|meer lezen|menu|zoeken|inloggen|sluiten|"
    r"(?:ga |spring |direct |terug |overslaan en )*naar (?:de |het )?"
    r"(?:(?:hoofd)?(?:inhoud|content|menu|navigatie)|zoeken|boven|begin|home|overzicht|vorige pagina)|"
    r"toelichting op de aanbeveling(?:en)?|volgende|vorige|foto:? .{1,60}|(?:afbeelding|beeld): .{1,60}|"
    r"(?:home|start) [›>»/].*|u bent hier:?.*|skip to .{1,40}|"
    r"(?:alle(?:s|en)? )?(?:cookies )?(?:accepteren|weigeren|toestaan))$",
    re.IGNORECASE,
)
_COOKIE = re.compile(r"\bcookie", re.IGNORECASE)
_COOKIE_NOTICE = re.compile(
    r"gebruik|accepte|toestaan|instelling|mededeling|lees meer|sluit|plaats|voorkeur|weiger|akkoord|beheer",
    re.IGNORECASE,
)
_MORE = re.compile(r"^(?:\.\.\.|…)\s*meer$", re.IGNORECASE)
_NAME = r"[A-ZÀ-Þ][\w'’-]+(?: (?:van|de|der|den|ten|ter|te|'t|el|al|von|[A-ZÀ-Þ][\w'’-]*\.?)){0,4} [A-ZÀ-Þ][\w'’-]+"
_PERSON = re.compile(rf"^{_NAME}$")
_CONTACT_PERSON = re.compile(
    rf"^(?:(?P<first>{_NAME}) is (?:de |uw )?contactpersoon|[Cc]ontactpersoon:? (?P<last>{_NAME}))\b", re.MULTILINE
)
_ROLE = re.compile(
    r"^(?:(?:senior|junior) )?(?:\w+ )?(?:medewerker|adviseur|onderzoeker|projectleider|programmaleider|redacteur|"
    r"manager|expert|contactpersoon|consulent|coördinator|inhoudsdeskundige)\b[^.]{0,60}$",
    re.IGNORECASE,
)
_PHONE = re.compile(r"(?<!\d)(?:0[89]00[ –-]*\d{4}|0\d{1,3}[ –-]*\d{6,8}|\+31[ \d-]{9,12}|11[236])(?!\d)")
_REACH = re.compile(
    r"\b(?:bel(?:t|len)?|telefoon(?:nummer|nummers)?|tel|e-?mail|mail|chat(?:ten)?|gratis)\b|\bwww\.", re.IGNORECASE
)
_DEAD_END = re.compile(r"^(?:zie|lees|kijk|bekijk|meer informatie)\b.*:$", re.IGNORECASE)
_TITLE_WORDS = 8
_MAX_LINE = 160
_MAX_BOX = 4
_MAX_NOTICE = 400


def remove_furniture(pieces: list[Piece]) -> list[Piece]:
    """`pieces` without site furniture; contact lines are gathered into paragraphs that carry `CONTACT` as marker."""
    kept = [piece for piece in _cut_more(_cut_motto(pieces)) if not _is_furniture(piece)]
    return _cut_bare_titles(_cut_dead_ends(_gather_contacts(kept)))


def contact_persons(text: str) -> list[str]:
    """The full names of those whom the text of a page gives as its contact person."""
    return [match["first"] or match["last"] for match in _CONTACT_PERSON.finditer(text)]


def names_a_person(text: str) -> bool:
    """Whether a contact paragraph gives a person: "... is contactpersoon", or a name with the role on the next line."""
    first, *rest = text.split("\n")
    return bool(_CONTACT_PERSON.search(text) or (_PERSON.match(first) and rest and _ROLE.match(rest[-1])))


def gives_a_number(text: str) -> bool:
    """Whether a contact paragraph gives a number to call."""
    return bool(_PHONE.search(text))


def _is_furniture(piece: Piece) -> bool:
    if piece.kind == "row":
        return False
    text = piece.text
    is_notice = len(text) <= _MAX_NOTICE and _COOKIE.search(text) and _COOKIE_NOTICE.search(text)
    return bool(_CONTROL.match(text) or is_notice)


def _cut_motto(pieces: list[Piece]) -> list[Piece]:
    """Without the list items in capitals right above the first heading (a site's motto)."""
    start = 0
    while start < len(pieces) and pieces[start].kind == "item" and pieces[start].text.isupper():
        start += 1
    return pieces[start:] if start < len(pieces) and pieces[start].kind == "heading" else pieces


def _cut_more(pieces: list[Piece]) -> list[Piece]:
    """Without a "… Meer" line and the bare titles of neighbouring pages that follow it."""
    for number, piece in enumerate(pieces):
        if _MORE.match(piece.text):
            rest = pieces[number + 1 :]
            while rest and (rest[0].kind == "heading" or _is_short(rest[0])):
                rest = rest[1:]
            return pieces[:number] + rest
    return pieces


def _is_short(piece: Piece) -> bool:
    return piece.kind == "paragraph" and len(piece.text) < 100 and not piece.text.endswith(".")


def has_contact(lines: list[str]) -> bool:
    """Whether `lines` hold a contact person or a contact box."""
    pieces = [Piece("paragraph", line) for line in lines]
    return any(_contact_size(pieces[number : number + _MAX_BOX]) for number in range(len(pieces)))


def _gather_contacts(pieces: list[Piece]) -> list[Piece]:
    """Names with their role, and the lines of a contact box, each as one paragraph."""
    result: list[Piece] = []
    number = 0
    while number < len(pieces):
        size = _contact_size(pieces[number : number + _MAX_BOX])
        if size:
            lines = dict.fromkeys(piece.text for piece in pieces[number : number + size])
            # A sentence with a number directly below a heading is about that heading, and no contact box.
            below = bool(result) and result[-1].kind == "heading" and size == 1
            is_sentence = pieces[number].text.endswith(".") and not _CONTACT_PERSON.match(pieces[number].text)
            result.append(Piece("paragraph", "\n".join(lines), marker="" if below and is_sentence else CONTACT))
        else:
            result.append(pieces[number])
        number += size or 1
    return result


def _contact_size(pieces: list[Piece]) -> int:
    """How many pieces from the first on form one contact (0 = none)."""
    first = pieces[0]
    if first.kind in ("item", "row"):
        return 0
    if _CONTACT_PERSON.match(first.text):
        return 1
    names = 0
    while names < len(pieces) and pieces[names].text == first.text:
        names += 1
    if _PERSON.match(first.text) and names < len(pieces) and _ROLE.match(pieces[names].text):
        return names + 1
    return _box_size(pieces)


def _box_size(pieces: list[Piece]) -> int:
    """How many pieces from the first on are the lines of a box that ends in a phone number (0 = no box)."""
    for number, piece in enumerate(pieces):
        if piece.kind in ("item", "row") or len(piece.text) > _MAX_LINE:
            return 0
        if _PHONE.search(piece.text) and _REACH.search(piece.text):
            return number + 1
        if not piece.text.endswith(("?", ":")):
            return 0
    return 0


def _cut_dead_ends(pieces: list[Piece]) -> list[Piece]:
    """Without "Zie voor meer informatie: …" lines whose list of links was lost."""
    result = []
    for number, piece in enumerate(pieces):
        follows = pieces[number + 1].kind if number + 1 < len(pieces) else ""
        if not (piece.kind == "paragraph" and _DEAD_END.match(piece.text) and follows not in ("item", "row")):
            result.append(piece)
    return result


def _cut_bare_titles(pieces: list[Piece]) -> list[Piece]:
    """Without titles at the end that have nothing below them, and headings said twice in a row."""
    end = len(pieces)
    while end and _is_bare_title(pieces[end - 1]):
        end -= 1
    result: list[Piece] = []
    for piece in pieces[:end]:
        if not (result and piece.kind == "heading" == result[-1].kind and piece.text == result[-1].text):
            result.append(piece)
    return result


def _is_bare_title(piece: Piece) -> bool:
    if piece.kind != "paragraph":
        return piece.kind == "heading"
    text = piece.text
    is_line = piece.marker != CONTACT and "\n" not in text and len(text.split()) <= _TITLE_WORDS
    return is_line and looks_like_heading(text) and not text.endswith("!") and not LABEL.match(text)
