"""Service guides: which of the eight element classes they give, which words are vague, which forms they offer."""

import re
from collections.abc import Iterator, Sequence
from itertools import product, zip_longest

from xunwang.inspector.model import Guide, PageKind, Zone, late
from xunwang.inspector.read.dom import Dom, Node
from xunwang.inspector.read.guide_forms import forms_of
from xunwang.inspector.read.headline import plain
from xunwang.inspector.read.labels import Labelled, Labels, body_ends, value_of
from xunwang.inspector.read.links import Found
from xunwang.inspector.read.shapes import named_sign

CLASSES = ("事项名称", "设定依据", "申请条件", "办理材料", "办理地点", "办理时间", "联系电话", "办理流程")
_CORE = ("设定依据", "申请条件", "办理材料", "办理流程")
_BOTH = "办理地点、办理时间"
_PLAIN_SIGNS = ("谁能", "谁可以", "带什么", "准备什么", "怎么申请")
_ROLES = {
    "事项名称": ["事项名称", "项目名称", "办事项目", "办理项目", "许可项目", "服务名称", "办理事项", "许可事项", "审批事项", "服务事项", "服务事项名称", "办事事项", "许可项目名称", "事项全称"],
    "设定依据": [
        "设定依据", "办理依据", "法律依据", "政策依据", "实施依据", "法定依据", "审批依据", "依据", "法律法规依据", "文件依据", "事项依据", "许可依据", "服务依据",
        "法规依据", "设立依据", "办事依据", "受理依据", "行使依据", "权力依据", "登记依据", "政策法规", "法律法规",
    ],
    "申请条件": [
        "申请条件", "受理条件", "办理条件", "申报条件", "审批条件", "准予条件", "许可条件", "登记条件", "申领条件", "资格条件", "申请人条件", "条件", "申请资格",
        "办事条件", "准入条件", "认定条件", "适用对象及条件", "申请对象及条件", "服务对象及条件", "对象及条件", "予以批准的条件", "享受条件", "申办条件", "批准条件", "予以批准条件", "准予批准条件", "准予批准的条件", "准予许可的条件", "准予登记的条件", "应当具备的条件", "具备条件", "谁能办", "谁可以办", "什么人能办", "哪些人能办", "受理范围", "服务条件", "审批要件条件",
    ],
    "办理材料": [
        "申请材料", "办理材料", "申报材料", "所需材料", "提交材料", "材料清单", "需提供材料", "应提交材料", "所需资料", "提交材料目录", "所需材料目录", "办理材料目录", "申报材料目录", "提交材料清单", "所需材料清单", "办理材料清单", "申报材料清单", "申请资料", "办理所需材料", "材料目录", "材料",
        "申请材料目录", "申请材料清单", "办事材料", "需提交的材料", "应提交的材料", "需要材料", "所需要件", "申办材料", "受理材料", "提供材料", "登记材料", "需提交材料",
        "申报资料", "办理要件", "申请所需材料", "材料要求", "所需提交材料", "需准备材料", "申领材料", "材料信息", "材料名称", "材料形式", "材料类型",
        "应交材料", "需交材料", "需带材料", "要带材料", "需要什么材料", "带什么材料", "要带什么", "需要带什么",
    ],
    "办理地点": [
        "办理地点", "办理地址", "受理地点", "办公地点", "办公地址", "办事地点", "办理窗口", "受理窗口", "地点", "地址", "窗口地址", "服务地点", "办理场所", "受理地址",
        "联系地址", "窗口位置", "办事窗口", "办事窗口地址", "办理窗口地址", "受理窗口地址", "办公窗口地址", "办事地址", "服务地址", "经办地点", "接件地点", "收件地点", "收件地址", "收件窗口", "具体地址", "详细地址", "窗口所在地", "窗口", "办理网点", "受理部门地址", "服务网点", "在哪办", "在哪里办", "到哪里办", "去哪里办", "在哪里办理", "到哪里办理", "去哪里办理", "到哪办", "去哪办", "哪里办",
    ],
    "办理时间": [
        "办理时间", "办公时间", "受理时间", "服务时间", "工作时间", "办事时间", "窗口时间", "接待时间", "窗口工作时间", "上班时间", "时间", "窗口办公时间", "开放时间", "什么时候办", "何时办",
    ],
    _BOTH: [
        *(f"{act}{both}" for act in ("办理", "办公", "受理", "办事", "对外办公", "窗口办公", "现场办理")
          for one, other in (("时间", "地点"), ("地点", "时间"), ("地址", "时间"), ("时间", "地址"))
          for both in (f"{one}和{other}", f"{one}及{other}", f"{one}与{other}", f"{one}、{other}")),
        "办理时间地点", "办理地点时间", "办公地址及办公时间", "办公地址和办公时间", "办理地点和办理时间", "办理时间和办理地点",
    ],
    "联系电话": [
        "联系电话", "咨询电话", "联系方式", "咨询方式", "电话", "服务电话", "办公电话", "咨询渠道", "咨询途径", "窗口电话", "咨询服务电话", "业务咨询电话", "咨询热线",
        "办理电话", "受理电话", "业务咨询", "咨询", "咨询、投诉电话", "咨询投诉电话", "咨询及投诉电话", "咨询和监督电话", "咨询监督电话", "联系人及电话", "联系人及联系方式", "服务热线", "问谁", "咨询谁", "找谁问",
        "咨询服务", "咨询与投诉", "咨询、监督方式", "咨询监督方式", "咨询及监督方式", "咨询、投诉方式", "咨询投诉方式", "咨询及投诉方式", "联系人及联系电话",
    ],
    "办理流程": [
        "办理流程", "办理程序", "办事流程", "审批流程", "申请流程", "流程图", "业务流程", "工作流程", "办事程序", "服务流程", "受理流程", "办理步骤", "审批流程图", "申请流程图", "服务流程图", "业务流程图", "受理流程图", "工作流程图", "流程", "程序",
        "审批程序", "工作程序", "办理环节", "办理流程图", "申报流程", "申办流程", "申报程序", "申请程序", "业务办理流程", "办理方式及流程", "许可程序", "登记程序", "受理程序",
        "经办流程", "申领流程", "流程说明", "办理过程", "办理方式和流程", "办事流程图", "服务程序", "怎么办", "怎么办理", "如何办理", "如何办",
    ],
    "none": [
        "办理时限", "法定时限", "承诺时限", "法定办结时限", "承诺办结时限", "时限", "办结时限", "收费标准", "收费依据", "收费情况", "是否收费", "收费信息", "收费", "监督电话", "投诉电话",
        "监督投诉", "监督投诉方式", "投诉渠道", "服务对象", "办理对象", "申请对象", "适用对象", "实施机构", "实施主体", "受理机构", "办理机构", "办理部门", "受理部门", "责任部门",
        "承办单位", "主管部门", "决定机构", "责任科室", "办件类型", "事项类型", "事项编码", "事项类别", "基本编码", "实施编码", "结果名称", "办理结果", "审批结果", "结果送达",
        "送达方式", "审批结果送达", "常见问题", "常见问答", "备注", "注意事项", "法律责任", "权利义务", "权利与义务", "附件", "相关下载", "表格下载", "表格及样表下载", "样表下载", "资料下载",
        "下载", "行使层级", "数量限制", "年审", "年检", "办理形式", "办理方式", "网上办理", "网办深度", "到办事现场次数", "是否网办", "通办范围", "空白表格", "示例样表", "来源渠道", "基本信息", "发布时间", "发布日期", "来源", "适用范围", "禁止性要求", "审查标准", "中介服务", "行政救济", "救济途径", "办理进度", "进度查询",
        "结果查询", "交通指引", "乘车路线", "承诺期限", "法定期限", "办理期限", "期限", "特别程序", "联办机构", "预约办理", "咨询预约", "相关链接", "上一篇", "下一篇", "许可数量", "多久办好", "多久能办", "多久办结", "多久能办好", "要多久", "收费吗", "要收费吗", "收多少钱", "要钱吗", "要不要钱", "收不收费", "花多少钱", "要花多少钱",
    ],
}  # fmt: skip
_ROLES["申请条件"] += [
    f"{who}及{what}"
    for who in ("受理对象", "办理对象", "办事对象", "适用范围", "受理范围")
    for what in ("条件", "申请条件", "办理条件")
]
_ROLES["办理材料"] += [
    f"{must}{give}的材料"
    for must in ("需", "须", "应", "需要", "应当")
    for give in ("提交", "提供", "准备", "携带", "递交")
]
_ROLES["办理材料"] += [
    word.replace("材料", "资料") for word in _ROLES["办理材料"] if "材料" in word and word != "材料"
]
_SIGNS = (*dict.fromkeys(word for name in _CORE for word in _ROLES[name] if len(word) >= 3), *_PLAIN_SIGNS)
_PLAIN_WORDS: dict[str, tuple[tuple[str, ...], ...]] = {
    "申请条件": (("谁", "哪些人", "什么人"), ("能", "可以"), ("办", "办理", "申请")),
    "办理材料": (("", "要", "需要"), ("带", "准备", "交"), ("什么", "啥", "哪些材料")),
    "办理地点": (("在", "到", "去", "上"), ("哪", "哪里", "哪儿"), ("办", "办理", "申请")),
    "办理时间": (("什么时候", "什么时间"), ("", "能", "可以"), ("办", "办理")),
    "联系电话": (("打", "拨打"), ("什么", "哪个"), ("电话",)),
    "办理流程": (("怎么", "怎样", "如何"), ("",), ("办", "办理", "申请")),
    "none": (("多久", "多长时间", "几天"), ("", "能", "可以"), ("办完", "办好", "办结", "拿到")),
}
"""What elements are called in plain words: 谁能办, 带什么, 去哪办, 多久办完."""
for _named, _pieces in _PLAIN_WORDS.items():
    _ROLES[_named] += [word for parts in product(*_pieces) if (word := "".join(parts)) not in _ROLES[_named]]
