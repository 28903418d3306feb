"""Whether and how the evidence answers: from a record, from running text, or not at all."""

from __future__ import annotations

from assistant import catalogue
from assistant.composing import quote_lines
from assistant.danger import Danger
from assistant.draft import Draft
from assistant.retrieval import Found
from assistant.understanding import Request
from ingest.index import Index


def decide(index: Index, request: Request, found: Found, danger: Danger) -> Draft:
    """The draft that answers `request`."""
    if request.wanted in ("list", "count"):
        return catalogue.selection_draft(index, request)
    if request.wanted == "comparison":
        return catalogue.comparison_draft(index, request)
    if request.wanted == "field":
        return catalogue.field_draft(index, request)
    if request.wanted == "record":
        return catalogue.record_draft(index, request)
    return Draft(quote_lines(index, found))
