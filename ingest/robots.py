"""What robots.txt of a site allows, and the pause between two requests to one host."""

from __future__ import annotations

import time
from urllib.robotparser import RobotFileParser

import httpx

from ingest.download import AGENT, Download, DownloadError, Limits, download
from ingest.errors import WegwijzerError
from ingest.guard import Guard

_MAX_BYTES = 1_000_000
_MAX_PAUSE = 30.0


class DisallowedError(WegwijzerError):
    """The site's robots.txt does not allow the address."""


class Manners:
    """Asks every site for its robots.txt once and spaces the requests. One run of fetching has one of these."""

    def __init__(self, guard: Guard, limits: Limits) -> None:
        self._guard, self._limits = guard, limits
        self._rules: dict[str, RobotFileParser] = {}
        self._last: dict[str, float] = {}

    def before(self, url: httpx.URL) -> None:
        """Wait for this host's turn; raises DisallowedError when robots.txt closes `url`."""
        site = f"{url.scheme}://{url.netloc.decode('ascii')}"
        if site not in self._rules:
            self._rules[site] = self._read(site)
        rules = self._rules[site]
        if not rules.can_fetch(AGENT, str(url)):
            raise DisallowedError("het bestand robots.txt van de site staat het ophalen van deze pagina niet toe")
        self._wait(url.host, float(rules.crawl_delay(AGENT) or 0))

    def _read(self, site: str) -> RobotFileParser:
        limits = Limits(self._limits.seconds, self._limits.read_seconds, _MAX_BYTES, self._limits.redirects)
        answer = download(f"{site}/robots.txt", self._guard, limits, may_ask=lambda url: self._wait(url.host, 0))
        rules = RobotFileParser()
        rules.parse(_lines(answer))
        return rules

    def _wait(self, host: str, asked: float) -> None:
        pause = max(self._limits.pause, min(asked, _MAX_PAUSE))
        since = time.monotonic() - self._last.get(host, -pause)
        if since < pause:
            time.sleep(pause - since)
        self._last[host] = time.monotonic()


def _lines(answer: Download) -> list[str]:
    """The rules; none (all allowed) when the site has no such file. A site in trouble is left alone."""
    if answer.status == 429 or answer.status >= 500:
        raise DownloadError(f"de site heeft een storing (robots.txt geeft {answer.status})")
    if answer.status != 200:
        return []
    return answer.body.decode("utf-8-sig", errors="replace").splitlines()
