"""What lists of posts say in words of their own: of all rows above the header, and of rows that are no published post."""

import re
import unicodedata
from collections.abc import Sequence

from xunwang.inspector.model import Record
from xunwang.inspector.tables import Row, text_of

_PUBLISHED = "发布|发表|推送|群发|发文|发送|发出|上线|刊发|推出|发博|发稿|播出|推文"
LIKELY = {
    "title": re.compile(
        r"title|.{0,6}(?:标题|题目|题名)|(?:文章|作品|推文|稿件|博文)|(?:视频|短视频|作品|文章|推文|推送|信息|资讯|稿件|图文|博文|微博|动态)(?:名称|内容|主题|文案|描述|简介)"
    ),
    "time": re.compile(rf"(?:首次|首|实际|正式|对外)?(?:{_PUBLISHED})的?(?:时间|时刻|于)|首次(?:{_PUBLISHED})|(?:publish(?:ed)?|create|post)_?(?:time|at)(?:_[a-z]{{2,8}})?|created_?at(?:_[a-z]{{2,8}})?"),
    "day": re.compile(rf"(?:首次|首|实际|正式|对外)?(?:{_PUBLISHED})的?(?:日期|日|年月日)|publish_?date|date"),
    "url": re.compile(r".{0,6}(?:链接|网址|url)(?:地址)?|link"),
    "gone": re.compile(r"(?:是否|有无)?(?:已经?|被)?(?:删除|撤回|下架|删稿|撤稿|屏蔽|隐藏)(?:标记|标志|否)?|is_?deleted|deleted"),
    "gone_at": re.compile(r"(?:删除|撤回|下架|删稿|撤稿)(?:时间|日期)|deleted_?(?:at|time)"),
    "out": re.compile(r"是否(?:已经?)?(?:发[布表送出文]|上线|刊发|公开|可见)"),  # what was not pushed may be public
    "state": re.compile(r".{0,4}状态|可见(?:范围|性)|(?:浏览|查看)权限|(?:打开|查看|抽查|核查|当前|目前|现)(?:情况|结果)"),
}  # fmt: skip
"""Field of a post -> what a header of it looks like, where it is none of the usual spellings."""

_WAY = "发送|发布|发表|推送|群发|发出"
_NEVER_OUT = re.compile(
    rf"草稿|未(?:{_WAY}|通过|上线|过审|送审|审核)|待(?:{_WAY}|审|审核|修改|上线)|审核(?:中|不通过|未通过|失败)|"
    rf"(?:{_WAY})(?:失败|中)|(?:已)?(?:取消|撤销)(?:{_WAY})?|(?:被)?(?:退回|驳回)"
)
_TAKEN_BACK = re.compile(
    r".{0,10}(?:已|被|自行|作者|发布者|平台)(?:删除|删稿|撤回|撤稿|下架|屏蔽|隐藏)|已[删撤]|删除|撤回|下架|私密|"
    r"(?:仅|只)(?!.{0,2}(?:粉丝|关注)).{0,4}可见|好友可见|(?:不|非|未)公开|.{0,8}(?:违规|违反.{1,8}|被?投诉).{0,6}(?:无法|不能|不可|不予)(?:查看|打开|访问|显示|浏览)"
)
_YES = re.compile(r"是|有|已.{1,4}|y(?:es)?|true|1|√|✓|✔")
_NO = re.compile(r"否|无|没有|未.{1,4}|不.{0,3}|n(?:o)?|false|0|×|✗|✘")
_OF_SOMETHING_ELSE = re.compile(r"评论|留言|链接|图片|配图|附件|广告")
_WAITING = re.compile(rf"(?:已)?(?:定时|预约|计划|预设|排期)(?:{_WAY})?中?")
_UNPUBLISHED_SHEET = re.compile(r"草稿|回收站|待发|未发|已删除")
_NO_TITLE = re.compile(r"/|-+|—+|无|暂无|没有|空|(?:本|当)?[月周日期]?(?:无|没有|未)(?:更新|发布|发文|推送)")
_NOTHING = re.compile(
    r"(?:.{0,8}?|.{0,16}以来一?直?)(?:均|都|暂|尚)?(?:无|没有|未)(?:任何|新的?)?(?:内容|信息|作品|文章)?"
    r"(?:更新|发布|发文|推送|发表)(?:内容|信息|情况|作品|记录)?(?:[（(][^（()）]{0,20}[）)])?[。.]?"
)
_FOOT = re.compile(
    r"(?:注|备注|说明|附注|填[报表写](?:人|单位|日期|时间|说明)?|制表人?|审[核批]人?|复核人?|联系(?:人|电话|方式)|经办人?|负责人|截[至止](?:日期|时间)?|数据来源|统计(?:人|日期|时间|口径))[:：].*|"
    r"(?:以上(?:为|是|数据|共)|本表).*|.{0,6}预计.*(?:更新|发布|推送).*|(?:总|合)?共?计?\s*\d+\s*[条篇个期]|以下空白|填[报写]完毕"
)
_PART = re.compile(
    r"下一页|第\s*\d+\s*页\s*[/、,，(（]?\s*共\s*(?!1\s*页)\d+\s*页|(?:仅|只)(?:列|含|导出|显示|展示|截取)了?(?:出)?(?:前|最近|近|首|第|部分)|"
    r"(?:其余|余下|剩余|更多|(?:其他|其它)(?:的?(?:发文|信息|内容|推文|作品|文章)|\d+[条篇])).{0,12}(?:略|见附|附后|另附|详见|见下)|以下(?:从|省)?略"
)
_PART_ABOVE = re.compile(
    r"(?:最近|近期|最新)\d+[条篇]|摘[录选抄]|节选|选摘|[(（【\[](?:部分|示例)[)）】\]]|部分(?:发文|推文|作品|信息)(?:清单|列表|目录|情况|统计)"
)
_COUNTED = re.compile(
    r"(?:总|合|小|累)?共?计?(?:发布|发文|推送|更新)?(?:数量?|量)?[:：]?(\d{1,6})[条篇].*", re.DOTALL
)
_YEAR = re.compile(r"(?<!\d)(20\d{2})\s*年(?!\s*\d{1,2}\s*月\s*\d{1,2}\s*日)")
_YEARS = re.compile(r"(?<!\d)20\d{2}(?!\d)")
_MONTHS = re.compile(r"(?<!\d)(\d{1,2})\s*月(?!\s*\d{1,2}\s*[日号])")
_SPEAKS_OF_MONTHS = re.compile(r"月|季度|半年|全年")
_OF_MORE_MONTHS = re.compile(
    r"[至到—~-]\s*\d{0,4}\s*年?\s*[\d一二三四五六七八九十]+\s*月|\d\s*[至到—~、-]\s*\d|季度|年度|半年|月.*月"
)
_OWNER = re.compile(
    r"(?:单位|政务)?(?:账号|帐号|公众号|微信号|订阅号|服务号|微博|抖音号?|快手号?|视频号|头条号)(?:名称)?\s*[:：]\s*([^\s:：]{2,40})"
)


