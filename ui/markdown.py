"""The Markdown of an answer as safe HTML: no raw HTML, no images, only web and telephone links."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, MutableMapping, Sequence
from functools import cache
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from assistant.card import contacts

_LINK = re.compile(r"(?:https?://|tel:)", re.IGNORECASE)
_MARKER = re.compile(r"\[(\d{1,4})\]")
_HEADING_OFFSET = 2  # the page's own title is the h1, the question above an answer the h2

Piece = tuple[str, dict[str, str] | None]  # words, and the attributes of the link around them


def render_markdown(text: str, cite: Callable[[int], dict[str, str] | None], phones: bool = False) -> str:
    """`text` as HTML. `cite(n)` gives the attributes of the link that `[n]` becomes, or None to leave it as text.

    With `phones`, emergency numbers that are not a link yet become one.
    """
    return str(_parser().render(text, {"cite": cite, "phones": phones}))


def neutral(html: str) -> str:
    """`html` with every brace, dollar and backtick as a character reference, so no template engine sees one."""
    return html.translate({ord(char): f"&#{ord(char)};" for char in "{}$`"})


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable("reference")
    parser.validateLink = lambda url: bool(_LINK.match(url.strip()))  # type: ignore[method-assign]
    parser.core.ruler.push("wegwijzer", _adapt)
    rules = parser.renderer.rules  # type: ignore[attr-defined]
    rules["image"] = _drop_image
    rules["table_open"] = lambda *_: (
        '<div class="table-frame" role="group" aria-label="Tabel" tabindex="0"><table role="table">\n'
    )
    rules["table_close"] = lambda *_: "</table></div>\n"
    return parser


def _drop_image(tokens: Sequence[Token], at: int, *_: Any) -> str:
    """An image is never fetched: its description stands in for it."""
    return escape(tokens[at].content)


def _adapt(state: StateCore) -> None:
    """Make the parsed answer fit the window: markers, headings, links and tables."""
    for token in state.tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + _HEADING_OFFSET, 6)}"
        if token.children:
            token.children = list(_link_markers(token.children, state.env))
    _label_cells(state.tokens)


def _link_markers(children: Iterable[Token], env: MutableMapping[str, Any]) -> Iterable[Token]:
    """The inline tokens with `[n]` markers (and telephone numbers) as links, except inside a link."""
    depth = 0
    for token in children:
        depth += token.nesting if token.type in ("link_open", "link_close") else 0
        if token.type == "link_open" and not str(token.attrs.get("href", "")).lower().startswith("tel:"):
            token.attrs.update({"target": "_blank", "rel": "noopener noreferrer"})
        if token.type != "text" or depth:
            yield token
            continue
        for words, attrs in _split(token.content, env):
            yield from _tokens(words, attrs)


def _split(text: str, env: MutableMapping[str, Any]) -> Iterable[Piece]:
    pieces = _cut(text, _MARKER, lambda match: env["cite"](int(match[1])))
    for words, attrs in pieces:
        if attrs is None and env["phones"]:
            yield from _cut(words, _known_numbers(), lambda match: {"href": "tel:" + match[0].replace("-", "")})
        else:
            yield words, attrs


@cache
def _known_numbers() -> re.Pattern[str]:
    """The telephone numbers of our own contacts: another number in a page is words, not a link."""
    numbers = "|".join(re.escape(contact.number) for contact in contacts().values())
    return re.compile(rf"(?<![\w-])(?:{numbers})(?![\w-])")


def _cut(
    text: str, pattern: re.Pattern[str], link: Callable[[re.Match[str]], dict[str, str] | None]
) -> Iterable[Piece]:
    done = 0
    for match in pattern.finditer(text):
        attrs = link(match)
        if attrs is not None:
            yield text[done : match.start()], None
            yield match[0], attrs
            done = match.end()
    yield text[done:], None


def _tokens(words: str, attrs: dict[str, str] | None) -> Iterable[Token]:
    if attrs is not None:
        yield Token("link_open", "a", 1, attrs=dict(attrs))
    if words:
        yield Token("text", "", 0, content=words)
    if attrs is not None:
        yield Token("link_close", "a", -1)


def _label_cells(tokens: Sequence[Token]) -> None:
    """Give table parts their role and each cell its column's name: on a phone a row is shown as a card."""
    roles = {"thead_open": "rowgroup", "tbody_open": "rowgroup", "tr_open": "row", "td_open": "cell"}
    names: list[str] = []
    column = 0
    for at, token in enumerate(tokens):
        if token.type in roles:
            token.attrs["role"] = roles[token.type]
        if token.type == "table_open":
            names = []
        elif token.type == "tr_open":
            column = 0
        elif token.type == "th_open":
            token.attrs.update({"role": "columnheader", "scope": "col"})
            names.append(plain(tokens[at + 1].children or ()))
        elif token.type == "td_open":
            token.attrs["data-label"] = names[column] if column < len(names) else ""
            column += 1


def plain(children: Iterable[Token]) -> str:
    """The words of inline tokens, without markers and marks."""
    words = "".join(child.content for child in children if child.type in ("text", "code_inline"))
    return " ".join(_MARKER.sub("", words).split())
