"""The words by which danger is recognised, in classes: who, what, when, and what speaks against.

A member is a word or a sequence: `a|b` is either, `..` is at most four words between, `#` the end of the sentence.
Words are in lower case without accents. Spellings that sound alike, doubled letters and one slip in a long word need
no entry of their own (see spelling.py).
"""

from __future__ import annotations


def _members(text: str) -> tuple[str, ...]:
    return tuple(" ".join(member.split()) for member in text.split(","))


# Expressions in which a dangerous word means something else. Only where no body or person can follow: a child may
# write that someone "slaat op" its arm.
IDIOMS = _members(
    """
    waar slaat|slaan, slaat deze|dit|dat|die aanbeveling|interventie|richtlijn|vraag|antwoord, slaat|slaan .. ook op,
    slaan interventies|methodes|trainingen, slaat nergens, slaat de plank, slaat de spijker, sla
    deze|dit|die|dat|het|een .. over, sla ik de, sla .. mijn agenda|boek|laptop, sla .. het
    antwoord|bestand|gesprek|document, sloeg een|het hoofdstuk, mes snijdt, schiet niet op #, schiet niet op met,
    schiet lekker op, lach me|mij dood, vermoordt me|mij als dit, doodmoe, klap op de knieen|vuurpijl|schouder, klap
    van de molen, op de hals, dood aan, wapens en munitie, nationaal wapen, onder de knie, dood van het, dode letter,
    bijl neer, digitale snelweg
    """
)

# First words of a question about knowledge; the second group only when a question mark follows.
ASKING_STARTS = frozenset(
    """
    beschrijf geef hoe hoeveel leg noem schrijf som vat vergelijk vertel voor waardoor waarmee waarom waarover wanneer
    wat welk welke
    """.split()
)
ASKING_PAIRS = frozenset(
    _members(
        """
        en als, en bij, en hoe, en met, en voor, en wat, hebben jullie, heeft u, iets over, is een, is er, is het, is
        slaan, kan een, kan ik, kun je, kunt u, mag een, mag ik, mag je, moet ik, moet je, ook bij, ook voor, weet je,
        weet u, zijn er
        """
    )
)
VERB_STARTS = frozenset(
    """
    bestaan bestaat bij doen doet dus en gebruikt heb hebben heeft helpen helpt in is kan klopt komen komt kun kunnen
    kunt maar mag moet moeten mogen onder ook past slaan slaat staan staat vind vindt waar weet werken werkt wie
    worden zijn zit zou zouden
    """.split()
)

# Words of an adult or a professional about the own child, client or pupil: the writer is then no child.
ADULT = frozenset({"MYCHILD", "NEARCHILD", "MYPARTNER", "WORK", "TOLDME", "GROWN"})

# Classes that rules often take together.
GROUPS = {
    "ALARM": "HARM|BLOWS|INJURY|WEAPON|KILL|LIFE|NEGLECT|GRAVE|DRUNK|ALONE",
    "DONE": "HIT|ABUSED|SEX",
}

