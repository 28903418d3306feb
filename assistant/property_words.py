"""The properties that are asked in words of their own (how long, what it costs), and the shape of what tells them."""

from __future__ import annotations

import re
from dataclasses import dataclass


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_NUMBERS = (
    r"\d+|een|één|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|dertien|veertien|vijftien|zestien|"
    r"twintig|dertig|veertig|vijftig|zestig|honderd|duizend"
)
FIGURE = rf"(?:{_NUMBERS})"
NUMBER = rf"(?:{_NUMBERS}|helft|meerderheid|merendeel)"


@dataclass(frozen=True, slots=True)
class Property:
    """A thing that is asked with words of its own and that only words of a certain shape can answer.

    `label` is how a refusal names it ("hoe lang het duurt").
    """

    key: str
    label: str
    asked: re.Pattern[str]
    told: re.Pattern[str]
    soft: bool = False
    """Also running text that has no such shape may answer it, when it is near enough."""


_P = Property
PROPERTIES: tuple[Property, ...] = (
    _P(
        "waiting",
        "de wachttijd",
        _words(r"\bwacht(?:tijd|lijst)\w*|hoe\s*lang\s+(?:\S+\s+){0,3}?wachten"),
        _words(r"\bwacht(?:tijd|lijst)\w*"),
    ),
    _P(
        "training",
        "een opleiding voor professionals",
        _words(
            r"\b(?:wie\s+(?:mag|mogen|kan|kunnen)\s+(?:\S+\s+){0,4}?(?:geven|uitvoeren|aanbieden|toepassen)|opleiding(?:en)?\b|(?<!ter\s)scholing|bijscholing|certifi\w+|gecertificeerd\s+worden|accreditatie\w*|licentie|"
            r"nascholing|trainer\s+worden|cursus\s+(?:volgen|voor\s+(?:professionals|hulpverleners)))"
        ),
        _words(r"\bopleiding|scholing|certificaat|accreditatie|licentie|opgeleid"),
    ),
    _P(
        "prevalence",
        "hoe vaak het voorkomt",
        _words(r"\bhoe\s+vaak\s+kom\w*[^.?!]*\bvoor\b|\bprevalentie\b|\bhoe\s+vaak\s+gebeurt\b"),
        _words(r"\b(?:één|een)\s+op\s+de\s+\w+|\bprevalentie\b|\bper\s+jaar\b|\bjaarlijks\b"),
    ),
    _P(
        "sessions",
        "het aantal sessies of bijeenkomsten",
        _words(
            r"\b(?:hoeveel|aantal|hoe\s+vaak)\s+(?:\w+\s+){0,2}?(?:sessies|bijeenkomsten|gesprekken|zittingen|keer|keren|afspraken|"
            r"huisbezoeken|contacten|behandelingen|lessen|contactmomenten)\b(?!\s+dat\b)|hoe\s+vaak\s+(?:kom|ga|vind|is|zijn|per|(?:\w+\s+){1,4}(?:kom\w*|langs|terug\w*|stoep)\b)"
        ),
        _words(
            rf"{NUMBER}(?:[\s-]+(?:tot|à|of|en)?\s*{NUMBER})?\s+(?:\w+\s+)?(?:sessies|bijeenkomsten|gesprekken|keer|"
            r"huisbezoeken|lessen)|dagelijks|wekelijks|maandelijks|per\s+week|in\s+de\s+week"
        ),
    ),
    _P(
        "deadline",
        "binnen welke tijd",
        _words(r"\bbinnen\s+(?:hoeveel|welke|hoe\s+veel)\s+\w+|\bhoe\s+(?:snel|vlug)\b"),
        _words(
            rf"\bbinnen\s+(?:de\s+)?(?:laatste\s+|eerste\s+)?{NUMBER}|\bzo\s+snel\s+mogelijk\b|\bdirect(?:e)?\b|\bonmiddellijk\b"
        ),
        soft=True,
    ),
    _P(
        "session_length",
        "hoe lang een sessie duurt",
        _words(
            r"\bhoe\s*lang\s+(?:duurt|duren|is|zijn)\s+(?:\S+\s+){0,2}?(?:sessies?|zitting(?:en)?|bijeenkomst(?:en)?|gesprek(?:ken)?|"
            r"huisbezoek(?:en)?|lessen|les|afspra\w+)\b|\bhoeveel\s+(?:minuten|uur|tijd)\b[^?]{0,20}\b(?:sessie|zitting|bijeenkomst|gesprek|huisbezoek|les)\b"
        ),
        _words(rf"{NUMBER}(?:[\s-]+(?:tot|à|of|en)?\s*{NUMBER})?\s+(?:minuten|uur|uren|kwartier)\b|\bhalf\s+uur\b"),
    ),
    _P(
        "duration",
        "hoe lang het duurt",
        _words(
            r"\b(?:hoe\s*lang\b(?!\s+(?:geleden|bestaat))|duurt|duren\s+(?:langer|korter|minder|meer|maximaal)|(?<!den\s)(?<!lange\s)(?<!korte\s)(?<!hoe\s)(?<!even\s)(?:tijds)?duur\b|looptijd|doorlooptijd|"
            r"(?<!tot\s)(?<!vanaf\s)hoeveel\s+(?:weken|maanden|uren|uur|dagen|tijd))"
        ),
        _words(
            rf"\b(?:duurt|duren|duurde|gedurende|omvat|beslaat|loopt|periode\s+van)\b[^.;]{{0,30}}?{NUMBER}|"
            rf"\b(?:maximaal|hoogstens|(?:ten\s+)?hoogste|minimaal|minstens|ten\s+minste)\s+{FIGURE}\s+(?:jaar|maand(?:en)?|we(?:ek|ken))\b|"
            rf"{NUMBER}(?:[\s-]+(?:tot|à|of|en)?\s*{NUMBER})?\s+(?:\w+\s+)?sessies|\bkortdurend\w*|\blangdurend\w*|\bduur\b|"
            rf"\bduurt\b|\bkorte,|\b(?:een|half|{_NUMBERS})\s+(?:jaar|jaren|maand(?:en)?|we(?:ek|ken)|dag(?:en)?)\s+lang\b"
        ),
    ),
    _P(
        "cost",
        "wat het kost",
        _words(
            r"\b(?:kost(?:en|prijs)?\b|prijs|prijzen|tarie\w+|vergoed\w*|gratis|betal\w+|betaalt?\b|eigen\s+bijdrage|(?:ge)?financier\w*|"
            r"verzeker\w*|budget|duur\s+is|(?:hoe|even)\s+duur\b|duurder|goedkop\w*|reken(?:t|en)\s+(?:\S+\s+){0,4}?(?:af\b|voor\s+(?:een|één)))"
        ),
        _words(r"€|\beuro|\bkost(?:en|prijs)?\b|gratis|tarie|vergoed|betal|eigen\s+bijdrage|gefinancierd"),
    ),
    _P(
        "abbreviation",
        "waar de afkorting voor staat",
        _words(
            r"\bafkorting\b|\bafgekort\b|\bvoluit\b|\bletters\b[^?]{0,60}\bvoor\b|\b(?:betekenen|betekenis)\b[^?]{0,20}\bletters\b|"
            r"\bwaar\s+sta(?:at|an)\s+(?:\S+\s+){0,6}?voor\W*$|\bwat\s+(?:is|betekent|houdt)\s+(?:(?:de|het|een)\s+)?(?=(?-i:[A-Z]{2,6})\b)"
        ),
        # A long name with its letters between brackets, or the other way round.
        re.compile(
            r"\b[A-ZÀ-Þ][\w'’&-]+(?:[\s-]+[\w'’&-]+){1,11}\s*\((?:\S+\s+)?[A-Z][\w&-]*[A-Z][\w-]*\)|"
            r"\b[A-Z][\w&-]*[A-Z][\w-]*\s*\([A-ZÀ-Þ][a-zà-ÿ]+(?:[\s-]+[\w'’&-]+)+|\b[A-Z][\w&-]*[A-Z][\w-]*\s+staat\s+voor\b"
        ),
    ),
    _P(
        "country",
        "in welk land",
        _words(r"\b(?:in|uit)\s+(?:welke?|wat\s+voor)\s+land(?:en)?\b|\bland\s+van\s+herkomst\b"),
        _words(
            r"\b(?:nederland\w*|verenigde\s+staten|amerika\w*|engel(?:s|and)\w*|brit\w+|austral\w+|canad\w+|duits\w+|belgi\w+|"
            r"zweed\w*|zweden|noorwegen|noors\w*|deen\w*|denemarken|nieuw-?zeeland\w*|frankrijk|frans\w*|vs)\b"
        ),
    ),
    _P(
        "article",
        "een wetsartikel",
        _words(r"\b(?:wets?artikel\w*|welke?\s+artikel\w*)\b"),
        _words(r"\b(?:artikel|art\.)\s*\d"),
    ),
    _P(
        "email",
        "een e-mailadres",
        _words(r"\be-?mail\w*|mailadres|\bmailen\b"),
        _words(r"\S@\S|e-?mailadres"),
    ),
    _P(
        "hours",
        "wanneer dit bereikbaar is",
        _words(
            r"\bopeningstij\w+|\b(?:op\s+)?welke\s+(?:tijd(?:en|stip\w*)?|uren|dagen)\b[^?]{0,60}\b(?:bereik\w+|bellen|open|terecht)\b|"
            r"\b(?:bereikbaar|open)\b[^?]{0,40}\b(?:weekend\w*|avond\w*|nacht\w*|24\s+uur|feestdag\w*)\b|"
            r"\b(?:weekend\w*|avond\w*|'s\s+avonds|'s\s+nachts|nacht)\b[^?]{0,40}\b(?:bereikbaar|open|bellen)\b"
        ),
        _words(
            r"\bdag\s+en\s+nacht\b|\b24\s*(?:/\s*7|uur)\b|\b\d{1,2}[.:]\d{2}\s+uur\b|\b(?:werkdagen|openingstijd\w+|weekend\w*)\b|"
            r"\bvan\s+\d{1,2}\s+tot\s+\d{1,2}\s+uur\b"
        ),
    ),
    _P(
        "phone",
        "een telefoonnummer",
        _words(
            r"\b(?:telefoon\w*|tel\b|nummer\b|gebeld|telefonisch)|^\W*(?:bel|bellen)\b|"
            r"\b(?:wie|wien|waar\w*|welke?|hoe|wanneer|kan|kun|naar|met)\b[^.?!]{0,40}\b(?<!mag\s)(?:bellen|bel)\b"
        ),
        _words(r"\b0\d{2,3}[\s-]*-?\s?\d|\b\d{3}\s*-\s*\d+|\b1(?:12|13)\b"),
    ),
    _P(
        "address",
        "een adres",
        _words(
            r"\b(?:(?<!mail)(?<!web)adres\b|gevestigd|postcode|vestiging\w*|bezoekadres|route|op\s+welke\s+plek|"
            r"waar\s+staat\s+het\s+kantoor|locaties?)"
        ),
        _words(r"\b\d{4}\s?[A-Z]{2}\b|straat\b|\bplein\b|gevestigd|postbus"),
    ),
    _P(
        "year",
        "een jaartal",
        _words(
            r"\b(?:welk\s+jaar|jaartal|voor\s+het\s+eerst|sinds\s+wanneer|hoe\s+lang\s+(?:geleden|bestaat)|"
            r"wanneer\s+(?:is|zijn|werd|werden|was)\s+(?:\S+\s+){0,6}?(?:ontwikkeld|opgericht|gepubliceerd|erkend|gestart|begonnen|"
            r"geschreven|gemaakt|ingevoerd|bedacht|opgenomen|verlopen|verschenen|bijgewerkt|geüpdatet|herzien))"
        ),
        _words(r"\b(?:19|20)\d{2}\b"),
    ),
    _P(
        "author",
        "wie het heeft gemaakt",
        _words(
            r"\b(?:wie\s+(?:heeft|hebben|is|zijn|was)\s+(?:\S+\s+){0,6}?(?:ontwikkeld|bedacht|gemaakt|geschreven|uitgevonden|"
            r"bedenker|bedenkers|ontwikkelaar|ontwikkelaars|auteur|auteurs|eigenaar|licentiehouder|grondlegger)|(?<!als\s)ontwikkelaars?\b|"
            r"auteurs?\b|grondlegger|licentiehouder|door\s+wie\s+(?:is|werd)\s+(?:\S+\s+){0,5}?(?:ontwikkeld|gemaakt|geschreven|bedacht))"
        ),
        _words(
            r"ontwikkeld\s+door|doorontwikkeld\s+door|bedacht\s+door|ontwikkelaars?\s+(?:is|zijn|van)|auteurs?\b|geschreven\s+door"
        ),
    ),
    _P(
        "provider",
        "waar of door wie het wordt aangeboden",
        _words(
            r"\b(?:waar\s+(?:wordt|worden|kan|kun|kunnen)\s+(?:\S+\s+){0,6}?(?:aangeboden|gegeven|volgen|krijgen|terecht)|"
            r"(?<!of\sde\s)(?<!als\s)(?<!de\s)aanbieders?\b|wie\s+(?:is|zijn)\s+de\s+aanbieders?\b|\bin\s+welke\s+(?:gemeentes?n?|regio\S*|steden|plaatsen)\b|\b(?:waar|wie)\b[^.?!]{0,60}\bin\s+(?:mijn|onze|de)\s+(?:buurt|regio|stad|gemeente|wijk)\b|"
            r"(?:welke|wat\s+voor)\s+(?:organisaties?|instellingen?|aanbieders?)\s+\w*\s*(?:bied|voer|gev))"
        ),
        _words(r"\baangeboden\s+door|aanbieders?\b|uitgevoerd\s+door"),
    ),
    _P(
        "website",
        "een website",
        _words(r"\b(?:website|webadres|webpagina|url|site|linkje?)\b"),
        _words(r"\bwww\.|https?:|\b(?:web)?site\b|\w\.(?:nl|nu)\b"),
        soft=True,
    ),
    _P(
        "material",
        "een handleiding of ander materiaal",
        _words(
            r"\b(?:handleiding|handboek|draaiboek|werkboek|lesmateriaal|te\s+koop|bestellen|downloaden|folder|app)\b"
        ),
        _words(r"\b(?:handleiding|handboek|draaiboek|werkboek|lesmateriaal|handreiking|document|publicatie|folder)\b"),
    ),
    _P(
        "size",
        "hoe groot de groep is",
        _words(r"\bhoe\s+groot\s+(?:is|zijn)\s+(?:de|een|die)\s+groep\w*|\bgroepsgrootte\b|\bper\s+groep\b"),
        _words(rf"\b(?!een\b|één\b){NUMBER}\s+(?:deelnemers|kinderen|jongeren|ouders)\b"),
    ),
    _P(
        "procedure",
        "hoe u dit aanvraagt of regelt",
        _words(
            r"\bhoe\s+(?:vraag|vragen|meld|melden|regel|regelen|schrijf|doe)\b[^.?!]{0,80}\b(?:aan|in|aangifte)\b\s*(?:bij\b[^?]*)?\W*$|"
            r"\b(?:hoe|waar|via\s+wie|bij\s+wie)\b[^.?!]{0,60}\b(?:aanvragen|inschrijven|aanmelden|opgeven)\b|"
            r"\b(?:aanvraag|aanvraagprocedure|aanmeldprocedure|aanmeldformulier|formulier)\b"
        ),
        _words(r"\baan(?:te\s)?vra(?:ag|gen)|aangevraagd|aanmelden|formulier"),
    ),
    _P(
        "contraindication",
        "wanneer het niet past, of bijwerkingen",
        _words(
            r"\b(?:contra-?\s?indicaties?|bijwerking\w*|uitsluitings?criteria|exclusiecriteria|"
            r"(?:wanneer|(?:voor|bij)\s+wie)\s+(?:is|zijn|past|passen)\b[^.?!]{0,60}\bniet\s+(?:geschikt|passend|bedoeld|aangewezen))\b"
        ),
        _words(r"\b(?:contra-?\s?indicaties?|bijwerking\w*|uitsluiting\w*|niet\s+geschikt|niet\s+bedoeld)\b"),
    ),
    _P(
        "term",
        "een termijn",
        _words(r"\b(?<!op\s)(?<!korte\s)(?<!lange\s)(?<!langere\s)(?:termijn\w*|verjaar\w*|verjaring\w*|deadline)\b"),
        _words(r"\btermijn\w*|verjaring"),
    ),
    _P(
        "signals",
        "waaraan u dit herkent",
        _words(
            r"\b(?:waaraan|aan\s+welke\s+\w+)\s+(?:\S+\s+){0,2}?(?:herken\w*|zie|merk)\b|\bhoe\s+herken\w*|\b(?:welke|wat\s+zijn)\s+(?:de\s+)?(?:\w+e\s+)?(?:signalen|symptomen|kenmerken)\b"
        ),
        _words(r"\bherken\w*|\b(?:signalen|symptomen|kenmerken)\s+(?:zijn|zoals|kunnen|als)\b"),
        soft=True,
    ),
    _P(
        "percentage",
        "een percentage",
        _words(
            r"\b(?:hoeveel\s+procent|percentage\w*|welk\s+(?:deel|aandeel)|slagingskans\w*|succespercentage|slaagkans)"
        ),
        _words(
            rf"\bprocent\b|%|percentage|\bhelft\b|meerderheid|merendeel|klein\s+deel|\bkwart\b|\bderde\s+deel\b|"
            rf"\b{FIGURE}\s+(?:op|van)\s+de\s+{FIGURE}\b"
        ),
    ),
    _P(
        "how_many",
        "een aantal",
        _words(
            r"\b(?:hoeveel|aantal)\s+(?:\w+\s+){0,2}?(?:kinderen|gezinnen|ouders|mensen|slachtoffers|vrijwilligers|meldingen|jongeren|studies|"
            r"onderzoeken|professionals|medewerkers|deelnemers|jeugdigen|euro|moeders|vaders)\b"
        ),
        _words(
            rf"\b(?!een\b|één\b){NUMBER}\s+(?:\(?\w+\)?\s+){{0,2}}?(?:kinderen|gezinnen|ouders|studies|onderzoeken|meldingen|jongeren|jeugdigen|keer)|%|procent"
        ),
    ),
)
DURATION = next(prop for prop in PROPERTIES if prop.key == "duration")
