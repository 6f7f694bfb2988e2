"""The capture bookmarklet: a clerk clicks it on an account's page, and what the page shows goes to the office under the clerk's key.

The page belongs to somebody else, so no session comes along. The key stands in the bookmark and lets its bearer hand in captures for the
accounts of the clerk's unit, and nothing else: a page that reads it can do no more. A new key ends the old one.
"""

import datetime as dt
import hashlib
import json
import secrets

import msgspec
from django.db import transaction
from django.db.models import Q

from xunwang.inspector import door
from xunwang.inspector.model import UNDECODABLE, Record
from xunwang.office import clock
from xunwang.office.accounts.materials import hand_in
from xunwang.office.accounts.models import CaptureKey, Material
from xunwang.office.accounts.policies import MATERIALS
from xunwang.office.errors import OfficeError
from xunwang.office.people.audit import log_action
from xunwang.office.people.invitations import invited_since
from xunwang.office.people.models import User
from xunwang.office.people.policy import Action
from xunwang.office.registry.models import SubjectVersion

_TEXT, _LINKS = 200_000, 600
# Works in browsers of ten years ago: one expression, no fetch, no clipboard. `KEY` and `PLACE` are filled in.
_SCRIPT = """(function(){var d=document,t=(d.body.innerText||d.body.textContent||'').slice(0,%TEXT%),l=[],a=d.getElementsByTagName('a'),
i,f,n,v,w;for(i=0;i<a.length&&l.length<%LINKS%;i++){w=(a[i].innerText||a[i].textContent||'').replace(/\\s+/g,' ').trim();
if(w.length>5&&/^https?:/.test(a[i].href))l.push({text:w.slice(0,200),url:a[i].href.slice(0,500)})}
v={key:KEY,url:location.href,title:d.title,text:t,links:JSON.stringify(l),at:String(new Date().getTime())};
f=d.createElement('form');f.method='post';f.action=PLACE;f.target='_blank';f.acceptCharset='utf-8';f.enctype='multipart/form-data';
for(n in v){i=d.createElement('textarea');i.name=n;i.value=v[n];f.appendChild(i)}f.style.display='none';d.body.appendChild(f);
HTMLFormElement.prototype.submit.call(f);d.body.removeChild(f)})()"""


class Captured(Record, frozen=True):
    """What the bookmarklet sent of a page."""

    url: str
    title: str
    text: str
    links: str
    at: str


@transaction.atomic
def new_key(user: User) -> str:
    """A key for the person, shown once; an earlier one ends. Raises OfficeError."""
    if not MATERIALS.grants_to(user, Action.CHANGE):
        raise OfficeError("您的角色不能提交账号数据。")
    key = secrets.token_urlsafe(32)
    CaptureKey.objects.update_or_create(
        user=user, defaults={"digest": _digest(key), "at": clock.now(), "used": None}
    )
    log_action("media.capture_key", user, user=user)
    return key


def bookmarklet(key: str, place: str) -> str:
    """The address of the bookmark; `place` is where captures go."""
    script = _SCRIPT.replace("%TEXT%", str(_TEXT)).replace("%LINKS%", str(_LINKS)).replace("\n", "")
    return "javascript:" + script.replace("KEY", json.dumps(key), 1).replace("PLACE", json.dumps(place), 1)


def _holds(row: CaptureKey) -> bool:
    """A key ends with the right to hand in, and when the post goes to somebody else."""
    user = row.user
    return user.is_active and MATERIALS.grants_to(user, Action.CHANGE) and not invited_since(user, row.at)


def bearer(key: str) -> User:
    """Whose key it is. Raises OfficeError."""
    row = CaptureKey.objects.filter(digest=_digest(key)).select_related("user__unit").first() if key else None
    if row is None or not _holds(row):
        raise OfficeError("采集书签已失效，请登录巡网，在“采集书签”页面重新生成，并替换浏览器里的书签。")
    CaptureKey.objects.filter(pk=row.pk).update(used=clock.now())
    return row.user


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def candidates(captured: Captured, user: User) -> tuple[list[SubjectVersion], bool]:
    """The accounts of the person's unit that the page may belong to, and whether it names them; where it names none, all on its platform."""
    host = door.host_of(captured.url) if captured.url.startswith(("http://", "https://")) else ""
    rows = SubjectVersion.objects.on(clock.today()).below(user.unit).filter(kind="account")
    on_platform = [row for row in rows.select_related("subject", "unit") if _is_of(row, host)]
    shown = captured.title + captured.text[:5_000]
    named = [
        row for row in on_platform if row.name in shown or (row.handle and row.handle in captured.url + shown)
    ]
    return named or on_platform, bool(named)


def _is_of(row: SubjectVersion, host: str) -> bool:
    platform = door.account_platform(row.platform, row.type_name)
    return platform is not None and any(host == one or host.endswith(f".{one}") for one in platform.hosts)


def chosen(subject: str, user: User) -> SubjectVersion:
    """The account that the person picked. Raises OfficeError."""
    rows = SubjectVersion.objects.on(clock.today()).below(user.unit).filter(Q(kind="account"))
    found = rows.filter(subject__pk=subject).select_related("subject").first()
    if found is None:
        raise OfficeError("没有找到这个账号，请重新选择。")
    return found


def take(captured: Captured, row: SubjectVersion, user: User) -> tuple[Material, int]:
    """Keeps the capture as a material of the account; gives the number of posts read. Raises OfficeError."""
    at, body = read_form(captured)
    return hand_in(row.subject, captured.title[:100] or "采集", body, at, user=user)


def read_form(captured: Captured) -> tuple[dt.datetime, bytes]:
    """The moment that counts, and the material as it is kept."""
    at = _moment(captured.at)
    body = {
        "xunwang_capture": 2,
        "captured_at": at.isoformat(),
        "url": captured.url[:1000],
        "title": captured.title[:500],
        "text": captured.text[:_TEXT],
        "links": _links(captured.links),
    }
    return at, msgspec.json.encode(body)


def _links(written: str) -> list[dict[str, str]]:
    try:
        return msgspec.json.decode(written or "[]", type=list[dict[str, str]])[:_LINKS]
    except UNDECODABLE:
        return []


def _moment(written: str) -> dt.datetime:
    """The clock of the clerk's machine decides nothing: one that is more than an hour wrong is not believed."""
    now = clock.now()
    try:
        told = dt.datetime.fromtimestamp(int(written) / 1000, dt.UTC)
    except (ValueError, OverflowError, OSError):
        return now
    return told if abs(now - told) < dt.timedelta(hours=1) and told <= now else now
