"""The one place for what is known about the field: labels, judgements, overviews, kinds of help, words for ages.

Nothing here names an intervention or a page. Every pattern is tried on running words, upper and lower case alike.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.text import fold


@dataclass(frozen=True, slots=True)
class FieldKind:
    """One standard field of an intervention: its key, the Dutch label to show, and the labels that pages use."""

    key: str
    label: str
    synonyms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """A fixed word of the domain, what it means (one Dutch line), and the pattern that recognises it.

    `rank` is the place on the scale of evidence (higher is stronger); None means: not on that scale.
    """

    value: str
    meaning: str
    pattern: re.Pattern[str]
    rank: int | None = None


@dataclass(frozen=True, slots=True)
class AgeWord:
    """A word for an age: lowest and highest month (inclusive). `vague` words are too wide to state a record's age."""

    pattern: re.Pattern[str]
    low: int
    high: int
    vague: bool = False


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


# --- Fields -----------------------------------------------------------------------------------------------------
# Sources: the labels of the guideline's three overviews (Richtlijnen jeugdhulp en jeugdbescherming), the column names
# of its table version, and plain other words for the same.
_LABELS = {
    "approach": (
        "Aanpak en doel",
        "aanpak en doel|doel en aanpak|aanpak|doel|doelen|doelstelling|doel van de interventie|aanpak/doel|doel/aanpak|"
        "korte beschrijving|korte omschrijving|beschrijving|omschrijving|wat is het|wat houdt het in|methode|opzet|"
        "werkwijze|inhoud|inhoud en doel|doel en inhoud|werkwijze en doel|doel en werkwijze|methode en doel|"
        "doel en methode",
    ),
    "target_group": (
        "Doelgroep",
        "doelgroep|doelgroepen|voor wie|voor wie is het|voor wie bedoeld|voor wie is het bedoeld|bedoeld voor|"
        "bestemd voor|doelgroep en leeftijd|doelgroep (leeftijd)|leeftijd en doelgroep|leeftijd|leeftijden|"
        "leeftijdsgroep|leeftijdscategorie|doelgroep en indicatie|gericht op",
    ),
    "dej": (
        "Oordeel Databank Effectieve Jeugdinterventies",
        "effectiviteit|effectiviteit dej|effectiviteit (dej)|effectiviteit databank|dej|databank|erkenning|bewijs|"
        "niveau van effectiviteit|effectiviteitsniveau|oordeel|beoordeling|oordeel erkenningscommissie|"
        "oordeel van de erkenningscommissie|erkenningsniveau|erkenningsstatus|bewijsniveau|bewijskracht|"
        "mate van bewijs|niveau van bewijs|oordeel effectiviteit|oordeel over de effectiviteit",
    ),
    "kjp": (
        "Oordeel KJP",
        "effectiviteit (kjp)|oordeel expertgroep|oordeel van de expertgroep|oordeel expertgroep kjp",
    ),
    "remarks": ("Opmerkingen", "opmerking|opmerkingen|bijzonderheden|toelichting|noot"),
}
# "Oordeel volgens de Databank ...", "Effectiviteit volgens het KJP": any opening word with any way to name the judge.
_JUDGED = r"(?:effectiviteit|oordeel|beoordeling|erkenning)\s+(?:(?:volgens|van|door|in|bij)\s+)?(?:de\s+|het\s+)?"
_JUDGES = {
    "dej": re.compile(rf"(?:{_JUDGED})?(?:dej|databank(?:\s+effectieve\s+jeugdinterventies)?)(?:\s*\(dej\)|\s+dej)?"),
    "kjp": re.compile(rf"(?:{_JUDGED})?(?:kjp|kenniscentrum\s+kinder-\s*en\s+jeugdpsychiatrie)(?:\s*\(kjp\))?"),
}
FIELDS: dict[str, FieldKind] = {
    key: FieldKind(key, label, tuple(synonyms.split("|"))) for key, (label, synonyms) in _LABELS.items()
}
CORE_FIELDS = ("approach", "target_group", "dej", "kjp")
"""The fields that tell a record about an intervention from any other labelled text."""

NAME_LABELS = frozenset(
    "interventie|interventies|naam|naam interventie|naam van de interventie|programma|programma's|naam programma|"
    "interventie/programma|programma/interventie|interventie of programma|methodiek|naam methodiek|titel".split("|")
)
"""Labels and column names under which the name of an intervention stands."""

