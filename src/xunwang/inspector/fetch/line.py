"""One connection over which HTTP/1.1 is spoken: a request, its answer, the next request."""

import asyncio
from typing import cast

from xunwang.inspector.fetch.answer import Answer
from xunwang.inspector.fetch.faults import ExchangeError


class Line(asyncio.Protocol):
    """`peer` is the IP address it leads to, `idle_since` when its last answer ended, by the event loop's clock."""

    def __init__(self) -> None:
        self.peer: str | None = None
        self.is_open = False
        self.idle_since = 0.0
        self._transport: asyncio.Transport | None = None
        self._answer: Answer | None = None
        self._ended: asyncio.Future[None] | None = None

    async def ask(self, request: bytes, answer: Answer, seconds: float) -> None:
        """Sends a request and waits until `answer` has come. Raises ExchangeError, OSError, and TimeoutError when the time is over."""
        assert self._transport is not None, "a line is used before it is connected"
        loop = asyncio.get_running_loop()
        self._answer = answer
        self._ended = ended = loop.create_future()
        timer = loop.call_later(seconds, self._end, TimeoutError())
        try:
            self._transport.write(request)
            await ended
        except BaseException:
            self.drop()
            raise
        finally:
            timer.cancel()
            self._answer = self._ended = None
            answer.let_go()
        self.idle_since = loop.time()
        if not answer.reusable:
            self.drop()

    def drop(self) -> None:
        """Breaks the connection off; what is still on its way is not waited for."""
        self.is_open = False
        if self._transport:
            self._transport.abort()

    def hang_up(self) -> None:
        """Ends the connection in good order."""
        self.is_open = False
        if self._transport:
            self._transport.close()

    # ── what the transport tells ─────────────────────────────────────────────────────────────────

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self.is_open = True
        peer = transport.get_extra_info("peername")
        self.peer = str(peer[0]) if peer else None

    def data_received(self, data: bytes) -> None:
        answer = self._answer
        if answer is None:  # nobody has asked
            self.drop()
            return
        try:
            whole = answer.take(data)
        except ExchangeError as error:
            self._end(error)
        else:
            if whole:
                self._end(None)

    def connection_lost(self, error: Exception | None) -> None:
        self.is_open = False
        answer = self._answer
        if answer is None:
            return
        try:
            answer.end(error)
        except ExchangeError as fault:
            self._end(fault)
        else:
            self._end(None)

    def _end(self, error: Exception | None) -> None:
        """Wakes who waits for the answer; what comes after that belongs to nobody."""
        ended, self._answer = self._ended, None
        if ended is None or ended.done():
            return
        if error:
            ended.set_exception(error)
        else:
            ended.set_result(None)
