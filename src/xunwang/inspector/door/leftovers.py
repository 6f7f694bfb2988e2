"""What a look tells the user besides its judgement: branches of endless addresses that were closed, places that pages do not have."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import msgspec

from xunwang.inspector.evidence import Run, RunError
from xunwang.inspector.evidence.folder import FACTS
from xunwang.inspector.model import UNDECODABLE, FragmentFact, TrapFact

_trap = msgspec.json.Decoder(TrapFact).decode
_fragment = msgspec.json.Decoder(FragmentFact).decode
Told = TypeVar("Told", TrapFact, FragmentFact)


def left_out(run: Path) -> list[TrapFact]:
    """The branches that a finished run left out, the largest first. Raises RunError."""
    return sorted(_facts(run, b'{"fact":"trap"', _trap), key=lambda fact: -fact.left_out)


def lost_fragments(run: Path) -> list[FragmentFact]:
    """The places within pages that links of a finished run ask for in vain. Raises RunError."""
    return _facts(run, b'{"fact":"fragment"', _fragment)


def _facts(run: Path, start: bytes, decoded: Callable[[bytes], Told]) -> list[Told]:
    """The facts of a large site are many and these few, so only lines that may hold one are decoded."""
    Run.open(run)
    try:
        with (run / FACTS).open("rb") as lines:
            return [decoded(line) for line in lines if line.startswith(start)]
    except FileNotFoundError:
        return []
    except (OSError, *UNDECODABLE) as error:
        raise RunError(f"“{run.name}/{FACTS}”已损坏，无法读取：{error}") from error
