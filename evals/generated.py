"""Made-up pages in realistic Dutch, to measure how Wegwijzer grows: page 7 is the same in every corpus."""

from __future__ import annotations

from pathlib import Path
from random import Random

_HEADS = (
    "gezins ouder jeugd school wijk opvoed hechtings trauma veiligheids crisis groeps thuis buurt netwerk herstel "
    "zorg pleegzorg gedrags taal spel slaap huiswerk vader moeder peuter puber tiener leerling vriendschaps vrijetijds"
).split()
_TAILS = (
    "begeleiding ondersteuning training aanpak samenwerking behandeling voorlichting groep planning bespreking "
    "ontwikkeling relatie coaching bijeenkomst vragenlijst oefening methode vraag verandering afspraak"
).split()
_ADJECTIVES = (
    "rustige vaste korte intensieve duidelijke haalbare veilige warme passende tijdige gezamenlijke stevige brede "
    "zorgvuldige persoonlijke concrete dagelijkse wekelijkse langdurige open"
).split()
_PEOPLE = (
    "ouders|gezinnen|jongeren|moeders|vaders|pleegouders|leerkrachten|hulpverleners|kinderen|pubers|grootouders|"
    "jeugdartsen|wijkteams|leidsters|vrijwilligers|broers en zussen"
).split("|")
_PROBLEMS = (
    "angst|slaapproblemen|schoolverzuim|ruzie thuis|schulden|eenzaamheid|druk gedrag|een scheiding|ziekte in het gezin|"
    "middelengebruik|pesten|rouw|faalangst|een taalachterstand|woede-uitbarstingen|verhuizingen"
).split("|")
_SENTENCES = (
    "Voor {people} met {problem} is een {adjective} {noun} vaak een eerste stap.",
    "De {noun} begint met een {adjective} afspraak over wat {people} zelf willen veranderen.",
    "Uit onderzoek in {place} blijkt dat {people} na {number} weken minder last hebben van {problem}.",
    "Spreek met {people} af wie waarvoor verantwoordelijk is, en leg dat vast in de {noun}.",
    "In {place} werken scholen en wijkteams samen aan een {adjective} {noun}.",
    "Niet elke {noun} past bij {people}; let op {problem} en op wat er eerder is geprobeerd.",
    "Een {adjective} {noun} duurt meestal {number} weken en wordt daarna met {people} besproken.",
    "Professionals noemen {problem} als reden om de {noun} eerder te starten.",
    "Wanneer {problem} toeneemt, helpt het om de {noun} en de {other} op elkaar af te stemmen.",
    "Vraag {people} hoe zij de {noun} ervaren, en pas de {other} daarop aan.",
    "Over de werking van de {noun} bij {problem} is nog weinig bekend.",
    "De {noun} heeft vooral zin als {people} de {other} al kennen.",
    "Bij {problem} kijken {people} samen naar de {noun} van de afgelopen {number} weken.",
    "Het programma {name} wordt in {place} ingezet bij {problem}.",
    "Volgens {people} geeft {name} meer houvast dan een {adjective} {noun} alleen.",
)
_ITEMS = (
    "een {adjective} {noun} met {people};",
    "aandacht voor {problem} in de {noun};",
    "{number} gesprekken over de {noun};",
    "samenwerking met {people} in {place};",
)
_LEVELS = (
    "Goed onderbouwd.",
    "Effectief volgens eerste aanwijzingen.",
    "Effectief volgens goede aanwijzingen.",
    "Niet opgenomen in de databank.",
)
_HELP = ("Huisbezoeken", "Groepstraining", "Individuele begeleiding", "Videofeedback")
_STARTS = "Bal Cor Dem Fel Gar Hil Jor Kal Lum Mer Nor Pim Ral Sol Tam Vel Wes Zan".split()
_MIDDLES = "da de vi mo ra lo ne ti bo ku sa ri".split()
_ENDS = "dor vina linde rano mika goro peta sten rado dal".split()
_PLACES = "veen horst broek kerk drecht meer berg stad".split()
_RECORDS = 2


def write_pages(folder: Path, count: int) -> None:
    """Write the made-up pages 1 to `count` into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(1, count + 1):
        (folder / f"gemaakt-{number:04}.txt").write_text(page_text(number), encoding="utf-8")


def page_text(number: int) -> str:
    """The text of one made-up page: headings, paragraphs, a list, and on every other page two interventions."""
    random = Random(number)  # noqa: S311 nothing secret
    parts = [f"{_noun(random).capitalize()} bij {random.choice(_PROBLEMS)}"]
    for _ in range(3):
        parts.append(f"{_noun(random).capitalize()} voor {random.choice(_PEOPLE)}")
        parts += [_paragraph(random, number) for _ in range(2)]
    parts.append(f"Een {random.choice(_ADJECTIVES)} {_noun(random)} bestaat uit:")
    parts.append("\n".join(f" • {_filled(random, item, number)}" for item in _ITEMS))
    if number % 2:
        parts.append("Interventies")
        own = range((number - 1) * _RECORDS // 2, (number + 1) * _RECORDS // 2)
        parts.append("\n".join(_record(random, name_of(one)) for one in own))
    return "\n\n".join(parts) + "\n"


def name_of(number: int) -> str:
    """The name of a made-up intervention; every fourth has an abbreviation."""
    rest, start = divmod(number, len(_STARTS))
    rest, middle = divmod(rest, len(_MIDDLES))
    name = f"{_STARTS[start]}{_MIDDLES[middle]}{_ENDS[rest % len(_ENDS)]}{'a' * (rest // len(_ENDS))}"
    letters = "BCDFGHJKLMNPQRSTVWXZ"
    short = "".join(letters[number // len(letters) ** place % len(letters)] for place in range(4))
    return f"{name} ({short})" if number % 4 == 3 else name


def _paragraph(random: Random, number: int) -> str:
    return " ".join(_filled(random, sentence, number) for sentence in random.sample(_SENTENCES, 3))


def _filled(random: Random, words: str, number: int) -> str:
    """`words` with its open places filled in; a name is one of this page or an earlier one."""
    return words.format(
        people=random.choice(_PEOPLE),
        problem=random.choice(_PROBLEMS),
        adjective=random.choice(_ADJECTIVES),
        noun=_noun(random),
        other=_noun(random),
        number=random.randint(2, 40),
        place=random.choice(_STARTS) + random.choice(_MIDDLES) + random.choice(_PLACES),
        name=name_of(random.randrange((number + 1) // 2 * _RECORDS)).split(" (")[0],
    )


def _noun(random: Random) -> str:
    return random.choice(_HEADS) + random.choice(_TAILS)


def _record(random: Random, name: str) -> str:
    low = random.randint(0, 12)
    return "\n".join(
        (
            f" • {name}",
            f"  Aanpak en doel: {random.choice(_HELP)} om {random.choice(_PROBLEMS)} te verminderen met een "
            f"{random.choice(_ADJECTIVES)} {_noun(random)}.",
            f"  Doelgroep: {random.choice(_PEOPLE).capitalize()} van kinderen van {low} tot en met {low + 5} jaar met "
            f"{random.choice(_PROBLEMS)}.",
            f"  Effectiviteit volgens de Databank Effectieve Jeugdinterventies: {random.choice(_LEVELS)}",
        )
    )
