"""What all looking at the network shares: one client, one browser, one event loop, and Ctrl-C."""

import asyncio
import signal
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Sequence
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

from xunwang.inspector.door.settings import InspectSettings
from xunwang.inspector.fetch.browser import Browser
from xunwang.inspector.fetch.client import Client
from xunwang.inspector.fetch.identity import user_agent
from xunwang.inspector.model import Clock
from xunwang.inspector.read.documents import Document, DocumentReader

Result = TypeVar("Result")


class StoppedError(Exception):
    """The user stopped the work; what was done is kept, and the message says how to go on.

    `unfinished`: runs that can be continued; `unbegun`: how many sites have none, since nothing was looked at yet.
    """

    def __init__(self, *unfinished: Path, unbegun: int = 0) -> None:
        super().__init__(*unfinished)
        self.unfinished = unfinished
        self.unbegun = unbegun

    def __str__(self) -> str:
        if not self.unfinished:
            return "已停止；已完成的保留，其余没有检查"
        options = " ".join(f"--resume {run}" for run in self.unfinished)
        others = f"；另有{self.unbegun}个尚未开始，须另行检查" if self.unbegun else ""
        return f"已停止；已完成的保留，未完成的可用 {options} 继续{others}"


@dataclass(frozen=True)
class Tools:
    """What every site of one call shares. `six` connects over IPv6 alone, at the same pace as `client`; `documents` reads attachments."""

    client: Client
    six: Client
    browser: Browser | None
    documents: DocumentReader
    settings: InspectSettings
    clock: Clock
    stop: asyncio.Event

    async def read_document(self, body: bytes) -> Document:
        """What an attachment or picture says, read in the child process."""
        return await asyncio.to_thread(self.documents.read, body)

    async def read_picture(self, body: bytes) -> Document:
        """What a picture says, with the words in it where their reader is installed."""
        return await asyncio.to_thread(self.documents.read, body, letters=True)


def with_tools(
    settings: InspectSettings,
    homes: Sequence[str],
    clock: Clock,
    work: Callable[[Tools], Awaitable[Result]],
) -> Result:
    """Runs `work` to its end in an event loop of its own. `homes` are addresses whose ports are open besides those of the web."""
    with asyncio.Runner(loop_factory=new_loop) as runner:
        return runner.run(_work(settings, homes, clock, work))


def new_loop() -> asyncio.AbstractEventLoop:
    """A fast event loop, or the usual one on platforms for which the fast one is not made."""
    try:
        loop: asyncio.AbstractEventLoop = import_module("uvloop").new_event_loop()
    except ImportError:
        return asyncio.new_event_loop()
    return loop


async def _work(
    settings: InspectSettings,
    homes: Sequence[str],
    clock: Clock,
    work: Callable[[Tools], Awaitable[Result]],
) -> Result:
    guard = settings.guard(homes)
    stop = asyncio.Event()
    async with AsyncExitStack() as held:
        client = await held.enter_async_context(Client(guard, clock, settings.fetching()))
        six = Client(settings.six_guard(homes), clock, settings.fetching(), politeness=client.politeness)
        await held.enter_async_context(six)
        browser = None
        if settings.browser == "auto" and Browser.available() is None:
            mine = user_agent(settings.contact)
            browser = await held.enter_async_context(
                Browser(guard, user_agent=mine, politeness=client.politeness)
            )
        documents = held.enter_context(DocumentReader())
        held.enter_context(_interrupt_sets(stop))
        return await work(
            Tools(
                client=client,
                six=six,
                browser=browser,
                documents=documents,
                settings=settings,
                clock=clock,
                stop=stop,
            )
        )


@contextmanager
def _interrupt_sets(stop: asyncio.Event) -> Iterator[None]:
    """The first Ctrl-C lets every site commit what it has; the second ends the process as usual."""
    loop = asyncio.get_running_loop()

    def interrupt() -> None:
        stop.set()
        loop.remove_signal_handler(signal.SIGINT)

    try:
        loop.add_signal_handler(signal.SIGINT, interrupt)
    except (
        NotImplementedError,
        RuntimeError,
        ValueError,
    ):  # not the main thread: whoever runs us handles signals
        yield
        return
    try:
        yield
    finally:
        loop.remove_signal_handler(signal.SIGINT)


async def all_of(works: Sequence[Coroutine[Any, Any, Result]]) -> list[Result]:
    """Every result in order. After an error or a stop the others still come to their own end first."""
    ended = await asyncio.gather(*works, return_exceptions=True)
    worst = next(
        (one for one in ended if isinstance(one, BaseException) and not isinstance(one, StoppedError)), None
    )
    if worst is not None:
        raise worst
    stopped = [one for one in ended if isinstance(one, StoppedError)]
    if stopped:
        unbegun = sum(not one.unfinished for one in stopped)
        raise StoppedError(*(run for one in stopped for run in one.unfinished), unbegun=unbegun)
    return [one for one in ended if not isinstance(one, BaseException)]
