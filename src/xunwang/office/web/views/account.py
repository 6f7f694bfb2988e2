"""One new-media account: its calendar of posts, where that is known from, and what people hand in about it."""

import datetime as dt
import mimetypes
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from xunwang.inspector import door
from xunwang.office import clock
from xunwang.office.accounts import access, archived, materials
from xunwang.office.accounts.calendars import months_of, rhythm_of
from xunwang.office.accounts.models import Look
from xunwang.office.accounts.on_site import entries_of
from xunwang.office.accounts.policies import FEEDS, INTERFACES, LOOKS, MATERIALS, POSTS, WITNESSES
from xunwang.office.campaigns.inspection import is_html
from xunwang.office.campaigns.policies import CAMPAIGN_SUBJECTS
from xunwang.office.errors import OfficeError
from xunwang.office.people.policy import Action
from xunwang.office.registry.models import Subject
from xunwang.office.registry.policies import SUBJECTS
from xunwang.office.uploads import folder_of, keep_table, place_of
from xunwang.office.web.acting import kept_files, moment, optional_day, try_to, written
from xunwang.office.web.viewing import page_of, viewer, visible_or_404
from xunwang.office.web.views.evidence import as_file, as_page

_MONTHS, _LOOKS = 4, 12
_ASPECTS = (
    ("opens", "能打开、能使用"),
    ("downloads", "能下载（客户端）"),
    ("interacts", "互动功能有效（菜单、私信、评论）"),
    ("certified", "经平台官方认证"),
)


def account(request: HttpRequest, key: str) -> HttpResponse:
    subject = _account(request, key)
    user, today = viewer(request), clock.today()
    version = materials.account_version(subject, today)
    platform = door.account_platform(version.platform, version.type_name)
    page = page_of(request, POSTS.visible(user).filter(subject=subject))
    archive = archived.archive_of(CAMPAIGN_SUBJECTS.visible(user).filter(subject=subject))
    files = archive.files if archive else {}
    handed_in = MATERIALS.visible(user).filter(subject=subject)
    context: dict[str, Any] = {
        "subject": subject,
        "version": version,
        "blind": platform.blind if platform else "",
        "feed": FEEDS.visible(user).filter(subject=subject).first(),
        "interface": INTERFACES.visible(user).filter(subject=subject).first(),
        "interface_fields": _interface_fields(subject),
        "on_site": entries_of([version], today)[version.subject_id],
        "rhythm": rhythm_of(subject, today - dt.timedelta(days=89), today),
        "months": months_of(subject, today, _MONTHS),
        "looks": _named(LOOKS.visible(user).filter(subject=subject)[:_LOOKS]),
        "materials": handed_in.select_related("by")[:_LOOKS],
        "withdrawable": handed_in.filter(withdrawn=""),
        "page": page,
        "posts": [(post, files.get(post.key, ())) for post in page],
        "has_archive": bool(files),
        "inspections": CAMPAIGN_SUBJECTS.visible(user)
        .filter(subject=subject)
        .select_related("campaign")[:10],
        "may_hand_in": MATERIALS.grants_to(user, Action.CHANGE),
        "owner": f"{platform.name}:{version.handle or version.name}" if platform else version.name,
        "is_app": platform is not None and platform.family == "app",
        "aspects": _ASPECTS,
        "may_witness": user.role in WITNESSES,
        "now": clock.shown(clock.now()),
    }
    return render(request, "web/account.html", context)


def _account(request: HttpRequest, key: str) -> Subject:
    subject = visible_or_404(SUBJECTS, request, key)
    if subject.kind not in {"account", "app"}:
        raise Http404
    return subject