GENERAL_HEADINGS = frozenset(
    "samenvatting|beschrijving|korte beschrijving|uitgebreide beschrijving|in het kort|kort|algemeen|informatie|"
    "algemene informatie|praktische informatie|kenmerken|over de interventie|over deze interventie|de interventie|"
    "interventie|inhoud|inleiding|introductie|over het programma|het programma|programma".split("|")
)
"""Headings between the name of an intervention and the headings of its fields."""
MANY = _words(
    r"\b(?:interventies|programma['’]?s|methoden|methodieken|aanbevelingen|richtlijn(?:en)?|overzicht|meldcode|thema|dossier|"
    r"wat\s+werkt|veelgestelde\s+vragen)\b"
)
"""Words of a heading that is no name of one intervention."""

EMPTY_VALUES = frozenset({"", "-", "–", "—", "?", ".", "n.v.t.", "nvt", "n.v.t", "/"})
"""What a page writes in a field that it leaves open."""

_KEY_OF = {synonym: kind.key for kind in FIELDS.values() for synonym in kind.synonyms}


def field_key(label: str) -> str | None:
    """The standard key for a label or column name as a page writes it, or None when it is not known."""
    plain = plain_label(label)
    for key, pattern in _JUDGES.items():
        if pattern.fullmatch(plain):
            return key
    return _KEY_OF.get(plain)


def plain_label(label: str) -> str:
    """`label` in lower case without accents, footnote digits and closing punctuation."""
    text = re.sub(r"\s+", " ", fold(label)).strip(" :*.?")
    return re.sub(r"(?<=[a-z)])(?:\d{1,2}|\[\d+\])$", "", text).strip()


# --- Judgements -------------------------------------------------------------------------------------------------
# Source of the ladder: the Databank Effectieve Jeugdinterventies of the NJi, as the guideline's overviews word it.
# The other values are how those overviews say that an intervention is not on that ladder.
DEJ_LEVELS: tuple[Term, ...] = (
    Term(
        "verlopen",
        "De interventie was erkend, maar die erkenning geldt niet meer.",
        _words(
            r"\b(?:erkenning\s+(?:\w+\s+){0,3}?(?:verlopen|vervallen|ingetrokken|beëindigd)|"
            r"(?:verlopen|vervallen|ingetrokken)\s+erkenning|niet\s+(?:meer|langer)\s+erkend|verlopen|vervallen)\b"
        ),
    ),
    Term(
        "niet erkend",
        "De interventie is beoordeeld en niet erkend.",
        _words(r"\b(?:niet\s+erkend|(?:heeft|kreeg)\s+geen\s+erkenning|geen\s+erkenning|niet-erkend|afgewezen)\b"),
    ),
    Term(
        "niet opgenomen",
        "De interventie staat niet in de databank; dat zegt niets over het effect.",
        _words(
            r"\b(?:niet\s+(?:\w+\s+){0,2}?opgenomen|niet\s+(?:\w+\s+){0,2}?in\s+de\s+(?:databank|DEJ)|"
            r"niet\s+te\s+vinden\s+in\s+de\s+(?:databank|DEJ))\b"
        ),
    ),
    Term(
        "in voorbereiding",
        "De aanvraag voor erkenning wordt voorbereid; er is nog geen oordeel.",
        _words(r"\b(?:in\s+voorbereiding|wordt\s+(?:\w+\s+)?voorbereid)\b"),
    ),
    Term(
        "in procedure",
        "De interventie is ingediend; er is nog geen oordeel.",
        _words(
            r"\b(?:in\s+(?:de\s+)?(?:opname|erkennings?|beoordelings?|aanvraag)?-?procedure|"
            r"wordt\s+(?:momenteel\s+|nu\s+)?beoordeeld)\b"
        ),
    ),
    Term(
        "goed onderbouwd",
        "De onderbouwing in theorie is goed; het effect is nog niet met onderzoek aangetoond.",
        _words(r"(?<!niet )(?<!nog niet )(?<!onvoldoende )\b(?:theoretisch\s+)?goed\s+onderbouwd(?:e)?\b"),
        1,
    ),
    Term(
        "effectief volgens eerste aanwijzingen",
        "Onderzoek geeft de eerste aanwijzingen dat de interventie werkt.",
        _words(r"\b(?:effectief\s+volgens\s+)?(?:de\s+)?eerste\s+aanwijzingen\b"),
        2,
    ),
    Term(
        "effectief volgens goede aanwijzingen",
        "Onderzoek geeft goede aanwijzingen dat de interventie werkt.",
        _words(r"\b(?:effectief\s+volgens\s+)?(?:de\s+)?goede\s+aanwijzingen\b"),
        3,
    ),
    Term(
        "effectief volgens sterke aanwijzingen",
        "Onderzoek geeft sterke aanwijzingen dat de interventie werkt.",
        _words(r"\b(?:effectief\s+volgens\s+)?(?:de\s+)?sterke\s+aanwijzingen\b"),
        4,
    ),
)

