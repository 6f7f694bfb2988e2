"""Whose lease has run out. The clock on the wall may be set while a worker works, so each process counts by its own steady one."""

import datetime as dt
import time
from collections.abc import Iterable

from xunwang.office.jobs.models import Job


class Sight:
    """What this process saw of running jobs: which lease, and since when it is the same."""

    def __init__(self) -> None:
        self._since: dict[tuple[int, int, dt.datetime | None], float] = {}

    def run_out(self, running: Iterable[Job], lease: dt.timedelta) -> list[Job]:
        """The jobs whose worker has not renewed its lease for the whole of one under our eyes."""
        now, leases = time.monotonic(), {(job.pk, job.fence, job.lease_until): job for job in running}
        self._since = {key: self._since.get(key, now) for key in leases}
        return [job for key, job in leases.items() if now - self._since[key] > lease.total_seconds()]
