"""How a channel is written down: what people paste becomes an address that Apprise understands. Pure."""

import re
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from xunwang.inspector.model import Record
from xunwang.office.errors import OfficeError
from xunwang.office.messages.models import ChannelKind

MOST_RECIPIENTS = 20
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", re.ASCII)
_TOKEN = re.compile(r"[\w-]{8,200}", re.ASCII)
_ROBOTS = {
    ChannelKind.WECOM: ("qyapi.weixin.qq.com", "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…"),
    ChannelKind.DINGTALK: ("oapi.dingtalk.com", "https://oapi.dingtalk.com/robot/send?access_token=…"),
    ChannelKind.FEISHU: ("open.feishu.cn", "https://open.feishu.cn/open-apis/bot/v2/hook/…"),
}
_NAME = "巡网"
"""Who a letter is from, as people see it."""
_MAIL_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
_MAIL_MODES = {"smtp": "insecure", "smtp+starttls": "starttls", "smtps": "ssl"}


class Target(Record, frozen=True):
    """Where a message goes: Apprise's address, and the host and port that are connected to."""

    address: str
    host: str
    port: int


def normal(kind: ChannelKind, written: str, secret: str = "") -> str:
    """What is kept of a pasted address: recipients, a robot's token (with its signing secret), or a web address.

    Raises OfficeError.
    """
    text = written.strip()
    if kind is ChannelKind.MAIL:
        return _recipients(text)
    if kind is ChannelKind.JSON:
        return _web_address(text)
    if kind is ChannelKind.WEBHOOK:
        return f"{_web_address(text)} {_long_secret(secret)}"
    token = _token(kind, text)
    if secret and not _TOKEN.fullmatch(secret):
        raise OfficeError("加签密钥只能含字母、数字、下划线和连字符，请从机器人设置里重新复制。")
    return f"{token} {secret}".strip()


def _recipients(text: str) -> str:
    found = [part for part in re.split(r"[\s,;，；、]+", text) if part]
    wrong = next((part for part in found if not _MAIL.fullmatch(part)), None)
    if wrong is not None or not 1 <= len(found) <= MOST_RECIPIENTS:
        raise OfficeError(
            f"收件地址“{wrong or text}”不对，应类似 zhangsan@example.gov.cn，多个用逗号分开，最多 {MOST_RECIPIENTS} 个。"
        )
    return ",".join(found)


def _web_address(text: str) -> str:
    try:
        parts = urlsplit(text)
        fine = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        fine = False
    if not fine or "@" in parts.netloc or len(text) > 500 or len(text.split()) != 1:
        raise OfficeError(f"地址“{text[:80]}”不对，应为 http:// 或 https:// 开头的完整地址。")
    return text


def _long_secret(secret: str) -> str:
    if not re.fullmatch(r"[!-~]{16,200}", secret):
        raise OfficeError(
            "业务系统推送要填加签密钥：16 到 200 个字母、数字或符号，与接收方系统里设置的相同。"
        )
    return secret


def _token(kind: ChannelKind, text: str) -> str:
    host, example = _ROBOTS[kind]
    parts = urlsplit(text)
    query = parse_qs(parts.query)
    given = {
        ChannelKind.WECOM: query.get("key", [""])[0],
        ChannelKind.DINGTALK: query.get("access_token", [""])[0],
        ChannelKind.FEISHU: parts.path.rstrip("/").rpartition("/")[2],
    }[kind]
    if parts.scheme != "https" or parts.hostname != host or not _TOKEN.fullmatch(given):
        raise OfficeError(f"{kind.label}的地址不对，应整行复制机器人的地址，类似 {example}")
    return given


def hint(kind: ChannelKind, kept: str) -> str:
    """What may be shown: recipients whole, of a token its end, of a web address its host."""
    if kind is ChannelKind.MAIL:
        return kept.replace(",", "、")[:200]
    if kind in {ChannelKind.JSON, ChannelKind.WEBHOOK}:
        return (urlsplit(kept.partition(" ")[0]).hostname or "")[:200]
    return f"…{kept.split(maxsplit=1)[0][-4:]}"


def target(kind: ChannelKind, kept: str, *, mail_server: str, sender: str) -> Target:
    """Where a channel leads. Raises OfficeError when it is mail and the office has no mail server."""
    if kind is ChannelKind.MAIL:
        return _mail_target(kept, mail_server, sender)
    if kind is ChannelKind.JSON:
        parts = urlsplit(kept)
        address = parts._replace(scheme="jsons" if parts.scheme == "https" else "json").geturl()
        return Target(address, parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80))
    token, _, secret = kept.partition(" ")
    user = f"{quote(secret, safe='')}@" if secret and kind is ChannelKind.DINGTALK else ""
    scheme = {ChannelKind.WECOM: "wecombot", ChannelKind.DINGTALK: "dingtalk", ChannelKind.FEISHU: "feishu"}[
        kind
    ]
    return Target(f"{scheme}://{user}{token}/", _ROBOTS[kind][0], 443)


def _mail_target(recipients: str, server: str, sender: str) -> Target:
    if not server or not sender:
        raise OfficeError("还没有设置发件服务器，请管理员用环境变量 XUNWANG_MAIL 和 XUNWANG_MAIL_FROM 写明。")
    parts = urlsplit(server)
    if parts.scheme not in _MAIL_PORTS or not parts.hostname:
        raise OfficeError("环境变量 XUNWANG_MAIL 不对，应类似 smtps://账号:密码@mail.example.gov.cn:465。")
    port = parts.port or _MAIL_PORTS[parts.scheme]
    login = f"{parts.username}:{parts.password or ''}@" if parts.username else ""
    options = urlencode(
        {
            "from": f"{_NAME} <{sender}>",
            "to": recipients,
            "smtp": parts.hostname,
            "mode": _MAIL_MODES[parts.scheme],
            "format": "text",
        }
    )
    scheme = "mailto" if parts.scheme == "smtp" else "mailtos"
    return Target(f"{scheme}://{login}{parts.hostname}:{port}/?{options}", parts.hostname, port)