for _who in ("受理", "办理", "承办", "实施", "审批"):
    for _part in ("单位", "机构", "部门", "窗口"):
        _ROLES["办理地点"] += [f"{_who}{_part}{word}" for word in ("地址", "地点")]
        _ROLES["联系电话"] += [f"{_who}{_part}{word}" for word in ("电话", "联系电话")]
for _where in ("办理地点", "办理时间"):
    _ROLES[_where] += [
        f"{whose}{word}"
        for whose in ("对外", "窗口", "现场", "大厅")
        for word in _ROLES[_where]
        if len(word) >= 4
    ]
_LABELS = Labels(
    _ROLES,
    needs_colon=("时间", "日期", "依据", "条件", "电话", "地点", "地址", "材料", "流程", "程序", "咨询", "窗口", "期限", "时限", "收费", "下载", "来源", "附件", "备注",
                 "法律法规", "政策法规"),
    in_cells=("时间", "依据", "条件", "电话", "地点", "地址", "材料", "流程", "程序"),
    numbered=True,
)  # fmt: skip
_HEADED = Labels(
    {**_ROLES, "none": [*_ROLES["none"]]},
    needs_colon=("时间", "日期", "咨询", "窗口", "下载", "来源", "附件", "收费"),
)
_MORE_SIGNS = (
    "办理地",
    "办公地",
    "办事地",
    "地点",
    "地址",
    "电话",
    "联系方式",
    "咨询方式",
    "办理时",
    "办公时",
    "工作时间",
    "服务时间",
    "窗口",
)
_NAMED = re.compile(
    r"办事|服务指南|办理指南|指南|政务服务|便民|服务事项|公共服务|行政许可|审批|许可|登记|申领|办理|一件事|网上办|服务大厅|事项|一网通办"
)
_NOT_GUIDE = re.compile(
    r"公开指南|信息公开|报考|招生|招聘|招考|旅游|申报指南|通知|公告|公示|通报|意见|办法|方案|细则|解读|规定|决定|简章|规则|动态|要闻|新闻|信箱|留言|访谈|报告|条例|函$|指引"
)
_ITEM = re.compile(
    r"(?:审批|审查|审核|核准|许可|备案|登记|认定|确认)(?:事项)?(?:(?:办事|办理|服务)指南)?\s*$"
)  # 水土保持方案审批 is no 方案
_VAGUE = {
    "办理材料": late(
        r"(?:其他|其它|有关|相关|必要|必需|所需)(?:需要?|应当?|要求|依法|按规定)?(?:提供|提交|补充|出具|报送)?的?(?:其他|其它|有关|相关)?(?:证明|申请|申报|书面|佐证|辅助|补充)?(?:材料|资料|证件|文件|手续|证明)(?!材料|资料|名称|目录|清单|[:：（(《“]|[均都]?(?:应|须|需|要))"
    ),
    "申请条件": re.compile(r"(?:其他|其它|有关|相关)的?(?:条件|规定|要求)(?![:：（(《])"),
    "设定依据": re.compile(r"(?:有关|相关)的?(?:法律|法规|规定|文件|政策|要求)"),
    "办理地点": re.compile(r"(?:有关|相关|各|所在)(?:部门|窗口|单位|科室|机构)"),
    "办理流程": re.compile(r"(?:按照?|依照|根据)?(?:有关|相关)(?:规定|程序|流程|要求)"),
}  # fmt: skip
_NOT_ASKED = re.compile(
    r"(?:不需|无需|无须|不必|不用|不再|不得|没有|(?<=[；。，\n])无|\A无)[^，。；\n]{0,6}\Z"
)
_WHOLE = frozenset({"申请条件", "设定依据", "办理流程"})  # vague only where little else is said
_LITTLE = 30
_FRAME = frozenset({Zone.HEADER, Zone.NAV, Zone.FOOTER, Zone.SIDE})
_SHOWN_TEXT = 200
_OF_ONE = re.compile(
    r"(?:办事|服务|办理)指南.{2,}|.{4,}(?:办事|服务|办理)指南|(?:事项|办事|指南)(?:详情|详细)"
)
_FEWEST_LABELS = 4
_FEWEST_STEPS = 3
_NAMED_STEPS = re.compile(r"(?:^|[\s_-])(?:steps|step-?(?:list|bar|box))(?:$|[\s_-])")
_STEPS = named_sign(
    "@steps", lambda tag, names: tag in {"div", "ul", "ol"} and _NAMED_STEPS.search(names) is not None
)
_NEXT_NUMBER = re.compile(
    r"\n\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|[【〔\[])\s*\Z"
)  # or bracket
_NUMBERING = re.compile(r"\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]?\s*)?\Z")


