"""What pages that change something need: may this person, what came of it, and where to go next."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from xunwang.inspector.model import SHANGHAI
from xunwang.office import clock
from xunwang.office.errors import OfficeError
from xunwang.office.people.models import User
from xunwang.office.people.policy import Action, Policy
from xunwang.office.uploads import MOST_FILES, Kept, keep
from xunwang.office.web.viewing import M, viewer, visible_or_404

_KEPT = "refused_form"
_MOST_KEPT = 50_000  # characters
_SECRET = re.compile(r"password|secret|token|code$")


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
        messages.error(request, str(error))
        keep_form(request)
        return False
    messages.success(request, said)
    return True


def keep_form(request: HttpRequest) -> None:
    """What was written in a form that was refused stays until the next page, where the form is filled with it again."""
    fields = {
        name: values
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken" and not _SECRET.search(name)
    }
    if sum(len(value) for values in fields.values() for value in values) <= _MOST_KEPT:
        request.session[_KEPT] = {"action": request.path, "fields": fields}


def kept_form(request: HttpRequest) -> dict[str, Any] | None:
    """What `keep_form` kept, once."""
    kept: dict[str, Any] | None = request.session.pop(_KEPT, None)
    return kept


_UNPRINTABLE = dict.fromkeys(code for code in range(32) if chr(code) not in "\t\n\r")
"""What comes along with text pasted from elsewhere, and what neither papers nor PostgreSQL can hold."""
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
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise OfficeError(f"“{label}”应填整数，实际为“{text}”。")
    return int(text)


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


def folder_of(user: User, target: Model) -> str:
    """Where files about the target are kept: by what it is, never by what anybody wrote."""
    return f"{target._meta.model_name}/{target.pk}/{user.pk}"  # noqa: SLF001  # Django's own name for it
