"""The tags of an accessible PDF (headings, lists, tables as its maker meant them) as HTML for `read_html`.

Word, LibreOffice and browsers write such tags, and the law asks them of Dutch public bodies. They tell what places
on the paper cannot: where a list item ends, and which cell of a table spans two rows.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from ingest.pdf_lines import SOFT_HYPHEN, unbroken
from ingest.text import normalise_line

_BLOCKS = {"P": "p", "Caption": "p", "Note": "p", "BlockQuote": "p", "Title": "h1", "H": "h2", "L": "ul", "LI": "li"}
_BLOCKS |= {f"H{level}": f"h{level}" for level in range(1, 7)}
_BLOCKS |= {"Table": "table", "THead": "thead", "TBody": "tbody", "TFoot": "tbody", "TR": "tr", "TH": "th", "TD": "td"}
_SKIPPED = {"Artifact", "Lbl", "TOC", "Figure"}
_LABEL = re.compile(r"^[A-ZÀ-Þ][^.:!?]{1,80}: ?\S")
_MAX_NODES = 500_000
_MAX_DEPTH = 100
_LEAST = 0.9


@dataclass(frozen=True, slots=True)
class Run:
    """Some words of a sheet with the number that ties them to the tags (-1 = none); `breaks` = on a new line."""

    text: str
    mark: int
    breaks: bool


def tagged_html(reader: Any, sheets: Sequence[Sequence[Run]]) -> str:
    """The document as HTML by its tags; empty when it has none, broken ones, or none for many of its words."""
    tree = reader.root_object.get("/StructTreeRoot")
    if tree is None:
        return ""
    writer = _Writer(reader, sheets)
    try:
        writer.node(tree.get_object(), None, 0)
    except (RecursionError, AttributeError, KeyError, TypeError, ValueError):
        return ""
    total = sum(len(run.text) for runs in sheets for run in runs)
    return "".join(writer.out) if total and writer.used >= _LEAST * (total - writer.skipped) else ""


class _Writer:
    """Walks the tags in reading order and writes the words that belong to each."""

    def __init__(self, reader: Any, sheets: Sequence[Sequence[Run]]) -> None:
        self._numbers = {page.indirect_reference.idnum: number for number, page in enumerate(reader.pages, start=1)}
        self._runs: dict[tuple[int, int], list[Run]] = defaultdict(list)
        for number, runs in enumerate(sheets, start=1):
            for run in runs:
                self._runs[number, run.mark].append(run)
        text = " ".join(run.text for runs in sheets for run in runs).lower()
        self._words = Counter(re.findall(r"[\w-]+", text))
        self._roles: Mapping[str, Any] = reader.root_object["/StructTreeRoot"].get("/RoleMap", {})
        self._sheet = 0
        self._nodes = 0
        self._text = ""
        self.out: list[str] = []
        self.used = self.skipped = 0

    def node(self, node: Any, sheet: int | None, depth: int, is_skipped: bool = False) -> None:
        """Write one tag with all below it; `sheet` is the sheet that the tags above it name."""
        self._nodes += 1
        if self._nodes > _MAX_NODES or depth > _MAX_DEPTH:
            raise RecursionError
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, int):
            self._marked(sheet, node, is_skipped)
        elif isinstance(node, list):
            for child in node:
                self.node(child, sheet, depth + 1, is_skipped)
        elif isinstance(node, dict):
            sheet = self._sheet_of(node, sheet)
            if "/MCID" in node:
                self._marked(sheet, node["/MCID"], is_skipped)
            elif "/K" in node:
                self._element(node, sheet, depth, is_skipped)

    def _element(self, node: Any, sheet: int | None, depth: int, is_skipped: bool) -> None:
        role = str(node.get("/S", "")).removeprefix("/")
        role = str(self._roles.get(f"/{role}", role)).removeprefix("/")
        name = _BLOCKS.get(role, "")
        if name:
            self._flush()
            self.out.append(f"<{name}{_spans(node) if name in ('td', 'th') else ''}>")
        self.node(node["/K"], sheet, depth + 1, is_skipped or role in _SKIPPED)
        if name:
            self._flush()
            self.out.append(f"</{name}>\n")

    def _sheet_of(self, node: Any, sheet: int | None) -> int | None:
        reference = node.raw_get("/Pg") if "/Pg" in node else None
        return self._numbers.get(getattr(reference, "idnum", -1), sheet)

    def _marked(self, sheet: int | None, mark: int, is_skipped: bool) -> None:
        """The words that carry this mark, joined to those before them in the same block."""
        for run in self._runs.pop((sheet or 0, mark), ()):
            if is_skipped:
                self.skipped += len(run.text)
                continue
            self.used += len(run.text)
            self._join(run)
            if sheet and sheet != self._sheet:
                self._sheet = sheet
                self._text += f"[[pagina {sheet}]] "
            self._text += run.text.lstrip() if run.breaks else run.text

    def _join(self, run: Run) -> None:
        before = self._text
        if not run.breaks or not before:
            return
        if before.endswith(SOFT_HYPHEN):
            self._text = before[:-1]
        elif _LABEL.match(run.text) and not before.rstrip().endswith((":", ",")):
            self._text += "\n"
        elif before.endswith("-") and not before.endswith(" -"):
            self._text = unbroken(before, run.text, self._words)
        else:
            self._text = before.rstrip() + " "

    def _flush(self) -> None:
        lines = [normalise_line(line) for line in self._text.replace(SOFT_HYPHEN, "").split("\n")]
        self.out.append("<br>".join(escape(line) for line in lines if line))
        self._text = ""


def _spans(node: Any) -> str:
    """The attributes of a cell that spans rows or columns."""
    given = node.get("/A", {})
    found = ""
    for entry in given if isinstance(given, list) else [given]:
        attributes = entry.get_object() if hasattr(entry, "get_object") else entry
        for key, name in (("/RowSpan", "rowspan"), ("/ColSpan", "colspan")):
            value = attributes.get(key, 1) if isinstance(attributes, dict) else 1
            if isinstance(value, int) and 1 < value <= 50:
                found += f' {name}="{int(value)}"'
    return found
