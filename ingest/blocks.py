"""Pieces into one page text with blocks that point into it."""

from __future__ import annotations

import re
from collections import Counter
from itertools import zip_longest

from ingest.furniture import CONTACT
from ingest.labelled import arranged, is_name_label, knows_enough, label_of, labels_of
from ingest.pieces import LABEL, Piece, looks_like_heading
from ingest.records import Block, Field, Item, Span
from ingest.sentences import split_sentences

# Headings that speak about the heading above them: they cannot stand alone.
_DEPENDENT = re.compile(
    r"^(?:(?:overzicht|tabel|figuur|schema|box|kader|bijlage) \d+|discussie|samengevat|samenvatting|toelichting|"
    r"voorbeelden?|onderbouwing|uitwerking)\b",
    re.IGNORECASE,
)
_MAX_LEAD_IN = 300
_MAX_COLUMN_NAME = 60


class Assembly:
    """Builds the text and the blocks of one page from its pieces. `title` is the page's own title."""

    def __init__(self, pieces: list[Piece]) -> None:
        self.text = ""
        self.blocks: list[Block] = []
        self.title = ""
        self._headings: list[tuple[int, str, int]] = []  # level, words, number of the table it stands in
        self._headers: dict[int, tuple[str, ...]] = {}
        self._pieces = self._split_off_title(arranged(pieces))
        self._label_counts = _count_labels(self._pieces)
        self._build()

    def _split_off_title(self, pieces: list[Piece]) -> list[Piece]:
        """Takes the bare headings on top together as the title (a path such as theme, chapter, page)."""
        top = 0
        while top < len(pieces) and pieces[top].kind == "heading" and pieces[top].level in (0, 1):
            top += 1
        self.title = " – ".join(piece.text for piece in pieces[:top])
        for number, piece in enumerate(pieces[:top]):
            span = self._append(piece.text, "\n\n")
            self.blocks.append(Block("heading", span, level=1))
            if number == top - 1:
                self._headings = [(1, piece.text, 0)]
        return pieces[top:]

    def _build(self) -> None:
        number = 0
        while number < len(self._pieces):
            piece = self._pieces[number]
            known = self._known_run(number)
            run = known or self._run(number)
            # A heading inside a table holds until the end of that table.
            self._headings = [above for above in self._headings if above[2] in (0, piece.group)]
            if piece.kind == "heading":
                self._heading(piece)
            elif known:
                self._known_record(run)
            elif piece.kind == "paragraph" and len(run) >= 2:
                self._labelled_paragraphs(run)
            elif piece.kind == "paragraph":
                self._paragraph(piece)
            elif piece.kind == "item":
                self._list(run)
            else:
                self._table(run)
            number += len(run)

    def _run(self, number: int) -> list[Piece]:
        """The pieces from `number` on that belong together: a list, a table, labelled paragraphs, or one piece."""
        first = self._pieces[number]
        end = number + 1
        while end < len(self._pieces):
            piece = self._pieces[end]
            same_group = piece.kind == first.kind != "heading" and piece.group == first.group > 0
            labelled = first.kind == piece.kind == "paragraph" and self._is_field(first) and self._is_field(piece)
            if not (same_group or labelled):
                break
            end += 1
        return self._pieces[number:end]

    def _known_run(self, number: int) -> list[Piece]:
        """A name (unless a heading stands above) and what has labels below it, if they are fields of an intervention.

        The labels stand in paragraphs, in one list, or in a list below the item that is the name.
        """
        first = self._pieces[number]
        if first.kind not in ("paragraph", "item"):
            return []
        named = "\n" not in first.text and not labels_of(first.text) and looks_like_heading(first.text)
        below = number + 1 if named else number
        names_itself = any(is_name_label(label) for label in labels_of(first.text)[:1])
        if not (named or names_itself or (self.blocks and self.blocks[-1].kind == "heading")):
            return []
        nested = named and first.kind == "item"
        run: list[Piece] = []
        for piece in self._pieces[below:]:
            same = not run or (piece.kind == run[0].kind and piece.group == run[0].group)
            inside = not nested or (piece.kind == "item" and piece.level > first.level and piece.group == first.group)
            goes_on = bool(run) and piece.kind == "item" and piece.level > run[0].level
            labels = labels_of(piece.text)
            another = bool(run) and any(is_name_label(label) for label in labels[:1])
            if another or not (same and inside and (labels or goes_on)):
                break
            run.append(piece)
        known = knows_enough([label for piece in run for label in labels_of(piece.text)])
        if not known or any(self._record_lines(piece) for piece in run if piece.kind == "item"):
            return []
        return [first, *run] if named else run

    def _known_record(self, run: list[Piece]) -> None:
        """The pieces of `_known_run` as a record."""
        lead_in = self._lead_in()
        heading = self.blocks[-1].span if self.blocks and self.blocks[-1].kind == "heading" else None
        named = not labels_of(run[0].text)
        spans = []
        for number, piece in enumerate(run):
            if piece.kind == "item":
                spans.append(self._item(piece, first=number == 0).span)
            else:
                spans.append(self._append(piece.text, "\n" if number > 1 or (number and not named) else "\n\n"))
        name = spans.pop(0) if named else heading
        fields: list[Field] = []
        for span in spans:
            if fields and not labels_of(span.of(self.text)):  # an item nested in the one above
                fields[-1] = self._labelled(Span(fields[-1].span.start, span.end), fields[-1].label)
            else:
                fields += self._labelled_lines(span)
        start = name.start if name else spans[0].start
        path = self._path() if named else self._path()[:-1]
        whole = Span(start, spans[-1].end)
        self.blocks.append(Block("record", whole, path, lead_in=lead_in, name=name, fields=tuple(fields)))

    def _labelled_lines(self, span: Span) -> list[Field]:
        """The fields in the lines of one piece; a line without a label goes on with the one above it."""
        starts: list[tuple[int, str]] = []
        for line in _line_spans(span, self.text):
            label = label_of(line.of(self.text))
            if label or not starts:
                starts.append((line.start, label))
        ends = [at - 1 for at, _ in starts[1:]] + [span.end]
        return [self._labelled(Span(at, end), label) for (at, label), end in zip(starts, ends, strict=True)]

    def _labelled(self, span: Span, label: str) -> Field:
        if not label:
            return Field("", span, span)
        value = re.compile(r"\s*:?\s*").match(self.text, span.start + len(label), span.end)
        return Field(label, span, Span(value.end() if value else span.start, span.end))

    def _is_field(self, piece: Piece) -> bool:
        plain = "\n" not in piece.text and not piece.text.endswith(":") and piece.marker != CONTACT
        return plain and bool(LABEL.match(piece.text))

    def _heading(self, piece: Piece) -> None:
        level = piece.level or (3 if _DEPENDENT.match(piece.text) else 2)
        # A heading inside a table stands below all those outside it, whatever their levels.
        self._headings = [above for above in self._headings if above[0] < level or above[2] < piece.group]
        span = self._append(piece.text, "\n\n")
        self.blocks.append(Block("heading", span, self._path(), level))
        self._headings.append((level, piece.text, piece.group))

    def _path(self) -> tuple[str, ...]:
        """The headings above, the page title left out unless there is no other."""
        texts = tuple(text for _, text, _ in self._headings)
        return texts[1:] if len(texts) > 1 and self._headings[0][0] == 1 else texts

    def _paragraph(self, piece: Piece) -> None:
        span = self._append(piece.text, "\n\n")
        path = (CONTACT,) if piece.marker == CONTACT else self._path()
        self.blocks.append(Block("paragraph", span, path))

    def _lead_in(self) -> Span | None:
        """The sentence with a colon that ends the paragraph just above, if there is one."""
        if not self.blocks or self.blocks[-1].kind != "paragraph":
            return None
        last = self.blocks[-1]
        sentences = split_sentences(last.span.of(self.text), last.span.start)
        if sentences and sentences[-1].of(self.text).endswith(":"):
            return sentences[-1] if sentences[-1].end - sentences[-1].start <= _MAX_LEAD_IN else None
        return None

    def _list(self, run: list[Piece]) -> None:
        """One list, or (when an outer item has labelled lines) a record or list for each outer item."""
        lead_in = self._lead_in()
        entries = _outer(run)
        if not any(self._record_lines(entry[0]) for entry in entries):
            self._plain_list(run, lead_in)
            return
        for entry in entries:
            if self._record_lines(entry[0]):
                self._record(entry, lead_in)
            else:
                self._plain_list(entry, lead_in)

    def _plain_list(self, run: list[Piece], lead_in: Span | None) -> None:
        items = [self._item(piece, first=number == 0) for number, piece in enumerate(run)]
        whole = Span(items[0].span.start - len(_bullet(run[0])), items[-1].span.end)
        self.blocks.append(Block("list", whole, self._path(), lead_in=lead_in, items=tuple(items)))

    def _item(self, piece: Piece, first: bool) -> Item:
        indent = "  " * piece.level
        self._append("", "\n\n" if first else "\n")
        span = self._append(indent + _bullet(piece) + piece.text, "")
        return Item(Span(span.end - len(piece.text), span.end), piece.level)

    def _record(self, entry: list[Piece], lead_in: Span | None) -> None:
        """An item with labelled lines; items nested in it belong to the line above them."""
        items = [self._item(piece, first=number == 0) for number, piece in enumerate(entry)]
        lines = _line_spans(items[0].span, self.text)
        name = None if LABEL.match(lines[0].of(self.text)) else lines[0]
        fields = lines[1:] if name else lines
        for item in items[1:]:
            for number, line in enumerate(_line_spans(item.span, self.text)):
                if number == 0 or not LABEL.match(line.of(self.text)):
                    fields[-1] = Span(fields[-1].start, line.end)
                else:
                    fields.append(line)
        whole = Span(items[0].span.start, items[-1].span.end)
        made = tuple(self._field(span) for span in fields)
        self.blocks.append(Block("record", whole, self._path(), lead_in=lead_in, name=name, fields=made))

    def _field(self, span: Span) -> Field:
        match = LABEL.match(span.of(self.text))
        if not match:
            return Field("", span, span)
        return Field(match.group(1).strip(), span, Span(span.start + match.end(), span.end))

    def _record_lines(self, piece: Piece) -> list[int]:
        """The numbers of the labelled lines if `piece` is a record, else nothing."""
        labels = [LABEL.match(line) for line in piece.text.split("\n")]
        numbers = [number for number, match in enumerate(labels) if match]
        below = [number for number in numbers if number > 0]
        shared = [n for n in below if self._label_counts[_label_key(labels[n])] >= 2]
        return numbers if len(below) >= 2 or shared else []

    def _labelled_paragraphs(self, run: list[Piece]) -> None:
        """Labelled paragraphs below a heading: a record that has the heading as its name."""
        heading = self.blocks[-1] if self.blocks and self.blocks[-1].kind == "heading" else None
        spans = [self._append(piece.text, "\n\n" if number == 0 else "\n") for number, piece in enumerate(run)]
        if heading is None:
            self.blocks.extend(Block("paragraph", span, self._path()) for span in spans)
            return
        whole = Span(heading.span.start, spans[-1].end)
        fields = tuple(self._field(span) for span in spans)
        self.blocks.append(Block("record", whole, self._path()[:-1], name=heading.span, fields=fields))

    def _table(self, run: list[Piece]) -> None:
        lead_in = self._lead_in()
        group = run[0].group
        body = run
        if group not in self._headers:
            top = _header_rows(run)
            self._headers[group] = _column_names(run[:top])
            for number, piece in enumerate(run[:top]):
                self._append(piece.text, "\n" if number else "\n\n")
            body = run[top:]
        rows = [self._row(piece) for piece in body]
        if rows:
            spans = [span for row in rows for span in row if span.end > span.start]
            whole = Span(spans[0].start, spans[-1].end)
            header = self._headers[group]
            self.blocks.append(Block("table", whole, self._path(), lead_in=lead_in, header=header, rows=tuple(rows)))

    def _row(self, piece: Piece) -> tuple[Span, ...]:
        spans = []
        self._append("", "\n\n")
        for cell in piece.cells:
            spans.append(self._append(cell, "\n") if cell else Span(len(self.text), len(self.text)))
        return tuple(spans)

    def _append(self, text: str, separator: str) -> Span:
        """Adds `text` after `separator` (not on top of the page) and returns where it stands."""
        if self.text and not self.text.endswith(separator):
            self.text = self.text.rstrip("\n") + separator
        start = len(self.text)
        self.text += text
        return Span(start, len(self.text))


