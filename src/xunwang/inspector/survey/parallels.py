"""What one page tells of several units or leaders in turn, held against each other: what most of them show and one lacks is missing there."""

import re
from collections.abc import Collection, Iterator, Mapping
from itertools import pairwise

from xunwang.inspector.model import late

_FEWEST = 3  # with two nobody knows which of them is as it should be
_PAIR = 2  # of people under labels it is known: they are of one make
_LONGEST_POST = 30
_POST = re.compile(
    r"(?:书记|[市县区州镇乡省局厅院校组部处科所队]长|主任|委员|秘书长|工程师|会计师|调研员|巡视员|主席)(?:[（(][^（()）]*[)）])?\s*\Z"
)
_PERSON = re.compile(
    r"(?!.{0,3}(?:简历|分工|工作|职务|信息|领导|简介|职责|电话|[长任记员席]$))[\u4e00-\u9fff](?:[\u4e00-\u9fff]{1,3}|[ \u3000]+[\u4e00-\u9fff])"
)
_UNIT = re.compile(
    r"\s*[\u4e00-\u9fff]{2,18}(?:局|科|处|室|办|委|委员会|中心|站|所|股|队|部)(?=\s*$|[\s:：])(?!\s*[:：]?\s*(?:主任|负责人))"
)
# What tells of a person or an office, its label left out: an empty value is none.
_OF_LEADERS = {
    "简历": re.compile(r"[男女][，,]|年\d{1,2}月(?:出)?生|出生于|参加工作|历任|曾任|毕业|学历"),
    "分管工作": late(
        r"分\s*管|负责(?!人)|主持|协助|联系|分\s*工\s*[:：]?\s*\S{3}|管理?[\u4e00-\u9fff]{0,2}[:：]|领导.{1,12}工作"
    ),
}
_OF_UNITS = {
    "职责": re.compile(
        r"负责(?!人)|承担|贯彻|拟订|组织实施|监督|管理(?=[^科处室局]|$)|指导|(?:职责|职能)\s*[:：]\s*\S"
    ),
    "联系方式": re.compile(r"(?<!\d)\d{5,8}(?!\d)|(?<!\d)1\d{10}(?!\d)"),
}


# A label that stands for itself, its value below it or, with a colon, behind it.
_LABELS = {
    "简历": re.compile(r"\W*(?:个人|工作|主要|基本)?简\s*历\s*[:：]?\s*"),
    "分管工作": re.compile(r"\W*(?:工作)?(?:分\s*管|分\s*工)(?:工作|领域)?\s*[:：]?\s*"),
}
_NEXT_LABEL = re.compile(
    r"\W*(?:(?:个人|工作|主要|基本)?简\s*历|(?:工作)?分\s*[管工](?:工作|领域)?|姓\s*名|(?:现任)?职\s*务|性别|民族|学历|出生年月|(?:联系|办公)?电话|(?:电子)?邮箱)\s*(?:[:：].*|\Z)"
)
_NEXT_PART = re.compile(r"网站地图|联系我们|主办|版权|[上下]一[篇页条]|打印|关闭|返回|相关|标识码|备案")
_NAMED = re.compile(r"\s*姓\s*名\s*[:：]\s*\S")


def empty_of_leaders(text: str, links: Collection[str]) -> tuple[str, ...]:
    """The labels 简历 and 分管工作 below which nothing stands, where the text tells of these less often than it names them.

    Labels in a row with their values behind them, as tabs have them, are told of as often as they are named. A label that is a link leads to it.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    linked = {name for name, label in _LABELS.items() if any(map(label.fullmatch, links))}
    return tuple(name for name in _LABELS if name not in linked and _is_empty(name, lines))


def _is_empty(name: str, lines: list[str]) -> bool:
    label, said = _LABELS[name], _OF_LEADERS[name]
    places = [place for place, line in enumerate(lines) if label.fullmatch(line)]
    named = sum(label.match(line) is not None for line in lines)
    told = sum(
        said.search(line, found.end() if (found := label.match(line)) else 0) is not None for line in lines
    )
    return told < named and any(_says_nothing(lines, place + 1) for place in places)


def _says_nothing(lines: list[str], place: int) -> bool:
    if place >= len(lines):
        return True
    line = lines[place]
    return (
        _NEXT_LABEL.fullmatch(line) is not None
        or _NEXT_PART.search(line) is not None
        or _begins_leader(lines, place)
    )


def lacking_of_leaders(text: str, links: Collection[str]) -> tuple[str, ...]:
    """What one of several leaders lacks, of 简历 and 分管工作. A label that is a link leads to it."""
    lines = text.splitlines()
    heads = [place for place in range(len(lines)) if _begins_leader(lines, place)]
    linked = {name for name in _OF_LEADERS if any(name in link for link in links)}
    named = [place for place, line in enumerate(lines) if _NAMED.match(line)]
    if len(named) == _PAIR:
        one, other = _records(lines, named)
        told = {
            name: bool(words.search(one)) - bool(words.search(other)) for name, words in _OF_LEADERS.items()
        }
        return tuple(name for name, more in told.items() if more and name not in linked)
    return _lacking(list(_records(lines, heads)), _OF_LEADERS, linked=linked)


def lacking_of_units(text: str) -> tuple[str, ...]:
    """What one of several units lacks, of 职责 and 联系方式."""
    lines = text.splitlines()
    heads = [place for place, line in enumerate(lines) if _UNIT.match(line)]
    return _lacking(list(_records(lines, heads)), _OF_UNITS, linked=())


def _begins_leader(lines: list[str], place: int) -> bool:
    """Whether a line names a person with the post before or beside it, or in the line below."""
    name, _, post = lines[place].strip().replace("\u3000", " ").partition(" ")
    if _PERSON.fullmatch(name) is None:
        is_post = len(name) <= _LONGEST_POST and _POST.search(name) is not None
        return is_post and _PERSON.fullmatch(post.split()[0] if post.split() else "") is not None
    post = post or (lines[place + 1] if place + 1 < len(lines) else "")
    return len(post) <= _LONGEST_POST and "。" not in post and _POST.search(post) is not None


def _records(lines: list[str], heads: list[int]) -> Iterator[str]:
    for start, end in pairwise((*heads, len(lines))):
        yield "\n".join(lines[start:end])


def _lacking(
    records: list[str], wanted: Mapping[str, re.Pattern[str]], *, linked: Collection[str]
) -> tuple[str, ...]:
    if len(records) < _FEWEST:
        return ()
    told = {
        name: sum(bool(words.search(one)) or (name in linked and name in one) for one in records)
        for name, words in wanted.items()
    }
    return tuple(name for name, times in told.items() if len(records) < 2 * times < 2 * len(records))