def may_be_guide(dom: Dom, kind: PageKind, names: Sequence[str]) -> bool:
    """A cheap look: whether a page called by these names may be the guide of one item."""
    if kind in {PageKind.HOME, PageKind.ERROR, PageKind.CHALLENGE, PageKind.SEARCH}:
        return False
    if any(map(_names_document, names)):
        return False
    text = dom.text
    core = sum(word in text for word in _SIGNS)
    says_so = "事项名称" in text
    if says_so or (core and (kind is PageKind.GUIDE or any(_NAMED.search(name) for name in names))):
        return True
    return core >= 3 and sum(word in text for word in _MORE_SIGNS) >= 2


def _names_document(name: str) -> bool:
    return _NOT_GUIDE.search(name) is not None and _ITEM.search(name) is None


def names_guide(title: str, text: str) -> bool:
    """Whether a page that shows no element yet is meant for the guide of one item: by its title, or by the labels that wait for their values."""
    if _names_document(title):
        return False
    labels = sum(word in text for word in (*_SIGNS, *_MORE_SIGNS))
    return _OF_ONE.search(title) is not None or labels >= _FEWEST_LABELS


def read_guide(
    dom: Dom, found: Sequence[Found], *, kind: PageKind, title: str, names: Sequence[str]
) -> Guide | None:
    """The guide that a page is; None for a page that only speaks of some of its elements."""
    elements = _elements(dom)
    given = [name for name in CLASSES[1:] if name in elements]
    is_named = kind is PageKind.GUIDE or "事项名称" in elements or any(_NAMED.search(name) for name in names)
    core = sum(name in _CORE for name in given)
    if "事项名称" not in elements and (not core or len(given) < 2):
        return None
    if not given or (not is_named and len(given) < 4):
        return None
    name = _heading(dom, title)
    if name:
        elements.setdefault("事项名称", name)
    texts = {one: elements[one][:_SHOWN_TEXT] for one in CLASSES if one in elements}
    return Guide(
        title=elements.get("事项名称", name).partition("\n")[0][:80],
        elements=texts,
        missing=tuple(one for one in CLASSES if one not in elements),
        vague=tuple(_vague(elements)),
        forms=tuple(forms_of(dom, found, elements)),
    )


