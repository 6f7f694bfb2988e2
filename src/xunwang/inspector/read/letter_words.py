"""Words of letter boxes: what a status means, what is an office, what is no answer, how letters are counted."""

import datetime as dt
import re

from xunwang.inspector.model import late
from xunwang.inspector.read.dates import FULL, is_date_like, latest_not_after, read_stamp, stamp_of

OPEN = re.compile(
    r"[未待]|办理中|处理中|受理中|回复中|答复中|审核中|核实中|正在|转办|交办|受理|接收|签收|派发|流转|暂无|尚无|进行中|无回复"
)
REFUSED = re.compile(
    r"不予|不受理|不属于|无效|重复|撤[销回诉]|已?作废|退回|[无不]需"
)  # nobody will answer it
KEPT = re.compile(r"不予?公开|保密|隐私")  # a letter of which nothing but its title is shown
ANSWERED = re.compile(r"答复|回复|办结|办毕|办理|解决|处理|反馈|完成|采纳|结案|结束|已阅|已回|^是$")
_STATUS = re.compile(
    r"[【\[（(]?\s*(?:(?:已|未|待|暂未|尚未|正在|等待)(?:答复|回复|办结|办理|解决|处理|反馈|受理|接收|签收|采纳|转办|交办|完成|审核|办复|回应)(?:中|完毕)?"
    r"|(?:办理|处理|受理|回复|答复|审核|转办|核实)(?:中|完毕|完成)|办结|已办|待办|转办|已转办)\s*[】\]）)]?"
)
NO_REPLY = re.compile(
    r"\W*(?:(?:暂无|暂未|尚未|尚无|未|等待|正在|还没有|没有|无)\W?(?:任何)?(?:回复|答复|办理|处理|反馈|内容|受理|回应).{0,12}|待(?:回复|答复|办理|处理)(?: ?[A-Za-z]+)?|无|暂无|空|办理中|处理中|受理中|-+)?\W*\Z"
)
_UNIT = (
    r"[\u4e00-\u9fff（）()、·]{1,24}(?:局|委|委员会|办|办公室|中心|政府|科|处|股|大队|支队|公司|镇|乡|街道|办事处|管委会|馆|院|队|所|站|厅|部|信箱"
    r"|工作组|服务台|热线|集团|分局)"
)
IS_UNIT = late(_UNIT)
STATISTICS = re.compile(
    r"(?:来信|信件|留言|收到|受理|提交|收信|咨询|来件|写信)(?:总)?(?:数量?|总量|总数|总计|件数)?\s*[:：]?\s*\d+\s*(?:封|件|条|个)?"
    r"[^\d]{0,40}?(?:办结|回复|答复|办理|已办|处理|反馈)[率数量总件已]{0,4}\s*[:：]?\s*\d"
)
UNNAMED = re.compile(r"\(\?P<\w+>")  # a pattern may hold each name once
# 问：…（2026-03-06）, 答：…（体检中心，2026-03-07）, 答：…（2026-03-07 民政所）
DAY_IN_BRACKETS = late(
    rf"[（(]\s*(?:(?P<who>{_UNIT}|[\u4e00-\u9fff]{{2,12}})[\s,，、;；]+)?(?P<day>{FULL.pattern})(?:[\s,，、;；]+(?P<behind>{_UNIT}))?\s*[）)]\s*\Z"
)
_ACT = r"(?:提问|来信|留言|咨询|写信|答复|回复|办结)"
# 提问 2026-02-27　答复 2026-03-02（农机股）; 2026-02-27 来信
_ACT_OF_DAY = late(
    rf"(?P<before>{_ACT})(?:时间|日期|于)?\s*[:：]?\s*(?P<day>{FULL.pattern})|(?P<late>{UNNAMED.sub('(', FULL.pattern)})\s*(?P<behind>{_ACT})"
)
_ACTS_ALONE = late(
    rf"\s*(?:{UNNAMED.sub('(', _ACT_OF_DAY.pattern)}|[\s，,；;|/·]|[（(][^（）()]{{2,20}}[）)])+"
)
# 网友 2026-02-27 留言; 农机股 2026-03-02 答复
_WROTE = late(
    rf"(?P<who>[^\n\d，。？！]{{0,20}}?)\s*(?P<day>{UNNAMED.sub('(', FULL.pattern)})\s*(?P<act>{_ACT})\s*[:：]?"
)
_ASKING = frozenset({"提问", "来信", "留言", "咨询", "写信"})
# …请到窗口办理。 [灌区管理科] 2026/11/13 9:30:00
_UNIT_IN_BRACKETS = late(
    rf"[\[【（(]\s*(?P<unit>{_UNIT}|办公室)\s*[\]】）)]\s*(?P<day>{FULL.pattern})?[\s。]*\Z"
)
_LAST_DAY = late(rf"{FULL.pattern}[\s)）\]】。]*\Z")
_AROUND = " ：:，,。（）()[]【】"
_LONGEST_TITLE, _LONGEST_NAME = 80, 25


