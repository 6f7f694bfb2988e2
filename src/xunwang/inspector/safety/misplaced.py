"""Links to strangers in places of a page that lead within its site only, or under the name of a public office."""

import re

from selectolax.lexbor import LexborNode

from xunwang.inspector.safety.hosts import name_weight

OUT_OF_PLACE = 3
AS_OFFICE = 2
_PAGER = re.compile(
    r"(?:第?\s*\d{1,4}\s*页?|[上下]一?页|[前后]一?页|首页|尾页|末页|[<>«»‹›]{1,2}|\[\d{1,4}\])\Z"
)
_PATH = re.compile(r"\A.{0,12}首页.{0,40}?[>»›＞→]")
_RECORD = re.compile(r"ICP\s?备|公网安备|网站标识码")
_OFFICE = re.compile(
    r"(?:政府|[局委办院厅署站社馆]|[省市县区旗]|中心|协会|联合会|银行|医院|学校|大学|平台|[\u4e00-\u9fff]网|官方网站|网站|系统)[”》】）)]?\Z"
)
_LOTTERY = re.compile("体彩|福彩|彩票")  # those of the state sound like the others
_LONGEST_PATH = 160  # characters of a line that says where a page stands


def weight_of_place(node: LexborNode, text: str) -> int:
    """How much the place of a link to a stranger speaks against it: pagers, the line that says where a page stands, and numbers of records lead to no stranger."""
    if _PAGER.match(text) and _has_pages_beside(node):
        return OUT_OF_PLACE
    if _RECORD.search(text):
        return OUT_OF_PLACE
    return OUT_OF_PLACE if _stands_in_path(node) else 0


def weight_as_office(text: str, url: str) -> int:
    """What it adds that a link bears the name of an office or a public service and leads to a host that sounds like a betting house."""
    says_so = _OFFICE.search(text.strip()) and not _LOTTERY.search(text)
    return AS_OFFICE if says_so and name_weight(url) > 1 else 0


def _has_pages_beside(node: LexborNode) -> bool:
    """Whether its neighbours are numbers of pages as well."""
    holder = node.parent
    while holder is not None and holder.tag in {"li", "span", "b", "strong"}:
        holder = holder.parent
    if holder is None:
        return False
    links = [other for other in holder.css("a[href]") if other.mem_id != node.mem_id]
    return len(links) > 1 and all(_PAGER.match((other.text() or "").strip()) for other in links)


def _stands_in_path(node: LexborNode) -> bool:
    holder = node.parent
    for _ in range(2):
        if holder is None or holder.tag in {"body", "html"}:
            return False
        said = " ".join((holder.text() or "").split())
        if len(said) < _LONGEST_PATH and _PATH.search(said):
            return True
        holder = holder.parent
    return False
