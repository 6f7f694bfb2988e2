"""What pages that change something need: may this person, what came of it, and where to go next."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from xunwang.inspector.model import SHANGHAI
from xunwang.office import clock
from xunwang.office.errors import OfficeError
from xunwang.office.numerals import whole
from xunwang.office.people.models import Unit
from xunwang.office.people.policy import UNITS, Action, Policy
from xunwang.office.uploads import MOST_FILES, Kept, keep
from xunwang.office.web.viewing import M, numbered, viewer, visible_or_404

_KEPT = "refused_form"
_MOST_KEPT = 50_000  # characters
_SECRET = re.compile(r"password|secret|token")


def actionable(policy: Policy[M], request: HttpRequest, key: object, action: Action) -> M:
    """An object on which this person may act: what is out of sight does not exist, what is only seen is refused."""
    found = visible_or_404(policy, request, key)
    if not policy.may(viewer(request), action, found):
        raise PermissionDenied
    return found


def try_to(request: HttpRequest, act: Callable[[], str]) -> bool:
    """Acts, and tells the person what was done or why it was not; whether it was done."""
    try:
        said = act()
    except OfficeError as error:
        refuse(request, error)
        return False
    messages.success(request, said)
    return True


def refuse(request: HttpRequest, error: OfficeError) -> None:
    """The next page says why, and fills the form again with what was written in it."""
    messages.error(request, str(error))
    keep_form(request, request.user.pk)


def keep_form(request: HttpRequest, writer: int | None) -> None:
    """Keeps what was written for the person who wrote it, until the page of the form is shown again."""
    fields = {
        name: values
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken" and not _SECRET.search(name)
    }
    if sum(len(value) for values in fields.values() for value in values) <= _MOST_KEPT:
        request.session[_KEPT] = {"of": writer, "form": {"action": request.path, "fields": fields}}


def writer_of_kept(request: HttpRequest) -> int | None:
    """Who wrote what is kept; None where nothing is."""
    writer: int | None = request.session.get(_KEPT, {}).get("of")
    return writer


def kept_form(request: HttpRequest) -> dict[str, Any] | None:
    """What was kept for this person, once; nobody else is shown it."""
    if not request.user.is_authenticated:
        return None
    mine = writer_of_kept(request) == request.user.pk
    kept: dict[str, Any] = request.session.pop(_KEPT, {})
    return kept.get("form") if mine else None


_UNPRINTABLE = dict.fromkeys(code for code in range(32) if chr(code) not in "\t\n\r")
"""What comes along with text pasted from elsewhere, and what neither papers nor PostgreSQL can hold."""
_LARGEST = 999_999_999
_EARLIEST, _YEARS_AHEAD = dt.date(1949, 10, 1), 20


def written(request: HttpRequest, name: str) -> str:
    """What stands in a field of the form; a line break of Word becomes a blank, since many fields have one line only."""
    return request.POST.get(name, "").replace("\x0b", " ").translate(_UNPRINTABLE).strip()


def lines(request: HttpRequest, name: str) -> tuple[str, ...]:
    """The paragraphs of a longer text, one a line."""
    return tuple(filter(None, (line.strip() for line in written(request, name).splitlines())))


def number(request: HttpRequest, name: str, label: str) -> int:
    """A whole number of the form. Raises OfficeError."""
    text = written(request, name)
    found = whole(text, _LARGEST)
    if found is None:
        raise OfficeError(f"“{label}”应填整数，实际为“{text}”。")
    return found


def ticked(request: HttpRequest, name: str) -> list[int]:
    """The numbers of the rows that were ticked."""
    return [key for text in request.POST.getlist(name) if (key := whole(text)) is not None]


def chosen_unit(request: HttpRequest, label: str = "单位", *, name: str = "unit") -> Unit:
    """The unit that was picked, out of those that this person sees. Raises OfficeError."""
    found = numbered(UNITS.visible(viewer(request)), written(request, name))
    if found is None:
        raise OfficeError(f"请选择{label}。")
    return found


def day(request: HttpRequest, name: str, label: str) -> dt.date:
    """A day of the form, within a lifetime. Raises OfficeError."""
    text = written(request, name)
    try:
        asked = dt.date.fromisoformat(text)
    except ValueError:
        raise OfficeError(f"“{label}”应填日期，类似 2026-03-31，实际为“{text}”。") from None
    _refuse_strange(asked, label)
    return asked


def _refuse_strange(asked: dt.date, label: str) -> None:
    """Raises OfficeError for a day that only a slip of the keyboard can mean."""
    if asked < _EARLIEST or asked.year > clock.today().year + _YEARS_AHEAD:
        raise OfficeError(
            f"“{label}”填的是 {asked}，应在 {_EARLIEST} 之后、今后 {_YEARS_AHEAD} 年之内，请核对年份。"
        )


def optional_day(request: HttpRequest, name: str, label: str) -> dt.date | None:
    return day(request, name, label) if written(request, name) else None


def moment(request: HttpRequest, name: str, label: str) -> dt.datetime:
    """A moment of the form, in Asia/Shanghai. Raises OfficeError."""
    text = written(request, name)
    try:
        asked = dt.datetime.fromisoformat(text)
    except ValueError:
        raise OfficeError(f"“{label}”应填日期和时间，类似 2026-03-31 09:30，实际为“{text}”。") from None
    _refuse_strange(asked.date(), label)
    return asked.astimezone(SHANGHAI) if asked.tzinfo else asked.replace(tzinfo=SHANGHAI)


def kept_files(request: HttpRequest, name: str, folder: str) -> list[Kept]:
    """The files of the form, taken in. Raises OfficeError."""
    files = request.FILES.getlist(name)
    if len(files) > MOST_FILES:
        raise OfficeError(f"一次最多上传 {MOST_FILES} 个文件。")
    return [keep(one, folder) for one in files]


def back(request: HttpRequest, otherwise: str) -> str:
    """Where the form wants to go on: an address of ours, else `otherwise`."""
    wanted = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if ours and wanted.startswith("/") else otherwise
