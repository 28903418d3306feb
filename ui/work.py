"""One piece of the keeper's work: how far it is, whether it must stop, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from threading import Event

from ingest.errors import WegwijzerError
from ui.chat import error_line
from ui.markdown import neutral

STARTED = "Even geduld…"
STOPPING = "Wordt gestopt…"
STOPPED = "Gestopt. De index in gebruik is niet veranderd."
FAILED = "Er ging iets mis. De index in gebruik is niet veranderd."


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the keeper sees: the line with the progress, the report (HTML), and what can be done from here.

    `checked` is the index that can be taken over, `gone` the pages that can be removed, `back_to` the index that can
    be put back; empty: none. None leaves what stands there.
    """

    line: str
    report: str | None = None
    checked: str | None = None
    gone: tuple[str, ...] | None = None
    back_to: str | None = ""
    busy: bool = False


class StoppedError(WegwijzerError):
    """The keeper stopped the work."""


class Work:
    """One thing that is being done in a thread, watched and stopped from outside."""

    def __init__(self) -> None:
        self.line = bar(STARTED)
        self.ended = Event()
        self.outcome = Outcome("")
        self.stopped = STOPPED
        self._stop = Event()

    def run(self, job: Callable[[Work], Outcome]) -> None:
        """Do `job`; whatever goes wrong in it becomes the outcome."""
        try:
            self.outcome = job(self)
        except Exception as error:
            self.outcome = Outcome(line(error_line(error, FAILED), "fout"), "", "", ())
        finally:
            self.ended.set()

    def progress(self, what: str, done: int, total: int, detail: str = "") -> None:
        """Keep how far it is; raises StoppedError when it must stop."""
        self.go_on()
        self.line = bar(what, done, total, detail)

    def go_on(self) -> None:
        """Raise StoppedError when it must stop."""
        if self._stop.is_set():
            raise StoppedError(self.stopped)

    def stop(self) -> None:
        """Let it stop at its next step."""
        self._stop.set()
        self.line = bar(STOPPING)


def line(text: str, state: str = "klaar") -> str:
    """What came of it, in words; `state` is "klaar" or "fout"."""
    return f'<div class="voortgang" data-stand="{state}"><p>{neutral(escape(text))}</p></div>'


def bar(what: str, done: int = 0, total: int = 0, detail: str = "") -> str:
    """A progress bar with words. Of a single step it is not known how far it is."""
    words = f"{what}: {done} van {total}" if total > 1 else what.rstrip("…") + "…"
    value = f' value="{done}" max="{total}"' if total > 1 else ""
    more = f' <span class="bijzonderheid">{neutral(escape(detail))}</span>' if detail else ""
    name = neutral(escape(what))
    return (
        f'<div class="voortgang" data-stand="bezig" data-fase="{name}"><p>{neutral(escape(words))}{more}</p>'
        f'<progress aria-label="{name}"{value}></progress></div>'
    )
