"""Fetching from a real server on loopback: what is kept of a page, and when it counts as changed."""

# ruff: noqa: F811 - a fixture is imported, and a test takes it by its name

import http.server
import io
import os
from html import escape
from pathlib import Path

import pytest
from fetching import WORDS, Wish, files, one, page, run, wish  # noqa: F401 - a fixture
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject
from website import Site, site  # noqa: F401 - a fixture

from ingest.blocks import Assembly
from ingest.furniture import remove_furniture
from ingest.pieces import Piece
from ingest.read_html import read_markdown
from ingest.read_txt import read_txt
from ingest.readable import restore
from ingest.settings import PROJECT
from ingest.sniff import decode


def test_a_page_is_kept_as_sent_and_as_readable_text_without_the_furniture(site: Site, wish: Wish) -> None:
    site.answers["/herstel"] = page(
        "<h2>Uitleg</h2><ul><li>een<ul><li>binnen</li></ul></li><li>twee</li></ul>", words=1
    )
    assert one(run(wish)) == ("new", "Opgehaald als herstel.md.")
    assert (wish.corpus_dir / "originals/herstel.html").read_bytes() == site.answers["/herstel"]
    text = (wish.corpus_dir / "pages/herstel.md").read_text("utf-8")
    assert text == f"# Herstel\n\n{WORDS.strip()}\n\n## Uitleg\n\n- een\n  - binnen\n- twee\n"


def test_the_second_time_the_server_is_asked_whether_it_changed(site: Site, wish: Wish) -> None:
    def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
        known = handler.headers.get("If-None-Match") == '"v1"'
        body = b"" if known else page()
        handler.send_response(304 if known else 200)
        handler.send_header("ETag", '"v1"')
        handler.send_header("Last-Modified", "Sun, 01 Nov 2026 10:00:00 GMT")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    site.answers["/herstel"] = answer
    run(wish)
    before = files(wish.corpus_dir)
    assert one(run(wish)) == ("unchanged", "Niet veranderd sinds de vorige keer.")
    assert site.asked[-1][1]["if-modified-since"] == "Sun, 01 Nov 2026 10:00:00 GMT"
    after = files(wish.corpus_dir)
    before.pop("fetched.json")
    after.pop("fetched.json")
    assert after == before


def test_without_its_files_a_page_is_fetched_in_full_again(site: Site, wish: Wish) -> None:
    site.answers["/herstel"] = (200, {"ETag": '"v1"'}, page())
    run(wish)
    (wish.corpus_dir / "originals/herstel.html").write_bytes(b"half")
    run(wish)
    assert "if-none-match" not in site.asked[-1][1]
    assert (wish.corpus_dir / "originals/herstel.html").read_bytes() == page()


def test_other_furniture_around_the_same_words_is_no_change(site: Site, wish: Wish) -> None:
    site.answers["/herstel"] = page()
    run(wish)
    site.answers["/herstel"] = page().replace(b"Andere pagina", b"Nieuws van vandaag")
    assert one(run(wish)) == ("unchanged", "De tekst is niet veranderd.")


def test_a_changed_word_is_a_change_of_one_line(site: Site, wish: Wish) -> None:
    site.answers["/herstel"] = page("<p>Oordeel: goed.</p>")
    run(wish)
    before = (wish.corpus_dir / "pages/herstel.md").read_text("utf-8").splitlines()
    site.answers["/herstel"] = page("<p>Oordeel: sterk.</p>")
    assert one(run(wish)) == ("changed", "De tekst is veranderd.")
    after = (wish.corpus_dir / "pages/herstel.md").read_text("utf-8").splitlines()
    assert [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]] == [
        ("Oordeel: goed.", "Oordeel: sterk.")
    ]


def test_a_page_that_was_a_text_file_is_replaced_and_the_text_file_set_aside(site: Site, wish: Wish) -> None:
    (wish.corpus_dir / "pages/herstel.txt").write_text(f"Herstel\n\n{WORDS * 5}\n", "utf-8")
    site.answers["/herstel"] = page()
    assert one(run(wish)) == ("changed", "De tekst is veranderd; herstel.md vervangt herstel.txt.")
    assert sorted(path.name for path in (wish.corpus_dir / "pages").iterdir()) == ["herstel.md"]
    assert (wish.corpus_dir / "originals/herstel.before.txt").read_text("utf-8").startswith("Herstel")


def test_a_text_file_that_was_set_aside_before_stays_beside_a_later_one(site: Site, wish: Wish) -> None:
    site.answers["/herstel"] = page()
    for words in ("Eerst.", "Later.", "Nog later."):
        (wish.corpus_dir / "pages/herstel.txt").write_text(words, "utf-8")
        run(wish)
    aside = {path.name: path.read_text("utf-8") for path in (wish.corpus_dir / "originals").glob("*.txt")}
    assert aside == {
        "herstel.before.txt": "Eerst.",
        "herstel.before-2.txt": "Later.",
        "herstel.before-3.txt": "Nog later.",
    }


