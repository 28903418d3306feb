"""Fetching from a real server on loopback: answers that are not the page, and servers that do harm or give trouble."""

# ruff: noqa: F811 - a fixture is imported, and a test takes it by its name

import gzip
import http.server
import socket
import time

import pytest
from fetching import WORDS, Wish, files, one, page, run, wish  # noqa: F401 - a fixture
from website import Site, site  # noqa: F401 - a fixture

from ingest.download import Limits
from ingest.fetch import fetch


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
