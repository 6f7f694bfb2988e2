"""Maps that a page shows, by what their pictures are called, and the number of approval that belongs under each."""

import re

from xunwang.inspector.model import LinkKind, Page, Zone, late

_IMAGE = LinkKind.IMAGE  # looking a member up costs more than comparing it
_BODY = frozenset({Zone.MAIN, Zone.UNKNOWN})
# Not 湿地图片, 安全图解, 土地图斑: there 图 belongs to what follows.
_CALLED = re.compile(
    r"(?<!站点)(?<!网站)(?:地图|区划图|区位图|位置图|交通图|水系图|导览图|全图)(?![标片册解集书文像斑纸形表案库层])"
)
_NAMED = re.compile(
    r"/(?:[^/?]*[-_.])?(?:map|ditu|quhuatu|quwei(?:tu)?)[^/?a-z]*\.(?:gif\.)?(?:jpe?g|png|gif|webp)(?:$|\?)",
    re.IGNORECASE,
)
_APPROVED = late(r"审图号|(?:GS|[\u4e00-\u9fff]S)[\u4e00-\u9fff]?\s*[（(〔\[]\s*20\d\d\s*[）)〕\]]")


def map_without_number(page: Page) -> str | None:
    """What the first map in the main part is called, where the text names no approval; None without such a map."""
    shown = (link for link in page.links if link.kind is _IMAGE and link.visible and link.zone in _BODY)
    maps = (link.text or "地图" for link in shown if _CALLED.search(link.text) or _NAMED.search(link.url))
    called = next(maps, None)
    return called if called and not _APPROVED.search(f"{called}\n{page.text}") else None
