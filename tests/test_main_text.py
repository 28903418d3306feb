"""Pages as sites really send them: what is content stays whole, what is furniture goes."""

import pytest

from ingest.main_text import open_up
from ingest.pieces import Piece
from ingest.read_html import read_html

INNER = (
    "<h1>Interventies</h1><p>Een inleiding over interventies die lang genoeg is om de tekst van de pagina te zijn.</p>"
    "<h2>Overzicht</h2><ul><li>VHT<br>Doelgroep: ouders.<ul><li>thuis</li></ul></li><li>PCIT</li></ul>"
    "<figure class=wp-block-table><table><tr><th>Naam</th><th>Leeftijd</th><th>Oordeel</th></tr>"
    "<tr><td>A</td><td rowspan=2>0-4</td><td>goed</td></tr><tr><td>B</td><td>matig</td></tr></table></figure>"
)
CONTENT = [
    ("heading", 1, "Interventies"),
    ("paragraph", 0, "Een inleiding over interventies die lang genoeg is om de tekst van de pagina te zijn."),
    ("heading", 2, "Overzicht"),
    ("item", 0, "VHT\nDoelgroep: ouders."),
    ("item", 1, "thuis"),
    ("item", 0, "PCIT"),
    ("row", 0, "Naam\nLeeftijd\nOordeel"),
    ("row", 0, "A\n0-4\ngoed"),
    ("row", 0, "B\n0-4\nmatig"),
]
AROUND = (
    "<!doctype html><html><head><title>T</title></head><body class='no-sidebar'><header><nav><button "
    "aria-expanded=false aria-controls=m>Menu</button><ul id=m hidden><li><a href=/>Home</a></li></ul></nav></header>"
    "<div class=cookie-bar><p>Wij gebruiken cookies.</p><button>Accepteren</button></div>{}"
    "<footer><p>Privacy</p></footer></body></html>"
)


def _read(html: str) -> list[Piece]:
    return read_html(open_up(html))


def _plain(html: str) -> list[tuple[str, int, str]]:
    return [(piece.kind, piece.level, piece.text) for piece in _read(html)]


@pytest.mark.parametrize(
    "wrapper",
    [
        "<main>{}</main>",
        "<div class=c12><div class=x7>{}</div></div>",
        "<div class='layout with-sidebar sidebar'>{}</div>",
        "<form id=aspnetForm><div id=content>{}</div></form>",
        "<main><article>{}</article></main>",
        "<div role=main class=related-content>{}</div>",
    ],
)
def test_the_content_is_whole_whatever_stands_around_it(wrapper: str) -> None:
    assert _plain(AROUND.format(wrapper.format(INNER))) == CONTENT


@pytest.mark.parametrize(
    "panel",
    [
        "<details><summary>Over VHT</summary><p>Uitleg.</p></details>",
        "<h4><button aria-expanded=false aria-controls=p1>Over VHT</button></h4><div id=p1 hidden><p>Uitleg.</p></div>",
        "<button aria-expanded=false aria-controls=p1>Over VHT</button><div id=p1 aria-hidden=true><p>Uitleg.</p>",
        "<a data-bs-toggle=collapse href='#p1'>Over VHT</a><div id=p1 class=collapse><p>Uitleg.</p></div>",
        "<div role=button aria-controls=p1 aria-expanded=false>Over VHT</div><div id=p1 hidden><p>Uitleg.</p></div>",
    ],
)
def test_panels_are_open_with_their_title(panel: str) -> None:
    pieces = _plain(AROUND.format(f"<main>{INNER}{panel}</main>"))
    assert pieces == [*CONTENT, ("heading", 4, "Over VHT"), ("paragraph", 0, "Uitleg.")]


@pytest.mark.parametrize(
    "title", ["Lees ook", "Gerelateerde onderwerpen", "Meer over dit onderwerp", "Deel deze pagina"]
)
def test_links_to_other_pages_go(title: str) -> None:
    links = f"<h2>{title}</h2><ul><li><a href=/a>Andere pagina</a></li><li><a href=/b>Nog een pagina</a></li></ul>"
    assert _plain(AROUND.format(f"<main>{INNER}{links}</main>")) == CONTENT


def test_a_list_of_links_that_is_content_stays() -> None:
    links = "<h2>Erkende interventies</h2><ul><li><a href=/a>VHT</a></li><li><a href=/b>PCIT</a></li></ul>"
    assert [text for _, _, text in _plain(AROUND.format(f"<main>{INNER}{links}</main>"))][-3:] == [
        "Erkende interventies",
        "VHT",
        "PCIT",
    ]


def test_words_below_a_heading_such_as_read_also_stay_when_they_are_no_links() -> None:
    pieces = _plain(AROUND.format(f"<main>{INNER}<h2>Zie ook</h2><p>Bij twijfel belt u Veilig Thuis.</p></main>"))
    assert pieces[-1] == ("paragraph", 0, "Bij twijfel belt u Veilig Thuis.")