def _heading(dom: Dom, title: str) -> str:
    headings = (
        plain(dom.text_of(node))
        for node in dom.all("h1", "h2", "h3")
        if node.visible and node.zone not in _FRAME
    )
    shown = next((words for words in headings if 4 <= len(words) <= 60 and _role(words) is None), "")
    return shown or re.split(r"[-_|—–｜]", title)[0].strip()


def _role(words: str) -> str | None:
    return next((role for role, names in _ROLES.items() if words in names), None)


def _elements(dom: Dom) -> dict[str, str]:
    """The text of every element class that has one, visible or in a tab that is not open."""
    found: dict[str, str] = {}
    labels = _LABELS.find(dom)
    labels += [one for one in _headings(dom) if all(one.start != known.start for known in labels)]
    labels.sort(key=lambda one: one.start)
    bars = list(_bars(dom, labels))
    for one, following in zip_longest(labels, labels[1:]):
        if any(bar.start <= one.start < bar.end for bar, _ in bars):
            continue  # what follows the last tab is no more its own than what follows the others
        stop = min(one.stop, following.start) if following else one.stop
        value = _NEXT_NUMBER.sub("", dom.text[one.end : stop])
        _take(found, one.role, value.strip() or _picture(dom, one.end, stop))
    for role, text in (*_tabs(dom, bars), *_LABELS.find_dark(dom)):
        _take(found, role, text)
    if "办理流程" not in found and (steps := _drawn_steps(dom)):
        found["办理流程"] = steps
    return found


