"""Writes requirements.lock: the versions in this environment of all that pyproject.toml asks for.

Run by `make lock` with the Python of the virtual environment. One file serves each Python and system
that is supported: a package that only some of them need gets a marker.
"""

import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent

HEADER = """\
# Made by `make lock` from pyproject.toml; do not edit by hand. For Python 3.11, 3.12 and 3.13 on Linux, macOS
# and Windows. Install with: pip install -r requirements.lock, then pip install --no-deps -e .
# Versions without hashes: the builds of one torch version (with and without CUDA) have different ones.
"""

# Debian 12 has Python 3.11.2, so a package that wants a later 3.11 does not do.
OLDEST = "3.11.2"
SYSTEMS = (("linux", "Linux", "posix"), ("darwin", "Darwin", "posix"), ("win32", "Windows", "nt"))
TARGETS = [
    {"sys_platform": sys, "platform_system": system, "os_name": os}
    | {"python_version": python, "python_full_version": f"{python}.9"}
    for sys, system, os in SYSTEMS
    for python in ("3.11", "3.12", "3.13")
]
# What a line may get: the first marker that is true for exactly the targets that need the package.
MARKERS = (
    'sys_platform != "win32"',
    'sys_platform == "win32"',
    'sys_platform == "linux"',
    'sys_platform == "darwin"',
    'python_version >= "3.13"',
    'python_version >= "3.12"',
    'python_version < "3.12"',
    'python_version < "3.13"',
)
# Pinned by hand: not needed where the lock is made (so not installed), or the newest does not run on OLDEST.
BY_HAND = {"audioop-lts": "0.2.2", "colorama": "0.4.6", "soupsieve": "2.10"}
# These come with the CUDA build of torch and with no other.
NOT_LOCKED = ("nvidia-", "cuda-", "triton")


def asked() -> list[Requirement]:
    """The requirements of pyproject.toml, those for developers included."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return [Requirement(line) for line in project["dependencies"] + project["optional-dependencies"]["dev"]]


def dependencies(name: str) -> list[Requirement]:
    """What a package asks for; raises SystemExit where it is neither installed nor pinned by hand."""
    try:
        return [Requirement(line) for line in distribution(name).requires or ()]
    except PackageNotFoundError:
        if name in BY_HAND:
            return []
        raise SystemExit(f"{name} is not installed: install it, or pin it in BY_HAND") from None


def closure(target: dict[str, str]) -> set[str]:
    """The names of all packages that a target needs."""
    todo = [(requirement, "") for requirement in asked()]
    seen: set[tuple[str, str]] = set()
    while todo:
        requirement, extra = todo.pop()
        name = canonicalize_name(requirement.name)
        unwanted = requirement.marker and not requirement.marker.evaluate({**target, "extra": extra})
        if unwanted or name.startswith(NOT_LOCKED):
            continue
        for wanted in ("", *requirement.extras):
            if (name, wanted) not in seen:
                seen.add((name, wanted))
                todo += [(deeper, wanted) for deeper in dependencies(name)]
    return {name for name, _ in seen}


def version(name: str) -> str:
    """The version to pin, without a local part ("+cpu": other systems lack that build)."""
    if name in BY_HAND:
        return BY_HAND[name]
    found = distribution(name)
    if not SpecifierSet(found.metadata.get("Requires-Python") or "").contains(OLDEST):
        raise SystemExit(f"{name} {found.version} does not run on Python {OLDEST}: pin an older one in BY_HAND")
    return found.version.partition("+")[0]


def marker_for(name: str, needed: list[bool]) -> str:
    """The marker that is true for exactly the targets that need the package ("" for all of them)."""
    if all(needed):
        return ""
    for marker in MARKERS:
        if [Marker(marker).evaluate({**target}) for target in TARGETS] == needed:
            return f"; {marker}"
    raise SystemExit(f"no marker fits the targets of {name}: add one to MARKERS")


def main() -> None:
    """Write the lock file."""
    closures = [closure(target) for target in TARGETS]
    lines = [
        f"{name}=={version(name)}{marker_for(name, [name in one for one in closures])}\n"
        for name in sorted(set().union(*closures))
    ]
    (ROOT / "requirements.lock").write_text(HEADER + "".join(lines), "utf-8")


if __name__ == "__main__":
    main()
