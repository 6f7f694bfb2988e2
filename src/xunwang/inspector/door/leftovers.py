"""What a look left out, for the user: branches of endless addresses that were closed."""

from pathlib import Path

import msgspec

from xunwang.inspector.evidence import Run, RunError
from xunwang.inspector.evidence.folder import FACTS
from xunwang.inspector.model import TrapFact

_decoder = msgspec.json.Decoder(TrapFact)
_START = b'{"fact":"trap"'


def left_out(run: Path) -> list[TrapFact]:
    """The branches that a finished run left out, the largest first. Raises RunError.

    The facts of a large site are many and traps few, so only lines that may hold one are decoded.
    """
    Run.open(run)
    try:
        with (run / FACTS).open("rb") as lines:
            found = [_decoder.decode(line) for line in lines if line.startswith(_START)]
    except FileNotFoundError:
        return []
    except (OSError, msgspec.MsgspecError) as error:
        raise RunError(f"“{run.name}/{FACTS}”已损坏，无法读取：{error}") from error
    return sorted(found, key=lambda fact: -fact.left_out)
