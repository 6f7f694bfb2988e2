"""What a title says against what the text below it says of the same thing."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from xunwang.inspector.model import late
from xunwang.inspector.proof.rules.shapes import Hit

Found = Iterator[tuple[int, Hit]]

_TITLE = late(
    r"^[\s　]*[\u4e00-\u9fff（）、\s]{0,40}关于(?:印发|转发|下发|发布|公布)《?(?P<name>[^《》，。；]{4,60}?)》?的(?:通知|公告|通告|决定)[\s　]*$"
)
_TITLE_ENDS = ("的通知", "的公告", "的通告", "的决定")
_GIVEN = late(
    r"(?:现将|现)《(?P<name>[^《》]{4,60})》(?:（以下简称[^（）]{2,30}）)?(?:已经[^，。]{2,30}，现)?(?:印发|转发|下发|发布|公布)|《(?P<passed>[^《》]{4,60})》(?:（以下简称[^（）]{2,30}）)?已经[^，。；]{2,40}，现(?:印发|转发|下发|发布|公布|予以)"
)
_ALIKE = 0.6  # of two names, from which one is meant for the other


def other_names(lines: Sequence[str]) -> Found:
    """关于印发《甲办法》的通知, and 现将《乙办法》印发 below it, where both are nearly the same."""
    for at, line in enumerate(lines):
        title = _TITLE.match(line) if line.rstrip().endswith(_TITLE_ENDS) else None
        if title is None:
            continue
        for number, later in enumerate(lines[at + 1 : at + 8], at + 1):
            if "现" in later and (given := _GIVEN.search(later)):
                yield from ((number, hit) for hit in _told(title["name"], given))
                break


def _told(title: str, given: re.Match[str]) -> Iterator[Hit]:
    group = "name" if given["name"] else "passed"
    one, other = _plain(title), _plain(given[group])
    likeness = SequenceMatcher(None, one, other, autojunk=False)
    if one in other or other in one or likeness.ratio() < _ALIKE or _is_shortened(likeness):
        return
    yield Hit(*given.span(group), (), f"标题里写作“{title}”")


def _is_shortened(likeness: SequenceMatcher[str]) -> bool:
    """Whether one name is the other with words left out in several places."""
    changes = [tag for tag, *_ in likeness.get_opcodes() if tag != "equal"]
    return len(changes) > 1 and len(set(changes)) == 1 and changes[0] != "replace"


def _plain(name: str) -> str:
    return re.sub(r"[\s　“”]|（[^（）]*）", "", name)
