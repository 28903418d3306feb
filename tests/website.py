"""A website on loopback, and the pages of the corpus as their own websites would send them.

A page has the words of its text file with a site's furniture around. The overviews of interventions are tables in one
layout and lists in folded panels in the other.
"""

from __future__ import annotations

import http.server
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from html import escape
from itertools import groupby
from typing import Literal

import pytest

from ingest.pieces import Piece
from ingest.read_txt import read_txt

Layout = Literal["tables", "lists"]
_SUBHEADINGS = ("Overzicht", "Discussie", "Samengevat")
_NAME, _REMARKS = "Interventie", "Opmerkingen"

_TOP = """<!doctype html>
<html lang="nl"><head><meta charset="utf-8"><title>{title} | De website</title>
<script>window.dataLayer = [];</script><style>.menu {{ display: flex }}</style></head>
<body class="page has-sidebar">
<a class="skip-link" href="#inhoud">Naar de inhoud</a>
<div id="cookie-bar" role="dialog" aria-label="Cookies"><p>Wij gebruiken cookies om het gebruik van de website te
analyseren.</p><button>Alles accepteren</button><button>Weigeren</button></div>
<header class="site-header"><a href="/">De website</a><ul>{motto}</ul>
<nav aria-label="Hoofdmenu"><button aria-expanded="false" aria-controls="hoofdmenu">Menu</button>
<ul id="hoofdmenu" hidden><li><a href="/themas">Thema's</a></li><li><a href="/databank">Databank Effectieve
Jeugdinterventies</a></li><li><a href="/contact">Contact</a></li></ul></nav>
<form role="search" action="/zoeken"><label>Zoeken <input name="q"></label><button>Zoek</button></form></header>
<nav class="breadcrumb" aria-label="Kruimelpad"><ol><li><a href="/">Home</a></li>{crumbs}</ol></nav>
<div class="layout"><main id="inhoud"><article>
<h1>{title}</h1>
"""
_BOTTOM = """
</article></main>
<aside class="sidebar"><h2>In dit thema</h2><ul><li><a href="/signaleren">Signaleren</a></li>
<li><a href="/meldcode">Meldcode</a></li></ul></aside></div>
<section class="related"><h2>Gerelateerd</h2><ul><li><a href="/nieuws/1">Nieuwe factsheet over veiligheid</a></li>
<li><a href="/nieuws/2">Training: werken met een veiligheidsplan</a></li></ul></section>
<div class="share"><p>Deel deze pagina</p><a href="https://social.example/">Deel</a></div>
<div class="newsletter"><h2>Nieuwsbrief</h2><form><label>E-mailadres <input type="email"></label></form></div>
<footer><p>De website © 2026</p><ul><li><a href="/privacy">Privacy</a></li></ul></footer>
</body></html>
"""


@dataclass
class Site:
    """A server whose answers the test sets by path: bytes, (status, headers, body), or a function of the handler."""

    port: int = 0
    answers: dict[str, object] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


