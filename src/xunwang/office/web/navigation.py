"""The left menu: what this person may open."""

import hashlib
from functools import cache
from typing import Any

from django.contrib.staticfiles import finders
from django.http import HttpRequest
from django.urls import reverse

from xunwang.inspector.model import Record
from xunwang.office.people.models import User
from xunwang.office.people.policy import AUDIT, Action

STYLE = "web/office.css"


class Entry(Record, frozen=True):
    label: str
    address: str
    current: bool


Group = tuple[str, tuple[tuple[str, str], ...]]  # heading, then (label, view) of each entry
_INSPECTION: Group = ("检查", (("检查列表", "campaigns"),))
_REGISTERS: Group = ("名录", (("单位", "units"), ("网站", "websites"), ("新媒体账号", "accounts")))
_SUPERVISION: Group = ("监督", (("操作记录", "audit"),))


def menu(request: HttpRequest) -> dict[str, Any]:
    """Template context: the groups of the menu, and a mark that changes with the style sheet so that no browser keeps an old one."""
    user = getattr(request, "user", None)
    groups = [_INSPECTION, _REGISTERS] if isinstance(user, User) else []
    if isinstance(user, User) and AUDIT.grants_to(user, Action.VIEW):
        groups.append(_SUPERVISION)
    shown = [(heading, [_entry(request, *entry) for entry in entries]) for heading, entries in groups]
    return {"menu": shown, "style": STYLE, "style_mark": _style_mark()}


def _entry(request: HttpRequest, label: str, view: str) -> Entry:
    address = reverse(view)
    return Entry(label, address, request.path.startswith(address))


@cache
def _style_mark() -> str:
    found = finders.find(STYLE)
    assert isinstance(found, str)
    with open(found, "rb") as file:  # noqa: PTH123  # a path of Django's finder
        return hashlib.sha256(file.read()).hexdigest()[:10]
