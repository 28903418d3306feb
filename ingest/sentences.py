"""Cutting text into sentences without losing an offset."""

from __future__ import annotations

import re

from ingest.records import Span

# A full stop after these does not end a sentence.
_ABBREVIATIONS = frozenset(
    (
        "a.d.h.v. a.g.v. a.h.w. art. b.v. bijv. bv. c.q. ca. d.d. d.m.v. d.w.z. dhr. dr. drs. e.a. e.d. "
        "e.e.a. e.g. enz. et al. etc. evt. excl. i.c.m. i.e. i.h.b. i.p.v. i.v.m. incl. ing. ir. jl. m.a.w. "
        "m.b.t. m.b.v. m.i. m.i.v. m.n. max. mevr. min. mr. mw. n.a.v. n.v.t. nl. nr. nrs. o.a. o.b.v. o.i.d. "
        "o.l.v. p. pag. pp. prof. resp. s.v.p. t.a.v. t.b.v. t.g.v. t.m. t.o.v. tel. v.a. vgl. vs. z.o.z. "
        "zgn."
    ).split()
)
_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]*(?=\s)")
_OPENING = re.compile(r"\s+[\"'“‘(\[]*([A-ZÀ-ÖØ-Þ0-9])")
_LAST_WORD = re.compile(r"\S+$")


def split_sentences(text: str, start: int = 0) -> list[Span]:
    """The sentences of `text` as trimmed spans, shifted by `start`. A line break always ends a sentence."""
    spans: list[Span] = []
    offset = 0
    for line in text.split("\n"):
        begin = 0
        for match in _SENTENCE_END.finditer(line):
            if _ends_sentence(line, begin, match):
                _add(spans, line, begin, match.end(), start + offset)
                begin = match.end()
        _add(spans, line, begin, len(line), start + offset)
        offset += len(line) + 1
    return spans


def _ends_sentence(line: str, begin: int, match: re.Match[str]) -> bool:
    """Whether the mark ends a sentence: what follows opens one, and the word is no abbreviation or number."""
    if not _OPENING.match(line, match.end()):
        return False
    if line[match.start()] != ".":
        return True
    word_match = _LAST_WORD.search(line, begin, match.start() + 1)
    word = word_match.group().lower().lstrip("(‘'“\"") if word_match else ""
    is_number = word[:-1].isdigit() and len(word) <= 3
    is_initial = len(word) == 2 and word[0].isalpha()
    is_et_al = word == "al." and line[begin : match.start()].lower().endswith("et al")
    return not (word in _ABBREVIATIONS or is_number or is_initial or is_et_al)


def _add(spans: list[Span], line: str, begin: int, end: int, shift: int) -> None:
    piece = line[begin:end]
    stripped = piece.strip()
    if stripped:
        left = begin + len(piece) - len(piece.lstrip())
        spans.append(Span(shift + left, shift + left + len(stripped)))