def _outer(run: list[Piece]) -> list[list[Piece]]:
    """The items of a list by outermost item, each followed by what is nested in it."""
    entries: list[list[Piece]] = []
    for piece in run:
        if entries and piece.level > entries[-1][0].level:
            entries[-1].append(piece)
        else:
            entries.append([piece])
    return entries


def _header_rows(run: list[Piece]) -> int:
    """How many rows on top hold column names: those marked so, else a first row of three or more bare names."""
    marked = 0
    while marked < len(run) and run[marked].is_header:
        marked += 1
    names = run[0].cells
    bare = all(0 < len(name) <= _MAX_COLUMN_NAME and not name.endswith(".") for name in names)
    return marked or int(len(run) > 1 and len(names) >= 3 and bare)


def _column_names(rows: list[Piece]) -> tuple[str, ...]:
    """The names of the columns; names that stand below each other become one."""
    columns = zip_longest(*(row.cells for row in rows), fillvalue="")
    return tuple(" ".join(dict.fromkeys(name for name in column if name)) for column in columns)


def _bullet(piece: Piece) -> str:
    return f"{piece.marker} " if piece.marker else ""


def _line_spans(span: Span, text: str) -> list[Span]:
    spans, start = [], span.start
    for line in span.of(text).split("\n"):
        spans.append(Span(start, start + len(line)))
        start += len(line) + 1
    return spans


def _label_key(match: re.Match[str] | None) -> str:
    return match.group(1).strip().lower() if match else ""


def _count_labels(pieces: list[Piece]) -> Counter[str]:
    """In how many list items each label occurs below the first line."""
    counts: Counter[str] = Counter()
    for piece in pieces:
        if piece.kind == "item":
            lines = piece.text.split("\n")[1:]
            counts.update({_label_key(match) for line in lines if (match := LABEL.match(line))})
    return counts
