"""What robots.txt of a site allows, and the pause between two requests to one host."""

from __future__ import annotations

import time
from dataclasses import replace
from urllib.robotparser import RobotFileParser

import httpx

from ingest.download import AGENT, Download, DownloadError, Limits, download
from ingest.errors import WegwijzerError
from ingest.guard import Guard, RefusedError

_MAX_BYTES = 1_000_000
_MAX_PAUSE = 30.0


class DisallowedError(WegwijzerError):
    """The site's robots.txt does not allow the address."""


class Manners:
    """Asks every site for its robots.txt once and spaces the requests. One run of fetching has one of these."""

    def __init__(self, guard: Guard, limits: Limits) -> None:
        self._guard, self._limits = guard, limits
        self._rules: dict[str, RobotFileParser] = {}
        self._trouble: dict[str, DownloadError | RefusedError] = {}
        self._last: dict[str, float] = {}

    def before(self, url: httpx.URL) -> None:
        """Wait for this host's turn; raises DisallowedError when robots.txt closes `url`.

        A site that gives no rules, because it is in trouble or cannot be reached, is not asked again in this run.
        """
        site = f"{url.scheme}://{url.netloc.decode('ascii')}"
        if site in self._trouble:
            raise self._trouble[site]
        if site not in self._rules:
            try:
                self._rules[site] = self._read(site)
            except (DownloadError, RefusedError) as error:
                self._trouble[site] = error
                raise
        rules = self._rules[site]
        if not rules.can_fetch(AGENT, str(url)):
            raise DisallowedError("het bestand robots.txt van de site staat het ophalen van deze pagina niet toe")
        self._wait(url.host, float(rules.crawl_delay(AGENT) or 0))

    def _read(self, site: str) -> RobotFileParser:
        limits = replace(self._limits, bytes=_MAX_BYTES)
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
