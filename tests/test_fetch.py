"""Fetching from a real server on loopback: what is kept, what is kept out, and what never happens."""

import gzip
import http.server
import io
import json
import os
import socket
import time
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

import httpx
import pytest
from filelock import FileLock
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject
from website import Site, serving

from ingest.blocks import Assembly
from ingest.download import Limits
from ingest.errors import CorpusError, IndexBusyError
from ingest.fetch import fetch
from ingest.fetch_report import FetchReport
from ingest.furniture import remove_furniture
from ingest.guard import Guard, RefusedError, is_public
from ingest.pieces import Piece
from ingest.read_html import read_markdown
from ingest.read_txt import read_txt
from ingest.readable import restore
from ingest.settings import PROJECT
from ingest.sniff import decode

QUICK = Limits(seconds=1.0, read_seconds=0.5, bytes=300_000, pause=0)
WORDS = "Steun van een betrouwbare volwassene is belangrijk bij veerkracht en herstel van kinderen. "
REGISTER = (
    '# Het register\n\n[herstel]\ntitle = "Herstel"   # met uitleg\npublisher = ""\nurl = "{url}"\nretrieved = ""\n'
)


def page(body: str = "", title: str = "Herstel", words: int = 5) -> bytes:
    return (
        f"<!doctype html><html lang=nl><head><meta charset=utf-8><title>{title}</title></head><body>"
        f"<nav><ul><li><a href=/>Home</a></li></ul></nav><div class=cookie-bar>Wij gebruiken cookies.</div>"
        f"<main><h1>{title}</h1><p>{WORDS * words}</p>{body}</main>"
        f"<div class=related><h2>Gerelateerd</h2><ul><li><a href=/x>Andere pagina</a></li></ul></div>"
        f"<footer>Contact en privacy</footer></body></html>"
    ).encode()


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as made:
        yield made


@dataclass(frozen=True)
class Wish:
    """The settings that fetching needs."""

    corpus_dir: Path
    fetch_allowed_hosts: str


@pytest.fixture
def wish(tmp_path: Path, site: Site) -> Wish:
    (tmp_path / "pages").mkdir()
    (tmp_path / "register.toml").write_text(REGISTER.format(url=site.url("/herstel")), "utf-8")
    return Wish(tmp_path, f"127.0.0.1:{site.port}")


def run(wish: Wish, **more: object) -> FetchReport:
    return fetch(wish, everything="add" not in more, limits=QUICK, **more)  # type: ignore[arg-type]


def one(report: FetchReport) -> tuple[str, str]:
    assert len(report.outcomes) == 1
    line = report.outcomes[0].line
    assert "\n" not in line
    assert line.endswith(".")
    return report.outcomes[0].status, line


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != ".fetch.lock"
    }


def test_a_page_is_kept_as_sent_and_as_readable_text_without_the_furniture(site: Site, wish: Wish) -> None:
    site.answers["/herstel"] = page(
        "<h2>Uitleg</h2><ul><li>een<ul><li>binnen</li></ul></li><li>twee</li></ul>", words=1
    )
    assert one(run(wish)) == ("new", "Opgehaald als herstel.md.")
    assert (wish.corpus_dir / "originals/herstel.html").read_bytes() == site.answers["/herstel"]
    text = (wish.corpus_dir / "pages/herstel.md").read_text("utf-8")
    assert text == f"# Herstel\n\n{WORDS.strip()}\n\n## Uitleg\n\n- een\n  - binnen\n- twee\n"


def test_the_day_of_copying_comes_into_the_register_and_nothing_else_changes_there(site: Site, wish: Wish) -> None:
    site.answers["/herstel"] = page()
    run(wish)
    register = (wish.corpus_dir / "register.toml").read_text("utf-8")
    day = tomllib.loads(register)["herstel"]["retrieved"]
    assert len(day) == 10
    assert register == REGISTER.format(url=site.url("/herstel")).replace('retrieved = ""', f'retrieved = "{day}"')


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


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_gone_is_reported_and_stays(site: Site, wish: Wish, status: int) -> None:
    site.answers["/herstel"] = page()
    run(wish)
    before = files(wish.corpus_dir)
    site.answers["/herstel"] = (status, {}, page())
    assert one(run(wish)) == ("gone", f"De site heeft deze pagina niet meer ({status}).")
    assert files(wish.corpus_dir) == before


