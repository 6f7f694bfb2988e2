"""What pages that change something need: may this person, what came of it, and where to go next."""

import datetime as dt
from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from xunwang.inspector.model import SHANGHAI
from xunwang.office.errors import OfficeError
from xunwang.office.people.models import User
from xunwang.office.people.policy import Action, Policy
from xunwang.office.uploads import MOST_FILES, Kept, keep
from xunwang.office.web.viewing import M, viewer, visible_or_404


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
        return False
    messages.success(request, said)
    return True


def written(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "").strip()


def number(request: HttpRequest, name: str, label: str) -> int:
    """A whole number of the form. Raises OfficeError."""
    text = written(request, name)
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise OfficeError(f"“{label}”应填整数，实际为“{text}”。")
    return int(text)


def day(request: HttpRequest, name: str, label: str) -> dt.date:
    """A day of the form. Raises OfficeError."""
    text = written(request, name)
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise OfficeError(f"“{label}”应填日期，类似 2026-03-31，实际为“{text}”。") from None


def optional_day(request: HttpRequest, name: str, label: str) -> dt.date | None:
    return day(request, name, label) if written(request, name) else None


def moment(request: HttpRequest, name: str, label: str) -> dt.datetime:
    """A moment of the form, in Asia/Shanghai. Raises OfficeError."""
    text = written(request, name)
    try:
        return dt.datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)
    except ValueError:
        raise OfficeError(f"“{label}”应填日期和时间，类似 2026-03-31 09:30，实际为“{text}”。") from None


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
