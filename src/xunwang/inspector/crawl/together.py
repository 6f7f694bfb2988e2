"""Works done side by side: what goes wrong with one of them ends all."""

import asyncio
from collections.abc import Coroutine, Iterable


async def together(works: Iterable[Coroutine[None, None, None]], beat: asyncio.Task[None]) -> None:
    """Does all works side by side; what goes wrong with one of them or with the beat, which has no end, ends all of them."""
    tasks = [asyncio.create_task(work) for work in works]
    try:
        await _all_or_first_failure(tasks, beat)
    finally:
        await end(tasks)


async def _all_or_first_failure(tasks: Iterable[asyncio.Task[None]], beat: asyncio.Task[None]) -> None:
    waiting = {beat, *tasks}
    while waiting != {beat}:
        done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()


async def end(tasks: Iterable[asyncio.Task[None]]) -> None:
    """Cancels tasks and waits until they are gone."""
    tasks = tuple(tasks)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
