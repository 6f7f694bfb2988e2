"""`/api/v1`: what other systems may read and write, described by `/api/v1/openapi.json`."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.renderers import JSONRenderer
from ninja.responses import NinjaJSONEncoder

from xunwang.office import clock
from xunwang.office.interface.problems import MEDIA_TYPE, tell_problems
from xunwang.office.interface.routes import circulars, proofreading, register, results, tickets

_SAYS = (
    "按令牌所属单位和角色取数：只看得到本单位及下级的内容，下级单位看得到上级已公布的检查中与自己有关的部分。"
    "请求头带 Authorization: Bearer 令牌；令牌由管理员在“接口令牌”页新建。出错时返回 application/problem+json。"
)


class _Encoder(NinjaJSONEncoder):
    def default(self, o: Any) -> Any:
        """Moments as the clocks of Asia/Shanghai show them: what happened before eight in the morning would else bear the day before."""
        return clock.local(o).isoformat() if isinstance(o, dt.datetime) else super().default(o)


class _Renderer(JSONRenderer):
    encoder_class = _Encoder
    json_dumps_params: dict[str, Any] = {"ensure_ascii": False}  # noqa: RUF012  # as ninja declares it


class _Interface(NinjaAPI):
    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """As ninja writes it, with the media type that failures really have."""
        schema = super().get_openapi_schema(**options)
        for answer, status in _answers(schema):
            if int(status) >= 400 and "content" in answer:
                answer["content"] = {MEDIA_TYPE: next(iter(answer["content"].values()))}
        return schema


def _answers(schema: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str]]:
    for operations in schema["paths"].values():
        for operation in operations.values():
            for status, answer in operation["responses"].items():
                yield answer, str(status)


def _open(patterns: list[URLResolver | URLPattern]) -> list[URLResolver | URLPattern]:
    """Tokens let in here; the log-in page of people is no answer to a system."""
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            login_not_required(pattern.callback)
    return patterns


api = _Interface(
    title="巡网接口",
    version="1",
    description=_SAYS,
    docs_url=None,
    urls_namespace="interface",
    renderer=_Renderer(),
)
tell_problems(api)
for _router in (register.router, results.router, circulars.router, tickets.router, proofreading.router):
    api.add_router("", _router)

_patterns, _app, _namespace = api.urls
urls = (_open(_patterns), _app, _namespace)