_CLASSES = {
    # A message that talks: a person, a finite verb or a moment. A search such as "hulp na mishandeling" has none.
    "TALK": """
        ik, we, wij, horen, me, mij, mijn, hij, zij, ze, haar, hem, ons, onze, is, heeft, hebben, heb, zit, zitten,
        ligt, liggen, staat, loopt, komt, gaat, wil, wordt, word, worden, krijgt, krijgen, zegt, zei, vertelde,
        vertelt, doet, laat, moet, durft, iemand, nu, help, spoed, snel, had, hangt, huilt, ruikt, mag, kan, papa,
        mama, sloeg, kwam, zag, hoor, probeert
    """,
    # --- Who.
    "I": "ik, wij, we",
    "ME": "me, mij, ons, mijn lijf, mijn lichaam",
    "MY": "mijn, me, mij, ons, onze",
    "HE": "hij, zij, ze, iemand, die, deze, vent, gast, man, vrouw, degene",
    # The writer tells an age below 18 or a school.
    "YOUNG": """
        ben|word
        6|7|8|9|10|11|12|13|14|15|16|17|zes|zeven|acht|negen|tien|elf|twaalf|dertien|veertien|vijftien|zestien|zeventi
        en,
        havo, vwo, vmbo, mavo, brugklas, brugpieper, zit in groep|klas, mijn|me juf|mentor|meester, op mijn|me school,
        middelbare school
    """,
    # Who a child can be hurt by; with "mijn" or "me" before it.
    "KIN": """
        vader, moeder, papa, mama, pa, ma, stiefvader, stiefpa, stiefmoeder, stiefma, stiefbroer, stiefzus,
        stiefouders, pleegvader, pleegmoeder, pleegouders, ouders, broer, zus, zusje, broertje, opa, oma, oom, tante,
        neef, nicht, trainer, coach, leraar, lerares, meester, juf, mentor, vriend van, schoonvader, bonusvader,
        bonuspapa, voogd, broers, ooms, buurman, buurjongen, oppas, begeleider, groepsleider
    """,
    # The same, with power over a child: here vaguer words are enough.
    "ELDER": """
        vader, moeder, papa, mama, pa, ma, stiefvader, stiefpa, stiefmoeder, stiefma, stiefouders, stiefbroer,
        pleegvader, pleegmoeder, pleegouders, ouders, opa, oma, oom, tante, trainer, coach, leraar, lerares, meester,
        juf, mentor, bonusvader, bonuspapa, voogd, buurman, oppas, begeleider, groepsleider
    """,
    "PARENT": """
        vader, moeder, papa, mama, stiefvader, stiefmoeder, ouders, pa, ma, stiefpa, pleegvader, pleegmoeder,
        schoonzus, zwager
    """,
    "PARTNER": "man, vrouw, ex, exman, exvrouw, vriend, vriendin, partner, echtgenoot, verloofde",
    # The writer is an adult.
    "MYPARTNER": """
        mijn|me man|vrouw|ex|exman|exvrouw|partner|echtgenoot|echtgenote, mijn vriend .. baby|kinderen|zoon|dochter,
        de vader van mijn|onze, de moeder van mijn|onze
    """,
    # Adults around the writer.
    "SIB": """
        mijn|me|mij|onze
        zus|broer|schoonzus|zwager|buurvrouw|buurman|buren|buur|neef|nicht|schoonbroer|vriendin|collega|oppas
    """,
    "CHILD": """
        kind, kinderen, kindje, kindjes, zoon, zoontje, zoontjes, dochter, dochters, dochtertje, dochtertjes, baby,
        peuter, kleuter, jongen, jongetje, jongens, meisje, meisjes, meiske, leerling, leerlingen, pupil, puber,
        jongere, client, clientje, neefje, nichtje, kleinkind, kleinkinderen, kleinzoon, kleindochter, zusje,
        broertje, tweeling, dreumes, tiener, vriendinnetje, vriendje, pleegkind, pleegdochter, pleegzoon, stiefzoon,
        stiefdochter, buurmeisje, buurjongen, buurjongetje, buurkind, buurkinderen, buurkindje, oppaskind,
        oppaskindje, leerlinge, cliente, peutertje, kleutertje, broertjes, zusjes, zuigeling, kleintje, kleintjes,
        student, studente, scholier, gezin, knulletje, meid
    """,
    "MYCHILD": """
        mijn|me|mij|onze|ons kind|kinderen|kindje|zoon|zoontje|zoontjes|dochter|dochters|dochtertje|dochtertjes|baby,
        mijn|me|mij|onze|ons peuter|kleuter|puber|tweeling|jongste|oudste|meisje|jongen|jongens|meiden,
        mijn|me|mij|onze|ons kleinkind|kleinkinderen|kleinzoon|kleindochter|pleegkind|pleegdochter|pleegzoon,
        mijn|me|mij|onze|ons stiefzoon|stiefdochter|oppaskind|oppaskindje|leerling|leerlinge|leerlingen|pupil,
        mijn|me|mij|onze|ons client|cliente, pleegdochter, pleegzoon, kleinzoon, kleindochter
    """,
    # A child in the surroundings of the writer.
    "NEARCHILD": """
        buurmeisje, buurjongen, buurjongetje, buurkind, buurkinderen, buurkindje, nichtje, neefje, oppaskind,
        oppaskindje, kleinzoon, kleindochter, kleinkind, vriendinnetje van mijn, vriendje van mijn, leerling van
        mij|ons, pleegdochter, pleegzoon, kind|kinderen|kindje|meisje|jongetje|jongen|baby ..
        hiernaast|verderop|buren|onderburen|bovenburen|overburen|buurvrouw|buurman|straat, dat
        jongetje|meisje|kind|kindje van, een pupil, client met wie
    """,
    "NEAR": """
        buren, buur, buurman, buurvrouw, hiernaast, onderburen, bovenburen, overburen, naast mij|ons|me, boven
        mij|ons|me, onder mij|ons|me, mijn straat, onze straat, straat, verderop, mijn buurt, onze buurt, onze flat,
        mijn flat, door de muur, schoonzus, zwager, van mijn|me zus|broer
    """,
    # A child or a place in the work of the writer.
    "WORK": """
        kinderdagverblijf, kdv, peuterspeelzaal, dagbesteding, mijn zwemles, mijn spreekuur, mijn bso, mijn caseload,
        mijn mentorklas, mijn team, mijn les, onze school, mijn praktijk, kinderopvang, mijn|onze|de
        klas|groep|groepje|praktijk|praktijkruimte|spreekkamer|spreekuur, op de opvang|bso|groep|creche, bij mij in
        de, bij ons in|op, uit groep, voetbalteam, ons consultatiebureau, huisbezoek, een gezin, op mijn kamer,
        leerling, pupil, client, clientje, op school bij mij, kleuter, peuter, pleegdochter, pleegzoon, kleindochter,
        kleinzoon, oppaskindje, jongere, bij mij op
    """,
    "SELF": """
        mezelf, mijn armen, mijn arm, mijn polsen, mijn pols, mijn benen, me armen, me polsen, me arm, zichzelf, zich,
        haarzelf, hemzelf
    """,
    # --- What: harm that is being done (present tense).
    "HARM": """
        slaat, slaan, sla, mept, meppen, schopt, schoppen, schop, trapt, trappen, stompt, stompen, knijpt, knijpen,
        wurgt, wurgen, mishandelt, mishandelen, martelt, martelen, schudt, verbrandt, sluit .. op, opsluit, opsluiten,
        doet|doen .. pijn|zeer|au, pijn doet|doen, gooit, smijt, schiet, steekt, hakt, beukt, ramt, ranselt, timmert,
        rost, kleineert, uitscheldt, scheldt .. uit, vernedert, maakt .. af, toetakelt, takelt .. toe, bijt, brandt,
        drukt, sleurt, sleept, krabt, stoot, straft, dwingt, molesteert, intimideert, terroriseert, duwt, vecht,
        vechten, misbruiken, verkrachten, steken, bijten, branden, duwen, gooien, schudden, krabben, dwingen,
        bedreigen, bedreigt, betasten, aanranden, uitschelden, vernederen, vastbinden, verwaarlozen, uithongeren,
        ombrengen, sarren, treiteren, kwelt, kwellen, toetakelen, aftuigen, afranselen, afranselt, rammelen, beuken,
        rossen, stoten, molesteren, terroriseren, verstikken, schieten, schreeuwt tegen
    """,
    # Harm that was done.
    "HARMED": """
        bloedde, mishandelde, sloot op, duwde, brandde, rammelde, mepte, sloeg, sloegen, schopte, schopten, trapte,
        stompte, wurgde, kneep, gooide, schudde, sloot .. op, deed .. pijn|au, stak, drukte, smeet, sleurde, rukte,
        bond, misbruikte, verkrachtte, bedreigde, beet, krabde, vernederde, kleineerde, dwong, betastte, aanrandde,
        verwaarloosde, martelde, vermoordde, schoot, stootte, beukte, trok .. haren, randde
    """,
    # Participles: with "wordt" it goes on, with "is" it may be long ago, so the rules look at the words around.
    "HIT": """
        geslagen, mishandeld, geschopt, getrapt, gestompt, geknepen, gewurgd, gemarteld, vastgebonden, opgesloten,
        uitgescholden, geschud, verbrand, gestoken, gebeten, gegooid, gemept, afgeranseld, afgetuigd, toegetakeld,
        verwaarloosd, uitgehongerd, gebrand, vernederd, bedreigd, gekleineerd, gesmeten, aangevallen, neergestoken, in
        elkaar geslagen, geduwd
    """,
    "ABUSED": """
        misbruikt, verkracht, aangerand, betast, gedwongen, gemolesteerd, aangeraakt, aan .. gezeten, aan|met ..
        gezeten
    """,
    "SEX": """
        broekje uittrekt|uit|omlaag, onderbroekje, geslachtsdeel, geslachtsdelen, snikkel, lul, kutje,
        vieze|gemene|rare|enge spelletjes|dingen, misbruikt .. hem|haar, misbruikt, verkracht, aanrandt, betast,
        aanrand, misbruik, sex, sexueel, seksueel, naaktfotos, naaktfoto, piemel, poepie, plasser, plassertje, vagina,
        borsten, in .. blootje, naakt, kruis, spleetje, piemeltje, billen, aan .. zit|zitten|gezeten, zit|zitten|zat
        aan, aanraakt, raakt .. aan, raken .. aan, uitkleden, naar bed met|van, onzedelijk, vieze dingen, doet dingen,
        bevredigen, loverboy, aftrekken
    """,
    # Sexual abuse told by the one whom it is done to.
    "SEXME": """
        zit|zitten|zat aan me|mij|ons, aan me|mij|ons zit|zitten|komt|voelt, raakt|raken me|mij|ons, me|mij ..
        aanraakt|aanraken|uitkleden|uitkleed, komt|kruipt|ligt .. bij me|mij in|op bed, in mijn|me kamer .. aan,
        dingen met mij|me|ons, naaktfoto|naaktfotos .. stuur|sturen, van mij in .. blootje, foto|fotos .. van mij ..
        bloot|naakt|blootje, aan mijn|me borsten|billen|kont|kruis|piemel|vagina|kut|tieten, naar bed met|van, met
        mannen naar bed, sex met me|mij, me|mij .. betast, bij me|mij .. in bed, mijne doet dat, met mij|me douchen,
        me|mij verkracht|verkrachten|misbruikt|aangerand, onder mijn|me kleren|shirt|broek, in mijn|me broek,
        komt|kruipt|ligt|kwam|kroop .. in mijn|me bed, in mijn|me bed komt|kruipt|ligt
    """,
    "BLOWS": """
        pantoffel, slipper, op zijn|haar|mijn|me|mn donder|kop|bek, mep, lel, oplawaai, dreun, billen rood, klappen,
        klap, slaag, rammel, rammen, pak slaag, met de|een|zijn riem|stok|lepel|slipper|pollepel|schoen|kabel, krijgt
        .. riem, tikken, harde tik, billenkoek, een riem, ervan langs, vuisten
    """,
    "INJURY": """
        blauwe .. plekken|plek, blauwe|vage plekjes|vlekken, onder de plekken|blauwe|striemen, blauw oog, blauwe ogen,
        brandplekken, brandplek, brandwonden, brandwond, brandwondjes, striemen, striem, gebroken ..
        arm|armpje|been|beentje|beentjes|kaak|rib|ribben|ribbetjes|vinger|sleutelbeen, bloeduitstorting,
        bloeduitstortingen, plekken op|in, bloed in .. luier|broekje|onderbroek, bijtwonden, bijtafdruk, schaafwonden,
        wonden, kneuzingen, handafdruk, dikke lip, bulten, schedelbreuk, botbreuk, arm doet zeer|pijn, neus
        bloed|bloedt, letsel, brandwondjes van, gebroken
    """,
    # What neighbours hear.
    "NOISE": """
        gilt, gillen, gegil, schreeuwt, schreeuwen, geschreeuw, krijst, krijsen, gekrijs, gehuil, bonken, gebonk, om
        hulp, huilt, huilen, jankt, janken, smeken, gekerm, kermt, om mama, tieren, getier, klappen
    """,
    "WEAPON": """
        mes, messen, keukenmes, pistool, wapen, wapens, geweer, bijl, hamer, vuurwapen, knuppel, honkbalknuppel,
        machete, schiet, benzine, hakmes, jerrycan
    """,
    # Killing, or doing something to someone ("iets aandoen").
    "KILL": """
        vermoorden, vermoordt, vermoord, vermoorde, doodmaken, doodslaan, doodslaat, doodmaakt, maakt|maken .. dood,
        slaat .. dood, dood maken|slaan|gaat, afmaken, maakt .. af, doodsteken, steekt .. neer|dood, neersteken, keel
        doorsnijden, dood ben|bent|is als, nooit meer levend, in brand steekt|steken, steekt .. in .. brand, iets|wat
        aandoen|aandoet|aandoe, iets|wat aan te doen, wat|iets aan doet, afmaakt, doodschieten, schiet .. dood,
        wurgen, gewurgd, levend terugzien, levend terug, verdrinken, verstikken, vergiftigen, doodschoppen,
        neerschieten, neergeschoten, neerslaan, overrijden, in brand zetten|gestoken, ontvoeren, kidnappen, te doden,
        wil doden, gaat doden, doden
    """,
    "THREAT": """
        dreigt, dreigen, bedreigt, bedreigen, bedreigd, gedreigd, dreigde, bedreigde, houdt .. keel, zegt, roept,
        gaat, wil
    """,
    # Signs that someone may be dying, or cannot get away.
    "LIFE": """
        van .. trap|balkon|dak gegooid|geduwd|getrapt|gevallen|gesmeten, doet niks|niets meer, wordt niet wakker, niet
        wakker te, ligt stil, ademt raar, blauw .. lippen, koortsstuip, vergiftigd, te vondeling, baby gevonden, in
        brand, verdronken, verdrinkt, valt flauw, flauwgevallen, shock, bewusteloos, buiten westen, buiten bewustzijn,
        knock out, ademt .. niet, ademt nauwelijks, reageert .. niet, niet meer|te wakker, heel|helemaal slap, is
        slap, bloedt, bloed .. heel|erg|hard, stikt, stuip, loopt|wordt|ziet blauw .. aan, uit .. raam, aan het
        verdrinken, van de|een trap gegooid|geduwd|getrapt, van|de balkon, ruikt naar gas, tegen de|een muur gegooid,
        hartstilstand, zit|zitten opgesloten, opgesloten in, in zijn macht, gijzelt, ontvoerd, meegenomen, achter de
        bank, deur in te|trappen, doorgedraaid, slaat alles kapot, slaat om zich, loopt blauw, schudden, onder ..
        bloed, plas bloed, bloedplas, vol bloed, bloed uit
    """,
    # Everyday words that mean little by themselves, but much when a child tells of its own family in them.
    "NEG": """
        boos, bang, eng, huil, huilen, pijn, alleen, weg, pakken, pakt, komt dan|weer|snachts, s nachts, dingen doen,
        stout, stoute, gek, gekke, geheim, zwanger, kijkt, voelt, gevoeld, filmpjes, fotos, voor geld, durf, schaam,
        waardeloos, haat, haten, dood, weglopen, verdriet, schreeuwt, schreeuwen, schelden, scheldt, vechten, ruzie,
        verstopt, opgesloten, straf, niet eten, moet van, komt .. kamer, heel raar, raar, aan me, aan mij, met mij, in
        mijn bed, in me bed, mijn bed, me bed, gedronken, drugs, vies, vieze, nooit .. thuis, dagen weg, niet meer
        thuis, eruit, uit huis, mag niet, help, slecht, gemeen, niet normaal, dreigt, borden, naaktfotos, sex,
        niemand, vertellen, gooit, sluit, geen eten, haren, dwingt
    """,
    # Grave by themselves when told of a child or of oneself.
    "GRAVE": """
        gevlucht, zit achter, achtervolgt, anders vertelt, anders doet|slaat|maakt, mijn|me shirt|kleren|broek uit,
        woedend, meubels, dreigt, bedreigt, bedreigen, dreigen met, gedreigd, bedreigd, die ik niet wil|wilde, wat ik
        niet wil|wilde, niet wil dat hij|ze, broekje, onderbroekje, luier uit, uittrekt, uitgetrokken, likt, likken,
        streelt, strelen, wrijft, vingert, vingeren, neukt, neuken, pijpen, geil, plast over, op schoot moet,
        ingesmeerd, wordt .. gefilmd, gefotografeerd, hete auto, warme auto, in de auto gelaten, vastgebonden,
        ketting, opgehangen, tegen .. deur, trapt deuren, stuk .. gooit, sloopt, bespuugt, spuugt, afgeperst,
        verkocht, handel, prostitutie, gedumpt, uit .. auto gezet, uit huis gezet, eruit gezet|getrapt|gegooid, op
        straat gezet, dakloos, gerammeld, rammelt, door elkaar, oplawaai, een lel, een dreun, op me|mijn|zijn|haar
        kop|bek, op mn|de bek, kleerhanger, broodplank, hardhandig, ruw, tegen de grond, tegen het|zijn|haar|mijn|me
        hoofd, in zijn|haar|mijn|me gezicht, hoofd onder water, koude douche, heet water, verbrand, vieze spelletjes,
        spelletjes met, gemene dingen, rare dingen, kleren|shirt|broek .. uit doe|doen|trek|trekken|doet|trekt, broek
        naar beneden, webcam, dickpic, oudere man, oude man, porno, tongzoen, ligt op de grond, op de grond en, doet
        niks meer, doet niets meer, te vondeling, gevonden in, ligt stil, snelweg, in het water, verdronken,
        vergiftigd, bleek gedronken, niet meer bij, niet wakker, wordt niet wakker, vermist, spoorloos, verdwenen,
        doorgesneden, snijwonden, opgejaagd, met plekken, komt .. met plekken, verzuipt, op school vertellen, gestikt,
        aan zijn|haar oor, misselijke dingen, gegrepen, uitgekleed, wurging, in de kofferbak, kofferbak,
        achtergelaten, verwond, verminkt, gemarteld, vernield, in een hoek, kind af, tegen .. wil, geld .. verdienen,
        gevangen gehouden, losgeld, kinderporno, kinderporn, uitgehuwelijkt, uithuwelijken, uithuwelijkt, besnijden,
        besneden, besnijdenis, levensgevaar, in gevaar, gedwongen, dwingt, dwingen, chanteert, chanteren, aan ..
        haren, op de kachel, strijkijzer, sigaret|sigaretten .. uit, onder de douche, bij .. douchen, filmt, filmen,
        geheimpje, ons geheim, niemand .. vertellen, niet .. vertellen, niets|niks .. zeggen, niet over .. praten,
        verstoppen, verstopt, weglopen, weggelopen, smeken, smeekt, buiten .. staan, buitengesloten, op
        me|mijn|zijn|haar donder|flikker|kop, in elkaar, beweegt .. niet, flauwgevallen, flauw gevallen, neergestoken,
        geschoten, achter het stuur, pijn van onderen, pijn aan .. billen|plasser|poepie, daar speelt|beneden|onder,
        laten vallen, bont en blauw, agressief, gewelddadig, door het lint, niet .. veilig, onveilig, hand op, bij ..
        in bed, in haar|zijn|mijn|me bed, van zich af, bang voor ..
        vader|moeder|papa|mama|stiefvader|stiefmoeder|man|hem|ouders|opa|oom|broer|thuis|klappen, keel, gevangen, bond
        .. vast, gedrukt, dichtgeknepen, rukt, schoten, in brand, kietelt, onderbroek, zwanger van mijn|haar, filmpjes
        van mij|me|haar, doodmaakt, kindermisbruik, misbruik van, gevallen .. trap, bijna dood, stuk slaat, kapot,
        meegelokt, lokt, stalkt, tegen .. zin, te zoenen, tongen, vastgehouden, aan een ketting, vastgeketend, onder
        zijn|haar hemd|shirt|rok, rokje, slipje, kruipt .. bed, smijten, sleurt, trekt .. haren, haren trekt, wordt ..
        boos, niet op te staan, mag niet .. naar buiten, paspoort afgepakt, laten trouwen, moet trouwen, gedwongen
        huwelijk
    """,
    "DRUNK": """
        high, lam, laveloos, verslaafd aan, apestoned, dronken, stomdronken, bezopen, straalbezopen, ladderzat, onder
        invloed, gedronken, gesnoven, drinkt, zuipt, zuipen, aan .. drugs|coke|wiet, stoned, opgefokt
    """,
    "ALONE": """
        alleen thuis, thuis alleen, alleen in huis, alleen in .. huis|auto|flat|woning, zijn alleen,
        kinderen|kindjes|kind|baby|peuter|kleuter .. alleen, alleen gelaten|achtergelaten|op, helemaal alleen, niemand
        thuis, niemand doet, thuis is niemand, geen ouder|ouders|volwassene, nergens te bekennen
    """,
    "NEGLECT": """
        blote voeten, zonder jas, geen jas, in de kou, zwerft, midden in de nacht, hele nachten alleen, nachten
        alleen, nacht alleen, s nachts alleen, vervuild, rotte tanden, nooit|niet naar school, hele dag werken, uren
        alleen, dagen alleen, dag alleen, volle luier, vieze luier, aan zijn|haar lot, luizen, in .. sneeuw, geen bed,
        op de vloer, dag en nacht, geen|zonder|nooit|amper|nauwelijks|weinig|niks .. eten|drinken, honger, vieze
        kleren, dezelfde .. kleren, mager, verwaarloosd, verwaarloost, verwaarlozen, uren .. huilen|huilt, buiten
        slapen|slaapt, slaap|slaapt|slapen .. buiten, in .. kelder|schuur|hok, alleen op straat, alleen .. midden in,
        ondervoed, stinkt, onverzorgd
    """,
    "FEAR": """
        bang om|dat, bang voor .. vader|moeder|papa|mama|stiefvader|man|hem|ouders|opa|oom|broer, durft .. niet,
        schrikt van, doodsbang, angstig, huilt zodra, huilt als, bang is|zijn, als de dood
    """,
    "HOME": """
        naar huis, thuis, thuissituatie, thuiskomt, papa binnenkomt, vader binnenkomt, naar zijn|haar vader|moeder
    """,
    # --- Thoughts of suicide and harming oneself.
    "DEATHWISH": """
        ga|gaat|gaan springen, op|van het|een|de .. dak|brug|flat|balkon .. springen|spring|springt, ga .. dood, beter
        niet kan|ben|zijn|was|had, het vannacht doen, het vanavond doen, houdt me|mij tegen, niet meer hier zijn, niet
        geboren, uit mijn lijden, beter dood, gaat zichzelf|zich .. iets, niet meer wil bestaan, slaappillen, stap uit
        het leven, stapt uit het leven, pak de trein niet, doe mezelf iets|wat, zichzelf
        ophangen|snijden|verwonden|doden, snijd me, snij me, snijdt zich, geen zin meer in het leven, geen reden ..
        leven, leven is .. zinloos, alles is zinloos, zelf uit het leven, gif .. drinken|gedronken, er niet meer wil
        zijn, nooit meer wakker, van het leven beroofd, wil .. dood, dood wil|willen|zijn, wil .. sterven, niet meer
        .. leven, niet .. verder .. leven, niet .. verder wil, leven wil|zo, zelfmoord plegen|pleegt|gaan|wil|doen,
        zelfmoord te plegen, denk|denkt .. aan zelfmoord, aan zelfmoord denk|denkt, eind|einde aan
        maken|maak|maakt|te, er .. eind|einde aan, mezelf|zichzelf|zich .. van kant, van kant .. maken|maakt, mezelf
        .. aandoen|aandoe, mezelf iets|wat, zichzelf iets|wat, zich iets aan, ik stap eruit, uit het leven
        stappen|stap|stapt, er niet meer ben|was|zijn, er .. niet meer zijn|wil zijn, niet meer wakker,
        afscheidsbrief, spring|springt|springen|sprong van|voor|af, wil|wilt springen, dat ze|hij springt, voor de|een
        trein, trein springen, snij|snijd|snijdt|sneed|kras|krast .. mezelf|zichzelf|zich|armen|arm|polsen|me,
        zich|mezelf .. gesneden, mezelf .. snijden|sneed|pijn, pillen .. geslikt|genomen|ingenomen|slikken|op, geslikt
        .. pillen, overdosis, strip paracetamol, paracetamol .. genomen|geslikt, touw klaar|klaarliggen|gekocht,
        verhangen, ophangen, hang mezelf, mezelf op te|hangen, was ik|hij|ze .. dood, dat ik dood was, beter af zonder
        mij|me, geen zin meer in .. leven, zonder mij beter, het hoeft .. niet meer, hoef niet meer #, hoeft ..
        allemaal niet, wil .. verdwijnen, nergens meer zin .. leven, zie het .. niet meer zitten, suicidaal,
        suicidale, doodswens, zelfmoordgedachten, liever dood, zelfmoordpoging, mezelf dood|doden, mezelf te doden,
        kill myself, kms, van het dak .. spring|springen|springe|springt|vallen, leven .. geen zin, geen zin ..
        te|in|om leven|verder, dood te gaan, dood gaan|ga, weg van deze wereld, van het leven te|beroven|beroof, maak
        mezelf af, mezelf .. af, bij het spoor, op het spoor, langs het spoor, op de rails, alles geregeld, vanavond
        is het voorbij, straks is het voorbij, voor altijd weg, laatste bericht van|voor, voorgoed, niemand .. mist,
        beter .. als ik er niet, geen uitweg, uit het leven, einde van mijn leven, voor een auto, polsen
        door|doorsnijden, zelf dood, dood wens, wens .. dood, niet meer op de wereld, niet .. wakker worden, dodelijke
        dosis, is dodelijk, dodelijk ik, leven niet .. aan, kan niet meer leven, hou het niet .. vol, tot last, klaar
        met .. leven, ik wil niet meer #, wil .. niet meer verder, niet meer bestaan, levensmoe, sorry voor alles,
        zichzelf|mezelf pijn, doodrijdt, doodrijden, einde|eind aan .. leven, mezelf wat|iets, dood ben .. beter,
        doodgaan, dood ga, eraan onderdoor, want to die, mezelf|zichzelf .. doodmaken|dood|doden, zichzelf|zich|mezelf
        gesneden|verwond|gesnejen, geen zin .. leven
    """,
    # Asking for a way to die.
    "METHOD": """
        manier om dood|te|zelfmoord, hoeveel paracetamol|pillen|slaappillen, pijnloos dood|sterven, hoe pleeg ..
        zelfmoord, zelfmoord plegen zonder|hoe, hoe kan ik .. dood|sterven
    """,
    # Terms that professionals use too, so a rule can leave them out.
    "THOUGHTS": "suicidaal, suicidale, doodswens, zelfmoordgedachten, zelfmoordpoging",
    # It has been done, or is about to.
    "SWALLOWED": """
        pillen .. geslikt|genomen|ingenomen, geslikt .. pillen, overdosis, paracetamol .. genomen|geslikt, op een
        brug|dak|flat, heeft .. gesprongen, brug .. springen
    """,
    # --- When.
    "NOW": """
        nu, net, zojuist, zonet, daarnet, vandaag, vanochtend, vanmorgen, vanmiddag, vanavond, vannacht, gisteren,
        gisteravond, momenteel, dit moment, hier, snel, spoed, help, meteen, deze week
    """,
    "RIGHTNOW": """
        nu, dit moment, hier, snel, spoed, help, op dit, kom snel, politie moet, kan iemand komen, is bezig, aan het
        slaan|schreeuwen|wurgen|steken|vechten, op .. moment, bel, ambulance
    """,
    "OFTEN": """
        elke|iedere|elk dag|avond|nacht|keer|week|ochtend, altijd, steeds, al uren, uren, wekenlang, dagenlang, al
        dagen|weken|maanden, s nachts, vaak, hele dagen, hele dag|tijd
    """,
    # Long ago, so a treatment question rather than danger.
    "LONGAGO": """
        vroeger, verleden, als kind, jaren geleden, jaar geleden, meegemaakt, jeugd, destijds, toen ik klein, geweest
    """,
    # --- Telling and suspecting.
    "TOLD": "vertelde, zei, verteld, stuurde, appte, gezegd, onthulde, biechtte, fluisterde, schreef, tekende",
    "TELLS": "vertelt, zegt, appt, belt, roept, schrijft, fluistert, stuurt",
    "TOLDME": """
        vertelde .. mij|me, mij|me .. verteld|vertelt|vertelde|appt|appte|stuurde, zei .. tegen mij|me, tegen mij|me
        .. zei|dat, stuurde mij|me, appt mij|me|ons, appte mij|me
    """,
    "SUSPECT": """
        vermoed, vermoeden, vermoedens, ik denk, denk dat, volgens mij, zorgen om|over, vrees, bang dat, ik hoor, ik
        zag, ik zie, hoor ik, zag ik, klopt niet, niet pluis, geloof het niet, geloof ik niet, maak me .. zorgen, heb
        het idee, het gevoel dat, ik hoorde
    """,
    # --- What speaks against: words of professional questions, and of cases on paper.
    "PRO": """
        interventie, interventies, behandeling, behandelingen, therapie, traumatherapie, traumabehandeling,
        behandelmethode, methode, methodes, methoden, methodiek, programma, programmas, training, oudertraining,
        ouderprogramma, weerbaarheidstraining, richtlijn, richtlijnen, effectief, effectieve, effectiviteit, erkend,
        erkende, bewezen, bewijs, onderzoek, bronnen, overzicht, wat werkt|helpt, welke, groepsaanbod,
        groepsbehandeling, groepsprogramma, psycho educatie, veiligheidsplan, meldcode, databank, doelgroep,
        definitie, cijfers, gevolgen, hulpvormen, hulpaanbod, preventief, preventieve, suicidepreventie, hulp na,
        opleiding, casus, scriptie, stel, stel dat, film, krant, boek, adviseert, raadt, risicofactoren, past bij,
        cursus, aanbod, zoek hulp voor een, raad je|u|jij aan, ik wil weten|leren, ik schrijf, ik geef les, ik volg
        een, college, tentamen, statistiek, samenvatting, beleid, protocol, vakliteratuur, publicatie, vragenlijst,
        wetgeving, strafbaar, zoek informatie, ik heb gelezen, ik las, gelezen dat, is een tik, informatie over, kan
        ik aanbieden, vergoed, doe ik als een|de, moet ik doen bij, nji, wetenschappelijk, ik zoek een, jeugdwet,
        aanbeveling, aanbevelingen, ik begeleid een|het|de, ik behandel een|het, ik werk met, kan ik ..
        bieden|aanbieden|inzetten, kunnen we .. bieden|aanbieden|inzetten
    """,
    # "Wat moet ik doen" is a question of people in need too, so it speaks against nothing.
    "HELPME": """
        wat moet|kan|moeten|kunnen ik|we|wij doen, wat moet|kan|moeten|kunnen ik|we|wij .. nu, wat nu, wat doe ik nu,
        wie kan .. helpen, hoe kan ik .. mijn|mezelf, wat moet ik
    """,
    # The writer is an adult, by role or by the family it tells of.
    "GROWN": """
        ik ben leerkracht|docent|moeder|vader|oma|opa|hulpverlener|mentor|oom|tante|buurvrouw|buurman, als
        leerkracht|docent|hulpverlener, oma|opa|tante hier, van mijn zus|broer|zwager, mijn
        zus|broer|schoonzus|zwager|buurman|buurvrouw|buren|buur ..
        kind|kinderen|kindje|zoontje|zoon|dochtertje|dochter|baby|peuter|vrouw|man, hoor hem|haar|nu
    """,
}
CLASSES = {name: _members(text) for name, text in _CLASSES.items()}
