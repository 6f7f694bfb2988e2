"""Why an address was not read: the whole list, in words for users. `python -m xunwang.inspector.fetch.reasons` writes its page."""

import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from xunwang.inspector.model import LATE, UNKNOWN_ISSUER, Attempt, Reach, Record

PAGE = "docs/unread-reasons.md"
_MARK = "<!-- 由代码生成，不要手工修改：python -m xunwang.inspector.fetch.reasons -->\n\n"


class Detail(StrEnum):
    """What is known beyond the kind of failure. It stands in `Attempt.detail`, alone or before a colon and particulars."""

    LOOP = "循环跳转"
    TOO_MANY_HOPS = "跳转过多"
    NOWHERE = "跳转到无法打开的地址"
    STRAY_304 = "未经询问即答复304（未修改）"
    CODING = "内容的压缩编码无法还原"
    BROKEN_OFF = "内容没有传完"
    MALFORMED = "应答不符合HTTP协议"
    HEAD_TOO_LARGE = "应答头过大或过多"
    UNREADABLE = "页面内容无法解析"
    TOO_LARGE = "内容超过大小上限"
    LOGIN = "需要登录"
    EXPIRED = "证书已过期"
    NOT_YET_VALID = "证书尚未生效"
    SELF_SIGNED = "自签名证书"
    UNKNOWN_ISSUER = UNKNOWN_ISSUER
    WRONG_HOST = "证书与域名不符"
    UNFIT_CERTIFICATE = "证书不能用于网站"
    OLD_PROTOCOL = "加密协议版本或算法过旧"
    NOTHING_SHARED = "没有共同的加密方式"
    CLIENT_CERTIFICATE = "需要客户端证书"
    NO_TLS = "加密端口上没有使用加密"
    HANDSHAKE = "加密握手被中断"
    NO_SUCH_NAME = "域名不存在"
    NO_NAME_SERVER = "域名解析暂时失败"
    NO_ROUTE = "网络不可达"
    LEFT_ALONE = "对方要求暂停访问"


class Counts(StrEnum):
    """Whether the failure can count against the site."""

    AT_ONCE = "同一次检查中两次如此即计入"
    CONFIRMED = "两次如此即列为线索，经人工确认后计入"
    LATER = "至少24小时后复查仍然如此才计入"
    NEVER = "不计入，作“未能检查”处理"


class Reason(Record, frozen=True):
    """One reason. It holds for attempts with its reach and, where given, one of its statuses or its detail."""

    reach: Reach
    title: str
    meaning: str
    counts: Counts
    advice: str
    statuses: tuple[int, ...] = ()
    detail: Detail | None = None


_RECHECK = "过24小时用 xunwang recheck 复查；仍然如此的，请网站主办单位处理。"
_CERTIFICATE = "请网站主办单位更换或补齐证书；确认网站可用浏览器正常打开的，检查本机的根证书和时间。"
_SERVER = "请网站技术支持单位检查服务器；"