class Headline(Record, frozen=True):
    """What a sheet says of all its rows: the year of days without one, whose they are, and that they are only a `part` of the list."""

    year: int | None = None
    account: str | None = None
    part: bool = False
    month: int | None = None


def headline_of(name: str, rows: Sequence[Row], own: Sequence[Row] | None = None) -> Headline:
    """Of the lines above a header, and of the sheet's name where they say no year. `own`: what of them stands over this table alone."""
    texts = _texts(rows)
    near = _texts(rows if own is None else own)
    owner = next((found[1] for text in texts if (found := _OWNER.fullmatch(text))), None)
    month = _month_of([*near[::-1], name])
    return Headline(
        year=(_only_year([month]) if month else None)
        or _only_year(near)
        or _only_year(texts)
        or _only_year([name]),
        month=int(_MONTHS.findall(month)[0]) if month else None,
        account=owner,
        part=any(_PART.search(text) or _PART_ABOVE.search(text) for text in texts),
    )


def _texts(rows: Sequence[Row]) -> list[str]:
    return [unicodedata.normalize("NFKC", text) for row in rows for cell in row if (text := text_of(cell))]


def _month_of(texts: Sequence[str]) -> str | None:
    """The text nearest to the header that speaks of months, where it names one alone."""
    said = next((text for text in texts if _SPEAKS_OF_MONTHS.search(text)), "")
    months = _MONTHS.findall(said)
    is_one = len(months) == 1 and 1 <= int(months[0]) <= 12 and not _OF_MORE_MONTHS.search(said)
    return said if is_one else None


def _only_year(texts: Sequence[str]) -> int | None:
    """A title of two years tells of no day whose it is."""
    years = {int(year) for text in texts if _YEAR.search(text) for year in _YEARS.findall(text)}
    return years.pop() if len(years) == 1 else None


def is_unpublished(sheet: str) -> bool:
    return _UNPUBLISHED_SHEET.search(sheet) is not None


def why_not_out(words: Sequence[str], *, is_to_come: bool) -> str | None:
    """The word of a row's state or remark by which nobody can see the post; `is_to_come`: its time has not come."""
    for word in words:
        plain = re.sub(r"[\s。.]+|\([^()]*\)$", "", unicodedata.normalize("NFKC", word).strip())
        if _NEVER_OUT.fullmatch(plain) or (is_to_come and _WAITING.fullmatch(plain)):
            return word
        if _TAKEN_BACK.fullmatch(plain) and not _OF_SOMETHING_ELSE.search(plain):
            return word
    return None


def is_taken_back(words: Sequence[str]) -> bool:
    """Whether one of the words of a row says that the post was out and is gone again."""
    plain = (
        re.sub(r"[\s。.]+|\([^()]*\)$", "", unicodedata.normalize("NFKC", word).strip()) for word in words
    )
    return any(_TAKEN_BACK.fullmatch(word) and not _OF_SOMETHING_ELSE.search(word) for word in plain)


def answers_of(gone: str | None, gone_at: str | None, out: str | None) -> list[str]:
    """What columns that ask (是否删除, 是否发送) and the day of a deletion say of a row, as its state would."""
    said = []
    if (gone and _YES.fullmatch(gone.casefold())) or (gone_at and any(sign.isdigit() for sign in gone_at)):
        said.append("已删除")
    if out and _NO.fullmatch(out.casefold()):
        said.append("未发布")
    return said


def says_nothing_came(title: str, *, dated: bool) -> bool:
    """“无”, “第三季度无更新”: that nothing was published. With a day only a word that is no title at all."""
    plain = re.sub(r"\s", "", title)
    return _NO_TITLE.fullmatch(plain) is not None or (not dated and _NOTHING.fullmatch(plain) is not None)


def is_foot(title: str) -> bool:
    """A line below a list (“填表人：…”, “共12条”), which is no title without a time."""
    return _FOOT.fullmatch(title.strip()) is not None and not tells_more(title)


def counted(text: str) -> int:
    """How many posts a line of sums says there are (“合计37条”); 0 where it says none."""
    found = _COUNTED.fullmatch(re.sub(r"\s", "", unicodedata.normalize("NFKC", text)))
    return int(found[1]) if found else 0


def tells_more(text: str) -> bool:
    """That the list goes on elsewhere."""
    return _PART.search(text) is not None
