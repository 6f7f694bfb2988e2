"""The meta tags of rulebook 6.3, under their official spelling."""

import re

from xunwang.inspector.read.dom import Dom

WANTED = (
    "SiteName", "SiteDomain", "SiteIDCode",
    "ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType",
    "ArticleTitle", "PubDate", "ContentSource",
    "Keywords", "Author", "Description", "Image", "Url",
)  # fmt: skip
_OFFICIAL = {name.lower(): name for name in WANTED}
_GENERATED = re.compile(r"(?:页面)?(?:生成|更新|制作)时间[:：\s]*([\d\-/.年月日: ]{8,})")


def read_metas(dom: Dom) -> dict[str, str]:
    """The first non-empty value of each wanted tag; a tag that is written but empty everywhere is present with ""."""
    found: dict[str, str] = {}
    for node in dom.all("meta"):
        name = _OFFICIAL.get((node.get("name") or node.get("property")).lower())
        if name and "content" in node.attrs and not found.get(name):
            found[name] = " ".join(node.get("content").split())
    return found


def generation_times(dom: Dom) -> set[str]:
    """The times at which the page says it was generated, as they are written."""
    times = set()
    for node in dom.all("meta"):
        if found := _GENERATED.search(node.get("content")):
            times.add(found[1].strip())
        if node.get("name").lower() in {
            "createdate",
            "generatetime",
            "generatedate",
            "publishtime",
            "makepubdate",
        }:
            times.add(node.get("content"))
    return times