# Source: the judgements of the expert group Trauma en Mishandeling (KJP) as the guideline's overviews word them.
KJP_JUDGEMENTS: tuple[Term, ...] = (
    Term(
        "werkzaamheid aangetoond",
        "Volgens het KJP is aangetoond dat de interventie werkt.",
        _words(r"\bwerkzaamheid\s+(?:\([^)]*\)\s+)?(?:is\s+)?(?:voldoende\s+)?(?:aangetoond|bewezen)\b"),
    ),
    Term(
        "moet nog bewezen worden",
        "Volgens het KJP moet nog bewezen worden dat de interventie werkt.",
        _words(
            r"\b(?:moet(?:en)?\s+nog\s+(?:bewezen\s+worden|worden\s+bewezen)|nog\s+niet\s+(?:bewezen|aangetoond))\b"
        ),
    ),
    Term(
        "moet nog onderzocht worden",
        "Volgens het KJP moet nog onderzocht worden of de interventie werkt.",
        _words(r"\b(?:moet(?:en)?\s+nog\s+(?:onderzocht\s+worden|worden\s+onderzocht)|nog\s+niet\s+onderzocht)\b"),
    ),
    Term(
        "evidence based",
        "Het KJP beschrijft de interventie als evidence based.",
        _words(r"\bevidence[- ]based\b"),
    ),
    Term(
        "niet vermeld",
        "Het KJP noemt de interventie niet.",
        _words(r"\bniet\s+(?:\w+\s+)?(?:vermeld|genoemd|beschreven|beoordeeld)\b"),
    ),
)
KJP_MENTION = _words(r"\b(?:KJP|Kenniscentrum\s+Kinder-\s*en\s+Jeugdpsychiatrie)\b")
"""Words by which a sentence in a shared column speaks of the KJP."""

# --- Overviews --------------------------------------------------------------------------------------------------
# Source: the three groups into which the guideline divides its interventions (its own opening list).
OVERVIEWS: tuple[Term, ...] = (
    Term("preventie", "Preventieve interventies bij een verhoogd risico.", _words(r"\bprevent\w*")),
    Term(
        "stoppen en veiligheid",
        "Interventies om kindermishandeling te stoppen en veiligheid te bevorderen.",
        _words(r"\b(?:stoppen|(?:on)?veiligheid)\b"),
    ),
    Term(
        "behandeling en herstel",
        "Interventies voor behandeling en herstel van de gevolgen.",
        _words(r"\b(?:behandeling|behandelen|herstel\w*)\b"),
    ),
)

