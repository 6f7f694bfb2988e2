"""A campaign's circular: its versions, sealing, the pdf, and what came back from WPS or Word."""

from collections.abc import Callable
from pathlib import Path

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from xunwang.office.campaigns import issuing, opening
from xunwang.office.campaigns.models import CircularVersion
from xunwang.office.campaigns.policies import VERSIONS
from xunwang.office.circulars.columns import Choosable
from xunwang.office.circulars.data import CircularRefused, Column
from xunwang.office.circulars.layout import load_layout
from xunwang.office.errors import OfficeError
from xunwang.office.people.policy import Action
from xunwang.office.uploads import folder_of, place_of
from xunwang.office.web.acting import actionable, kept_files, lines, number, try_to, written
from xunwang.office.web.viewing import viewer


def _seal(request: HttpRequest, version: CircularVersion) -> str:
    issuing.seal(version, user=viewer(request))
    return f"通报第 {version.number} 版已封存，封存校验值 {version.seal[:12]}…，不能再改。"


def _pdf(request: HttpRequest, version: CircularVersion) -> str:
    del request
    issuing.ask_for_pdf(version)
    return "PDF 正在生成，稍后刷新本页即可下载。"


def _open(request: HttpRequest, version: CircularVersion) -> str:
    opening.open_to_all(version, user=viewer(request))
    address = request.build_absolute_uri(reverse("public_circular", args=[version.public_key]))
    return f"通报已公开，任何人不登录即可查看：{address}"


def _close(request: HttpRequest, version: CircularVersion) -> str:
    opening.close_to_all(version, user=viewer(request))
    return "通报已停止公开，原来的地址不再可用。"


_ACTS: dict[str, tuple[Action, Callable[[HttpRequest, CircularVersion], str]]] = {
    "seal": (Action.RELEASE, _seal),
    "pdf": (Action.CHANGE, _pdf),
    "open": (Action.RELEASE, _open),
    "close": (Action.RELEASE, _close),
}


@require_POST
def act(request: HttpRequest, key: int, act: str) -> HttpResponse:
    if act not in _ACTS:
        raise Http404
    action, perform = _ACTS[act]
    version = actionable(VERSIONS, request, key, action)
    try_to(request, lambda: perform(request, version))
    return redirect("campaign", version.campaign_id)


def edit(request: HttpRequest, key: int) -> HttpResponse:
    """The words around the numbers, paragraph by paragraph; saving makes the next version."""
    version = actionable(VERSIONS, request, key, Action.CHANGE)
    shown, tables = issuing.wording_of(version), issuing.tables_to_choose(version)
    context: dict[str, object] = {
        "version": version,
        "campaign": version.campaign,
        "tables": tables,
        "highlights": issuing.header_kept(version).highlights,
        "has_highlights": load_layout(version.layout).has_highlights,
    }
    if request.method != "POST":
        return render(request, "web/wording.html", context | {"paragraphs": shown})
    highlights = lines(request, "highlights") if "highlights" in request.POST else None
    texts = {one.key: written(request, one.key) for one in shown if one.key in request.POST}
    try:
        columns = {one.key: _columns(request, one) for one in tables if f"table-{one.key}" in request.POST}
        new = issuing.reword(
            version,
            texts,
            columns,
            user=viewer(request),
            highlights=highlights,
            confirmed=bool(written(request, "confirmed")),
        )
    except OfficeError as error:
        context |= {
            "problem": str(error),
            "paragraphs": issuing.wording_of(version, texts),
            "highlights": highlights or (),
        }
        return render(request, "web/wording.html", context, status=400)
    messages.success(request, f"通报第 {new.number} 版已按修改后的文字和表格生成，数字已自动核对一致。")
    dropped = [name for one in issuing.wording_of(new) for name in one.dropped]
    if dropped:
        messages.warning(request, f"这一版的文字不再写出 {len(dropped)} 个数字：{'、'.join(dropped)}。")
    return redirect("campaign", version.campaign_id)


def _columns(request: HttpRequest, table: Choosable) -> list[tuple[int, Column]]:
    """The places and heads that the form gives the columns of a table. Raises OfficeError."""
    found = []
    for one in table.choices:
        field = f"{table.key}-{one.figure}"
        place = (
            number(request, f"place-{field}", f"{one.name}的位置")
            if written(request, f"place-{field}")
            else 0
        )
        found.append((place, Column(written(request, f"head-{field}"), one.figure)))
    return found


@login_not_required
@require_safe
def public(request: HttpRequest, key: str) -> HttpResponse:
    """A sealed circular for everybody who has the address."""
    version = get_object_or_404(CircularVersion.objects.exclude(public_key=""), public_key=key)
    page = opening.page_of(version)
    return render(request, "web/public_circular.html", {"version": version, "page": page, "menu": ()})


@login_not_required
@require_safe
def public_file(request: HttpRequest, key: str, file: int) -> FileResponse:
    """An attachment of a public circular."""
    del request
    version = get_object_or_404(CircularVersion.objects.exclude(public_key=""), public_key=key)
    listed = next((one for one in opening.page_of(version).files if one.pk == file), None)
    if listed is None:
        raise Http404
    path = version.campaign.folder / listed.path
    name = f"{listed.label}{path.suffix}"
    return FileResponse(path.open("rb"), as_attachment=True, filename=name)


@require_POST
def returned(request: HttpRequest, key: int) -> HttpResponse:
    """A docx that was changed outside: taken as the next version, or shown with what is wrong in it."""
    version = actionable(VERSIONS, request, key, Action.CHANGE)
    context: dict[str, object] = {"version": version, "campaign": version.campaign}
    try:
        place = _handed_in(request, version)
        found = issuing.held_against(version, place)
        confirmed = bool(written(request, "confirmed"))
        if not found.wrong and (confirmed or not found.open):
            issuing.take_back(version, place, confirmed=confirmed, user=viewer(request))
            messages.success(request, "交回的通报与检查数据相符，已收为新的一版。")
            return redirect("campaign", version.campaign_id)
        context["found"] = found
    except (OfficeError, CircularRefused) as error:
        context["problem"] = str(error)
    return render(request, "web/returned.html", context)


def _handed_in(request: HttpRequest, version: CircularVersion) -> Path:
    files = kept_files(request, "file", folder_of(viewer(request), version))
    place = place_of(files[0].path) if len(files) == 1 and files[0].path.endswith(".docx") else None
    if place is None:
        raise OfficeError("请选择一个 docx 文件：由本系统生成、用 WPS 或 Word 修改后保存的通报。")
    return place
