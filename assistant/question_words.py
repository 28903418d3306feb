"""How people ask: the words of questions for fields, properties, conditions and follow-ups.

What the field itself fixes (judgements, ages, kinds of help as pages word them) stands in `ingest.domain`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


# --- What is asked of an intervention ---------------------------------------------------------------------------
FIELD_WORDS: dict[str, re.Pattern[str]] = {
    "kjp": _words(r"\b(?:kjp|kenniscentrum|expertgroep)\b"),
    "dej": _words(
        r"\b(?:dej|databank|effecti\w+|erken\w*|bewezen|bewijs\w*|onderbouw\w*|onderzocht|oorde\w+|beoorde\w+|"
        r"aanwijzingen|evidence\w*|werkzaam\w*|(?<!wie )(?<!hoe )(?<!mee )werkt\s+(?!met\b|men\b|er\b|het\s+(?:met|volgens)\b)|werken\s+die|aangetoond|status|keurmerk|"
        r"betrouwbaar|helpt\s+(?:het|dat|die)\b)|(?<!hoe )\bwerkt(?=\s*\??$)|\bwat\s+vind\w*\b"
    ),
    "ages": _words(r"\b(?:leeftij\w+|hoe\s+(?:oud|jong)|tot\s+hoeveel\s+jaar|vanaf\s+hoeveel\s+jaar|welke\s+jaren)\b"),
    "target_group": _words(
        r"\b(?:voor\s+w(?:ie|at\s+voor)|doelgroep\w*|bedoeld\s+voor|bestemd|geschikt|wie\s+(?:kan|kunnen|mag|mogen|komt|"
        r"komen|doe[nt]|kom)|(?:welke|wat\s+voor)\s+(?:gezinnen|kinderen|ouders|jongeren|jeugdigen|moeders|gezin|mensen|"
        r"cliënten|clienten)|(?<!contra-)indicatie\w*|deelnemen|meedoen|instappen|instromen|in\s+aanmerking|toegelaten|daarheen|binnen\s+de\s+(?:doel)?groep|voor\s+(?:baby|peuter|kleuter|tiener)\w*)\b"
    ),
    "kinds_of_help": _words(
        r"\b(?:groep\w*|individueel|individuele|huisbezoek\w*|thuis|video\w*|online|vorm|soort\s+hulp)\b"
    ),
    "approach": _words(
        r"\b(?:doel(?:en|stelling)?|aanpak|werkwijze|inhoud|houdt\s+\S+(?:\s+\S+){0,4}?\s+in|inhoudt|beoogt|richt\w*|"
        r"bereik\w*|hoe\s+(?:werkt|gaat|ziet)|wat\s+(?:doet|doe|doen|gebeurt|wil|probeer\w*|poogt)|methode|opzet|uit\s+bestaat|"
        r"bestaat\s+uit|inzet\w*|pakt\s+(?:\S+\s+){0,4}?aan\b|mik(?:t|ken)|streven|streeft|nastre\w+|oogmerk|bedoeling|beogen|(?:wil|probeert)\s+(?:\S+\s+){1,10}?(?:verbeteren|bereiken|voorkomen)|door\s+wie\b[^?]{0,60}\buitgevoerd|waarvoor|waartoe|wat\s+leert|leren)\b"
    ),
    "remarks": _words(r"\b(?:opmerking\w*|bijzonderhe\w+)\b"),
}
"""In the order in which they are tried: the surest words first."""

ONE_CLIENT = _words(
    r"\b(?:een|mijn|m'n|onze|ons|dit|deze|die|haar|zijn)\s+(?:\w+\s+){0,2}?(?:kind|jongen|meisje|meid|zoon\w*|dochter\w*|baby|"
    r"peuter|kleuter|puber|tiener|cliënte?|cliente?|leerling|pleegkind|pupil|broertje|zusje|jongere|\d+-?\s?jarige)\b|"
    r"\b(?:jongen|meisje|kind|zoon\w*|dochter\w*|baby|peuter|kleuter)\s+(?:van|is|wordt)\b"
)
FITS = _words(
    r"\b(?:kan|kun\w*|mag|mogen|past|passen|geschikt\w*|terecht\w*|te\s+(?:oud|jong)|aanmeld\w*|verwij\w*|iets\s+voor|zin|zinvol|nog)\b"
)
OF_A_VERSION = _words(r"\b(?:besta\w+|versie\w*|variant\w*|hoe|wat|waarom|welke?|hoeveel)\b")
"""Whether help fits one client asks for whom it is meant; whether there is a version for others asks something else."""

DESCRIBE = _words(
    r"^\W*(?:wat\s+(?:is|zijn|was|betekent|weet|kun|weten|zegt|staat|vertel\w*|zeggen)|vertel|info\w*|uitleg|meer\s+over|"
    r"ken|kent|leg|beschrijf|omschrijf|iets\s+over|alles\s+over|hoe\s+zit|wie\s+of\s+wat)\b"
)
"""A question about an intervention as a whole."""

# --- Whom to call or to ask -------------------------------------------------------------------------------------
WHERE_TO_GO = _words(
    r"\b(?:(?:bij|met|aan|voor)\s+wie|wie|waar|welke?\s+(?:telefoon\w*|nummer|instantie|organisatie|instelling))\s+"
    r"(?:(?:kan|kun|moet|mag|zal|bel|neem|ga)\s+(?:ik|je|we|wij|u|men|jij)|(?:kunnen|moeten|bellen|nemen)\s+(?:we|wij))\b"
    r"[^.?!]{0,80}\b(?:bellen|bel|gebeld|contact|terecht|advies|overleg\w*|naartoe|heen)\b|"
    r"\b(?:wie|waar)\s+(?:bel|meld)\s+(?:ik|je|we|u)\b"
)
SUSPICION = _words(
    r"\b(?:vermoed\w*|niet[\s-]*pluis\w*|(?:raar|naar|slecht|akelig|onderbuik\w*|vreemd)\s*gevoel|verdenk\w*|zorgen\s+(?:over|om))\b"
)
"""Someone who wonders whether a child is safe and where to go with that."""
WHAT_TO_DO = _words(
    r"\bwat\s+(?:(?:moet|kan|kun|zou|moeten|kunnen)\s+(?:ik|je|we|wij|u)\b[^.?!]{0,80}\bdoen\b|doe[nt]?\s+(?:ik|je|we|wij|u)\b|"
    r"te\s+doen\b|nu\b)|\bhoe\s+(?:moet\s+(?:ik|je|we)\s+)?(?:handel\w*|reageer\w*)\b"
)
SIGNS_OF_HARM = _words(r"\b(?:blauwe\s+plek\w*|brandwond\w*|striem\w*|letsel\w*|verwonding\w*|signalen)\b")
HOW_OLD = _words(
    r"^\W*(?:hoe\s+(?:oud|actueel|recent|nieuw)|van\s+wanneer)\s+(?:is|zijn)\s+(?:(?:de|deze|die|dit|uw|jullie|je|jouw|al)\s+){1,2}"
    r"(?:informatie|bron(?:nen)?|pagina\S*|gegevens|tekst(?:en)?|richtlijn(?:en)?|antwoord(?:en)?|kennis)\W*$"
)
"""Asks about the sources as a whole."""
CONTACT_PERSON = _words(r"\bcontact(?:[\s-]*pers\w+)\b")
WHOM_TO_ASK = _words(
    r"\b(?:bij\s+w(?:ie|elke)|aan\s+w(?:ie|elke)|met\s+w(?:ie|elke)|wie|welke)\b[^.?!]{0,100}"
    r"\b(?:terecht\w*|vragen|vraag|mail\w*|bellen|benader\w*|spreken|aanspreekpunt|bereik\w*|contact)\b"
)
OF_THE_SITE = _words(
    r"\b(?:(?:de|deze|die|dit|dat|jullie|een)\s+(?:web)?(?:pagina|tekst|artikel)|nji|nederlands\s+jeugdinstituut|(?:van|bij)\s+jullie)\b"
)
"""Someone of those who made the page, not someone who helps a family."""

# --- What is wanted of several, or in general --------------------------------------------------------------------
COMPARES = _words(
    r"\b(?:versch\w+|vergel\w+|versus|vs|of|beter|best|beste|liever|liefst|welke?|beide|allebei|overeenkomst\w*|zowel|tussen|kies|kiezen|keus|"
    r"keuze|meer|minder|dan|zelfde|hetzelfde|evenveel|gelijk|alle|naast|tegenover|en\s+wat|elk|verhoud\w*)\b|"
    r"^\W*(?:zijn|werken|hebben|gebruiken|richten|doen|komen|gaan|gelden)\b"
)
"""Two interventions next to each other; without such words a question asks what the one has to do with the other."""

ADVICE = _words(
    r"\b(?:moet(?:en)?|mag|mogen|dien|dient)\s+(?:ik|je|we|wij|u|men|ouders|een|moeder|vader|alles)\b|\bwat\s+(?:doe|bied|kan|kun|moet|moeten)\s+(?:ik|je|we|u|men)\b|\bhoe\s+(?:zorg|moet)\b|"
    r"\b(?:geadviseerd|advies|adviseert|aanbevolen|aanbeveling\w*|beveelt|richtlijn\w*|tips|aangera\w+|aanrad\w+|raadt|raden)\b|\bmet\s+wie\s+werk\b|"
    r"\b(?:hoort|horen|hoor|behoort|behoren)\s+(?:je|het|ik|we|wij|u|men|een|zij|ze|zo'n|zulke|er|dat|bij)\b|\bzou(?:den)?\s+(?:\S+\s+){0,4}?moeten\b|"
    r"\bmoet(?:en)?\s+(?:er|het|de|dit|dat|die)\b|\b(?:wat|welke?)\b(?:\s+\S+){0,3}?\s+(?:moeten?|krijgt|krijgen)\b|\bwat\s+(?:zet|zetten|mag|mogen|had|hadden|bieden)\b|"
    r"\b(?:minimaal|minstens|dient|liefst|bij\s+voorkeur|op\s+z(?:ij|')n\s+minst|het\s+minste\s+(?:dat|wat))\b|\b(?:is|ligt)\s+het\s+aan\s+(?:mij|ons)\b"
)
"""Asks what should be done: recommendations come first."""

# --- What running text says about effect ------------------------------------------------------------------------
EFFECT = _words(
    r"\b(?:effecti\w+|werkzaam\w*|bewezen|veelbelovend|meerwaarde|erken\w*|onderbouwd|onderzocht|aangetoond|resultaten|succes\w*|verbeter\w*|verminder\w*)\b"
)
NO_EFFECT = _words(
    r"\bniet\s+(?:\w+\s+){0,3}?(?:effectie\w+|bewezen|aantonen|aangetoond|onderzocht|erkend|opgenomen)|\bnog\s+(?:\w+\s+){0,3}?(?:bewezen|onderzocht|aangetoond)\b|"
    r"\b(?:verlopen|minst\s+effectief)\b|\bgeen\s+(?:\w+\s+){0,2}?(?:effect|uithuisplaatsing\s+kan)"
)
REFERS_BACK = _words(
    r"\b(?:deze|dit|het|de|zulke|dergelijke)\s+(?:\w+\s+)?(?:programma['’]?s?|werkwijzen?|methoden?|methodiek(?:en)?|aanpak(?:ken)?|interventies?|"
    r"behandeling(?:en)?|benadering(?:en)?|training(?:en)?|therapie(?:ën)?|cursus(?:sen)?)\b"
)
"""A sentence about what was named before it ("De werkwijzen zijn ...")."""
RESEARCH = _words(
    r"\b(?:onderzoek|onderzoeken|onderzocht|studies?|bleek|bleken|blijkt|gebleken|aangetoond|bewezen|resulta\w+|effect\w*|metingen)\b"
)
"""A question that states what research found."""
HAS_EFFECT = _words(r"\b(?:effectie\w+|werkzaamheid\s+is\s+aangetoond|veelbelovend|evidence\s+based)\b")

# --- Conditions of a selection ----------------------------------------------------------------------------------
KIND_WORDS: dict[str, tuple[tuple[str, ...], re.Pattern[str]]] = {
    "huisbezoek": (
        ("huisbezoek",),
        _words(
            r"\b(?:huisbezoek\w*|aan\s+huis|thuisbegeleiding|thuishulp|bij\s+(?:het\s+gezin|mensen|gezinnen)\s+thuis)\b"
        ),
    ),
    "groep": (
        ("groep",),
        _words(
            r"\b(?:(?<!binnen\sde\s)groep(?:jes?)?\b(?!\s+\d|\s+van\b)|in\s+(?:\w+e\s+)?groepen|groeps(?!grootte)[\w'’-]+|lotgenoten\w*)\b"
        ),
    ),
    "individueel": (("individueel",), _words(r"\b(?:individue\w+|[ée][ée]n-op-[ée][ée]n)\b")),
    "gezin of ouders erbij": (
        ("gezin", "oudertraining"),
        _words(
            r"\b(?:(?:met|samen\s+met)\s+(?:de\s+|hun\s+|beide\s+)?(?:ouders?|moeders?|vaders?|verzorgers?)\s+(?:erbij|samen|doen|mee)|"
            r"waarbij\s+(?:de\s+|ook\s+)*ouders?\s+(?:ook\s+)?(?:betrokken|meedoen|mee)|(?:de\s+)?ouders\s+(?:erbij|betrokken|meedoen))\b"
        ),
    ),
    "gezin": (
        ("gezin",),
        _words(
            r"\b(?:gezins(?:interventie|behandeling|therapie|gericht|begeleiding|programma|aanpak|hulp)\w*|ouder-?kind\w*|"
            r"(?:met\s+)?het\s+hele\s+gezin)\b"
        ),
    ),
    "videofeedback": (
        ("videofeedback",),
        _words(
            r"\b(?:video(?:-|\s)?\s?(?:feedback|hometraining|interactie|beeld|opnam)\w*|video(?:'s)?|film(?:pjes?|beeld\w*|opnam\w*)|"
            r"camerabeeld\w*|beeldopnam\w*)\b"
        ),
    ),
    "online": (("online",), _words(r"\b(?:online|digita\w+|e-?health|via\s+internet|beeldbellen)\b")),
    "opname": (
        ("opname",),
        _words(r"\b(?:opname|residentie\w+|klinisch\w*|24-?uurs\w*|leefgroep\w*)\b(?!\s*procedure)"),
    ),
    "oudertraining": (
        ("oudertraining",),
        _words(
            r"\b(?:ouder-?(?:training|cursus|coaching)\w*|opvoed(?:ings)?-?(?:training|cursus)\w*|trainingen?\s+voor\s+ouders)\b"
        ),
    ),
    "traumabehandeling": (
        ("traumabehandeling",),
        _words(r"\btrauma-?\s?(?:behandeling|therapie|verwerking|gericht)\w*"),
    ),
    "crisishulp": (("crisishulp",), _words(r"\b(?:crisis\w*|spoed-?\s?hulp\w*)\b")),
}
"""A kind of help as it is asked: the values of a record that meet it."""

OVERVIEW_WORDS: dict[str, re.Pattern[str]] = {
    "preventie": _words(
        r"\bprevent\w+|\b(?:kinder)?mishandeling\s+(?:te\s+)?voorkom\w*|\bvoorkom\w+\s+(?:van\s+|dat\s+)?(?:kinder)?mishandeling\b"
    ),
    "stoppen en veiligheid": _words(
        r"\b(?:stoppen\s+(?:en|van)\b|(?:het\s+)?stoppen\s+en\s+veiligheid|veiligheid\s+(?:te\s+)?bevorder\w*|"
        r"(?:kinder)?mishandeling\s+(?:te\s+)?(?:doen\s+)?stop\w*)"
    ),
    "behandeling en herstel": _words(r"\b(?:behandeling\s+en\s+herstel|herstel\s+en\s+behandeling|herstelgericht\w*)"),
}
NUMBERED_OVERVIEW = _words(r"\b(?:overzicht|tabel)\s+(\d{1,2})\b")

KJP_WORDS: dict[str, re.Pattern[str]] = {
    "moet nog bewezen worden": _words(
        r"\b(?:nog\s+(?:niet\s+)?(?:\w+\s+)?bewezen|niet\s+bewezen|bewezen\s+worden|nog\s+niet\s+aangetoond)\b"
    ),
    "moet nog onderzocht worden": _words(r"\bnog\s+(?:niet\s+)?(?:\w+\s+)?onderzocht\b"),
    "niet vermeld": _words(r"\bniet\s+(?:door\s+het\s+\w+\s+)?(?:vermeld|genoemd|beoordeeld)\b"),
    "evidence based": _words(r"\bevidence[- ]based\b"),
    "werkzaamheid aangetoond": _words(r"\b(?:aangetoond|bewezen|werkzaam)\b"),
}
"""Tried in this order: the denials first."""

LEVEL_UP = _words(r"\b(?:minstens|minimaal|ten\s*minste|op\s+zijn\s+minst|of\s+(?:hoger|beter|sterker)|vanaf)\b")
RECOGNISED = _words(
    r"\b(?<!niet\s)(?:erkende?|bewezen\s+effectie\w+)\b|\bstaa[nt]\s+(?:er\s+)?(?:wel\s+)?in\s+de\s+databank\b|"
    r"(?<!niet\s)\b(?:opgenomen|opname|plaats)\s+in\s+de\s+(?:databank|dej)\b"
)
_PROOF = (
    r"(?:bewezen|bewijs\w*|onderbouw\w+|onderzocht\w*|erken\w+|beoorde\w+|oorde\w+|effecti\w+|werkz\w+|evidence\S*|"
    r"trede|niveau|aanwijzing\w*|score\w*|scoren\w*|aangeschreven)"
)
HIGHEST = _words(
    rf"\b(?:(?:het|de)\s+)?(?:best|beste|sterkst\w*|meest|meeste|hoogst\w*)\s+{_PROOF}\b|"
    r"\b(?:scoort|scoren|staat|staan|eindigt)\s+(?:het\s+)?(?:hoogst|bovenaan)\b|\beffectiefste\b"
)
"""Asks for those that are judged best: which depends on what they are compared with."""
LOWEST = _words(
    rf"\b(?:(?:het|de)\s+)?(?:minst|minste|zwakst\w*|slechtst\w*|laagst\w*)\s+{_PROOF}\b|"
    r"\b(?:scoort|scoren|staat|staan|eindigt)\s+(?:het\s+)?(?:laagst|onderaan)\b"
)
BY_WHOM = _words(
    r"\bdoor\s+(?:(?:een|de|haar|zijn|hun|mijn|eigen)\s+){0,2}(?:oom|tante|opa|oma|grootvader|vader|moeder|stief\w+|broer|"
    r"zus|neef|buurman|buurjongen|trainer|coach|leraar|oppas|familielid|bekende|onbekende|vriend)\b"
)
"""Who did it to the child: no source sets interventions apart by that."""
PROVEN = _words(r"\bbewezen\s+effectie\w+\b")
UNPROVEN = _words(
    r"\b(?:nog\s+)?(?:niet|onvoldoende)\s+(?:\w+\s+)?(?:bewezen(?:\s+effectie\w+)?|aangetoond(?:\s+effectie\w+)?)\b"
)
UNFOUNDED = _words(r"\b(?:niet\s+(?:goed|voldoende)|onvoldoende|slecht)\s+onderbouwd?e?\b")
PREGNANT = _words(r"\b(?:zwanger\w*|aanstaande\s+\w+|in\s+verwachting|prenata\w+|ongeboren)\b")


@dataclass(frozen=True, slots=True)
class Topic:
    """A target group that is asked in many words (`asked`) and that records describe in others (`told`)."""

    label: str
    asked: re.Pattern[str]
    told: re.Pattern[str]


def _topic(label: str, asked: str, told: str = "") -> Topic:
    return Topic(label, _words(asked), _words(told or asked))


# Source: the words in which the guideline and the NJi pages name target groups, with the everyday words for the same.
TOPICS: tuple[Topic, ...] = (
    _topic(
        "getuige van geweld",
        r"\bgetuigen?\b(?:\s+(?:was|waren|is|zijn|van|geweest)){0,3}(?:\s+(?:huiselijk\s+|partner)?geweld(?:\s+(?:thuis|in\s+huis|tussen\s+(?:de|hun|zijn|haar|"
        r"\w+)?\s*ouders))?)?|\b(?:zag|zagen|zien|gezien|meemaak\w*|mee\s?gemaakt|opgroei\w*|maakt|maakte)\b[^.?!]{0,30}\b(?:geweld|ruzies?|slaan)\w*"
        r"(?:[^.?!]{0,25}\b(?:zag|zagen|gezien|meemaak\w*|mee\s?gemaakt|mee)\b)?|\b(?:huiselijk\s+|partner)?geweld\s*(?:(?:thuis|in\s+huis|in\s+het\s+gezin)\s*)?"
        r"[^.?!]{0,40}\b(?:zag|zagen|zien|gezien|meemaak\w*|mee\s?gemaakt|meegekregen)\b|\b(?:huiselijk|partner)\s?geweld\b|\bgeweld\s+(?:thuis|in\s+huis|"
        r"tussen\s+(?:\w+\s+)?ouders)\b|\bgewelddadige\s+ruzies?\b",
        r"\bgetuigen?\b|(?:geweld|ruzies)[^.;]{0,60}\bmeegemaakt\b|\bte\s+maken\s+(?:hebben|kregen|krijgen)\b[^.;]{0,40}\b(?:geweld|ruzies)",
    ),
    _topic(
        "seksueel misbruik",
        r"\b(?:seksue\w+\s+(?:misbruik\w*|geweld|grensoverschrijd\w+)|seksueel\s+misbruikte?|incest\w*|ontucht|aanrand\w+|verkracht\w*|"
        r"(?<!drugs)(?<!middelen)(?<!alcohol)misbruikt?e?)\b",
        r"\b(?:seksue\w+\s+(?:misbruik\w*|geweld)|incest)",
    ),
    _topic(
        "licht verstandelijke beperking (LVB)",
        r"\b(?:lvb|licht(?:e)?\s+verstandelijk\w*(?:\s+beperk\w+|\s+gehandicapt\w*)?|verstandelijk\w*\s+(?:beperk\w+|gehandicapt\w*)|zwakbegaafd\w*|"
        r"moeilijk\s+lerend\w*|laag\s+iq)\b",
        r"\bLVB\b|verstandelijke?\s+beperk",
    ),
    _topic(
        "verslaving",
        r"\b(?:versla(?:af|v)\w*|alcohol\w*|drugs\w*|drank\w*|drinkende?|middelengebruik|gokversla\w+)\b",
        r"versla(?:af|v)|alcohol|drugs|middelengebruik",
    ),
    _topic(
        "loverboys en prostitutie",
        r"\b(?:lover\s?boys?\w*|prostitu\w+|mensenhandel\w*|uitbuiting)\b",
        r"loverboy|prostitu|mensenhandel|uitbuiting",
    ),
    _topic("verwaarlozing", r"\b(?:kinder)?verwaarlo\w+\b", r"verwaarlo[oz]"),
    _topic(
        "lichamelijke mishandeling",
        r"\b(?:lichamelijk\w*|fysiek\w*)\s+(?:kinder)?(?:mishandel\w+|geweld)\b",
        r"(?:lichamelijk|fysiek)\w*\s+(?:mishandel|geweld)",
    ),
    _topic(
        "posttraumatische stress",
        r"\b(?:ptss|posttraumatisch\w*(?:\s+stress\w*)?)\b",
        r"\bPTSS\b|posttraumatische?\s+stress",
    ),
    _topic("hechting", r"\b(?:ge)?hecht(?:ings?\w*|heids?\w*)\b", r"gehecht|hechting"),
    _topic(
        "uithuisplaatsing",
        r"\b(?:uithuisplaats\w+|uit\s+huis\s+(?:te\s+)?(?:plaats\w+|geplaatst))(?:\s+(?:te\s+)?voorkomen)?\b",
        r"uithuisplaats|uit\s+huis\s+(?:te\s+)?(?:plaats|geplaatst)",
    ),
    _topic("ondertoezichtstelling", r"\b(?:ots|ondertoezicht\w*)\b", r"ondertoezicht"),
    _topic(
        "criminaliteit",
        r"\b(?:crimine\w+|delicten?|strafbaar\w*|jeugdcriminaliteit)(?:\s+gedrag)?\b",
        r"crimin|delict|strafba",
    ),
    _topic("zwangerschap", PREGNANT.pattern, PREGNANT.pattern),
    _topic(
        "psychische problemen",
        r"\b(?:psychi\w+\s+(?:problem\w+|klacht\w+|ziek\w*)|ggz(?:-\w+)?|kopp)\b",
        r"psychi\w+\s+(?:problem|klacht|ziek)|GGZ",
    ),
    _topic("vrouwenopvang", r"\b(?:vrouwen|mannen)opvang\b|\bblijf-van-mijn-lijf\w*", r"\(?vrouwen\)?opvang"),
    _topic("crisis", r"\bcrisis(?:situatie)?s?\b", r"crisis|spoedeisend"),
)

INTERVENTION_NOUN = _words(
    r"\b(?:(?:\w+-?)?(?:interventie|programma|methode|methodiek|training|cursus|werkwijze|behandeling|therapie|aanbod|hulpvorm)(?:s|n|en|['’]s)?|hulp(?:vormen)?)\b"
)
STRONG_NOUN = _words(r"\b\w*(?:interventie|programma|methodiek|methode)(?:s|n|en|['’]s)?\b")
LIST_WORDS = _words(
    r"\b(?:welke|welk|wlke|wat\s+(?:is|zijn|was)\s+er|wat\s+(?:kan|kun|kunnen)\b|wat\s+past|is\s+er|zijn\s+er|noem|geef|lijst\w*|opsomming|overzicht|iets|"
    r"alle|alleen|hoeveel|toon|zoek|laat\s+zien|wat\s+voor)\b"
)
COUNT = _words(r"\b(?:hoeveel|aantal)\b")
CATALOGUE_FILLER = frozenset(
    """interventie interventies programma programma's programmas methode methodes methoden methodiek methodieken training
    trainingen cursus cursussen behandeling behandelingen therapie therapieen werkwijze werkwijzen aanbod hulp hulpvorm
    hulpvormen geschikt geschikte passend passende passen past inzetten ingezet inzet beschikbaar beschikbare client
    clienten kind kinderen kids jeugdige jeugdigen jongere jongeren jongen jongens meisje jeugd ouder ouders moeder vader gezin gezinnen
    doel doelen leeftijd leeftijden jaar jaren jarige jarigen oud maanden maand richt richten gericht gerichte gaan gaat werken werkt bieden biedt aangeboden
    gebruiken gebruikt maken maakt slachtoffer slachtoffers lijst lijstje rij rijtje overzicht tabel opgenomen databank dej kjp oordeel beoordeeld beoordeling volgens
    aanwijzingen effectief effectieve niveau erkend erkende erkenning bewezen werkzaamheid aangetoond onderbouwd onderbouwde totaal bedoelde bedoel
    zitten zit staan staat vallen valt vinden vindt bestaan krijgen krijgt kiezen adviseer adviseren raadt aan raden kom komt komen deze
    betrokken erbij bekend bekende gebied doen vanaf jonger ouder oudere jongere minstens minimaal hoger beter sterker tenminste huis thuis
    zorg sprake vrouw vrouwen man mannen mensen personen iemand programmas uitgevoerd uitgevoerde gegeven geef boek aanmerking qua
    databankoordeel luidt
    effectiviteit effect oordeelt oordelen beoordeelt probeert proberen gebruik overzichten genoemd genoemde noemt staan vermeld
    leerling leerlingen pupil client cliënt casus lotgenoten bestaat bestaan bewijs keurmerk programma's aanraden geschikte
    situatie casus problemen probleem last heeft hebben had ivm ga zoek zoeken op opties mogelijkheden mogelijk mogelijke mogelijkheid wijze manier vorm nou hoor joh""".split()
)
"""Words of a selection question that set no condition of their own."""

# Nouns that say what sort of answer is wanted, or who asks, and nothing about the subject.
GENERAL_NOUNS = frozenset(
    """verschil verschillen overeenkomst overeenkomsten vergelijking voordeel voordelen nadeel nadelen reden redenen
    onderdeel onderdelen element elementen uitkomst uitkomsten resultaat resultaten effect effecten gevolg gevolgen
    betekenis definitie uitleg toelichting samenvatting overzicht lijst voorbeeld voorbeelden advies tips vraag vragen
    antwoord bron bronnen pagina website tekst mening ervaring ervaringen onderzoek studie studies bewijs traject trajecten
    begin start einde begeleiding uitvoering praktijk werk kans mogelijkheid mogelijkheden keuze stap stappen fase
    dochter dochters zoon zoons zoontje dochtertje broertje zusje broer zus leerling leerlingen pupil client clienten
    clientje patient casus casussen team collega collega's organisatie instelling instellingen stage scriptie werkstuk paper essay
    beleidsnota notitie presentatie opdracht studie opleiding student studenten wijkteam gi school nederland nl land
    professional professionals hulpverlener hulpverleners jeugdprofessional jeugdhulpverlener verwijzer verwijzers
    criterium criteria eis eisen voorwaarde voorwaarden kenmerk kenmerken naam namen term begrip afkorting versie soort
    vorm vormen type opbouw volgorde plek moment tijd week weken maand maanden dag dagen uur uren keer zijn hebben versus
    vs verschillende half jaren vroeger wijze aantal hoeveelheid inhoud opzet vandaan ermee kant kanten stuk deel delen""".split()
)

# Subjects near to ours that people ask about, by law, medicine, work and society. Only a word that no source has counts:
# it then weighs more than an ordinary word that the sources happen not to use.
SUBJECTS = _words(
    r"\b(?:meldcode\w*|meldplicht\w*|verwijsindex|verjaring\w*|verjaar\w*|(?:gevangenis)?straf(?:fen|maat|baar\w*|recht\w*)?|aangifte|politie\w*|\w*rechtszaak|"
    r"advoca\w+|gezag\w*|voogd\w*|omgangsregeling|alimentatie|erfrecht|\w*wet(?:geving)?|avg|privacy\w*|beroepsgeheim|dossierplicht|klacht(?:recht|enregeling)\w*|"
    r"medicijn\w*|medicati\w*|pil(?:len)?|vaccin\w*|\w*ziekte[ns]?|\w*kanker|\w*syndroom|diagnose\w*|iq-test|adhd|autis\w+|asperger|borderline|anorexia|eetstoornis\w*|"
    r"prevalentie|statistiek\w*|cijfers|aantallen|toeslag\w*|\w*toeslag(?:en)?|uitkering\w*|subsidie\w*|"
    r"kinderarts\w*|artsen?|dokters?|armoede|rouw\w*|\w*scheiding\w*|pleegouder\w*|pleegzorg|pleegkind\w*|adopti\w*|asiel\w*|vluchteling\w*|eerwraak|eergerelateerd\w*|huwelijksdwang|besnijdenis|\w*verminking|\w*pesten|sexting|"
    r"grooming|radicalisering|dierenmishandeling|ouderenmishandeling|stalking|kinderarbeid|kinderporno\w*|jeugdgevangenis|leerplicht|schooluitval|spijbel\w*|huisarts\w*)\b"
)

# --- Follow-ups -------------------------------------------------------------------------------------------------
STARTS_ON = _words(
    r"^\W*(?:en|maar|of|dus|nee|neen|ja|ok|oke|oké|ook|alleen|dan|enkel|waarvan|waarom|hoezo|hoe\s+dan|wat\s+dan|nog\s+meer)\b"
)
POINTS_BACK = _words(
    r"\b(?:die|dat|dit|deze|daar(?:van|voor|mee|in|bij|aan|door|op|over|om|na|uit)?|hier(?:van|voor|mee|in|bij|aan|door|op|over)?|"
    r"er(?:van|voor|mee|in|bij|aan|door|op|over|uit)|hij|zij|ze|hem|haar|hun|ervan|beide|allebei|zo'n|eerstgenoemde|laatstgenoemde)\b|"
    r"\bhet\b(?=\s*(?:$|[?.!,]|(?:ook|wel|niet|nu|dan|voor|een|geen|per|al|in|bij|met|van|om|door|te|er|echt|effectief|erkend|bewezen|bedoeld|geschikt|onderzocht|vergoed|gratis)\b))"
)
OF_THOSE = _words(
    r"\b(?:daarvan|hiervan|ervan|van\s+(?:die|deze|dit|hen|dat)\b|die\s+(?:twee|drie|lijst)|deze\s+(?:twee|drie)|daarbij|daartussen|daaronder|van\s+de\s+lijst|zijn\s+dat|"
    r"welke\s+zijn|ertussen|erbij|uit\s+die\s+lijst)\b|^\W*(?:en\s+)?alleen\b|^\W*en\s+(?:zonder|met)\b"
)
CORRECTION = _words(
    r"^\W*(?:nee|neen|sorry|oeps|niet)\b.*?\b(?:ik\s+)?(?:bedoel\w*|wilde|moet\s+zijn|zocht)\b|^\W*(?:ik\s+)?bedoel\w*\b|^\W*(?:nee|neen),?\s"
)
ORDINAL = _words(
    r"\b(?:(?:de|het)\s+(eerste|tweede|derde|vierde|vijfde|zesde|zevende|achtste|negende|tiende|laatste|\d{1,2}(?=(?:e|de|ste)\b))|nummer\s+(\d{1,2}))"
    r"(?:e|de|ste)?\b(?!\s+(?:lijns|lijn|stap|fase|overzicht|plaats|instantie))"
)
ORDINALS = {
    word: number
    for number, word in enumerate("eerste tweede derde vierde vijfde zesde zevende achtste negende tiende".split())
}
AMONG = _words(
    r"\b(?:daarvan|hiervan|ervan|daaronder|daartussen|van\s+(?:die|deze)\b|(?:die|deze)\s+(?:twee|drie|vier|lijst)|(?:uit|van)\s+de\s+lijst)\b"
)
"""Points at the list just given: the rest of the question chooses from it."""
OLDER = _words(
    r"\b(?:oudere?|grotere)\s+(?:kind\w*|jeugd\w*|jongeren|leeftijd\w*)|\bals\s+(?:het|hij|ze|zij)\s+ouder\b|\bouder\s+(?:dan\s+dat|is)\b"
)
YOUNGER = _words(
    r"\b(?:jongere|kleinere|kleine)\s+(?:kind\w*|leeftijd\w*)|\bals\s+(?:het|hij|ze|zij)\s+jonger\b|\bjonger\s+(?:dan\s+dat|is)\b"
)
