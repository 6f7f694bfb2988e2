"""Pages whose main part is a frame: what they show stands on another page."""

from xunwang.inspector.model import Zone
from xunwang.inspector.read.dom import Dom, Node

_FRAME = frozenset({Zone.HEADER, Zone.NAV, Zone.FOOTER, Zone.SIDE})
_NO_CONTENT = ("jiucuo", "tianqi", "weather", "share", "conac", "video", "player", "map.", "sso", "login", "foot", "head", "top", "bottom", "nav", "search", "counter", "stat")  # fmt: skip
_SMALL = 200  # pixels; a narrower or lower frame holds a banner or a counter


def is_frameset(dom: Dom) -> bool:
    """Whether the page is made of frames and nothing else."""
    return bool(dom.all("frame")) and not dom.all("a")


def main_frames(dom: Dom) -> list[Node]:
    """The frames in the main part that are large enough to hold it."""
    return [node for node in dom.all("iframe", "frame") if _may_hold_main(node)]


def _may_hold_main(node: Node) -> bool:
    source = node.get("src").lower()
    if not source or source.startswith(("about:", "javascript:", "data:")) or not node.certain:
        return False
    if not node.visible or node.zone in _FRAME:
        return False
    path = source.partition("?")[0].rpartition("//")[2]
    return not any(word in path for word in _NO_CONTENT) and not _is_small(node)


def _is_small(node: Node) -> bool:
    sizes = [node.get("width"), node.get("height")]
    return any(size.removesuffix("px").isdigit() and int(size.removesuffix("px")) < _SMALL for size in sizes)
