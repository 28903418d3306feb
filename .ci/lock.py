"""Writes requirements.lock: the versions in this environment of all that pyproject.toml asks for.

Run by `make lock` with the Python of the virtual environment. One file serves each Python and system
that is supported: a package that only some of them need gets a marker.
"""

import re
import tomllib
from collections import defaultdict
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent

HEADER = """\
# Made by `make lock` from pyproject.toml; do not edit by hand. For Python 3.11, 3.12 and 3.13 on Linux, macOS
# and Windows. Install with: pip install -r requirements.lock, then pip install --no-deps -e .
# Versions without hashes: the builds of one torch version (with and without CUDA) have different ones.
"""

SYSTEMS = (
    {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix", "platform_machine": "x86_64"},
    {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix", "platform_machine": "aarch64"},
    {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix", "platform_machine": "arm64"},
    {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "platform_machine": "AMD64"},
)
PYTHONS = ("3.11", "3.12", "3.13")
TARGETS = [
    {**system, "python_version": python, "python_full_version": f"{python}.9"}
    for system in SYSTEMS
    for python in PYTHONS
]
# The markers that a line may get: the first that is true for exactly the targets that need the package.
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
# Needed on other targets than the one where the lock is made, so not installed there. Without dependencies.
ELSEWHERE = {"audioop-lts": "0.2.2", "colorama": "0.4.6"}
# The newest soupsieve wants Python 3.11.5; Debian 12 and its derivatives have 3.11.2.
OLDER = {"soupsieve": ("2.10", "3.11.5")}
# pip and setuptools belong to the environment, not to the project.
NOT_LOCKED = {"pip", "setuptools"}


def asked() -> list[Requirement]:
    """The requirements of pyproject.toml, those for developers included."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return [Requirement(line) for line in project["dependencies"] + project["optional-dependencies"]["dev"]]


def dependencies(name: str) -> list[Requirement]:
    """What a package asks for; raises SystemExit where it is neither installed nor in ELSEWHERE."""
    try:
        return [Requirement(line) for line in distribution(name).requires or ()]
    except PackageNotFoundError:
        if name in ELSEWHERE:
            return []
        raise SystemExit(f"{name} is not installed: install it, or pin it in ELSEWHERE") from None


def closure(target: dict[str, str]) -> set[str]:
    """The names of all packages that a target needs."""
    todo = [(requirement, "") for requirement in asked()]
    seen: set[tuple[str, str]] = set()
    while todo:
        requirement, extra = todo.pop()
        if requirement.marker and not requirement.marker.evaluate({**target, "extra": extra}):
            continue
        name = canonicalize_name(requirement.name)
        for wanted in ("", *requirement.extras):
            if (name, wanted) not in seen:
                seen.add((name, wanted))
                todo += [(deeper, wanted) for deeper in dependencies(name)]
    return {name for name, _ in seen}


def marker_for(name: str, needed: list[bool]) -> str:
    """The marker that is true for exactly the targets that need the package ("" for all of them)."""
    if all(needed):
        return ""
    for marker in MARKERS:
        if [Marker(marker).evaluate({**target}) for target in TARGETS] == needed:
            return marker
    raise SystemExit(f"no marker fits the targets of {name}: add one to MARKERS")


def pins(name: str, marker: str) -> list[str]:
    """The lines of one package. A version loses its local part ("+cpu"): other systems lack that build."""
    version = ELSEWHERE.get(name) or re.sub(r"\+.*", "", distribution(name).version)
    if name in OLDER:
        old, since = OLDER[name]
        return [
            f'{name}=={old}; python_full_version < "{since}"',
            f'{name}=={version}; python_full_version >= "{since}"',
        ]
    return [f"{name}=={version}; {marker}" if marker else f"{name}=={version}"]


def main() -> None:
    """Write the lock file."""
    needed: defaultdict[str, list[bool]] = defaultdict(lambda: [False] * len(TARGETS))
    for place, target in enumerate(TARGETS):
        for name in closure(target) - NOT_LOCKED:
            needed[name][place] = True
    lines = [line for name in sorted(needed) for line in pins(name, marker_for(name, needed[name]))]
    (ROOT / "requirements.lock").write_text(HEADER + "\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
