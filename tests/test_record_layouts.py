"""The ways in which pages lay out their interventions: each must be read with the same names, fields and ages."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from ingest.interventions import read_interventions_with_problems
from ingest.reading import read_page

DUO, UIL = "Dapper Duo", "Wijze Uil"
LAYOUTS = {
    "list.md": """# Hulp bij scheiding
## Dapper Duo
- Aanpak en doel: Acht groepsbijeenkomsten.
- Doelgroep: Kinderen van 8 tot 12 jaar.

## Wijze Uil
- **Aanpak en doel:** Speltherapie.
- **Doelgroep:** Kinderen van 3 tot 7 jaar.
""",
    "nested.md": """# Hulp bij scheiding
- **Dapper Duo**
  - Aanpak en doel: Acht groepsbijeenkomsten.
  - Doelgroep: Kinderen van 8 tot 12 jaar.
- **Wijze Uil**
  - Aanpak en doel: Speltherapie.
  - Doelgroep: Kinderen van 3 tot 7 jaar.
""",
    "bold.md": """# Hulp bij scheiding
Tekst vooraf over de hulp.

**Dapper Duo**

Aanpak en doel: Acht groepsbijeenkomsten.

Doelgroep: Kinderen van 8 tot 12 jaar.

**Wijze Uil**

- Aanpak en doel: Speltherapie.
- Doelgroep: Kinderen van 3 tot 7 jaar.
""",
    "headings.md": """# Hulp bij scheiding
## Dapper Duo
### Aanpak en doel
Acht groepsbijeenkomsten.
### Doelgroep
Kinderen van 8 tot 12 jaar.
## Wijze Uil
### Aanpak en doel
Speltherapie.
### Doelgroep
Kinderen van 3 tot 7 jaar.
""",
    "definitions.html": """<main><h1>Hulp bij scheiding</h1>
<h2>Dapper Duo</h2><dl><dt>Aanpak en doel</dt><dd>Acht groepsbijeenkomsten.</dd>
<dt>Doelgroep</dt><dd>Kinderen van 8 tot 12 jaar.</dd></dl>
<h2>Wijze Uil</h2><dl><dt>Aanpak en doel:</dt><dd>Speltherapie.</dd>
<dt>Doelgroep:</dt><dd>Kinderen van 3 tot 7 jaar.</dd></dl></main>""",
    "breaks.html": """<main><h1>Hulp bij scheiding</h1>
<h2>Dapper Duo</h2><p><strong>Aanpak en doel</strong><br>Acht groepsbijeenkomsten.</p>
<p><strong>Doelgroep</strong><br>Kinderen van 8 tot 12 jaar.</p>
<h2>Wijze Uil</h2><p><strong>Aanpak en doel:</strong> Speltherapie.<br>
<strong>Doelgroep:</strong> Kinderen van 3 tot 7 jaar.</p></main>""",
    "bold-labels.html": """<main><h1>Hulp bij scheiding</h1>
<h3>Dapper Duo</h3><ul><li><strong>Aanpak en doel</strong>: Acht groepsbijeenkomsten.</li>
<li><strong>Doelgroep</strong>: Kinderen van 8 tot 12 jaar.</li></ul>
<h3>Wijze Uil</h3><ul><li><b>Aanpak en doel</b> Speltherapie.</li>
<li><b>Doelgroep</b> Kinderen van 3 tot 7 jaar.</li></ul></main>""",
    "plain.txt": """Hulp bij scheiding

Er zijn twee soorten hulp.

Dapper Duo

Aanpak en doel: Acht groepsbijeenkomsten.
Doelgroep: Kinderen van 8 tot 12 jaar.

Wijze Uil

Aanpak en doel: Speltherapie.
Doelgroep: Kinderen van 3 tot 7 jaar.
""",
    "bullets.txt": """Hulp bij scheiding

Dapper Duo
- Aanpak en doel: Acht groepsbijeenkomsten.
- Doelgroep: Kinderen van 8 tot 12 jaar.

Wijze Uil
- Aanpak en doel: Speltherapie.
- Doelgroep: Kinderen van 3 tot 7 jaar.
""",
    "names-as-fields.txt": """Hulp bij scheiding

Naam: Dapper Duo
Doelgroep: Kinderen van 8 tot 12 jaar.
Aanpak: Acht groepsbijeenkomsten.

