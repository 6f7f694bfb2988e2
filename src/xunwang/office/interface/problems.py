"""What went wrong, told as `application/problem+json` (RFC 9457) in Chinese."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from xunwang.office.errors import OfficeError
from xunwang.office.limits.taking import TooOftenError

MEDIA_TYPE = "application/problem+json"
PREFIX = "/api/"
_TITLES = {
    400: "请求读不懂",
    401: "需要有效的令牌",
    403: "令牌没有这项权限",
    404: "没有找到",
    405: "不支持这种请求方法",
    409: "现在不能这样做",
    413: "请求太大",
    422: "内容不合要求",
    429: "请求过于频繁",
    500: "服务器出错",
    503: "暂时不能使用",
}
_DETAILS = {
    400: "请求正文不是完好的 JSON。",
    401: "请求头应有 Authorization: Bearer 令牌；令牌可能已到期或停用。",
    404: "没有这个地址，或者它不在令牌所属单位的范围内。",
    405: "支持的方法见响应头 Allow。",
    500: "请稍后再试；如仍出错，请告诉管理员。",
    503: "数据库现在不能读写，请按响应头 Retry-After 的秒数等候再试。",
}
_FIELD_WORDS = {
    "missing": "缺少这一项",
    "extra_forbidden": "没有这个字段",
    "int_parsing": "应为整数",
    "int_type": "应为整数",
    "int_from_float": "应为整数",
    "string_type": "应为文字",
    "list_type": "应为数组",
    "bool_parsing": "应为 true 或 false",
    "uuid_parsing": "应为对象编号（UUID）",
    "uuid_type": "应为对象编号（UUID）",
    "enum": "不在允许的取值之内",
    "literal_error": "不在允许的取值之内",
    "string_pattern_mismatch": "含有不允许的字符",
}
_BOUND_WORDS = {
    "greater_than_equal": ("ge", "不应小于"),
    "less_than_equal": ("le", "不应大于"),
    "string_too_long": ("max_length", "字数不应超过"),
    "string_too_short": ("min_length", "字数不应少于"),
    "too_long": ("max_length", "个数不应超过"),
    "too_short": ("min_length", "个数不应少于"),
}


class RefusedError(Exception):
    """An answer other than success; `detail` is for people."""

    def __init__(self, status: int, detail: str = "") -> None:
        super().__init__(detail)
        self.status, self.detail = status, detail


def problem(
    status: int,
    detail: str = "",
    *,
    errors: Sequence[Mapping[str, str]] = (),
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """`errors` names the fields: `field` and `message`."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": _TITLES.get(status, "没有成功"),
        "status": status,
        "detail": detail or _DETAILS.get(status, ""),
    }
    if errors:
        body["errors"] = list(errors)
    return JsonResponse(
        body,
        status=status,
        content_type=MEDIA_TYPE,
        headers=headers,
        json_dumps_params={"ensure_ascii": False},
    )


def tell_problems(api: NinjaAPI) -> None:
    """Every way in which a request can fail ends as a problem."""
    for kind in (
        RefusedError, OfficeError, AuthenticationError, Http404, HttpError, ValidationError, TooOftenError,
    ):  # fmt: skip
        api.add_exception_handler(kind, _problem_of)


def _problem_of(_request: HttpRequest, error: object) -> HttpResponse:
    match error:
        case RefusedError():
            return problem(error.status, error.detail)
        case OfficeError():
            return problem(409, str(error))
        case ValidationError():
            return problem(422, "见 errors 中逐项说明。", errors=_errors(error))
        case TooOftenError():
            return problem(429, f"请 {error.wait} 秒后再试。", headers={"Retry-After": str(error.wait)})
        case HttpError():  # what ninja refuses; a missing token is one of them
            kept = {"WWW-Authenticate": "Bearer"} if error.status_code == 401 else None
            return problem(error.status_code, headers=kept)
    return problem(404)


def _errors(error: ValidationError) -> list[dict[str, str]]:
    return [{"field": _field(one["loc"]), "message": _words(one)} for one in error.errors]


def _field(place: Sequence[object]) -> str:
    """Where it stands, without the names of our own parameters: `items.0.answer`."""
    named = [str(part) for part in place if part not in {"body", "query", "path", "paging", "asked", "said"}]
    return ".".join(named) or "正文"


def _words(error: Mapping[str, Any]) -> str:
    kind = str(error["type"])
    if kind in _BOUND_WORDS:
        bound, words = _BOUND_WORDS[kind]
        return f"{words} {error['ctx'][bound]}"
    if kind.startswith("date"):
        return "应为日期，类似 2026-03-31"
    return _FIELD_WORDS.get(kind, "值不对")


def as_problems(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: what Django itself refuses under the interface is a problem as well, never a page."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        given = get_response(request)
        if (
            not request.path.startswith(PREFIX)
            or given.status_code < 400
            or given.get("Content-Type") == MEDIA_TYPE
        ):
            return given
        kept = {name: given[name] for name in ("Allow", "Retry-After") if name in given}
        return problem(given.status_code, headers=kept)

    return answer