@contextmanager
def serving() -> Iterator[Site]:
    """A site, for as long as it lasts."""
    made = Site()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            made.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            answer = made.answers.get(self.path, (404, {}, b""))
            try:
                if callable(answer):
                    answer(self)
                    return
                status, headers, body = answer if isinstance(answer, tuple) else (200, {}, answer)
                self.send_response(status)
                for name, value in {"Content-Type": "text/html", "Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)
            except OSError:  # the client has hung up, as it should
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    made.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as made:
        yield made


def with_marks(body: bytes) -> Callable[[http.server.BaseHTTPRequestHandler], None]:
    """An answer with an ETag and a Last-Modified, and 304 for who knows them already."""
    mark, day = f'"{sha256(body).hexdigest()[:16]}"', "Sun, 01 Nov 2026 10:00:00 GMT"

    def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
        is_known = handler.headers.get("If-None-Match") == mark and handler.headers.get("If-Modified-Since") == day
        handler.send_response(304 if is_known else 200)
        marks = {"ETag": mark, "Last-Modified": day, "Content-Type": "text/html; charset=utf-8"}
        for name, value in {**marks, "Content-Length": "0" if is_known else str(len(body))}.items():
            handler.send_header(name, value)
        handler.end_headers()
        if not is_known:
            handler.wfile.write(body)

    return answer


def as_website(text: str, layout: Layout) -> str:
    """The HTML page whose copy is the text file `text`."""
    pieces = read_txt(text)
    first = next(number for number, piece in enumerate(pieces) if piece.kind == "heading")
    top = next(number for number, piece in enumerate(pieces) if number > first and piece.kind != "heading")
    titles = [piece.text for piece in pieces[first:top]]
    crumbs = "".join(f"<li><a href=/thema>{escape(title)}</a></li>" for title in titles[:-1])
    motto = "".join(f"<li>{escape(piece.text)}</li>" for piece in pieces[:first])
    body = "\n".join(_body(pieces[top:], layout))
    return _TOP.format(title=escape(titles[-1]), crumbs=crumbs, motto=motto) + body + _BOTTOM


def _body(pieces: Sequence[Piece], layout: Layout) -> Iterator[str]:
    panel = 0
    for (kind, group), run in groupby(pieces, key=lambda piece: (piece.kind, piece.group)):
        for piece in [*run] if kind != "item" else []:
            words = escape(piece.text).replace("\n", "<br>")
            if kind == "paragraph":
                yield f"<p>{words}</p>"
            elif piece.text.startswith(_SUBHEADINGS):
                yield f"<h3>{words}</h3>"
            elif layout == "tables":
                yield f"<h2>{words}</h2>"
            else:
                yield "</div>" * bool(panel)
                panel += 1
                button = f'<button aria-expanded="false" aria-controls="paneel-{panel}">{words}</button>'
                yield f'<h2 class="accordion">{button}</h2><div id="paneel-{panel}" hidden>'
        if kind == "item":
            items = [piece for piece in pieces if piece.kind == "item" and piece.group == group]
            is_overview = all(_fields(piece) for piece in items)
            yield _table(items) if is_overview and layout == "tables" else "".join(_list(items))
    yield "</div>" * bool(panel)


def _list(items: Sequence[Piece]) -> Iterator[str]:
    depth = -1
    for piece in items:
        yield "<ul>" if piece.level > depth else "</li>" + "</ul></li>" * (depth - piece.level)
        depth = piece.level
        name, *lines = piece.text.split("\n")
        words = f"<strong>{escape(name)}</strong>" if _fields(piece) else escape(name)
        yield f"<li>{'<br>'.join([words, *map(escape, lines)])}"
    yield "</li></ul>" * (depth + 1)


def _table(items: Sequence[Piece]) -> str:
    """The overview as a table: a row an intervention, a column a label, a dash where the text says nothing."""
    records = [{_NAME: piece.text.split("\n")[0], **_fields(piece)} for piece in items]
    for record, piece in zip(records, items, strict=True):
        if rest := [line for line in piece.text.split("\n")[1:] if ": " not in line]:
            record[_REMARKS] = " ".join(rest)
    labels = list(dict.fromkeys(label for record in records for label in record))
    head = "".join(f'<th scope="col">{escape(label)}</th>' for label in labels)
    rows = "".join(
        "<tr>" + "".join(f"<td><p>{escape(record.get(label, '–'))}</p></td>" for label in labels) + "</tr>"
        for record in records
    )
    return f'<figure class="wp-block-table"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></figure>'


def _fields(piece: Piece) -> dict[str, str]:
    """The labelled lines of an intervention; nothing for another item."""
    pairs = [line.split(": ", 1) for line in piece.text.split("\n")[1:] if ": " in line]
    return dict(pairs) if len(pairs) >= 3 else {}
