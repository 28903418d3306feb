"""What tests of fetching share: a page as a site sends it, a corpus that wishes for it, and the work itself."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from website import Site

from ingest.download import Limits
from ingest.fetch import fetch
from ingest.fetch_report import FetchReport

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
