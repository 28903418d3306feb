"""Records from bullets, labelled paragraphs and HTML tables, on pages written for these tests and on bad ones."""

import csv
import io
import json
from pathlib import Path

import pytest

from assistant.catalogue_export import as_csv, as_json
from ingest.interventions import link_mentions, read_interventions, read_interventions_with_problems
from ingest.names import read_name
from ingest.reading import read_page
from ingest.records import Intervention, Page, Quote

PAGES = Path(__file__).parent / "pages"
CORPUS = Path(__file__).parent.parent / "corpus" / "pages"


def write(folder: Path, name: str, content: str) -> Page:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return read_page(path)


def table(*rows: str, head: str = "Interventie|Aanpak en doel|Doelgroep|Effectiviteit") -> str:
    def cells(row: str, tag: str) -> str:
        return "<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in row.split("|")) + "</tr>"

    body = "".join(cells(row, "td") for row in rows)
    return f"<h1>Overzicht</h1><h2>Preventie</h2><table>{cells(head, 'th')}{body}</table>"


def ages(item: Intervention) -> tuple[int | None, int | None] | None:
    return (item.ages.low, item.ages.high) if item.ages else None


def kinds(item: Intervention) -> list[str]:
    return [facet.value for facet in item.kinds_of_help]


def level(item: Intervention) -> str | None:
    return item.dej_level.value if item.dej_level else None


def kjp(item: Intervention) -> str | None:
    return item.kjp_judgement.value if item.kjp_judgement else None


def overview(item: Intervention) -> str | None:
    return item.overview.value if item.overview else None


def quotes(item: Intervention) -> list[Quote]:
    facets = [item.overview, item.dej_level, item.kjp_judgement, *item.kinds_of_help]
    found = [item.name_quote, item.quote, *item.fields.values(), *(facet.quote for facet in facets if facet)]
    return [*found, *([item.ages.quote] if item.ages else []), *item.mentions]


# name, overview, ages, kinds of help, level, KJP
TABLE_PAGE = [
    ("VIPP-SD", "preventie", (0, 83), ["huisbezoek", "videofeedback"], "effectief volgens goede aanwijzingen", None),
    ("Home-start", "preventie", (None, 95), ["huisbezoek", "gezin"], "effectief volgens sterke aanwijzingen", None),
    ("Sterke Stappen", "preventie", (6, 30), ["huisbezoek"], "in voorbereiding", None),
    ("HouVast", "preventie", None, ["gezin"], None, None),
    (
        "Families First",
        "stoppen en veiligheid",
        None,
        ["huisbezoek", "gezin", "crisishulp"],
        "verlopen",
        "niet vermeld",
    ),
    (
        "Ambulante Spoedhulp",
        "stoppen en veiligheid",
        (0, 276),
        ["gezin", "crisishulp"],
        "goed onderbouwd",
        "moet nog onderzocht worden",
    ),
    ("EMDR", "behandeling en herstel", (48, None), ["individueel"], "niet opgenomen", "werkzaamheid aangetoond"),
    (
        "Kompas na geweld (KNG)",
        "behandeling en herstel",
        (96, 155),
        ["groep", "gezin", "online", "oudertraining"],
        "effectief volgens eerste aanwijzingen",
        None,
    ),
]
BULLET_PAGE = [
    (
        "Heibel Thuis",
        "behandeling en herstel",
        (144, 215),
        ["individueel"],
        "effectief volgens eerste aanwijzingen",
        None,
    ),
    (
        "Tijd voor Toontje",
        "behandeling en herstel",
        (24, 71),
        ["groep", "gezin", "opname"],
        None,
        "moet nog bewezen worden",
    ),
    ("Lichtpunt", "behandeling en herstel", (144, 227), [], "niet erkend", None),
    ("Storm en Spetters", "preventie", (60, 96), ["groep", "gezin"], "in procedure", None),
]
SINGLE_PAGE = [("Thuis in Balans (TiB)", None, (24, None), ["huisbezoek", "gezin"], "goed onderbouwd", None)]


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("overzicht-als-tabel.html", TABLE_PAGE),
        ("andere-volgorde.txt", BULLET_PAGE),
        ("een-interventie.md", SINGLE_PAGE),
    ],
)
def test_a_page_that_the_code_has_never_seen_is_read_right(file: str, expected: list[tuple[object, ...]]) -> None:
    items, problems = read_interventions_with_problems(read_page(PAGES / file))
    found = [(item.name, overview(item), ages(item), kinds(item), level(item), kjp(item)) for item in items]
    assert found == expected
    assert problems == ()


