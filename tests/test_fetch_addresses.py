"""Fetching from a real server on loopback: which addresses are asked, which never, and how often."""

# ruff: noqa: F811 - a fixture is imported, and a test takes it by its name

import socket
import time
from pathlib import Path

import httpx
import pytest
from fetching import QUICK, Wish, one, page, run, wish  # noqa: F401 - a fixture
from website import Site, site  # noqa: F401 - a fixture

from ingest.download import Limits
from ingest.fetch import fetch
from ingest.guard import Guard, RefusedError, is_public


def test_redirects_within_the_site_are_followed_and_a_move_is_told(site: Site, wish: Wish) -> None:
    for number in range(5):
        site.answers[f"/{number}"] = (301, {"Location": f"/{number + 1}"}, b"")
    site.answers["/5"] = page()
    site.answers["/herstel"] = (301, {"Location": "/1"}, b"")
    status, line = one(run(wish))
    assert (status, f"verhuisd naar {site.url('/5')}" in line) == ("new", True)


def test_robots_txt_is_asked_once_and_obeyed_also_after_a_redirect(site: Site, wish: Wish) -> None:
    site.answers["/robots.txt"] = b"User-agent: *\nDisallow: /dicht\n"
    site.answers["/herstel"] = (302, {"Location": "/dicht/herstel"}, b"")
    site.answers["/dicht/herstel"] = page()
    status, line = one(run(wish))
    assert (status, "robots.txt" in line) == ("skipped", True)
    assert site.paths() == ["/robots.txt", "/herstel"]


def test_requests_to_one_host_are_spaced(site: Site, wish: Wish) -> None:
    site.answers["/herstel"] = page()
    started = time.monotonic()
    fetch(wish, ["herstel"], limits=Limits(seconds=5, read_seconds=1, pause=0.3))
    assert time.monotonic() - started >= 0.3  # robots.txt, then the page


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