def _drawn_steps(dom: Dom) -> str:
    """The way of an item drawn as a row of steps, which has no heading beside it."""
    shown = (
        [words for kid in node.kids if (words := plain(dom.text_of(kid)))]
        for node in dom.all(_STEPS)
        if node.visible and node.zone not in _FRAME
    )
    return next(("\n".join(steps) for steps in shown if len(steps) >= _FEWEST_STEPS), "")


_TABLE_HEAD = re.compile(
    r"[\s-]*(?:序号|份数|原件|复印件|(?:材料)?(?:形式|类型|要求|来源|必要性)|样表|示例|空表|下载|备注|说明|操作|数量|[\s/、-])*"
)


# A value that stands for one which nobody wrote. 无 is an answer: there may be no condition.
_SAYS_NOTHING = re.compile(
    r"[\s\-—/:：。.…]*(?:略|待定|待补充|暂缺|(?:正在)?(?:完善|整理|补充|更新)中)?[\s\-—/:：。.…]*"
)


def _take(found: dict[str, str], role: str, text: str) -> None:
    if role == "none" or _SAYS_NOTHING.fullmatch(text) or _TABLE_HEAD.fullmatch(text):
        return
    for name in role.split("、") if role == _BOTH else (role,):
        found.setdefault(name, text)


