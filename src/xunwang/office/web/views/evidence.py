"""What others wrote, shown without letting it act: archived pages, pictures, files of a campaign."""

import hashlib
import mimetypes
from collections.abc import Container
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_exempt, xframe_options_sameorigin

from xunwang.inspector import door
from xunwang.office.accounts import exhibits
from xunwang.office.campaigns.inspection import (
    Exhibit,
    archived,
    charset_of,
    exhibit_of,
    is_html,
    norm_words,
    parent_of,
    picture_of,
    screenshot,
)
from xunwang.office.campaigns.models import CampaignFile, DecisionRow, FindingRow
from xunwang.office.campaigns.policies import CAMPAIGN_SUBJECTS, FILES, FINDINGS
from xunwang.office.campaigns.spotting import spotted
from xunwang.office.errors import OfficeError
from xunwang.office.people.audit import log_action
from xunwang.office.web import archiving
from xunwang.office.web.downloads import download
from xunwang.office.web.viewing import viewer, visible_or_404

CAGE = (
    "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'; sandbox"
)
"""Foreign HTML gets no script, no form, no address but its own pictures, and no share in our origin."""
_FRAMED = "frame-ancestors 'self'"


def archive(request: HttpRequest, key: int) -> HttpResponse:
    """The frame around an archived page, with the pointer that anyone can check."""
    finding, exhibit = _pointed(request, key)
    words = norm_words(finding.subject.campaign.norm)
    context = {"finding": finding, "words": words, "body": reverse("archive_body", args=[finding.pk])}
    shown = shown_of(request, exhibit)
    if "answer" in shown and finding.subject.is_account:
        context["proof"] = exhibits.proof_of(finding.subject.subject, shown["answer"])
    return render(request, "web/archive.html", context | shown)


def shown_of(request: HttpRequest, exhibit: Exhibit) -> dict[str, Any]:
    """What the frame around an archived page tells: whether its bytes are those that were kept, and how it is shown."""
    try:
        answer = archived(exhibit)
    except OfficeError as error:
        return {"exhibit": exhibit, "refusal": str(error)}
    return {
        "exhibit": exhibit,
        "answer": answer,
        "told": exhibits.told(answer),
        "html": is_html(answer),
        "rendered": "rendered" in request.GET,
    }


@xframe_options_sameorigin
def archive_body(request: HttpRequest, key: int) -> HttpResponseBase:
    """The archived bytes: HTML in its cage, the rest as a file; from an origin of their own where the office has one.

    `?rendered`: the page as the browser held it; `?spot`: with the place of the finding marked; `?parent`: the page that links there.
    """
    return body_of(request, _pointed(request, key)[1])


def body_of(request: HttpRequest, exhibit: Exhibit) -> HttpResponseBase:
    """The archived bytes behind a finding that this person may see."""
    if settings.ARCHIVE_ORIGIN:
        return redirect(archiving.address_of(request, exhibit))
    return _body(exhibit, request.GET)


@login_not_required
@xframe_options_exempt
def archived_elsewhere(request: HttpRequest, letter: str) -> HttpResponseBase:
    """The same in the second origin, for whom the address was signed."""
    del request
    said, exhibit = archiving.opened(letter)
    response = _body(exhibit, said.ways)
    response["Content-Security-Policy"] = CAGE.replace(_FRAMED, f"frame-ancestors {said.framed_by}")
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["Cache-Control"] = "private, no-store"
    return response


def _body(exhibit: Exhibit, ways: Container[str]) -> HttpResponseBase:
    try:
        shown = parent_of(exhibit) if "parent" in ways else exhibit
        if shown is None:
            said = "这次检查没有存下所在页面。"
            return _caged(HttpResponse(said, content_type="text/plain; charset=utf-8", status=404))
        answer = archived(shown)
    except OfficeError as error:
        return _caged(HttpResponse(str(error), content_type="text/plain; charset=utf-8", status=410))
    if "rendered" in ways and answer.rendered is not None:
        return _caged(HttpResponse(answer.rendered, content_type="text/html; charset=utf-8"))
    if not is_html(answer):
        return as_file(answer, f"archived-{exhibit.key}.bin")
    charset = charset_of(answer)
    marked = _marked(exhibit, answer.body, charset) if "spot" in ways else None
    if marked is not None:
        return _caged(HttpResponse(marked, content_type=f"text/html; charset={charset or 'utf-8'}"))
    return as_page(answer)


def as_page(answer: door.Archived) -> HttpResponseBase:
    """Archived HTML in its cage."""
    charset = charset_of(answer)
    kind = f"text/html; charset={charset}" if charset else "text/html"
    return _caged(HttpResponse(answer.body, content_type=kind))


def as_file(answer: door.Archived, name: str) -> HttpResponseBase:
    kept = HttpResponse(answer.body, content_type="application/octet-stream")
    kept["Content-Disposition"] = f'attachment; filename="{name}"'
    return _caged(kept)


def _marked(exhibit: Exhibit, body: bytes, charset: str | None) -> bytes | None:
    """The page with the finding's place marked, in the charset it came in; none where the place cannot be told."""
    try:
        page = body.decode(charset or "utf-8")
        marked = spotted(page, excerpt=exhibit.excerpt, url=exhibit.url)
        return None if marked is None else marked.encode(charset or "utf-8")
    except (UnicodeError, LookupError):
        return None


def _pointed(request: HttpRequest, key: int) -> tuple[FindingRow, Exhibit]:
    finding = visible_or_404(FINDINGS, request, key)
    exhibit = exhibit_of(finding)
    if exhibit is None:
        raise Http404
    return finding, exhibit


def shot(request: HttpRequest, key: int) -> HttpResponseBase:
    return _shown(screenshot(visible_or_404(CAMPAIGN_SUBJECTS, request, key)))


def picture(request: HttpRequest, key: int) -> HttpResponseBase:
    return _shown(picture_of(visible_or_404(FINDINGS, request, key)))


def _shown(picture: Path | None) -> HttpResponseBase:
    if picture is None:
        raise Http404
    return _caged(FileResponse(picture.open("rb"), content_type="image/png"))


def file(request: HttpRequest, key: int) -> HttpResponseBase:
    """A file of a campaign, if it is still the one that was listed."""
    listed = visible_or_404(FILES, request, key)
    path = _inside(listed)
    if hashlib.sha256(path.read_bytes()).hexdigest() != listed.sha256:
        message = f"文件“{listed.label}”在存入后被改动过，与登记的校验值不符，不能下载；请重新生成。"
        return render(request, "web/refusal.html", {"message": message}, status=409)
    log_action("file.downloaded", listed, user=viewer(request), unit=listed.campaign.unit)
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    inline = kind == "text/html" and "keep" not in request.GET
    name = f"{listed.label}{path.suffix}"
    return _caged(FileResponse(path.open("rb"), as_attachment=not inline, filename=name, content_type=kind))


def proof(request: HttpRequest, key: int) -> HttpResponseBase:
    """What was handed in to excuse a finding."""
    decision = get_object_or_404(DecisionRow.objects.select_related("finding"), pk=key)
    visible_or_404(FINDINGS, request, decision.finding_id)
    return download(decision.proof, f"证明材料-{decision.pk}{Path(decision.proof).suffix}")


def _inside(listed: CampaignFile) -> Path:
    folder = listed.campaign.folder.resolve()
    path = (folder / listed.path).resolve()
    if not path.is_relative_to(folder) or not path.is_file():
        raise Http404
    return path


def _caged(response: HttpResponseBase) -> HttpResponseBase:
    response["Content-Security-Policy"] = CAGE
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
