"""Work in processes of its own that can be killed at any moment, after a time or at a step, as on a command line.

The programs `killing_index.py` and `killing_fetch.py` use it. They import what is heavy once and fork for every piece
of work, so that each begins without an open Chroma.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

KILLS = int(os.environ.get("WEGWIJZER_KILLS", "300"))
"""About how many kills there are in all, spread over fetch, ingest, switch and rollback."""
# The calls that change what is on the disk, in Python or beneath it.
_ON_DISK = frozenset("open write flush close fsync replace rename unlink rmdir mkdir utime chmod".split())


def share(of_300: int) -> int:
    """How many of the kills this is, where it is `of_300` when there are 300 in all."""
    return max(1, of_300 * KILLS // 300)


def forked(work: Callable[[Any], object]) -> tuple[int, int]:
    """Runs `work` in a process of its own with the writing end of a pipe; gives its number and the reading end."""
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, reading
    os.close(reading)
    try:
        with os.fdopen(writing, "w", buffering=1) as out:
            work(out)
        os._exit(0)
    except BaseException as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        os._exit(1)


def result_of(work: Callable[[], object]) -> str:
    """What `work` gives in a process of its own, as text, or the name of its error."""

    def tell(out: Any) -> None:
        try:
            out.write(f"{work()}")
        except Exception as error:
            out.write(type(error).__name__ if not isinstance(error, AssertionError) else f"AssertionError: {error}")

    return said_by(*forked(tell))


def said_by(child: int, reading: int) -> str:
    """All that a forked process says, once it has ended."""
    with os.fdopen(reading) as text:
        said = text.read()
    os.waitpid(child, 0)
    return said


def all_at_once(*works: Callable[[], object]) -> list[str]:
    """What each of `works` gives when they run at the same time, or the name of its error."""

    def tell(work: Callable[[], object]) -> Callable[[Any], None]:
        return lambda out: out.write(_ending(work))

    return [said_by(child, reading) for child, reading in [forked(tell(work)) for work in works]]


def _ending(work: Callable[[], object]) -> str:
    try:
        return f"{work()}"
    except Exception as error:
        return type(error).__name__


def killed_after(work: Callable[[Any], object], delay: float, stage: str = "") -> bool:
    """Kill `work` `delay` seconds after it began, or after it said `stage`; gives whether it was still running."""
    child, reading = forked(work)
    with os.fdopen(reading) as said:
        for line in said if stage else ():
            if line.strip() == stage:
                break
        time.sleep(delay)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def killed_at_step(work: Callable[[Any], object], step: int) -> bool:
    """Run `work`, which dies at its `step`th step; gives whether it came so far."""

    def mortal(out: Any) -> None:
        _Steps.last = step
        work(out)

    child, reading = forked(mortal)
    os.close(reading)
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status) and status:
        raise AssertionError(f"it failed before step {step}")
    return os.WIFSIGNALED(status)


def steps_of(work: Callable[[Any], object]) -> int:
    """How many steps `work` has."""

    def counting(out: Any) -> None:
        work(out)
        out.write(f"\nsteps {_Steps.taken}")

    return int(said_by(*forked(counting)).rpartition("steps ")[2])


class _Steps:
    taken, last = 0, -1


@contextmanager
def stepping() -> Iterator[None]:
    """Counts every call that changes something on the disk, once it is done; at the last step the process dies."""

    def seen(_: object, event: str, called: Any) -> None:
        if event == "c_return" and called.__name__ in _ON_DISK:
            _Steps.taken += 1
            if _Steps.taken == _Steps.last:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(seen)
    try:
        yield
    finally:
        sys.setprofile(None)


def stepwise(module: Any, name: str) -> None:
    """Make the function `name` of `module` count its steps, for as long as this process lasts."""
    work = getattr(module, name)

    def stepped(*args: Any, **kwargs: Any) -> Any:
        with stepping():
            return work(*args, **kwargs)

    setattr(module, name, stepped)