@pytest.mark.parametrize("path", [*sorted(CORPUS.iterdir()), *sorted(PAGES.iterdir())], ids=lambda path: path.name)
def test_every_quote_is_verbatim_at_its_offsets(path: Path) -> None:
    page = read_page(path)
    for item in link_mentions(read_interventions(page), [page]):
        for words in quotes(item):
            assert page.text[words.start : words.end] == words.text != ""


def test_running_text_gives_no_interventions_and_no_problems() -> None:
    for path in CORPUS.iterdir():
        if path.stem != "interventies":
            assert read_interventions_with_problems(read_page(path)) == ((), ())


def test_the_guideline_page_is_read_without_a_problem() -> None:
    items, problems = read_interventions_with_problems(read_page(CORPUS / "interventies.txt"))
    assert (len(items), problems) == (31, ())


def test_footnotes_and_references_leave_the_name_but_the_quote_stays_verbatim() -> None:
    items = read_interventions(read_page(PAGES / "overzicht-als-tabel.html"))
    assert [item.name_quote.text for item in items[:4]] == ["VIPP-SD", "Home-start", "Sterke Stappen", "HouVast"]


def test_a_cell_merged_over_two_rows_counts_for_both() -> None:
    items = read_interventions(read_page(PAGES / "overzicht-als-tabel.html"))
    assert [item.fields["approach"].text for item in items[1:3]] == ["Huisbezoeken door vrijwilligers."] * 2


def test_a_dash_in_a_cell_means_absent() -> None:
    items = read_interventions(read_page(PAGES / "overzicht-als-tabel.html"))
    assert set(items[3].fields) == {"approach", "target_group"}


def test_the_kjp_part_of_a_shared_cell_becomes_its_own_field() -> None:
    item = read_interventions(read_page(PAGES / "overzicht-als-tabel.html"))[6]
    assert item.fields["dej"].text == "Niet opgenomen in de databank."
    assert item.fields["kjp"].text == "KJP: werkzaamheid is aangetoond."


def test_one_sentence_about_both_judges_serves_both_fields(tmp_path: Path) -> None:
    page = write(
        tmp_path,
        "p.html",
        table("Stap|Gesprekken.|Ouders.|Goed onderbouwd; KJP: werkzaamheid moet nog bewezen worden."),
    )
    (item,) = read_interventions(page)
    assert (level(item), kjp(item)) == ("goed onderbouwd", "moet nog bewezen worden")


def test_goal_and_approach_side_by_side_become_one_field() -> None:
    item = read_interventions(read_page(PAGES / "andere-volgorde.txt"))[3]
    expected = "Herstel van vertrouwen.\nAanpak: Groepsbijeenkomsten voor kinderen en ouders."
    assert item.fields["approach"].text == expected


def test_a_loose_line_of_a_record_is_kept_as_a_remark() -> None:
    item = read_interventions(read_page(PAGES / "andere-volgorde.txt"))[1]
    assert item.fields["remarks"].text == "Ook in het Engels beschikbaar."


def test_former_name_and_abbreviation_are_other_names() -> None:
    assert read_interventions(read_page(PAGES / "andere-volgorde.txt"))[2].other_names == ("Nieuw Begin",)
    assert read_interventions(read_page(PAGES / "een-interventie.md"))[0].other_names == ("Thuis in Balans", "TiB")


