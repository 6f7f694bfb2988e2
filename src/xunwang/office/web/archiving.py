"""Archived foreign pages in an origin of their own (`XUNWANG_ARCHIVE_ORIGIN`): short-lived signed addresses, no cookies, no other page."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from xunwang.inspector.model import Record
from xunwang.office.campaigns.models import FindingRow
from xunwang.office.people.models import User
from xunwang.office.web.viewing import viewer

SECONDS = 300
WAYS = ("rendered", "spot", "parent")
"""What of a finding can be asked for, as parameters of the address."""
_SALT = "xunwang.archived"
_PREFIX = "/archived/"


class Letter(Record, frozen=True):
    """What a signed address says: who may see what, framed by which origin."""

    user: int
    finding: int
    ways: tuple[str, ...]
    framed_by: str


def address_of(request: HttpRequest, finding: FindingRow) -> str:
    """Where the second origin shows this person the page for five minutes; who may see it was asked before."""
    ways = [way for way in WAYS if way in request.GET]
    said = [viewer(request).pk, finding.pk, ways, f"{request.scheme}://{request.get_host()}"]
    return f"{settings.ARCHIVE_ORIGIN}{reverse('archived', args=[signing.dumps(said, salt=_SALT)])}"


def opened(text: str) -> tuple[Letter, FindingRow]:
    """The letter and its finding; an old or forged one, or one of an account stopped since, leads nowhere."""
    try:
        user, finding, ways, framed_by = signing.loads(text, salt=_SALT, max_age=SECONDS)
    except signing.BadSignature:
        raise Http404 from None
    row = FindingRow.objects.filter(pk=finding).first()
    if row is None or not User.objects.filter(pk=user, is_active=True).exists():
        raise Http404
    return Letter(user, finding, tuple(ways), framed_by), row


def two_origins(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: the second origin has archived pages and nothing else, the office has none of them."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        origin = settings.ARCHIVE_ORIGIN
        there = bool(origin) and request.get_host() == urlsplit(origin).netloc
        if there is not request.path.startswith(_PREFIX):
            return HttpResponse("没有这个地址。", content_type="text/plain; charset=utf-8", status=404)
        return get_response(request)

    return answer
