"""What a reply should be looked at again for. Pure: hints for the writer, never a verdict."""

import contextlib
import datetime as dt
import re

_EMPTY = re.compile(
    r"高度重视|认真对待|尽快(?:处理|解决|落实|办理)|及时(?:处理|解决|落实)|正在(?:处理|研究|核实)|积极(?:协调|推进)|进一步(?:加强|研究)|按规定办理|酌情|妥善处理|请咨询|请拨打"
)
_DONE = re.compile(
    r"已(?:经)?(?:于|将|修改|更正|改正|恢复|更新|删除|补充|发布|修复|核实|下线|整改|完成)|经(?:核实|核查|查|测试)|(?:能|可)(?:以)?正常|不存在|无误"
)
_DAY = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日")
_PLANNED = re.compile(
    r"计划|预计|拟|(?<!已)将|力争|争取|确保|定于|待|届时|有效|截至|截止|日(?:之|以)?[前后起止]|[至到]\d"
)
_CLAIMED = re.compile(r"已经?[于在]")
_THANKS = re.compile(
    r"^(?:(?:尊敬的[^，。！：]{0,12}|网友[^，。！：]{0,6}|[您你]好|(?:您的)?(?:来信|留言)[^，。！]{0,6}收悉|(?:感谢|谢谢)[^。！]{0,40})[，。！：:,!]*)+"
)
_SHORT = 15


def hints(reply: str, received: dt.date, today: dt.date) -> list[str]:
    """One sentence a doubt: too short, nothing but set phrases, days out of order, doubled signs."""
    text = re.sub(r"\s+", "", reply)
    if not text:
        return []
    found = [*_wording(text), *_days(text, received, today)]
    if doubled := re.search(r"[，、；：]{2,}|。。(?!。)|的的|了了(?!解)|是是(?!非)", text):
        found.append(f"“{doubled[0]}”疑为多字或标点重复。")
    return found


def _wording(text: str) -> list[str]:
    found = []
    if len(_THANKS.sub("", text)) < _SHORT:
        found.append("答复过短，应写明核实结果和处理情况。")
    empty = list(dict.fromkeys(_EMPTY.findall(text)))
    if empty and not _DONE.search(text):
        found.append(f"只有“{'、'.join(empty[:3])}”等表态，没有写明核实和处理结果。")
    return found


def _days(text: str, received: dt.date, today: dt.date) -> list[str]:
    found = []
    for told in _DAY.finditer(text):
        year, month, day = told.groups()
        named = _named(year, month, day, received)
        if named is None:
            found.append(f"“{month}月{day}日”不是真实的日期。")
        elif named > today and not _planned(_clause(text, told)):
            found.append(f"提到的 {named} 还没有到，请核对。")
        elif year and named < received and re.search(rf"已于{year}年{month}月{day}日", text):
            found.append(f"写明的处理日期 {named} 早于收到日期 {received}，请核对。")
    return found


def _named(year: str | None, month: str, day: str, received: dt.date) -> dt.date | None:
    """A day without a year is the one nearest to the receipt; None where there is none."""
    years = [int(year)] if year else range(received.year - 1, received.year + 2)
    days = []
    for one in years:
        with contextlib.suppress(ValueError):
            days.append(dt.date(one, int(month), int(day)))
    return min(days, key=lambda one: abs(one - received), default=None)


def _planned(clause: str) -> bool:
    return bool(_PLANNED.search(clause)) and not _CLAIMED.search(clause)


def _clause(text: str, told: re.Match[str]) -> str:
    """The words between two signs in which the day stands."""
    before = re.split(r"[，。；！？,;]", text[: told.start()])[-1]
    after = re.split(r"[，。；！？,;]", text[told.end() :])[0]
    return before + told[0] + after