@pytest.mark.parametrize(
    ("line", "name", "others"),
    [
        ("Stappenplan1", "Stappenplan", ()),
        ("Stappenplan (SP)2,3", "Stappenplan (SP)", ("Stappenplan", "SP")),
        ("Stappenplan2 (SP)", "Stappenplan (SP)", ("Stappenplan", "SP")),
        ("Stappenplan (De Vries & Bos, 2019)", "Stappenplan", ()),
        ("Stappenplan [3, 4]", "Stappenplan", ()),
        ("StappenplanTM", "Stappenplan", ()),
        ("Stappenplan*", "Stappenplan", ()),
        ("3. Stappenplan:", "Stappenplan", ()),
        ("Stappenplan (basis)", "Stappenplan (basis)", ("Stappenplan",)),
        ("Stappenplan (0-4)", "Stappenplan (0-4)", ("Stappenplan",)),
        ("Stappenplan niveau 2", "Stappenplan niveau 2", ("Stappenplan",)),
        (
            "Plan (voorheen Stap voor Stap -SVS)",
            "Plan (voorheen Stap voor Stap -SVS)",
            ("Plan", "Stap voor Stap", "SVS"),
        ),
        ("SVS (Stap voor Stap)", "SVS (Stap voor Stap)", ("SVS", "Stap voor Stap")),
        ("Stap, ook wel Stappenplan", "Stap", ("Stappenplan",)),
        ("Aanpakken zoals Zon, Maan en Ster", "Aanpakken zoals Zon, Maan en Ster", ("Zon", "Maan", "Ster")),
        ("Hup zei de haas en Bim Bam", "Hup zei de haas en Bim Bam", ("Hup zei de haas", "Bim Bam")),
        ("Zon en Maan", "Zon en Maan", ()),
        ("Zon, Maan & Ster", "Zon, Maan & Ster", ()),
        ("Doe mee!", "Doe mee!", ()),
    ],
)
def test_a_name_line_is_taken_apart(line: str, name: str, others: tuple[str, ...]) -> None:
    found = read_name(line)
    assert found is not None
    assert (found.text, found.others) == (name, others)


# --- Bad pages ---


def test_a_row_that_is_too_short_is_reported_and_not_guessed(tmp_path: Path) -> None:
    page = write(tmp_path, "p.html", table("Een|Huisbezoek.|Ouders.|Niet erkend.", "Twee|Huisbezoek.|Niet erkend."))
    items, problems = read_interventions_with_problems(page)
    assert [item.name for item in items] == ["Een"]
    assert problems == ("Pagina p: de rij “Twee” heeft 3 van de 4 kolommen; zij is niet gelezen.",)


def test_a_record_without_a_name_is_reported(tmp_path: Path) -> None:
    items, problems = read_interventions_with_problems(write(tmp_path, "p.html", table("|Groep.|Ouders.|Niet erkend.")))
    assert items == ()
    assert problems == ("Pagina p: een interventie zonder naam, die begint met “Groep”, is niet gelezen.",)


def test_a_table_without_column_names_is_reported(tmp_path: Path) -> None:
    rows = ("Een|Huisbezoek.|Ouders.|Niet erkend.", "Twee|Groep.|Ouders.|Goed onderbouwd.")
    html = table(*rows[1:], head=rows[0]).replace("th>", "td>")
    items, problems = read_interventions_with_problems(write(tmp_path, "p.html", html))
    assert items == ()
    assert len(problems) == 1
    assert "“Een”" in problems[0]
    assert "geen kopjes" in problems[0]


def test_one_column_without_a_name_is_reported_and_kept_as_a_remark(tmp_path: Path) -> None:
    html = table("Een|Huisbezoek.|Ouders.|Niet erkend.", head="Interventie||Doelgroep|Effectiviteit")
    (item,), problems = read_interventions_with_problems(write(tmp_path, "p.html", html))
    assert item.fields["remarks"].text == "Huisbezoek."
    assert "kolom 2" in problems[0]


def test_a_table_without_a_name_column_is_reported(tmp_path: Path) -> None:
    html = table("Huisbezoek.|Ouders.|Niet erkend.", head="Aanpak|Doelgroep|Effectiviteit")
    items, problems = read_interventions_with_problems(write(tmp_path, "p.html", html))
    assert items == ()
    assert "geen kolom met de naam" in problems[0]


UPRIGHT = (
    "<table><tr><th>Doelgroep</th><td>Kinderen van 4 jaar.</td></tr><tr><th>DEJ</th><td>Niet erkend.</td></tr></table>"
)


def test_a_table_of_labels_and_values_is_one_record_named_by_the_title(tmp_path: Path) -> None:
    page = write(tmp_path, "p.html", f"<h1>Stap voor Stap</h1><p>Een programma.</p>{UPRIGHT}")
    (item,) = read_interventions(page)
    assert (item.name, level(item), ages(item)) == ("Stap voor Stap", "niet erkend", (48, 59))
    assert item.fields["target_group"].text == "Kinderen van 4 jaar."
    assert all(page.text[words.start : words.end] == words.text for words in quotes(item))


