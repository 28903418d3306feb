"""The made-up pages: the same each time, and read like real ones."""

from evals.generated import name_of, page_text, write_pages
from ingest.pipeline import make_content
from ingest.reading import read_page


def test_a_page_is_the_same_in_every_collection(tmp_path):
    write_pages(tmp_path / "klein", 3)
    write_pages(tmp_path / "groot", 9)
    small = {path.name: path.read_text("utf-8") for path in (tmp_path / "klein").iterdir()}
    assert sorted(small) == ["gemaakt-0001.txt", "gemaakt-0002.txt", "gemaakt-0003.txt"]
    assert len(set(small.values())) == 3
    assert all((tmp_path / "groot" / name).read_text("utf-8") == text for name, text in small.items())


def test_every_intervention_has_a_name_of_its_own():
    assert len({name_of(number) for number in range(2000)}) == 2000


def test_a_page_is_read_as_headings_paragraphs_a_list_and_records(tmp_path):
    write_pages(tmp_path, 2)
    pages = {path.stem: read_page(path) for path in sorted(tmp_path.iterdir())}
    kinds = [block.kind for block in pages["gemaakt-0001"].blocks]
    assert {"heading", "paragraph", "list"} <= set(kinds)
    content, problems = make_content(pages)
    assert problems == ()
    records = [(one.page, one.name) for one in content.interventions]
    assert records == [("gemaakt-0001", name_of(0)), ("gemaakt-0001", name_of(1))]
    for one in content.interventions:
        assert set(one.fields) == {"approach", "target_group", "dej"}
        assert one.ages and one.ages.high - one.ages.low == 6 * 12 - 1  # "2 tot en met 7 jaar" is six years
        assert one.dej_level and one.kinds_of_help


def test_running_text_names_interventions_of_this_page_and_earlier_ones():
    named = [text for text in (page_text(number) for number in range(1, 60)) if "Het programma " in text]
    assert len(named) > 20
    for text in named:
        name = text.split("Het programma ")[1].split()[0]
        assert name in {name_of(number).split(" (")[0] for number in range(60)}