LOGIN = b"<html><head><title>Portaal</title></head><body><form><input type=password></form></body></html>"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (page(words=2), "veel minder tekst dan eerst (41 %)"),
        (page(title="Inloggen bij het portaal"), "in te loggen"),
        (LOGIN, "in te loggen"),
        (page(title="Pagina niet gevonden", words=1), "foutmelding"),
        (page().split(b"</main>")[0], "afgebroken"),
        (b"<html><body><nav>Menu</nav></body></html>", "geen leesbare tekst"),
    ],
)
def test_an_answer_in_place_of_the_page_is_kept_out(site: Site, wish: Wish, body: bytes, words: str) -> None:
    site.answers["/herstel"] = page()
    run(wish)
    before = files(wish.corpus_dir)
    site.answers["/herstel"] = body
    status, line = one(run(wish))
    assert status == "suspect"
    assert words in line
    assert files(wish.corpus_dir) == before


def test_being_sent_to_the_front_page_or_a_login_is_suspect(site: Site, wish: Wish) -> None:
    for target, words in (("/", "voorpagina"), ("/account/login?terug=/herstel", "in te loggen")):
        site.answers["/herstel"] = (302, {"Location": target}, b"")
        site.answers[target] = page()
        status, line = one(run(wish))
        assert (status, words in line) == ("suspect", True)
    assert "pages/herstel.md" not in files(wish.corpus_dir)


def _slow(handler: http.server.BaseHTTPRequestHandler) -> None:
    time.sleep(0.9)


def _drip(handler: http.server.BaseHTTPRequestHandler) -> None:
    """A body that comes letter by letter, each in time."""
    handler.send_response(200)
    handler.end_headers()
    for _ in range(40):
        handler.wfile.write(b"<p>")
        time.sleep(0.1)


