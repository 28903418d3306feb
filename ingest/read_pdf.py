"""PDF (`.pdf`) into pieces that know their sheet: the lines with place and size of type, then what they form.

pypdf reads the file: it bounds what a stream may unpack to, how deep things nest and how much work a page takes.
"""

from __future__ import annotations

import io
import math
import time
from typing import Any

from ingest.errors import PageError
from ingest.pdf_lines import SOFT_HYPHEN, Line, pieces_of
from ingest.pdf_tags import Run, tagged_html
from ingest.pieces import Piece
from ingest.read_html import read_html
from ingest.readable import restore
from ingest.text import normalise_line

_MAX_SHEETS = 1000
_MAX_CHARS = 5_000_000
_UNMARKED, _ARTIFACT = -1, -2


def read_pdf(data: bytes, name: str = "", seconds: float = 60) -> list[Piece]:
    """The pieces of a PDF. Raises PageError with one line when it is locked, damaged, a scan or too much work."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, LimitReachedError

    file = f"Het PDF-bestand {name}".rstrip()
    end = time.monotonic() + seconds
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):  # an empty password opens what is only print-protected
            raise PageError(f"{file} is beveiligd met een wachtwoord.")
        if len(reader.pages) > _MAX_SHEETS:
            raise PageError(f"{file} heeft meer dan {_MAX_SHEETS} bladzijden.")
        sheets = [_read_sheet(page, end) for page in reader.pages]
        tagged = tagged_html(reader, [sheet.marked for sheet in sheets])
    except PageError:
        raise
    except DependencyError as error:
        raise PageError(f"{file} is beveiligd op een manier die niet te openen is.") from error
    except TimeoutError as error:
        raise PageError(f"{file} is te ingewikkeld om te lezen.") from error
    except (LimitReachedError, MemoryError, RecursionError) as error:
        raise PageError(f"{file} pakt uit tot meer dan te verwerken is.") from error
    except Exception as error:  # a damaged file can make any part of the parser fail
        raise PageError(f"{file} is beschadigd of geen PDF.") from error
    size = sum(len(line.text) for sheet in sheets for line in sheet.lines)
    if not size:
        raise PageError(f"{file} bevat geen tekst (misschien is het een scan).")
    if size > _MAX_CHARS:
        raise PageError(f"{file} bevat te veel tekst ({size / 1e6:.0f} miljoen tekens).")
    return restore(read_html(tagged)) if tagged else pieces_of([sheet.lines for sheet in sheets])


def _read_sheet(page: Any, end: float) -> _Sheet:
    """The words of one sheet in the order of the file."""
    sheet = _Sheet(end)
    page.get_contents()  # raises where `extract_text` would leave the whole sheet out without a word
    page.extract_text(visitor_text=sheet.text, visitor_operand_before=sheet.operand)
    sheet.finish()
    return sheet


class _Sheet:
    """Gathers what pypdf reports of one sheet: lines with their place, and runs of words with their mark."""

    def __init__(self, end: float) -> None:
        self.lines: list[Line] = []
        self.marked: list[Run] = []
        self._end = end
        self._runs: list[tuple[str, float, float, float, bool]] = []
        self._marks: list[int] = []
        self._mark: int | None = None
        self._breaks = True

    def operand(self, operator: bytes, operands: list[Any], *_: Any) -> None:
        """Called before every drawing step: sees whether it takes too long, and which mark is open."""
        if time.monotonic() > self._end:
            raise TimeoutError
        if operator in (b"BDC", b"BMC"):
            self._marks.append(_mark_of(operands, self._marks))
        elif operator == b"EMC" and self._marks:
            self._marks.pop()
        elif operator in (b"Tj", b"TJ", b"'", b'"') and self._mark is None:
            self._mark = self._marks[-1] if self._marks else _UNMARKED

    def text(self, text: str, cm: list[float], tm: list[float], font: Any, size: float) -> None:
        """Take in one run of text."""
        x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        scale = math.hypot(tm[2] * cm[0] + tm[3] * cm[2], tm[2] * cm[1] + tm[3] * cm[3])
        face = str((font or {}).get("/BaseFont", "")).lower()
        is_bold = any(word in face for word in ("bold", "black", "heavy", "semibd", "demi"))
        for number, part in enumerate(text.split("\n")):
            if number:
                self._break()
            if part.strip():
                self._keep_marked(part)
            if part:
                self._runs.append((part, x, y, abs(size * scale), is_bold))

    def finish(self) -> None:
        """End the last line."""
        self._break()

    def _keep_marked(self, text: str) -> None:
        mark = _UNMARKED if self._mark is None else self._mark
        if mark != _ARTIFACT:
            text = text.replace("\u00ad", SOFT_HYPHEN)
            self.marked.append(Run(text, mark, self._breaks))
        self._mark, self._breaks = None, False

    def _break(self) -> None:
        self._breaks = True
        runs = [run for run in self._runs if run[0].strip()]
        text = normalise_line("".join(run[0] for run in self._runs).replace("\u00ad", SOFT_HYPHEN))
        if runs and text:
            biggest = max(runs, key=lambda run: len(run[0]))
            is_bold = all(run[4] for run in runs)
            # A soft hyphen at the end of a line is kept as a sign of its own: it says that the word goes on.
            self.lines.append(Line(text, runs[0][1], runs[0][2], round(biggest[3], 1), is_bold))
        self._runs = []


def _mark_of(operands: list[Any], above: list[int]) -> int:
    """The mark that a marked stretch opens: its number, that of the stretch around it, or that it is no content."""
    if operands and operands[0] == "/Artifact":
        return _ARTIFACT
    properties = operands[1] if len(operands) > 1 else None
    if isinstance(properties, dict) and isinstance(properties.get("/MCID"), int):
        return int(properties["/MCID"])
    return above[-1] if above else _UNMARKED
