"""The left menu: what this person may open; and how much of a page is asked for."""

import hashlib
from functools import cache
from typing import Any

from django.contrib.staticfiles import finders
from django.http import HttpRequest

from xunwang.inspector.model import Record
from xunwang.office.campaigns.policies import FINDINGS
from xunwang.office.desk.policies import MANUSCRIPTS
from xunwang.office.interface.policies import TOKENS
from xunwang.office.messages.policies import CHANNELS
from xunwang.office.orphans.policies import ORPHANS
from xunwang.office.people.models import User
from xunwang.office.people.policy import AUDIT, USERS, Action, Policy
from xunwang.office.retention.policies import REMOVED_RUNS
from xunwang.office.selfcheck.policies import SELF_CHECKS
from xunwang.office.web.links import address_of

LIST = "list"
"""Where a page has its list (web/list.html). What htmx asks for this place is answered with the list alone."""


class Entry(Record, frozen=True):
    label: str
    address: str
    current: bool


Group = tuple[str, tuple[tuple[str, str], ...]]  # heading, then (label, view) of each entry
_GROUPS: tuple[Group, ...] = (
    (
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
    ),
    ("审核", (("审核队列", "queues"),)),
    ("本单位", (("自查", "self_checks"),)),
    (
        "值守",
        (
            ("可用性监测", "watching"),
            ("报警", "alerts"),
            ("值班", "duty"),
            ("巡网台账", "patrols"),
            ("演练和培训", "trainings"),
        ),
    ),
    ("新媒体", (("账号监测", "standings"), ("转载任务", "reposts"))),
    ("公众反映", (("网民找错", "error_reports"), ("网民留言", "letters"), ("发布统计", "publishing"))),
    (
        "名录",
        (
            ("单位", "units"),
            ("网站", "websites"),
            ("新媒体账号", "accounts"),
            ("频道等", "others"),
            ("变动情况", "register_changes"),
            ("报备", "filings"),
            ("名录外网站", "orphans"),
        ),
    ),
    ("监督", (("操作记录", "audit"),)),
    (
        "设置",
        (
            ("账号", "people"),
            ("消息渠道", "channels"),
            ("接口令牌", "tokens"),
            ("工作日历", "calendar"),
            ("归档保留", "retention"),
        ),
    ),
)
_ASKED: dict[str, tuple[Policy[Any], Action]] = {
    "manuscripts": (MANUSCRIPTS, Action.VIEW),
    "queues": (FINDINGS, Action.DECIDE),
    "self_checks": (SELF_CHECKS, Action.VIEW),
    "orphans": (ORPHANS, Action.VIEW),
    "audit": (AUDIT, Action.VIEW),
    "people": (USERS, Action.VIEW),
    "channels": (CHANNELS, Action.VIEW),
    "tokens": (TOKENS, Action.VIEW),
    "retention": (REMOVED_RUNS, Action.VIEW),
}
"""What a role needs for the pages that are not for everybody."""


def menu(request: HttpRequest) -> dict[str, Any]:
    """Template context: the groups of the menu, and the frame for pages that are a list."""
    if request.headers.get("HX-Target") == LIST:
        return {"list_base": "web/list_part.html"}
    user = getattr(request, "user", None)
    place = _place(request.path)
    shown = [
        (heading, [_entry(place, *entry) for entry in entries if may_open(user, entry[1])])
        for heading, entries in (_GROUPS if isinstance(user, User) else ())
    ]
    entries = [(heading, entries) for heading, entries in shown if entries]
    return {"menu": entries, "list_base": "web/list.html"}


def may_open(user: object, view: str) -> bool:
    """Whether a page of the menu is for somebody in this role."""
    if view not in _ASKED:
        return True
    policy, action = _ASKED[view]
    return isinstance(user, User) and policy.grants_to(user, action)


def _place(path: str) -> str:
    """The address under which the menu counts a page: a campaign's review belongs to the review."""
    if path.startswith(address_of("outbox")):
        return address_of("channels")
    return (
        address_of("queues")
        if path.startswith(address_of("campaigns")) and path.endswith("/review/")
        else path
    )


def _entry(place: str, label: str, view: str) -> Entry:
    address = address_of(view)
    return Entry(label, address, place == address if view == "home" else place.startswith(address))


@cache
def mark_of(name: str) -> str:
    """A mark that changes with a file of ours that browsers keep, so that none keeps an old one."""
    found = finders.find(name)
    assert isinstance(found, str)
    with open(found, "rb") as file:  # noqa: PTH123  # a path of Django's finder
        return hashlib.sha256(file.read()).hexdigest()[:10]
