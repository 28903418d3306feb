"""The tab with interventions as HTML, and the badges of evidence levels."""

import csv
import io
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from ingest.domain import DEJ_LEVELS
from ingest.interventions import link_mentions, read_interventions
from ingest.reading import read_page
from ingest.records import Facet, Intervention, Page, Quote
from ui.badges import add_badges, badge
from ui.catalogue_tab import render_catalogue
from ui.markdown import render_markdown

PAGE = read_page(Path(__file__).parent / "pages" / "overzicht-als-tabel.html")
RECORDS = link_mentions(read_interventions(PAGE), [PAGE])
HOSTILE = '"><img src=x onerror=alert(1)> {{7*7}} ${alert(1)} `x`'


def tab(records=RECORDS, page: Page = PAGE) -> BeautifulSoup:
    return BeautifulSoup(render_catalogue(records, {page.slug: page}), "html.parser")


def row(name: str) -> Tag:
    (found,) = (row for row in tab().select(".interventies > li") if row.select_one(".naam").text == name)
    return found


def test_every_record_is_a_row_in_the_order_of_the_index() -> None:
    assert [name.text for name in tab().select(".interventies > li .naam")] == [one.name for one in RECORDS]


def test_every_field_of_a_record_is_a_quote_under_its_label() -> None:
    fields = row("Home-start").select_one(".velden")
    shown = {term.text: term.find_next_sibling("dd").get_text() for term in fields.select("dt")}
    assert shown["Aanpak en doel"] == "Huisbezoeken door vrijwilligers."
    assert shown["Doelgroep"] == "Gezinnen met ten minste één kind van 7 jaar of jonger."
    assert shown["Oordeel KJP"] == "niet vermeld"
    assert [quote.text for quote in fields.select("blockquote")] == [
        "Huisbezoeken door vrijwilligers.",
        "Gezinnen met ten minste één kind van 7 jaar of jonger.",
        "Effectief volgens sterke aanwijzingen",
    ]


def test_a_derived_property_shows_the_words_it_comes_from() -> None:
    derived = row("Kompas na geweld (KNG)").select_one(".afgeleid")
    kinds = {item.select_one(".waarde").text: item.q.text for item in derived.select("li") if item.select(".waarde")}
    assert kinds["groep"] == "Groepstraining"
    assert "8–12 jaar" in [quote.text for quote in derived.select("q")]


def test_a_record_names_its_page_and_section_and_where_else_it_is_spoken_of() -> None:
    place = row("Kompas na geweld (KNG)").select_one(".vindplaats").get_text(" ")
    assert f"{PAGE.title} › Behandeling en herstel" in place
    assert "Ook genoemd in de tekst van" in place
    assert "Ook genoemd" not in row("HouVast").get_text()


def test_a_filter_offers_only_values_that_occur_and_silence() -> None:
    options = [option.text for option in tab().select("select[data-filter=kjp] option")]
    assert options == [
        "Alle",
        "Werkzaamheid aangetoond",
        "Moet nog onderzocht worden",
        "Niet vermeld door het KJP",
        "De bron geeft geen oordeel",
    ]


def test_ages_are_months_and_absent_when_the_page_gives_none() -> None:
    assert (row("Sterke Stappen")["data-low"], row("Sterke Stappen")["data-high"]) == ("6", "30")
    assert (row("EMDR")["data-low"], row("EMDR")["data-high"]) == ("48", "")
    assert "data-low" not in row("HouVast").attrs


def test_the_lines_for_the_download_make_one_csv() -> None:
    found = tab()
    text = found.select_one(".download")["data-csv"] + row("EMDR")["data-csv"]
    (line,) = csv.DictReader(io.StringIO(text), delimiter=";")
    assert (line["Naam"], line["Niveau databank"]) == ("EMDR", "niet opgenomen")


def test_hostile_words_stay_text() -> None:
    words = Quote("p", 0, len(HOSTILE), HOSTILE)
    bad = Intervention(
        HOSTILE,
        "p",
        HOSTILE,
        words,
        words,
        other_names=(HOSTILE,),
        fields=dict.fromkeys(("approach", "dej", "kjp", "remarks"), words),
        overview=Facet(HOSTILE, words),
        kinds_of_help=(Facet(HOSTILE, words),),
        dej_level=Facet(HOSTILE, words),
        kjp_judgement=Facet(HOSTILE, words),
        mentions=(words,),
    )
    page = Page("p", HOSTILE, HOSTILE, (), url="javascript:alert(1)")
    html = render_catalogue([bad], {"p": page})
    found = BeautifulSoup(html, "html.parser")
    assert found.find_all(["img", "script", "a"]) == []
    assert not set("{}$`") & set(html)
    assert found.select_one(".naam").text == HOSTILE
    assert not [name for tag in found.find_all(True) for name in tag.attrs if name.startswith("on")]


def test_one_intervention_is_counted_in_the_singular() -> None:
    assert tab(RECORDS[:1]).select_one(".telling").text == "1 interventie."


def badges(markdown: str) -> list[tuple[str, str]]:
    """The badges in an answer: their words and their level."""
    html, found = add_badges(render_markdown(markdown, lambda n: None))
    made = BeautifulSoup(html, "html.parser").select(".badge")
    assert found == bool(made)
    return [(one.text, one["class"][1]) for one in made]


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("- **Oordeel Databank Effectieve Jeugdinterventies:** Niet erkend. [1]", [("Niet erkend.", "level-0")]),
        ("| A | Oordeel databank |\n|---|---|\n| x | Goed onderbouwd |", [("Goed onderbouwd", "level-1")]),
        ("| | A | B |\n|---|---|---|\n| **Oordeel databank** | *niet vermeld* | Sterke aanwijzingen! |",
         [("Sterke aanwijzingen", "level-4")]),
        ("- **Oordeel databank:** Erkenning verlopen; was goed onderbouwd.", [("Erkenning verlopen", "level-0")]),
        ("- **Oordeel KJP:** Goed onderbouwd.", []),
        ("- **Aanpak en doel:** Een goed onderbouwd plan.", []),
        ("Dit is effectief volgens goede aanwijzingen.", []),
    ],
)  # fmt: skip
def test_only_a_judgement_of_the_databank_becomes_a_badge(markdown: str, expected: list[tuple[str, str]]) -> None:
    assert badges(markdown) == expected


def test_a_badge_leaves_every_word_of_the_answer_as_it_is() -> None:
    html = render_markdown(
        "- **Oordeel databank:** Zie: in procedure, [hier](https://a.example) & <b>. [1]", lambda n: {}
    )
    marked, _ = add_badges(html)
    assert BeautifulSoup(marked, "html.parser").text == BeautifulSoup(html, "html.parser").text
    assert BeautifulSoup(marked, "html.parser").select("b") == []


def test_every_level_has_a_badge_with_its_meaning() -> None:
    for level in DEJ_LEVELS:
        made = BeautifulSoup(badge(level.value), "html.parser").span
        assert (made.text, made["title"], made["class"]) == (
            level.value,
            level.meaning,
            ["badge", f"level-{level.rank or 0}"],
        )
