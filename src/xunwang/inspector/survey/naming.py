"""What a name says: which type of column it is, and which links name no column at all.

The types and their members are the official grouping of rulebook 2.3; the order of `RULES` settles names that hold two words.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from xunwang.inspector.model import ColumnType, Record

_SPACE_IN_CHINESE = re.compile(r"(?<=[一-鿿])\s+(?=[一-鿿])")
_TRIM = " \t\r\n\xa0\u3000·•|>》»›＞【】[]：:-—_"
_COUNT = re.compile(r"[(（\[]\d+[)）\]]$")
_MORE = re.compile(r"^(?:查看|点击|阅读)?(?:更多|全部|more|MORE|More)(?:信息|内容|\.{0,3}|…)$")
_MORE_OF = re.compile(r"^(?:查看|点击)?(?:更多|全部)(?=[\u4e00-\u9fff]{3,})(?!信息|内容)")  # 更多部门动态
_NOT_A_COLUMN = re.compile(
    r"""^(?:网站|返回|本站|回到|设为)?(?:首页|主页)$
      | 登录 | 登陆 | 注册 | 无障碍 | 长[者辈] | 适老 | 关怀版 | 老年 | 大[字号]{1,2}版 | 繁[体體] | ^简体 | ^繁$ | ^简$
      | ^english$ | ^en$ | 英文 | 日本語 | 한국어
      | ^(?:站内|高级|全文|智能)?(?:搜索|检索)$ | ^(?:网站|站点|本站)?地图$ | ^网站导航$ | ^导航$
      | ^联系(?:我们|方式|电话) | ^关于(?:我们|本站)$ | ^网站(?:声明|说明|帮助) | 声明$ | 隐私 | 版权
      | ^rss | 订阅 | 手机版 | 移动版 | 电脑版 | 客户端 | ^app | 微博 | 微信 | 抖音 | 公众号 | 小程序 | 新媒体
      | 收藏 | (?:公务|办公|内部|公务员)邮箱 | 打印 | 分享 | 机器人 | 智能问答 | ^邮箱 | ^OA | 办公系统 | 用户中心 | 个人中心 | ^返回 | ^上一[页篇] | ^下一[页篇]
      | 纠错 | 找错 | 备案 | 公网安备 | 链接$ | 加入 | ^帮助
    """,
    re.IGNORECASE | re.VERBOSE,
)
_ANOTHER_SITE = re.compile(r"(?:网|网站|政府|局|委员会)$")
_YEAR_NAME = re.compile(r"^(?:19|20)\d\d年?(?:度)?$")
_TRADE = re.compile(r"(?:(?:19|20)\d\d年?)?(?:统计|调查|数据)(?=.)")
_MEANS_TOPIC = re.compile(r"专题|专栏")
_ONE_WORD = 2  # characters
LONGEST_NAME = 20


class Typed(Record, frozen=True):
    type: ColumnType
    reason: str


class Names(Record, frozen=True):
    """Everything that names one column: `own` first, then what its page says of itself, then what stands above it.

    `confirmed`: its page bears the name of its tag in its way or title, too. `titles` counts its items, `hinted` for each of `TITLE_HINTS` those whose title has the word.
    """

    own: str
    column_meta: str | None = None
    type_meta: str | None = None
    above: tuple[str, ...] = ()
    confirmed: bool = False
    titles: int = 0
    hinted: tuple[int, ...] = ()


# One row per reading of a name, the first that is found decides.
RULES: tuple[tuple[ColumnType, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (
            ColumnType.OTHER,
            r"(?:投诉|举报)[\u4e00-\u9fff]{0,4}(?:公示|曝光|通报)|新闻发布会(?!解读)|新闻发布$|新闻发言人|建议提案|提案|议案|采购|招标|招投标|中标|处罚|许可|执法|双随机|双公示",
        ),
        (
            ColumnType.OTHER,
            r"信用|(?:权责|权力|责任|负面|收费)清单|公共资源|应急预案|政府公报|事故调查|行政决策|重大决策|预决算|三公经费|(?:会议|结果|执行)公开$",
        ),
        (ColumnType.PERSONNEL, r"人事|任免|任前|招聘|招考|招录|录用|公务员|干部公示|职称"),
        (ColumnType.DATA, r"统计公报|(?:数据|统计|公报)解读"),
        (ColumnType.INTERPRETATION, r"解读|图解|一图读懂|政策吹风|政策问答|答记者问"),
        (
            ColumnType.NEWS,
            r"(?:要闻|动态|新闻|(?:^|新闻|政务|最新|本[地市县区]|今日|时政|工作|综合|热点|部门|基层|图片)资讯|快讯|简讯|快报|简报|头条|传真|速递|(?<!专题)报道|工作进展|领导活动)$",
        ),
        (
            ColumnType.SURVEY,
            r"征集|征求意见|意见征求|网上调查|在线调查|民意调查|问卷|听证|^调查|(?:意见|结果|征集)反馈",
        ),
        (ColumnType.INTERVIEW, r"访谈|在线直播|网上直播"),
        (ColumnType.SERVICE_STATISTICS, r"(?:办事|办件|办理|服务)(?:数据)?统计|办件(?:量|公示|公开)"),
        (
            ColumnType.MESSAGES,
            r"信箱|留言|咨询|投诉|来信|写信|建言|问政|互动|公众参与|网民|网友|信访|举报|信件|常见问题|(?:回复|答复)选登|12345|诉求",
        ),
        (
            ColumnType.LEADERS,
            r"领导(?:之窗|信息|介绍|班子|分工|简介|成员|简历|名单|团队|专栏)|^(?:现任|本|单位|政府|党委|班子|街道|[省市州县区镇乡局厅委办院])*领导$|长之窗",
        ),
        (
            ColumnType.DISCLOSURE,
            r"公开(?:指南|目录|年报|制度|规定|年度报告|工作年度报告)|年报$|年度报告|依申请",
        ),
        (
            ColumnType.POLICY,
            r"政策文件|规范性文件|文件库?$|政府令|政办?[发规]$|政策法规|法律法规|法规|规章|政策$|政策库|条例",
        ),
        (ColumnType.PLAN, r"规划|计划"),
        (ColumnType.DATA, r"数据|统计|年鉴|经济运行"),
        (ColumnType.NOTICE, r"公告|公示|通知|通告"),
        (ColumnType.ORGANISATION, r"机构|职能|职责|内设|科室|部门设置|(?:直属|下属|所属|局属)单位|组织架构"),
        (
            ColumnType.OVERVIEW,
            r"概况|简介|概览|[省市州县区镇乡]情|历史(?:沿革|文化)|人文历史|走进|魅力|印象|自然地理|地理(?:位置|气候|环境)|行政区划|风土人情|名片$",
        ),
        (ColumnType.TOPIC, r"专题|专栏"),
        (
            ColumnType.NEWS,
            r"^今日|要闻|动态|新闻|快讯|时政|媒体(?:聚焦|关注|报道|看)|国务院信息|(?:工作|政务|部门|各地|地方|基层|乡镇|镇街|街道|县区|区县|县市|市县)信息|播报",
        ),
        (ColumnType.SERVICE, r"办事(?!处)|服务|事项|审批|办理|大厅|下载"),
        (ColumnType.POLICY, r"政策"),
        (ColumnType.DISCLOSURE, r"公开"),
    )
)
TITLE_HINTS = ((ColumnType.INTERPRETATION, "解读"), (ColumnType.NOTICE, "公告"), (ColumnType.NOTICE, "公示"))


@lru_cache(maxsize=8_192)
def clean(text: str | None) -> str | None:
    """A name as it is read aloud: no bullets, arrows, counters or spaces between characters; None when nothing stays."""
    if not text:
        return None
    trimmed = _COUNT.sub("", _SPACE_IN_CHINESE.sub("", text.strip(_TRIM))).strip(_TRIM)
    trimmed = _MORE_OF.sub("", trimmed)
    return " ".join(trimmed.split()) or None


@lru_cache(maxsize=8_192)
def means_more(text: str) -> bool:
    """Whether a link only says that there is more: its name stands in the heading beside it."""
    return _MORE.match("".join(text.split()).strip(_TRIM)) is not None


@lru_cache(maxsize=8_192)
def names_column(text: str) -> bool:
    """Whether a link text can be the name of a column."""
    return 2 <= len(text) <= LONGEST_NAME and not means_more(text) and not denies_column(text)


def denies_column(text: str) -> bool:
    """Whether a page of this name is a tool of the site (log-in, search, site map …) and no column."""
    return _NOT_A_COLUMN.search(text) is not None


def names_another_site(text: str) -> bool:
    """Whether a link is called by the name of a site or an office rather than of a column."""
    return _ANOTHER_SITE.search(text) is not None


def type_of(names: Names) -> Typed:
    """The type of a column with the reason, from its name, its tags, what stands above it and the titles of its items."""
    if topic := next((name for name in names.above if _is_topic(name)), None):
        return Typed(ColumnType.TOPIC, f"位于专题栏目‘{topic}’之下")
    own = _fuller(names)
    return (
        _first(
            _by_last_word(own, names.type_meta),
            _by_tag_beside_trade(own, names.type_meta),
            _by_words(own, "栏目名称"),
            _by_year(names),
        )
        or _first(_by_words(names.column_meta, "标签ColumnName"), _by_type_tag(names.type_meta))
        or _by_titles(names.titles, names.hinted)
        or Typed(ColumnType.OTHER, "名称、标签和条目都未说明类型")
    )


def _fuller(names: Names) -> str:
    """The name of a column; as its page tells it twice over where a menu has one word for it, such as 机构 for 机构概况, or names the section that it opens."""
    told = names.column_meta
    if names.confirmed and by_name(told) is not None:
        return told or names.own
    is_told = told and (told.startswith(names.own) or _by_last_word(told, names.type_meta) is not None)
    return told if told and is_told and len(names.own) <= _ONE_WORD else names.own


@lru_cache(maxsize=8_192)
def by_name(name: str | None) -> ColumnType | None:
    """The type that a name alone tells; None when it tells none."""
    typed = _by_words(name, "")
    return typed.type if typed else None


def _first(*readings: Typed | None) -> Typed | None:
    return next((reading for reading in readings if reading is not None), None)


def _is_topic(name: str) -> bool:
    return _MEANS_TOPIC.search(name) is not None and by_name(name) is ColumnType.TOPIC and "公开" not in name


def _by_words(name: str | None, place: str) -> Typed | None:
    if not name:
        return None
    for kind, pattern in RULES:
        if found := pattern.search(name):
            return Typed(kind, f"{place}含‘{found.group()}’")
    return None


def _by_last_word(name: str, tag: str | None) -> Typed | None:
    """What the site's own tag says where the last word of the name says it too: 招考公告 may be a shelf of notices or of personnel."""
    tagged = _by_type_tag(tag)
    if tagged is None:
        return None
    for kind, pattern in RULES:
        if kind is tagged.type and (found := pattern.search(name)) and found.end() == len(name):
            return Typed(kind, f"栏目名称以‘{found.group()}’结尾，{tagged.reason}")
    return None


def _by_tag_beside_trade(name: str, tag: str | None) -> Typed | None:
    """What the site's own tag says where the name only begins with the trade of an office: 统计开放日, 调查队伍."""
    trade = _TRADE.match(name)
    return _by_type_tag(tag) if trade and by_name(name[trade.end() :]) is None else None


def _by_year(names: Names) -> Typed | None:
    """A shelf of one year is of the type of the column that it divides."""
    if not _YEAR_NAME.match(names.own) or not names.above:
        return None
    return _by_words(names.above[-1], "上级栏目名称")


def _by_type_tag(tag: str | None) -> Typed | None:
    kinds = {
        typed.type: typed
        for part in re.split(r"[,，;；、\s]+", tag or "")
        if (typed := _by_words(part, "标签ColumnType"))
    }
    return next(iter(kinds.values())) if len(kinds) == 1 else None


def _by_titles(titles: int, hinted: Sequence[int]) -> Typed | None:
    for (kind, word), hits in zip(TITLE_HINTS, hinted, strict=False):
        if titles >= 5 and hits / titles >= 0.6:
            return Typed(kind, f"多数条目标题含‘{word}’")
    return None