_HTTP = (
    Reason(
        Reach.HTTP, "服务器返回404或410（页面不存在）", "地址已经没有内容。", Counts.AT_ONCE,
        "修正或删除指向它的链接；页面误删的，恢复页面。", statuses=(404, 410),
    ),
    Reason(
        Reach.HTTP, "服务器返回401（需要登录）", "页面只对登录用户开放。", Counts.NEVER,
        "确属内部页面的，不应从公开页面链接；应当公开的，取消登录限制后重新检查。", statuses=(401, 407),
    ),
    Reason(
        Reach.HTTP, "服务器返回403（拒绝访问）", "服务器不让本程序访问，可能是防护规则所致。", Counts.NEVER,
        "请网站技术支持单位把检查程序列入白名单，或用浏览器人工核对。", statuses=(403, 451),
    ),
    Reason(
        Reach.HTTP, "服务器返回429（访问过快）", "服务器要求放慢速度，程序已放慢并重试。", Counts.NEVER,
        "增大 --delay，或与网站主办单位约定访问速率后重新检查。", statuses=(429,),
    ),
    Reason(
        Reach.HTTP, "服务器返回503（暂时不可用）", "服务器过载或正在维护，程序已放慢并重试。", Counts.LATER,
        _RECHECK, statuses=(503,),
    ),
    Reason(
        Reach.HTTP, "服务器返回其他4xx状态", "服务器认为请求有误，不等于页面不存在。", Counts.NEVER,
        "用浏览器核对；打不开的，修正链接。",
    ),
    Reason(
        Reach.HTTP, "服务器返回5xx状态（服务器错误）", "服务器出错，没有给出页面。", Counts.LATER,
        _SERVER + _RECHECK, statuses=tuple(range(500, 600)),
    ),
)  # fmt: skip
_SOFT = Reason(
    Reach.SOFT_404, "返回200，实际是“页面不存在”", "与随意编造的地址得到的应答相同，或者页面自称内容不存在、已被删除，地址已经没有内容。", Counts.CONFIRMED,
    "修正或删除指向它的链接；请网站技术支持单位让不存在的地址返回404。",
)  # fmt: skip
_NETWORK = (
    Reason(
        Reach.TIMEOUT, "访问超时", "在限定时间内没有收到完整的内容，包括时断时续、极慢的应答；同一主机连续几次如此，其余链接不再请求。",
        Counts.LATER,
        "可增大 --timeout 再试。" + _RECHECK,
    ),
    Reason(Reach.DNS, "域名无法解析", "域名查不到地址。", Counts.LATER, "核对网址和域名状态。" + _RECHECK),
    Reason(
        Reach.DNS, "域名不存在", "域名解析系统回答没有这个域名。", Counts.LATER,
        "核对网址；域名停用的，修正指向它的链接。" + _RECHECK, detail=Detail.NO_SUCH_NAME,
    ),
    Reason(
        Reach.DNS, "域名解析暂时失败", "域名解析服务没有给出答案，也可能是本机网络的问题。", Counts.LATER,
        "先检查本机的网络和域名解析设置。" + _RECHECK, detail=Detail.NO_NAME_SERVER,
    ),
    Reason(
        Reach.REFUSED, "服务器拒绝连接", "该地址的端口没有开放，或被防火墙拒绝。", Counts.LATER,
        "核对网址中的端口。" + _RECHECK,
    ),
    Reason(
        Reach.REFUSED, "网络不可达", "没有通往该地址的网络，也可能是本机网络的问题。", Counts.LATER,
        "先检查本机网络。" + _RECHECK, detail=Detail.NO_ROUTE,
    ),
    Reason(
        Reach.RESET, "连接被中断", "连接建立后被对方或途中的设备切断，没有得到应答。", Counts.LATER,
        "可能是防护设备所致，可放慢速度再试。" + _RECHECK,
    ),
)  # fmt: skip
_TLS = (
    Reason(
        Reach.TLS, "安全证书或加密连接异常", "不能建立可信的加密连接，没有读取内容。", Counts.LATER,
        _CERTIFICATE + _RECHECK,
    ),
    Reason(
        Reach.TLS, "证书已过期", "服务器的证书过了有效期。", Counts.LATER, _CERTIFICATE + _RECHECK,
        detail=Detail.EXPIRED,
    ),
    Reason(
        Reach.TLS, "证书尚未生效", "证书的有效期还没有开始，也可能是本机时间不对。", Counts.LATER,
        "先核对本机时间。" + _CERTIFICATE + _RECHECK, detail=Detail.NOT_YET_VALID,
    ),
    Reason(
        Reach.TLS, "自签名证书", "证书由服务器自己签发，没有机构担保。", Counts.LATER, _CERTIFICATE + _RECHECK,
        detail=Detail.SELF_SIGNED,
    ),
    Reason(
        Reach.TLS, UNKNOWN_ISSUER,
        "证书的颁发机构不在本机的信任名单上，或服务器没有给出中间证书，按证书中写明的地址也没有取到；浏览器也许仍然能够打开。", Counts.NEVER,
        _CERTIFICATE, detail=Detail.UNKNOWN_ISSUER,
    ),
    Reason(
        Reach.TLS, "证书与域名不符", "证书是发给别的域名的。", Counts.LATER, _CERTIFICATE + _RECHECK,
        detail=Detail.WRONG_HOST,
    ),
    Reason(
        Reach.TLS, "证书不能用于网站", "证书的用途、签名算法或内容不合要求。", Counts.LATER, _CERTIFICATE + _RECHECK,
        detail=Detail.UNFIT_CERTIFICATE,
    ),
    Reason(
        Reach.TLS, "加密协议版本或算法过旧", "服务器只会已被淘汰的加密方式，浏览器同样不再支持。", Counts.LATER,
        "请网站技术支持单位启用 TLS 1.2 以上版本。" + _RECHECK, detail=Detail.OLD_PROTOCOL,
    ),
    Reason(
        Reach.TLS, "没有共同的加密方式",
        "服务器不接受浏览器通用的任何一种加密方式：可能只支持已被淘汰的算法或国密算法。", Counts.LATER,
        "请网站技术支持单位同时支持通用的加密方式（TLS 1.2 以上）。" + _RECHECK, detail=Detail.NOTHING_SHARED,
    ),
    Reason(
        Reach.TLS, "加密端口上没有使用加密", "https 地址的端口上不是加密服务。", Counts.LATER,
        "核对网址是否应为 http 开头。" + _RECHECK, detail=Detail.NO_TLS,
    ),
    Reason(
        Reach.TLS, "加密握手被中断", "商定加密方式时对方断开了连接。", Counts.LATER, _SERVER + _RECHECK,
        detail=Detail.HANDSHAKE,
    ),
)  # fmt: skip
_PROTOCOL = (
    Reason(
        Reach.PROTOCOL, "服务器的应答不合规范", "应答不能按规范理解，没有可靠的内容。", Counts.LATER,
        _SERVER + _RECHECK,
    ),
    Reason(
        Reach.PROTOCOL, "循环跳转", "地址之间互相跳转，永远到不了页面。", Counts.LATER,
        "请网站技术支持单位修正跳转设置。" + _RECHECK, detail=Detail.LOOP,
    ),
    Reason(
        Reach.PROTOCOL, "跳转过多", "连续跳转超过允许的次数。", Counts.LATER,
        "请网站技术支持单位减少跳转。" + _RECHECK, detail=Detail.TOO_MANY_HOPS,
    ),
    Reason(
        Reach.PROTOCOL, "跳转到无法打开的地址", "跳转的目标不是 http(s) 网址。", Counts.LATER,
        "请网站技术支持单位修正跳转设置。" + _RECHECK, detail=Detail.NOWHERE,
    ),
    Reason(
        Reach.PROTOCOL, "未经询问即答复304（未修改）", "程序没有问是否修改过，服务器却不给内容。", Counts.LATER,
        _SERVER + _RECHECK, detail=Detail.STRAY_304,
    ),
    Reason(
        Reach.PROTOCOL, "内容没有传完", "实际内容与声明的长度不符，或分块传输出错。", Counts.LATER,
        _SERVER + _RECHECK, detail=Detail.BROKEN_OFF,
    ),
    Reason(
        Reach.PROTOCOL, "应答不符合HTTP协议", "对方说的不是 HTTP，或格式有误。", Counts.LATER,
        "核对网址和端口。" + _RECHECK, detail=Detail.MALFORMED,
    ),
    Reason(
        Reach.PROTOCOL, "应答头过大或过多", "应答头超过通常服务器和浏览器的限度。", Counts.LATER,
        _SERVER + _RECHECK, detail=Detail.HEAD_TOO_LARGE,
    ),
)  # fmt: skip
_OURS = (
    Reason(
        Reach.UNREADABLE, "内容无法解析", "内容已经收到并存档，但程序不能还原。", Counts.NEVER, "用浏览器人工核对。",
    ),
    Reason(
        Reach.UNREADABLE, "页面内容无法解析", "内容已经收到并存档，但程序读不懂。", Counts.NEVER,
        "用浏览器人工核对，能正常打开的在复核时排除，并把存档的页面反馈给开发者。", detail=Detail.UNREADABLE,
    ),
    Reason(
        Reach.UNREADABLE, "内容的压缩编码无法还原", "内容用了没有要求的压缩方式，或压缩数据损坏；浏览器也许能打开。", Counts.NEVER,
        _SERVER + "用浏览器人工核对。", detail=Detail.CODING,
    ),
    Reason(
        Reach.TOO_LARGE, "页面超过大小上限", "内容（解压后）超过上限，包括没有尽头的内容和压缩炸弹，读到上限为止。",
        Counts.NEVER, "用浏览器人工核对；正常页面不应这样大。",
    ),
    Reason(
        Reach.CHALLENGE, "返回的是验证页面", "防护系统给出验证程序来访者的页面，没有给出内容。", Counts.NEVER,
        "安装浏览器支持后重新检查，或请网站技术支持单位把检查程序列入白名单。",
    ),
    Reason(
        Reach.CHALLENGE, "需要登录", "访问被转到登录页面。", Counts.NEVER,
        "确属内部页面的，不应从公开页面链接；应当公开的，取消登录限制后重新检查。", detail=Detail.LOGIN,
    ),
    Reason(
        Reach.CHALLENGE, "需要客户端证书", "服务器只接待持有证书的来访者。", Counts.NEVER,
        "确属内部页面的，不应从公开页面链接；应当公开的，取消这一要求后重新检查。", detail=Detail.CLIENT_CERTIFICATE,
    ),
    Reason(
        Reach.FORBIDDEN, "该地址不允许连接", "地址指向内部网络、本机或不允许的端口，程序没有连接。", Counts.NEVER,
        "政务外网的网站，用 --allow-private 或 --connect-to 为它单独放行；公开页面不应链接内部地址。",
    ),
    Reason(
        Reach.FORBIDDEN, "对方要求暂停访问", "服务器要求过些时候再来，等到那时已超出这次检查的时间，或者不是被检查的网站而要求等候一分钟以上，程序没有再访问。", Counts.NEVER,
        "过些时候用 xunwang recheck 复查，或与该主机的运维方约定访问速率。", detail=Detail.LEFT_ALONE,
    ),
    Reason(
        Reach.ROBOTS, "robots.txt 不允许访问", "网站声明不让程序访问这一部分，程序没有访问。", Counts.NEVER,
        "取得网站主办单位同意后，用 --robots ignore 重新检查，并写明授权。",
    ),
)  # fmt: skip
_PARTS = (
    Reason(
        Reach.OK, LATE,
        "页面的脚本请求了数据，浏览器等了十几秒也没有等到，或者网站的接口出错、连接中断；没有显示的内容可能只是没有到。已经显示的照常使用。", Counts.NEVER,
        "过些时候重新检查；总是如此的，请网站技术支持单位检查页面所请求的接口。",
    ),
)  # fmt: skip
REASONS: tuple[Reason, ...] = (*_HTTP, _SOFT, *_NETWORK, *_TLS, *_PROTOCOL, *_OURS)
GROUPS: dict[str, tuple[Reason, ...]] = {
    "服务器给出的状态": (*_HTTP, _SOFT),
    "网络": _NETWORK,
    "加密连接": _TLS,
    "应答": _PROTOCOL,
    "程序不读或不能读": _OURS,
    "页面打开了，没有读全": _PARTS,
}