Naam: Wijze Uil
Doelgroep: Kinderen van 3 tot 7 jaar.
Aanpak: Speltherapie.
""",
    "names-below-headings.md": """# Hulp bij scheiding
## Interventie 1
- Naam: Dapper Duo
- Doelgroep: Kinderen van 8 tot 12 jaar.
- Werkwijze: Acht groepsbijeenkomsten.
## Interventie 2
- Naam: Wijze Uil
- Doelgroep: Kinderen van 3 tot 7 jaar.
- Werkwijze: Speltherapie.
""",
    "labels-alone.txt": """Hulp bij scheiding

Dapper Duo

Doelgroep:
Kinderen van 8 tot 12 jaar.

Aanpak:
Acht groepsbijeenkomsten.

Wijze Uil

Doelgroep:
Kinderen van 3 tot 7 jaar.

Aanpak:
Speltherapie.
""",
    "soft-breaks.md": """# Hulp bij scheiding

### 1. Dapper Duo
*Doelgroep*: Kinderen van 8 tot 12 jaar.
*Aanpak*: Acht groepsbijeenkomsten.

### 2. Wijze Uil
*Doelgroep*: Kinderen van 3 tot 7 jaar.
*Aanpak*: Speltherapie.
""",
    "cards.html": """<main><h1>Hulp bij scheiding</h1>
<div><h3>Dapper Duo</h3><div><span>Doelgroep</span> <span>Kinderen van 8 tot 12 jaar.</span></div>
<div><span>Aanpak</span> <span>Acht groepsbijeenkomsten.</span></div></div>
<div><h3>Wijze Uil</h3><div><div>Doelgroep</div><div>Kinderen van 3 tot 7 jaar.</div></div>
<div><div>Aanpak</div><div>Speltherapie.</div></div></div></main>""",
    "one-paragraph.html": """<main><h1>Hulp bij scheiding</h1>
<p><strong>Dapper Duo</strong><br>Doelgroep: Kinderen van 8 tot 12 jaar.<br>Aanpak: Acht groepsbijeenkomsten.</p>
<p><strong>Wijze Uil</strong><br>Doelgroep: Kinderen van 3 tot 7 jaar.<br>Aanpak: Speltherapie.</p></main>""",
    "numbered.txt": """Hulp bij scheiding

1. Dapper Duo
   Aanpak en doel: Acht groepsbijeenkomsten.
   Doelgroep: Kinderen van 8 tot 12 jaar.

2. Wijze Uil
   Aanpak en doel: Speltherapie.
   Doelgroep: Kinderen van 3 tot 7 jaar.
""",
}


def read(folder: Path, name: str, text: str):
    file = folder / name
    file.write_text(text, "utf-8")
    page = read_page(file)
    return page, *read_interventions_with_problems(page)


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_layout_gives_the_same_interventions(tmp_path: Path, name: str) -> None:
    page, found, problems = read(tmp_path, name, LAYOUTS[name])
    assert problems == ()
    assert [
        (
            one.name,
            one.fields["approach"].text,
            one.fields["target_group"].text,
            one.ages and (one.ages.low, one.ages.high),
        )
        for one in found
    ] == [
        (DUO, "Acht groepsbijeenkomsten.", "Kinderen van 8 tot 12 jaar.", (96, 144)),
        (UIL, "Speltherapie.", "Kinderen van 3 tot 7 jaar.", (36, 84)),
    ]
    for one in found:  # every quote stands on the page, the name inside the record
        for quote in (one.quote, one.name_quote, *one.fields.values()):
            assert page.text[quote.start : quote.end] == quote.text
            assert one.quote.start <= quote.start <= quote.end <= one.quote.end


def test_a_page_about_one_intervention_has_its_title_for_a_name(tmp_path: Path) -> None:
    text = """<main><h1>Dapper Duo</h1><p>Dapper Duo helpt kinderen na een scheiding.</p><h2>Samenvatting</h2>
