"""Whether an answer that looks fine (status 200) is the page that was asked for, or something else in its place."""

from __future__ import annotations

import re

import httpx
from bs4 import BeautifulSoup

from ingest.sniff import is_cut_off
from ingest.text import normalise_line

_ERROR = re.compile(
    r"\b(?:40[0134]|410|50[0234])\b(?! \w+ (?:gezinnen|kinderen|jongeren))|(?:pagina|page)(?: is| kan)?(?: niet| not)"
    r"(?: worden)? (?:gevonden|beschikbaar|found)|niet gevonden|not found|page unavailable|"
    r"(?:technische|tijdelijke) storing|er (?:is|ging) iets (?:mis|fout)|gepland onderhoud|wegens onderhoud|"
    r"onderhoudswerkzaamheden|under maintenance|access denied|toegang geweigerd|forbidden|"
    r"service unavailable|just a moment|captcha|are you (?:a )?human|bent u (?:een )?(?:mens|robot)",
    re.IGNORECASE,
)
_LOGIN = re.compile(r"^(?:inloggen|log in|login|aanmelden|sign in|u bent niet ingelogd)\b", re.IGNORECASE)
_LOGIN_PATH = re.compile(
    r"/(?:inloggen|log-?in|sign-?in|aanmelden|auth|saml|sso|wp-login\.php)(?:[/?.]|$)", re.IGNORECASE
)
_SHORT = 1500
_LEAST = 0.5


def doubt_html(html: str, asked: httpx.URL, got: httpx.URL, after: str, before: str) -> str:
    """Why the page is not to be trusted, as a Dutch clause; empty when there is no reason.

    `after` is its readable text, `before` that of the copy in the corpus (empty when there is none).
    """
    soup = BeautifulSoup(html, "lxml")
    names = [normalise_line(tag.get_text(" ")) for tag in soup.find_all(["title", "h1"])]
    is_thin = len(after) < (_LEAST * len(before) if before else _SHORT)
    has_password = soup.find("input", attrs={"type": "password"}) is not None
    if any(_LOGIN.match(name) for name in names) or _LOGIN_PATH.search(got.path) or (has_password and is_thin):
        return "de site vraagt om in te loggen"
    if any(_ERROR.search(name) for name in names) and (is_thin or not before):
        return "de site toont een foutmelding in plaats van de pagina"
    if got.path in ("", "/") and asked.path not in ("", "/"):
        return "de site verwijst door naar de voorpagina"
    if is_cut_off(html):
        return "de pagina is afgebroken"
    return doubt_text(after, before)


def doubt_text(after: str, before: str) -> str:
    """Why a text is not to be trusted to replace `before`: nothing left, far less, or unreadable signs."""
    if not after.strip():
        return "de pagina bevat geen leesbare tekst"
    if after.count("\ufffd") > len(after) / 500:
        return "de tekens van de pagina zijn niet te lezen"
    if len(after) < _LEAST * len(before):
        share = round(100 * len(after) / len(before))
        return f"de pagina bevat veel minder tekst dan eerst ({share} %)"
    return ""