def _headings(dom: Dom) -> list[Labelled]:
    """Labels that are headings, terms or bold words of their own, where a plain word does not need its colon."""
    found = []
    for node in dom.all("h1", "h2", "h3", "h4", "h5", "h6", "dt", "th", "strong", "b"):
        if node.visible and node.zone not in _FRAME and 2 <= node.end - node.start <= 20:
            found += [
                one
                for one in _HEADED.find(dom, node.start, node.end)
                if _NUMBERING.fullmatch(dom.text[node.start : one.start])
            ]
    ends = {one.start: one for one in found}
    return [_until_zone(dom, one) for one in ends.values()]


def _until_zone(dom: Dom, one: Labelled) -> Labelled:
    end = next(stop for stop in body_ends(dom) if stop >= one.end)
    return Labelled(one.role, one.word, one.start, one.end, end)


def _picture(dom: Dom, start: int, stop: int) -> str:
    """What stands for text: a flow chart, or a file to be opened."""
    shown = (
        node
        for node in dom.all("img", "iframe")
        if node.visible and start <= node.start <= stop and node.zone not in _FRAME
    )
    return next((node.get("alt") or "（图）" for node in shown), "")


def _bars(dom: Dom, labels: Sequence[Labelled]) -> Iterator[tuple[Node, list[Node]]]:
    """Bars of tabs without content beside them, each with the panes behind it."""
    bare = [one for one in labels if not value_of(dom, one).strip() or one.stop - one.end <= 2]
    done: set[int] = set()
    for one in bare:
        bar = _bar_of(dom, one)
        if bar is None or bar.order in done:
            continue
        done.add(bar.order)
        if panes := _panes_behind(bar, len(_tabs_of(bar))):
            yield bar, panes


def _tabs_of(bar: Node) -> list[Node]:
    return [kid for kid in bar.kids if kid.end > kid.start]


def _tabs(dom: Dom, bars: Sequence[tuple[Node, list[Node]]]) -> Iterator[tuple[str, str]]:
    """What the tabs of bars stand for: the pane of the same number."""
    for bar, panes in bars:
        for tab, pane in zip(_tabs_of(bar), panes, strict=False):
            if role := _role("".join(dom.text_of(tab).split())):
                yield role, dom.any_text_of(pane)


def _bar_of(dom: Dom, one: Labelled) -> Node | None:
    """The bar of tabs that a label stands in: an element of several short parts, or of two that open parts of this page."""
    node = dom.node_at(one.start)
    for outer in (node, *node.up()):
        kids = _tabs_of(outer)
        if len(kids) >= 3 or (len(kids) == 2 and all(map(_opens_part, kids))):
            return outer if all(kid.end - kid.start <= 12 for kid in kids) else None
    return None


def _opens_part(tab: Node) -> bool:
    return any(node.get("href").strip().startswith("#") for node in tab.walk())


def _panes_behind(bar: Node, count: int) -> list[Node]:
    """The parts of the next element behind the bar that has as many parts as the bar has tabs, or so many elements right behind it."""
    for outer in (bar, *bar.up()):
        siblings = outer.parent.kids if outer.parent else []
        behind = siblings[siblings.index(outer) + 1 :] if outer in siblings else []
        for node in behind[:2]:
            if len(node.kids) == count:
                return list(node.kids)
        if len(behind) >= count and len({node.tag for node in behind[:count]}) == 1:
            return list(behind[:count])
        if behind:
            return []
    return []


def _vague(elements: dict[str, str]) -> Iterator[tuple[str, str]]:
    for name, pattern in _VAGUE.items():
        text = elements.get(name, "")
        if name in _WHOLE and (len(text) > _LITTLE or "《" in text):
            continue
        told = (hit for hit in pattern.finditer(text) if not _NOT_ASKED.search(text, 0, hit.start()))
        if hit := next(told, None):
            yield name, hit[0]
