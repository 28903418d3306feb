"""Instructions to the assistant inside a question: recognised and set aside, never followed."""

from __future__ import annotations

import html
import re

_FLAGS = re.IGNORECASE
_COMMAND = re.compile(
    r"\b(?:negeer|vergeet)\s+(?:(?:al|alle|je|jouw|uw|de|het|dat|deze|die|dit|alles|vorige|eerdere|bovenstaande|ander|andere)\s*)+(?:\w+\s*){0,2}|"
    r"\b(?:ignore|disregard|forget)\s+(?:all|any|the|your|previous|prior|above)\b|"
    r"\b(?:doe|praat|gedraag\s+je|antwoord|spreek|reageer)\s+(?:alsof|als\s+een)\b|\bje\s+bent\s+(?:nu|voortaan|vanaf\s+nu)\b|\bvanaf\s+nu\s+(?:ben|heet|antwoord|praat)\w*\b|"
    r"\b(?:systeem|system)[\s-]*(?:prompt|instructie|bericht)\w*|\byou\s+are\s+now\b|\bact\s+as\b|\bpretend\b|^\W*(?:system|assistant|developer|user)\s*:|"
    r"<\|?\s*(?:im_start|im_end|system|assistant)\b|\[/?INST\]|"
    r"\b(?:herhaal|kopieer|print|toon)\s+(?:alles|de\s+tekst|je\s+instructies|jouw\s+instructies|woord\s+voor\s+woord|het\s+bovenstaande|alle\s+tekst)\b|"
    r"\b(?:schrijf|maak|verzin|vertel|bedenk|dicht)\s+(?:me\s+|mij\s+|eens\s+|even\s+)*(?:een\s+|het\s+|de\s+)?(?:\w+\s+){0,2}?(?:gedicht|mop|grap|liedje|lied|verhaal\w*|rap|"
    r"limerick|sinterklaasgedicht|essay|opstel|roman|raadsel|recept|sollicitatiebrief|brief|e-?mail|code|script|programma\s+in)\b|"
    r"\bvertaal\b|\btoon\s+ook\b|^\W*(?:bereken|reken)\b|^\W*zeg\s+dat\b|\ben\s+zeg\s+dat\b|\b(?:antwoord|zeg|schrijf|praat)\s+(?:\w+\s+){0,3}?(?:voortaan|alleen\s+(?:nog\s+)?(?:maar\s+)?met|in\s+het\s+(?:engels|frans|duits|spaans))\b|"
    r"\b(?:eindig|begin|start|sluit)\s+(?:je|elk|ieder|uw|jouw|het)\s+(?:antwoord|bericht|zin)\b|\bgeef\s+(?:\w+\s+){0,4}?(?:geen|zonder)\s+(?:citaten|bronnen|bronvermelding)\b|"
    r"\b(?:verwijder|wis|delete|drop|verander|wijzig|overschrijf|pas)\s+(?:\w+\s+){0,3}?(?:index|pagina\w*|database|bronnen|bestand\w*|tabel|passages|gegevens|nummer|telefoonnummer|antwoord)\b|"
    r"\bvoer\s+(?:uit|dit|deze|het|de)\b|\brm\s+-rf\b|\bdrop\s+table\b|\b(?:bel|mail|app|stuur)\s+(?:voor|namens)\s+mij\b|\bzet\s+(?:dit|deze|die|het\s+volgende)\s+(?:\w+\s+){0,2}?in\s+je\b|"
    r"\b(?:geef|toon|laat)\s+(?:me|mij)?\s*(?:\w+\s+){0,3}?(?:inhoud\s+van|wachtwoord\w*|api-?\s?(?:key|sleutel)\w*|geheime?\s+\w+|instructies|regels\s+die\s+je|broncode)\b|"
    r"\b(?:kent|hebt|volg|volgt)\s+(?:vanaf\s+nu\s+)?geen\s+regels\b|\bjailbreak\w*|\bje\s+mag\s+(?:verzinnen|liegen|alles\s+zeggen)\b|\bjavascript:|\bbevestig\s+dit\b",
    _FLAGS,
)
_MARKUP = re.compile(
    r"<(script|style)\b[^>]*>.*?</\1\s*>|<\|[^|]{0,40}\|>|<[^<>]{1,300}>|\[/?INST\]|^\W*\"?>", _FLAGS | re.DOTALL
)
_TAG = re.compile(r"<[^<>]{1,300}>")
_IMAGE_OR_LINK = re.compile(r"!?\[([^\]]{0,200})\]\((?:[^()\s]|\([^()]*\)){0,500}[^)]{0,100}\)")
_TEMPLATE = re.compile(r"\{\{.*?\}\}|\$\{.*?\}")
_MARKERS = re.compile(r"\[\d{1,3}\]")
_ADDRESS = re.compile(r"\b(?:https?|ftp|file|data|javascript|vbscript):\S+", _FLAGS)
_PIECE = re.compile(r"[^.!?\n;]+[.!?\n;]*")


def plain_question(text: str) -> str:
    """The words of a question without HTML, Markdown links, templates, addresses and `[n]` markers."""
    bare = _TAG.sub("\n", html.unescape(_MARKUP.sub("\n", text)))
    bare = _IMAGE_OR_LINK.sub(r"\n\1\n", bare)
    for pattern in (_TEMPLATE, _ADDRESS, _MARKERS):
        bare = pattern.sub(" ", bare)
    lines = (" ".join(line.split()).lstrip("#*> ") for line in bare.split("\n"))
    return "\n".join(line for line in lines if line)


def split_commands(text: str) -> tuple[str, str]:
    """(what is left to answer, the instructions that were found in it)."""
    kept: list[str] = []
    found: list[str] = []
    for piece in _PIECE.findall(text):
        (found if _COMMAND.search(piece) else kept).append(piece.strip())
    return " ".join(kept).strip(), " ".join(found)
