"""One address over HTTP(S) into bytes, politely and within limits; every failure is one Dutch line."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import httpcore
import httpx

from ingest.errors import WegwijzerError
from ingest.guard import Deadline, Guard, GuardedTransport, RefusedError

AGENT = "Wegwijzer"
"""The name under which robots.txt may address this program."""

_REDIRECTS = (301, 302, 303, 307, 308)
_PERMANENT = (301, 308)
_GZIP = 16 + zlib.MAX_WBITS
_STEP = 65_536


class DownloadError(WegwijzerError):
    """A download that failed; the message is a Dutch clause without a capital or full stop."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one download may take: seconds in all, per read and to connect, bytes, redirects; and the pause."""

    seconds: float = 60
    read_seconds: float = 15
    connect_seconds: float = 5
    bytes: int = 20_000_000
    """Of the body, also when it is unpacked."""
    redirects: int = 5
    pause: float = 1
    """Seconds between two requests to the same host."""


@dataclass(frozen=True, slots=True)
class Download:
    """What came back: `url` is where it ended, `moved` whether every redirect was permanent (and there was one)."""

    status: int
    url: httpx.URL
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    moved: bool = False


def download(
    address: str,
    guard: Guard,
    limits: Limits,
    headers: Mapping[str, str] | None = None,
    may_ask: Callable[[httpx.URL], None] = lambda _: None,
) -> Download:
    """Get `address`, following redirects by hand; `may_ask` sees each address first and may raise.

    Raises DownloadError or RefusedError.
    """
    try:
        start = url = httpx.URL(address)
        deadline = Deadline(limits.seconds)
        statuses: list[int] = []
        while len(statuses) <= limits.redirects:
            guard.check(url, start if statuses else None)
            may_ask(url)
            answer = _get(url, guard, deadline, limits, headers or {})
            if answer.status not in _REDIRECTS:
                moved = bool(statuses) and all(status in _PERMANENT for status in statuses)
                return Download(answer.status, url, answer.body, answer.headers, moved)
            statuses.append(answer.status)
            url = url.join(answer.headers.get("location", ""))
    except (httpcore.TimeoutException, httpx.TimeoutException) as error:
        raise DownloadError("de site antwoordt niet op tijd") from error
    except (httpcore.ProtocolError, httpx.ProtocolError) as error:
        raise DownloadError("het antwoord van de site is onvolledig of onjuist opgebouwd") from error
    except (httpcore.NetworkError, httpx.HTTPError, OSError) as error:
        raise DownloadError("de verbinding met de site komt niet tot stand of valt weg") from error
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise RefusedError("het adres is niet goed geschreven") from error
    raise DownloadError(f"de site verwijst meer dan {limits.redirects} keer door")


def _get(url: httpx.URL, guard: Guard, deadline: Deadline, limits: Limits, headers: Mapping[str, str]) -> Download:
    """One request, redirects not followed. Only gzip is asked for: its unpacking can be stopped at a size."""
    own = {"User-Agent": f"{AGENT}/0.1", "Accept": "text/html, application/pdf;q=0.9", "Accept-Encoding": "gzip"}
    transport = GuardedTransport(guard, deadline)
    timeout = httpx.Timeout(limits.read_seconds, connect=min(limits.connect_seconds, limits.read_seconds))
    with (
        httpx.Client(transport=transport, timeout=timeout, follow_redirects=False) as client,
        client.stream("GET", url, headers={**own, **headers}) as answer,
    ):
        known = {name.lower(): value for name, value in answer.headers.items()}
        wanted = answer.status_code == 200
        body = _read(answer, known.get("content-encoding", ""), limits.bytes) if wanted else b""
        return Download(answer.status_code, url, body, known)


def _read(answer: httpx.Response, encoding: str, most: int) -> bytes:
    """The body, unpacked; raises DownloadError as soon as it is larger than `most` bytes, packed or not."""
    declared = answer.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > most:
        raise _too_large(most)
    if encoding.strip().lower() in ("", "identity"):
        parts: Iterator[bytes] = answer.iter_raw()
    elif encoding.strip().lower() in ("gzip", "x-gzip"):
        parts = _unpacked(answer.iter_raw())
    else:
        raise DownloadError(f"de site gebruikt een onbekende verpakking ({encoding[:20]})")
    body = bytearray()
    for part in parts:
        body += part
        if len(body) > most:
            raise _too_large(most)
    return bytes(body)


def _unpacked(parts: Iterator[bytes]) -> Iterator[bytes]:
    """Gzip unpacked in steps of at most `_STEP` bytes, so that a bomb is stopped before it fills the memory."""
    unpacker = zlib.decompressobj(_GZIP)
    try:
        for part in parts:
            rest = part
            full = True  # the unpacker may hold more than it gave
            while (rest or full) and not unpacker.eof:
                step = unpacker.decompress(rest, _STEP)
                yield step
                rest, full = unpacker.unconsumed_tail, len(step) == _STEP
    except zlib.error as error:
        raise DownloadError("de ingepakte inhoud is beschadigd") from error
    if not unpacker.eof:
        raise DownloadError("de ingepakte inhoud is afgebroken")


def _too_large(most: int) -> DownloadError:
    return DownloadError(f"de pagina is groter dan {most / 1_000_000:.0f} MB")
