"""安全传输: the site answers over HTTPS with a certificate that browsers trust, and leads there by itself."""

import datetime as dt
from collections.abc import Iterator
from urllib.parse import urlsplit

from xunwang.inspector.indicators.facts import FactBook
from xunwang.inspector.indicators.report import Place, Report, counted, unchecked
from xunwang.inspector.indicators.whole import NOT_ASKED
from xunwang.inspector.model import SHANGHAI, UNKNOWN_ISSUER, NetworkFact, Reach, Record, SecureState

_OURS = frozenset({Reach.FORBIDDEN, Reach.ROBOTS, Reach.DNS})
_SILENT = frozenset({Reach.TIMEOUT, Reach.RESET})


class Params(Record, frozen=True, forbid_unknown_fields=True):
    days_left: int


def examine(params: Params, book: FactBook, as_of: dt.date) -> Report:  # noqa: ARG001  # every kind takes the same
    """The days left are counted from the inspection, not from today."""
    network = book.whole.network
    if network is None or network.secure is None:
        return unchecked(book.home_unread or _why_not_asked(network))
    state = network.secure
    if state.attempt.reach in _OURS:
        return unchecked("未能试访HTTPS地址")
    if state.attempt.reach is Reach.CHALLENGE and state.attempt.status is None:
        return unchecked(f"未能试访HTTPS地址：{state.attempt.detail or '访问被拦截'}")
    faults = list(_faults(state, network.at, params))
    places = tuple(
        Place(f"https:{name}", network.home_url, words, value=value, seen=network.at, certain=False)
        for name, words, value in faults
    )
    return counted(places, reason=None if places else _summary(state))


def _why_not_asked(network: NetworkFact | None) -> str:
    port = urlsplit(network.home_url).port if network else None
    return f"首页在{port}端口，没有另一个端口可以试访HTTPS" if port not in {None, 80, 443} else NOT_ASKED


def _faults(state: SecureState, at: dt.datetime, params: Params) -> Iterator[tuple[str, str, str | None]]:
    attempt = state.attempt
    if attempt.reach is Reach.TLS:
        untrusted = "可能不被部分浏览器信任" if attempt.detail == UNKNOWN_ISSUER else "不被浏览器信任"
        yield (
            "certificate",
            f"HTTPS访问{untrusted}：{attempt.detail or '加密连接失败'}{_until(state)}",
            attempt.detail,
        )
    elif attempt.reach is Reach.REFUSED or attempt.reach in _SILENT:
        yield "closed", "不能以HTTPS访问", attempt.reach.value
    elif (left := _days_left(state, at)) is not None and left < params.days_left:
        yield "expires", f"证书将在{left}天后到期{_until(state)}", str(left)
    if state.issuers_at:
        yield "chain", "服务器没有发送中间证书，不会自行补齐的浏览器和程序打不开", state.issuers_at[0]
    if (
        attempt.status is not None
        and state.redirects is False
        and (attempt.final_url or "").startswith("https://")
    ):
        yield "redirect", "以HTTP访问时没有自动跳转到HTTPS", None


def _days_left(state: SecureState, at: dt.datetime) -> int | None:
    until = state.certificate.valid_until if state.certificate else None
    return (until - at).days if until else None


def _until(state: SecureState) -> str:
    until = state.certificate.valid_until if state.certificate else None
    return f"（有效期至{until.astimezone(SHANGHAI):%Y-%m-%d}）" if until else ""


def _summary(state: SecureState) -> str:
    parts = [
        f"证书有效期至{state.certificate.valid_until.astimezone(SHANGHAI):%Y-%m-%d}"
        if state.certificate and state.certificate.valid_until else None,
        None if state.hsts is None else "已启用HSTS",
    ]  # fmt: skip
    return "，".join(filter(None, parts)) or "可以HTTPS访问"
