"""Troubles of the browser, for whoever watches over the machine: the pages themselves only tell that they were not rendered."""

from collections.abc import Callable
from enum import StrEnum


class Trouble(StrEnum):
    """How a browser failed: it answered nothing and was killed, it ended by itself, or it did not start at all."""

    HUNG = "hung"
    CRASHED = "crashed"
    UNSTARTED = "unstarted"


HEARERS: list[Callable[[Trouble], None]] = []


def hears_of_browsers(act: Callable[[Trouble], None]) -> Callable[[Trouble], None]:
    """Registers who is told of every trouble, in the process and thread in which it happens."""
    HEARERS.append(act)
    return act


def tell(trouble: Trouble) -> None:
    for act in HEARERS:
        act(trouble)
