"""The words circulars use: units, roles of a number, subjects that are counted, kinds of rates."""

import re

UNITS = "个百分点|百分点|家次|个次|件次|条次|人次|篇次|万元|亿元|元|名|个|家|条|件|处|次|篇|项|户|份|例|起|封|宗|款|幅|场|张|分|倍"

APPROXIMATE_BEFORE = re.compile(
    r"(?:近|约|超|逾|超过|达到或超过|不足|不到|不低于|不少于|不得少于|不得低于|低于|高于|多于|少于|大于|小于|至少|至多|最多|最少|大约|将近"
    r"|不超过|累计达到|要达到|应达到|须达到|力争达到|确保|满|每|目标|高出|按)\s?\Z"
)
APPROXIMATE_AFTER = re.compile(
    r"(?:（含）)?(?:以上|以下|左右|以内|之内|之多|不等|上下|及以上|及以下|制)|余|多(?![次数为项])|的(?:要求|目标|标准)"
)
FORMER = "上一?(?:个)?(?:(?:检查|抽查|监测|考核|统计|通报)?(?:季度|周期|次|年度?|月|期|轮|批))|上(?:一个?|个)半年|去年|同期|前一?(?:个)?(?:季度|周期|期|次)|年初"
"""The period before this one, as circulars name it."""
EARLIER = re.compile(f"{FORMER}|此前|原有|原来|普查时|历史")

_ROLES = {
    "failed": r"不合格(?!率)|不达标|未达标|未通过|单项否决|一票否决",
    "passed": r"(?<![不未])合格(?!率)|(?<![不未])达标(?!率)|(?<!未)通过(?:了)?(?:检查|抽查)",
    "problem": r"(?:存在|发现|出现|查出)[^，]{0,12}(?:问题|错误|隐患)|问题(?:较多|突出)?的?(?:网站|账号|单位|新媒体)|有问题",
    "ontime": r"(?:按期|按时|如期|限时|期限内|时限内|规定时间内?|日内|及时)[^，]{0,6}(?:办结|办理|回复|答复|处理)",
    "closed": r"办结|处理完毕|办理完[成毕]|处理完成",
    "replied": r"答复(?!率|时)|回复(?!率|时)",
    "rectified": r"(?:完成|已|落实)[^，]{0,4}整改|整改(?:完毕|完成|到位|完)",
    "received": r"收到|受理|接到|接收|收悉|转办|交办|收集|提交留言|留言总数",
    "sampled": r"(?:抽查|检查|抽检|监测|巡查|普查|巡检|抽测|抽取|抽样)(?!合格率|结果|指标|情况|率)",
    "total": r"[共现]有|在线运行|正常运行|正在运行|运行的?|在册|备案|开设|开办|开通|总数|总计|共计|累计|纳入|登记|全[省市县区州旗国](?:政府网站|政务新媒体|网站)?\||共\|",
}
_PATTERNS = {name: re.compile(pattern) for name, pattern in _ROLES.items()}
_OUTCOMES = frozenset({"failed", "passed", "problem"})
_ALL = re.compile("全部|均|都|全都")
_WITHIN = re.compile("中(?!心)")
_SELF_CHECKED = re.compile("自查")
_SET = re.compile("中有?\\Z")
_NOT_CHECKED = re.compile(
    "未(?:抽查|检查|纳入)|没有(?:抽查|检查)|不合格原因|关停|注销|下线|复查|回头看|新增|栏目(?!共?收到)"
)