def _drip_of_headers(handler: http.server.BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(40):
        handler.wfile.write(f"X-{number}: 1\r\n".encode())
        time.sleep(0.1)


def _endless(handler: http.server.BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.wfile.write(b"<p>" + b"x" * 60_000)


def _cut_off(handler: http.server.BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "99999")
    handler.end_headers()
    handler.wfile.write(page())


def _endless_headers(handler: http.server.BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        handler.wfile.write(b"X-Meer: " + b"x" * 60_000 + b"\r\n")


def _endless_promises(handler: http.server.BaseHTTPRequestHandler) -> None:
    while True:
        handler.wfile.write(b"HTTP/1.1 102 Processing\r\n\r\n")
        time.sleep(0.01)


def _two_lengths(handler: http.server.BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n<html>")


def _endless_elsewhere(handler: http.server.BaseHTTPRequestHandler) -> None:
    """A redirect to itself with a body without end."""
    handler.send_response(302)
    handler.send_header("Location", "/herstel")
    handler.end_headers()
    while True:
        handler.wfile.write(b"x" * 60_000)


def _no_http(handler: http.server.BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"SSH-2.0-server\r\n\r\n")


def _packed(body: bytes, cut: int | None = None) -> tuple[int, dict[str, str], bytes]:
    data = gzip.compress(body)[:cut]
    return 200, {"Content-Encoding": "gzip", "Content-Length": str(len(data))}, data


HOSTILE: list[tuple[object, str]] = [
    (_slow, "niet op tijd"),
    (_drip, "niet op tijd"),
    (_drip_of_headers, "niet op tijd"),
    (_endless, "groter dan"),
    ((200, {}, b"<html>" + b"x" * 400_000), "groter dan"),
    (_packed(b"<html><body>" + bytes(60_000_000)), "groter dan"),
    (_packed(page(), cut=-20), "afgebroken"),
    ((200, {"Content-Encoding": "gzip"}, page()), "beschadigd"),
    *(((200, {"Content-Encoding": name}, page()), "onbekende verpakking") for name in ("br", "zstd", "gzip, gzip")),
    (_endless_headers, "onvolledig of onjuist"),
    (_endless_promises, "niet op tijd"),
    (_two_lengths, "onvolledig of onjuist"),
    (_endless_elsewhere, "meer dan 5 keer"),
    ((302, {}, b""), "meer dan 5 keer"),
    (_cut_off, "onvolledig"),
    (_no_http, "onvolledig"),
    ((200, {"Content-Type": "text/html"}, b"\x89PNG\r\n\x1a\n\x00\x00"), "geen webpagina"),
    ((200, {}, b'{"title": "gegevens"}'), "geen webpagina"),
    ((200, {}, b"%PDF-1.7\nhalf"), "afgebroken"),
    ((200, {}, b"%PDF-1.7\nonzin\n%%EOF"), "beschadigd"),
    ((200, {}, b""), "leeg"),
    (page("<ul><li>" * 5000), "te diep genest"),
    ((500, {}, b""), "foutmelding (500)"),
    ((403, {}, b""), "weigert de toegang (403)"),
    ((304, {}, b""), "(304)"),
    ((302, {"Location": "/herstel"}, b""), "meer dan 5 keer"),
    ((302, {"Location": "http://169.254.169.254/latest/meta-data/"}, b""), "andere website"),
    ((302, {"Location": "file:///etc/passwd"}, b""), "http of https"),
    ((302, {"Location": "http://elders.example/"}, b""), "andere website"),
    ((302, {"Location": "http://127.0.0.1:1/"}, b""), "1 is niet toegestaan"),
    ((302, {"Location": "http://[:::/"}, b""), "onjuist opgebouwd"),
]


@pytest.mark.parametrize(("answer", "words"), HOSTILE)
def test_a_bad_server_gives_one_clear_line_and_leaves_the_corpus_alone(
    site: Site, wish: Wish, answer: object, words: str
) -> None:
    (wish.corpus_dir / "pages/herstel.md").write_text(f"# Herstel\n\n{WORDS}\n", "utf-8")
    before = files(wish.corpus_dir)
    site.answers["/herstel"] = answer
    started = time.monotonic()
    status, line = one(run(wish))
    assert (status, words in line) == ("failed", True), line
    assert time.monotonic() - started < 3
    assert files(wish.corpus_dir) == before


def test_an_answer_longer_than_it_says_is_taken_for_cut_off(site: Site, wish: Wish) -> None:
    (wish.corpus_dir / "pages/herstel.md").write_text(f"# Herstel\n\n{WORDS}\n", "utf-8")
    before = files(wish.corpus_dir)
    site.answers["/herstel"] = (200, {"Content-Length": str(len(page()) - 30)}, page())
    status, line = one(run(wish))
    assert (status, "afgebroken" in line) == ("suspect", True)
    assert files(wish.corpus_dir) == before


@pytest.mark.parametrize("robots", [_drip, _endless, _packed(bytes(60_000_000)), (302, {"Location": "file:///x"}, b"")])
def test_a_bad_robots_txt_gives_one_clear_line_in_time(site: Site, wish: Wish, robots: object) -> None:
    site.answers |= {"/robots.txt": robots, "/herstel": page()}
    started = time.monotonic()
    assert one(run(wish))[0] == "failed"
    assert time.monotonic() - started < 3
    assert "/herstel" not in site.paths()


def test_redirects_within_the_site_are_followed_and_a_move_is_told(site: Site, wish: Wish) -> None:
    for number in range(5):
        site.answers[f"/{number}"] = (301, {"Location": f"/{number + 1}"}, b"")
    site.answers["/5"] = page()
    site.answers["/herstel"] = (301, {"Location": "/1"}, b"")
    status, line = one(run(wish))
    assert (status, f"verhuisd naar {site.url('/5')}" in line) == ("new", True)


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


def test_robots_txt_is_asked_once_and_obeyed_also_after_a_redirect(site: Site, wish: Wish) -> None:
    site.answers["/robots.txt"] = b"User-agent: *\nDisallow: /dicht\n"
    site.answers["/herstel"] = (302, {"Location": "/dicht/herstel"}, b"")
    site.answers["/dicht/herstel"] = page()
    status, line = one(run(wish))
    assert (status, "robots.txt" in line) == ("skipped", True)
    assert site.paths() == ["/robots.txt", "/herstel"]


def test_a_site_in_trouble_is_left_alone(site: Site, wish: Wish) -> None:
    site.answers["/robots.txt"] = (503, {}, b"")
    site.answers["/herstel"] = page()
    assert one(run(wish))[0] == "failed"
    assert site.paths() == ["/robots.txt"]


@pytest.mark.parametrize("trouble", [(503, {}, b""), _slow], ids=["an error", "no answer"])
def test_a_site_that_gave_trouble_is_not_waited_for_again_at_its_next_page(
    site: Site, wish: Wish, trouble: object
) -> None:
    register = "".join(f'[{slug}]\nurl = "{site.url("/" + slug)}"\n' for slug in ("een", "twee", "drie"))
    (wish.corpus_dir / "register.toml").write_text(register, "utf-8")
    site.answers["/robots.txt"] = trouble
    report = run(wish)
    assert [out.status for out in report.outcomes] == ["failed"] * 3
    assert len({out.line for out in report.outcomes}) == 1
    assert site.paths() == ["/robots.txt"]


def test_a_host_that_does_not_take_up_the_connection_is_given_up_soon(wish: Wish) -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as deaf:
        port = deaf.getsockname()[1]
        waiting = [socket.socket() for _ in range(4)]  # more than it lets wait: the next one gets no answer
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(("127.0.0.1", port))
        (wish.corpus_dir / "register.toml").write_text(f'[een]\nurl = "http://127.0.0.1:{port}/"\n', "utf-8")
        settings = Wish(wish.corpus_dir, f"127.0.0.1:{port}")
        started = time.monotonic()
        report = fetch(settings, ["een"], limits=Limits(seconds=9, read_seconds=9, connect_seconds=0.3, pause=0))
        assert time.monotonic() - started < 3
        assert [out.line for out in report.outcomes] == ["De site antwoordt niet op tijd."]
        for one in waiting:
            one.close()


def test_requests_to_one_host_are_spaced(site: Site, wish: Wish) -> None:
    site.answers["/herstel"] = page()
    started = time.monotonic()
    fetch(wish, ["herstel"], limits=Limits(seconds=5, read_seconds=1, pause=0.3))
    assert time.monotonic() - started >= 0.3  # robots.txt, then the page


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


@pytest.mark.parametrize(
    "address",
    "127.0.0.1 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 0.0.0.0 100.64.0.1 224.0.0.1 ::1 fe80::1 fd00::1 "
    "::ffff:127.0.0.1 64:ff9b::a9fe:a9fe 2002:7f00:1:: ::127.0.0.1 ::ffff:0:127.0.0.1 64:ff9b:1::a00:1 fec0::1".split(),
)
def test_private_addresses_are_not_public(address: str) -> None:
    assert not is_public(address)


def test_public_addresses_are_public() -> None:
    assert is_public("93.184.215.14")
    assert is_public("2a00:1450:400e::5")


@pytest.mark.parametrize(
    "url",
    [
        *("http://127.0.0.1/", "http://localhost/", "http://2130706433/", "http://[::1]/", "http://0x7f.1/"),
        *("http://127.1/", "http://0/", "http://[::ffff:7f00:1]/", "http://[::7f00:1]/"),
    ],
)
def test_loopback_is_refused_under_any_name(tmp_path: Path, url: str) -> None:
    report = fetch(Wish(tmp_path, ""), add=url, limits=QUICK)
    assert report.outcomes[0].status == "failed"
    assert "openbare internet" in report.outcomes[0].line


@pytest.mark.parametrize("url", ["ftp://site.example/x", "http://site.example:8080/", "http://u:p@site.example/", "x"])
def test_odd_addresses_are_refused(url: str) -> None:
    with pytest.raises(RefusedError):
        Guard().check(httpx.URL(url))


def test_a_name_with_one_private_answer_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [(socket.AF_INET, 1, 6, "", (ip, 80)) for ip in ("93.184.215.14", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answers)
    with pytest.raises(RefusedError, match="openbare internet"):
        Guard().addresses("site.example", 80)


def test_a_host_is_looked_up_once_a_connection_so_it_cannot_change_in_between(
    site: Site, wish: Wish, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.answers["/herstel"] = page()
    asked: list[object] = []
    real = socket.getaddrinfo

    def rebinding(host: object, *args: object, **more: object) -> object:
        if host == "site.example":
            asked.append(host)
            host = "127.0.0.1" if len(asked) == 1 else "169.254.169.254"
        return real(host, *args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    from ingest.download import download

    guard = Guard(f"site.example:{site.port}")
    assert download(f"http://site.example:{site.port}/herstel", guard, QUICK).status == 200
    assert len(asked) == 1
    assert site.asked[-1][1]["host"] == f"site.example:{site.port}"


def test_a_redirect_to_and_from_www_is_within_the_site_and_http_after_https_is_not() -> None:
    guard = Guard()
    start = httpx.URL("https://www.site.example/a")
    guard.check(httpx.URL("https://site.example/b"), start)
    for url in ("http://site.example/b", "https://kwaad.site.example/b", "https://site.example.kwaad.example/b"):
        with pytest.raises(RefusedError):
            guard.check(httpx.URL(url), start)


def test_a_new_address_gets_a_name_and_comes_at_the_end_of_the_register(site: Site, wish: Wish) -> None:
    before = (wish.corpus_dir / "register.toml").read_bytes()
    site.answers["/thema/Hulp%20bij%20Trauma.html"] = page(title='Hulp bij "trauma"')
    report = run(wish, add=site.url("/thema/Hulp%20bij%20Trauma.html"))
    assert report.outcomes[0].slug == "hulp-bij-trauma"
    after = (wish.corpus_dir / "register.toml").read_bytes()
    assert after.startswith(before)
    entry = tomllib.loads(after.decode())["hulp-bij-trauma"]
    assert (entry["title"], entry["url"]) == ('Hulp bij "trauma"', site.url("/thema/Hulp%20bij%20Trauma.html"))
    again = run(wish, add=site.url("/thema/Hulp%20bij%20Trauma.html"))
    assert [out.status for out in again.outcomes] == ["unchanged"]
    assert (wish.corpus_dir / "register.toml").read_bytes() == after


def test_a_register_from_windows_keeps_its_line_ends_and_mark(site: Site, wish: Wish) -> None:
    path = wish.corpus_dir / "register.toml"
    old = b"\xef\xbb\xbf" + REGISTER.format(url=site.url("/herstel")).replace("\n", "\r\n").encode().rstrip()
    path.write_bytes(old)
    site.answers |= {"/herstel": page(), "/trauma": page(title="Trauma")}
    fetch(wish, everything=True, add=site.url("/trauma"), limits=QUICK)
    day = tomllib.loads(path.read_text("utf-8-sig"))["herstel"]["retrieved"]
    added = ["", "", "[trauma]", 'title = "Trauma"', 'publisher = ""', f'url = "{site.url("/trauma")}"']
    added += [f'retrieved = "{day}"', ""]
    dated = old.replace(b'retrieved = ""', f'retrieved = "{day}"'.encode())
    assert path.read_bytes() == dated + "\r\n".join(added).encode()


def test_a_name_that_is_taken_is_made_longer(site: Site, wish: Wish) -> None:
    site.answers["/thema/herstel"] = page()
    assert run(wish, add=site.url("/thema/herstel")).outcomes[0].slug == "thema-herstel"


def test_a_new_address_that_fails_leaves_no_trace(site: Site, wish: Wish) -> None:
    before = files(wish.corpus_dir)
    assert run(wish, add=site.url("/weg")).outcomes[0].status == "gone"
    assert files(wish.corpus_dir) == before


def test_pages_without_an_address_and_names_that_are_no_file_names_are_passed_over(wish: Wish) -> None:
    register = '[zonder]\nurl = ""\n["../buiten"]\nurl = "http://127.0.0.1/"\n'
    (wish.corpus_dir / "register.toml").write_text(register, "utf-8")
    assert [out.status for out in run(wish).outcomes] == ["skipped", "failed"]


def test_unknown_names_are_an_error(wish: Wish) -> None:
    with pytest.raises(CorpusError, match="onbekend"):
        fetch(wish, ["onbekend"], limits=QUICK)


def test_one_writer_at_a_time(wish: Wish) -> None:
    with FileLock(wish.corpus_dir / ".fetch.lock"), pytest.raises(IndexBusyError):
        run(wish)


def test_the_report_is_plain_data_with_every_page_once(site: Site, wish: Wish) -> None:
    site.answers["/herstel"] = page()
    data = json.loads(json.dumps(run(wish).as_json()))
    assert data["new"] == ["herstel"]
    assert data["gone"] == data["failed"] == []
    assert [out["slug"] for out in data["outcomes"]] == ["herstel"]


def test_progress_is_told_before_each_page(site: Site, wish: Wish) -> None:
    site.answers["/herstel"] = page()
    told: list[tuple[str, int, int]] = []
    run(wish, progress=lambda *step: told.append(step))
    assert told == [("herstel ophalen", 0, 1), ("klaar", 1, 1)]


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
