"""What fetched bytes really are (HTML or PDF), and HTML bytes into text, whatever the server says of them."""

from __future__ import annotations

import re

from ingest.download import DownloadError

_HEAD = 4096
_MAX_HTML = 5_000_000
_HTML = re.compile(rb"<!doctype html|<html|<head|<body|<title|<(?:div|main|article|h1|p|ul|table)[\s>]", re.IGNORECASE)
_HEADER_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_META_CHARSET = re.compile(rb"<meta[^>]{1,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
# What pages call so is Windows-1252 in practice (and by the HTML standard).
_IS_1252 = re.compile(r"^(?:iso-?8859-?1|latin-?1|us-ascii|ascii|l1|cp819)$", re.IGNORECASE)


def kind_of(body: bytes) -> str:
    """ "pdf" or "html" by content; raises DownloadError for anything else, and for a file that is cut off."""
    if b"%PDF-" in body[:1024]:
        if b"%%EOF" not in body[-2048:]:
            raise DownloadError("het PDF-bestand is afgebroken")
        return "pdf"
    head = body[:_HEAD].replace(b"\x00", b"") if body.startswith((b"\xff\xfe", b"\xfe\xff")) else body[:_HEAD]
    if b"\x00" in head or not _HTML.search(head):
        raise DownloadError("wat de site stuurt is geen webpagina en geen PDF" if body.strip() else "de pagina is leeg")
    if len(body) > _MAX_HTML:
        raise DownloadError(f"de webpagina is groter dan {_MAX_HTML / 1_000_000:.0f} MB")
    return "html"


def decode(body: bytes, content_type: str) -> str:
    """HTML as text. Bytes that are valid UTF-8 are UTF-8: chance hardly makes it, wrong labels are common."""
    for encoding in (*_declared_by_mark(body), "utf-8", *_declared(body, content_type), "cp1252"):
        try:
            text = body.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        if "\x00" not in text:
            return text
    raise DownloadError("de tekens van de pagina zijn niet te lezen")


def is_cut_off(html: str) -> bool:
    """Whether a page opens its `<body>` and never ends: the answer stopped half-way."""
    lower = html.lower()
    return "<body" in lower and not any(end in lower for end in ("</body", "</html"))


def _declared_by_mark(body: bytes) -> list[str]:
    return [encoding for mark, encoding in _MARKS if body.startswith(mark)]


def _declared(body: bytes, content_type: str) -> list[str]:
    """The encodings that the header and the page's own `<meta>` name."""
    header = _HEADER_CHARSET.search(content_type)
    meta = _META_CHARSET.search(body[:_HEAD])
    names = [header.group(1)] if header else []
    names += [meta.group(1).decode("ascii", "ignore")] if meta else []
    return ["cp1252" if _IS_1252.match(name) else name for name in names]
