import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from assistant.draft import as_markdown, in_cell, join_lines, line, make_quote
from ingest.records import Page, Span

MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable("table").enable("strikethrough")


def plain(html):
    """What a person sees of simple HTML."""
    text = re.sub(r"<[^>]+>", "", html)
    for entity, char in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        text = text.replace(entity, char)
    return text.replace("\u2060", "").strip()


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "![foto](https://voorbeeld.nl/a.png)",
        "[klik hier](javascript:alert(1))",
        "*nadruk* en **vet** en _schuin_ en ~~weg~~",
        "`code`",
        "# Geen kop",
        "## Geen kop",
        "- geen lijst",
        "+ geen lijst",
        "* geen lijst",
        "1. geen lijst",
        "2) geen lijst",
        "> geen citaat",
        "---",
        "===",
        "***",
        "| a | b |",
        "a | b\n---|---\n1 | 2",
        "&amp; en &lt;b&gt; en &#60;i&#62;",
        "C:\\map\\bestand",
        "R&D en Q&A",
        "<https://voorbeeld.nl>",
        "```\ncode\n```",
        "Regel\n===",
        "Regel\n---",
        "{{ 7*7 }} ${7*7}",
        "a\\*b",
    ],
)
def test_words_of_a_page_show_as_they_are(text):
    html = MARKDOWN.render(as_markdown(text))
    assert not re.search(r"<(?!/?p>|br ?/?>)", html), html
    assert plain(html).split() == text.split()


@pytest.mark.parametrize("text", ["zie [1]", "[12] en [3]", "[1][2]", "x[1]"])
def test_a_pages_own_numbers_in_brackets_are_no_citations(text):
    escaped = as_markdown(text)
    assert not re.search(r"\[\d+\]", escaped)
    assert plain(MARKDOWN.render(escaped)).replace("\\", "") == text


def test_ordinary_dutch_text_is_left_alone():
    text = "Jeugdigen van 3 tot 18 jaar; (complexe) PTSS, ‘ontschuldigt’ – en meer: 0800 - 2000."
    assert as_markdown(text) == text


@given(st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=80))
def test_no_text_whatever_becomes_markup_in_a_cell(text):
    html = MARKDOWN.render("| kop |\n|---|\n| " + in_cell(text) + " |")
    body = html.split("<tbody>")[1] if "<tbody>" in html else "<tr>\n<td></td>\n</tr>\n</tbody>\n</table>\n"
    assert len(re.findall(r"<td>", body)) == 1
    assert not re.search(r"<(?!/?(?:tr|td|tbody|table)>)", body), html


def test_a_cell_is_one_line_without_bars():
    cell = in_cell("een | twee\n\n- drie\nvier")
    assert "\n" not in cell
    assert not re.search(r"(?<!\\)\|", cell)


def test_a_quote_holds_the_words_at_its_place():
    page = Page("p", "P", "Eén twee drie.", ())
    quote = make_quote(page, Span(4, 8))
    assert (quote.page, quote.text, quote.start, quote.end) == ("p", "twee", 4, 8)
    assert line("woord ", quote).quotes == (quote,)


def test_items_and_rows_stay_together_and_paragraphs_apart():
    joined = join_lines(["Inleiding", "- een", "- twee", "| a |", "|---|", "| 1 |", "Slot"])
    assert joined == "Inleiding\n\n- een\n- twee\n\n| a |\n|---|\n| 1 |\n\nSlot"


def test_a_table_row_never_follows_a_list_item_directly():
    html = MARKDOWN.render(join_lines(["- een", "| a |", "|---|", "| 1 |"]))
    assert "<table>" in html
    assert "<li>een</li>" in html
