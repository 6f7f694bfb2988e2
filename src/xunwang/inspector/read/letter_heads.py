"""The heads of lists of letters: what the name of a column says that its cells hold."""

import re
from collections.abc import Sequence

from xunwang.inspector.model import late
from xunwang.inspector.read.dom import Dom, Node

_C = r"[\u4e00-\u9fff]"
_HEADS = (
    (
        "none",  # days until which something is due, on which it only went from hand to hand, or on which anybody wrote last
        re.compile(
            rf"{_C}{{0,4}}(?:期限|时限)"
            r"|最后(?:发表|评论|跟帖|回帖|回复|答复|留言|更新)(?:时间|日期)?|最[近新](?:发表|评论|跟帖|回帖)(?:时间|日期)?"
            r"|(?:截止|限办|限期|到期|应复|转办|交办|批转|签收|评价|更新|审核|(?:应|规定|要求|计划|预计)(?:答复|回复|办结|反馈|处理)?)(?:时间|日期)"
        ),
    ),
    (
        "answered",
        re.compile(r"(?:最新|官方|实际)?(?:答复|回复|办结|办理|反馈|处理|处办|回答|解答|办复)(?:时间|日期)"),
    ),
    (
        "asked",
        re.compile(
            r"(?:来信|提问|留言|写信|提交|咨询|投诉|登记|诉求|信件|反映|发布|发信|问题|收信|建议|来件|受理|来电|递交|发起|接收|信访)?(?:时间|日期)"
        ),
    ),
    ("unit", late(rf"{_C}{{0,4}}(?:单位|部门|机构|科室)|回复人|答复人")),
    (
        "status",
        late(
            rf"{_C}{{0,4}}(?:状态|进度|情况|结果)|是否已?(?:回复|答复|办结|处理|办理|反馈)|回复|答复|回复否"
        ),
    ),
    (
        "title",
        late(
            rf"{_C}{{0,4}}(?:标题|主题|题目|名称)|(?:信件|留言|来信|来件|来电|工单|问题|咨询|诉求|提问|投诉)(?:内容|事项)?|内容|事项"
        ),
    ),
)
_OTHER_HEAD = re.compile(
    r"序号|编号|编码|类型|类别|分类|人|姓名|昵称|点击|浏览|操作|查看|满意|评价|附件|区域|来源|天数|信箱|备注|公开|次数|量$|^是否|(?:时间|日期)$"
)

_CELLS = frozenset(
    {"td", "th", "span", "div", "p", "em", "i", "b", "dd", "dt", "label", "font", "strong", "a", "li"}
)
_REACH = 60  # elements before the first row among which its head is looked for


def role_of(word: str) -> str:
    """The role of the cells under a name; empty for one that tells none."""
    return next((role for role, pattern in _HEADS if pattern.fullmatch(word)), "")


def is_head(word: str) -> bool:
    """Whether words can be the name of a column."""
    return not word or (len(word) <= 10 and (role_of(word) != "" or _OTHER_HEAD.search(word) is not None))


def cells_of(row: Node) -> list[Node]:
    """What a row is made of."""
    return [kid for kid in row.kids if kid.tag in _CELLS]


def _once(roles: Sequence[str]) -> list[str]:
    """Each role for one cell only: of several the first. What the others hold is `none` of what is asked for."""
    return ["none" if role and role in roles[:place] else role for place, role in enumerate(roles)]


class Heads:
    """The head rows of one page; the rows of a list share theirs."""

    def __init__(self, dom: Dom) -> None:
        self._dom = dom
        self._roles: dict[int, list[str]] = {}

    def is_one(self, row: Node) -> bool:
        """Whether a row names columns and tells of no letter."""
        words = self._words(cells_of(row))
        return len(words) >= 2 and sum(map(bool, map(role_of, words))) >= 2 and all(map(is_head, words))

    def above(self, row: Node, cells: int) -> list[str]:
        """The roles that a head row gives to so many cells of a row; empty without one."""
        parent = row.parent
        key = parent.order if parent is not None else 0
        if key not in self._roles:
            self._roles[key] = self._find(parent or row, cells)
        roles = self._roles[key]
        return roles if len(roles) == cells else []

    def _find(self, parent: Node, cells: int) -> list[str]:
        first = parent.kids[0] if parent.kids else parent
        begin = max(0, parent.order - _REACH)
        for node in (*parent.kids[:2], first, *reversed(self._dom.nodes[begin : parent.order])):
            kids = cells_of(node)
            if len(kids) != cells or any(kid.end > kid.start for kid in node.kids if kid not in kids):
                continue  # a head says nothing but names
            words = self._words(kids)
            roles = _once([role_of(word) for word in words])
            if len({*roles} - {"", "none"}) >= 2 and all(map(is_head, words)):
                return roles
        return []

    def _words(self, cells: Sequence[Node]) -> list[str]:
        return ["".join(self._dom.text_of(cell).split()) for cell in cells]
