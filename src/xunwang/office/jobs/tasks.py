"""The one task of the queue. Procrastinate finds this module by its name."""

from procrastinate.contrib.django import app

from xunwang.office.jobs.waking import BELL, QUEUE, TASK


@app.task(name=TASK, queue=QUEUE)
async def wake(kind: str, key: str) -> None:  # noqa: ARG001  # named for whoever looks into the queue
    """Says that there may be something to do."""
    BELL.set()
