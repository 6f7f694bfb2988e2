"""Wake-ups between machines, carried by Procrastinate where the database is PostgreSQL.

A wake-up says "look at the rows", no more. One that is lost is made up for by the workers' own looking every few seconds, one that
comes late or twice finds nothing to do: what is to be done, and who does it, stands in the rows of `Job` alone.
"""

import asyncio
import logging
import threading
import time
from typing import Any

from django.conf import settings
from django.db import transaction

from xunwang.office.jobs.models import Job

QUEUE, TASK = "xunwang", "xunwang.wake"
BELL = threading.Event()
"""Rung in a worker process whenever there may be something to do."""
_AGAIN_AFTER = 5.0  # seconds until a listener that lost the database tries again
_log = logging.getLogger(__name__)


def wake(job: Job) -> None:
    """Sends for a worker when the transaction is committed; on SQLite the workers look by themselves twice a second."""
    if not settings.WAKES:
        return
    from procrastinate.contrib.django import app  # noqa: PLC0415  # installed only where it is used
    from procrastinate.exceptions import AlreadyEnqueued  # noqa: PLC0415

    sent = app.configure_task(
        TASK,
        queue=QUEUE,
        queueing_lock=f"{job.kind}:{job.key}",
        priority=job.priority,
        schedule_at=job.due_at,
    )
    try:
        with transaction.atomic():
            sent.defer(kind=job.kind, key=job.key)
    except AlreadyEnqueued:
        return


def listen() -> None:
    """Rings the bell for every wake-up until the process ends; bears a database that goes and comes back."""
    from procrastinate.contrib.django import app  # noqa: PLC0415

    async def follow() -> None:
        connector: Any = app.connector  # Django's own, which the annotation of the library does not tell
        own = app.with_connector(connector.get_worker_connector())
        async with own.open_async():
            await own.run_worker_async(queues=[QUEUE], install_signal_handlers=False, delete_jobs="always")

    while True:
        try:
            asyncio.run(follow())
        except Exception as error:  # noqa: BLE001  # whatever became of the connection, the next one is tried
            _log.warning("wake-ups are not heard: %s", error)
        time.sleep(_AGAIN_AFTER)