# --- Kinds of help ----------------------------------------------------------------------------------------------
# Source: the words in which the guideline's overviews and its running text describe what is done and with whom.
_PARENTS = r"(?:ouders?|moeders?|vaders?|verzorgers?|opvoeders?)"
_CHILDREN = r"(?:kind(?:eren)?|jeugdigen?|jongeren?)"
_HELP = r"(?:behandeling|methode|begeleiding|hulp|benadering|bejegening|therapie|training|programma|aanpak)"
KINDS_OF_HELP: tuple[Term, ...] = (
    Term(
        "huisbezoek",
        "Hulp bij het gezin thuis.",
        _words(
            r"\b(?:huis-?bezoek\w*|thuisbezoek\w*|thuis-?hulp\w*|thuisbegeleiding\w*|aan\s+huis|"
            r"bij\s+(?:het\s+gezin|gezinnen|ouders|hen)\s+thuis|"
            rf"\w*{_HELP}\s+(?:thuis|in\s+de\s+thuissituatie))\b"
        ),
    ),
    Term(
        "groep",
        "Hulp in een groep.",
        _words(
            r"\b(?:groeps[\w-]+|in\s+(?:een\s+)?(?:kleine\s+)?groep(?:en|jes)?|"
            r"(?:ouder|kinder|moeder|vader|lotgenoten|praat|therapie)-?groep\w*)\b"
        ),
    ),
    Term(
        "individueel",
        "Hulp aan één persoon, of aan één ouder of gezin tegelijk.",
        _words(
            r"\b(?:individueel|[ée][ée]n-op-[ée][ée]n|"
            rf"individuele\s+(?:\w+\s+)?(?:\w*{_HELP}\w*|gesprekken|sessies|coaching))\b"
        ),
    ),
    Term(
        "gezin",
        "Hulp aan het gezin, of aan ouder en kind samen.",
        _words(
            r"\b(?:gezins(?:behandeling|therapie|gericht|begeleiding|interventie|programma|gesprek|sessie|aanpak|hulp)\w*|"
            r"(?:ouder|moeder|vader)-?\s?kind-?(?:psycho)?(?:therapie|training|behandeling|interventie|programma|groep)\w*|"
            rf"\w*{_HELP}\s+(?:\w+\s+){{0,2}}?(?:aan|voor|van|met|bij|in)\s+(?:(?:de|het|hele)\s+)*gezin(?:nen|sleden)?|"
            rf"(?<!tussen\s)(?<!tussen\sde\s){_PARENTS}\s+en\s+(?:hun\s+|het\s+)?kind(?:eren)?|"
            rf"(?<!tussen\s)(?<!tussen\shet\s){_CHILDREN}\s+en\s+(?:hun\s+|de\s+)?(?:\w+\s+)?{_PARENTS}|"
            rf"{_CHILDREN}\b[^.;]{{0,80}},?\s+en\s+hun\s+(?:\w+\s+)?{_PARENTS}|"
            rf"{_PARENTS}\b[^.]{{0,60}}\bbetrokken|samen\s+met\s+(?:de\s+|hun\s+|zijn\s+|haar\s+)?{_PARENTS}|"
            rf"{_PARENTS}\s+(?:erbij|doen\s+mee)|(?:hele|samen\s+met\s+het)\s+gezin|"
            rf"parallelle?\s+(?:\w+\s+)?(?:bijeenkomst|groep|programma|sessie)\w*[^.]{{0,25}}?\b{_PARENTS})\b"
        ),
    ),
    Term(
        "videofeedback",
        "Ouders kijken met een begeleider naar videobeelden van zichzelf met hun kind.",
        _words(r"\bvideo-?\s?(?:feedback|hometraining|home\s?training|interactie|opnam|beeld)\w*"),
    ),
    Term(
        "online",
        "Hulp via internet.",
        _words(
            r"\b(?:online|via\s+(?:het\s+)?internet|e-?health|beeldbellen|digitale?\s+(?:module|training|programma)\w*)\b"
        ),
    ),
    Term(
        "opname",
        "Hulp tijdens een verblijf in een instelling of opvang.",
        _words(
            r"\b(?:opname(?!\s+in\s+de\s+(?:databank|DEJ))(?![^.;]{0,20}voorkomen)|residentië?le?|residentieel|"
            r"klinische\s+(?:opname|behandeling)|24-?uurs\w*|leefgroep\w*|intramura(?:al|le)|verblijfsbehandeling|"
            r"dag\s+en\s+nacht|(?<!schoolse\s)(?!kinder|dag)\w*opvang)\b"
        ),
    ),
    Term(
        "oudertraining",
        "Ouders leren of oefenen opvoedvaardigheden.",
        _words(
            rf"\b(?:ouder-?(?:training|cursus|coaching|begeleiding)\w*|opvoed(?:ings)?-?(?:training|cursus)\w*|"
            rf"\w*(?:training|cursus|coaching)\s+(?:voor|van|aan)\s+(?:\w+\s+)?{_PARENTS}|"
            rf"{_PARENTS}\s+(?:leren|leert|worden\s+(?:getraind|gecoacht)|oefenen)|"
            rf"opvoed(?:ings)?vaardigheden\s+van\s+(?:de\s+)?{_PARENTS}|zodat\s+(?:de\s+)?{_PARENTS}\s+beter)\b"
        ),
    ),
    Term(
        "traumabehandeling",
        "Behandeling van de gevolgen van een trauma.",
        _words(
            r"\b(?:trauma-?\s?(?:gericht|behandeling|therapie|verwerking|focused|module)\w*|"
            r"trauma-?\s?gerelateerde\s+(?:stoornissen|klachten|symptomen)|"
            r"(?:verwerken|behandelen|behandeling|verwerking)\s+van\s+(?:\w+\s+)?trauma\w*)\b"
        ),
    ),
    Term(
        "crisishulp",
        "Snelle hulp in een crisis.",
        _words(
            r"\b(?:crisis-?(?:hulp|interventie|begeleiding)\w*|spoed-?hulp\w*|hulp\s+bij\s+(?:een\s+)?crisis|"
            r"crisis\s+in\s+(?:het\s+gezin|gezinnen))\b"
        ),
    ),
)
NEGATED = _words(
    r"\b(?:geen|zonder|niet(?!\s+(?:alleen|uitsluitend|slechts))|i\.p\.v\.|in\s+plaats\s+van)\s+(?:\w+\s+){0,2}$"
)
"""Words just before a match that turn it into its opposite."""
TRAUMA_IN_NAME = _words(r"\btrauma\w*")
TRAINING = _words(r"\b\w*(?:training|cursus)\b")
PARENTS_FIRST = _words(rf"^(?:\w+\s+)?{_PARENTS}\b")
"""A target group that opens with parents: a training in that record is for them."""
WHOLE_FAMILY = _words(rf"(?<![\w-])gezinnen\b|(?:\ben|;|,)\s+hun\s+(?:\w+\s+)?(?:{_PARENTS}|gezin(?:nen)?)\b")
"""A target group of families, or of children and their parents: the help is for them together."""

