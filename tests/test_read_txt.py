"""Plain text into pieces."""

from ingest.read_txt import read_txt


def _short(raw: str) -> list[tuple[str, str]]:
    return [(piece.kind, piece.text) for piece in read_txt(raw)]


def test_a_bare_short_line_is_a_heading_and_a_sentence_is_not() -> None:
    assert _short("Voor wie\n\nVoor ouders.\n\nDit ook.") == [
        ("heading", "Voor wie"),
        ("paragraph", "Voor ouders."),
        ("paragraph", "Dit ook."),
    ]


def test_a_line_with_a_colon_is_no_heading() -> None:
    assert _short("Kop\n\nHulp bestaat uit:\n\n • praten") == [
        ("heading", "Kop"),
        ("paragraph", "Hulp bestaat uit:"),
        ("item", "praten"),
    ]


def test_bullets_nest_by_indent() -> None:
    pieces = read_txt(" • een\n   • een a\n   • een b\n • twee\n")
    assert [(piece.text, piece.level) for piece in pieces] == [("een", 0), ("een a", 1), ("een b", 1), ("twee", 0)]
    assert len({piece.group for piece in pieces}) == 1


def test_two_lists_with_a_paragraph_between_are_two() -> None:
    pieces = read_txt(" • een\n\nTussenzin.\n\n • twee\n")
    assert pieces[0].group != pieces[2].group


def test_numbered_items_keep_their_number() -> None:
    assert [(piece.marker, piece.text) for piece in read_txt("1. Eerst\n2) Dan")] == [("1.", "Eerst"), ("2)", "Dan")]


def test_indented_lines_below_a_bullet_belong_to_it() -> None:
    assert _short(" • Naam\n  Doelgroep: ouders\n  Aanpak: praten\n") == [
        ("item", "Naam\nDoelgroep: ouders\nAanpak: praten")
    ]


def test_a_line_of_the_outer_item_after_a_nested_list_is_not_lost_to_it() -> None:
    assert _short(" • Naam\n  Aanpak: over\n   • slapen\n  Effect: goed\n") == [
        ("item", "Naam\nAanpak: over"),
        ("item", "slapen\nEffect: goed"),
    ]


WRAPPED = """\
Deze alinea is met de hand afgebroken op een vaste breedte en noemt
Veilig Thuis aan het begin van een regel, waarna zij gewoon doorloopt
op de volgende.
"""


def test_lines_cut_at_a_fixed_width_are_one_paragraph_also_before_a_capital() -> None:
    assert _short(WRAPPED) == [("paragraph", " ".join(WRAPPED.split()))]


def test_an_item_cut_at_a_fixed_width_is_one_sentence() -> None:
    first, second = "Een punt dat met de hand is afgebroken op een vaste breedte en dus", "gewoon doorloopt hier."
    assert _short(f" • {first}\n   {second}\n") == [("item", f"{first} {second}")]


def test_lines_of_their_own_are_not_glued() -> None:
    raw = "Hebt u een vermoeden van kindermishandeling of huiselijk geweld?\nBel voor advies:\nVeilig Thuis\n"
    assert [text for _, text in _short(raw)] == raw.splitlines()


def test_windows_line_ends_and_non_breaking_spaces_make_no_difference() -> None:
    assert read_txt("Kop\r\n\r\n\u00a0•\u00a0een\u00a0ding\r\n") == read_txt("Kop\n\n • een ding\n")


def test_empty_text_gives_nothing() -> None:
    assert read_txt(" \n\n\u00a0\n") == []
