"""Forms and what they are for."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Literal

import msgspec

from xunwang.inspector.fetch.urls import resolve
from xunwang.inspector.model import Form, Zone
from xunwang.inspector.read.dom import Dom, Node
from xunwang.inspector.read.shapes import Shape, attribute_sign

Purpose = Literal["search", "message", "login", "other"]
_SEARCH_NAME = re.compile(r"search|query|keyword|^(?:q|kw|wd|key|sword|s|qt|title)$", re.IGNORECASE)
_SEARCH_WORD = re.compile(r"搜\s*索|检\s*索|关键字|关键词|站内")
_MESSAGE_WORD = re.compile(r"留言|信件|咨询|建议|投诉|来信|写信|反映|意见|求助|诉求|举报|问题描述|内容")
_LETTER_WORD = re.compile(r"主\s*题|正\s*文")
_LETTER_PAGE = re.compile(r"信箱|留言|咨询|写信|建言")
_LOGIN_NAME = re.compile(r"passw|passwd|pwd", re.IGNORECASE)
_UNSEEN = frozenset({"hidden", "submit", "button", "image", "reset"})
_FIELDS = ("input", "textarea", "select")
_NEAR = 8  # elements around a place to write into among which its button is looked for
_AREAS = 20  # places to write into that are looked at, which keeps a hostile page cheap
_FRAME = frozenset({Zone.HEADER, Zone.NAV, Zone.FOOTER, Zone.SIDE})
_ON_ALL_PAGES = _FRAME - {Zone.SIDE}
_PAGE = frozenset({"body", "html", "#page"})


class _Block(msgspec.Struct, frozen=True):
    """The fields that are sent together, the element of the form, and the element around its words."""

    node: Node
    around: Node
    inputs: Sequence[Node]

    @property
    def seen(self) -> list[Node]:
        return [field for field in self.inputs if field.get("type").lower() not in _UNSEEN]

    @property
    def written(self) -> bool:
        return any(map(_takes_text, self.inputs))


def read_forms(dom: Dom, base: str) -> tuple[Form, ...]:
    """The forms of the page with their purpose, told from fields and words, and at last fields that a script sends without a form."""
    forms, fields = dom.all("form"), dom.all(*_FIELDS)
    if not forms and not fields:
        return ()
    loose = [node for node in fields if not any(outer.tag == "form" for outer in node.up())]
    told = [block for block in _told(dom, loose) if block.node.certain]
    taken = {id(field) for block in told for field in block.inputs}
    blocks = (*told, *_untold(dom, [field for field in loose if id(field) not in taken]))
    headed = any(block.written for block in blocks) and _is_headed(dom)
    return tuple(_form(dom, block, base, headed=headed) for block in blocks)


def _is_headed(dom: Dom) -> bool:
    headings = map(dom.text_of, dom.all("h1", "h2", "h3"))
    return any(_LETTER_PAGE.search(words) for words in (*dom.titles, *headings))


def _told(dom: Dom, loose: Sequence[Node]) -> Iterator[_Block]:
    """The forms; one that the parser emptied, as between a table and its rows, has the loose fields that follow it there."""
    orders = [field.order for field in loose]
    forms = dom.all("form")
    ends = [*(form.order for form in forms[1:]), len(dom.nodes)]
    fields = dom.all(*_FIELDS, _EDITABLE)
    places = [field.order for field in fields]
    for node, end in zip(forms, ends, strict=False):
        if inside := fields[bisect_left(places, node.order) : bisect_left(places, node.stop)]:
            yield _Block(node, node, inside)
            continue
        around = next((outer for outer in node.up() if outer.tag == "table"), node.parent or node)
        following = loose[bisect_right(orders, node.order) : bisect_right(orders, end)]
        outside = [field for field in following if around.tag not in _PAGE and field.within(around)]
        yield _Block(node, around if outside else node, outside)


def _untold(dom: Dom, loose: Sequence[Node]) -> Iterator[_Block]:
    """The places to write into that stand in no form, each with the fields and the button of the block around it."""
    areas = [field for field in loose if _is_written_into(field)][:_AREAS]
    if not areas:
        return
    sending = {
        id(outer) for node in dom.all("button", _SENDERS) for outer in node.up() if outer.tag not in _PAGE
    }
    taken: set[int] = set()
    for area in areas:
        around = next((outer for outer in islice(area.up(), _NEAR) if id(outer) in sending), None)
        if around is None or id(area) in taken:
            continue
        inputs = [field for field in loose if id(field) not in taken and field.within(around)]
        taken.update(map(id, inputs))
        yield _Block(around, around, inputs)


def _is_written_into(field: Node) -> bool:
    fixed = "readonly" in field.attrs or "disabled" in field.attrs
    return (
        field.tag == "textarea" and field.certain and field.visible and not fixed and field.zone not in _FRAME
    )


def _submits(shape: Shape) -> bool:
    pressed = shape.tag == "input" and shape.get("type").lower() in {"submit", "button", "image"}
    return pressed or (shape.tag not in {"textarea", "button"} and "onclick" in shape.attrs)


_SENDERS = attribute_sign("@sends", {"type", "onclick"}, _submits)


_EDITABLE = attribute_sign(
    "@editable",
    {"contenteditable"},
    lambda shape: shape.tag not in _FIELDS and shape.get("contenteditable").lower() in {"", "true"},
)


def _takes_text(field: Node) -> bool:
    """A text area, or what a script uses as one."""
    return field.tag not in {"input", "select"}


def _form(dom: Dom, block: _Block, base: str, *, headed: bool) -> Form:
    node, seen = block.node, block.seen
    fields = tuple(name for field in seen if (name := field.get("name") or field.get("id")))
    told = node.tag == "form"
    method = (node.get("method").lower() or "get") if told else "post"
    purpose = _purpose(_words(dom, block), node, seen, fields)
    if block.written and headed and method == "post" and purpose in {"search", "other"}:
        purpose = "message"
    action = node.get("action") if told else ""
    return Form(
        purpose=purpose,
        action=resolve(action or base, base) or base,
        method=method,
        fields=fields,
        framed=node.zone in _ON_ALL_PAGES,
    )


def _words(dom: Dom, block: _Block) -> str:
    hints = (field.get(name) for field in block.inputs for name in ("placeholder", "value", "title"))
    return " ".join((dom.any_text_of(block.around), *hints))


def _purpose(words: str, node: Node, seen: list[Node], fields: tuple[str, ...]) -> Purpose:
    if any(
        field.get("type").lower() == "password" or _LOGIN_NAME.search(field.get("name")) for field in seen
    ):
        return "login"
    if any(map(_takes_text, seen)) and (_MESSAGE_WORD.search(words) or _LETTER_WORD.search(words)):
        return "message"
    named = f"{node.names} {node.get('name')} {node.get('action')}"
    if (
        any(_SEARCH_NAME.search(name) for name in fields)
        or _SEARCH_WORD.search(words)
        or "search" in named.lower()
    ):
        return "search"
    return "message" if len(seen) >= 3 and _MESSAGE_WORD.search(words) else "other"
