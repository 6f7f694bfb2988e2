"""What a crawl has learnt besides addresses, kept in the frontier so that it outlives the process."""

from collections.abc import Callable
from typing import Protocol


class Learner(Protocol):
    """Something that learns from a site; its state is a few KB at most."""

    def state(self) -> bytes: ...

    def restore(self, state: bytes) -> None: ...


class Deed:
    """Something that is done once in a run."""

    def __init__(self) -> None:
        self.done = False

    def state(self) -> bytes:
        return b"done" if self.done else b""

    def restore(self, state: bytes) -> None:
        self.done = bool(state)


class Memories:
    """The learners of one crawl by name."""

    def __init__(self, **learners: Learner) -> None:
        self._learners = learners
        self._kept: dict[str, bytes] = {}

    def recall(self, kept: Callable[[str], bytes | None]) -> None:
        """Lets everyone go on with what an earlier process of this run had learnt."""
        for name, learner in self._learners.items():
            state = kept(name)
            if state is not None:
                learner.restore(state)

    def news(self) -> dict[str, bytes]:
        """The states that have changed since the last call."""
        states = {name: learner.state() for name, learner in self._learners.items()}
        changed = {name: state for name, state in states.items() if self._kept.get(name) != state}
        self._kept = states
        return changed
