"""Frames of strangers that nobody sees, that cover the page, or whose name says enough."""

from collections.abc import Iterator

from xunwang.inspector.model import SafetySign
from xunwang.inspector.safety.deep import DeepPage, Strange
from xunwang.inspector.safety.elements import is_nameless
from xunwang.inspector.safety.hidden import TOLD
from xunwang.inspector.safety.hosts import domain_of, is_stranger, is_tool, name_weight
from xunwang.inspector.safety.scripts import script_sign
from xunwang.inspector.safety.styles import Means, declarations, strongest

_WHOLE = frozenset({"100%", "100vw", "100vh"})


def frame_signs(deep: DeepPage) -> Iterator[SafetySign]:
    """Frames of strangers that nobody sees, or whose name says enough."""
    for frame in deep.frames():
        if not is_stranger(frame.url, deep.home):
            continue
        weight, reasons = _of_frame(frame, deep)
        if weight >= TOLD:
            yield script_sign(
                "frame",
                frame.url,
                frame.url,
                reasons,
                weight,
                target=frame.url,
                bad=name_weight(frame.url) > 1,
            )


def _of_frame(frame: Strange, deep: DeepPage) -> tuple[int, list[str]]:
    means = strongest(frame.means)
    named = name_weight(frame.url)
    strength = means.strength if means else 0
    weight = 2 + strength + named
    reasons = [
        f"嵌入外部页面{domain_of(frame.url)}",
        *([means.words] if means else []),
        *(["域名形似博彩、色情或临时网站"] if named else []),
    ]
    if not named and (is_tool(frame.url) or frame.is_part):
        weight -= 3
    elif means is Means.DISPLAY and frame.container is not None and is_nameless(frame.container):
        weight += 2
        reasons.append("没有名称，页面上没有什么会让它显示出来")
    elif means is None and _is_all(frame, deep):
        weight += 2 + (deep.url != deep.home)
        reasons.append("占满整个页面")
    elif means is None and _covers_all(frame):
        weight += 3
        reasons.append("盖住整个页面")
    return weight, reasons


def _is_all(frame: Strange, deep: DeepPage) -> bool:
    """Whether a page is a set of frames of which strangers fill all that is seen."""
    return frame.node.tag == "frame" and all(is_stranger(other.url, deep.home) for other in deep.frames())


def _covers_all(frame: Strange) -> bool:
    """Whether a frame, or the box that it fills, is laid over the whole page, which goes on below it."""
    told = declarations(frame.node.attributes.get("style") or "")
    fills = all(told.get(side, frame.node.attributes.get(side)) in _WHOLE for side in ("width", "height"))
    box = frame.node.parent
    of_page = told.get("position") == "absolute" and box is not None and box.tag == "body"
    if (told.get("position") == "fixed" or of_page) and (fills or _reaches_all_sides(told)):
        return True
    around = declarations(box.attributes.get("style") or "") if fills and box is not None else {}
    return around.get("position") == "fixed" and (
        _reaches_all_sides(around) or all(around.get(side) in _WHOLE for side in ("width", "height"))
    )


def _reaches_all_sides(told: dict[str, str]) -> bool:
    return all(
        told.get(side, told.get("inset", ""))[:1] == "0" for side in ("left", "top", "right", "bottom")
    )
