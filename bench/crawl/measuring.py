"""One process from its start to its end: CPU, memory and wall time, of it and of its children."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Cost:
    """CPU (user and system) and wall time in seconds, the highest resident memory in MiB."""

    cpu: float
    wall: float
    memory: float
    status: int


# An installed program is compiled once and not at every start, whatever the place where it is measured says.
_COMPILED = {"PYTHONDONTWRITEBYTECODE": ""}


class Running:
    """A child whose costs are known when it has ended; all it says goes to `log`."""

    def __init__(
        self, command: Sequence[str], log: Path, *, cwd: Path, env: Mapping[str, str] | None = None
    ) -> None:
        self._started = time.monotonic()
        with log.open("wb") as out:
            self._child = subprocess.Popen(
                command, stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, cwd=cwd,
                env={**os.environ, **_COMPILED, **(env or {})}, start_new_session=True,
            )  # fmt: skip

    def cost(self, timeout: float) -> Cost:
        """Waits for the end; after `timeout` seconds the child and all it started are killed."""
        memory = 0.0
        while True:
            memory = max(memory, _highest_memory(self._child.pid))
            pid, status, usage = os.wait4(self._child.pid, os.WNOHANG)
            spent = time.monotonic() - self._started
            if pid:
                self._child.returncode = os.waitstatus_to_exitcode(status)
                cpu = usage.ru_utime + usage.ru_stime
                return Cost(cpu, spent, memory, self._child.returncode)
            if spent > timeout:
                os.killpg(self._child.pid, signal.SIGKILL)
            time.sleep(0.02)


def _highest_memory(pid: int) -> float:
    """The kernel's own high-water mark in MiB: what wait4 tells begins with the memory of the process that forked the child."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except OSError:
        return 0.0
    line = next((line for line in status.splitlines() if line.startswith("VmHWM:")), "VmHWM: 0")
    return int(line.split()[1]) / 1024


def cost_of(
    command: Sequence[str],
    log: Path,
    *,
    cwd: Path,
    timeout: float = 900.0,
    env: Mapping[str, str] | None = None,
) -> Cost:
    return Running(command, log, cwd=cwd, env=env).cost(timeout)
