"""Where fetching may go: which addresses, which hosts, which IP addresses, and for how long."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from collections.abc import Iterable, Iterator
from typing import Any

import httpcore
import httpx

from ingest.errors import WegwijzerError

_PORTS = {"http": 80, "https": 443}
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
# All that is given out; outside it are old and local ways to write an IPv4 address, and networks of one's own.
_PUBLIC_V6 = ipaddress.ip_network("2000::/3")


class RefusedError(WegwijzerError):
    """An address that must not be fetched; the message says why."""


class Deadline:
    """The moment on which everything about one download must be done."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self, at_most: float | None = None) -> float:
        """The seconds left, no more than `at_most`; raises httpcore.ReadTimeout when there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("deadline passed")
        return left if at_most is None else min(left, at_most)


class Guard:
    """Decides on addresses. `allowed_hosts` are named hosts (`host` or `host:port`) that may be private (tests)."""

    def __init__(self, allowed_hosts: str | Iterable[str] = ()) -> None:
        names = allowed_hosts.split(",") if isinstance(allowed_hosts, str) else allowed_hosts
        self._allowed = frozenset(name.strip().lower() for name in names if name.strip())

    def is_named(self, host: str, port: int) -> bool:
        """Whether the settings name this host, with or without its port."""
        return host.lower() in self._allowed or f"{host.lower()}:{port}" in self._allowed

    def check(self, url: httpx.URL, start: httpx.URL | None = None) -> None:
        """Raise RefusedError unless `url` may be asked for; `start` is the address that redirected to it."""
        if url.scheme not in _PORTS:
            raise RefusedError(f"het adres begint niet met http of https ({str(url)[:80]})")
        if not url.host or url.userinfo:
            raise RefusedError("het adres heeft geen gewone naam van een website")
        port = _port(url)
        if port != _PORTS[url.scheme] and not self.is_named(url.host, port):
            raise RefusedError(f"poort {port} is niet toegestaan")
        if start is not None and start.scheme == "https" and url.scheme == "http":
            raise RefusedError("de site verwijst van https door naar het onbeveiligde http")
        if start is not None and _site(url) != _site(start) and not self.is_named(url.host, port):
            raise RefusedError(f"de site verwijst door naar een andere website ({url.host})")

    def addresses(self, host: str, port: int) -> list[str]:
        """The IP addresses of `host`. Raises RefusedError when one is not on the public internet."""
        try:
            answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise RefusedError(f"de website {host} is niet te vinden") from error
        found = list(dict.fromkeys(str(answer[4][0]) for answer in answers))
        # One private answer among public ones is enough to refuse: that is how rebinding looks.
        if not self.is_named(host, port) and not all(is_public(address) for address in found):
            raise RefusedError(f"de website {host} heeft een adres dat niet op het openbare internet staat")
        return found


def is_public(address: str) -> bool:
    """Whether an IP address is on the public internet, also when it wraps an IPv4 address."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
        if ip not in _PUBLIC_V6:
            return False
    return ip.is_global and not ip.is_multicast


def _port(url: httpx.URL) -> int:
    return url.port or _PORTS[url.scheme]


def _site(url: httpx.URL) -> str:
    return url.host.lower().removeprefix("www.")


class GuardedTransport(httpx.BaseTransport):
    """Connects to addresses that `guard` has checked (looked up once, so no rebinding), until `deadline`."""

    def __init__(self, guard: Guard, deadline: Deadline) -> None:
        self._guard, self._deadline = guard, deadline
        self._pools: list[httpcore.ConnectionPool] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request over a connection of its own; redirects are answers like any other."""
        context = httpx.create_ssl_context(trust_env=False) if request.url.scheme == "https" else None
        backend = _Backend(self._guard, self._deadline)
        pool = httpcore.ConnectionPool(ssl_context=context, network_backend=backend, max_keepalive_connections=0)
        self._pools.append(pool)
        url = httpcore.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        answer = pool.handle_request(
            httpcore.Request(request.method, url, headers=request.headers.raw, extensions=request.extensions)
        )
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer))

    def close(self) -> None:
        """Close every connection."""
        for pool in self._pools:
            pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


class _Backend(httpcore.NetworkBackend):
    """Looks a host up once, checks every answer, and connects to what was checked."""

    def __init__(self, guard: Guard, deadline: Deadline) -> None:
        self._guard, self._deadline = guard, deadline
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to the first address of `host` that answers."""
        addresses = self._guard.addresses(host, port)
        for number, address in enumerate(addresses, start=1):
            try:
                stream = self._plain.connect_tcp(
                    address, port, self._deadline.left(timeout), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if number == len(addresses):
                    raise
            else:
                return _Stream(stream, self._deadline)
        raise httpcore.ConnectError(f"no address for {host}")


class _Stream(httpcore.NetworkStream):
    """A connection whose every step ends by the deadline: a slow drip of headers cannot hold it open."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, self._deadline.left(timeout))
        return _Stream(secured, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