def test_a_pdf_is_kept_with_its_page_numbers_in_the_readable_text(site: Site, wish: Wish) -> None:
    writer = PdfWriter()
    for words in ("Eerste bladzijde.", "Tweede bladzijde."):
        content = DecodedStreamObject()
        content.set_data(f"BT /F 10 Tf 40 300 Td ({words}) Tj ET".encode())
        sheet = writer.add_blank_page(400, 600)
        font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica", "/Encoding": "/WinAnsiEncoding"}
        names = DictionaryObject({NameObject(key): NameObject(value) for key, value in font.items()})
        fonts = DictionaryObject({NameObject("/F"): names})
        sheet[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        sheet[NameObject("/Contents")] = writer._add_object(content)
    out = io.BytesIO()
    writer.write(out)
    site.answers["/herstel"] = (200, {"Content-Type": "text/html"}, out.getvalue())
    assert one(run(wish))[0] == "new"
    assert (wish.corpus_dir / "originals/herstel.pdf").read_bytes() == out.getvalue()
    text = (wish.corpus_dir / "pages/herstel.md").read_text("utf-8")
    assert text == "[[pagina 1]]\n\nEerste bladzijde.\n\n[[pagina 2]]\n\nTweede bladzijde.\n"


def test_a_kill_between_page_and_text_file_is_mended(site: Site, wish: Wish) -> None:
    site.answers["/herstel"] = page()
    run(wish)
    (wish.corpus_dir / "pages/herstel.txt").write_text("Oude tekst.\n", "utf-8")
    (wish.corpus_dir / "originals/.herstel.html.part").write_text("half", "utf-8")
    assert one(run(wish))[0] == "unchanged"
    assert sorted(files(wish.corpus_dir)) == [
        "fetched.json",
        "originals/herstel.before.txt",
        "originals/herstel.html",
        "pages/herstel.md",
        "register.toml",
    ]


def test_a_file_that_cannot_be_written_fails_with_one_line_and_nothing_half(
    site: Site, wish: Wish, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.answers["/herstel"] = page()
    run(wish)
    before = files(wish.corpus_dir)
    site.answers["/herstel"] = page("<p>Nieuw.</p>")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    status, line = one(run(wish))
    assert (status, line) == ("failed", "De pagina kan niet worden bewaard (de schijf is vol).")
    assert files(wish.corpus_dir) == before


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("één café – ‘echt’".encode(), "text/html; charset=iso-8859-1"),
        ("één café – ‘echt’".encode("cp1252"), "text/html"),
        ("één café – ‘echt’".encode("cp1252"), "text/html; charset=utf-8"),
        ("één café – ‘echt’".encode("cp1252"), "text/html; charset=ISO-8859-1"),
        ("één café – ‘echt’".encode("utf-8-sig"), "text/html"),
        ("één café – ‘echt’".encode("utf-16"), "text/html"),
        (b"<meta charset=macintosh>" + "één café – ‘echt’".encode("macintosh"), "text/html"),
        ("één café – ‘echt’".encode(), "text/html; charset=onbekend"),
    ],
)
def test_letters_are_right_whatever_the_labels_say(body: bytes, content_type: str) -> None:
    assert decode(body, content_type).endswith("één café – ‘echt’")


def _as_site(pieces: list[Piece]) -> bytes:
    """The pieces of a page as a website would show them, with its furniture around."""
    parts, depth = [], 0
    for number, piece in enumerate([*pieces, Piece("paragraph", "")]):
        wanted = piece.level + 1 if piece.kind == "item" else 0
        if depth and (not wanted or piece.group != pieces[number - 1].group):
            parts.append("</li></ul>" * depth)
            depth = 0
        if wanted:
            parts.append("</li></ul>" * (depth - wanted) + ("<ul>" if wanted > depth else "</li>") + "<li>")
            depth = wanted
        words = escape(piece.text).replace("\n", "<br>")
        on_top = all(above.kind == "heading" for above in pieces[: number + 1])
        tag = "" if wanted else "p" if piece.kind == "paragraph" else "h1" if on_top else "h2"
        parts.append(f"<{tag}>{words}</{tag}>" if tag else words)
    return page().replace(f"<h1>Herstel</h1><p>{WORDS * 5}</p>".encode(), "".join(parts).encode())


@pytest.mark.parametrize("path", sorted((PROJECT / "corpus/pages").glob("*.txt")), ids=lambda path: path.stem)
def test_a_page_of_the_corpus_is_the_same_when_it_comes_from_a_website(site: Site, wish: Wish, path: Path) -> None:
    pieces = read_txt(path.read_text("utf-8"))
    site.answers["/herstel"] = _as_site(pieces)
    assert one(run(wish))[0] == "new"
    fetched = Assembly(
        remove_furniture(restore(read_markdown((wish.corpus_dir / "pages/herstel.md").read_text("utf-8"))))
    )
    kept = Assembly(remove_furniture(pieces))
    assert _gist(fetched) == _gist(kept)


def _gist(page: Assembly) -> list[object]:
    """Kind, words and parts of every block, bullets aside."""
    text = page.text
    return [
        (
            block.kind,
            block.name.of(text) if block.name else "",
            [(field.label, field.value.of(text)) for field in block.fields],
            [(item.span.of(text), item.depth) for item in block.items],
            block.span.of(text) if block.kind in ("heading", "paragraph") else "",
        )
        for block in page.blocks
    ]
