"""Looking at another process from outside: served yet, busy or not, how much memory."""

from __future__ import annotations

import http
import http.client
import socket
import time
from pathlib import Path

from ingest.errors import WegwijzerError

_STEP = 0.5
_QUIET_SECONDS = 3
_IDLE_TICKS = 5


class NotServedError(WegwijzerError):
    """The window did not come up in time."""


def free_port() -> int:
    """A port of this machine that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_served(port: int, timeout: float) -> None:
    """Returns when the window answers; raises NotServedError when it does not in time."""
    end = time.monotonic() + timeout
    while time.monotonic() < end:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/")
            if connection.getresponse().status == http.HTTPStatus.OK:
                return
        except (OSError, http.client.HTTPException):
            pass
        time.sleep(0.1)
    raise NotServedError(f"Het chatvenster was na {timeout:.0f} s nog niet bereikbaar.")


def wait_until_idle(pid: int, timeout: float = 120) -> None:
    """Returns when the process has hardly worked for some seconds: then its model is loaded. At once without /proc."""
    end, quiet, before = time.monotonic() + timeout, 0.0, _ticks(pid)
    while before is not None and quiet < _QUIET_SECONDS and time.monotonic() < end:
        time.sleep(_STEP)
        now = _ticks(pid)
        quiet = quiet + _STEP if now is not None and now - before <= _IDLE_TICKS else 0.0
        before = now


def _ticks(pid: int) -> int | None:
    """The processor time that a process used, in hundredths of a second; None where that cannot be read."""
    try:
        # Field 2 is the program's name in brackets and may hold spaces, so count from its end.
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return int(fields[11]) + int(fields[12])


def memory_mb(pid: int) -> dict[str, float | None]:
    """Resident memory of a process now and at its highest, in MB (1,000,000 bytes); None where that cannot be read."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        lines = []
    sizes = {
        line.split(":")[0]: int(line.split()[1]) * 1024 / 1e6 for line in lines if line.startswith(("VmRSS", "VmHWM"))
    }
    return {"memory_mb": sizes.get("VmRSS"), "peak_mb": sizes.get("VmHWM")}
