"""What an answer looks like as HTML: citations, sources, cards; and that nothing in it can run or load anything."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from assistant.answer import Answer, Citation
from ui.markdown import neutral
from ui.render import Turn, render_answer, render_card, render_conversation, render_status, render_welcome
from ui.sources import link_to_quote, render_sources, sources, text_fragment

PASSAGE = "Bel eerst. Blijf daarna bij het kind. Schrijf op wat u zag."


def cited(n: int, start: int, end: int, url: str | None = "https://voorbeeld.nl/pagina") -> Citation:
    """A citation of PASSAGE[start:end], as if the passage began at character 100 of its page."""
    quote, before, after = PASSAGE[start:end], PASSAGE[:start], PASSAGE[end:]
    return Citation(n, quote, "pagina", "De pagina", "Hulp › Nu", url, 100 + start, 100 + end, before, after)


FIRST, SECOND = cited(1, 0, 10), cited(2, 11, 37)


def answer(body: str, *citations: Citation, **more: object) -> Answer:
    return Answer("Vraag?", "answered", False, body, citations, **more)  # type: ignore[arg-type]


def soup(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def one(html: str, selector: str) -> Tag:
    (found,) = soup(html).select(selector)
    return found


def test_a_marker_links_to_its_own_quote_in_its_own_turn() -> None:
    html = render_conversation([Turn(3, "Vraag?", answer("Bel eerst. [1]", FIRST))])
    link = one(html, "a.verwijzing")
    assert (link["href"], link.text, link["aria-label"]) == ("#bron-3-1", "[1]", "Bron 1")
    assert one(html, str(link["href"])).text == "Bel eerst."


def test_a_marker_without_a_citation_stays_text() -> None:
    html = render_answer(answer("Zie [2] en [1].", FIRST), 1)
    assert [link.text for link in soup(html).select("a")] == ["[1]"]
    assert "Zie [2] en" in soup(html).text


def test_a_quote_is_marked_inside_its_whole_passage() -> None:
    html = render_sources([SECOND], 1, open_=True)
    assert one(html, ".passage").text == PASSAGE
    assert one(html, "mark").text == "Blijf daarna bij het kind."
    assert one(html, ".bron h3").text == "De pagina"
    assert one(html, ".sectie").text == "Hulp › Nu"


def test_quotes_of_one_passage_share_one_source_in_the_order_of_the_text() -> None:
    html = render_sources([SECOND, FIRST], 1, open_=True)
    assert one(html, ".passage").text == PASSAGE
    assert [(mark["data-nummer"], mark.text) for mark in soup(html).select("mark")] == [
        ("1", "Bel eerst."),
        ("2", "Blijf daarna bij het kind."),
    ]


def test_overlapping_quotes_show_every_character_once_and_keep_both_places() -> None:
    html = render_sources([cited(1, 0, 37), cited(2, 11, 37), cited(3, 0, 10)], 1, open_=True)
    assert one(html, ".passage").text == PASSAGE
    assert {mark["id"] for mark in soup(html).select("mark")} == {"bron-1-1", "bron-1-2", "bron-1-3"}


def test_the_same_words_in_two_places_are_two_sources() -> None:
    other = Citation(2, "Bel eerst.", "pagina", "De pagina", "", None, 900, 910)
    assert [source.start for source in sources([FIRST, other])] == [100, 900]


def test_only_the_last_turn_has_its_sources_unfolded() -> None:
    turns = [Turn(n, "Vraag?", answer("Bel eerst. [1]", FIRST)) for n in (1, 2)]
    assert [fold.has_attr("open") for fold in soup(render_conversation(turns)).select("details")] == [False, True]


@pytest.mark.parametrize(
    ("quote", "fragment"),
    [
        ("Bel eerst.", "Bel%20eerst."),
        ("Hulp, met ja-woord & nee", "Hulp%2C%20met%20ja%2Dwoord%20%26%20nee"),
        ("voorkómen ’s nachts", "voork%C3%B3men%20%E2%80%99s%20nachts"),
        ("een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien",
         "een%20twee%20drie%20vier%20vijf%20zes,acht%20negen%20tien%20elf%20twaalf%20dertien"),
        ("Bied aan:\n • hulp bij geld;\n • hulp thuis.", "Bied%20aan%3A,hulp%20thuis."),
        (" \n ", ""),
    ],
)  # fmt: skip
def test_a_text_fragment_is_the_encoded_quote_or_its_two_ends(quote: str, fragment: str) -> None:
    assert text_fragment(quote) == fragment


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://voorbeeld.nl/p", "https://voorbeeld.nl/p#:~:text=Bel%20eerst."),
        ("https://voorbeeld.nl/p#deel", "https://voorbeeld.nl/p#deel:~:text=Bel%20eerst."),
        (None, ""),
        ("", ""),
        ("javascript:alert(1)", ""),
        ("https://voorbeeld.nl/ onclick", ""),
    ],
)
def test_only_a_known_web_address_becomes_a_link(url: str | None, link: str) -> None:
    assert link_to_quote(cited(1, 0, 10, url)) == link
    shown = soup(render_sources([cited(1, 0, 10, url)], 1, open_=True)).select("a[target]")
    assert [a["href"] for a in shown] == ([link] if link else [])


HOSTILE = (
    "<script>x()</script> <img src=x onerror=x()> {{7*7}} ${1} `b` "
    "![plaatje](https://weg.example/p.png) [hier](javascript:x())"
)


@pytest.mark.parametrize("place", ["question", "body", "card", "quote", "title", "url"])
def test_nothing_from_a_page_or_a_question_becomes_markup_or_template(place: str) -> None:
    citation = Citation(
        1,
        HOSTILE if place == "quote" else "Bel.",
        "p",
        HOSTILE if place == "title" else "Titel",
        "",
        f"https://a.nl/{HOSTILE}".replace(" ", "") if place == "url" else None,
        0,
        len(HOSTILE) if place == "quote" else 4,
    )
    body = HOSTILE if place == "body" else "Bel. [1]"
    found = answer(body, citation, card=HOSTILE if place == "card" else "")
    html = render_conversation([Turn(1, HOSTILE if place == "question" else "Vraag?", found)])
    page = soup(html)
    assert not page.select("script, img, iframe, style, [onerror], [src]")
    assert all(str(a["href"]).startswith(("#", "tel:", "https://a.nl/")) for a in page.select("a"))
    assert not re.search(r"[{}$`]", html)
    assert "{{7*7}}" in page.text or place == "url"


def test_neutral_changes_no_word_that_is_read() -> None:
    assert soup(neutral("<p>a {{b}} ${c} `d`</p>")).text == "a {{b}} ${c} `d`"


def test_the_danger_card_has_its_own_frame_above_the_answer_and_numbers_to_call() -> None:
    html = render_answer(answer("Bel eerst. [1]", FIRST, card="**Bel 112**\n\n- Veilig Thuis: 0800-2000"), 1)
    card, body = soup(html).find_all(["section", "div"], recursive=False)
    assert (card["class"], body["class"]) == (["gevaar"], ["antwoord"])
    assert [a["href"] for a in card.select("a")] == ["tel:112", "tel:08002000"]
    assert render_card("") == ""
    assert not soup(render_answer(answer(" ", card="**Bel 112**"), 1)).select(".antwoord")


def test_an_answer_that_is_not_in_the_sources_is_set_apart() -> None:
    html = render_answer(Answer("Vraag?", "not_in_sources", False, "De bronnen zeggen hierover niets."), 1)
    assert "De bronnen zeggen hierover niets." in one(html, ".niet-in-bronnen").text
    assert one(html, ".kop").text == "Niet gevonden in de bronnen"
    assert not soup(render_answer(answer("Bel eerst. [1]", FIRST), 1)).select(".niet-in-bronnen, .kop")


def test_the_window_says_who_worded_the_answer() -> None:
    quoted = render_answer(answer("Bel eerst. [1]", FIRST), 1)
    worded = render_answer(answer("Bel eerst. [1]", FIRST, composer="ollama:klein"), 1)
    assert one(quoted, ".herkomst").text == "De citaten zijn letterlijk overgenomen uit de bronnen."
    assert one(worded, ".herkomst").text == "Verwoord door ollama:klein en gecontroleerd aan de bronnen."


def test_every_cell_of_a_table_knows_its_column() -> None:
    html = render_answer(answer("| Naam | Voor wie |\n|---|---|\n| A [1] | ouders |\n", FIRST), 1)
    assert [cell["data-label"] for cell in soup(html).select("td")] == ["Naam", "Voor wie"]


def test_a_turn_without_an_answer_shows_its_line() -> None:
    page = soup(render_conversation([Turn(1, "Een?", line="Mislukt."), Turn(2, "Twee?", line="Bezig…", waiting=True)]))
    assert [(turn["data-stand"], turn.select_one("p")["class"]) for turn in page.select(".beurt")] == [  # type: ignore[index]
        ("klaar", ["melding"]),
        ("wacht", ["bezig"]),
    ]


def test_a_shortened_conversation_says_so() -> None:
    turns = [Turn(5, "Vraag?", line="Bezig…")]
    assert "weggelaten" in render_conversation(turns, shortened=True)
    assert "weggelaten" not in render_conversation(turns)


def test_example_questions_are_buttons_and_the_notice_gives_the_emergency_numbers() -> None:
    page = soup(render_welcome(["Een <b>vraag</b>?"]))
    assert [button.text for button in page.select("button.voorbeeld")] == ["Een <b>vraag</b>?"]
    assert [a["href"] for a in page.select("a")] == ["tel:112", "tel:08002000"]
    assert not soup(render_welcome([])).select("button, h2")


def test_a_failed_load_looks_other_than_a_running_one() -> None:
    assert one(render_status("Bezig…"), "p")["class"] == ["stand"]
    assert one(render_status("Mislukt: {x}", failed=True), "p")["class"] == ["stand", "fout"]


TEXT_ON_GROUND = [
    ("ink", "paper"), ("ink", "ground"), ("soft", "paper"), ("soft", "ground"), ("accent", "paper"),
    ("accent", "ground"), ("accent", "accent-soft"), ("on-accent", "accent"), ("alarm", "alarm-soft"),
    ("ink", "alarm-soft"), ("alarm", "ground"), ("notice", "notice-soft"), ("ink", "notice-soft"),
    ("soft", "notice-soft"), ("ink", "mark"), ("ink", "mark-chosen"),
]  # fmt: skip


@pytest.mark.parametrize("scheme", [":root", ".dark"])
def test_every_text_colour_has_the_contrast_of_wcag_aa(scheme: str) -> None:
    css = (Path(__file__).parent.parent / "ui" / "style.css").read_text("utf-8")
    block = re.search(rf"^{re.escape(scheme)} \{{(.*?)^\}}", css, re.DOTALL | re.MULTILINE)
    assert block
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block[1]))
    poor = {pair for pair in TEXT_ON_GROUND if contrast(colours[pair[0]], colours[pair[1]]) < 4.5}
    assert not poor


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2 between two colours."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