def reason_of(attempt: Attempt) -> Reason | None:
    """Why this attempt brought no page; None when it brought one."""
    if attempt.reach is Reach.OK:
        return None
    said = (attempt.detail or "").partition("：")[0]
    reasons = [one for one in REASONS if one.reach is attempt.reach]
    for one in reasons:
        if (one.detail and one.detail == said) or attempt.status in one.statuses:
            return one
    return next(one for one in reasons if not one.detail and not one.statuses)


def why(attempt: Attempt) -> str:
    """In a few words for the user why an attempt brought no page."""
    if attempt.reach is Reach.HTTP:
        return f"服务器返回{attempt.status}"
    reason = reason_of(attempt)
    return reason.title if reason else ""


def render() -> str:
    """The page for users, as Markdown."""
    return _MARK + "\n".join(_lines())


def _lines() -> Iterator[str]:
    yield "# 地址没有读成的原因\n"
    yield "检查结果里，没有读成的地址都注明下列原因之一。“未能检查”不等于“有问题”，“能否计入”一列说明它能不能算作网站的问题。\n"
    for title, reasons in GROUPS.items():
        yield f"## {title}\n"
        yield "| 原因 | 含义 | 能否计入 | 怎么办 |\n| --- | --- | --- | --- |"
        yield from (f"| {one.title} | {one.meaning} | {one.counts} | {one.advice} |" for one in reasons)
        yield ""


def main(arguments: list[str]) -> int:
    page = Path(next((one for one in arguments if not one.startswith("-")), PAGE))
    if "--check" not in arguments:
        page.write_text(render(), encoding="utf-8")
        return 0
    if page.exists() and page.read_text(encoding="utf-8") == render():
        return 0
    sys.stderr.write(f"{page} 已过时，请运行 python -m xunwang.inspector.fetch.reasons\n")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
