"""What differs between two versions of the pages, worked out by hand."""

import shutil

import pytest

from ingest.changes import compare, compare_folders
from ingest.field_changes import difference
from ingest.pipeline import find_sources, ingest, make_content
from ingest.reading import read_page
from ingest.settings import PROJECT
from ingest.store import current_folder

RECORD = """Overzicht

Preventieve interventies

 • Sterk Thuis
  Aanpak en doel: Huisbezoek door een vrijwilliger.
  Doelgroep: Gezinnen met kinderen van 4 tot 12 jaar.
  Effectiviteit volgens de Databank Effectieve Jeugdinterventies: Goed onderbouwd.
 • Samen Verder
  Aanpak en doel: Training voor ouders in een groep.
  Doelgroep: Ouders van pubers.
  Effectiviteit volgens de Databank Effectieve Jeugdinterventies: Niet erkend.
"""


def content(folder):
    sources = find_sources(folder)
    return make_content({slug: read_page(one.path, one.entry) for slug, one in sources.items()})[0]


@pytest.fixture
def edit(tmp_path):
    """Compares a small corpus with itself after some words were replaced."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "overzicht.txt").write_text(RECORD, "utf-8")
    (folder / "plan.md").write_text("# Plan\n\n## Maken\n\nEen plan duurt zes weken.\n\nMaak het samen.\n", "utf-8")

    def change(old, new, name="overzicht.txt"):
        before = content(folder)
        text = (folder / name).read_text("utf-8")
        assert text.count(old) == 1
        (folder / name).write_text(text.replace(old, new), "utf-8")
        return compare(before, content(folder))

    return change


def lines(changes):
    return [f"{one.name} – {field.line}" for one in changes.interventions for field in one.fields]


def test_a_list_with_other_bullets_or_none_is_no_change(tmp_path):
    items = ["eerst samen de veiligheid op korte termijn bereiken;", "daarna samen werken aan de lange termijn;"]
    kept, fetched = tmp_path / "kept", tmp_path / "fetched"
    for folder, name, text in (
        (kept, "hulp.txt", "Hulp\n\nNodig is:\n\n • " + "\n • ".join(items)),
        (fetched, "hulp.md", "# Hulp\n\nNodig is:\n\n- " + "\n- ".join(items)),
    ):
        folder.mkdir()
        (folder / name).write_text(text + "\n", "utf-8")
    before, after = content(kept), content(fetched)
    assert before.passages[0].text != after.passages[0].text
    assert compare(before, after).pages == ()


def test_the_same_pages_have_no_changes(edit):
    changes = edit("Plan", "Plan", "plan.md")
    assert (changes.pages, changes.interventions, changes.loses_much) == ((), (), False)


def test_a_changed_judgement_is_one_field_with_both_quotes_and_one_passage(edit):
    changes = edit("Goed onderbouwd.", "Effectief volgens eerste aanwijzingen.")
    (one,) = changes.interventions
    (field,) = one.fields
    assert (one.kind, one.name, field.field) == ("changed", "Sterk Thuis", "oordeel DEJ")
    assert (field.before, field.after) == ("goed onderbouwd", "effectief volgens eerste aanwijzingen")
    assert [quote.text for quote in field.before_quotes] == ["Goed onderbouwd."]
    assert [quote.text for quote in field.after_quotes] == ["Effectief volgens eerste aanwijzingen."]
    (page,) = changes.pages
    (passage,) = page.passages
    assert (page.slug, page.sections_added, page.sections_removed, page.details) == ("overzicht", (), (), ())
    assert "Goed onderbouwd" in passage.before
    assert "eerste aanwijzingen" in passage.after


def test_a_judgement_on_a_real_page_that_goes_up_reads_as_a_keeper_would_say_it(tmp_path):
    shutil.copytree(PROJECT / "corpus", tmp_path / "corpus")
    before = content(tmp_path / "corpus")
    path = tmp_path / "corpus" / "pages" / "interventies.txt"
    text = path.read_text("utf-8")
    at = text.index("goede aanwijzingen", text.index("• VoorZorg"))
    path.write_text(text[:at] + "sterke" + text[at + len("goede") :], "utf-8")
    changes = compare(before, content(tmp_path / "corpus"))
    assert lines(changes) == ["VoorZorg – oordeel DEJ: effectief volgens goede → sterke aanwijzingen"]
    assert [(page.slug, len(page.passages)) for page in changes.pages] == [("interventies", 1)]


def test_other_words_for_the_same_judgement_are_a_change_of_words(edit):
    changes = edit("Niet erkend.", "Beoordeeld en niet erkend.")
    (field,) = changes.interventions[0].fields
    assert (field.before, field.after) == ("Niet erkend.", "Beoordeeld en niet erkend.")


def test_a_changed_target_group_changes_the_age_that_is_derived_from_it(edit):
    assert lines(edit("van 4 tot 12 jaar", "van 6 tot 12 jaar")) == [
        "Sterk Thuis – doelgroep: … met kinderen van 4 → 6 tot 12 jaar.",
        "Sterk Thuis – leeftijd (afgeleid): vanaf 4 → 6 jaar tot 12 …",
    ]


def test_a_changed_approach_changes_the_kind_of_help_that_is_derived_from_it(edit):
    found = lines(edit("Huisbezoek door een vrijwilliger.", "Videofeedback door een vrijwilliger."))
    assert "Sterk Thuis – aanpak en doel: Huisbezoek → Videofeedback door een vrijwilliger." in found
    assert any("soort hulp (afgeleid)" in line and "videofeedback" in line for line in found)


def test_a_new_name_is_a_change_and_not_one_gone_and_one_come(edit):
    changes = edit("Sterk Thuis", "Sterk in Huis")
    assert [(one.kind, one.name) for one in changes.interventions] == [("changed", "Sterk in Huis")]
    assert lines(changes) == ["Sterk in Huis – naam: Sterk Thuis → in Huis"]


def test_an_intervention_that_comes_is_added_and_one_that_goes_is_removed(edit):
    record = RECORD[RECORD.index(" • Samen Verder") :]
    gone = edit(record, "")
    assert [(one.kind, one.name) for one in gone.interventions] == [("removed", "Samen Verder")]
    come = edit("Goed onderbouwd.\n", "Goed onderbouwd.\n" + record)
    assert [(one.kind, one.name) for one in come.interventions] == [("added", "Samen Verder")]


def test_a_field_that_is_left_out_has_nothing_after(edit):
    (one,) = edit("  Doelgroep: Ouders van pubers.\n", "").interventions
    assert ("doelgroep", "Ouders van pubers.", "") in [(field.field, field.before, field.after) for field in one.fields]


def test_a_new_heading_is_a_new_section(edit):
    changes = edit("Maak het samen.", "## Bespreken\n\nMaak het samen.", "plan.md")
    (page,) = changes.pages
    assert [section.split(" › ")[-1] for section in page.sections_added] == ["Bespreken"]
    assert page.sections_removed == ()


def test_a_passage_that_comes_has_nothing_before(edit):
    (page,) = edit("Maak het samen.", "Maak het samen.\n\nKijk het na.", "plan.md").pages
    assert [(passage.before, passage.after) for passage in page.passages] == [("", "Kijk het na.")]


def test_pages_that_come_and_go_are_told_with_their_sections(tmp_path):
    for name in ("een", "twee", "drie"):
        (tmp_path / f"{name}.md").write_text(f"# {name.title()}\n\n## Kop {name}\n\nTekst.\n", "utf-8")
    before = content(tmp_path)
    (tmp_path / "twee.md").rename(tmp_path / "vier.md")
    changes = compare(before, content(tmp_path))
    assert {(page.kind, page.slug) for page in changes.pages} == {("added", "vier"), ("removed", "twee")}
    assert all("Kop twee" in "".join(page.sections_added + page.sections_removed) for page in changes.pages)
    assert not changes.loses_much


def test_more_than_half_of_the_pages_gone_is_much_and_half_is_not(tmp_path):
    for number in range(4):
        (tmp_path / f"p{number}.md").write_text(f"# P\n\nTekst {number}.\n", "utf-8")
    before = content(tmp_path)
    for number, much in ((0, False), (1, False), (2, True)):
        (tmp_path / f"p{number}.md").unlink()
        assert compare(before, content(tmp_path)).loses_much is much


def test_more_than_half_of_the_interventions_gone_is_much(edit):
    assert edit(RECORD[RECORD.index(" • ") :], "Geen overzicht meer.").loses_much


def test_a_title_in_the_register_is_a_detail_and_the_day_of_the_copy_is_none(tmp_path):
    (tmp_path / "plan.md").write_text("# Plan\n\nTekst.\n", "utf-8")
    before = content(tmp_path)
    (tmp_path / "register.toml").write_text('[plan]\nretrieved = "2026-01-02"\n', "utf-8")
    assert compare(before, content(tmp_path)).pages == ()
    (tmp_path / "register.toml").write_text('[plan]\ntitle = "Het plan"\n', "utf-8")
    (page,) = compare(before, content(tmp_path)).pages
    assert [detail.line for detail in page.details] == ["titel: Plan → Het plan"]


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("a b", "a c", "a b → c"),
        ("", "nieuw", "(niets) → nieuw"),
        ("a b c d e f", "a b c d x f", "… b c d e → x f"),
        ("x a b c d e", "y a b c d e", "x → y a b c …"),
        ("a a", "a a a", "a a (niets) → a"),
    ],
)
def test_a_difference_shows_what_differs_and_a_few_words_around_it(before, after, shown):
    assert difference(before, after) == shown


def test_two_indexes_are_compared_by_their_folders(toy, small_settings, small_corpus):
    ingest(small_settings)
    before = current_folder(small_settings.data_dir)
    (small_corpus / "fietsen.md").write_text("# Fietsen\n\n## Bel\n\nDe bel zit aan het stuur.\n", "utf-8")
    ingest(small_settings)
    changes = compare_folders(before, current_folder(small_settings.data_dir))
    assert [(page.kind, page.slug) for page in changes.pages] == [("changed", "fietsen")]
    (before / "pages.json").write_text("[{}]", "utf-8")
    assert compare_folders(before, current_folder(small_settings.data_dir)).pages == ()
    assert compare_folders(None, current_folder(small_settings.data_dir)).pages == ()
