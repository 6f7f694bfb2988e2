"""What is asked beside the pages of a site, once they are read: never waited for longer than the user or his limit of time allows."""

import asyncio
import dataclasses
import logging
import math
from collections.abc import Coroutine
from typing import Any, TypeVar

from xunwang.inspector.door.tools import StoppedError, Tools
from xunwang.inspector.evidence import RunWriter
from xunwang.inspector.fetch.urls import host_of

Got = TypeVar("Got")
_GRACE = 3.0  # seconds in which work that is stopped may come to an end of its own
_LOOK_EVERY = 0.5
_A_WHILE = 10.0  # seconds that a site may ask for after its time is over
_A_MINUTE = 60.0  # seconds for which other hosts are waited for, of which little depends
_log = logging.getLogger(__name__)


class Beside:
    """The work beside the pages of one run, done with these `tools`: they leave out other hosts that ask for a long pause.

    `until`: when the time of its site is over, by the event loop's clock; None for no limit.
    """

    def __init__(self, writer: RunWriter, tools: Tools, until: float | None) -> None:
        self._writer = writer
        self._until = until
        row = next(iter(writer.rows()), None)
        self._host = host_of(row.page.url if row else writer.opening.subject.home).strip("[]").rstrip(".")
        client, six = (one.hurried(self._patience) for one in (tools.client, tools.six))
        self.tools = dataclasses.replace(tools, client=client, six=six)

    async def unless_held(self, work: Coroutine[Any, Any, Got], nothing: Got) -> Got:
        """What `work` gives; `nothing` where the site asks to be left alone beyond its time. Raises StoppedError after Ctrl-C."""
        task = asyncio.create_task(work)
        halt = asyncio.create_task(self.tools.stop.wait())
        try:
            while not (task.done() or halt.done() or self._is_held()):
                await asyncio.wait({task, halt}, timeout=_LOOK_EVERY, return_when=asyncio.FIRST_COMPLETED)
            if halt.done():
                await asyncio.wait({task}, timeout=_GRACE)
            if task.done():
                return task.result()
        finally:
            halt.cancel()
            task.cancel()
            await asyncio.wait({task})
        if halt.done() and not halt.cancelled():
            self._writer.abandon()
            raise StoppedError(self._writer.path)
        _log.warning("“%s”要求暂停访问的时间超出规定的检查时间，页面以外的有关事项未检查", self._host)
        return nothing

    def _patience(self, host: str) -> float:
        """The site itself is waited for as `unless_held` says."""
        return math.inf if host == self._host else min(_A_MINUTE, max(self._left(), _A_WHILE))

    def _left(self) -> float:
        return math.inf if self._until is None else self._until - asyncio.get_running_loop().time()

    def _is_held(self) -> bool:
        return self.tools.client.politeness.held_for(self._host) > max(self._left(), _A_WHILE)
