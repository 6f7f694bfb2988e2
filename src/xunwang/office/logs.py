"""The running log: a line a record for people, or a JSON object a line for collectors. Secrets are taken out of either.

`XUNWANG_LOG=json` also writes one record for each answer of the web: method, the pattern of the address (never the address, which may
carry an invitation), status, milliseconds, the account's number.
"""

import datetime as dt
import json
import logging
import re
import time
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from xunwang.inspector.model import SHANGHAI

Handler = Callable[[HttpRequest], HttpResponseBase]
_SECRETS = (
    (re.compile(r"(?<=://)[^/\s:@]+:[^/\s@]+(?=@)"), "***"),
    (re.compile(r"(?i)\b(key|token|access_token|secret|password|sign|code)=[^&\s'\"]+"), r"\1=***"),
    (re.compile(r"(?<=/invite/)[\w.:-]+"), "***"),
    (re.compile(r"(?i)(?<=/hook/)[\w-]+"), "***"),
)
_answers = logging.getLogger("xunwang.answers")


def without_secrets(text: str) -> str:
    for pattern, instead in _SECRETS:
        text = pattern.sub(instead, text)
    return text


class Line(logging.Formatter):
    """For people."""

    def format(self, record: logging.LogRecord) -> str:
        return without_secrets(super().format(record))


class JsonLine(logging.Formatter):
    """For collectors: `time`, `level`, `logger`, `message`, where there are any `error` and what the record carries in `fields`."""

    def format(self, record: logging.LogRecord) -> str:
        said: dict[str, Any] = {
            "time": dt.datetime.fromtimestamp(record.created, SHANGHAI).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": without_secrets(record.getMessage()),
        }
        if record.exc_info:
            said["error"] = without_secrets(self.formatException(record.exc_info))
        said |= getattr(record, "fields", {})
        return json.dumps(said, ensure_ascii=False)


def without_traces_of_visitors(record: logging.LogRecord) -> bool:
    """A request that is refused as such (a wrong Host, too many fields) is a line; the trace would only tell where we refused it."""
    if record.name.startswith("django.security"):
        record.exc_info = None
    return True


def answers(get_response: Handler) -> Handler:
    """Writes one record for each answer, where records of this kind are wanted."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        begun = time.perf_counter()
        response = get_response(request)
        if _answers.isEnabledFor(logging.INFO):
            match = request.resolver_match
            user = getattr(request, "user", None)
            fields = {
                "method": request.method,
                "route": match.route if match else None,
                "status": response.status_code,
                "ms": round((time.perf_counter() - begun) * 1000, 1),
                "user": user.pk if user else None,
            }
            _answers.info("answered", extra={"fields": fields})
        return response

    return answer


def settings(form: str) -> dict[str, Any]:
    """Django's LOGGING for the form `text` or `json`."""
    kind = JsonLine if form == "json" else Line
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {"()": kind, "format": "{asctime} {levelname} {name}: {message}", "style": "{"},
        },
        "filters": {"visitors": {"()": lambda: without_traces_of_visitors}},
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["visitors"]},
        },
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            # a page that somebody may not see is no trouble of the server
            "django.request": {"level": "ERROR"},
            "xunwang.answers": {"level": "INFO" if form == "json" else "WARNING"},
        },
    }
