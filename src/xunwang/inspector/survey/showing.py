"""What a page shows of its own, beside what the whole site shows: a column that shows anything is not blank.

A blank column is a veto, so it must be empty for certain: one download, picture, map, form or line of text of its own is enough against it,
and so is anything that may carry content which nobody reads (`Page.unread_parts`). Its name, its way, heads of lists and pagers are none of it.
"""

import re
from collections.abc import Set as AbstractSet

from xunwang.inspector.fetch.urls import host_of, key_of
from xunwang.inspector.model import Link, LinkKind, Page, Zone, late
from xunwang.inspector.read.nothing import NOTHING_HERE
from xunwang.inspector.read.unread_parts import BY_SCRIPT

_SCRIPT = LinkKind.SCRIPT  # looking a member up costs more than comparing it
_FEWEST_SIGNS = 6  # letters and digits
_WORD = re.compile(r"[\u4e00-\u9fffA-Za-z]\s?[\u4e00-\u9fffA-Za-z]")
_NOTHING_SAID = re.compile(
    rf"{NOTHING_HERE.pattern}|没有|正在加载|加载中|共\s*0|[上下首末尾]\s*一?\s*页|第\s*\d+\s*页|位置\s*[:：]|(?i:more)\W*$"
)
_TOOLS = re.compile(
    r"[^。；！？]*(?:字号|打印|关闭|分享|更多|返回)[^。；！？]*"
)  # a sentence may speak of them
# The head of a table and the buttons above it stand where a list is to come.
_HEADS = re.compile(
    r"(?:序号|[编文]号|索引号|标题|题目|名称|主题|内容|发布|发文|成文|公布|生成|印发|日期|时间|机构|单位|部门|来源|类型|类别|分类|状态|操作"
    r"|浏览|点击|阅读|次数|[数总]?量|(?:[提答]出?|[申办经]|联系|负责|承办|领衔)[\u4e00-\u9fff]?人|提案者|(?:办理|承办|主办|答复|回复|办结)(?=单位|部门|日期|时间|情况|结果|状态)|情况|结果|搜索|检索|查询|查找|重置|确定|全部|请选择|关键[字词]|跳转|转到|列表|首页|GO|\W|\d)+",
    re.IGNORECASE,
)
_DAY_HEAD = re.compile(r"[\u4e00-\u9fff]{0,4}(?:时间|日期)")
# When a system wrote the page stands on empty ones, too.
_WRITTEN = re.compile(
    r"\W*(?:本?页面?|内容|数据|栏目|最[后近新]|上次)*(?:生成|更新|制作)(?:时间|日期|于)?\s*[:：]?\s*(?:20\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?)?(?:[ T]*\d{1,2}[:：]\d\d(?:[:：]\d\d)?)?\W*"
)
_NO_DAY = re.compile(r"(?<!\d)0000-0?0-0?0")
_SIGNS_OF_WORDS = late(r"[\u4e00-\u9fff]{4}")
_CELL = re.compile(r"[\u4e00-\u9fff（）()]{2,10}")
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|bmp|webp|svg)(?:\?|$)", re.IGNORECASE)
_SIGN = re.compile(r"[\u4e00-\u9fffA-Za-z0-9]")


def shown_by(page: Page, zones: frozenset[Zone], *, rendered: bool) -> frozenset[str]:
    """What the body of a page shows: its links, pictures and frames, what nobody reads, and links of the site behind a tab.

    Foreign ones stand without their query, which may name the page itself. In a `rendered` page scripts have shown what they had to show.
    """
    here = host_of(page.url)
    body = (link for link in page.links if link.zone in zones and link.kind is not _SCRIPT)
    linked = {_name_of(link, here) for link in body if link.visible or host_of(link.url) == here}
    unread = (part for part in page.unread_parts if not (rendered and is_by_script(part)))
    return frozenset(linked.union(unread)) - {key_of(page.url)}


def _name_of(link: Link, here: str) -> str:
    key = key_of(link.url)
    return key if host_of(link.url) == here else key.partition("?")[0]


def is_by_script(link: str) -> bool:
    """Whether what a page shows stands there for a script that was not run."""
    return link.startswith(BY_SCRIPT)


def is_picture(link: str) -> bool:
    """Whether an address names a picture: beside the words that there is nothing, it is their ornament."""
    return _PICTURE.search(link) is not None


def telling_lines(words: str, headings: AbstractSet[str], *, excused: bool = False) -> frozenset[str]:
    """The lines that say something; that there is nothing, and the furniture of lists, says nothing.

    `excused`: the page says that there is nothing; then the head of a table may name things of its own. A few characters that are one of the `headings` of links, such as 推荐内容, say nothing either: what they stand above is looked at by itself.
    """
    lines = (" ".join(line.split()) for line in words.splitlines())
    return frozenset(
        line
        for line in lines
        if (len(_SIGN.findall(line)) >= _FEWEST_SIGNS or (_WORD.search(line) and line not in headings))
        and not _NOTHING_SAID.search(line)
        and not _TOOLS.fullmatch(line)
        and not (_HEADS.fullmatch(line) and _WORD.search(line))
        and not _is_empty_row(line)
        and not _WRITTEN.fullmatch(line)
        and not (_is_head(line) and (excused or _ends_with_day(line)))
    )


def _is_empty_row(line: str) -> bool:
    """Whether a line is a row of a template that nobody filled; words beside a day that a system left at nought say something."""
    return _NO_DAY.search(line) is not None and _SIGNS_OF_WORDS.search(line) is None


def _ends_with_day(line: str) -> bool:
    """Whether the last of several cells would hold a day: such a line heads a table whatever its first cells are called."""
    return _DAY_HEAD.fullmatch(line.rpartition(" ")[2]) is not None


def _is_head(line: str) -> bool:
    """Whether a line is the head of a table: a few words, of which one at least names a usual column."""
    cells = line.split()
    return (
        len(cells) > 1
        and all(map(_CELL.fullmatch, cells))
        and any(_HEADS.fullmatch(cell) or _DAY_HEAD.fullmatch(cell) for cell in cells)
    )
