"""Archived foreign pages in an origin of their own (`XUNWANG_ARCHIVE_ORIGIN`): short-lived signed addresses, no cookies, no other page."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from xunwang.inspector.model import Record
from xunwang.office.campaigns.inspection import Exhibit, exhibit_of
from xunwang.office.campaigns.models import FindingRow
from xunwang.office.people.models import User
from xunwang.office.selfcheck.models import SelfCheck
from xunwang.office.selfcheck.service import exhibit_of_check
from xunwang.office.web.viewing import viewer

SECONDS = 300
WAYS = ("rendered", "spot", "parent")
"""What of a finding can be asked for, as parameters of the address."""
_SALT = "xunwang.archived"
_PREFIX = "/archived/"


class Letter(Record, frozen=True):
    """What a signed address says: who may see what, framed by which origin."""

    user: int
    exhibit: str
    ways: tuple[str, ...]
    framed_by: str


def address_of(request: HttpRequest, exhibit: Exhibit) -> str:
    """Where the second origin shows this person the page for five minutes; who may see it was asked before."""
    ways = [way for way in WAYS if way in request.GET]
    said = [viewer(request).pk, exhibit.key, ways, f"{request.scheme}://{request.get_host()}"]
    return f"{settings.ARCHIVE_ORIGIN}{reverse('archived', args=[signing.dumps(said, salt=_SALT)])}"


def opened(text: str) -> tuple[Letter, Exhibit]:
    """The letter and what it shows; an old or forged one, or one of an account stopped since, leads nowhere."""
    try:
        user, key, ways, framed_by = signing.loads(text, salt=_SALT, max_age=SECONDS)
    except signing.BadSignature:
        raise Http404 from None
    exhibit = _named(key)
    if exhibit is None or not User.objects.filter(pk=user, is_active=True).exists():
        raise Http404
    return Letter(user, key, tuple(ways), framed_by), exhibit


def _named(key: str) -> Exhibit | None:
    kind, _, rest = key.partition("-")
    if kind == "finding":
        row = FindingRow.objects.filter(pk=int(rest)).first()
        return exhibit_of(row) if row else None
    number, _, finding = rest.partition("-")
    check = SelfCheck.objects.filter(pk=int(number)).first()
    return exhibit_of_check(check, finding) if check else None


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
