"""The danger card: a few calm Dutch lines with the telephone numbers that fit, as Markdown."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from assistant.danger import Danger

_FILE = Path(__file__).with_name("contacts.toml")


@dataclass(frozen=True, slots=True)
class Contact:
    """One telephone number with what it is for, and where and when that was checked."""

    name: str
    number: str
    tel: str
    purpose: str
    hours: str
    source: str
    checked: str

    @property
    def link(self) -> str:
        """The number as a Markdown link that a telephone can dial."""
        return f"[{self.number}](tel:{self.tel})"


@cache
def contacts() -> Mapping[str, Contact]:
    """All contacts of contacts.toml by their key."""
    raw = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return MappingProxyType({key: Contact(**fields) for key, fields in raw.items()})


def card(danger: Danger) -> str:
    """The Markdown card for `danger`, in je-form for a child that writes itself; an empty string when not urgent."""
    if not danger.urgent:
        return ""
    return "\n".join([_opening(danger), "", *(f"- {line}" for line in _lines(danger))])


def _opening(danger: Danger) -> str:
    child = "child" in danger.kinds
    if "suicide" in danger.kinds and set(danger.kinds) <= {"suicide", "child"}:
        return f"**{'Je hoeft' if child else 'U hoeft'} hier niet alleen mee te blijven. Praat er nu over met iemand.**"
    if child:
        return "**Wat er gebeurt, is niet jouw schuld. Er zijn mensen die je willen helpen.**"
    if "acute" in danger.kinds:
        return "**Eerst de veiligheid.**"
    return "**Is een kind misschien niet veilig? Blijf er niet alleen mee.**"


def _lines(danger: Danger) -> list[str]:
    """The numbers that fit, most urgent first; 112 always, since a message does not tell all."""
    child, kinds = "child" in danger.kinds, set(danger.kinds)
    known = contacts()
    lines = [_emergency(known["emergency"], kinds)]
    if "suicide" in kinds:
        lines.append(_suicide(known["suicide_line"], known["suicide_line_free"], child))
    if kinds - {"suicide", "child"} or kinds == {"child"}:
        lines.append(_veilig_thuis(known["veilig_thuis"], child))
    if child:
        line = known["kindertelefoon"]
        lines.append(f"Praten met iemand die naar je luistert: **{line.name}** {line.link} ({line.hours}).")
    return lines


def _emergency(contact: Contact, kinds: set[str]) -> str:
    if "child" in kinds:
        who = "Ben jij of is iemand anders"
    else:
        who = "Bent u of is iemand anders" if "suicide" in kinds else "Is een kind of iemand anders"
    return f"{who} **nu in gevaar**? Bel {'**nu** ' if 'acute' in kinds else ''}{contact.link}."


def _veilig_thuis(contact: Contact, child: bool) -> str:
    what = "Vertel wat er gebeurt aan" if child else "Advies vragen of een vermoeden melden:"
    return f"{what} **{contact.name}** {contact.link} ({contact.hours})."


def _suicide(short: Contact, free: Contact, child: bool) -> str:
    who = "bij jezelf of bij" if child else "bij uzelf of bij"
    return f"Gedachten aan zelfmoord, {who} een ander: **{short.name}** {short.link} of {free.link} ({free.hours})."
