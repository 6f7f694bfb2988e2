"""Parts told in a row, with the words that name each: may they overlap, are they all there are?"""

import re
from collections.abc import Iterable
from decimal import Decimal

import msgspec

from xunwang.office.circulars.check.quantities import Quantity
from xunwang.office.circulars.check.rules.common import related, total_of
from xunwang.office.circulars.check.rules.names import NAME

_PERIODS = re.compile(r"(?:(?P<month>\d{1,2})月|(?P<quarter>[一二三四])季度|(?P<half>[上下])半年)")
_FULL_PERIODS = frozenset(
    {
        *(tuple(map(str, range(first, first + size))) for size in (3, 6, 12) for first in range(1, 13, size)),
        tuple("一二三四"),
        tuple("上下"),
    }
)
_THREE_QUARTERS = re.compile("前三季度|(?<!\\d)1月?\\s?[至到—～~-]+\\s?9月|(?<![十\\d])一至九月")
_CROSSING = re.compile(
    "交叉|同时(?:存在|涉及|具有|开设|出现)|重复|[两多]类(?:以上)?问题|多种|兼有|涉及[两多]类|可多次|多次被|同一(?:账号|网站|单位|问题|栏目|部门|信件|人员)[^，；。]{0,6}(?:可|多|[两几]次)"
)
_KINDS_OF_SITES = frozenset({"门户", "部门"})
_SIGN = re.compile("[有无不未非]")
_TWO = 2
_LAST = re.compile("其他|其它|其余|余下|剩余")
_OVERLAP = re.compile("(?<!级)以[上下]|同时|分以|既|还存在|重复")
_FAULTY = re.compile(
    "问题|更新|链接|错误|规范|标识|空白|失效|未|缺|无|超|长期|栏目|存在|出现|发现|死链|错别字|信息"
)
_DISJOINT = re.compile(
    "网站|门户|部门|省|市|县|区|乡|镇|街道|园|微信|公众号|订阅号|服务号|微博|抖音|头条|快手|客户端|小程序|APP|新媒体|视频号|级|直"
    "|国务院|垂直|事业单位|系统|贴吧|百家号|大鱼号|企鹅号|平台|地方|类$|季度|半年|月|其他|其它|其余"
)


class Parts(msgspec.Struct, frozen=True):
    """Parts in the order of the text; ``nouns`` are the words naming each."""

    parts: tuple[Quantity, ...]
    nouns: tuple[str, ...]
    open_end: bool = False

    @property
    def total(self) -> Decimal:
        return total_of(self.parts)

    @property
    def disjoint(self) -> bool:
        """Whether the parts are kinds that cannot overlap, by their words."""
        if self.outcomes:
            return True
        bodies = [one.removeprefix("是").removeprefix("为") for one in self.nouns]
        if len(set(bodies)) == len(bodies) > _TWO and all(NAME.fullmatch(one) for one in bodies):
            return True
        named = all(_DISJOINT.search(noun) and not _FAULTY.search(noun) for noun in self.nouns)
        return named and len(set(self.nouns)) == len(self.nouns) and not self.overlapping

    def may_make(self, whole: Quantity) -> bool:
        """Whether a figure told apart from the list may be its whole: of such things, and of that size."""
        same = all(related(whole.subject, q.subject) for q in self.parts)
        return (
            same
            and max(q.value for q in self.parts) <= whole.value
            and self.total / 2 <= whole.value <= self.total * 2
        )

    def may_be_of(self, whole: Quantity) -> bool:
        """Whether such things are counted; a kind (信息不准确类) is one of the whole, whatever its words name."""
        return all(
            related(whole.subject, q.subject) or noun.endswith("类")
            for q, noun in zip(self.parts, self.nouns, strict=False)
        )

    @property
    def overlapping(self) -> bool:
        return any(_OVERLAP.search(noun) for noun in self.nouns)

    @property
    def outcomes(self) -> bool:
        """Whether the list parts passed from failed, or otherwise what is so from what is not: 有效、无效."""
        found = [q.roles & {"passed", "failed"} for q in self.parts]
        cores = {_SIGN.sub("", noun, count=1) for noun in self.nouns}
        opposed = len(cores) == 1 and len(set(self.nouns)) == 2
        return len(found) == 2 and (opposed or (found[0] != found[1] and all(found)))

    def full_period(self, text: str) -> bool:
        """Whether the parts are all the months or quarters of a period: 1月120件、2月155件、3月131件."""
        found = [_PERIODS.search(noun) for noun in self.nouns]
        told = tuple(next(filter(None, one.groups())) for one in found if one)
        return told in _FULL_PERIODS or (told == tuple("一二三") and bool(_THREE_QUARTERS.search(text)))

    @property
    def last_is_rest(self) -> bool:
        return bool(self.nouns and _LAST.search(self.nouns[-1]))

    def crosses(self, text: str) -> bool:
        """Whether the text says that a thing may be of several kinds: 部分留言同时涉及两类."""
        return not self.outcomes and bool(_CROSSING.search(text))

    @property
    def parted_by_kind(self) -> bool:
        """Whether the last kind is all others, so that no thing is of two: A类30条、B类25条、其他类41条."""
        named = len(set(self.nouns)) == len(self.nouns) > 1 and all(self.nouns)
        return self.last_is_rest and named and not self.overlapping

    def all_bodies(self, before: Iterable[Quantity]) -> bool:
        """涉及5家网站，共15个栏目，其中甲县5个 …: as many bodies are named as were told, each once."""
        bodies = [one.removeprefix("为") for one in self.nouns]
        named = len(set(bodies)) == len(bodies) > 1 and all(NAME.fullmatch(one) for one in bodies)
        return named and any(q.counts and q.value == len(bodies) for q in before)

    @property
    def both_kinds_of_sites(self) -> bool:
        """门户网站5家、部门网站57家: there is no third kind of website."""
        kinds = [re.findall("门户|部门", noun) for noun in self.nouns]
        return (
            len(kinds) == len(_KINDS_OF_SITES)
            and {one[0] for one in kinds if len(one) == 1} == _KINDS_OF_SITES
        )