def archived_copy(request: HttpRequest, key: str, digest: str) -> HttpResponseBase:
    """What was archived with a post: HTML in its cage, or as a file where foreign pages have an origin of their own."""
    subject = _account(request, key)
    archive = archived.archive_of(CAMPAIGN_SUBJECTS.visible(viewer(request)).filter(subject=subject))
    try:
        answer = archived.copy_of(archive, digest) if archive else None
    except OfficeError as error:
        return render(request, "web/refusal.html", {"message": str(error)}, status=410)
    if answer is None:
        raise Http404
    if is_html(answer) and not settings.ARCHIVE_ORIGIN:
        return as_page(answer)
    return as_file(answer, f"archived-{digest[:12]}{_suffix(answer)}")


def _suffix(answer: door.Archived) -> str:
    return mimetypes.guess_extension(answer.content_type.partition(";")[0].strip()) or ".bin"


def _interface_fields(subject: Subject) -> tuple[door.Field, ...]:
    way = access.way_of(subject)
    return door.fields_for(way) if way else ()


def _named(looks: Any) -> list[tuple[str, Look]]:
    return [(door.WAY_NAMES.get(look.way, "没有数据来源"), look) for look in looks]


@require_POST
def act(request: HttpRequest, key: str, act: str) -> HttpResponse:
    subject = _account(request, key)
    if act not in _ACTS:
        raise Http404
    if not MATERIALS.grants_to(viewer(request), Action.CHANGE):
        raise PermissionDenied
    try_to(request, lambda: _ACTS[act](request, subject))
    return redirect("account", subject.pk)


def _feed(request: HttpRequest, subject: Subject) -> str:
    address = written(request, "address")
    materials.set_feed(subject, address, user=viewer(request))
    return "订阅地址已保存，下次检查时读取。" if address else "没有填写订阅地址，下次检查时不读取订阅源。"


def _interface(request: HttpRequest, subject: Subject) -> str:
    if written(request, "remove"):
        access.remove_access(subject, user=viewer(request))
        return "接口凭证已删除。"
    given = {field.name: written(request, field.name)[:1000] for field in _interface_fields(subject)}
    access.set_access(subject, given, written(request, "server"), user=viewer(request))
    return "接口凭证已加密保存，下次检查时使用。"


def _saved(request: HttpRequest, subject: Subject) -> str:
    upload = request.FILES.get("file")
    if upload is None:
        raise OfficeError("请选择保存的文件。")
    if (upload.size or 0) > door.MOST_SAVED:
        raise OfficeError(f"文件“{upload.name}”超过 {door.MOST_SAVED // 1_000_000} MB，请分成几次采集。")
    seen = moment(request, "seen", "数据时间")
    _, count = materials.hand_in(subject, upload.name or "", upload.read(), seen, user=viewer(request))
    return f"已读入 {count} 条发文。"


def _entry(request: HttpRequest, subject: Subject) -> str:
    user = viewer(request)
    nothing = bool(written(request, "nothing"))
    if nothing and written(request, "last"):
        raise OfficeError("勾选了“没有任何内容”，又填了最近更新时间，请只保留一项。")
    last = None if nothing else moment(request, "last", "最近更新时间")
    kept = kept_files(request, "proof", folder_of(user, subject))
    entered = door.Entered(
        seen=moment(request, "seen", "查看时间"),
        last=door.PostTime(last) if last else None,
        by=user.shown_name,
        title=written(request, "title")[:300] or None,
        url=written(request, "url")[:1000] or None,
        shown_name=written(request, "shown_name")[:200] or None,
        certified_body=written(request, "certified_body")[:200] or None,
        proof=kept[0].sha256 if kept else None,
    )
    materials.enter(subject, entered, proof=kept[0].path if kept else "", user=user)
    return "已登记。"


def _withdraw(request: HttpRequest, subject: Subject) -> str:
    material = visible_or_404(MATERIALS, request, written(request, "material") or 0)
    if material.subject_id != subject.pk:
        raise Http404
    materials.withdraw(material, written(request, "reason"), user=viewer(request))
    return f"“{material}”已撤回。"