@pytest.mark.parametrize(
    "above", ["<h1>Stap voor Stap</h1><h2>In het kort</h2>", "<h1>Hulp</h1><h2>Stap voor Stap</h2>"]
)
def test_a_table_of_labels_and_values_is_named_by_the_heading_above_that_is_a_name(tmp_path: Path, above: str) -> None:
    (item,) = read_interventions(write(tmp_path, "p.html", above + UPRIGHT))
    assert item.name == "Stap voor Stap"


def test_a_table_of_labels_and_values_below_another_heading_has_no_name_to_guess(tmp_path: Path) -> None:
    page = write(tmp_path, "p.html", f"<h1>Stap voor Stap</h1><h2>Welke programma's er zijn</h2>{UPRIGHT}")
    items, problems = read_interventions_with_problems(page)
    assert items == ()
    assert "zonder naam" in problems[0]


def test_a_table_about_something_else_is_left_alone(tmp_path: Path) -> None:
    html = table("Noord|0900-1234|Professionals", head="Regio|Telefoon|Doelgroep")
    assert read_interventions_with_problems(write(tmp_path, "p.html", html)) == ((), ())


def test_two_records_of_one_name_are_both_kept(tmp_path: Path) -> None:
    html = table(
        "Een|Huisbezoek.|Kinderen van 4 jaar.|Niet erkend.", "Een|Groep.|Kinderen van 8 jaar.|Goed onderbouwd."
    )
    items = read_interventions(write(tmp_path, "p.html", html))
    assert [(item.name, level(item), ages(item)) for item in items] == [
        ("Een", "niet erkend", (48, 59)),
        ("Een", "goed onderbouwd", (96, 107)),
    ]


def test_an_unknown_judgement_and_an_impossible_age_are_reported_and_left_out(tmp_path: Path) -> None:
    html = table("Een|Huisbezoek.|Kinderen van 12 tot 4 jaar.|Vast heel goed.")
    (item,), problems = read_interventions_with_problems(write(tmp_path, "p.html", html))
    assert (item.dej_level, item.ages) == (None, None)
    assert item.fields["dej"].text == "Vast heel goed."
    assert problems == (
        "Pagina p: “Een”: het oordeel “Vast heel goed” wordt niet herkend.",
        "Pagina p: “Een”: de leeftijd is niet te begrijpen: “12 tot 4 jaar”.",
    )


BULLETS = """Titel

Overzicht

Preventieve interventies

Hier staan ze:

 • Eerste Stap
  Doelgroep: Kinderen van 4 tot 6 jaar.
  Effectiviteit: Goed onderbouwd.
  Effectiviteit: Niet erkend.
 • Doelgroep: Kinderen van 6 tot 8 jaar.
  Effectiviteit: Goed onderbouwd.
 • Derde Stap
  Doelgroep: Kinderen (2-4 jaar; 10-12 jaar).
  Effectiviteit: Niet erkend.
  Doelgroep: Ouders.
 • Vierde Stap
 • Vijfde Stap
  Doelgroep: Jongeren.
"""


def test_bad_bullets_give_a_problem_each_and_lose_nothing(tmp_path: Path) -> None:
    items, problems = read_interventions_with_problems(write(tmp_path, "p.txt", BULLETS))
    assert [item.name for item in items] == ["Eerste Stap", "Derde Stap", "Vijfde Stap"]
    assert [problem.removeprefix("Pagina p: ") for problem in problems] == [
        "“Eerste Stap”: het veld “Effectiviteit” staat er twee keer.",
        "“Eerste Stap”: de oordelen spreken elkaar tegen: “Goed onderbouwd” / “Niet erkend”.",
        "een interventie zonder naam, die begint met “Doelgroep: Kinderen van 6 tot 8 jaar”, is niet gelezen.",
        "“Derde Stap”: het veld “Doelgroep” staat er twee keer.",
        "“Derde Stap”: de leeftijden sluiten niet op elkaar aan: “2-4 jaar; 10-12 jaar”.",
        "het onderdeel “Vierde Stap” heeft geen velden die herkend worden.",
    ]