<h3>Doelgroep</h3><p>Kinderen van 8 tot 12 jaar.</p><h3>Doel</h3><p>Minder stress.</p>
<h3>Aanpak</h3><p>Het programma telt acht bijeenkomsten.</p>
<h2>Onderzoek</h2><p>Er is onderzoek gedaan.</p><h2>Erkenning</h2><p>Effectief volgens goede aanwijzingen.</p></main>"""
    _, (one,), problems = read(tmp_path, "een.html", text)
    assert problems == ()
    assert one.name == DUO
    assert one.fields["target_group"].text == "Kinderen van 8 tot 12 jaar."
    assert one.dej_level is not None and one.dej_level.value == "effectief volgens goede aanwijzingen"


def test_of_long_text_below_a_heading_whole_sentences_are_the_field(tmp_path: Path) -> None:
    sentence = "Het programma helpt gezinnen stap voor stap met hun eigen doelen. "
    text = f"# Dapper Duo\n## Doelgroep\nKinderen.\n## Aanpak\n{sentence * 30}\n## Erkenning\nGoed onderbouwd.\n"
    _, (one,), _ = read(tmp_path, "lang.md", text)
    value = one.fields["approach"].text
    assert value.endswith("eigen doelen.") and 500 < len(value) <= 600


@pytest.mark.parametrize(
    "text",
    [
        "# Richtlijn Scheiding\n## Doel\nBetere hulp.\n## Doelgroep\nProfessionals.\n## Aanpak\nIn drie stappen.\n",
        "# Stappen bij onveiligheid\n## Plan\n- Doel: Veiligheid.\n- Termijn: Zes weken.\n- Wie: Het gezin.\n",
        "# Samenwerken\nDoel\n\n- Eerste stap: overleg met het gezin.\n- Tweede stap: maak een plan.\n",
        "# Projecten\n## Gesprek\n### Doel\nElkaar begrijpen.\n### Doelgroep\nOuders.\n",
    ],
)
def test_other_text_with_labels_is_no_intervention(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, "anders.md", text)[1] == ()


def test_behind_a_label_for_ages_numbers_need_no_years(tmp_path: Path) -> None:
    text = "# Hulp\n## Dapper Duo\n- Leeftijd: 3-7\n- Aanpak: Groepsbijeenkomsten.\n"
    _, (one,), _ = read(tmp_path, "leeftijd.md", text)
    assert one.ages is not None and (one.ages.low, one.ages.high) == (36, 95)


@pytest.mark.parametrize(
    "label", ["<p>Erkenning: Goed onderbouwd</p>", "<p>Erkenning: Goed onderbouwd</p><p>Erkend op: 1 mei 2021</p>"]
)
def test_a_labelled_line_below_the_name_goes_with_the_headings(tmp_path: Path, label: str) -> None:
    text = (
        f"<main><h1>Dapper Duo</h1>{label}<h2>Doelgroep</h2><p>Kinderen van 8 jaar.</p><h2>Doel</h2><p>Rust.</p></main>"
    )
    _, (one,), problems = read(tmp_path, "label.html", text)
    assert problems == ()
    assert (one.name, one.fields["dej"].text, one.fields["approach"].text) == (DUO, "Goed onderbouwd", "Rust.")


def test_what_stands_in_the_section_of_an_intervention_is_about_it(tmp_path: Path) -> None:
    text = """# Hulp bij scheiding
## Dapper Duo
- Doelgroep: Kinderen van 8 tot 12 jaar.
- Aanpak: Acht groepsbijeenkomsten.

De training kost 300 euro.

## Wijze Uil
- Doelgroep: Kinderen van 3 tot 7 jaar.
- Aanpak: Speltherapie.
"""
    _, (duo, uil), _ = read(tmp_path, "sectie.md", text)
    assert duo.quote.text.endswith("De training kost 300 euro.")
    assert "Dapper Duo" not in uil.quote.text


def test_what_a_name_is_called_before_it_is_no_part_of_it(tmp_path: Path) -> None:
    text = "# Interventie Dapper Duo\n## Doelgroep\nKinderen.\n## Aanpak\nGesprekken.\n## Erkenning\nGoed onderbouwd.\n"
    _, (one,), _ = read(tmp_path, "naam.md", text)
    assert one.name == DUO


def test_a_page_of_very_many_interventions_is_read_fast(tmp_path: Path) -> None:
    one = "## Naam{n}\n### Doelgroep\nKinderen van 8 jaar.\n### Aanpak\nGesprekken.\n\n"
    text = "# Hulp bij scheiding\n" + "".join(one.format(n=n) for n in range(1000))
    began = time.perf_counter()
    found = read(tmp_path, "veel.md", text)[1]
    assert len(found) == 1000
    assert time.perf_counter() - began < 8  # a second; twenty times that when every block is looked at for every name
