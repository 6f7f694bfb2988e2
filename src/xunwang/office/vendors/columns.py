"""Which column of a vendor's table holds what: by the headers people named, by those known by heart, then by those that say it in other words. Pure."""

import re
from collections.abc import Mapping

from msgspec import structs

from xunwang.office.registry.fields import Field
from xunwang.office.registry.headers import places_of, plain
from xunwang.office.registry.table import Line

COLUMNS = (
    Field("site", ("网站名称", "站点名称", "网站", "站点", "账号名称", "对象名称", "检查对象")),
    Field("code", ("网站标识码", "标识码", "站点标识码")),
    Field("home", ("首页网址", "网站地址", "首页地址", "网站域名", "域名", "网站网址")),
    Field("kind", ("问题类型", "问题分类", "检测项", "检查项", "检测指标", "指标", "错误类型", "类型", "二级指标")),
    Field("message", ("问题描述", "问题内容", "问题说明", "检测结果", "描述", "说明", "问题详情", "问题", "具体问题")),
    Field("url", ("问题页面", "问题网址", "问题链接", "页面地址", "问题URL", "网页地址", "链接地址", "错误链接", "URL", "网址", "链接", "错链", "死链", "失效链接", "错误网址", "问题页面地址", "问题页面链接")),
    Field("parent", ("所在页面", "来源页面", "父页面", "父级页面", "来源地址", "所在网页", "所在页面地址", "所在页面链接")),
    Field("excerpt", ("错误内容", "原文", "摘录", "错误词", "错误词语", "疑似错误", "错误文字", "快照内容", "错词", "错误表述", "敏感词", "问题词")),
    Field("suggestion", ("建议", "建议修改", "修改建议", "推荐修改", "正确写法", "建议词", "正确词语", "推荐词", "正确词", "正确表述", "修改为")),
    Field("found_on", ("发现时间", "检测时间", "检查时间", "发现日期", "检测日期", "检查日期")),
)  # fmt: skip
"""What is understood; `headers[0]` stands in our own description of the form."""

_FAULT = r"(?:问题|错误|风险|漏洞|隐患|缺陷|检测|检查|监测|指标)"
_ADDRESS = r"(?:网址|地址|链接|URL)"
_LOOK = r"(?:发现|检测|检查|监测|扫描|采集|巡查)"
_SAID_OTHERWISE = (
    ("code", r".*标识码"),
    ("parent", rf"(?:父|来源|上级|所在|引用).*(?:页面?|{_ADDRESS})"),
    ("home", rf"(?:首页|主页|网站|站点).*{_ADDRESS}|.*域名"),
    ("url", rf"(?!.*(?:截图|快照|图片)).*{_ADDRESS}"),
    ("kind", rf"{_FAULT}.*(?:小类|子类|名称|项)"),
    ("kind", rf"{_FAULT}.*(?:类型|类别|分类|大类)"),
    ("suggestion", r"(?:修改|整改|更正|推荐|处理)?建议.*|(?:正确|推荐|规范).*"),
    ("excerpt", r"(?:疑似|出错|错误).*[词字句文].*|.*(?:原文|摘录|片段|上下文)"),
    ("message", rf"{_FAULT}?.*(?:描述|详情|情况|内容|说明|结果)"),
    ("found_on", rf"(?:首次|最近|最后)?{_LOOK}.*(?:时间|日期)"),
    ("site", r"(?:被测|被检|受检)?(?:网站|站点|系统|账号|对象)(?:名称)?"),
    ("site", r"(?:主办|责任|填报|被测|被检|受检)?单位(?:名称)?"),
)
"""What a header of other words holds, the surest first; each column is taken once, and of two classes of fault the smaller one."""
_LONGEST_HEADER = 16
"""What is longer than that is no header but a sentence of somebody's."""


def columns_of(line: Line, named: Mapping[str, str]) -> dict[str, int]:
    """Field name -> column index of a line that would be the header. A field that `named` maps to a header of the table goes by that name alone."""
    places = places_of(line, [_called(field, named) for field in COLUMNS])
    texts = {place: plain(cell.text) for place, cell in enumerate(line.cells)}
    left = {place: text for place, text in texts.items() if 0 < len(text) <= _LONGEST_HEADER}
    for place in places.values():
        left.pop(place, None)
    for field, pattern in _SAID_OTHERWISE:
        if field in places or named.get(field, "").strip():
            continue
        fitting = next((place for place, text in left.items() if re.fullmatch(pattern, text)), None)
        if fitting is not None:
            places[field] = fitting
            del left[fitting]
    return places


def _called(field: Field, named: Mapping[str, str]) -> Field:
    own = named.get(field.name, "").strip()
    return structs.replace(field, headers=(own,)) if own else field