def test_a_field_that_comes_twice_keeps_both_texts(tmp_path: Path) -> None:
    first, third, _ = read_interventions(write(tmp_path, "p.txt", BULLETS))
    assert first.fields["dej"].text == "Goed onderbouwd.\nEffectiviteit: Niet erkend."
    assert first.dej_level is None
    assert (third.fields["target_group"].text, third.fields["remarks"].text) == (
        "Kinderen (2-4 jaar; 10-12 jaar).",
        "Ouders.",
    )


def test_a_vague_word_is_not_made_into_an_age(tmp_path: Path) -> None:
    assert read_interventions(write(tmp_path, "p.txt", BULLETS))[2].ages is None


def test_labelled_bullets_about_something_else_are_no_interventions(tmp_path: Path) -> None:
    text = (
        "Titel\n\nCursussen\n\nData:\n\n • Basis\n  Datum: 3 mei.\n  Doelgroep: Ouders.\n • Vervolg\n  Datum: 4 mei.\n"
    )
    assert read_interventions_with_problems(write(tmp_path, "p.txt", text)) == ((), ())


# --- Mentions ---

MENTIONED = """Titel

Over het programma

SVS (Stap voor Stap) werkt goed. De stap voor stap aanpak is anders. Zie K-SVS voor baby's. SVS-trainers zijn er ook.
Bij svs op school gebeurt niets. Sterk & Blij en Sterk en Blij zijn een. Daarom sterk en blij.

Preventieve interventies

Dit zijn ze:

 • SVS
  Doelgroep: Kinderen. SVS staat hier in een record.
  Effectiviteit: Goed onderbouwd.
 • K-SVS
  Doelgroep: Baby's.
  Effectiviteit: Goed onderbouwd.
 • Sterk & Blij
  Doelgroep: Kinderen.
  Effectiviteit: Goed onderbouwd.
"""


def test_mentions_are_whole_words_in_running_text_only(tmp_path: Path) -> None:
    page = write(tmp_path, "p.txt", MENTIONED)
    short, longer, sterk = link_mentions(read_interventions(page), [page])
    assert [words.text for words in short.mentions] == ["SVS (Stap voor Stap) werkt goed.", "SVS-trainers zijn er ook."]
    assert [words.text for words in longer.mentions] == ["Zie K-SVS voor baby's."]
    assert [words.text for words in sterk.mentions] == ["Sterk & Blij en Sterk en Blij zijn een."]


def test_a_full_name_in_brackets_after_an_abbreviation_becomes_an_other_name(tmp_path: Path) -> None:
    page = write(tmp_path, "p.txt", MENTIONED)
    assert link_mentions(read_interventions(page), [page])[0].other_names == ("Stap voor Stap",)


def test_no_interventions_give_no_mentions() -> None:
    assert link_mentions((), [read_page(PAGES / "een-interventie.md")]) == ()


# --- Export ---


def test_json_holds_every_field_and_facet_with_its_place() -> None:
    page = read_page(PAGES / "een-interventie.md")
    (record,) = json.loads(as_json(read_interventions(page)))
    assert record["name"] == "Thuis in Balans (TiB)"
    assert record["ages"]["low_months"] == 24
    assert record["ages"]["high_months"] is None
    assert record["dej_level"]["rank"] == 1
    assert record["kjp_judgement"] is None
    words = record["fields"]["target_group"]
    assert page.text[words["start"] : words["end"]] == words["quote"] == "Gezinnen met kinderen vanaf 2 jaar."


def test_csv_has_a_dutch_header_and_a_row_each() -> None:
    rows = list(csv.DictReader(io.StringIO(as_csv(read_interventions(read_page(PAGES / "overzicht-als-tabel.html"))))))
    assert len(rows) == len(TABLE_PAGE)
    assert rows[0]["Naam"] == "VIPP-SD"
    assert (rows[1]["Vanaf (maanden)"], rows[1]["Tot en met (maanden)"]) == ("", "95")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", " ="])
def test_csv_cells_cannot_run_as_a_formula(start: str) -> None:
    words = Quote("p", 0, 1, f"{start}HYPERLINK(1)")
    item = Intervention("Stap", "p", "", words, words, fields={"approach": words})
    (row,) = csv.DictReader(io.StringIO(as_csv([item])))
    assert row["Aanpak en doel"] == f"'{start}HYPERLINK(1)"