def status_tells(status: str) -> bool | None:
    """Whether a letter of this status was answered; None where the status does not tell, or tells that it was refused."""
    if REFUSED.search(status):
        return None
    return False if OPEN.search(status) else True if ANSWERED.search(status) else None


def is_status(words: str) -> bool:
    return _STATUS.fullmatch(words) is not None


def day_of(text: str, today: dt.date | None) -> dt.date | None:
    """The day that a short text shows."""
    stamp = read_stamp(text[:40], short=today is not None)
    if stamp is None:
        return None
    if stamp.year is not None:
        return stamp.date()
    return latest_not_after(stamp, today) if today else None


def office(words: str) -> str | None:
    """The office that a value begins with, without the brackets around it or around it and its label."""
    name = words.split(maxsplit=1)[0].strip("[]【】") if words.split() else ""
    return (name if "（" in name or "(" in name else name.rstrip("）)】]。；"))[:40] or None


def shows_day(words: str) -> bool:
    return is_date_like(words.strip(" []【】（）()"))


def acts_in(words: str) -> list[tuple[str, dt.date | None]]:
    """The days that words say nothing else of than what was done on them: `asked` or `answered`."""
    if not _ACTS_ALONE.fullmatch(words):
        return []
    return [
        (
            "asked" if (found["before"] or found["behind"]) in _ASKING else "answered",
            day_of(found["day"] or found["late"], None),
        )
        for found in _ACT_OF_DAY.finditer(words)
    ]


def wrote(line: str) -> tuple[str, dt.date | None, str | None] | None:
    """What a line that is there for it says was done, when, and by which office: `asked` or `answered`."""
    found = _WROTE.fullmatch(line.strip())
    if found is None:
        return None
    role = "asked" if found["act"] in _ASKING else "answered"
    return role, day_of(found["day"], None), found["who"] if IS_UNIT.fullmatch(found["who"]) else None


def apart(question: str | None) -> tuple[dt.date | None, str | None]:
    """The day in brackets that a question ends with, and its words before."""
    found = DAY_IN_BRACKETS.search(question) if question else None
    return (
        (stamp_of(found).date(), question[: found.start()].strip())
        if question and found
        else (None, question)
    )


def short(title: str) -> str:
    return " ".join(title.split())[:_LONGEST_TITLE]


def signature(reply: str) -> tuple[str | None, dt.date | None]:
    """The unit and the day that an answer ends with."""
    if found := DAY_IN_BRACKETS.search(reply):
        return found["who"] or found["behind"], stamp_of(found).date()
    lines = [line.strip() for line in reply.splitlines() if line.strip()]
    day = unit = None
    if found := _UNIT_IN_BRACKETS.search(reply):
        unit, day = found["unit"], stamp_of(found).date() if found["day"] else None
    for line in reversed(lines[-3:]):
        found = None if day else _LAST_DAY.search(line)
        day = stamp_of(found).date() if found else day
        name = line[: found.start()].strip(_AROUND) if found else line
        if unit is None and len(name) <= _LONGEST_NAME and IS_UNIT.fullmatch(name):
            unit = name
    return unit, day


_LONGEST = 2_000


def cut(text: str | None) -> str | None:
    """The text of a question or a reply as it is kept; the sign at the end says that there is more."""
    if not text:
        return None
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
