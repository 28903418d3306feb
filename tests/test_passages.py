"""Passages: slices of the page that cut through nothing and leave nothing out."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.blocks import Assembly
from ingest.furniture import remove_furniture
from ingest.passages import MAX_CHARS, make_passages
from ingest.pieces import Piece
from ingest.read_html import read_html
from ingest.read_txt import read_txt
from ingest.reading import read_page, read_register
from ingest.records import Page, Passage
from ingest.sentences import split_sentences
from ingest.text import without_bullets

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
REAL = sorted((CORPUS / "pages").glob("*.txt"))


def _page(pieces: list[Piece]) -> Page:
    made = Assembly(pieces)
    return Page("proef", made.title or "Proef", made.text, tuple(made.blocks))


def _check(page: Page, passages: tuple[Passage, ...]) -> None:
    assert len({passage.id for passage in passages}) == len(passages)
    starts, ends = _edges(page)
    for passage in passages:
        assert passage.text == passage.span.of(page.text) == passage.text.strip() != ""
        assert passage.span.start in starts, passage.text[:80]
        assert passage.span.end in ends, passage.text[-80:]
        assert all(passage.span.start <= unit.start < unit.end <= passage.span.end for unit in passage.units)
        assert _words("\n".join(unit.of(page.text) for unit in passage.units)) == _words(passage.text)
        lines = without_bullets(passage.text).split("\n")
        assert all(map(str.endswith, passage.embed.split("\n")[-len(lines) :], lines))
    _check_cover(page, passages)


def _words(text: str) -> str:
    """The characters of `text` without white space and bullets."""
    return "".join(re.sub(r"(?m)^ *• ", "", text).split())


def _edges(page: Page) -> tuple[set[int], set[int]]:
    """Where a passage may start and end: at sentences of paragraphs, whole lists, outer items, records, rows."""
    spans = []
    for block in page.blocks:
        if block.kind == "paragraph":
            spans += split_sentences(block.span.of(page.text), block.span.start)
        elif block.kind == "table":
            spans += [cell for row in block.rows for cell in row if cell.of(page.text)]
        elif block.kind != "heading":
            spans.append(block.span)
            spans += [item.span for item in block.items]
    return {span.start for span in spans}, {span.end for span in spans}


def _check_cover(page: Page, passages: tuple[Passage, ...]) -> None:
    """Every word outside headings and column names stands in a passage or in the lead-in of one."""
    covered = bytearray(len(page.text))
    for passage in passages:
        for span in (passage.span, passage.lead_in):
            if span:
                covered[span.start : span.end] = b"\1" * (span.end - span.start)
    for block in page.blocks:
        if block.kind != "heading":
            lost = [
                char
                for char, done in zip(block.span.of(page.text), covered[block.span.start :], strict=False)
                if not done
            ]
            assert "".join(lost).replace("•", "").split() == [], block.span.of(page.text)


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
def test_the_passages_of_a_real_page_cut_through_nothing_and_leave_nothing_out(path: Path) -> None:
    page = read_page(path, read_register(CORPUS)[path.stem])
    passages = make_passages(page)
    _check(page, passages)
    assert max(len(passage.text) for passage in passages) <= MAX_CHARS * 1.2


def test_every_intervention_of_the_overviews_is_one_passage() -> None:
    records = [p for p in make_passages(read_page(CORPUS / "pages" / "interventies.txt")) if p.kind == "record"]
    assert len(records) == 31
    assert all(record.text.startswith(record.record) and "Doelgroep:" in record.text for record in records)


SENTENCE = st.lists(
    st.sampled_from("hulp ouders bijv. EMDR (thuis) 8 o.a. kind’s".split()), min_size=1, max_size=12
).map(lambda words: f"De {' '.join(words)} helpt.")
PARAGRAPH = st.lists(SENTENCE, min_size=1, max_size=30).map(" ".join)
ITEM = st.one_of(
    SENTENCE, st.sampled_from(["kort", "Naam\nDoelgroep: ouders\nAanpak: praten", "Let op:\nDoe dit. En dat."])
)
LINES = st.lists(
    st.one_of(
        st.just("Een kop\n"),
        PARAGRAPH.map(lambda text: f"{text}\n"),
        PARAGRAPH.map(lambda text: f"{text} Namelijk:\n"),
        st.tuples(st.integers(0, 2), ITEM).map(
            lambda pair: f"{'  ' * pair[0]} • " + pair[1].replace("\n", f"\n{'  ' * pair[0]}  ")
        ),
    ),
    max_size=14,
)


@settings(deadline=None, max_examples=80)
@given(LINES)
def test_the_passages_of_any_text_page_cut_through_nothing_and_leave_nothing_out(lines: list[str]) -> None:
    page = _page(remove_furniture(read_txt("Titel\n\nEen zin.\n\n" + "\n".join(lines))))
    _check(page, make_passages(page))


CELL = st.sampled_from(["", "Alfa", "Voor ouders. En kinderen.", "een<br>twee"])
TABLE = st.lists(st.lists(CELL, min_size=1, max_size=3), min_size=1, max_size=4).map(
    lambda rows: (
        f"<table>{''.join('<tr>' + ''.join(f'<td>{cell}</td>' for cell in row) + '</tr>' for row in rows)}</table>"
    )
)
LIST = st.lists(SENTENCE, min_size=1, max_size=5).map(
    lambda items: f"<ul>{''.join(f'<li>{item}<ul><li>binnen</li></ul></li>' for item in items)}</ul>"
)
PART = st.one_of(
    TABLE, LIST, PARAGRAPH.map(lambda text: f"<p>{text}</p>"), st.just("<p>Dit zijn zij:</p>"), st.just("<h2>Kop</h2>")
)


@settings(deadline=None, max_examples=60)
@given(st.lists(PART, max_size=8))
def test_the_passages_of_any_html_page_cut_through_nothing_and_leave_nothing_out(parts: list[str]) -> None:
    page = _page(remove_furniture(read_html("<h1>Titel</h1><p>Een zin.</p>" + "".join(parts))))
    _check(page, make_passages(page))


def test_a_column_name_of_two_lines_stands_on_one_before_what_is_searched() -> None:
    table = "<table><tr><th>Alfa</th><th>een<br>twee</th></tr><tr><td></td><td>Beta</td></tr></table>"
    page = _page(read_html("<h1>Titel</h1>" + table))
    (row,) = make_passages(page)
    assert (row.text, row.embed.splitlines()[-1]) == ("Beta", "een twee: Beta")


@pytest.mark.parametrize(("cell", "searched"), [("Beta", "Alfa\ntwee: Beta"), ("–", "Alfa"), (" - ", "Alfa")])
def test_a_cell_with_only_a_dash_is_not_searched(cell: str, searched: str) -> None:
    table = f"<table><tr><th>een</th><th>twee</th></tr><tr><td>Alfa</td><td>{cell}</td></tr></table>"
    (row,) = make_passages(_page(read_html("<h1>Titel</h1>" + table)))
    assert row.embed.endswith(searched) and cell.strip() in row.text


def test_a_row_of_dashes_is_searched_as_it_stands() -> None:
    table = "<table><tr><th>een</th><th>twee</th></tr><tr><td>–</td><td>–</td></tr></table>"
    (row,) = make_passages(_page(read_html("<h1>Titel</h1>" + table)))
    assert row.embed.strip()


def test_a_list_of_a_text_file_is_searched_by_meaning_as_that_of_a_website() -> None:
    from_text = _page(read_txt("Titel\n\nDe hulp is:\n\n • praten\n • spelen\n"))
    from_web = _page(read_html("<h1>Titel</h1><p>De hulp is:</p><ul><li>praten</li><li>spelen</li></ul>"))
    (one,), (other,) = make_passages(from_text), make_passages(from_web)
    assert one.embed == other.embed


def test_a_short_list_goes_with_its_lead_in_and_the_paragraph_without_it() -> None:
    page = _page(read_txt("Titel\n\nEen zin. De hulp is:\n\n • praten\n • spelen\n"))
    assert [passage.text for passage in make_passages(page)] == ["Een zin.", "De hulp is:\n\n• praten\n• spelen"]


def test_the_long_items_of_a_list_are_passages_that_know_their_lead_in() -> None:
    item = "Dit is een lange zin over hulp aan ouders en kinderen in een gezin. " * 8
    page = _page(read_txt(f"Titel\n\nDe hulp is:\n\n • {item}\n • {item}En dit.\n"))
    first, second = make_passages(page)
    assert first.text == item.strip()
    assert [len(first.units), len(second.units)] == [8, 9]
    assert first.lead_in is not None
    assert "De hulp is:" in first.embed


def test_records_know_the_lead_in_above_them() -> None:
    page = _page(read_txt("Titel\n\nVoor ouders zijn er:\n\n • Alfa\n  Doelgroep: ouders\n  Aanpak: praten\n"))
    (record,) = make_passages(page)
    assert (record.kind, record.record, record.text) == ("record", "Alfa", "Alfa\nDoelgroep: ouders\nAanpak: praten")
    assert "Voor ouders zijn er:" in record.context


def test_a_long_paragraph_is_cut_between_sentences_into_even_parts() -> None:
    sentence = "Deze zin gaat over hulp aan ouders en hun kinderen in het gezin."
    page = _page(read_txt("Titel\n\n" + " ".join([sentence] * 40) + "\n"))
    sizes = [len(passage.text) for passage in make_passages(page)]
    assert len(sizes) == 3
    assert min(sizes) > max(sizes) / 2


def test_the_same_words_twice_get_ids_of_their_own() -> None:
    page = _page(read_txt("Titel\n\nDit is een zin.\n\nDit is een zin.\n"))
    first, second = make_passages(page)
    assert (first.text, first.id) == (second.text, second.id.removesuffix("-1"))


def test_an_id_does_not_change_when_text_above_it_does() -> None:
    before = make_passages(_page(read_txt("Titel\n\nA.\n\nKop\n\nDit blijft gelijk.\n")))[-1]
    after = make_passages(_page(read_txt("Titel\n\nEen heel andere zin.\n\nKop\n\nDit blijft gelijk.\n")))[-1]
    assert (before.id, before.span) != (after.id, after.span)
    assert before.id == after.id


def test_an_intervention_is_embedded_alike_whether_it_stands_in_a_table_or_in_a_list() -> None:
    table = (
        "<h1>Hulp</h1><table><tr><th>Interventie</th><th>Aanpak en doel</th><th>Doelgroep</th><th>Effectiviteit</th>"
        "</tr><tr><td>Sterk Samen</td><td>Huisbezoek.</td><td></td><td>Niet erkend.</td></tr></table>"
    )
    listed = "<h1>Hulp</h1><ul><li>Sterk Samen<br>Aanpak en doel: Huisbezoek.<br>Effectiviteit: Niet erkend.</li></ul>"
    (of_row,), (of_record,) = (make_passages(_page(read_html(html))) for html in (table, listed))
    assert of_row.text == "Sterk Samen\nHuisbezoek.\nNiet erkend."
    assert of_row.embed == "Sterk Samen\nAanpak en doel: Huisbezoek.\nEffectiviteit: Niet erkend."
    assert of_row.embed == of_record.embed
