"""The rules of a style sheet as browsers apply them on a screen: blocks within blocks unfolded."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_ENDS = re.compile(r"[{};]")
# What holds whatever the screen is, or asks for a width that every screen has; a block for another medium, width or state is left out.
_ALWAYS = re.compile(
    r"@(?:media\s+(?:only\s+)?(?:screen|all)\s*\Z|supports\b(?!\s+not\b)|layer\b|scope\b|(?:media|container)\b[^()]*\(\s*(?:min-(?:width|inline-size)\s*:|(?:width|inline-size)\s*>=?)\s*\d{1,2}(?:px)?\s*\)\s*\Z)"
)
_DEEPEST = 8  # blocks within another
_MOST = 16  # selectors of a block that blocks within it are read with


class _Block(NamedTuple):
    """`selectors` are empty at the top and within blocks that hold always; None where nothing of it holds."""

    selectors: tuple[str, ...] | None
    told: list[str]


def rules_of(sheet: str) -> Iterator[tuple[str, str]]:
    """Selectors and declarations of a sheet without comments; not what stands in blocks for another medium or state."""
    open_blocks = [_Block((), [])]
    start = 0
    for end in _ENDS.finditer(sheet):
        piece = sheet[start : end.start()].strip()
        start = end.end()
        block = open_blocks[-1]
        if end[0] == "{":
            open_blocks.append(_opened(piece, block, len(open_blocks)))
            continue
        if piece and block.selectors:
            block.told.append(piece)
        if end[0] == "}" and len(open_blocks) > 1:
            open_blocks.pop()
            if block.selectors and block.told:
                yield ",".join(block.selectors), ";".join(block.told)


def _opened(head: str, around: _Block, depth: int) -> _Block:
    if around.selectors is None or depth > _DEEPEST:
        return _Block(None, [])
    if head.startswith("@"):
        return _Block(around.selectors if _ALWAYS.match(head) else None, [])
    own = [selector.strip() for selector in head.split(",")]
    if not around.selectors:
        return _Block(tuple(own), [])
    return _Block(
        tuple(
            selector.replace("&", outer) if "&" in selector else f"{outer} {selector}"
            for outer in around.selectors[:_MOST]
            for selector in own[:_MOST]
        ),
        [],
    )
