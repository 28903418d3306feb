"""Greetings, thanks and questions about the assistant itself: answered plainly, without citations."""

from __future__ import annotations

import re

_FLAGS = re.IGNORECASE
_POLITE = (
    r"(?:[\s,.!]*(?:wegwijzer|allemaal|daar|nogmaals|alvast|heel\s+erg|zeer|hartelijk|hoor|zeg|samen|mevrouw|meneer))*"
)
_GREETING = re.compile(
    rf"^\W*(?:hallo|hoi+|hey|hee|hé|hai|dag|goede?\s?(?:morgen|middag|avond|dag|nacht)|moin|yo|welkom|hello|hi|"
    rf"hoe\s+gaat\s+het(?:\s+met\s+(?:je|jou|u))?|alles\s+goed){_POLITE}[\W\d_]*$",
    _FLAGS,
)
_THANKS = re.compile(
    rf"^(?:\W*(?:heel\s+erg\s+|hartelijk\s+|super\s*|alvast\s+)?(?:dank(?:\s+(?:je|u|jullie))?(?:\s+wel)?|dankjewel|dankuwel|bedankt|"
    rf"thanks|thank\s+you|merci|top|fijn|super|mooi|prima|ok[eé]?|oké|helder|duidelijk|perfect|geweldig)(?:\s+(?:voor|daar|dat|hier|dit|"
    rf"ik|je|u|zo|dan|weet|genoeg|is|heb|mee|wat|aan|verder|de|het|uw|jouw|hulp|antwoord|uitleg|informatie|snelle|goede|duidelijke|"
    rf"helpt|me|mij|kan|we|er|wel|hier)\b)*{_POLITE})+\W*(?:(?:daar|hier)\s+(?:heb|kan)\s+ik\s+(?:\w+\s*){{1,3}})?\W*$",
    _FLAGS,
)
_GOODBYE = re.compile(
    r"^\W*(?:tot\s+ziens|doei+|dag|fijne\s+(?:dag|avond|middag|weekend)|tot\s+(?:later|straks|morgen)|groetjes?)\W*$",
    _FLAGS,
)
_ITSELF = re.compile(
    r"\b(?:(?:wat|hoe)\s+(?:kun|kan|kunt|doe|doet|weet|ben|bent|is)\s+(?:je|jij|u|wegwijzer)\b(?:\s+(?:allemaal|zoal|precies|eigenlijk|hier|voor|"
    r"doen|mij|me|betekenen|kunt|weten|over|deze|dit|chat\w*|assistent|nou|dan|wel))*\W*$|"
    r"(?:kan|kun|kunt)\s+(?:je|jij|u)\s+(?:mij|me|ons)\s+(?:even\s+)?helpen\W*$|wat\s+(?:is|doet)\s+(?:deze|dit|de)\s+(?:chat\w*|assistent|website|app|programma|hulpmiddel)\W*$|"
    r"(?:ben|bent|is)\s+(?:je|jij|u|dit|wegwijzer)\s+(?:\w+\s+){0,4}(?:mens|robot|computer|ai|bot|chatbot|machine|chatgpt|persoon)\b|"
    r"wie\s+(?:ben|bent)\s+(?:je|jij|u)\W*$|wie\s+(?:heeft|hebben)\s+(?:je|jou|u|wegwijzer)\s+gemaakt|hoe\s+(?:heet|werk|werkt)\s+(?:je|jij|u|wegwijzer|dit|deze\s+\w+)\W*$|"
    r"(?:waar|uit\s+welke|welke|wat\s+zijn|wie\s+zijn)\s+(?:haal|haalt|halen|komt|komen|zijn|gebruik|gebruikt|gebruiken)?\s*(?:(?:je|jij|u|jouw|uw|jullie|de)\s*){0,2}(?:bronnen|informatie|kennis)(?:\s+(?:je|jij|u|"
    r"vandaan|gebruik|gebruikt|heb|hebt|haal|haalt))*\W*$|"
    r"(?:bewaar|bewaart|onthoud|onthoudt|sla|slaat|deel|deelt)\s+(?:je|jij|u|wegwijzer)\s+(?:\w+\s+){0,4}?(?:gesprek\w*|vragen|gegevens|op)\b|"
    r"(?:kan|kun|kunt|mag)\s+(?:ik|je|u)\s+(?:je|jou|u)\s+(?:\w+\s+)?vertrouwen\b)",
    _FLAGS,
)

HELLO = (
    "Goedendag. Stel gerust uw vraag over interventies en aanbevelingen bij kindermishandeling. "
    "Ik antwoord met letterlijke citaten uit de bronnen, zodat u alles kunt nagaan."
)
WELCOME = "Graag gedaan. Hebt u nog een vraag, dan kunt u die hier stellen."
BYE = "Tot ziens."
ABOUT = (
    "Ik ben Wegwijzer, een computerprogramma en geen mens. Ik beantwoord vragen over interventies en aanbevelingen bij "
    "kindermishandeling met letterlijke citaten uit {pages}. Staat iets niet in die bronnen, dan zeg ik dat. "
    "U kunt bijvoorbeeld vragen voor wie een interventie bedoeld is, hoe de Databank Effectieve Jeugdinterventies haar "
    "beoordeelt, welke interventies bij een leeftijd passen, of wat de richtlijn aanbeveelt. "
    "Het gesprek wordt niet bewaard. Bij acuut gevaar belt u 112; voor advies belt u Veilig Thuis: 0800-2000."
)


def small_talk(text: str, pages: int) -> str | None:
    """The plain reply to a greeting, thanks or a question about the assistant; None for anything else."""
    if _GREETING.match(text):
        return HELLO
    if _GOODBYE.match(text):
        return BYE
    if _THANKS.match(text):
        return WELCOME
    if _ITSELF.search(text) and len(text) < 120:
        return ABOUT.format(
            pages=f"{pages} pagina's van onder meer het NJi en de richtlijnen" if pages > 1 else "één pagina"
        )
    return None
