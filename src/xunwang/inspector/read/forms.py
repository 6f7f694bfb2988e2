"""Forms and what they are for."""

import re
from typing import Literal

from xunwang.inspector.fetch.urls import resolve
from xunwang.inspector.model import Form
from xunwang.inspector.read.dom import Dom, Node

Purpose = Literal["search", "message", "login", "other"]
_SEARCH_NAME = re.compile(r"search|query|keyword|^(?:q|kw|wd|key|sword|s|qt|title)$", re.IGNORECASE)
_SEARCH_WORD = re.compile(r"搜\s*索|检\s*索|关键字|关键词|站内")
_MESSAGE_WORD = re.compile(r"留言|信件|咨询|建议|投诉|来信|写信|反映|意见|求助|诉求|举报|问题描述|内容")
_LOGIN_NAME = re.compile(r"passw|passwd|pwd", re.IGNORECASE)
_UNSEEN = frozenset({"hidden", "submit", "button", "image", "reset"})


def read_forms(dom: Dom, base: str) -> tuple[Form, ...]:
    """The forms of the page with their purpose, told from fields and words."""
    return tuple(_form(dom, node, base) for node in dom.all("form") if node.certain)


def _form(dom: Dom, node: Node, base: str) -> Form:
    inputs = [inner for inner in node.walk() if inner.tag in {"input", "textarea", "select"}]
    seen = [field for field in inputs if field.get("type").lower() not in _UNSEEN]
    fields = tuple(name for field in seen if (name := field.get("name") or field.get("id")))
    return Form(
        purpose=_purpose(_words(dom, node, inputs), node, seen, fields),
        action=resolve(node.get("action") or base, base) or base,
        method=node.get("method").lower() or "get",
        fields=fields,
    )


def _words(dom: Dom, node: Node, inputs: list[Node]) -> str:
    hints = (field.get(name) for field in inputs for name in ("placeholder", "value", "title"))
    return " ".join((dom.any_text_of(node), *hints))


def _purpose(words: str, node: Node, seen: list[Node], fields: tuple[str, ...]) -> Purpose:
    if any(
        field.get("type").lower() == "password" or _LOGIN_NAME.search(field.get("name")) for field in seen
    ):
        return "login"
    if any(field.tag == "textarea" for field in seen) and _MESSAGE_WORD.search(words):
        return "message"
    named = f"{node.names} {node.get('name')} {node.get('action')}"
    if (
        any(_SEARCH_NAME.search(name) for name in fields)
        or _SEARCH_WORD.search(words)
        or "search" in named.lower()
    ):
        return "search"
    return "message" if len(seen) >= 3 and _MESSAGE_WORD.search(words) else "other"
