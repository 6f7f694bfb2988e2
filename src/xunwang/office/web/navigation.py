"""The left menu: what this person may open."""

import hashlib
from collections.abc import Iterator
from functools import cache
from typing import Any

from django.contrib.staticfiles import finders
from django.http import HttpRequest
from django.urls import reverse

from xunwang.inspector.model import Record
from xunwang.office.campaigns.policies import FINDINGS
from xunwang.office.interface.policies import TOKENS
from xunwang.office.messages.policies import CHANNELS
from xunwang.office.orphans.policies import ORPHANS
from xunwang.office.people.models import User
from xunwang.office.people.policy import AUDIT, USERS, Action
from xunwang.office.selfcheck.policies import SELF_CHECKS

STYLE, SCRIPT = "web/office.css", "web/office.js"


class Entry(Record, frozen=True):
    label: str
    address: str
    current: bool


Group = tuple[str, tuple[tuple[str, str], ...]]  # heading, then (label, view) of each entry
_INSPECTION: Group = (
    "工作",
    (
        ("今日", "home"),
        ("总览", "overview"),
        ("检查列表", "campaigns"),
        ("整改通知", "tickets"),
        ("上级交办", "mandates"),
        ("材料报送", "reports"),
        ("交叉检查", "duties"),
        ("文稿校对", "proofing"),
        ("文稿审核", "manuscripts"),
    ),
)
_OWN: Group = ("本单位", (("自查", "self_checks"),))
_DUTY: Group = (
    "值守",
    (
        ("可用性监测", "watching"),
        ("报警", "alerts"),
        ("值班", "duty"),
        ("巡网台账", "patrols"),
        ("演练和培训", "trainings"),
    ),
)
_MEDIA: Group = ("新媒体", (("账号监测", "standings"), ("转载任务", "reposts")))
_PUBLIC: Group = (
    "公众反映",
    (("网民找错", "error_reports"), ("网民留言", "letters"), ("发布统计", "publishing")),
)
_REVIEW: Group = ("审核", (("审核队列", "queues"),))
_REGISTERS: Group = (
    "名录",
    (
        ("单位", "units"),
        ("网站", "websites"),
        ("新媒体账号", "accounts"),
        ("频道等", "others"),
        ("变动情况", "register_changes"),
        ("报备", "filings"),
    ),
)
_SUPERVISION: Group = ("监督", (("操作记录", "audit"),))
_SETTINGS = "设置"


def menu(request: HttpRequest) -> dict[str, Any]:
    """Template context: the groups of the menu, and a mark that changes with the style sheet so that no browser keeps an old one."""
    user = getattr(request, "user", None)
    groups = [_INSPECTION, _DUTY, _MEDIA, _PUBLIC, _REGISTERS] if isinstance(user, User) else []
    if isinstance(user, User) and SELF_CHECKS.grants_to(user, Action.VIEW):
        groups.insert(1, _OWN)
    if isinstance(user, User) and FINDINGS.grants_to(user, Action.DECIDE):
        groups.insert(1, _REVIEW)
    if isinstance(user, User) and ORPHANS.grants_to(user, Action.VIEW):
        groups[groups.index(_REGISTERS)] = (_REGISTERS[0], (*_REGISTERS[1], ("名录外网站", "orphans")))
    if isinstance(user, User) and AUDIT.grants_to(user, Action.VIEW):
        groups.append(_SUPERVISION)
    if isinstance(user, User):
        groups.append((_SETTINGS, tuple(_settings(user))))
    place = _place(request.path)
    shown = [(heading, [_entry(place, *entry) for entry in entries]) for heading, entries in groups]
    return {"menu": shown, **assets()}


def assets() -> dict[str, str]:
    """Style sheet and script with marks that change with them, for pages that are made without a request as well."""
    return {"style": STYLE, "style_mark": _mark(STYLE), "script": SCRIPT, "script_mark": _mark(SCRIPT)}


def _settings(user: User) -> Iterator[tuple[str, str]]:
    if USERS.grants_to(user, Action.VIEW):
        yield "账号", "people"
    if CHANNELS.grants_to(user, Action.VIEW):
        yield "消息渠道", "channels"
    if TOKENS.grants_to(user, Action.VIEW):
        yield "接口令牌", "tokens"
    yield "工作日历", "calendar"


_address = cache(reverse)
"""Every page has a menu of thirty addresses, which never change while the office runs."""


def _place(path: str) -> str:
    """The address under which the menu counts a page: a campaign's review belongs to the review."""
    if path.startswith(_address("outbox")):
        return _address("channels")
    return (
        _address("queues") if path.startswith(_address("campaigns")) and path.endswith("/review/") else path
    )


def _entry(place: str, label: str, view: str) -> Entry:
    address = _address(view)
    return Entry(label, address, place == address if view == "home" else place.startswith(address))


@cache
def _mark(name: str) -> str:
    found = finders.find(name)
    assert isinstance(found, str)
    with open(found, "rb") as file:  # noqa: PTH123  # a path of Django's finder
        return hashlib.sha256(file.read()).hexdigest()[:10]