def _tried(request: HttpRequest, subject: Subject) -> str:
    """The guided check: what a person tried out, with a picture as proof."""
    user = viewer(request)
    tried = {name: _yes_or_no(request, name) for name in ("opens", "downloads", "interacts", "certified")}
    if all(word is None for word in tried.values()):
        raise OfficeError("请至少核查一项。")
    if False in tried.values() and not written(request, "remark"):
        raise OfficeError("有问题的，请写明情况。")
    last = moment(request, "last", "最近内容的时间") if written(request, "last") else None
    kept = kept_files(request, "proof", folder_of(user, subject))
    entered = door.Entered(
        seen=moment(request, "seen", "核查时间"),
        last=door.PostTime(last) if last else None,
        by=user.shown_name,
        title=written(request, "title")[:300] or None,
        proof=kept[0].sha256 if kept else None,
        remark=written(request, "remark")[:500] or None,
        tried=True,
        opens=tried["opens"],
        downloads=tried["downloads"],
        interacts=tried["interacts"],
        certified=tried["certified"],
    )
    materials.enter(subject, entered, proof=kept[0].path if kept else "", user=user)
    return "已登记核查结果。"


def _yes_or_no(request: HttpRequest, name: str) -> bool | None:
    return {"yes": True, "no": False}.get(written(request, name))


_ACTS = {
    "tried": _tried,
    "feed": _feed,
    "interface": _interface,
    "saved": _saved,
    "entry": _entry,
    "withdraw": _withdraw,
}


def proof(request: HttpRequest, key: int) -> HttpResponseBase:
    """The file that proves an entry."""
    material = visible_or_404(MATERIALS, request, key)
    place = place_of(material.proof) if material.proof else None
    if place is None:
        raise Http404
    return FileResponse(place.open("rb"), as_attachment=True, filename=f"证明-{material.pk}{place.suffix}")


def lists(request: HttpRequest) -> HttpResponse:
    """Takes in an exported list of posts of one or many accounts."""
    user = viewer(request)
    if not MATERIALS.grants_to(user, Action.CHANGE):
        raise PermissionDenied
    owner = written(request, "owner") or request.GET.get("owner", "")[:200]
    context: dict[str, Any] = {"owner": owner}
    if request.method == "POST":

        def take() -> str:
            context["listing"] = _taken(request)
            return f"已读入 {context['listing'].accounts} 个账号的 {context['listing'].posts} 条发文。"

        try_to(request, take)
    given = {} if "listing" in context else request.POST.dict()
    context["given"] = given
    context["columns"] = [
        (name, field, given.get(f"column_{field}", "")) for name, field in door.COLUMN_NAMES.items()
    ]
    return render(request, "web/post_lists.html", context)


def _taken(request: HttpRequest) -> materials.Listing:
    user, upload = viewer(request), request.FILES.get("file")
    if upload is None:
        raise OfficeError("请选择发文清单。")
    kept = keep_table(upload, f"posts/{user.pk}")
    place = place_of(kept.path)
    assert place is not None
    first, last = optional_day(request, "since", "起始日期"), optional_day(request, "until", "截止日期")
    since, until = door.whole_days(first, last, clock.local_now())
    covers_all = bool(written(request, "covers_all"))
    if first and last and last < first:
        raise OfficeError("截止日期早于起始日期，请核对。")
    if covers_all and since is None:
        raise OfficeError("清单包括全部账号的，请写明自哪一天起完整。")
    posts = door.PostList(
        place,
        since=since,
        until=until,
        covers_all=covers_all,
        name=kept.name,
        exported=optional_day(request, "exported", "导出日期"),
        columns=_columns(request),
        owner=written(request, "owner")[:200] or None,
    )
    try:
        return materials.take_list(posts, kept.name, user.unit, user=user)
    finally:
        place.unlink(missing_ok=True)


def _columns(request: HttpRequest) -> dict[str, str]:
    named = {field: written(request, f"column_{field}")[:100] for field in door.COLUMN_NAMES.values()}
    return {field: header for field, header in named.items() if header}
