"""The lines of a PDF into headings, paragraphs and lists: by size and weight of type, place, bullets and gaps."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from ingest.pieces import Piece, looks_like_heading
from ingest.sheets import PagedPiece

SOFT_HYPHEN = "\ue000"
_BULLET = re.compile(
    r"^(?:[•●▪◦‣·∙■□○\uf0b7\uf0a7\uf0d8\uf076\uf02d]|[–*-](?=\s)|o(?=\s[^\W\d_])|\d{1,2}[.)](?=\s))\s*"
)
_LABEL = re.compile(r"^[A-ZÀ-Þ][^.:!?]{1,80}: ?\S")
_SENTENCE_END = re.compile(r"[.!?:;][\"'”’)]*$")
_SHEET_NUMBER = re.compile(
    r"^(?:pagina |blz\. ?|p\. ?)?[-–]? ?\d{1,4}(?: ?(?:/|van|\|) ?\d{1,4})? ?[-–]?$", re.IGNORECASE
)
_EDGE = 3
_LARGER = 1.12
_WIDE_GAP = 1.35


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a sheet: its text, the place of its first letter (points, y upwards), size of type, all bold."""

    text: str
    x: float
    y: float
    size: float
    is_bold: bool = False


@dataclass(slots=True)
class _Open:
    """The piece that is being put together."""

    kind: str
    text: str
    sheets: list[tuple[int, int]]
    last: Line
    x: float
    level: int = 0
    group: int = 0
    lines: list[Line] = field(default_factory=list)


def pieces_of(sheets: Sequence[Sequence[Line]]) -> list[Piece]:
    """The pieces of a PDF from the lines of its sheets."""
    builder = _Builder(_without_running_lines(sheets))
    return builder.build()


def unbroken(before: str, after: str, words: Mapping[str, int]) -> str:
    """`before`, which ends in a hyphen, as it stands in one line with `after`; `words` counts those of the file."""
    first = re.match(r"[\w-]*", after.lower())
    word = first.group() if first else ""
    if word in ("en", "of", "als"):  # "in- en uitstroom"
        return before + " "
    last = re.search(r"[\w-]+-$", before.lower())
    half = last.group() if last else ""
    is_hyphenated = words.get(half + word, 0) > 0 and words.get(half + word, 0) >= words.get(half[:-1] + word, 0)
    return before if is_hyphenated or not after[:1].islower() else before[:-1]


