"""The meta tags of rulebook 6.3, under their official spelling."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from xunwang.inspector.model import Flaw, FlawKind
from xunwang.inspector.read.dom import Dom
from xunwang.inspector.read.shapes import Shape, attribute_sign

WANTED = (
    "SiteName", "SiteDomain", "SiteIDCode",
    "ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType",
    "ArticleTitle", "PubDate", "ContentSource",
    "Keywords", "Author", "Description", "Image", "Url",
)  # fmt: skip
_OFFICIAL = {name.lower(): name for name in WANTED}
_OF_ONE_VALUE = frozenset(
    {"SiteName", "SiteDomain", "SiteIDCode", "ColumnName", "ArticleTitle", "PubDate", "ContentSource"}
)
_SIGNS = re.compile(r"\W+")
_NUMBER = re.compile(r"\d+")
_SHOWN = 40  # characters of a value
_GENERATED = re.compile(r"(?:页面)?(?:生成|更新|制作)时间[:：\s]*([\d\-/.年月日: ]{8,})")
_TIME_NAMES = frozenset({"createdate", "generatetime", "generatedate", "publishtime", "makepubdate"})


def read_metas(dom: Dom) -> dict[str, str]:
    """The first non-empty value of each wanted tag; a tag that is written but empty everywhere is present with ""."""
    found: dict[str, str] = {}
    for node in dom.all(_METAS):
        name, value = _meta(node.shape)
        if not found.get(name):
            found[name] = value
    return found


def tagged_twice(dom: Dom, metas: Mapping[str, str]) -> Iterator[Flaw]:
    """The tags that are written again with another value than that in `metas`, each once; one that holds the other says the same at more length."""
    written = dom.all(_METAS)
    if len(written) <= len(metas):
        return
    told = set()
    for node in written:
        name, value = _meta(node.shape)
        if name in _OF_ONE_VALUE and name not in told and _differ(name, value, metas.get(name, "")):
            told.add(name)
            yield Flaw(FlawKind.TAGGED, f"{name}“{metas[name][:_SHOWN]}”“{value[:_SHOWN]}”")


def _differ(name: str, one: str, other: str) -> bool:
    if name == "PubDate":  # 2026-03-05, 2026/3/5 10:20 and 2026年3月5日 are one day
        numbers, others = (
            [number.lstrip("0") for number in _NUMBER.findall(value)] for value in (one, other)
        )
        if all(figure == shown for figure, shown in zip(numbers, others, strict=False)):
            return False
    plain, known = (_SIGNS.sub("", value).lower() for value in (one, other))
    return plain not in known and known not in plain


def generation_times(dom: Dom) -> set[str]:
    """The times at which the page says it was generated, as they are written."""
    return {time for node in dom.all(_TIMES) for time in _times(node.shape)}


@lru_cache(maxsize=4_096)
def _meta(shape: Shape) -> tuple[str, str]:
    name = _OFFICIAL.get((shape.get("name") or shape.get("property")).lower(), "")
    return name, " ".join(shape.get("content").split())


def _times(shape: Shape) -> list[str]:
    content = shape.get("content")
    found = _GENERATED.search(content) if "时间" in content else None
    named = [content] if shape.get("name").lower() in _TIME_NAMES else []
    return [*named, found[1].strip()] if found else named


_METAS = attribute_sign("@meta", {"content"}, lambda shape: shape.tag == "meta" and bool(_meta(shape)[0]))
_TIMES = attribute_sign(
    "@generated", {"content", "name"}, lambda shape: shape.tag == "meta" and bool(_times(shape))
)