# --- Ages -------------------------------------------------------------------------------------------------------
# Source: everyday Dutch and school ages (basisschool 4 to 12 years, kleuters groep 1 and 2); months inclusive.
AGE_WORDS: tuple[AgeWord, ...] = (
    AgeWord(
        _words(r"\b(?:zwanger\w*|ongeboren|prenata(?:al|le)|aanstaande\s+(?:moeder|ouder|vader)s?|in\s+verwachting)\b"),
        0,
        0,
    ),
    AgeWord(_words(r"\b(?:baby(?:'s|’s|s|tje|tjes)?|zuigeling(?:en)?|pasgeboren\w*)\b"), 0, 11),
    AgeWord(_words(r"\bdreumes(?:en)?\b"), 12, 23),
    AgeWord(_words(r"\bpeuter(?:s|tje|tjes)?\b"), 24, 47),
    AgeWord(_words(r"\bkleuter(?:s|tje|tjes)?\b"), 48, 71),
    AgeWord(_words(r"\b(?:schoolkind(?:eren)?|basisschool\w*|lagere\s?school\w*)\b"), 48, 155),
    AgeWord(_words(r"\b(?:tieners?|pubers?|puberteit|adolescent(?:en)?)\b"), 144, 215),
    AgeWord(_words(r"\bjongeren?\b"), 144, 215, vague=True),
    AgeWord(_words(r"\bjongvolwassenen?\b"), 216, 287, vague=True),
)
NUMBER_WORDS: dict[str, float] = {
    **{
        word: number
        for number, word in enumerate(
            "nul één twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien "
            "zeventien achttien negentien twintig eenentwintig tweeëntwintig drieëntwintig vierentwintig "
            "vijfentwintig".split()
        )
    },
    "anderhalf": 1.5,
    "anderhalve": 1.5,
    "tweeënhalf": 2.5,
    "drieënhalf": 3.5,
}
CHILD_NOUN = (
    r"(?:(?:klein)?kind(?:eren|je|jes)?|jeugdigen?|jongeren?|jongens?|jongetjes?|meisjes?|meiden|baby(?:['’]?s|tje)?|zoon(?:tje)?|"
    r"dochter(?:tje)?|leerling(?:en)?|peuters?|kleuters?|pubers?|tieners?|broer(?:tje)?|zus(?:je)?|cliënt(?:en)?)"
)
ADULT_NOUN = rf"(?:{_PARENTS}|volwassenen?|partners?|vrouwen|mannen|grootouders?|pleegouders?)"
"""Persons whose age is not that of the child."""