def _without_running_lines(sheets: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The lines without sheet numbers and without the headers and footers that return on other sheets."""
    edges = Counter(key for lines in sheets for key in {_key(line.text) for line in _edge(lines)})
    often = max(2, len(sheets) // 3)
    kept = []
    for lines in sheets:
        edge = _edge(lines)
        kept.append(
            [
                line
                for line in lines
                if line not in edge or not (_SHEET_NUMBER.match(line.text) or edges[_key(line.text)] >= often)
            ]
        )
    return kept


def _edge(lines: Sequence[Line]) -> list[Line]:
    """The outermost lines of a sheet, above and below."""
    by_height = sorted(lines, key=lambda line: line.y)
    return by_height[:_EDGE] + by_height[-_EDGE:]


def _key(text: str) -> str:
    return re.sub(r"\d+", "0", text.lower())


class _Builder:
    """Goes through the lines once and decides for each whether it goes on with what is open."""

    def __init__(self, sheets: list[list[Line]]) -> None:
        self._sheets = sheets
        lines = [line for sheet in sheets for line in sheet]
        sizes = Counter[float]()
        for line in lines:
            sizes[line.size] += len(line.text)
        self._body = sizes.most_common(1)[0][0] if sizes else 0.0
        self._widest = max((len(line.text) for line in lines if line.size == self._body), default=0)
        self._leading = self._usual_leading()
        self._words = Counter(word for line in lines for word in re.findall(r"[\w-]+", line.text.lower()))
        larger = sorted({line.size for line in lines if self._is_larger(line)}, reverse=True)
        self._levels = {size: min(number, 5) for number, size in enumerate(larger, start=1)}
        self._pieces: list[Piece] = []
        self._open: _Open | None = None
        self._bullets: list[float] = []
        self._group = 0

    def build(self) -> list[Piece]:
        """The pieces of all sheets."""
        for number, lines in enumerate(self._sheets, start=1):
            for line in lines:
                self._take(line, number)
        self._close()
        return self._pieces

    def _usual_leading(self) -> float:
        gaps = [
            above.y - below.y
            for lines in self._sheets
            for above, below in pairwise(lines)
            if above.size == below.size == self._body and 0 < above.y - below.y < 3 * self._body
        ]
        return median(gaps) if gaps else 1.2 * self._body

    def _is_larger(self, line: Line) -> bool:
        return line.size > _LARGER * self._body

    def _heading_level(self, line: Line) -> int:
        """The level of a line in larger or bold type; 0 for running text."""
        if self._is_larger(line):
            return self._levels[line.size]
        is_bold_title = line.is_bold and line.size > 0.95 * self._body and looks_like_heading(line.text)
        return min(len(self._levels) + 1, 6) if is_bold_title and not _BULLET.match(line.text) else 0

    def _take(self, line: Line, sheet: int) -> None:
        level = self._heading_level(line)
        bullet = None if level else _BULLET.match(line.text)
        text = line.text[bullet.end() :] if bullet else line.text
        if not text:
            return
        if self._goes_on(line, level, bool(bullet)):
            self._add(line, text, sheet)
            return
        self._close()
        if bullet:
            self._bullets = [x for x in self._bullets if x < line.x - 2] + [line.x]
            depth = len(self._bullets) - 1
            self._open = _Open("item", text, [(0, sheet)], line, line.x, depth, self._group)
        else:
            self._bullets, self._group = [], self._group + 1
            self._open = _Open("heading" if level else "paragraph", text, [(0, sheet)], line, line.x, level)

    def _goes_on(self, line: Line, level: int, has_bullet: bool) -> bool:
        """Whether `line` belongs to the open piece."""
        now = self._open
        if now is None or has_bullet or abs(line.size - now.last.size) > 0.6:
            return False
        gap = now.last.y - line.y
        if now.kind == "heading" or level:
            return now.kind == "heading" and now.level == level and 0 < gap < 1.7 * line.size
        is_finished = bool(_SENTENCE_END.search(now.last.text))
        if gap <= 0 or gap > 3 * self._leading:  # the next column or sheet
            return not is_finished and (line.text[0].islower() or now.last.text.endswith(("-", SOFT_HYPHEN)))
        if gap > _WIDE_GAP * self._leading:
            return False
        if now.kind == "item":
            return line.x > now.x - 2
        is_short = len(now.last.text) < 0.6 * self._widest
        return not (is_finished and is_short) and abs(line.x - now.last.x) < 2 * self._body

    def _add(self, line: Line, text: str, sheet: int) -> None:
        """Join `text` to what is open: over a line end, a broken word, or as a labelled line of its own."""
        now = self._open
        assert now is not None
        is_label = _LABEL.match(text) and (_SENTENCE_END.search(now.text) or now.text == now.last.text or not now.lines)
        if now.text.endswith(SOFT_HYPHEN):
            now.text = now.text[:-1]
        elif is_label and now.kind != "heading" and not now.text.endswith(":"):
            now.text += "\n"
        elif now.text.endswith("-") and not now.text.endswith(" -"):
            now.text = unbroken(now.text, text, self._words)
        else:
            now.text += " "
        if sheet != now.sheets[-1][1]:
            now.sheets.append((len(now.text), sheet))
        now.text += text
        now.last = line
        now.lines.append(line)

    def _close(self) -> None:
        now, self._open = self._open, None
        if now is None:
            return
        text = now.text.replace(SOFT_HYPHEN, "")
        group = now.group if now.kind == "item" else 0
        level = now.level
        self._pieces.append(
            PagedPiece(now.kind, text, level=level, group=group, sheets=tuple(now.sheets))  # type: ignore[arg-type]
        )
