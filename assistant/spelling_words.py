"""The words by which spelling is put right: abbreviations, and ordinary words that are not to be changed."""

from __future__ import annotations

# Chat abbreviations, street words and short words that slips make unrecognisable. "me" stays: it is "mij" and "mijn".
_SHORT_FORMS = """
    mn=mijn, myn=mijn, zn=zijn, dr=haar, der=haar, d=de, t=het, n=een, m=hem, ie=hij, nie=niet, ni=niet, nt=niet,
    kheb=ik heb, kben=ik ben, kga=ik ga, kwil=ik wil, kkan=ik kan, khaat=ik haat, kmoet=ik moet, kdenk=ik denk,
    kword=ik word, kzit=ik zit, kdurf=ik durf, kzie=ik zie, khoor=ik hoor, kweet=ik weet, kvoel=ik voel, ikke=ik,
    ikben=ik ben, ikheb=ik heb, ikwil=ik wil, wort=word, leve=leven, slaa=sla, slat=slaat, slaad=slaat, vadr=vader,
    vaer=vader, fader=vader, moedr=moeder, pappie=papa, pappa=papa, pap=papa, mamma=mama, mammie=mama, mam=mama,
    mams=mama, paps=papa, nach=nacht, snachts=s nachts, egt=echt, kids=kinderen, vd=van de, v=van, mezelvers=mezelf,
    mijzelf=mezelf, mezelve=mezelf, meself=mezelf, seks=sex, mss=misschien, ff=even, wrm=waarom, wnr=wanneer,
    iem=iemand, altyd=altijd, ad=aan de, suicide=zelfmoord, zelfdoding=zelfmoord, gun=pistool, blaffer=pistool,
    pipa=pistool, oudrs=ouders, steek=steekt, doot=dood, moder=moeder, levn=leven, pstool=pistool, vadre=vader,
    wrgt=wurgt, scheldn=schelden, lere=leraar, pekken=plekken, bag=bang, geslagn=geslagen
"""
SHORT_FORMS: dict[str, str] = dict(pair.strip().split("=") for pair in _SHORT_FORMS.split(","))

# Ordinary words that are one letter or one sound away from a word of the lists.
HARMLESS = frozenset(
    """
    aangemaakt aangepakt aanmaken aanpakken agressie agressieve alleenstaand alleenstaande ambulante bank banken
    bedraagt bedrag bedragen bedreigende bedrijf bedrijven beeld behandeld behandelen behandelt bellen belt beslagen
    betaald betaalt boeren broeder broek broeken buiten buurten checken child children college delen doelen
    draagkracht draagt dreigende dringen duren duurt gebracht gebreke gebruiken gebruikt gedacht gedraagt gedragen
    gehandeld gekomen geldt geleerde gemacht gemeente gemeenten gemeten genoten geschikt geschikte geslaagd geslaagde
    geslacht geslachten geslecht gestolen gestopt gevangen gevolgd gevolge gewacht gewenst gewenste gezicht gezien
    gezin gezinnen haat hackt had handelen handelt heten huurt iedereen jeugdigen jonge jongeren kinderlijk
    kindermishandeling kinderopvang klaagt klacht klachten klagen klassen kloppen leden leiden leraren leren lezen
    lezer licht lichte maan maat man maten meekomen meest mest mis misbruiken misbruikte mishandelde mishandelden
    mishandelende mishandeling mishandelingen mist mits moedertaal moes onderhandelen ouderen ouderschap overleden
    overlijden partners plaatsen raam ramen reageer schatten schatting scheelt schep schipper scholen school schoon
    schoot schoppen schrijven schudding slaagt slaap slaapt slagen slak slapen slecht slechte sluiten snelle sprak
    spreekt spreken staan staat stad stappen stapt statuten steekproef steekproeven steen steken stekker stellen
    stilte stoppen stopt telling trainee vechtscheiding vechtscheidingen veerkracht verdeelt verdere verkeer verkeerd
    verkocht verlangen verlangt verlenen vermeld vermelden vermeldt vermoeid verslagen vertellen vervangen vervolgen
    verwaarloosde verwaarlozing verwacht verwachten verzacht volgens volwassenen vrienden vroegere waarmee waren wonen
    woonde woord woorden zonen zwanger zwangere
    """.split()
)

# Small words that the rules name; they are here to be recognised when misspelled.
SMALL_WORDS = "ik me mij mijn wij ons onze hij zij ze haar hem zijn niet geen wil heeft hebben wordt word worden thuis"
