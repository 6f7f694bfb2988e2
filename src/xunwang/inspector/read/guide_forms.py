"""The forms that a service guide offers, or asks for without offering them."""

import re
from collections.abc import Iterator, Sequence

from xunwang.inspector.fetch.urls import key_of
from xunwang.inspector.model import FormFile, LinkKind, Zone, late
from xunwang.inspector.read.dom import Dom
from xunwang.inspector.read.links import Found

_SAMPLE = re.compile(r"样表|示例|样本|范本|填写|示范|样张")
_FORM_LINK = re.compile(
    r"\W*(?:点击|立即)?(?:下载)?.{0,30}(?:申[请报办领]|登记|审批|备案|报名|变更|空白|样|范)(?:书|表格?|本)\W*(?:下载|\.\w{2,4})?\W*|\W*(?:点击|立即)?(?:表格|文件|附件)?下载\W*"
)
_WANTED_FORM = late(r"[\u4e00-\u9fff]{0,10}(?:申请|登记|审批|申报|备案|审核|报名|认定|变更)表")
_FRAME = frozenset({Zone.HEADER, Zone.NAV, Zone.FOOTER, Zone.SIDE})


def forms_of(dom: Dom, found: Sequence[Found], elements: dict[str, str]) -> Iterator[FormFile]:
    """The files in the main part; where none is offered, the forms that the materials ask for."""
    offered = False
    for one in found:
        if _offers_form(one) and one.node.zone not in _FRAME:
            offered = True
            name = one.link.text or "附件"
            yield FormFile(
                name=name[:60], url=one.link.url, sample=_is_sample(dom, one), key=key_of(one.link.url)
            )
    if not offered:
        wanted = dict.fromkeys(_WANTED_FORM.findall(elements.get("办理材料", "")))
        yield from (FormFile(name=name) for name in wanted)


def _offers_form(one: Found) -> bool:
    """A file, or what is called a form and opens at an address that does not tell, or as a picture."""
    link = one.link
    is_way = link.kind is LinkKind.PAGE or (link.kind is LinkKind.IMAGE and one.node.tag == "a")
    return link.kind is LinkKind.ATTACHMENT or (is_way and _FORM_LINK.fullmatch(link.text) is not None)


def _is_sample(dom: Dom, one: Found) -> bool:
    if _SAMPLE.search(one.link.text):
        return True
    cell = next((node for node in (one.node, *one.node.up()) if node.tag in {"td", "th"}), None)
    if cell is None or cell.parent is None:
        return False
    table = next((node for node in cell.up() if node.tag == "table"), None)
    head = next((node for node in dom.inside(table) if node.tag == "tr"), None) if table else None
    number = cell.parent.kids.index(cell)
    return (
        head is not None and number < len(head.kids) and bool(_SAMPLE.search(dom.text_of(head.kids[number])))
    )