_SUBJECTS = (
    ("门户网站", "政府门户网站|门户网站|门户"),
    ("部门网站", "部门网站|部门政府网站"),
    ("网站", "网站|站点"),
    ("微信", "微信公众号|公众号|微信|订阅号|服务号"),
    ("微博", "微博"),
    ("短视频", "抖音|快手|视频号|短视频"),
    ("头条", "头条号|今日头条|头条"),
    ("客户端", "移动客户端|客户端|APP|App|小程序"),
    ("新媒体", "政务新媒体|新媒体账号|新媒体|账号"),
    ("留言", "网民留言|留言|信件|来信|诉求|找错"),
    ("栏目", "栏目"),
    ("问题", "错别字|问题|错误|链接|隐患|表述|处"),
    ("稿件", "信息|稿件|文章|政策|解读"),
    ("单位", "单位|部门|地区|县|乡镇"),
)
_SUBJECT = re.compile("|".join(f"(?P<s{index}>{words})" for index, (_, words) in enumerate(_SUBJECTS)))
_AND = re.compile("[和及与、]")
_ATTRIBUTES = re.compile("^(?:的|不合格|合格|政府|所属|单位|县级|市级|省级|基层|在运行)*")


def subject_in(before: str, after: str = "") -> str:
    """What is counted: the last known noun before the number, else the first behind it."""
    named = list(_SUBJECT.finditer(before))
    last = _name(named[-1]) if named else ""
    if (
        len(named) > 1
        and last != _name(named[-2])
        and _AND.search(before, named[-2].end(), named[-1].start())
    ):
        return ""
    if last and last != "问题":
        return last
    behind = _SUBJECT.match(_ATTRIBUTES.sub("", after))
    return _name(behind) if behind else last


def _name(match: re.Match[str]) -> str:
    assert match.lastgroup is not None
    return _SUBJECTS[int(match.lastgroup[1:])][0]


def roles_in(before: str, after: str) -> frozenset[str]:
    """What a number counts, by the words before and behind it; an outcome wins over the check that found it."""
    text = f"{before}|{_WITHIN.split(after)[0]}"
    if _NOT_CHECKED.search(text):
        return frozenset()
    found = {name for name, pattern in _PATTERNS.items() if pattern.search(text)}
    if _SELF_CHECKED.search(text):
        found -= {"sampled", "total"}
    if not found and _SET.search(after):
        return frozenset({"total"})
    if "ontime" in found:
        return frozenset({"ontime"})
    if "passed" in found and "failed" not in found and _ALL.search(after):
        return frozenset(found)
    return frozenset(_strongest(found))


def _strongest(found: set[str]) -> set[str]:
    outcomes = found & _OUTCOMES
    if outcomes:
        return outcomes - {"problem"} or outcomes
    worked = found & {"closed", "replied", "rectified"}
    if worked:
        return worked
    return found - {"total"} if found & {"sampled", "received"} else found


RATE_KINDS = (
    ("fail", re.compile("不合格率|不合格比例|不合格[^，]{0,4}占比")),
    (
        "problem",
        re.compile(
            "问题发现率|问题率|(?:存在|发现)[^，]{0,6}问题的?[^，]{0,6}(?:比例|占比)|问题[^，]{0,4}(?:比例|占比)"
        ),
    ),
    ("pass", re.compile("合格率|达标率|通过率|合格比例")),
    (
        "sample",
        re.compile("抽查率|抽检率|检查率|监测率|(?:抽查|检查|抽检|监测)[^，]{0,4}(?:比例|占比|覆盖率|比率)"),
    ),
    ("ontime", re.compile("(?:按期|按时|如期|及时)[^，]{0,4}(?:办结|答复|回复|办理)率")),
    ("closed", re.compile("办结率|办理率|处理率")),
    ("reply", re.compile("答复率|回复率|回应率")),
    ("rectify", re.compile("整改(?:完成|到位)?率")),
    ("share", re.compile("占")),
)
RATE_NAMES = {
    "fail": "不合格率",
    "problem": "问题比例",
    "pass": "合格率",
    "sample": "抽查比例",
    "ontime": "按期办结率",
    "closed": "办结率",
    "reply": "答复率",
    "rectify": "整改率",
    "share": "占比",
}
NOT_A_RATIO = re.compile("平均|目标|增|升|降|提高|下滑|力争|要求|环比|同比|满意|可用")


def rate_kind(words: str) -> str:
    """The kind of rate named in ``words``; empty when none is."""
    for name, pattern in RATE_KINDS:
        if pattern.search(words):
            return name
    return ""
